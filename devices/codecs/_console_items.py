"""Named items, the form in which every reader of the probe answers. Pure."""

from typing import TypeAlias

Items: TypeAlias = tuple[tuple[str, str], ...]


def pairs(text: str, separator: str = "=") -> Items:
    """Lines of ``name=value``; quotes around a value dropped."""
    lines = (line.partition(separator) for line in text.splitlines() if separator in line)
    return tuple((name.strip(), value.strip().strip('"')) for name, _, value in lines)
