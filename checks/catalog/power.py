"""A unit that says nothing: what it draws from the supply and what this PC sees on USB tell how far it gets.

No current: cable, fuse or adapter. Little and steady: it is fed and does not start. More, and still nobody on USB: a cable
for charging only. On USB, but no port: the driver. A port that is held or forbidden: the PC's, never the unit's. Dark, but
on USB: it runs, and only its screen does not. That a console is locked is never a fault of the unit, and not asked here.
"""

import statistics
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from checks.check import Context
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Outcome,
    measured,
    message,
)
from checks.steps import (
    CANNOT_TELL,
    Answer,
    Ask,
    Choice,
    Pause,
    Progress,
    Question,
    Received,
    Save,
    Step,
    Steps,
    Tone,
)
from checks.usb_side import UsbDevice, appeared, in_the_way, key, listed
from devices.events import Channel, Quantity, Source
from devices.profile import Profile

_CURRENT: Final = Channel(Quantity.CURRENT, Source.METER)
_LOOKS: Final = 20
_EVERY_S: Final = 0.25
_FEWEST: Final = 8
_SMALL_A: Final = 0.05
"""A board that runs a processor and a screen draws more; own."""
_STEADY: Final = 0.2
_STARTS: Final = Choice("unit-starts", Tone.GOOD)
_DARK: Final = Choice("stays-dark", Tone.BAD)
_NO_PORT: Final = Choice("no-data-port", Tone.NEUTRAL)
_NOT_SEEN: Final = Choice("pc-sees-nothing", Tone.BAD)
_SEEN: Final = Choice("pc-sees-it", Tone.NEUTRAL)
_OUT: Final = Choice("cable-out", Tone.NEUTRAL)
_IN: Final = Choice("cable-in", Tone.NEUTRAL)
_FLOWS_A: Final = 0.005
"""Below that nothing is fed: limits.md, ``power.current``."""
_OF_THE_UNIT: Final = ("power.none", "power.small", "power.no-start", "power.no-data", "power.dark-but-alive")


@dataclass(frozen=True, slots=True)
class _Usb:
    """Whether the PC notices the unit, None where nobody told; ``new`` is what came with its cable, where the PC told."""

    seen: bool | None = None
    new: tuple[UsbDevice, ...] | None = None


class PowerCheck:
    """Terminals without a link, before anything else is asked of them."""

    id = "power"
    order = 8
    claims = frozenset({*_OF_THE_UNIT, "usb.charge-only", "usb.no-driver", "usb.held", "usb.no-permission"})

    def applies(self, profile: Profile) -> bool:
        """Where nothing can be sent."""
        return profile.kind == "terminal" and profile.protocol == "none"

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 2, message("do.measure_power"))
        amps: list[float] = []
        seen_at = 0.0
        for _ in range(_LOOKS):
            yield Pause(_EVERY_S)
            value, at = context.now.state.latest.get(_CURRENT, (0.0, 0.0))
            if at > seen_at:
                amps, seen_at = [*amps, value], at
        start = yield from _told(context, "start", _STARTS, _DARK)
        yield Progress(1, 2, message("do.look_at_usb"))
        usb = yield from _usb(context)
        started = {_STARTS.id: 1.0, _DARK.id: 0.0}.get(start)
        return _result(context, amps, started, usb)


def _told(context: Context, name: str, *choices: Choice) -> Generator[Step, Received, str]:
    """What a person says; kept, so that nothing is asked twice."""
    kept = context.now.saved(name)
    if kept is None:
        got = yield Ask(Question(f"power.{name}", message(f"ask.power_{name}"), choices))
        kept = got.choice if isinstance(got, Answer) else CANNOT_TELL
        yield Save(name, kept)
    return kept


def _usb(context: Context) -> Generator[Step, Received, _Usb]:
    """The PC's own lists with the cable out and in; a person's word where the PC cannot tell."""
    if (yield from listed()) is None:
        said = yield from _told(context, "usb", _NO_PORT, _SEEN, _NOT_SEEN)
        return _Usb({_SEEN.id: True, _NOT_SEEN.id: False}.get(said))
    if (yield from _told(context, "unplug", _OUT, _NO_PORT)) != _OUT.id:
        return _Usb()
    before = context.now.saved("before")
    if before is None:
        known = yield from listed()
        before = " ".join(key(device) for device in known or ())
        yield Save("before", before)
    if (yield from _told(context, "plug", _IN)) != _IN.id:
        return _Usb()
    new = yield from appeared(frozenset(before.split()))
    return _Usb() if new is None else _Usb(bool(new), new)


def _result(context: Context, amps: list[float], started: float | None, usb: _Usb) -> CheckResult:
    typed = context.now.state.typed.get(_CURRENT)
    level, told = (statistics.median(amps), Evidence.MEASURED) if len(amps) >= _FEWEST else (typed, Evidence.OPERATOR)
    draws = None if level is None else round(level, 4)
    measurements: tuple[Measurement, ...] = (
        measured(context.profile, "power.starts", started, Evidence.OPERATOR),
        measured(context.profile, "power.current", draws, Evidence.MEASURED if draws is None else told),
    )
    if usb.seen is not None:
        by = Evidence.OPERATOR if usb.new is None else Evidence.MEASURED
        name = ", ".join(device.name for device in usb.new or ())
        measurements += (measured(context.profile, "usb.seen", float(usb.seen), by, name),)
    fault = _fault(level, amps, started, usb.seen)
    subject = "" if draws is None else f"{draws} A"
    findings = () if fault is None else (Finding(fault, subject, told if subject else Evidence.OPERATOR),)
    outcome = (
        Outcome.FAIL if fault in _OF_THE_UNIT else Outcome.NOT_JUDGED if fault or started is None else Outcome.PASS
    )
    return CheckResult("power", outcome, measurements, (*findings, *in_the_way(usb.new or ())))


def _fault(level: float | None, amps: list[float], started: float | None, seen: bool | None) -> str | None:
    """The one fault that current, the PC's list and a person's word give together."""
    if started == 1.0:
        flows = level is not None and level >= _FLOWS_A
        return None if seen is not False else "usb.charge-only" if flows else "power.no-data"
    if started is None:
        return None
    if seen:
        return "power.dark-but-alive"
    if level is None:
        return "power.no-start"
    if level < _FLOWS_A:
        return "power.none"
    steady = len(amps) >= _FEWEST and max(amps) - min(amps) <= _STEADY * level  # one number typed tells no course
    return "power.small" if level < _SMALL_A and steady else "power.no-start"


CHECK = PowerCheck()
