"""What the window keeps of each unit and instrument on the bench: plain data, filled by ``gui.session_model``."""

from dataclasses import dataclass, field
from typing import Final

from checks.handling import NO_HANDLING, Handling
from checks.intake.effort import EffortMeter
from checks.measurement import Message
from checks.plan import PlanKind
from checks.session import Phase, Session
from devices.events import ConsoleStage
from devices.lanes import NO_PORT, LaneInfo, LaneState
from devices.telemetry import TelemetryBuffer
from gui.console_view import Console

_ELSEWHERE: Final = (LaneState.CONNECTED, LaneState.OPENING, LaneState.BUSY, LaneState.NO_PERMISSION)
"""Where the link says all there is to say."""


@dataclass(slots=True)
class Intake:
    """What a person chose before the inspection."""

    plan: PlanKind = PlanKind.QUICK
    complaint: str = "routine"
    sticker_serial: str = ""
    operator: str = ""
    handling: Handling = NO_HANDLING


@dataclass(slots=True)
class Unit:
    """A terminal on the bench, or one that was: its results stay until somebody takes the card away."""

    info: LaneInfo
    intake: Intake = field(default_factory=Intake)
    session: Session | None = None
    meter: int | None = None
    gone: bool = False
    trouble: str = ""
    """Why a session could not be built, in the program's words."""
    effort: EffortMeter = field(default_factory=EffortMeter)
    """What the inspection takes of a person."""
    console: Console | None = None
    """How the way onto its service console stands, where it has one."""
    untold: bool = False
    """What was found is not shown yet: a person names it first."""

    @property
    def running(self) -> bool:
        """An inspection is under way."""
        return self.session is not None and self.session.phase in (Phase.RUNNING, Phase.SUSPENDED)

    @property
    def at_the_door(self) -> bool:
        """Whether the way onto its console is what a person must see now."""
        if self.console is None or self.gone or self.done or self.info.state in _ELSEWHERE:
            return False
        on_its_way = self.info.state is not LaneState.LOST or self.console.stage is not ConsoleStage.READY
        return on_its_way and self.console.stage is not ConsoleStage.ENDED

    @property
    def busy(self) -> bool:
        """Whether its own page goes before whatever the way of working would show."""
        return self.running or self.at_the_door

    @property
    def done(self) -> bool:
        """An inspection is over."""
        return self.session is not None and self.session.phase is Phase.DONE


@dataclass(slots=True)
class Meter:
    """An instrument in the supply line and all it has ever said."""

    info: LaneInfo
    telemetry: TelemetryBuffer = field(default_factory=TelemetryBuffer)
    reading: bool = False


def meter_key(info: LaneInfo) -> str:
    """What tells a meter from another of its kind, also tomorrow: its serial, else its port, else that it has none."""
    if info.url == NO_PORT and info.profile is not None:
        return info.serial or info.profile.id
    return info.serial or info.url


@dataclass(frozen=True, slots=True)
class BenchNote:
    """A line of the event list: monotonic time, lane (0: the bench), and what happened."""

    at: float
    lane: int
    text: Message
