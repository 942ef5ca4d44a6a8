"""What every verb does that talks to a unit: a bench of its own, commands to lanes, a profile that somebody named."""

import contextlib
from collections.abc import Iterator

from checks.console.parts import ClosableBench, Parts, Refused
from checks.console.sessions import SendCommand
from checks.measurement import message
from checks.steps import Target
from devices.commands import Command
from devices.lanes import Sink


def typed(text: str | None) -> str:
    """What was typed, as text that can be written again: an argument may hold bytes that are no characters."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")


@contextlib.contextmanager
def running(parts: Parts, sink: Sink) -> Iterator[ClosableBench]:
    """A bench of one's own, closed at the end."""
    bench = parts.make_bench(sink)
    try:
        yield bench
    finally:
        bench.close()


def sender(bench: ClosableBench, terminal: int, meter: int | None) -> SendCommand:
    """How a session's commands reach its lanes."""
    lanes = {Target.TERMINAL: terminal, Target.METER: meter}

    def send(target: Target, command: Command) -> None:
        lane = lanes[target]
        if lane is not None:
            bench.send(lane, command)

    return send


def profile_id(given: str | None, parts: Parts) -> str | None:
    """``given`` where such a profile is known. Raises ``Refused`` with those that are."""
    known = parts.profiles()
    if given is not None and given not in known:
        raise Refused(message("cli.unknown_profile", profile=given, known=", ".join(sorted(known))))
    return given
