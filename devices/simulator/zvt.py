"""A simulated ZVT terminal on a serial line: see ``_zvt_terminal``."""

from typing import Final

from devices.profile import Profile
from devices.simulator._zvt_terminal import Terminal
from devices.simulator.device import SimulatedDevice


class _ZvtDevice:
    """See ``DeviceFactory``."""

    protocol = "zvt"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return Terminal(profile, seed, now, paced, serial=True)


DEVICE: Final = _ZvtDevice()
