"""What a ZVT terminal's messages mean to the bench. Pure. Text of the terminal is cleaned and cut.

Facts: PA00P015, 13.08, as restated in docs/protocols/zvt.md; words of result codes after its chapter of error messages.
Bits of ``1F55`` are counted from 0, as everywhere in that document. Nothing of a card is looked at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from devices import keys
from devices.codecs import _text
from devices.codecs._zvt_wire import CONTAINER, Apdu, bitmaps, fields_end, tlv_objects
from devices.events import CardEvent, CardSeen, Event, FactsRead, FactSubject, Identified, KeyPressed
from devices.keys import SOME_DIGIT, Key

MAX_TEXT: Final = 128
TIMED_OUT: Final = 0x6C
_DIGITS: Final = frozenset((0x2A, *range(0x30, 0x3A)))
"""A unit that tells a digit where only function keys are asked for, and the same in a masked log."""
NOT_POSSIBLE: Final = 0x83
_CARD: Final = 0xDC
KEYS: Final[Mapping[int, Key]] = {
    0x0D: keys.OK,
    0x18: keys.CLEAR,
    0x1B: keys.CANCEL,
    0x46: "INFO",
    0x55: keys.ARROW_A,
    0x44: keys.ARROW_B,
    0x31: keys.F1,
    0x32: keys.F2,
    0x33: keys.F3,
    0x34: keys.F4,
}
"""31 to 34 are the function keys F1 to F4, never digits: digits do not come over this command."""

_WORDS: Final[Mapping[int, str]] = {
    0x00: "no error",
    0x66: "problem with the card reader mechanism",
    0x6B: "function deactivated, terminal not registered",
    TIMED_OUT: "time-out or abort key",
    NOT_POSSIBLE: "function not possible",
    0x85: "key missing",
    0x89: "PIN pad defective",
    0x9A: "protocol error",
    0x9B: "communication fault",
    0x9C: "please wait",
    0xA0: "receiver not ready",
    0xA1: "remote station does not respond",
    0xA3: "no connection",
    0xB1: "memory full",
    0xBF: "supply voltage too low",
    0xC2: "diagnosis required",
    0xCC: "printer not ready",
    0xDF: "out of order",
    0xE0: "remote maintenance activated",
    0xE2: "card reader does not answer",
    0xE4: "terminal activation required",
    0xED: "PIN pad defective",
    0xFC: "necessary device missing or defective",
    0xFF: "system error",
}
_FAULTS: Final[Mapping[int, str]] = {
    0xBF: "supply-low",
    0x89: "pin-pad",
    0xED: "pin-pad",
    0xE2: "card-reader",
    0xCC: "printer",
    0xFC: "device-missing",
    0xC2: "diagnosis-due",
    0xDF: "out-of-order",
}
_LOCKS: Final = (
    (0, 2, "printer", "printer locked"),
    (0, 3, "out-of-order", "out of order"),
    (0, 5, "diagnosis-due", "locked until a diagnosis"),
    (1, 2, "battery-low", "battery low"),
    (1, 6, "card-reader", "card reader not found"),
)
"""Byte and bit of ``1F55``, what it means to the bench, and in words."""
_STATES: Final = {0: "ready", 1: "needs initialisation", 2: "no keys", 3: "fraud detected"}

_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){11,}")
"""Twelve digits and more may be an account or a card: no event carries them."""
_DEVICE: Final = b"\xe4"
_NAME: Final = b"\x1f\x40"
_SOFTWARE: Final = b"\x1f\x41"
_SERIAL: Final = b"\x1f\x42"
_STATE: Final = b"\x1f\x43"
_TERMINAL_ID: Final = b"\x1f\x44"
_LOCK_BITS: Final = b"\x1f\x55"
_LINES: Final = (b"\x24", b"\x25")
_LINE: Final = b"\x07"
_RESULT: Final = 0x27
_HARMLESS: Final = frozenset({CONTAINER, _RESULT, 0x19, 0x29, 0x49})
"""Bitmaps of a completion that tell of a terminal: TLV, result, status, terminal identification, currency."""


def clean(value: bytes) -> str:
    """Text of a terminal, cut: ISO 8859-15 as far as it matters here."""
    return _text.clean(value, "iso8859-15")[:MAX_TEXT]


def words(code: int) -> str:
    """A result code as it stands in a finding: its number, and what the document calls it."""
    return f"{code:02X} {_WORDS[code]}" if code in _WORDS else f"{code:02X}"


def fault_of(code: int, otherwise: str) -> str:
    """What a result code that is not 00 means to the bench."""
    return _FAULTS.get(code, otherwise)


def key_event(code: int) -> Event | None:
    """The key of a positive answer to 06 E1; None for its time-out."""
    if code == TIMED_OUT:
        return None
    if code == _CARD:
        return CardSeen(CardEvent.INSERTED)
    return KeyPressed(KEYS.get(code), SOME_DIGIT if code in _DIGITS and code not in KEYS else f"{code:02X}")


def names_no_digit(data: bytes) -> bool:
    """Whether a positive answer may be kept as it is: nothing in it, or what a key's answer is known to be."""
    return all(code in KEYS or code in (TIMED_OUT, _CARD) for code in data)


def _readable(value: bytes) -> str:
    """ASCII where it is that, else the digits or bytes as hex."""
    if value and all(0x20 <= byte < 0x7F for byte in value):
        return clean(value)
    return value.hex().upper()


@dataclass(frozen=True, slots=True)
class Device:
    """One ``E4`` group."""

    name: str = ""
    software: str = ""
    serial: str = ""
    state: int | None = None

    @property
    def words(self) -> str:
        """Its state in words."""
        return "" if self.state is None else _STATES.get(self.state, f"state {self.state}")


