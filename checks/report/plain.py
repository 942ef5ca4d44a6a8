"""Foreign text made harmless: what a terminal, an operator or a file says may hold anything, and lands on a signed page.

Refuses to interpret: no markup is escaped here because none is ever built; text stays data up to the page.
"""

import unicodedata
from typing import Final

SENTENCE: Final = 600
"""Longest sentence on a page, in characters."""
WORD: Final = 80
"""Longest single fact, such as a serial number."""
_RUN: Final = 28
_BREAK: Final = "\u200b"
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str, most: int = SENTENCE) -> str:
    """``text`` on one line without control, bidirectional or invisible characters, at most ``most`` long, then an ellipsis."""
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
    return " ".join(_broken(run) for run in text.split(" "))


def _broken(run: str) -> str:
    if len(run) <= _RUN or not run.isascii():
        return run
    return _BREAK.join(run[start : start + _RUN] for start in range(0, len(run), _RUN))
