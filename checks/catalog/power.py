"""A unit that says nothing: what it draws from the supply tells how far it gets. Needs a meter; without one nothing is judged.

No current: cable, fuse or adapter. Little and steady: it is fed and does not start. More, and still nobody on USB: a cable
for charging only, or a driver that is missing. That a console is locked is never a fault of the unit, and not asked here.
"""

import statistics
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
from checks.steps import Answer, Ask, Choice, Pause, Progress, Question, Save, Steps, Tone
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


class PowerCheck:
    """Terminals without a link, before anything else is asked of them."""

    id = "power"
    order = 8
    claims = frozenset({"power.none", "power.small", "power.no-data", "power.no-start"})

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
        answers: dict[str, str] = {}
        for name, choices in (("start", (_STARTS, _DARK)), ("usb", (_NO_PORT, _SEEN, _NOT_SEEN))):
            kept = context.now.saved(name)
            if kept is None:
                got = yield Ask(Question(f"power.{name}", message(f"ask.power_{name}"), choices))
                kept = got.choice if isinstance(got, Answer) else ""
                yield Save(name, kept)
            answers[name] = kept
        return _result(context, amps, answers)


def _result(context: Context, amps: list[float], answers: dict[str, str]) -> CheckResult:
    level = statistics.median(amps) if len(amps) >= _FEWEST else None
    started = {_STARTS.id: 1.0, _DARK.id: 0.0}.get(answers["start"])
    draws = None if level is None else round(level, 4)
    measurements: tuple[Measurement, ...] = (
        measured(context.profile, "power.starts", started, Evidence.OPERATOR),
        measured(context.profile, "power.current", draws, Evidence.MEASURED),
    )
    fault = _fault(level, amps, started, answers["usb"])
    findings = () if fault is None else (Finding(fault, "" if draws is None else f"{draws} A", Evidence.MEASURED),)
    outcome = Outcome.FAIL if fault else Outcome.NOT_JUDGED if started is None else Outcome.PASS
    return CheckResult("power", outcome, measurements, findings)


def _fault(level: float | None, amps: list[float], started: float | None, usb: str) -> str | None:
    """The one fault that current and a person's word give together."""
    if started == 1.0:
        return "power.no-data" if usb == _NOT_SEEN.id else None
    if started is None:
        return None
    if level is None:
        return "power.no-start"
    if level < 0.005:
        return "power.none"
    steady = max(amps) - min(amps) <= _STEADY * level
    return "power.small" if level < _SMALL_A and steady else "power.no-start"


CHECK = PowerCheck()
