"""Practice: which faults a simulated unit hides, what the right answer is, and how many points a person gets for theirs. Pure.

The program finds most faults by itself; what is judged here is what only a person decides: what the eyes saw, whether
what was asked was done, the cause, the disposition. All weights and limits are own: they order exercises and decide
nothing about a unit.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, Final

from checks.disposition import Fate, disposition_of
from checks.measurement import CheckResult, Finding, Outcome, overall
from devices.keys import is_digit
from devices.profile import KeyCap, Profile

NO_FAULT: Final = "cause.none"
"""What a person ticks for a good unit."""

MOST: Final = {"found": 40, "care": 10, "cause": 20, "fate": 20, "time": 10}
"""Points for each part, 100 together. Own weights: finding comes first, then naming and deciding, then care and speed."""
FALSE_ALARM: Final = 10
"""Points off for each finding that no hidden fault explains. Own."""
PASS_MEAN: Final = 80
"""Mean score of a series that is passed. Own."""
PASS_LEAST: Final = 50
"""No exercise of a passed series is below this. Own."""
SERIES: Final = 5
"""Exercises of a series. Own."""

_CHOICES: Final = 6
_GOOD_OF: Final = {"routine": 4, "advanced": 8}
"""One unit of so many is good, so that nobody can count on a fault. Own."""
_INTERMITTENT_SHARE: Final = 0.5
_ON_THE_WAY: Final = (Outcome.SKIPPED, Outcome.ABORTED)


class PracticeError(Exception):
    """The table of practice faults cannot be used; the text says why."""


class Level(StrEnum):
    """How hard. ``pace_s`` is the time to a full score, from the first question to the last answer. Own."""

    ROUTINE = "routine"
    ADVANCED = "advanced"

    @property
    def pace_s(self) -> int:
        """Seconds; at twice as many no point is left for time."""
        return {"routine": 420, "advanced": 600}[self.value]


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One row of the table. See ``resources/messages/practice.toml``."""

    name: str
    args: tuple[str, ...]
    finding: str
    cause: str
    check: str
    shows: tuple[str, ...] = ()
    on: str = "terminal"
    kind: str = "plain"
    verdict: str = "fail"
    alone: bool = False
    keys: bool = False
    """Its findings name keys: those of its argument."""
    protocols: tuple[str, ...] = ()
    needs: str = ""
    """A capability without which nobody could tell the fault."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A fault of the unit under practice. ``subjects``: the only places where its finding counts; none: anywhere."""

    name: str
    argument: str
    on: str
    finding: str
    cause: str
    check: str
    shows: tuple[str, ...] = ()
    verdict: str = "fail"
    subjects: tuple[str, ...] = ()

    @property
    def notation(self) -> str:
        """As the simulated unit is told it."""
        return f"{self.name}={self.argument}" if self.argument else self.name

    def told_by(self, finding: Finding) -> bool:
        """Whether this finding names the fault itself."""
        return finding.fault == self.finding and self._there(finding)

    def explains(self, finding: Finding) -> bool:
        """Whether this finding comes from the fault."""
        return self.told_by(finding) or finding.fault in self.shows

    def _there(self, finding: Finding) -> bool:
        return not self.subjects or finding.subject in self.subjects


@dataclass(frozen=True, slots=True)
class Exercise:
    """A unit to inspect. The same model, level and seed give the same exercise."""

    model: str
    level: Level
    seed: int
    hidden: tuple[Hidden, ...]
    choices: tuple[str, ...]
    """Causes to choose from, the right ones among them; the last says that there is no fault."""

    @property
    def causes(self) -> tuple[str, ...]:
        """What is right to name."""
        return tuple(dict.fromkeys(fault.cause for fault in self.hidden)) or (NO_FAULT,)

    @property
    def fate(self) -> Fate:
        """What is right to do with the unit, by the rules every inspection goes by."""
        outcome = {"fail": Outcome.FAIL, "pass": Outcome.PASS}
        results = [
            CheckResult(
                fault.check,
                outcome[fault.verdict],
                findings=(Finding(fault.finding), *(Finding(also) for also in _place_of(fault))),
            )
            for fault in self.hidden
        ]
        return disposition_of(results, overall(results, ())).fate


