"""What this PC sees on its USB sockets, as far as Linux tells: which device has a driver, a port, and who is in its way.

Reads names below ``/sys/bus/usb/devices``, ``/proc`` and the owner of a port; opens no port, sends nothing, and keeps no
serial number: what is plugged into somebody's PC is nobody's business beyond what tells one device from another.
"""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from devices.port_holders import holders

_HUB: Final = "09"  # USB class code of a hub
Items: TypeAlias = tuple[tuple[str, str], ...]


def usb_devices(sys_bus: Path | None = None, dev: Path = Path("/dev"), proc: Path = Path("/proc")) -> Items:
    """Everything plugged in but hubs, in the items of ``FactsRead`` on usb. Raises ``OSError`` where nobody can tell."""
    if sys_bus is None:
        if sys.platform != "linux":
            raise OSError("this system does not list its USB devices")
        sys_bus = Path("/sys/bus/usb/devices")
    folders = sorted(folder for folder in sys_bus.iterdir() if ":" not in folder.name)
    return tuple(item for folder in folders if _is_device(folder) for item in _device(folder, dev, proc))


def _is_device(folder: Path) -> bool:
    return bool(_said(folder / "idVendor")) and _said(folder / "bDeviceClass") != _HUB


def _device(folder: Path, dev: Path, proc: Path) -> Iterator[tuple[str, str]]:
    yield "device", folder.name
    yield "usb", f"{_said(folder / 'idVendor')}:{_said(folder / 'idProduct')}".upper()
    if product := _said(folder / "product"):
        yield "product", product
    for interface in sorted(folder.glob(f"{folder.name}:*")):
        if (interface / "driver").exists():
            yield "driver", (interface / "driver").resolve().name
        for name in _ports(interface):
            yield from _port(dev / name, proc)


def _ports(interface: Path) -> list[str]:
    """``ttyACM0`` hangs on its interface by a folder ``tty``, ``ttyUSB0`` by a folder of its own with one inside."""
    return sorted({path.name for pattern in ("tty/tty*", "tty*/tty/tty*") for path in interface.glob(pattern)})


def _port(port: Path, proc: Path) -> Iterator[tuple[str, str]]:
    yield "port", str(port)
    try:
        facts = port.stat()
    except OSError:  # not made yet, or gone meanwhile
        return
    allowed = os.access(port, os.R_OK | os.W_OK)
    yield "access", str(int(allowed))
    if not allowed and facts.st_mode & stat.S_IWGRP:
        yield "group", _group(facts.st_gid)
    for holder in holders(str(port), proc):
        yield "held", holder


def _group(number: int) -> str:
    try:
        import grp

        return grp.getgrgid(number).gr_name
    except (ImportError, KeyError):
        return str(number)


def _said(path: Path) -> str:
    """What a file says, made harmless: a device names itself, and its text is data."""
    try:
        text = path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
    return "".join(char if char.isprintable() else "?" for char in text)[:80]
