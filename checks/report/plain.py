"""Foreign text made harmless: what a terminal, an operator or a file says may hold anything.

Refuses to interpret: no markup is escaped here because none is ever built; text stays data up to the page.
"""

import re
import unicodedata
from typing import Final

PARAGRAPH: Final = 1000
"""Longest text of our own, in characters."""
SENTENCE: Final = 300
"""Longest sentence with foreign words in it."""
WORD: Final = 80
"""Longest single fact, such as a serial number."""
_RUN: Final = 18.0
_WIDE, _UPPER, _OTHER = 0.9, 0.66, 0.56
_STEP: Final = 10
_LONG: Final = re.compile(r"[^\s\u2e80-\uffef]{20,}")
_JOINTS: Final = re.compile(r"([-/])")
_BREAK: Final = "\u200b"
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str, most: int = SENTENCE) -> str:
    """``text`` on one line without control, bidirectional or invisible characters, cut at ``most``."""
    head = unicodedata.normalize("NFC", text[: most * 4])
    kept = "".join(_kept(sign) for sign in head)
    line = " ".join(kept.split())
    cut = len(line) > most or len(text) > most * 4
    return line[: most - 1].rstrip() + "…" if cut else line


def _kept(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zl", "Zp", "Zs") or sign in "\t\n\r\v\f":
        return " "
    return "" if kind in _DROPPED or kind in ("Mn", "Me") else sign


def breakable(text: str) -> str:
    """``text`` with invisible break points inside runs too long for a column, so that it cannot leave the page."""
    return _LONG.sub(lambda run: _broken(run.group()), text)


def _broken(run: str) -> str:
    return "".join(_stepped(piece) for piece in _JOINTS.split(run))


def _stepped(piece: str) -> str:
    if _width(piece) <= _RUN:
        return piece
    return _BREAK.join(piece[start : start + _STEP] for start in range(0, len(piece), _STEP))


def _width(piece: str) -> float:
    """About how many em ``piece`` is wide in the report's font."""
    return sum(_WIDE if sign in "MWmw@%" else _OTHER if sign.islower() or sign.isdigit() else _UPPER for sign in piece)
