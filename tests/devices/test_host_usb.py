"""What the PC tells of its USB sockets: a tree like ``/sys``, and a port that a real program holds."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.events import FactSubject
from devices.host_network import this_pc
from devices.host_usb import usb_devices

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /sys and /proc")
NOBODY = Path("/nonexistent")


def plug(bus: Path, socket: str, numbers: str = "1753:c902", kind: str = "02", product: str = "PPC-930") -> Path:
    """A device without interfaces, as the kernel lists it."""
    folder = bus / socket
    folder.mkdir(parents=True)
    vid, pid = numbers.split(":")
    for name, text in (("idVendor", vid), ("idProduct", pid), ("bDeviceClass", kind), ("product", product)):
        (folder / name).write_text(f"{text}\n")
    return folder


def interface(device: Path, driver: str, *ports: str) -> None:
    """One interface with its driver. ``ports`` are folders below it, as that driver makes them."""
    folder = device / f"{device.name}:1.0"
    folder.mkdir()
    drivers = device.parent.parent / "drivers" / driver
    drivers.mkdir(parents=True, exist_ok=True)
    (folder / "driver").symlink_to(drivers)
    for port in ports:
        (folder / port).mkdir(parents=True)


@pytest.fixture
def held_pty() -> Iterator[tuple[Path, int]]:
    """A real pseudo-terminal that another program has open: its path and that program's number."""
    master, slave = pty.openpty()
    path = Path(os.ttyname(slave))
    code = "import sys; print(); sys.stdout.flush(); sys.stdin.read()"
    with path.open("rb+", buffering=0) as port:
        holder = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[port.fileno()]
        )
        assert holder.stdout is not None
        holder.stdout.readline()
    try:
        yield path, holder.pid
    finally:
        holder.communicate(timeout=60)
        os.close(slave)
        os.close(master)


def test_a_device_without_driver_or_port_is_listed_and_hubs_are_not(tmp_path: Path) -> None:
    bus = tmp_path / "devices"
    plug(bus, "usb1", "1d6b:0002", "09", "Root hub")
    plug(bus, "1-2")
    (bus / "1-2:1.0").mkdir()
    assert usb_devices(bus, NOBODY, NOBODY) == (("device", "1-2"), ("usb", "1753:C902"), ("product", "PPC-930"))


@pytest.mark.parametrize(("driver", "folder"), [("cdc_acm", "tty/ttyACM0"), ("ftdi_sio", "ttyUSB0/tty/ttyUSB0")])
def test_driver_and_port_are_found_whichever_way_the_kernel_hangs_them(
    driver: str, folder: str, tmp_path: Path
) -> None:
    interface(plug(tmp_path / "devices", "1-2.4"), driver, folder)
    items = usb_devices(tmp_path / "devices", NOBODY, NOBODY)
    assert items[3:] == (("driver", driver), ("port", f"/nonexistent/{Path(folder).name}"))


def test_a_port_that_a_program_holds_names_the_program(tmp_path: Path, held_pty: tuple[Path, int]) -> None:
    path, pid = held_pty
    interface(plug(tmp_path / "devices", "1-2"), "cdc_acm", "tty/ttyACM0")
    dev = tmp_path / "dev"
    dev.mkdir()
    (dev / "ttyACM0").symlink_to(path)
    items = usb_devices(tmp_path / "devices", dev)
    assert ("access", "1") in items
    held = [value for name, value in items if name == "held"]
    assert len(held) == 1
    assert held[0].endswith(f"({pid})")
    assert held[0].startswith("python")


def test_a_port_of_another_group_names_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interface(plug(tmp_path / "devices", "1-2"), "cdc_acm", "tty/ttyACM0")
    (tmp_path / "ttyACM0").touch()
    (tmp_path / "ttyACM0").chmod(0o660)
    monkeypatch.setattr("devices.host_usb.os.access", lambda path, mode: False)  # who runs the tests may be root
    import grp

    group = grp.getgrgid((tmp_path / "ttyACM0").stat().st_gid).gr_name
    items = usb_devices(tmp_path / "devices", tmp_path, NOBODY)
    assert items[-2:] == (("access", "0"), ("group", group))


def test_what_a_device_calls_itself_is_made_harmless(tmp_path: Path) -> None:
    plug(tmp_path / "devices", "1-2", product="\x1b[31m" + "x" * 200)
    said = dict(usb_devices(tmp_path / "devices", NOBODY, NOBODY))["product"]
    assert "\x1b" not in said
    assert len(said) == 80


def test_this_pc_answers_or_says_that_it_cannot() -> None:
    try:
        items = this_pc(FactSubject.USB, "", 1)
    except OSError:  # a container without USB
        return
    assert all(name in {"device", "usb", "product", "driver", "port", "access", "group", "held"} for name, _ in items)
    assert not any(name == "serial" for name, _ in items)
