"""What a customer's complaint makes likely, as data, and the order of checks that decides the likeliest cause first. Pure.

Likelihoods and times are own estimates: they order the checks and decide nothing about a unit.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from checks.measurement import CheckResult, Outcome

_SURELY: Final = (Outcome.PASS, Outcome.FAIL, Outcome.MARGINAL)
ALWAYS_FIRST: Final = ("first-minute", "security-state")
"""Danger, tamper and keys come before any complaint, in the fixed order."""


class Named(Protocol):
    """A check, as far as its order matters."""

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def order(self) -> int:
        """Its place where nobody complains."""
        ...


@dataclass(frozen=True, slots=True)
class Likely:
    """A cause behind a complaint: the fault codes that show it, the check that decides it, how often of a hundred."""

    faults: tuple[str, ...]
    check: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hint:
    """A finding that makes what another check decides so many times likelier."""

    fault: str
    check: str
    times: float


@dataclass(frozen=True, slots=True)
class Guide:
    """One complaint. ``seconds`` are what each check takes a person and the bench, roughly."""

    id: str
    likely: tuple[Likely, ...]
    words: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()

    def explained_by(self, results: Iterable[CheckResult]) -> bool:
        """Whether something was found that is a cause of this complaint, and decides."""
        faults = {fault for likely in self.likely for fault in likely.faults}
        return any(
            finding.fault in faults
            for result in results
            if result.required and result.outcome is Outcome.FAIL
            for finding in result.findings
        )


class ComplaintError(Exception):
    """The table of complaints cannot be used; the text says why."""


def load_complaints(path: Path) -> dict[str, Guide]:
    """The complaints of one TOML file by id. Raises ``ComplaintError``."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        hints = tuple(Hint(str(h["fault"]), str(h["check"]), float(h["times"])) for h in table["hint"])
        seconds = tuple((str(check), float(value)) for check, value in table["seconds"].items())
        found = [
            Guide(
                str(row["id"]),
                tuple(Likely(tuple(c["faults"]), str(c["check"]), float(c["weight"])) for c in row["likely"]),
                tuple(str(word) for word in row["words"]),
                hints,
                seconds,
            )
            for row in table["complaint"]
        ]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ComplaintError(f"{path}: {error}") from error
    if len({guide.id for guide in found}) != len(found):
        raise ComplaintError(f"{path}: an id appears twice")
    return {guide.id: guide for guide in found}


def guide_for(complaint: str, guides: dict[str, Guide]) -> Guide | None:
    """The complaint meant by an id, or by free text that holds one of its words; None where none is recognised."""
    if complaint in guides:
        return guides[complaint]
    said = re.sub(r"\s+", " ", complaint.casefold())
    return next((g for g in guides.values() if any(word.casefold() in said for word in g.words)), None)


def next_check(results: Sequence[CheckResult], remaining: Sequence[Named], guide: Guide | None) -> int:
    """Which of ``remaining`` comes next, by its place. The likeliest cause per second first; then the fixed order.

    A cause whose check was made is decided. What was found so far makes other causes likelier.
    """
    if guide is None:
        return 0
    return min(range(len(remaining)), key=lambda place: (-_worth(results, remaining[place], guide), place))


def ordered(checks: Sequence[Named], guide: Guide | None) -> tuple[int, ...]:
    """All places of ``checks`` as they come while nothing is known."""
    left = list(range(len(checks)))
    done: list[int] = []
    while left:
        place = left.pop(next_check((), [checks[at] for at in left], guide))
        done.append(place)
    return tuple(done)


def _worth(results: Sequence[CheckResult], check: Named, guide: Guide) -> float:
    if check.id in ALWAYS_FIRST:
        return float("inf")
    found = {finding.fault for result in results for finding in result.findings}
    decided = {result.check for result in results if result.outcome in _SURELY}
    chance = sum(likely.weight for likely in guide.likely if likely.check == check.id and check.id not in decided)
    for hint in guide.hints:
        if hint.check == check.id and hint.fault in found:
            chance = max(chance, 1.0) * hint.times
    return chance / dict(guide.seconds).get(check.id, 10.0)
