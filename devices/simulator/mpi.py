"""A simulated Miura MPI unit: see ``_apdu_unit``."""

from typing import Final

from devices.profile import Profile
from devices.simulator._apdu_unit import ApduUnit
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 115_200


class _MpiDevice:
    """See ``DeviceFactory``."""

    protocol = "mpi"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return ApduUnit(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None, masked_digits=True)


DEVICE: Final = _MpiDevice()
