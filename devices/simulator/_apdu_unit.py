"""A simulated Miura or VIPA unit: the soft reset, keyboard status, battery and text; everything else is answered 6D00.

Invented, because no source tells: times of processing, that a soft reset leaves the keys as they were, the status of an
unknown command, VIPA's names, and that a digit is not reported at all where it was not asked for.
"""

from typing import Final

from devices.codecs import _apdu_wire as wire
from devices.codecs._apdu_unit import KEYS
from devices.codecs._apdu_wire import Packet
from devices.codecs._frames import xor
from devices.keys import Key, is_digit
from devices.profile import Profile
from devices.simulator._talker import HOSTILE, Talker

_CODES: Final = {key: code for code, key in KEYS.items()}
_UNKNOWN: Final = b"\x6d\x00"
_PERCENT: Final = 86


def _object(tag: str, value: bytes) -> bytes:
    size = bytes([len(value)]) if len(value) < 0x80 else bytes([0x81, len(value)])
    return bytes.fromhex(tag) + size + value


def _framed(pcb: int, apdu: bytes) -> bytes:
    body = bytes([wire.NAD, pcb, len(apdu)]) + apdu
    return body + bytes([xor(body)])


class ApduUnit(Talker[Packet]):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None, masked_digits: bool) -> None:
        super().__init__(profile, seed, now, baud, wire.cut)
        self._masked_digits = masked_digits
        self._serial = f"{self.random.randrange(10**8):08d}"

    def answer(self, raw: bytes, frame: Packet) -> None:
        """See ``Talker``."""
        apdu = frame.apdu
        body, status = b"", wire.GOOD
        if apdu == wire.IDENTITY:
            body = self._identity()
        elif apdu == wire.BATTERY and self._masked_digits:
            body = _object("E1", _object(wire.CHARGING, b"\x00") + _object(wire.PERCENT, bytes([_PERCENT])))
        elif apdu[:2] == b"\xd0\x61" and len(apdu) == 4:
            self.wants_keys = bool(apdu[2])
        elif apdu[:2] == b"\xd2\x01" and len(apdu) > 5:
            self.lines = tuple(apdu[5:].decode("ascii", "replace").split("\n"))
        else:
            status = _UNKNOWN
        self.say(_framed(0, body + status), raw)

    def _identity(self) -> bytes:
        name = HOSTILE if self.on("hostile-text") else "POSBENCH-SIM"
        software = ((name, "1-64"), ("SIM-OS", "2-3"))
        infos = b"".join(
            _object("EF", _object(wire.NAME, name.encode("utf-8")) + _object(wire.VERSION, version.encode("ascii")))
            for name, version in software
        )
        return _object("E1", _object(wire.SERIAL, self._serial.encode("ascii")) + infos)

    def closed(self, key: Key) -> None:
        """See ``Talker``."""
        if is_digit(key) and not self._masked_digits:
            return
        code = 0 if is_digit(key) else _CODES.get(key)
        if code is not None:
            message = _object("E0", _object(wire.KEY, bytes([code])))
            self.say(_framed(wire.UNSOLICITED, message), soon_s=0.0, answer=False)
