"""From what was said and marked of the pictures to measurements and findings, by both tables of faulty dots. Pure."""

import json
from dataclasses import dataclass, field, replace
from typing import Final

from checks.check import Context
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Message,
    Outcome,
    judge,
    measured,
    message,
    outcome_of,
)
from checks.panel import CLUSTER_PX, Challenges, DisplayMark, MarkKind, Panel, PixelFault, groups_within, pixel_faults
from checks.pattern import Pattern, Symptom
from checks.steps import CANNOT_TELL, Answer
from devices.profile import Band, Limit
from devices.raster import DisplayGeometry, DisplayKind

FINE: Final = "fine"
DOT_SYMPTOMS: Final = (Symptom.BRIGHT_DOTS.value, Symptom.DARK_DOTS.value)
PLACED: Final = (*DOT_SYMPTOMS, Symptom.LINES.value, Symptom.UNEVEN.value)
"""What can be marked on a picture; a cast or a dark screen is everywhere."""
MOST_MARKS: Final = 200
_MILLION: Final = 1_000_000
_ADJACENT_PX: Final = 1
_LIGHT: Final = {
    "picture-faint": "display.no-light",
    "light-on": "display.no-image",
    "picture-none": "display.all-dark",
}


@dataclass(slots=True)
class Seen:
    """Answers so far: what was said of each pattern, dots told without places, marks, and how the challenges went."""

    said: dict[str, str] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    marks: list[DisplayMark] = field(default_factory=list)
    dots_off: list[int] = field(default_factory=list)
    light_right: list[bool] = field(default_factory=list)
    planned: tuple[str, ...] = ("challenge",)
    """Challenges that suit this screen and plan."""
    dark: str = ""
    rejected: str = ""

    def take(self, pattern: str, said: str, answer: Answer | None) -> None:
        """What was said of one pattern, and the places that were marked on it."""
        self.said[pattern] = said
        if answer is None or said not in PLACED:
            return
        places = [replace(mark, pattern=pattern, symptom=said) for mark in answer.marks]
        self.marks += places[: max(0, MOST_MARKS - len(self.marks))]
        if said in DOT_SYMPTOMS:
            number = max(answer.number or 1, sum(mark.kind is MarkKind.DOT for mark in places))
            self.told[said] = max(self.told.get(said, 0), number)

    def kept(self, pattern: str) -> str:
        """All of one pattern as a text that survives a restart of the check."""
        said = self.said[pattern]
        places = [(m.kind.value, m.x, m.y, m.w, m.h) for m in self.marks if m.pattern == pattern]
        return json.dumps([said, self.told.get(said, 0), places], separators=(",", ":"))

    def recall(self, pattern: str, kept: str) -> None:
        """The reverse of ``kept``."""
        said, number, places = json.loads(kept)
        marks = tuple(DisplayMark(MarkKind(kind), x, y, w, h) for kind, x, y, w, h in places)
        self.take(pattern, said, Answer("", "number", number or None, marks=marks))

    @property
    def challenges(self) -> Challenges:
        """How many were shown, and how many answered rightly."""
        shown = len(self.dots_off) + len(self.light_right)
        return Challenges(shown, self.dots_off.count(0) + self.light_right.count(True))


def display_result(
    context: Context, patterns: list[Pattern], geometry: DisplayGeometry, seen: Seen, notes: tuple[Message, ...]
) -> CheckResult:
    """The whole result."""
    wrong = [p for p, said in seen.said.items() if said not in (FINE, CANNOT_TELL, "", *DOT_SYMPTOMS)]
    judged = len(seen.said) == len(patterns) and CANNOT_TELL not in seen.said.values() and not seen.rejected
    faults = pixel_faults(seen.marks, seen.said)
    table = context.profile.display.deciding_table if context.profile.display else "module-maker"
    makers = _by_module_maker(context, seen, faults, judged)
    class_2 = _as_class_2(context, seen, faults, geometry, judged)
    decides, other = (makers, class_2) if table == "module-maker" else (class_2, makers)
    asked = judged and not wrong
    measurements = (
        _operator(context, "display.patterns_wrong", float(len(wrong)) if judged or wrong else None, ", ".join(wrong)),
        *decides,
        *(replace(measurement, required=False) for measurement in other),
        _operator(context, "display.clusters", _groups(faults, seen, judged, CLUSTER_PX - 1, 2)),
        *(_answered(context, f"display.{name}", _CHALLENGES[name](seen), asked) for name in seen.planned),
    )
    tables = _tables(makers, class_2, table) if judged or faults or seen.told else ()
    return CheckResult(
        "display",
        outcome_of(measurements),
        measurements,
        tuple(_findings(seen, clean=not wrong)),
        (*notes, *tables, *(() if wrong else _catch_rate(context, seen))),
        panel=_panel(geometry, seen),
        challenges=seen.challenges if seen.challenges.shown and not wrong else None,
    )


def _panel(geometry: DisplayGeometry, seen: Seen) -> Panel | None:
    if geometry.kind is DisplayKind.CHARACTER:
        return None
    return Panel(geometry.width, geometry.height, tuple(seen.marks))


def _operator(context: Context, limit_id: str, value: float | None, subject: str = "") -> Measurement:
    return measured(context.profile, limit_id, value, Evidence.OPERATOR, subject)


def _count(seen: Seen, faults: tuple[PixelFault, ...], bright: bool) -> int:
    """Dots marked, or told without places where those are more."""
    symptom = (Symptom.BRIGHT_DOTS if bright else Symptom.DARK_DOTS).value
    return max(seen.told.get(symptom, 0), sum(fault.bright is bright for fault in faults))


