"""What every verb does that talks to a unit: a bench of its own, commands to lanes, a profile that somebody named."""

import contextlib
from collections.abc import Iterator
from typing import Final

from checks.console.parts import ClosableBench, ControlPort, Parts, Refused
from checks.console.sessions import SendCommand
from checks.inspect import CONNECT_S, InspectError, Inspector
from checks.measurement import message
from checks.steps import Target
from devices.commands import Command
from devices.lanes import ASK_WHO, LaneInfo, LaneState, Sink

ASK: Final = "ask"
"""Typed instead of a model: every protocol that does no harm may be tried on this port."""
ASKING_S: Final = 90.0
"""How long that may take: one protocol after the other, each with its own patience."""
_SILENT: Final = (LaneState.IDENTIFYING, LaneState.NO_ANSWER, LaneState.NOT_UNDERSTOOD, LaneState.UNKNOWN_MODEL)


@contextlib.contextmanager
def running(parts: Parts, sink: Sink) -> Iterator[ClosableBench]:
    """A bench of one's own, closed at the end."""
    bench = parts.make_bench(sink)
    try:
        yield bench
    finally:
        bench.close()


@contextlib.contextmanager
def simulated_at(url: str | None, parts: Parts) -> Iterator[ControlPort | None]:
    """The control socket of the simulated device behind ``url``, hung up at the end; None where there is a real one."""
    control = parts.find_control(url) if url else None
    if control is None:
        yield None
        return
    with contextlib.closing(control):
        yield control


def sender(bench: ClosableBench, terminal: int, meter: int | None) -> SendCommand:
    """How a session's commands reach its lanes."""
    lanes = {Target.TERMINAL: terminal, Target.METER: meter}

    def send(target: Target, command: Command) -> None:
        lane = lanes[target]
        if lane is not None:
            bench.send(lane, command)

    return send


def model_named(given: str | None, parts: Parts) -> str | None:
    """A terminal's profile, or a person's consent that the bench asks. Raises ``Refused`` for one that is not known."""
    if given == ASK:
        return ASK_WHO
    named, known = profile_id(given, parts), parts.profiles()
    if named is not None and known[named].kind != "terminal":
        terminals = ", ".join(sorted(p.id for p in known.values() if p.kind == "terminal"))
        raise Refused(message("cli.no_terminal_profile", profile=named, known=terminals))
    return named


def connected(inspector: Inspector, lane: int, limit_s: float | None, profile: str | None) -> LaneInfo:
    """The lane once its device said who it is. Raises ``InspectError``. Without a limit of its own, asking has longer."""
    if profile != ASK_WHO:
        return inspector.connect(lane, limit_s or CONNECT_S)
    try:
        return inspector.connect(lane, limit_s or ASKING_S, asks=True)
    except InspectError as error:
        silent = error.text.id.removeprefix("inspect.") in _SILENT
        url = dict(error.text.args).get("url", "")
        raise InspectError(message("inspect.asked_in_vain", url=url)) if silent else error from error


def profile_id(given: str | None, parts: Parts) -> str | None:
    """``given`` where such a profile is known. Raises ``Refused`` with those that are."""
    known = parts.profiles()
    if given is not None and given not in known:
        raise Refused(message("cli.unknown_profile", profile=given, known=", ".join(sorted(known))))
    return given
