"""An inspection without a window: waits for the unit, plays a session to its end, and says on the way what happens.

The same session as the window's. Runs in the caller's thread; events come through a queue from the bench's threads.
"""

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from checks.measurement import Message, message
from checks.session import Phase, Session
from checks.steps import Answer, Target
from devices.lanes import BenchEvent, BenchPort, HostEvent, LaneEvent, LaneInfo, LaneState

_LOOK_S: Final = 0.02
CONNECT_S: Final = 45.0
_HOPELESS: Final = (LaneState.UNKNOWN_MODEL, LaneState.BUSY, LaneState.NO_PERMISSION, LaneState.NOT_UNDERSTOOD)
_HOPELESS_AFTER_S: Final = 15.0


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

    def connect(self, lane: int, limit_s: float = CONNECT_S) -> LaneInfo:
        """Wait until the lane's device has said who it is. Raises ``InspectError`` naming what stands in the way."""
        began = self.clock()
        while True:
            info = next((known for known in self.bench.lanes() if known.id == lane), None)
            waited = self.clock() - began
            if info is not None and info.state is LaneState.CONNECTED:
                return info
            hopeless = info is not None and info.state in _HOPELESS and waited > min(_HOPELESS_AFTER_S, limit_s / 2)
            if info is None or hopeless or waited > limit_s:
                raise InspectError(_why(info))
            self._take(0.1)

    def run(self, session: Session, terminal: int, meter: int | None, operator: Operator, tell: Telling) -> None:
        """Play the session until it is done."""
        targets = {terminal: Target.TERMINAL} | ({meter: Target.METER} if meter is not None else {})
        session.start(self.clock())
        while session.phase is not Phase.DONE:
            event = self._take(_LOOK_S)
            if event is not None and event.id in targets:
                session.handle(event.stamped, Target.HOST if isinstance(event, HostEvent) else targets[event.id])
            now = self.clock()
            session.tick(now)
            answer = operator.look(session, now) if session.phase is Phase.RUNNING else None
            if answer is not None:
                session.answer(answer, self.clock())
            tell(session)

    def _take(self, patience_s: float) -> LaneEvent | HostEvent | None:
        try:
            event = self.inbox.get(timeout=patience_s)
        except queue.Empty:
            return None
        return event if isinstance(event, LaneEvent | HostEvent) else None


def _why(info: LaneInfo | None) -> Message:
    if info is None:
        return message("inspect.no_lane")
    return message(f"inspect.{info.state.value}", url=info.url, detail=info.detail)
