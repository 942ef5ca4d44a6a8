"""What codecs of instruments share, whether they ask or listen."""

from typing import Final

from devices.commands import StartReading
from devices.errors import CommandRefused
from devices.events import Channel, Quantity, Reading, Source

_PLAUSIBLE: Final = {
    Quantity.VOLTAGE: (-1.0, 100.0),
    Quantity.CURRENT: (-50.0, 50.0),
    Quantity.POWER: (-500.0, 500.0),
    Quantity.TEMPERATURE: (-60.0, 200.0),
}
"""Own: what an instrument in a terminal's supply line can show at all. Anything else is damage, or says that nothing is measured."""


def plausible(quantity: Quantity, value: float) -> bool:
    """Whether an instrument in the supply line may show ``value``, in the quantity's unit. NaN and infinity never."""
    low, high = _PLAUSIBLE[quantity]
    return low <= value <= high


def at_meter(quantity: Quantity, value: float) -> Reading:
    """A reading at the instrument itself."""
    return Reading(Channel(quantity, Source.METER), value)


def interval_s_of(command: StartReading) -> float:
    """How often is to be read. Raises ``CommandRefused`` for what is negative or no number."""
    if not command.interval_s >= 0:
        raise CommandRefused("StartReading: an interval is not negative")
    return command.interval_s


class Plain:
    """See ``Redactor``: a meter's traffic holds nothing a person typed."""

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        return data

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return b""
