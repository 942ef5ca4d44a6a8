"""Before the cable: what eyes and nose tell, what the screen says, whether trades are unsettled. Evidence: the operator.

One question decides in the quick plan, and only *something is wrong* asks on. A swollen battery or the smell of burning
ends the inspection at once with FAIL: such a unit is put aside, and must not be charged, pressed or powered for hours
only to learn more. It is FAIL and not *not decided*, because nothing that could still be measured would let it pass.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Measurement, measured, message, outcome_of
from checks.steps import CANNOT_TELL, Answer, Ask, Choice, Progress, Question, Received, Save, Step, Steps, Tone
from devices.profile import Profile

ALL_FINE: Final = Choice("all-fine", Tone.GOOD)
WRONG: Final = Choice("something-wrong", Tone.BAD)
NOTHING: Final = Choice("nothing-seen", Tone.GOOD)
NO_MESSAGE: Final = Choice("no-message", Tone.GOOD)
SETTLED: Final = Choice("trades-settled", Tone.GOOD)
UNSETTLED: Final = Choice("trades-unsettled", Tone.BAD)
NO_TRADES: Final = Choice("no-trades", Tone.NEUTRAL)
SIGNS: Final = (
    "swollen-battery",
    "liquid",
    "burnt",
    "cracked-screen",
    "seal-broken",
    "missing-keys",
    "lights-off",
)
DANGER: Final = ("swollen-battery", "burnt")
MESSAGES: Final = (
    "tamper",
    "keys-missing",
    "sign-on",
    "locked",
    "system-error",
    "start-loop",
    "no-network",
    "battery-low",
    "no-paper",
    "sim-refused",
    "moved",
    "merchant-unknown",
    "not-supported",
    "no-pin-pad",
    "operator-refused",
    "security-module",
)
"""Ids of ``resources/messages/screen_messages.toml``, for ``claims``; a test holds both together."""

Told = Generator[Step, Received, tuple[str, ...]]


@dataclass(slots=True)
class _Seen:
    """Answers so far; None where it was not asked, ``CANNOT_TELL`` where nobody could tell."""

    signs: tuple[str, ...] | None = None
    message: str | None = None
    trades: str | None = None


class FirstMinuteCheck:
    """Every terminal, before all else."""

    id = "first-minute"
    order = 5
    claims = frozenset(
        {*(f"seen.{sign}" for sign in SIGNS), *(f"message.{known}" for known in MESSAGES), "trades.unsettled"}
    )

    def applies(self, profile: Profile) -> bool:
        """Terminals; a meter has no first minute."""
        return profile.kind == "terminal"

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 3, message("do.first_minute"))
        seen = _Seen()
        if context.quick:
            said = yield from _told(context, Question("first.quick", message("ask.first_quick"), (ALL_FINE, WRONG)))
            if said == (ALL_FINE.id,):
                return _result(context, _Seen((), NO_MESSAGE.id, NO_TRADES.id))
            if said == (CANNOT_TELL,):
                return _result(context, _Seen(said, CANNOT_TELL, NO_TRADES.id))
        offers = (NOTHING, *(Choice(sign, Tone.BAD) for sign in SIGNS))
        seen.signs = yield from _told(
            context, Question("first.signs", message("ask.first_signs"), offers, several=True)
        )
        if set(seen.signs) & set(DANGER):
            return _result(context, seen)
        yield Progress(1, 3, message("do.first_minute"))
        yield from _screen_and_trades(context, seen)
        return _result(context, seen)


def _screen_and_trades(context: Context, seen: _Seen) -> Generator[Step, Received, None]:
    known = tuple(
        Choice(row.id, Tone.BAD if row.serious else Tone.NEUTRAL, row.words) for row in context.screen_messages
    )
    if known:
        (seen.message, *_) = yield from _told(
            context, Question("first.message", message("ask.first_message"), (NO_MESSAGE, *known))
        )
    yield Progress(2, 3, message("do.first_minute"))
    trades = Question("first.trades", message("ask.first_trades"), (SETTLED, UNSETTLED, NO_TRADES))
    (seen.trades, *_) = yield from _told(context, trades)


def _told(context: Context, question: Question) -> Told:
    """What a person says; kept, so that a lost link asks nothing twice."""
    kept = context.now.saved(question.id)
    if kept is not None:
        return tuple(kept.split(" "))
    got = yield Ask(question)
    chosen = got.chosen if isinstance(got, Answer) else (CANNOT_TELL,)
    yield Save(question.id, " ".join(chosen))
    return chosen


def _result(context: Context, seen: _Seen) -> CheckResult:
    signs = tuple(sign for sign in SIGNS if sign in (seen.signs or ()))
    shown = next((row for row in context.screen_messages if row.id == seen.message), None)
    unknown = CANNOT_TELL in (seen.signs or ())
    measurements = [_measure(context, "seen.faults", None if unknown else float(len(signs)), ", ".join(signs))]
    if seen.message is not None:
        serious = None if seen.message == CANNOT_TELL else float(shown is not None and shown.serious)
        measurements.append(_measure(context, "seen.message", serious, seen.message if shown else ""))
    if seen.trades in (SETTLED.id, UNSETTLED.id, CANNOT_TELL):
        settled = None if seen.trades == CANNOT_TELL else float(seen.trades == SETTLED.id)
        measurements.append(_measure(context, "trades.settled", settled, ""))
    findings = [Finding(f"seen.{sign}", "", Evidence.OPERATOR) for sign in signs]
    findings += [Finding(shown.fault, "", Evidence.OPERATOR)] if shown else []
    findings += [Finding("trades.unsettled", "", Evidence.OPERATOR)] if seen.trades == UNSETTLED.id else []
    ends = bool(set(signs) & set(DANGER))
    return CheckResult("first-minute", outcome_of(measurements), tuple(measurements), tuple(findings), ends=ends)


def _measure(context: Context, limit_id: str, value: float | None, subject: str) -> Measurement:
    return measured(context.profile, limit_id, value, Evidence.OPERATOR, subject)


CHECK = FirstMinuteCheck()
