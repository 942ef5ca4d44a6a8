"""Transport and codec joined by one reader thread: bytes in, stamped events out, one ``LinkLost`` at the end.

The reader is the only thread here. ``send`` may be called from any thread. The sink is called from the reader or from
the sender's thread, one event at a time, and must not block.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

from devices.codec import Codec, Output
from devices.commands import Command
from devices.errors import TransportError
from devices.events import Event, LinkLost, Stamped
from devices.transport import Transport
from devices.wire_log import Direction, WireLog

_log = logging.getLogger(__name__)
_LONGEST_READ_S: Final = 0.05


class Link:
    """A live connection. Begins reading at once; ``close`` ends it without an event."""

    def __init__(
        self,
        transport: Transport,
        codec: Codec,
        sink: Callable[[Stamped], None],
        clock: Callable[[], float],
        wire_log: WireLog | None = None,
        name: str = "link",
    ) -> None:
        self._transport = transport
        self._codec = codec
        self._sink = sink
        self._clock = clock
        self._wire_log = wire_log
        self._lock = threading.RLock()
        self.received = 0
        """Bytes that came so far, whatever they meant."""
        self._deadline: float | None = None
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read_on, name=f"posbench-{name}", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        """False once the link was lost or closed."""
        return not self._over.is_set()

    def send(self, command: Command) -> None:
        """Send a command; what comes of it arrives as events. Raises ``CommandRefused``. Ignored on a dead link."""
        if not self.alive:
            return
        with self._lock:
            now = self._clock()
            self._do(self._codec.send(command, now), now)

    def close(self) -> None:
        """End the link and give the port back. Safe from any thread, also the reader's, and twice."""
        self._over.set()
        self._transport.close()
        if threading.current_thread() is not self._reader:
            self._reader.join(2.0)
        if self._wire_log is not None:
            self._wire_log.close()

    def _read_on(self) -> None:
        try:
            while self.alive:
                data = self._transport.read(self._patience())
                with self._lock:
                    now = self._clock()
                    if data:
                        self.received += len(data)
                        self._record("<", data)
                        self._do(self._codec.feed(data, now), now)
                    if self._deadline is not None and now >= self._deadline:
                        self._do(self._codec.tick(now), now)
        except TransportError as error:
            self._lose(error.detail)
        except Exception:  # an edge: a defect in a codec must end in a sentence, not in a silent thread
            _log.exception("the link's reader failed")
            self._lose("internal error")

    def _patience(self) -> float:
        if self._deadline is None:
            return _LONGEST_READ_S
        return min(max(self._deadline - self._clock(), 0.0), _LONGEST_READ_S)

    def _do(self, output: Output, now: float) -> None:
        """Write first, then tell: a key's re-arm must not wait for anybody's sink."""
        self._deadline = output.deadline
        for data in output.write:
            self._record(">", data)
            try:
                self._transport.write(data)
            except TransportError as error:
                self._lose(error.detail)
                break
        for event, device_at in output.timed():
            self._tell(event, now, device_at)

    def _lose(self, reason: str) -> None:
        with self._lock:
            if self.alive:
                self._over.set()
                self._transport.close()
                self._tell(LinkLost(reason), self._clock())

    def _tell(self, event: Event, now: float, device_at: float | None = None) -> None:
        self._sink(Stamped(event, now, device_at))

    def _record(self, direction: Direction, data: bytes) -> None:
        if self._wire_log is not None:
            self._wire_log.write(direction, data)
