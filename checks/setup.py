"""What is decided before a session begins, and where its inputs are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from checks.baseline import Baseline
from checks.before import Before
from checks.complaints import Guide
from checks.diagnosis import Rule
from checks.handling import NO_HANDLING, Handling
from checks.licences.register import LookUp
from checks.log_patterns import LogPattern
from checks.panel import NO_CHALLENGES, Challenges
from checks.pattern import Pattern
from checks.plan import Plan
from checks.record import BenchInfo
from checks.response_codes import ResponseCode
from checks.screen_messages import ScreenMessage
from checks.steps import Answer, Target
from devices.events import Stamped
from devices.keys import Key
from devices.profile import Profile


@dataclass(frozen=True, slots=True)
class Setup:
    """All that is decided before a session begins. ``started`` is UTC in ISO 8601, ``start`` the same moment, monotonic."""

    id: str
    profile: Profile
    plan: Plan
    bench: BenchInfo
    started: str
    start: float
    meter: Profile | None = None
    seed: int = 0
    operator: str = ""
    operator_simulated: bool = False
    complaint: str = ""
    sticker_serial: str = ""
    handling: Handling = NO_HANDLING
    before: Before | None = None
    """The inspection that this one repeats in part, after a repair."""
    port: str = ""
    usb: str = ""
    demonstration: bool = False
    patience_s: float | None = None
    """How long a lost link is waited for; None waits until somebody aborts."""
    rules: tuple[Rule, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    log_patterns: tuple[LogPattern, ...] = ()
    screen_messages: tuple[ScreenMessage, ...] = ()
    baseline: Baseline | None = None
    """The known-good unit this one is compared with."""
    challenges_before: Challenges = NO_CHALLENGES
    """How this operator did in earlier inspections."""
    licence: LookUp | None = None
    """What the official list of licences said when the inspection began."""
    curves: Path | None = None
    """Folder for readings that outgrow the memory; without one they stay there."""
    codes: Mapping[str, ResponseCode] = field(default_factory=dict)
    """Response codes a complaint may name."""
    guide: Guide | None = None
    """What the complaint makes likely; without it the checks keep their fixed order."""


class Journal(Protocol):
    """Where a session's inputs are kept. Called in order, from the session's thread; must not block."""

    @property
    def failure(self) -> str | None:
        """Why the disk does not take what happened, or None while it does. Nothing is lost yet: it is tried again."""
        ...

    def event(self, target: Target, stamped: Stamped, asked: Key | None = None) -> None:
        """An event came, while ``asked`` was the key a person was to press."""
        ...

    def answer(self, answer: Answer, at: float) -> None:
        """A person answered."""
        ...

    def intent(self, name: str, at: float, argument: str = "") -> None:
        """Start, skip, repeat, undo, abort, or time that made something happen."""
        ...

    def close(self) -> None:
        """Nothing more comes: force what is held back to the disk."""
        ...
