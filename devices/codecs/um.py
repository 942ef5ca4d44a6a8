"""RuiDeng UM24C, UM25C and UM34C in the USB line of a unit, over Bluetooth's serial port: asked with F0, they answer 130 bytes.

Reads only: every other byte would turn its screen, clear its counters or change its settings. Layout, model numbers and
ends of the answer: libsigrok driver rdtech-um and sigrok wiki "RDTech UM series". The first two bytes name the model; the
last two are FFF1 (UM24C, UM25C) or end in the XOR of 32 certain bytes (UM34C). What that XOR leaves out, and all of a
UM24C and UM25C, goes unguarded, so power must agree with volts and amperes, or the answer counts for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

from devices.capability import Capability
from devices.codecs._meter import at_meter, plausible
from devices.codecs._meter_questions import Heard, Question, QuestionsFactory, Told
from devices.events import Identified, Quantity, UnknownFrame

REQUEST: Final = b"\xf0"
SIZE: Final = 130
END: Final = b"\xff\xf1"
_GUARDED: Final = (
    1, 3, 7, 9, 15, 17, 19, 23, 31, 39, 41, 45, 49, 53, 55, 57,
    59, 63, 67, 69, 73, 79, 83, 89, 97, 99, 109, 111, 113, 119, 121, 127,
)  # fmt: skip
_SLACK_W: Final = 0.25
_SLACK_SHARE: Final = 0.1
"""Own: so far the three values, taken one after another and rounded, may disagree."""
_HOTTEST_C: Final = 120
"""Own; its range ends at 100."""


@dataclass(frozen=True, slots=True)
class Model:
    """What tells a model, and what one step of its voltage and current is worth."""

    name: str
    number: bytes
    volt: float
    ampere: float
    xor_end: bool = False


MODELS: Final = (
    Model("UM24C", b"\x09\x63", 0.01, 0.001),
    Model("UM25C", b"\x09\xc9", 0.001, 0.0001),
    Model("UM34C", b"\x0d\x4c", 0.01, 0.001, xor_end=True),
)


def xor_of(frame: bytes) -> int:
    """The last byte of a UM34C's answer."""
    return reduce(xor, (frame[at] for at in _GUARDED))


def parse(frame: bytes) -> Told | None:
    """The readings of one whole answer; None where model, end or power do not fit."""
    model = next((m for m in MODELS if frame.startswith(m.number)), None)
    if model is None or len(frame) != SIZE or not _ends_well(model, frame):
        return None
    volts = int.from_bytes(frame[2:4], "big") * model.volt
    amperes = int.from_bytes(frame[4:6], "big") * model.ampere
    watts = int.from_bytes(frame[6:10], "big") / 1000
    celsius = int.from_bytes(frame[10:12], "big")
    if abs(volts * amperes - watts) > _SLACK_W + _SLACK_SHARE * watts:
        return None
    found = (
        (Quantity.VOLTAGE, round(volts, 4)),
        (Quantity.CURRENT, round(amperes, 5)),
        (Quantity.POWER, watts),
        (Quantity.TEMPERATURE, float(celsius)),
    )
    readings = tuple(at_meter(quantity, value) for quantity, value in found if _can_be(quantity, value))
    return Told(readings, Identified((("model", model.name),)))


def _can_be(quantity: Quantity, value: float) -> bool:
    return plausible(quantity, value) and (quantity is not Quantity.TEMPERATURE or value <= _HOTTEST_C)


def _ends_well(model: Model, frame: bytes) -> bool:
    return frame[-1] == xor_of(frame) if model.xor_end else frame.endswith(END)


class _Dialect:
    """See ``Dialect``."""

    who = Question(REQUEST)
    questions: tuple[Question, ...] = (Question(REQUEST, Quantity.VOLTAGE),)
    quiet_s = 0.5
    pause_s = 0.0
    narrows = False

    def read(self, held: bytearray, asked: Question | None, quiet: bool) -> Iterator[Heard]:
        """Answers begin with a model's number; what is before it is noise."""
        while held:
            start = _start(held)
            if start:
                yield _dropped(held, start, "noise")
            if len(held) < SIZE:
                return
            told = parse(bytes(held[:SIZE]))
            if told is None:
                yield _dropped(held, 1, "damaged answer")
            else:
                del held[:SIZE]
                yield told


def _start(held: bytearray) -> int:
    """Where an answer may begin: at a model's number, or at the first byte of one at the very end."""
    places = [at for model in MODELS if (at := held.find(model.number)) >= 0]
    last = len(held) - 1 if held[-1] in {model.number[0] for model in MODELS} else len(held)
    return min((*places, last))


def _dropped(held: bytearray, size: int, reason: str) -> UnknownFrame:
    del held[:size]
    return UnknownFrame(size, reason)


class _UmFactory(QuestionsFactory):
    """See ``CodecFactory``. A Bluetooth serial port has no real speed."""

    id = "um"
    capabilities = frozenset(
        {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE}
    )
    dialect = _Dialect()


CODEC: Final = _UmFactory()
