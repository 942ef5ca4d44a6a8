"""What an inspection itself asks of unit and meter, beside its checks: readings from beginning to end, and a screen left as it was.

Pure: it names the commands, the session sends them.
"""

from collections.abc import Iterator
from typing import Final

from checks.whose_reading import only_answers
from devices.capability import Capability
from devices.commands import Abort, Command, ReadBattery, ReadSensors, RestoreScreen, StartReading
from devices.events import Source
from devices.profile import Profile
from devices.state import TerminalState

METER_INTERVAL_S: Final = 0.1
UNIT_INTERVAL_S: Final = 0.2
_MEASURED: Final = (Capability.SUPPLY_VOLTAGE, Capability.TEMPERATURE)
_SCREEN: Final = (Capability.SHOW_IMAGE, Capability.SHOW_TEXT, Capability.BACKLIGHT)


def meter_readings() -> Command:
    """Of a meter in the supply line, when the inspection begins and when the meter is back."""
    return StartReading(METER_INTERVAL_S)


def unit_readings(profile: Profile, state: TerminalState) -> Iterator[Command]:
    """Of a unit that measures its own supply or heat; an ``Abort`` ends them, so they are asked for again after it.

    Of a battery, once: its answer is kept.
    """
    if only_answers(profile) and not any(channel.source is Source.BATTERY for channel in state.latest):
        yield ReadBattery()
    if any(map(profile.can, _MEASURED)):
        if not state.sensors:
            yield ReadSensors()
        yield StartReading(UNIT_INTERVAL_S)


def left_idle(profile: Profile) -> Iterator[Command]:
    """Nothing under way, no key stream, and no picture or dimmed light left on the screen."""
    yield Abort()
    if any(map(profile.can, _SCREEN)):
        yield RestoreScreen()
