"""What a simulated ZVT terminal says: answers, its status with TLV, printed lines. Builds no request of the bench.

Invented: names, versions and numbers; the wording of intermediate statuses and of the printed configuration.
"""

import random
from typing import Final

from devices.codecs._zvt_wire import DLE, ETX, STX, tlv
from devices.framing import crc16_kermit
from devices.profile import Profile
from devices.simulator.faults import FaultSet

GOOD: Final = bytes([0x80, 0x00, 0x00])
COMPLETION: Final = (0x06, 0x0F)
ABORTED: Final = (0x06, 0x1E)
_HOSTILE: Final = b"<b>\x1b[31m\x07%s\x00"
CODES: Final = {
    "supply-low": 0xBF,
    "pin-pad": 0xED,
    "card-reader": 0xE2,
    "printer": 0xCC,
    "device-missing": 0xFC,
    "diagnosis-due": 0xC2,
    "out-of-order": 0xDF,
    "other": 0xFF,
}
_LOCKS: Final = {
    "printer": (0, 2), "out-of-order": (0, 3), "diagnosis-due": (0, 5), "battery-low": (1, 2), "card-reader": (1, 6),
}  # fmt: skip
_IN_STATUS: Final = ("supply-low",)


def message(code: tuple[int, int], data: bytes = b"") -> bytes:
    """An APDU of the terminal."""
    size = bytes([len(data)]) if len(data) < 0xFF else b"\xff" + len(data).to_bytes(2, "little")
    return bytes(code) + size + data


def framed(apdu: bytes, serial: bool) -> bytes:
    """As it travels."""
    if not serial:
        return apdu
    crc = crc16_kermit(apdu + bytes([ETX]))
    return bytes([DLE, STX]) + apdu.replace(b"\x10", b"\x10\x10") + bytes([DLE, ETX]) + crc.to_bytes(2, "little")


def refused(code: int) -> bytes:
    """A negative answer."""
    return bytes([0x84, code, 0x00])


class Facts:
    """What one simulated terminal is, and says of itself under its faults."""

    def __init__(self, profile: Profile, seed: int, faults: FaultSet) -> None:
        chance = random.Random(f"zvt {seed}")
        self._serial = f"{chance.randrange(10**10):010d}".encode("ascii")
        self._id = f"{chance.randrange(10**8):08d}"
        self._profile = profile
        self._faults = faults

    def registration(self) -> bytes:
        """The completion of a registration: status byte, terminal id, currency."""
        return message(COMPLETION, b"\x19\x00\x29" + bytes.fromhex(self._id) + b"\x49\x09\x78")

    def status(self, now: float) -> bytes:
        """The completion of a status enquiry."""
        said = self._said(now)
        code = next((CODES[fault] for fault in said if fault in _IN_STATUS), 0)
        hostile = _HOSTILE if self._faults.args("hostile-text", now) else b""
        model = self._profile.model.encode("ascii", "replace")[:20]
        state = 3 if self._faults.args("tampered", now) else 2 if self._faults.args("no-pin-key", now) else 0
        main = self._device(model + hostile, b"1.0" + hostile, self._serial, state)
        reader = self._device(b"READER", b"2.4", b"R" + self._serial, 0)
        locks = bytearray(2)
        for fault in said:
            if fault in _LOCKS:
                byte, bit = _LOCKS[fault]
                locks[byte] |= 1 << bit
        objects = main + reader + tlv(b"\x1f\x44", bytes.fromhex(self._id)) + tlv(b"\x1f\x55", bytes(locks))
        version = b"SIM 13.08" + hostile
        digits = f"{len(version):03d}"
        text = bytes(0xF0 | int(digit) for digit in digits) + version
        return message(COMPLETION, text + bytes([code, 0x06]) + tlv(b"", objects))

    def _device(self, name: bytes, software: bytes, serial: bytes, state: int) -> bytes:
        parts = (b"\x1f\x40", name), (b"\x1f\x41", software), (b"\x1f\x42", serial), (b"\x1f\x43", bytes([state]))
        return tlv(b"\xe4", b"".join(tlv(tag, value) for tag, value in parts))

    def _said(self, now: float) -> list[str]:
        return self._faults.args("says", now)

    def self_test(self, now: float) -> list[bytes]:
        """What follows 06 79."""
        code = next((CODES[fault] for fault in self._said(now) if fault in CODES), 0)
        return [intermediate("SELF TEST"), ended(code)]

    def host_line(self, now: float) -> list[bytes]:
        """What follows 06 70."""
        code = 0xA1 if "host-line" in self._said(now) else 0
        return [intermediate("DIAGNOSIS 1/2"), intermediate("DIAGNOSIS 2/2"), ended(code)]

    def printout(self, now: float) -> list[bytes]:
        """What follows 06 1A: single lines and a block."""
        hostile = "<b>\x1b[31m" if self._faults.args("hostile-text", now) else ""
        lines = [f"** CONFIGURATION **{hostile}", f"TERMINAL-ID  {self._id}", "HOST  host.example:20002"]
        single = [message((0x06, 0xD1), b"\x00" + line.encode("ascii")) for line in lines]
        block = b"".join(tlv(b"\x07", text) for text in (b"ACCOUNT 4711471147114711", b"END"))
        return [*single, message((0x06, 0xD3), b"\x06" + tlv(b"", tlv(b"\x25", block))), ended(0)]


def intermediate(text: str) -> bytes:
    """An intermediate status with its text."""
    lines = tlv(b"\x24", tlv(b"\x07", text.encode("ascii")))
    return message((0x04, 0xFF), bytes([0xFF, 0x06]) + tlv(b"", lines))


def ended(code: int) -> bytes:
    """The end of a sequence: completion, or abort with its code."""
    return message(ABORTED, bytes([code])) if code else message(COMPLETION)
