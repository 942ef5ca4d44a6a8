"""A simulated ID TECH NEO 2 reader: version, serial, battery, and one function key at a time; else status 0B.

Invented, because no source tells: times of processing, the status of an unknown command, that a cancel is answered before
the wait it ends.
"""

import binascii
from typing import Final

from devices.codecs import _neo2_wire as wire
from devices.codecs._neo2_wire import HEAD, Message
from devices.codecs.neo2 import KEYS
from devices.keys import Key
from devices.profile import Profile
from devices.simulator._talker import HOSTILE, Talker
from devices.simulator.device import SimulatedDevice, Waiting

_BAUD: Final = 115_200
_UNKNOWN: Final = 0x0B
_FAIL: Final = 0x0A
_KEYS: Final = 0x62
_CANCELLED: Final = b"\x02"
_CODES: Final = {key: code for code, key in KEYS.items()}
_MILLIVOLT: Final = 3920
_MOMENT_S: Final = 0.1


def _framed(command: int, status: int, data: bytes = b"") -> bytes:
    body = HEAD + bytes([command, status]) + len(data).to_bytes(2, "big") + data
    return body + binascii.crc_hqx(body, 0xFFFF).to_bytes(2, "big")


class _Reader(Talker[Message]):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None) -> None:
        super().__init__(profile, seed, now, baud, wire.cut_request)
        self._told_at = -1.0
        self._serial = f"{self.random.randrange(1000):03d}Z{self.random.randrange(10**6):06d}"

    def answer(self, raw: bytes, frame: Message) -> None:
        """See ``Talker``."""
        asked = bytes([frame.command, frame.second]) + frame.data
        if self.wants_keys and asked != wire.STOP_KEY:
            self.say(_framed(frame.command, _FAIL), raw)
        elif asked == wire.ASK_KEY:
            self.wants_keys = True
            self.say(_framed(_KEYS, 0), raw)
        elif asked == wire.STOP_KEY:
            self.say(_framed(_KEYS, 0), raw)
            if self.wants_keys:
                self.say(_framed(_KEYS, _FAIL, _CANCELLED), raw, answer=False)
            self.wants_keys = False
        else:
            data = self._told(asked)
            self.say(_framed(frame.command, 0 if data is not None else _UNKNOWN, data or b""), raw)

    def _told(self, asked: bytes) -> bytes | None:
        if asked == wire.VERSION:
            return (HOSTILE if self.on("hostile-text") else "NEO 2.0 SIM v1.00").encode("utf-8")
        if asked == wire.SERIAL:
            return self._serial.encode("ascii").ljust(15, b"\x00")
        if asked == wire.PERCENT:
            return bytes([86])
        if asked == wire.LI_ION:
            old = self._faults.begun("battery-old", self._now)
            return (round(float(old[0]) * 1000) if old else _MILLIVOLT).to_bytes(2, "little")
        return None

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``. The moment between a key and the next request is none to a person."""
        return "keys" if self.wants_keys or self._now < self._told_at + _MOMENT_S else None

    def closed(self, key: Key) -> None:
        """See ``Talker``."""
        if key in _CODES:
            self.wants_keys, self._told_at = False, self._now
            self.say(_framed(_KEYS, 0, b"\x00" + _CODES[key]), answer=False)  # never before what was said before


class _Neo2Device:
    """See ``DeviceFactory``."""

    protocol = "neo2"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Reader(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)


DEVICE: Final = _Neo2Device()
