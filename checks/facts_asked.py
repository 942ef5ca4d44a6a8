"""Asking for facts, and taking no other answer for the one awaited: one place for all checks that read a unit."""

from collections.abc import Generator
from typing import TypeAlias

from checks.steps import Await, Received, Send, Step, Target
from devices.commands import ReadFacts
from devices.events import CommandFailed, Event, FactsRead, Stamped

Asked: TypeAlias = Generator[Step, Received, FactsRead | None]


def read_facts(command: ReadFacts, patience_s: float, target: Target = Target.TERMINAL) -> Asked:
    """What was read; None where the unit refused, or nothing came in time.

    What comes late is taken for the answer to a later command about the same place: ask about each place once.
    """

    def mine(event: Event) -> bool:
        if isinstance(event, FactsRead):
            return (event.subject, event.about) == (command.subject, command.about)
        return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__

    yield Send(command, target)
    got = yield Await((FactsRead, CommandFailed), patience_s, mine, of=target)
    event = got.event if isinstance(got, Stamped) else None
    return event if isinstance(event, FactsRead) else None
