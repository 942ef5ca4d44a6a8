"""Korad KA3005P and its kind (Tenma, Velleman, RND, Stamos): the bench supply that feeds a unit, read and never set.

9600 8N1 without any terminator; what came before 50 ms of silence is an answer, and so long is waited before the next
request. There is no check value: an answer counts only in its full form, two digits before and two behind the point for
volts, one and three for amperes. Source: sigrok wiki "Korad KAxxxxP series". Voltage, current and output of a supply that
feeds somebody's terminal are nobody's but the person's at its knobs: no request that sets anything is in this file.
"""

import re
from collections.abc import Iterator
from typing import Final

from devices.capability import Capability
from devices.codecs._meter import at_meter, plausible
from devices.codecs._meter_questions import Declined, Heard, Question, QuestionsFactory, Told, printed
from devices.events import Identified, Quantity, UnknownFrame

_QUIET_S: Final = 0.05
_WHO: Final = Question(b"*IDN?")
_VOLTS: Final = Question(b"VOUT1?", Quantity.VOLTAGE)
_AMPERES: Final = Question(b"IOUT1?", Quantity.CURRENT)
REQUESTS: Final = (_WHO.request, _VOLTS.request, _AMPERES.request)
_FORM: Final = {
    Quantity.VOLTAGE: re.compile(rb"(?<![0-9.])[0-9]{2}\.[0-9]{2}(?![0-9.])"),
    Quantity.CURRENT: re.compile(rb"(?<![0-9.])[0-9]\.[0-9]{3}(?![0-9.])"),
}
_VERSION: Final = re.compile(r"V([0-9]+\.[0-9]+)")
_SERIAL: Final = re.compile(r"SN:([0-9]+)")  # a Tenma 72-2540 V5.8 tells it: PyPI package koradctl


class _Dialect:
    """See ``Dialect``."""

    who = _WHO
    questions: tuple[Question, ...] = (_VOLTS, _AMPERES)
    quiet_s = pause_s = _QUIET_S
    narrows = False

    def read(self, held: bytearray, asked: Question | None, quiet: bool) -> Iterator[Heard]:
        """Whatever came before a silence is one answer; a trailing 00 or line end belongs to it."""
        if not quiet or not held:
            return
        answer = bytes(held).strip(b"\x00\r\n ")
        size = len(held)
        held.clear()
        if asked is None:
            yield UnknownFrame(size, "nobody asked")
        elif asked.quantity is None:
            yield _identity(answer) or UnknownFrame(size, "no name")
        else:
            yield _value(asked.quantity, answer) or Declined(size)


def _identity(answer: bytes) -> Told | None:
    name = printed(answer)
    if name is None:
        return None
    version, serial = _VERSION.search(name), _SERIAL.search(name)
    facts = [("model", name[: version.start()].strip() if version else name)]
    facts += [("version", version[1])] if version else []
    facts += [("serial", serial[1])] if serial else []
    return Told(identity=Identified(tuple(facts)))


def _value(quantity: Quantity, answer: bytes) -> Told | None:
    found = _FORM[quantity].findall(answer)
    if len(found) != 1 or not plausible(quantity, float(found[0])):
        return None
    return Told((at_meter(quantity, float(found[0])),))


class _KoradFactory(QuestionsFactory):
    """See ``CodecFactory``."""

    id = "korad"
    capabilities = frozenset({Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT})
    dialect = _Dialect()


CODEC: Final = _KoradFactory()
