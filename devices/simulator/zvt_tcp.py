"""A simulated ZVT terminal over TCP: see ``_zvt_terminal``."""

from typing import Final

from devices.profile import Profile
from devices.simulator._zvt_terminal import Terminal
from devices.simulator.device import SimulatedDevice


class _ZvtTcpDevice:
    """See ``DeviceFactory``."""

    protocol = "zvt-tcp"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return Terminal(profile, seed, now, paced, serial=False)


DEVICE: Final = _ZvtTcpDevice()
