"""Simulated terminals and meters over the real wire: one file per protocol, faults as data, and a control socket.

The bench never imports this package to inspect; it meets a simulator as it meets a device, through a port.
"""

import importlib
import pkgutil
from typing import Final

from devices.errors import RegistryError
from devices.simulator.device import DeviceFactory

_NOT_DEVICES: Final = frozenset(
    {"control", "device", "faults", "keypad", "line", "person", "picture", "requests", "shell", "wires"}
)
"""Files that serve every simulated device."""


def simulated_protocols() -> dict[str, DeviceFactory]:
    """Every simulated device by protocol id. Raises ``RegistryError`` for a file without DEVICE or a doubled id."""
    found: dict[str, DeviceFactory] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        if info.name in _NOT_DEVICES or info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        device: DeviceFactory | None = getattr(module, "DEVICE", None)
        if device is None:
            raise RegistryError(f"{module.__name__} exports no DEVICE")
        if device.protocol in found:
            raise RegistryError(f"two simulated devices speak {device.protocol}")
        found[device.protocol] = device
    if not found:
        raise RegistryError("devices.simulator has no devices: this program was packed without them")
    return found
