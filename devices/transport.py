"""Moves bytes, knows nothing of them. The one real implementation is ``serial_port``; tests couple both sides in memory."""

from typing import Protocol


class Transport(Protocol):
    """An open way to a device. Every method raises only ``TransportError``; ``close`` raises nothing and may be called twice."""

    def read(self, timeout_s: float) -> bytes:
        """Whatever arrived, at least one byte, or ``b""`` when ``timeout_s`` passed in silence. One thread reads."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over all of ``data``. Any thread, one at a time."""
        ...

    def close(self) -> None:
        """Give the port back. Never blocks for long."""
        ...
