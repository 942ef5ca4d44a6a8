"""What a host answers a payment with, read from data: whose fault a code is, and what cures it. The words are catalogues'."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BELONGS: Final = ("card", "terminal", "merchant", "host", "key")
_ASKED: Final = re.compile(
    r"(?i)^\s*(?:code|\u5e94\u7b54\u7801|\u9519\u8bef\u7801)\s*[:\uff1a=]?\s*([0-9A-Z]{1,3})\s*$"
)


@dataclass(frozen=True, slots=True)
class ResponseCode:
    """One code. ``belongs`` is one of ``BELONGS``; its sentence is the message ``code.<code>``, ``source`` is printed."""

    code: str
    belongs: str
    remedy: tuple[str, ...]
    source: str


class ResponseCodeError(Exception):
    """A table of response codes cannot be used; the text says which row and why."""


def load_response_codes(path: Path) -> dict[str, ResponseCode]:
    """The rows of one TOML file by their code. Raises ``ResponseCodeError``."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        sources = {str(name): str(text) for name, text in table["sources"].items()}
        rows = [_row(row, sources) for row in table["code"]]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ResponseCodeError(f"{path}: {error}") from error
    found = {row.code: row for row in rows}
    wrong = [row.code for row in rows if row.belongs not in BELONGS or not row.remedy or not row.source]
    if wrong or len(found) != len(rows):
        raise ResponseCodeError(f"{path}: doubled, or without owner, remedy or source: {wrong}")
    return found


def _row(row: dict[str, object], sources: dict[str, str]) -> ResponseCode:
    named, remedy = row["sources"], row["remedy"]
    if not isinstance(named, list) or not isinstance(remedy, list):
        raise TypeError(f"{row.get('code')}: sources and remedy are lists")
    source = "; ".join(sources[str(name)] for name in named)
    return ResponseCode(str(row["code"]), str(row["belongs"]), tuple(str(step) for step in remedy), source)


def asked_code(complaint: str, codes: dict[str, ResponseCode]) -> ResponseCode | None:
    """The code a complaint such as ``code:55`` names; None for any other text, and for codes nobody knows."""
    found = _ASKED.match(complaint)
    return codes.get(found[1].upper().rjust(2, "0")) if found else None
