"""Parts that only a person can try: printer, card slots, reader, speaker, signal, charging contacts, touch screen.

Data-driven: a part is a row. Named by the profile, it is asked about; others where a person says that they are there.
Nothing here blocks a verdict: what nobody tried stays out of it, and what was tried and failed fails. Cards: test cards
only; the question says so.
"""

from typing import Final

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from checks.steps import Answer, Ask, Choice, Progress, Question, Save, Steps, Tone
from devices.profile import Profile

PARTS: Final = ("printer", "chip-slot", "stripe-reader", "contactless", "speaker", "signal", "charging", "touch")
"""Roles of parts as in a profile's ``[parts]``; the instruction is ``ask.part.<role>``, the finding ``part.<role>``."""
NO_PARTS: Final = Choice("no-parts", Tone.GOOD)
WORKS: Final = Choice("part-works", Tone.GOOD)
BROKEN: Final = Choice("part-broken", Tone.BAD)
NOT_TRIED: Final = Choice("part-not-tried", Tone.NEUTRAL)


class AccessoriesCheck:
    """Part of a full plan; may be skipped."""

    id = "accessories"
    order = 85
    full_only = True
    claims = frozenset(f"part.{part}" for part in PARTS)

    def applies(self, profile: Profile) -> bool:
        """Any terminal may have parts that its profile does not name."""
        return profile.kind == "terminal"

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        named = [part for part in PARTS if part in context.profile.parts]
        chosen = context.now.saved("chosen")
        if chosen is None:
            others = tuple(Choice(f"part.{part}") for part in PARTS if part not in named)
            ask = Question("accessories.which", message("ask.which_parts"), (NO_PARTS, *others), several=True)
            got = yield Ask(ask)
            chosen = " ".join(got.chosen) if isinstance(got, Answer) else ""
            yield Save("chosen", chosen)
        parts = [part for part in PARTS if part in named or f"part.{part}" in chosen.split(" ")]
        said: dict[str, str] = {}
        for index, part in enumerate(parts):
            kept = context.now.saved(part)
            if kept is None:
                yield Progress(index, len(parts), message("do.try_part", part_id=f"choice.part.{part}"))
                ask = Question(f"accessories.{part}", message(f"ask.part.{part}"), (WORKS, BROKEN, NOT_TRIED))
                got = yield Ask(ask)
                kept = got.choice if isinstance(got, Answer) else NOT_TRIED.id
                yield Save(part, kept)
            said[part] = kept
        return _result(context, said)


def _result(context: Context, said: dict[str, str]) -> CheckResult:
    broken = [part for part, choice in said.items() if choice == BROKEN.id]
    measurements = tuple(_measure(context, part, choice) for part, choice in said.items())
    findings = tuple(Finding(f"part.{part}", "", Evidence.OPERATOR) for part in broken)
    outcome = Outcome.FAIL if broken else outcome_of(m for m in measurements if m.value is not None)
    return CheckResult("accessories", outcome, measurements, findings, required=bool(broken))


def _measure(context: Context, part: str, choice: str) -> Measurement:
    value = {WORKS.id: 1.0, BROKEN.id: 0.0}.get(choice)
    return measured(context.profile, "part.works", value, Evidence.OPERATOR, part)


CHECK = AccessoriesCheck()