@dataclass(frozen=True, slots=True)
class Status:
    """What a completion after a status enquiry told."""

    software: str = ""
    code: int | None = None
    devices: tuple[Device, ...] = ()
    terminal_id: str = ""
    locks: bytes = b""
    others: dict[int, bytes] = field(default_factory=dict, repr=False)

    @property
    def lock_words(self) -> tuple[str, ...]:
        """The locks that are set, in words."""
        return tuple(said for _, said in self._locks())

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, in the bench's words."""
        told = [fault for fault, _ in self._locks()]
        if self.code:
            told.insert(0, fault_of(self.code, "other"))
        return tuple(dict.fromkeys(told))

    def _locks(self) -> Iterator[tuple[str, str]]:
        for byte, bit, fault, said in _LOCKS:
            if byte < len(self.locks) and self.locks[byte] >> bit & 1:
                yield fault, said


def status_of(data: bytes) -> Status:
    """The data of a completion: software version as LLLVAR, status byte, TLV container; each may be missing."""
    software, rest = _leading_text(data)
    code = rest[0] if rest and rest[0] != CONTAINER else None
    rest = rest[1:] if code is not None else rest
    fields = dict(bitmaps(rest))
    if not fields and code is not None:  # bitmaps from the first byte on, as after a registration
        whole = dict(bitmaps(data))
        fields, code = (whole, None) if whole else (fields, code)
    objects = tuple(tlv_objects(fields.get(CONTAINER, b"")))
    found = dict(objects)
    return Status(
        software,
        code,
        tuple(_device(value) for tag, value in objects if tag == _DEVICE),
        _readable(found.get(_TERMINAL_ID, b"")),
        found.get(_LOCK_BITS, b""),
        fields,
    )


def says_only_who(data: bytes) -> bool:
    """Whether every byte of a completion is a state or who the terminal is: no card, no amount, nothing that is not understood."""
    _, rest = _leading_text(data)
    behind = rest[1:] if rest[:1] not in (b"", bytes([CONTAINER])) else rest
    return any(_only_harmless(part) for part in (rest, behind, data))


def _only_harmless(data: bytes) -> bool:
    found = tuple(bitmaps(data))
    return all(number in _HARMLESS for number, _ in found) and fields_end(data) == len(data)


def _leading_text(data: bytes) -> tuple[str, bytes]:
    digits = data[:3]
    if len(digits) < 3 or not all(0xF0 <= digit <= 0xF9 for digit in digits):
        return "", data
    size = int("".join(str(digit & 0x0F) for digit in digits))
    return (clean(data[3 : 3 + size]), data[3 + size :]) if 3 + size <= len(data) else ("", data)


def _device(value: bytes) -> Device:
    found = dict(tlv_objects(value))
    state = found.get(_STATE)
    return Device(
        clean(found.get(_NAME, b"")),
        clean(found.get(_SOFTWARE, b"")),
        _readable(found.get(_SERIAL, b""))[:MAX_TEXT],
        state[-1] if state else None,
    )


def identified(status: Status) -> Identified:
    """Who the terminal is, and what it says of its devices and locks."""
    main = status.devices[0] if status.devices else Device()
    states = list(dict.fromkeys(device.words for device in status.devices if device.words))
    others = [" ".join(filter(None, (d.name, d.software, d.words))) for d in status.devices[1:]]
    facts = (
        ("serial", main.serial),
        ("model", main.name),
        ("application", status.software or main.software),
        ("software", main.software if status.software else ""),
        ("terminal_id", status.terminal_id),
        ("state", "; ".join(states)),
        ("devices", "; ".join(others)[:MAX_TEXT]),
        ("locks", "; ".join(status.lock_words) if status.locks else ""),
    )
    return Identified(tuple((name, text) for name, text in facts if text))


def state_facts(status: Status) -> FactsRead:
    """What the terminal says is wrong, without a test."""
    told = [words(status.code)] if status.code else []
    said = "; ".join((*told, *status.lock_words)) or words(0)
    return FactsRead(FactSubject.STATE, "", (("code", said), *(("fault", fault) for fault in status.faults)))


def own_test_facts(subject: FactSubject, code: int) -> FactsRead:
    """How its own test, or its line to the host, went."""
    faults = (fault_of(code, "host-line" if subject is FactSubject.HOST_LINE else "other"),) if code else ()
    return FactsRead(subject, "", (("code", words(code)), *(("fault", fault) for fault in faults)))


def result_code(message: Apdu) -> int | None:
    """The result code in a status information; None where there is none."""
    found = dict(bitmaps(message.data)).get(_RESULT)
    return found[0] if found else None


def printed(message: Apdu, block: bool) -> list[str]:
    """The lines of a print command: one behind its attribute, or a block of TLV lines; without long numbers."""
    if not block:
        return [_without_numbers(clean(message.data[1:]))]
    container = dict(bitmaps(message.data)).get(CONTAINER, b"")
    return [_without_numbers(line) for line in _text_lines(container)]


def _without_numbers(line: str) -> str:
    return _LONG_NUMBER.sub("*", line)


def screen_lines(message: Apdu) -> list[str]:
    """What an intermediate status says stands on the terminal's screen, where it says it in words; digits masked."""
    container = dict(bitmaps(message.data[1:])).get(CONTAINER, b"")
    return ["".join("*" if char.isdigit() else char for char in line) for line in _text_lines(container)]


def _text_lines(data: bytes) -> Iterator[str]:
    for tag, value in tlv_objects(data):
        if tag == _LINE:
            yield clean(value)
        elif tag in _LINES:
            yield from _text_lines(value)
