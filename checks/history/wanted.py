"""What is looked for in the history, as plain data: whoever asks need not know the database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means whatever. ``since`` and ``until`` are ISO 8601, the latter not included."""

    serial: str = ""
    """The number or a part of it."""
    unit: str = ""
    """The whole number, in whatever writing."""
    model: str = ""
    fault: str = ""
    operator: str = ""
    verdict: str = ""
    """One of ``VERDICT_WORDS``; a pass by concession is one of the passes as well."""
    since: str = ""
    until: str = ""
    limit: int = 200
    offset: int = 0
