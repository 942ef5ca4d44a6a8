"""A simulated TC66C in the supply line of a terminal: answers ``getva`` with an encrypted sample, faults included."""

import struct
from typing import Final

from devices.codecs.tc66c import REQUEST, encrypted
from devices.framing import crc16_modbus
from devices.profile import Profile
from devices.simulator._meter_body import MeterBody
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 115200
_ANSWER_S: Final = 0.02


class _Meter(MeterBody):
    """See ``SimulatedDevice``. No keys, no screen of its own worth showing."""

    def __init__(self, seed: int, now: float, paced: bool) -> None:
        super().__init__(seed, now, _BAUD if paced else None)
        self._held = b""

    def _hear(self, data: bytes) -> None:
        self._held += data
        while REQUEST in self._held:
            _, _, self._held = self._held.partition(REQUEST)
            if not self._line.refuses(self._now):  # a meter has no NAK: it stays silent
                self._line.send(self._answer(self._now), self._now + _ANSWER_S, self._now)
        self._held = self._held[-len(REQUEST) + 1 :]

    def _answer(self, now: float) -> bytes:
        volts, amperes, celsius = self._volts(now), self._amperes(now), self._celsius(now)
        hostile = bool(self._faults.args("hostile-text", now))
        head = struct.pack("<4s4s4sI", b"pac1", b"TC66", b"<b>\x1b" if hostile else b"1.18", self._serial)
        measured = struct.pack("<III", round(volts * 1e4), round(amperes * 1e5), round(volts * amperes * 1e4))
        ohms = round(volts / max(amperes, 1e-5) * 10)
        degrees = round(celsius)
        rest = struct.pack("<4s5I4I", b"pac2", ohms, 0, 5, 0, 0, int(degrees < 0), abs(degrees), 281, 280)
        parts = head + bytes(28) + struct.pack("<I", 40) + measured, rest, b"pac3"
        return encrypted(b"".join(_sealed(part) for part in parts))


def _sealed(part: bytes) -> bytes:
    body = part.ljust(60, b"\x00")
    return body + crc16_modbus(body).to_bytes(4, "little")


class _Tc66cDevice:
    """See ``DeviceFactory``."""

    protocol = "tc66c"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Meter(seed, now, paced)


DEVICE: Final = _Tc66cDevice()
