"""Which sends of a session go to the PC itself, and their way back to the session as events of its lane."""

from collections.abc import Callable
from typing import TypeAlias

from checks.steps import Target
from devices.commands import Command
from devices.events import Stamped
from devices.lanes import HostEvent, HostPort, Sink

SendCommand: TypeAlias = Callable[[Target, Command], None]
MakeHost: TypeAlias = Callable[[str, Callable[[Stamped], None]], HostPort]
"""The PC's side for the unit behind a URL."""


class HostSide:
    """The PC's side of every running inspection's network test. Use from one thread; ``tell`` is called from others."""

    def __init__(self, make: MakeHost, tell: Sink) -> None:
        self._make, self._tell = make, tell
        self._ports: dict[int, HostPort] = {}

    def joined(self, lane: int, url: str, send: SendCommand) -> SendCommand:
        """``send``, with what is meant for the PC sent to it.

        Whether the unit is simulated is decided now, not when it is asked: a simulated unit that is gone by then must
        not send this PC to the real network.
        """
        if lane in self._ports:
            self._ports[lane].close()
        port = self._ports[lane] = self._make(url, lambda stamped: self._heard(lane, stamped))

        def send_on(target: Target, command: Command) -> None:
            if target is Target.HOST:
                port.send(command)
            else:
                send(target, command)

        return send_on

    def close(self) -> None:
        """No more answers."""
        for port in self._ports.values():
            port.close()
        self._ports.clear()

    def _heard(self, lane: int, stamped: Stamped) -> None:
        self._tell(HostEvent(lane, stamped))
