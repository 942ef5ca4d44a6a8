"""When the unit was switched on, from what it told of itself or from the meter in its supply line. Pure."""

from typing import Final

import numpy as np

from checks.check import WatchContext
from devices.events import Channel, Quantity, Source

_AT_METER: Final = Channel(Quantity.VOLTAGE, Source.METER)
_OFF_V: Final = 1.0  # own: less than this at the meter is no supply


def power_on(context: WatchContext) -> float | None:
    """Monotonic seconds; None where nobody knows."""
    if context.state.up_since is not None:
        return context.state.up_since
    series = context.telemetry.series(_AT_METER)
    dead = np.flatnonzero(series.values < _OFF_V)
    if not len(dead) or dead[-1] + 1 >= len(series):
        return None
    return float(series.at[dead[-1] + 1])