@dataclass(frozen=True, slots=True)
class Named:
    """What the person said at the end."""

    causes: tuple[str, ...]
    fate: str


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the sum: ``got`` of ``of`` give ``points`` of ``most``."""

    id: str
    got: float
    of: float
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Score:
    """All of the arithmetic: the parts, what false alarms cost, and the total of 0 to 100."""

    parts: tuple[Part, ...]
    false_alarms: tuple[str, ...]
    missed: tuple[str, ...]
    """Notation of the faults that were neither found nor named."""
    off: int
    total: int


def load_faults(path: Path) -> tuple[FaultRow, ...]:
    """The table of faults. Raises ``PracticeError``."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return tuple(FaultRow(**{name: _frozen(value) for name, value in row.items()}) for row in table["fault"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise PracticeError(f"{path}: {error}") from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def practised(profile: Profile) -> bool:
    """Whether there is something to practise on: a unit that can be simulated, with keys that can be pressed."""
    return profile.protocol != "none" and profile.keypad is not None


def suited(
    rows: Iterable[FaultRow], profile: Profile, offered: Mapping[str, Iterable[str]], planned: Iterable[str]
) -> tuple[FaultRow, ...]:
    """Rows this model can have and its plan can find.

    ``offered``: names of faults that terminal and meter can be switched to; ``planned``: ids of the plan's checks.
    """
    names = {side: frozenset(told) for side, told in offered.items()}
    checks = frozenset(planned)
    return tuple(
        row
        for row in rows
        if row.name in names.get(row.on, ())
        and row.check in checks
        and (not row.protocols or profile.protocol in row.protocols)
        and (not row.needs or row.needs in profile.capabilities)
    )


def draw(rows: Sequence[FaultRow], profile: Profile, level: Level, seed: int) -> Exercise:
    """The exercise of that seed. ``rows`` are those that suit the model; without any the unit is good."""
    chance = Random(f"practice {profile.id} {level} {seed}")
    drawn: list[FaultRow] = []
    if rows and chance.randrange(_GOOD_OF[level.value]):
        drawn = _two(rows, chance) if level is Level.ADVANCED else _one(rows, chance)
    hidden = tuple(_hidden(row, profile, chance) for row in drawn)
    return Exercise(profile.id, level, seed, hidden, _choices(rows, hidden, chance))


def _one(rows: Sequence[FaultRow], chance: Random) -> list[FaultRow]:
    return [chance.choice([row for row in rows if row.kind == "plain"] or list(rows))]


def _two(rows: Sequence[FaultRow], chance: Random) -> list[FaultRow]:
    """Two faults that different checks find; every other time one of them comes and goes."""
    together = [row for row in rows if not row.alone]
    come_and_go = [row for row in together if row.kind == "intermittent"]
    first = chance.choice(come_and_go if come_and_go and chance.random() < _INTERMITTENT_SHARE else together)
    others = [row for row in together if row.check != first.check and row.kind == "plain"]
    return [first, chance.choice(others)] if others else [first]


def _hidden(row: FaultRow, profile: Profile, chance: Random) -> Hidden:
    argument = chance.choice(row.args)
    caps = _observed(profile)
    if argument == "{digit}":
        argument = chance.choice(caps).id
    elif argument == "{pair}":
        beside = [(a.id, b.id) for a in caps for b in caps if a.y == b.y and b.x == a.x + a.w]
        argument = ":".join(chance.choice(beside))
    return Hidden(
        row.name,
        argument,
        row.on,
        row.finding,
        row.cause,
        row.check,
        row.shows,
        row.verdict,
        tuple(argument.split(":")) if row.keys else (),
    )


