"""Values against limits: the one place where a number becomes an outcome, and outcomes become the unit's verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from checks.panel import Challenges, Panel
from devices.profile import Limit, Profile

Argument: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by id, with its arguments; the catalogues turn it into words. Results never carry sentences.

    An argument whose name ends in ``_id`` is itself a message id and is put into words first.
    """

    id: str
    args: tuple[tuple[str, Argument], ...] = ()


def message(message_id: str, **args: Argument) -> Message:
    """A ``Message`` with its arguments by name."""
    return Message(message_id, tuple(args.items()))


class Outcome(StrEnum):
    """What became of a limit or a check. None of these stands for another."""

    PASS = "pass"
    MARGINAL = "marginal"
    FAIL = "fail"
    NOT_JUDGED = "not-judged"
    SKIPPED = "skipped"
    WAIVED = "waived"
    ERROR = "error"  # the bench failed, not the unit
    ABORTED = "aborted"


class Evidence(StrEnum):
    """How we know."""

    IDENTIFIED = "identified"
    MASKED = "masked"
    OPERATOR = "operator"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value held against one limit. ``value`` is None where it could not be had; ``subject`` names a key or pattern."""

    limit_id: str
    outcome: Outcome
    evidence: Evidence
    unit: str = ""
    value: float | None = None
    subject: str = ""
    limit: Limit | None = None
    required: bool = True
    observable: bool = True
    resolution: float | None = None
    """Finest difference the measurement could see, in ``unit``."""
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, named by a fault code such as ``keypad.dead``; ``subject`` says where. Rules reason over these."""

    fault: str
    subject: str = ""
    evidence: Evidence = Evidence.MEASURED
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read of the unit and may be kept, as rows in the unit's own words: foreign text, escape it when shown.

    ``kind`` names the table: packages, programs, overlays, memory, settings, files, log-lines, differences. ``total``
    counts the rows there were before the table was cut.
    """

    kind: str
    rows: tuple[tuple[str, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's word that a unit may pass in spite of a check: by whom and why, as typed; and what the check itself came to."""

    by: str
    why: str
    was: Outcome


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check or watch found. Times are seconds since the inspection began."""

    check: str
    outcome: Outcome
    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
    started_s: float = 0.0
    ended_s: float = 0.0
    required: bool = True
    restarts: int = 0
    kept: tuple[Kept, ...] = ()
    ends: bool = False
    """Nothing more may be done with this unit: the inspection ends here, whatever was planned."""
    panel: Panel | None = None
    """Faulty places that a person marked on the unit's screen."""
    challenges: Challenges | None = None
    """How the person who answered did where nobody can answer blindly."""
    waiver: Waiver | None = None
    """Set where the outcome is WAIVED. What was measured and found stays beside it as it was."""

    @property
    def found(self) -> Outcome:
        """What the check itself came to, whatever was accepted afterwards."""
        return self.waiver.was if self.waiver is not None else self.outcome

    def rows(self, kind: str) -> tuple[tuple[str, ...], ...] | None:
        """The table of that kind; None where it was not read."""
        return next((kept.rows for kept in self.kept if kept.kind == kind), None)


def as_found(results: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """The results as the checks left them, without anybody's waiver."""
    return tuple(replace(r, outcome=r.found, waiver=None) if r.waiver is not None else r for r in results)


def keep(kind: str, rows: Iterable[tuple[str, ...]], most: int = 1000, longest: int = 200) -> Kept:
    """A table cut to ``most`` rows of texts of at most ``longest`` characters."""
    every = tuple(rows)
    return Kept(kind, tuple(tuple(text[:longest] for text in row) for row in every[:most]), len(every))


def judge(limit: Limit, value: float | None) -> Outcome:
    """The band ``value`` lies in: PASS, MARGINAL or FAIL; NOT_JUDGED without a value."""
    if value is None:
        return Outcome.NOT_JUDGED
    if limit.normal.holds(value):
        return Outcome.PASS
    if limit.marginal is not None and limit.marginal.holds(value):
        return Outcome.MARGINAL
    return Outcome.FAIL


def measured(
    profile: Profile,
    limit_id: str,
    value: float | None,
    evidence: Evidence,
    subject: str = "",
    resolution: float | None = None,
    note: Message | None = None,
) -> Measurement:
    """``value`` held against the model's own limit of that name, required and observable as the profile says."""
    limit = profile.limits[limit_id]
    return Measurement(
        limit_id,
        judge(limit, value),
        evidence,
        limit.unit,
        value,
        subject,
        limit,
        limit.required,
        limit_id not in profile.unobservable,
        resolution,
        note,
    )


_SEVERITY = (
    Outcome.PASS,
    Outcome.SKIPPED,
    Outcome.WAIVED,
    Outcome.MARGINAL,
    Outcome.NOT_JUDGED,
    Outcome.ABORTED,
    Outcome.ERROR,
    Outcome.FAIL,
)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that decides a group: FAIL before ERROR, ABORTED, NOT_JUDGED, MARGINAL, PASS. PASS for an empty group."""
    return max(outcomes, key=_SEVERITY.index, default=Outcome.PASS)


def outcome_of(measurements: Iterable[Measurement]) -> Outcome:
    """A check's outcome from its required, observable measurements. Informative ones are printed but do not count."""
    return worst(m.outcome for m in measurements if m.required and m.observable)


class Verdict(StrEnum):
    """What is said of the whole unit."""

    PASS = "pass"
    FAIL = "fail"
    NOT_DECIDED = "not-decided"


CONCEDED: Final = "pass-waived"
VERDICT_WORDS: Final = (*(verdict.value for verdict in Verdict), CONCEDED)
"""How a verdict is called in words: one more than there are verdicts, for a pass by somebody's word is called one."""


@dataclass(frozen=True, slots=True)
class Overall:
    """The unit's verdict and what it rests on: checks that failed, were left undecided, are marginal, or were waived."""

    verdict: Verdict
    failed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    marginal: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    """Neither failed nor undecided, because somebody said so: whoever shows the verdict must name them."""

    @property
    def conceded(self) -> bool:
        """Whether the unit passes by somebody's word only: never to be shown as a plain pass."""
        return self.verdict is Verdict.PASS and bool(self.waived)

    @property
    def verdict_word(self) -> str:
        """What the verdict is called, one of ``VERDICT_WORDS``; the word is ``verdict.<this>``."""
        return CONCEDED if self.conceded else self.verdict.value


_UNDECIDED = (Outcome.NOT_JUDGED, Outcome.ERROR, Outcome.ABORTED, Outcome.SKIPPED)


def overall(results: Iterable[CheckResult], planned: Iterable[str]) -> Overall:
    """The unit's verdict. ``planned`` are the ids of all planned checks: one without a result leaves it not decided."""
    results = tuple(results)
    required = [result for result in results if result.required]
    missing = set(planned) - {result.check for result in results}
    failed = tuple(r.check for r in required if r.outcome is Outcome.FAIL)
    undecided = tuple(r.check for r in required if r.outcome in _UNDECIDED) + tuple(sorted(missing))
    marginal = tuple(r.check for r in required if r.outcome is Outcome.MARGINAL)
    waived = tuple(r.check for r in required if r.outcome is Outcome.WAIVED)
    verdict = Verdict.FAIL if failed else Verdict.NOT_DECIDED if undecided else Verdict.PASS
    return Overall(verdict, failed, undecided, marginal, waived)
