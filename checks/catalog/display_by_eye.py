"""A screen that the bench cannot draw on: the terminal's own display test shows the colours, and a person says how they look."""

from typing import Final

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Measurement, measured, message, outcome_of
from checks.pattern import Symptom
from checks.steps import CANNOT_TELL, Answer, Ask, Choice, Progress, Question, Save, Steps, Tone
from devices.profile import Profile

_FINE: Final = Choice("fine", Tone.GOOD)
_NOT_SHOWN: Final = Choice("not-shown", Tone.NEUTRAL)
_SYMPTOMS: Final = {
    "white": (Symptom.DARK_DOTS, Symptom.COLOUR_CAST, Symptom.UNEVEN, Symptom.LINES, Symptom.NO_PICTURE),
    "black": (Symptom.BRIGHT_DOTS, Symptom.UNEVEN, Symptom.LINES),
}
"""Names of pictures as in ``checks.patterns``, and what may be wrong with each."""


class DisplayByEyeCheck:
    """Terminals without a link, and models on whose screen nothing can be drawn over theirs (option ``own_display_test``)."""

    id = "display-by-eye"
    order = 31
    claims = frozenset(f"display.{symptom.value}" for symptoms in _SYMPTOMS.values() for symptom in symptoms)

    def applies(self, profile: Profile) -> bool:
        """Where nothing can be sent that shows."""
        alone = profile.protocol == "none" or bool(profile.options.get("own_display_test", False))
        return profile.kind == "terminal" and alone

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        said: dict[str, str] = {}
        for index, (name, symptoms) in enumerate(_SYMPTOMS.items()):
            text = message("ask.own_pattern", pattern_id=f"pattern.{name}")
            yield Progress(index, len(_SYMPTOMS), text)
            kept = context.now.saved(name)
            if kept is None:
                choices = (_FINE, *(Choice(symptom.value, Tone.BAD) for symptom in symptoms), _NOT_SHOWN)
                got = yield Ask(Question(f"display.own.{name}", text, choices, subject=name))
                kept = got.choice if isinstance(got, Answer) else CANNOT_TELL
                yield Save(name, kept)
            said[name] = kept
        return _result(context, said)


def _result(context: Context, said: dict[str, str]) -> CheckResult:
    bad = {name: choice for name, choice in said.items() if choice in {s.value for s in _SYMPTOMS[name]}}
    unknown = any(choice in (CANNOT_TELL, _NOT_SHOWN.id) for choice in said.values())
    value = None if unknown and not bad else float(len(bad))
    measurements: tuple[Measurement, ...] = (
        measured(context.profile, "display.patterns_wrong", value, Evidence.OPERATOR, ", ".join(bad)),
    )
    findings = tuple(Finding(f"display.{choice}", name, Evidence.OPERATOR) for name, choice in bad.items())
    return CheckResult("display-by-eye", outcome_of(measurements), measurements, findings)


CHECK = DisplayByEyeCheck()
