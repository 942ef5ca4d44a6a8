"""What terminals say on their own screen before anybody tests them, read from data: a message and what it means."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """A kind of message. ``words`` by language tell how it usually reads; ``serious``: the unit cannot pass with it.

    The finding is ``message.<id>``.
    """

    id: str
    words: tuple[tuple[str, str], ...]
    serious: bool

    @property
    def fault(self) -> str:
        """Its fault code."""
        return f"message.{self.id}"


class ScreenMessageError(Exception):
    """A table cannot be used; the text says why."""


def load_screen_messages(path: Path) -> tuple[ScreenMessage, ...]:
    """The messages of one TOML file, in its order. Raises ``ScreenMessageError``."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        found = tuple(
            ScreenMessage(str(row["id"]), (("en", str(row["en"])), ("zh", str(row["zh"]))), bool(row["serious"]))
            for row in table["message"]
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ScreenMessageError(f"{path}: {error}") from error
    if len({message.id for message in found}) != len(found):
        raise ScreenMessageError(f"{path}: two messages share one id")
    return found
