"""What the window keeps of each unit and instrument on the bench: plain data, filled by ``gui.session_model``."""

from dataclasses import dataclass, field

from checks.measurement import Message
from checks.plan import PlanKind
from checks.session import Phase, Session
from devices.lanes import LaneInfo
from devices.telemetry import TelemetryBuffer


@dataclass(slots=True)
class Intake:
    """What a person chose before the inspection."""

    plan: PlanKind = PlanKind.QUICK
    complaint: str = "routine"
    sticker_serial: str = ""
    operator: str = ""


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

    @property
    def running(self) -> bool:
        """An inspection is under way."""
        return self.session is not None and self.session.phase in (Phase.RUNNING, Phase.SUSPENDED)

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


@dataclass(frozen=True, slots=True)
class BenchNote:
    """A line of the event list: monotonic time, lane (0: the bench), and what happened."""

    at: float
    lane: int
    text: Message