def _observed(profile: Profile) -> list[KeyCap]:
    """The digits a fault can be hidden on; where a protocol never tells digits, the keys it does tell."""
    seen = [cap for cap in profile.keypad.keys if cap.evidence != "operator"] if profile.keypad else []
    return [cap for cap in seen if is_digit(cap.id)] or seen


def _choices(rows: Sequence[FaultRow], hidden: tuple[Hidden, ...], chance: Random) -> tuple[str, ...]:
    """The right causes among others: first of the same check, because these are what is mistaken for them."""
    right = list(dict.fromkeys(fault.cause for fault in hidden))
    near = {fault.check for fault in hidden}
    alike = list(dict.fromkeys(row.cause for row in rows if row.check in near and row.cause not in right))
    others = list(dict.fromkeys(row.cause for row in rows if row.cause not in (*right, *alike)))
    chance.shuffle(alike)
    chance.shuffle(others)
    shown = (right + alike[: _CHOICES // 2] + others)[:_CHOICES]
    chance.shuffle(shown)
    return (*shown, NO_FAULT)


def _place_of(fault: Hidden) -> tuple[str, ...]:
    """Findings that say whose fault a network is, which the rules ask for."""
    return tuple(also for also in fault.shows if also in ("network.everywhere", "network.only-terminal"))


def score(
    exercise: Exercise, results: Iterable[CheckResult], planned: Sequence[str], named: Named, took_s: float
) -> Score:
    """Points for an inspection of ``exercise`` that had ``results`` and took so many seconds with its questions."""
    told = tuple(results)
    findings = [finding for result in told for finding in result.findings]
    missed = [
        fault
        for fault in exercise.hidden
        if fault.cause not in named.causes and not any(fault.told_by(finding) for finding in findings)
    ]
    alarms = tuple(
        dict.fromkeys(
            f"{finding.fault} {finding.subject}".strip()
            for finding in findings
            if not any(fault.explains(finding) for fault in exercise.hidden)
        )
    )
    done = _done(told, planned)
    hidden = len(exercise.hidden)
    parts = (
        _part("found", hidden - len(missed), hidden) if hidden else _part("found", done, len(planned)),
        _part("care", done, len(planned)),
        _part("cause", _named_right(exercise.causes, named.causes), len(exercise.causes)),
        _part("fate", int(named.fate == exercise.fate.value), 1),
        _part("time", _time_left(took_s, exercise.level), 1),
    )
    off = FALSE_ALARM * len(alarms)
    total = max(0, sum(part.points for part in parts) - off)
    return Score(parts, alarms, tuple(fault.notation for fault in missed), off, total)


def _part(name: str, got: float, of: float) -> Part:
    share = got / of if of else 1.0
    return Part(name, round(got, 2), of, int(MOST[name] * min(1.0, max(0.0, share)) + 0.5), MOST[name])


def _done(results: Sequence[CheckResult], planned: Sequence[str]) -> int:
    """Planned checks that were made. One that the program left out says why; one that a person left out does not."""
    by_id = {result.check: result for result in results}
    made = (by_id.get(check) for check in planned)
    return sum(1 for r in made if r is not None and (r.outcome not in _ON_THE_WAY or bool(r.notes)))


def _named_right(right: Sequence[str], named: Sequence[str]) -> int:
    """Right ones less wrong ones, and never less than none: naming everything is worth nothing."""
    hit = len(set(right) & set(named))
    return max(0, hit - len(set(named) - set(right)))


def _time_left(took_s: float, level: Level) -> float:
    return min(1.0, max(0.0, 2.0 - took_s / level.pace_s))


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """How a series of exercises ended, or stands."""

    done: int
    mean: float
    least: int
    passed: bool


def result_of(totals: Sequence[int]) -> SeriesResult:
    """Passed with all exercises made, the mean and the least score high enough."""
    mean = sum(totals) / len(totals) if totals else 0.0
    least = min(totals, default=0)
    passed = len(totals) >= SERIES and mean >= PASS_MEAN and least >= PASS_LEAST
    return SeriesResult(len(totals), round(mean, 1), least, passed)
