"""What a SZZT pad's answers and key bytes mean to the bench. Pure. Text of the pad is cleaned and cut.

Facts: two public third-party implementations; neither a document of the maker nor a capture is public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from devices import keys
from devices.codecs._szzt_wire import MASKED, Framed, Said
from devices.codecs._text import clean
from devices.events import FactsRead, FactSubject, Identified, KeyPressed
from devices.keys import DOUBLE_ZERO, Key

TAMPERED: Final = 0xDD
ANTI_REMOVAL: Final = 0xFF
STATES: Final[Mapping[int, str]] = {
    TAMPERED: "tampered",
    0xE0: "low battery",
    0xE1: "key missing (IMK)",
    0xE2: "key missing (TMK)",
    0xE4: "key missing",
    0xE5: "key missing or not fitting",
    0xE8: "length",
    0xE9: "data",
    0xEB: "parameter",
    0xEC: "needs authorisation",
    0xED: "locked",
    0xEE: "input timed out",
    0xEF: "general error",
    ANTI_REMOVAL: "anti-removal switch open",
}
"""First byte of an answer that says that something is wrong."""
TIMED_OUT: Final = 0xEE
_SELF_FAULTS: Final[Mapping[int, str]] = {0xE0: "backup-low", 0xED: "locked"}
"""What a status says is wrong with the unit, in the bench's words; tamper and keys are rules of the profile."""

_INFO: Final = (
    ("user", 50),
    ("scan_codes", 48),
    ("settings", 20),
    ("function_code", 8),
    ("model", 6),
    ("hardware", 3),
    ("software", 3),
    ("production", 4),
    ("serial", 4),
)
INFO_SIZE: Final = 1 + sum(size for _, size in _INFO)
_TOLD: Final = ("serial", "model", "hardware", "software", "production", "function_code")
_BLANK: Final = 0x01

KEYS: Final[Mapping[int, Key]] = {
    **{0x30 + int(digit): digit for digit in keys.DIGITS},
    0x2E: "DOT",
    0x0D: keys.OK,
    0x1B: keys.CANCEL,
    0x80: keys.CANCEL,
    0x08: keys.CLEAR,
    0x07: "BLANK",
    0x22: DOUBLE_ZERO,
    0x23: DOUBLE_ZERO,
    0x2A: "STAR",
    **{0x41 + at: f"SIDE_{chr(0x41 + at)}" for at in range(8)},
}
DIGIT_CODES: Final = frozenset(code for code, key in KEYS.items() if keys.is_digit(key))
"""Bytes whose order must never be kept. A cap without digit, where a model has none of these keys, is no exception."""


def key_press(code: int) -> KeyPressed:
    """What one bare byte means. A digit of a masked log is some digit."""
    if code == MASKED:
        return KeyPressed(None, "*")
    return KeyPressed(KEYS.get(code), f"{code:02X}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its first byte, and what stands behind it."""

    status: int
    body: bytes

    @staticmethod
    def of(said: Said) -> "Answer | None":
        """None for an empty frame, and for a key."""
        return Answer(said.text[0], said.text[1:]) if isinstance(said, Framed) and said.text else None

    @property
    def good(self) -> bool:
        """No status is known that means good: whatever is no error is taken for it."""
        return self.status not in STATES and not 0xE0 <= self.status <= 0xEF

    @property
    def state(self) -> str:
        """The status in words, with its code where it is an error."""
        return "ok" if self.good else f"{self.status:02X} {STATES.get(self.status, 'error')}"

    @property
    def has_information(self) -> bool:
        """Whether this is the answer to the question who the pad is."""
        return len(self.body) == INFO_SIZE - 1

    def __repr__(self) -> str:
        """Without the contents."""
        return f"Answer({self.status:02X}, {len(self.body)} bytes)"


def fields(body: bytes) -> dict[str, bytes]:
    """The parts of the user information."""
    found, at = {}, 0
    for name, size in _INFO:
        found[name] = body[at : at + size]
        at += size
    return found


def identified(answer: Answer) -> Identified:
    """Who the pad is. One that answers with nothing but an error tells its state and is known by that alone."""
    facts: list[tuple[str, str]] = []
    if answer.has_information:
        found = fields(answer.body)
        facts += [(name, clean(found[name])) for name in _TOLD if clean(found[name])]
        flags = _hex_byte(found["settings"])
        if flags is not None:
            facts.append(("master_key", "missing" if flags & _BLANK else "loaded"))
    return Identified((*facts, ("state", answer.state)))


def state_facts(answer: Answer) -> FactsRead:
    """What the pad says is wrong with itself."""
    fault = _SELF_FAULTS.get(answer.status)
    items = (("code", answer.state), *((("fault", fault),) if fault else ()))
    return FactsRead(FactSubject.STATE, "", items)


def _hex_byte(text: bytes) -> int | None:
    try:
        return int(text[:2].decode("ascii"), 16)
    except ValueError:
        return None
