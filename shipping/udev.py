"""The udev rules: who sits at the machine may open its USB serial ports, and nothing types modem commands into a terminal.

Numbers of makers and models come from the profiles; there is no second list.
"""

from collections.abc import Iterable

from devices.profile import load_profiles
from shipping.product import ROOT

FILE = "70-posbench.rules"
"""Before 73-seat-late.rules, which gives the access; before ModemManager's rules (77)."""
HEAD = """\
# Posbench: USB serial ports for whoever sits at this machine (no group 'dialout' needed), at any adapter, because service
# consoles hang at ordinary ones. Remote log-ins get nothing by this.
ACTION=="remove", GOTO="posbench_end"
SUBSYSTEM=="tty", KERNEL=="ttyUSB[0-9]*|ttyACM[0-9]*", TAG+="uaccess"

# Payment terminals are no modems: ModemManager would send them AT commands while they are tested.
SUBSYSTEM!="usb", GOTO="posbench_end"
ENV{DEVTYPE}!="usb_device", GOTO="posbench_end"
"""
END = 'LABEL="posbench_end"\n'


def known_units() -> list[tuple[int, int]]:
    """USB numbers of every profile."""
    every = load_profiles(ROOT / "resources" / "terminals") | load_profiles(ROOT / "resources" / "meters")
    return sorted({(one.vid, one.pid) for profile in every.values() for one in profile.usb})


def rules(units: Iterable[tuple[int, int]]) -> str:
    """The whole file."""
    lines = (
        f'ATTR{{idVendor}}=="{vid:04x}", ATTR{{idProduct}}=="{pid:04x}", ENV{{ID_MM_DEVICE_IGNORE}}="1"\n'
        for vid, pid in units
    )
    return HEAD + "".join(lines) + END
