"""A supply or multimeter that speaks SCPI: asked for volts, amperes and degrees, one line each, and never told anything.

Which of the questions it knows is found out when it introduces itself: an error in answer, or twice silence, takes the
question away. A late answer is never taken for the next one's: after a silence it is asked who it is, and numbers before
that answer are dropped. Not asked for its error queue, which would be emptied by it.
"""

import re
from collections.abc import Iterator
from typing import Final

from devices.capability import Capability
from devices.codecs._meter import at_meter, plausible
from devices.codecs._meter_questions import Declined, Heard, Question, QuestionsFactory, Told, printed
from devices.events import Identified, Quantity, UnknownFrame

_WHO: Final = Question(b"*IDN?\n")
_QUESTIONS: Final = (
    Question(b"MEAS:VOLT?\n", Quantity.VOLTAGE),
    Question(b"MEAS:CURR?\n", Quantity.CURRENT),
    Question(b"MEAS:TEMP?\n", Quantity.TEMPERATURE, every=10),
)
_NUMBER: Final = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NOT_A_NUMBER: Final = 9.9e37
"""SCPI-99 sends this for *no value*, with either sign; an overload is 9.9E37 too. Known, but nothing measured."""
_LONGEST: Final = 256
_NAMES: Final = ("maker", "model", "serial", "version")


class _Dialect:
    """See ``Dialect``."""

    who = _WHO
    questions: tuple[Question, ...] = _QUESTIONS
    quiet_s = 0.5
    pause_s = 0.01
    narrows = True

    def read(self, held: bytearray, asked: Question | None, quiet: bool) -> Iterator[Heard]:
        """An answer is a line; what is left without an end after a silence is none."""
        while (end := held.find(b"\n")) >= 0:
            line = bytes(held[:end]).strip(b"\r \x00\t")
            del held[: end + 1]
            if line:
                yield _heard(line, asked)
        if len(held) > _LONGEST:
            size = len(held)
            held.clear()
            yield UnknownFrame(size, "no line end")


def _heard(line: bytes, asked: Question | None) -> Heard:
    if asked is None:
        return UnknownFrame(len(line), "nobody asked")
    if asked.quantity is None:
        return _identity(line) or UnknownFrame(len(line), "no name")
    if not all(0x20 <= byte < 0x7F for byte in line):
        return UnknownFrame(len(line), "damaged")
    return _value(asked.quantity, line) or Declined(len(line))


def _identity(line: bytes) -> Told | None:
    """Maker, model, serial number and version, as IEEE 488.2 has them; something else is taken as the model."""
    name = printed(line)
    if name is None or _NUMBER.fullmatch(line):
        return None
    fields = [field.strip() for field in name.split(",")]
    known = zip(_NAMES, fields, strict=False) if len(fields) >= len(_NAMES) else (("model", name),)
    return Told(identity=Identified(tuple((key, value) for key, value in known if value not in ("", "0"))))


def _value(quantity: Quantity, line: bytes) -> Told | None:
    if not _NUMBER.fullmatch(line):
        return None
    value = float(line)
    if abs(value) >= _NOT_A_NUMBER:
        return Told()
    return Told((at_meter(quantity, value),)) if plausible(quantity, value) else None


class _ScpiFactory(QuestionsFactory):
    """See ``CodecFactory``."""

    id = "scpi"
    capabilities = frozenset(
        {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE}
    )
    dialect = _Dialect()


CODEC: Final = _ScpiFactory()
