"""The port of a unit without a cable: opens always, hears nothing, is never lost. Its address is ``lanes.NO_PORT``."""

import threading

from devices.errors import TransportError, TransportFault


class NoPort:
    """See ``Transport``."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    def read(self, timeout_s: float) -> bytes:
        """Silence, for as long as it was waited for."""
        if self._closed.wait(max(timeout_s, 0.0)):
            raise TransportError(TransportFault.LOST, "closed while reading")
        return b""

    def write(self, data: bytes) -> None:
        """Nothing may ever be written: whoever tries has taken the unit for another."""
        raise TransportError(TransportFault.UNSUPPORTED, "there is no cable")

    def close(self) -> None:
        """See ``Transport``."""
        self._closed.set()
