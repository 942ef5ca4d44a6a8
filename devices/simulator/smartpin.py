"""A simulated ID TECH SmartPIN: version, serial, keys loaded, removal records, and one key at a time; else ``15 01 00``.

Invented, because no source tells: times of processing, the error of an unknown command, all facts but their layout.
"""

from typing import Final

from devices.codecs import _smartpin_wire as wire
from devices.codecs._frames import xor
from devices.codecs._smartpin_meaning import KEYS
from devices.codecs._smartpin_wire import END, START, Body
from devices.keys import Key, is_digit
from devices.profile import Profile
from devices.simulator._talker import HOSTILE, Talker
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 9600
_CODES: Final = {key: code for code, key in KEYS.items()}
_UNKNOWN: Final = bytes.fromhex("15 01 00")
_CANCELLED: Final = bytes.fromhex("15 18 00")
_SLOTS: Final = ((0x01, 0), (0x08, 0), (0x08, 1), (0x14, 0))


def _framed(body: bytes) -> bytes:
    return bytes([START]) + len(body).to_bytes(2, "little") + body + bytes([xor(body), sum(body) & 0xFF, END])


class _Pad(Talker[Body]):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None) -> None:
        super().__init__(profile, seed, now, baud, wire.cut)
        self._serial = f"{self.random.randrange(10**10):010d}"
        self._digits = False

    def answer(self, raw: bytes, frame: Body) -> None:
        """See ``Talker``."""
        if frame.data in (wire.FUNCTION_KEY, wire.ANY_KEY):
            self.wants_keys, self._digits = True, frame.data == wire.ANY_KEY
            return
        self.wants_keys = False
        self.say(_framed(self._told(frame.data)), raw)

    def _told(self, asked: bytes) -> bytes:
        good = bytes([wire.GOOD])
        if asked == wire.CANCEL_WAIT:
            return _CANCELLED
        if asked == wire.VERSION:
            return good + (HOSTILE if self.on("hostile-text") else "ID TECH SmartPIN SIM V1.00").encode("utf-8")
        if asked == wire.SERIAL:
            return good + self._serial.encode("ascii")
        if asked == wire.KEYS_LOADED:
            state = 0 if self.on("no-pin-key") else 1
            blocks = b"".join(bytes([index, 0, slot, state if index == 1 else 0]) for index, slot in _SLOTS)
            return good + len(_SLOTS).to_bytes(2, "little") + blocks
        if asked == wire.REMOVALS:
            return good + b"\x01" + b"1F-20260102-0930/" + b"\x00"
        return _UNKNOWN

    def closed(self, key: Key) -> None:
        """See ``Talker``."""
        if key in _CODES and (self._digits or not is_digit(key)):
            self.wants_keys = False
            self.say(_framed(bytes([wire.GOOD]) + _CODES[key]), soon_s=0.0, answer=False)


class _SmartPinDevice:
    """See ``DeviceFactory``."""

    protocol = "smartpin"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Pad(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)


DEVICE: Final = _SmartPinDevice()
