"""What a session hands on: surroundings to a check, the whole inspection to the watches, results to the rules. Pure."""

from collections.abc import Iterable, Iterator
from functools import partial
from random import Random

from checks.check import Context, Span, Surroundings, WatchContext
from checks.cures import settled
from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import CheckResult
from checks.meter_side import MeterSide
from checks.narrowing import lacking, not_had
from checks.response_codes import asked_code
from checks.setup import Setup
from devices.profile import Profile
from devices.state import TerminalState
from devices.telemetry import TelemetryBuffer


def context_of(setup: Setup, check: str, now: Surroundings) -> Context:
    """What the check of that id is given. The same seed gives it the same chance."""
    return Context(
        setup.profile,
        setup.plan.quick,
        Random(f"{setup.seed}/{check}"),
        now,
        setup.patterns,
        setup.sticker_serial,
        setup.log_patterns,
        setup.baseline,
        setup.screen_messages,
        setup.challenges_before,
    )


def looked_back(
    setup: Setup, telemetry: TelemetryBuffer, state: TerminalState, end: float, gaps: Iterable[Span], meter: MeterSide
) -> WatchContext:
    """The whole inspection up to ``end``, monotonic seconds; ``gaps`` are the times without a link."""
    return WatchContext(
        setup.profile,
        telemetry,
        state,
        setup.start,
        end,
        setup.meter,
        tuple(gaps),
        tuple(meter.gaps),
        tuple(meter.silent),
    )


def watched(setup: Setup, model: Profile, look: WatchContext) -> Iterator[CheckResult]:
    """What the watches of the plan make of the whole inspection; one whose subject this very unit of ``model`` lacks is not judged."""
    for watch in setup.plan.watches:
        missing = lacking(model, look.state.capabilities, partial(watch.applies, meter=setup.meter))
        yield not_had(watch, missing) if missing else watch.judge(look)


def diagnoses_of(setup: Setup, state: TerminalState, results: Iterable[CheckResult]) -> tuple[Diagnosis, ...]:
    """What the rules say: what must not be opened, then the most certain; one cure counted once."""
    said = setup.guide.id if setup.guide is not None else setup.complaint
    code = asked_code(setup.complaint, dict(setup.codes))
    evidence = Evidences(setup.profile, state, tuple(results), said, code, setup.licence)
    return settled(diagnosis for rule in setup.rules for diagnosis in rule(evidence))
