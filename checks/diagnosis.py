"""A named cause with its cure. Rules build these from what checks found; wording comes from the catalogues."""

from dataclasses import dataclass
from typing import Protocol

from checks.licences.register import LookUp
from checks.measurement import CheckResult, Finding, Message, Outcome
from checks.response_codes import ResponseCode
from devices.profile import Profile
from devices.state import TerminalState


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause with confidence 0-1, the findings it rests on, remedy steps in order, and the part by its role in the profile.

    ``cause`` and ``remedy`` are message ids under ``cause.`` and ``remedy.``; ``do_not_open`` forbids opening the case.
    """

    cause: str
    confidence: float
    rests_on: tuple[Finding, ...]
    remedy: tuple[Message, ...]
    subjects: tuple[str, ...] = ()
    part: str | None = None
    retest: tuple[str, ...] = ()
    """Checks to repeat after the cure."""
    decide_by: Message | None = None
    """What to measure next where this cause is not yet told from another."""
    do_not_open: bool = False
    also: tuple[str, ...] = ()
    """Other causes that the same cure takes away: one cure counts once."""
    minutes: int = 0
    """Time at the bench for the remedy, a rough estimate of our own; 0 where nobody estimated it."""
    guards: tuple[Message, ...] = ()
    """What the cure costs or endangers: tamper protection, keys and parameters, trades."""
    call: str = ""
    """Whom to call: the message ``call.<id>``; empty where the bench does it alone."""


@dataclass(frozen=True, slots=True)
class Evidences:
    """Everything a rule may look at."""

    profile: Profile
    state: TerminalState
    results: tuple[CheckResult, ...]
    complaint: str = ""
    code: ResponseCode | None = None
    """The response code the customer saw, where it is one of the table."""
    licence: LookUp | None = None
    """What the official list said, where somebody was looked up in it."""

    def findings(self, fault: str) -> tuple[Finding, ...]:
        """All findings with this fault code, in the order found."""
        return tuple(f for result in self.results for f in result.findings if f.fault == fault)

    def passed(self, *checks: str) -> bool:
        """Whether each of these checks was made and passed."""
        good = {result.check for result in self.results if result.outcome is Outcome.PASS}
        return good.issuperset(checks)


class Rule(Protocol):
    """Pure function from evidence to the diagnoses it supports, perhaps none."""

    def __call__(self, evidence: Evidences) -> tuple[Diagnosis, ...]:
        """Diagnoses this rule can name."""
        ...
