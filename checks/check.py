"""The two shapes of a check: a script over steps, and a watch over the whole telemetry, judged at the end."""

from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from checks.baseline import Baseline
from checks.log_patterns import LogPattern
from checks.measurement import CheckResult
from checks.panel import NO_CHALLENGES, Challenges
from checks.pattern import Pattern
from checks.record import KeyMark
from checks.screen_messages import ScreenMessage
from checks.steps import Steps
from devices.capability import Capability
from devices.events import Channel
from devices.keys import Key
from devices.profile import Profile
from devices.state import TerminalState
from devices.telemetry import TelemetryBuffer


class Surroundings(Protocol):
    """What a running check may look at; always the present moment."""

    @property
    def state(self) -> TerminalState:
        """The unit as known now."""
        ...

    def mark_of(self, key: Key) -> KeyMark:
        """What the map shows for ``key``."""
        ...

    def saved(self, name: str) -> str | None:
        """A fact kept by ``Save`` in an earlier run of this check."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a check is given. ``rng`` is the only source of chance, so a seed repeats an inspection."""

    profile: Profile
    quick: bool
    rng: Random
    now: Surroundings
    patterns: tuple[Pattern, ...] = ()
    sticker_serial: str = ""
    log_patterns: tuple[LogPattern, ...] = ()
    baseline: Baseline | None = None
    screen_messages: tuple[ScreenMessage, ...] = ()
    challenges_before: Challenges = NO_CHALLENGES
    """How this operator did in earlier inspections."""


class Check(Protocol):
    """What a file in ``checks/catalog`` exports as ``CHECK`` when it works with the unit step by step.

    ``order`` places it in a plan; ``claims`` are the fault codes it can find; the titles are ``check.<id>``. One with a
    true ``full_only`` is not part of a quick plan.
    """

    id: str
    order: int
    claims: frozenset[str]

    def applies(self, profile: Profile) -> bool:
        """Whether this model offers what the check needs."""
        ...

    def run(self, context: Context) -> Steps:
        """The check as a generator; ``close()`` cancels it and must leave nothing pending but one ``Send``."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which readings could not come: a lost link, a paused bench. Monotonic seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class WatchContext:
    """A whole inspection to look back on. ``start`` and ``end`` are monotonic seconds."""

    profile: Profile
    telemetry: TelemetryBuffer
    state: TerminalState
    start: float
    end: float
    meter: Profile | None = None
    gaps: tuple[Span, ...] = ()
    meter_gaps: tuple[Span, ...] = field(default=())
    meter_silent: tuple[float, ...] = field(default=())
    """When the meter was asked again and again and did not answer. A bench that was busy itself asked nobody."""


class Watch(Protocol):
    """What a file in ``checks/catalog`` exports as ``CHECK`` when it judges readings of the whole inspection."""

    id: str
    order: int
    claims: frozenset[str]

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Whether any source of readings belongs to this inspection."""
        ...

    def judge(self, context: WatchContext) -> CheckResult:
        """The result. Pure."""
        ...


def has(profile: Profile, *needs: Capability) -> bool:
    """Whether the profile offers all of ``needs``."""
    return all(profile.can(need) for need in needs)


def live_channel(telemetry: TelemetryBuffer, *wanted: Channel) -> Channel | None:
    """The first of ``wanted`` that has samples."""
    return next((channel for channel in wanted if len(telemetry.series(channel))), None)
