"""What of all events belongs into the log and among the marks of key presses, whatever check is running."""

from dataclasses import dataclass
from typing import Final

from checks.measurement import Message, message
from checks.record import KeyMoment
from devices.events import (
    CardSeen,
    CommandFailed,
    ConsoleMessage,
    DigitsEntered,
    Event,
    KeyPressed,
    KeysLost,
    LinkLost,
    Restored,
    UnknownFrame,
)
from devices.keys import is_digit

MOST_MESSAGES: Final = 200
"""Lines that the terminal prints by itself and the log keeps; the rest is counted."""


def moment_of(event: Event, at_s: float) -> KeyMoment | None:
    """A mark for the graph; that of a digit carries no label."""
    match event:
        case KeyPressed(key=key):
            return KeyMoment(at_s, "" if key is None or is_digit(key) else key)
        case DigitsEntered():
            return KeyMoment(at_s)
        case _:
            return None


@dataclass(slots=True)
class Noticing:
    """Lines for the log; of what a terminal repeats endlessly, only so many."""

    messages: int = 0
    keys_lost: int = 0
    damaged: int = 0

    def line(self, event: Event) -> Message | None:
        """What the log says of it, if anything."""
        match event:
            case LinkLost(reason=reason):
                return message("log.link_lost", reason=reason)
            case Restored():
                return message("log.link_restored")
            case CommandFailed(command=command, failure=failure, detail=detail):
                named = {"command_id": f"command.{command}", "failure_id": f"failure.{failure}"}
                return message("log.command_failed", **named, detail=detail)
            case ConsoleMessage(text=text):
                self.messages += 1
                return message("log.console", text=text) if self.messages <= MOST_MESSAGES else None
            case KeysLost(reason=reason):
                self.keys_lost += 1
                return message("log.keys_lost", reason=reason) if self.keys_lost <= MOST_MESSAGES else None
            case CardSeen(card=card):
                return message("log.card", card_id=f"card.{card}")
            case UnknownFrame():
                self.damaged += 1
                return message("log.damaged_frame") if self.damaged == 1 else None
            case _:
                return None

    def rest(self) -> Message | None:
        """How many of the terminal's own lines were left out."""
        return (
            message("log.console_more", count=self.messages - MOST_MESSAGES) if self.messages > MOST_MESSAGES else None
        )
