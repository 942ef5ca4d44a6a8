"""What logs are searched for, read from data: a pattern and the fault it means."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LogPattern:
    """An extended regular expression, matched without regard to case, and the fault code it stands for."""

    fault: str
    expression: str

    def matches(self, line: str) -> bool:
        """Whether a line of a log shows the fault."""
        return re.search(self.expression, line, re.IGNORECASE) is not None


class LogPatternError(Exception):
    """A pattern file cannot be used; the text says which entry and why."""


def load_log_patterns(path: Path) -> tuple[LogPattern, ...]:
    """The patterns of one TOML file. Raises ``LogPatternError`` for a missing key or a pattern that is none."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        found = tuple(LogPattern(str(row["fault"]), str(row["expression"])) for row in table["pattern"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise LogPatternError(f"{path}: {error}") from error
    for pattern in found:
        try:
            re.compile(pattern.expression)
        except re.error as error:
            raise LogPatternError(f"{path}: {pattern.fault}: {error}") from error
    return found
