"""A simulated SZZT ZT588 / ZT598: who it is, plain key input on and off, and one bare byte for each key while it is on.

Whatever loads keys, wipes or takes a PIN is answered EB (parameter), like any unknown text. Invented, because no source
tells: the status that means good (here ``0``), times of processing, all facts but the layout of the user information.
"""

import random
from typing import Final

from devices.codecs._szzt_meaning import ANTI_REMOVAL, KEYS, STATES, TAMPERED
from devices.codecs._szzt_wire import END, START, START_KEYS, STOP_KEYS, WHO, Framed, FrameReader, check_value
from devices.keys import Key
from devices.profile import Profile
from devices.simulator._body import KeyedBody
from devices.simulator.device import SimulatedDevice, Waiting

_BAUD: Final = 9600
_GOOD: Final = b"0"
_SOON_S: Final = 0.02
_HOSTILE: Final = b"<\x1b[3"
_SCAN_CODES: Final = b"123\x1b456\x08789\x07.0#\rACEGBDFH"
"""As the third-party driver loads it; the bench only reads it."""
_SAYS: Final = {"backup-low": 0xE0, "locked": 0xED}
_CODES: Final = {key: code for code, key in reversed(list(KEYS.items()))}


def _framed(text: bytes) -> bytes:
    body = b"%03d" % len(text) + text + bytes([END])
    return bytes([START]) + body + check_value(body)


class _Pad(KeyedBody):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, paced: bool) -> None:
        super().__init__(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)
        self._serial = f"{random.Random(f'szzt {seed}').randrange(10_000):04d}"
        self._reader = FrameReader()
        self._input = False

    def _hear(self, data: bytes) -> None:
        """See ``Body``."""
        for token in self._reader.feed(data):
            if isinstance(token.frame, Framed) and not self._line.refuses(self._now):  # no NAK is known: it is silent
                self._answer(token.frame.text)

    def _run(self) -> None:
        """See ``Body``."""
        if self.cut_until(self._now) is not None:
            self._line.clear()  # its own supply goes on: plain key input stays as it was
            self._reader = FrameReader()
        for key in self._keypad.take(self._now):
            if self._input and key in _CODES:
                self._line.send(bytes([self._code(key)]), self._now, self._now, answer=False)

    def _code(self, key: Key) -> int:
        """``#`` is the double zero of a ZT588; a ZT598 says ``"``, one of the two its driver knows."""
        return 0x22 if key == "00" and "598" in self._profile.model else 0x23 if key == "00" else _CODES[key]

    def _answer(self, text: bytes) -> None:
        asked = text.decode("iso8859-1")
        status = self._status()
        if asked == STOP_KEYS:
            self._input = False
        elif asked == START_KEYS and status is None:
            self._input = True
        known = asked in (WHO, START_KEYS, STOP_KEYS)
        if status is not None or not known:
            answer = bytes([0xEB if status is None else status])
        else:
            answer = _GOOD + (self._information() if asked == WHO else b"")
        self._line.send(_framed(answer), self._now + _SOON_S + self._line.transfer_s(len(text) + 7), self._now)

    def _status(self) -> int | None:
        if self.on("tampered"):
            return TAMPERED
        if self.on("anti-removal"):
            return ANTI_REMOVAL
        said = [_SAYS[arg] for arg in self._faults.args("says", self._now) if arg in _SAYS]
        assert all(code in STATES for code in said)
        return said[0] if said else None

    def _information(self) -> bytes:
        blank = self.on("no-pin-key")
        hostile = self.on("hostile-text")
        settings = bytes([blank | self._input << 1 | 0x04, 0, 30, 0x2A, 4, 12, 51, 0x37, 10, 0])
        parts = (
            b"SIMULATED".ljust(50),
            _SCAN_CODES.hex().upper().encode("ascii"),
            settings.hex().upper().encode("ascii"),
            b"SIM00000",
            self._profile.model.encode("ascii", "replace")[:6].ljust(6),
            b"1.0",
            _HOSTILE[:3] if hostile else b"2.1",
            _HOSTILE if hostile else b"2611",
            self._serial.encode("ascii"),
        )
        return b"".join(parts)

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return "keys" if self._input else None


class _SzztDevice:
    """See ``DeviceFactory``."""

    protocol = "szzt"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Pad(profile, seed, now, paced)


DEVICE: Final = _SzztDevice()
