"""An inspection without a window: waits for the unit, plays a session to its end, and says on the way what happens.

The same session as the window's. Runs in the caller's thread; events come through a queue from the bench's threads.
"""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from checks.measurement import Message, message
from checks.session import Phase, Session
from checks.steps import Answer, Target
from devices.commands import LogIn
from devices.events import ConsoleStage, ConsoleState
from devices.lanes import BenchEvent, BenchPort, HostEvent, LaneEvent, LaneInfo, LaneState

_LOOK_S: Final = 0.02
CONNECT_S: Final = 45.0
_HOPELESS: Final = (
    LaneState.UNKNOWN_MODEL,
    LaneState.BUSY,
    LaneState.NO_PERMISSION,
    LaneState.NOT_UNDERSTOOD,
    LaneState.ADB_NO_TOOL,
    LaneState.ADB_NO_SERVER,
    LaneState.ADB_NO_PERMISSION,
    LaneState.ADB_SEVERAL,
)
_HOPELESS_OF_ONE: Final = (LaneState.UNKNOWN_MODEL, LaneState.NOT_UNDERSTOOD)
_HOPELESS_AFTER_S: Final = 15.0
_BOOT_S: Final = 180.0  # limits.md, console: the longest start of a terminal
_GETS_ON: Final = (ConsoleStage.BOOTING, ConsoleStage.LOADING, ConsoleStage.READY)
_ASKS: Final = (ConsoleStage.LISTENING, ConsoleStage.LOGIN_WANTED)


class InspectError(Exception):
    """The bench cannot do the inspection; ``text`` says why and what to do."""

    def __init__(self, text: Message) -> None:
        super().__init__(text.id)
        self.text = text


class Operator(Protocol):
    """Whoever answers: a person at the keyboard, or one that is played."""

    def look(self, session: Session, at: float) -> Answer | None:
        """An answer when there is one. Must return at once."""
        ...


class Door(Protocol):
    """Whoever knows the way onto a service console."""

    def heard(self, state: ConsoleState) -> LogIn | None:
        """A log-in to send now, or nothing. May ask a person and so take its time. Raises ``InspectError``."""
        ...


class Telling(Protocol):
    """Where progress goes."""

    def __call__(self, session: Session) -> None:
        """The session may have moved on."""
        ...


@dataclass(slots=True)
class Inspector:
    """Plays one inspection over a bench whose events arrive in ``inbox``. ``clock`` gives monotonic seconds."""

    bench: BenchPort
    inbox: "queue.SimpleQueue[BenchEvent]"
    clock: Callable[[], float]
    door: Door | None = None
    _console: dict[int, ConsoleState] = field(default_factory=dict)
    _steps: set[tuple[int, ConsoleStage]] = field(default_factory=set)
    """Steps forward that were taken: one taken again and again leads nowhere."""

    def connect(self, lane: int, limit_s: float = CONNECT_S, asks: bool = False) -> LaneInfo:
        """Wait until the lane's device has said who it is. Raises ``InspectError`` naming what stands in the way.

        ``asks``: one protocol after another is tried, so that not being understood is no reason to give up.
        """
        began = self.clock()
        while True:
            info = next((known for known in self.bench.lanes() if known.id == lane), None)
            waited = self.clock() - began
            if info is not None and info.state is LaneState.CONNECTED:
                return info
            console = self._console.get(lane)
            starting = console is not None and console.stage is ConsoleStage.BOOTING
            patient = _HOPELESS_OF_ONE if asks else ()
            hopeless = (
                info is not None
                and info.state in _HOPELESS
                and info.state not in patient
                and waited > min(_HOPELESS_AFTER_S, limit_s / 2)
            )
            if info is None or (hopeless and not starting) or waited > limit_s + _BOOT_S * starting:
                raise InspectError(_why(info, console))
            event = self._take(0.1)
            if isinstance(event, LaneEvent) and self._gets_on(event):
                began = self.clock()

    def run(self, session: Session, terminal: int, meter: int | None, operator: Operator, tell: Telling) -> None:
        """Play the session until it is done."""
        targets = {terminal: Target.TERMINAL} | ({meter: Target.METER} if meter is not None else {})
        session.start(self.clock())
        while session.phase is not Phase.DONE:
            event = self._take(_LOOK_S)
            if event is not None and event.id in targets:
                if isinstance(event, LaneEvent):
                    self._gets_on(event)
                session.handle(event.stamped, Target.HOST if isinstance(event, HostEvent) else targets[event.id])
            now = self.clock()
            session.tick(now)
            answer = operator.look(session, now) if session.phase is Phase.RUNNING else None
            if answer is not None:
                session.answer(answer, self.clock())
            tell(session)

    def _gets_on(self, event: LaneEvent) -> bool:
        """Answer a console that asks for a log-in; true where this, or what the console says, is a step forward."""
        state = event.stamped.event
        if not isinstance(state, ConsoleState):
            return False
        before, again = self._console.get(event.id), (event.id, state.stage) in self._steps
        if before is None or not (state.stage in _ASKS or again) or before.stage in (*_ASKS, *_GETS_ON):
            self._console[event.id] = state  # what stood in the way does so still while it is asked again
        login = self.door.heard(state) if self.door is not None else None
        if login is not None:
            self.bench.send(event.id, login)
        if state.stage in _GETS_ON:
            self._steps.add((event.id, state.stage))
        return login is not None or (state.stage in _GETS_ON and not again)

    def _take(self, patience_s: float) -> LaneEvent | HostEvent | None:
        try:
            event = self.inbox.get(timeout=patience_s)
        except queue.Empty:
            return None
        return event if isinstance(event, LaneEvent | HostEvent) else None


def _why(info: LaneInfo | None, console: ConsoleState | None) -> Message:
    if info is None:
        return message("inspect.no_lane")
    if console is not None and info.state in (LaneState.NO_ANSWER, LaneState.NOT_UNDERSTOOD, LaneState.IDENTIFYING):
        return _at_the_door(info.url, console)
    return message(f"inspect.{info.state.value}", url=info.url, detail=info.detail)


def _at_the_door(url: str, console: ConsoleState) -> Message:
    """What stands in the way onto a console, what to do, and what it printed, made harmless."""
    said = "".join(char if char.isprintable() else "?" for char in console.detail)[:160]
    words = {"url": url, "what_id": f"console.{console.stage}.title", "do_id": f"console.{console.stage}.text"}
    return message("inspect.console_said", **words, said=said) if said else message("inspect.console", **words)
