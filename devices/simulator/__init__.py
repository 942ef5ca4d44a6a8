"""Simulated terminals and meters over the real wire: one file per protocol, faults as data, and a control socket.

The bench never imports this package to inspect; it meets a simulator as it meets a device, through a port.
"""

from typing import Final

from devices.plugins import exports, unique
from devices.simulator.device import DeviceFactory

_NOT_DEVICES: Final = frozenset(
    {"control", "device", "faults", "keypad", "line", "person", "picture", "requests", "shell", "wires"}
)
"""Files that serve every simulated device."""


def simulated_protocols() -> dict[str, DeviceFactory]:
    """Every simulated device by protocol id. Raises ``RegistryError`` for a file without DEVICE or a doubled id."""
    return unique(exports(__name__, "DEVICE", _NOT_DEVICES), "protocol", "simulated devices")
