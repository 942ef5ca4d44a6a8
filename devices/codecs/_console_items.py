"""Named items, the form in which every reader of the probe answers, and the numbers in them. Pure."""

import re
from typing import Final, TypeAlias

Items: TypeAlias = tuple[tuple[str, str], ...]
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}")
"""As long as anything a terminal counts; longer ones, or digits of other scripts, are no numbers."""


def number(text: str) -> int | None:
    """The whole number that ``text`` is; None where it is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


def pairs(text: str, separator: str = "=") -> Items:
    """Lines of ``name=value``; quotes around a value dropped."""
    lines = (line.partition(separator) for line in text.splitlines() if separator in line)
    return tuple((name.strip(), value.strip().strip('"')) for name, _, value in lines)