def _by_module_maker(
    context: Context, seen: Seen, faults: tuple[PixelFault, ...], judged: bool
) -> tuple[Measurement, ...]:
    bright, dark = _count(seen, faults, True), _count(seen, faults, False)
    lit = tuple(fault for fault in faults if fault.bright)
    counts = (("bright_dots", bright), ("dark_dots", dark), ("total_dots", bright + dark))
    groups = (
        ("adjacent_bright", _groups(lit, seen, judged, _ADJACENT_PX, 2)),
        ("adjacent_pairs", _groups(faults, seen, judged, _ADJACENT_PX, 2, 2)),
        ("adjacent_triples", _groups(faults, seen, judged, _ADJACENT_PX, 3)),
    )
    return (
        *(_operator(context, f"display.{name}", float(count) if judged or count else None) for name, count in counts),
        *(_operator(context, f"display.{name}", count) for name, count in groups),
    )


def _groups(
    faults: tuple[PixelFault, ...], seen: Seen, judged: bool, distance: int, least: int, most: int = MOST_MARKS
) -> float | None:
    """Groups of dots that lie so close; nothing can be said where dots were counted and not marked."""
    sizes = groups_within(faults, distance)
    found = sum(least <= size <= most for size in sizes)
    told = sum(seen.told.values()) > len(pixel_faults(seen.marks, seen.said))
    return float(found) if found or (judged and not told) or (judged and sum(seen.told.values()) < least) else None


def _as_class_2(
    context: Context, seen: Seen, faults: tuple[PixelFault, ...], geometry: DisplayGeometry, judged: bool
) -> tuple[Measurement, ...]:
    sub_pixels = sum(fault.sub_pixel for fault in faults)
    lit = _count(seen, faults, True) - sum(f.sub_pixel and f.bright for f in faults)
    dark = _count(seen, faults, False) - sum(f.sub_pixel and not f.bright for f in faults)
    counts = (("class2_lit", lit), ("class2_dark", dark), ("class2_sub_pixel", sub_pixels))
    return tuple(
        _scaled(_operator(context, f"display.{name}", float(count) if judged or count else None), geometry)
        for name, count in counts
    )


def _scaled(measurement: Measurement, geometry: DisplayGeometry) -> Measurement:
    """Limits per million pixels, made into those of this panel and rounded."""
    given = measurement.limit
    if given is None or given.normal.high is None:
        return measurement
    most = int(given.normal.high * geometry.width * geometry.height / _MILLION + 0.5)
    limit = Limit(given.unit, Band(high=float(most)), given.source, None, given.required, given.own)
    return replace(measurement, limit=limit, outcome=judge(limit, measurement.value))


def _tables(makers: tuple[Measurement, ...], class_2: tuple[Measurement, ...], table: str) -> tuple[Message, ...]:
    """Both verdicts side by side, and which of them decides."""
    return (
        message(
            "note.dot_tables",
            maker_id=f"outcome.{outcome_of(replace(m, required=True) for m in makers)}",
            class2_id=f"outcome.{outcome_of(replace(m, required=True) for m in class_2)}",
            decides_id=f"table.{table}",
        ),
    )


def _most_off(seen: Seen) -> float | None:
    return float(max(seen.dots_off)) if len(seen.dots_off) == 2 else None


def _wrong_steps(seen: Seen) -> float | None:
    return float(seen.light_right.count(False)) if len(seen.light_right) == 2 else None


_CHALLENGES: Final = {"challenge": _most_off, "light_challenge": _wrong_steps}


def _answered(context: Context, limit_id: str, value: float | None, wanted: bool) -> Measurement:
    """A wrong answer does not fail the unit: it says that the answers cannot be relied on."""
    limit = context.profile.limits[limit_id]
    good = judge(limit, value) is Outcome.PASS
    return Measurement(
        limit_id,
        Outcome.PASS if good else Outcome.NOT_JUDGED,
        Evidence.OPERATOR,
        limit.unit,
        value,
        "",
        limit,
        limit.required and wanted,
        observable=limit_id not in context.profile.unobservable,
        note=None if good or not wanted else message("note.challenge_missed"),
    )


def _catch_rate(context: Context, seen: Seen) -> tuple[Message, ...]:
    """How the person did, here and before: what their answers are worth."""
    every = context.challenges_before + seen.challenges
    return (message("note.catch_rate", caught=every.caught, shown=every.shown),) if seen.challenges.shown else ()


def _findings(seen: Seen, clean: bool) -> list[Finding]:
    """``clean``: nothing but dots is wrong with the pictures. Else the fault itself may upset who counts on them."""
    found: list[Finding] = []
    for symptom in Symptom:
        where = [name for name, said in seen.said.items() if said == symptom.value]
        if where:
            note = message("note.dots", count=seen.told[symptom.value]) if symptom.value in seen.told else None
            found.append(Finding(f"display.{symptom.value}", ", ".join(where), Evidence.OPERATOR, note))
    if seen.dark in _LIGHT:
        found.append(Finding(_LIGHT[seen.dark], "", Evidence.OPERATOR))
    if seen.rejected:
        found.append(Finding("display.rejected", seen.rejected, Evidence.MEASURED))
    missed = seen.challenges.shown - seen.challenges.caught
    if missed and clean:
        found.append(Finding("display.not_looked", str(missed), Evidence.MEASURED))
    return found
