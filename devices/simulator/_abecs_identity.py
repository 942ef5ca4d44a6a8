"""What a simulated ABECS pad says of itself: a PPC-930 as captured, and marked inventions where no capture tells."""

import random
from typing import Final

from devices.capability import Capability
from devices.profile import Profile

_HOSTILE: Final = b'<b onload="x">\x1b[31m\x07%s{}\x00\xe2\x80\xae\x85\r\n'
_SLOTS: Final = 100


def identity_items(profile: Profile, seed: int, hostile: bool, keyless: bool = False) -> dict[int, bytes]:
    """Item number to value, in the order a pad tells them when asked for everything."""
    chance = random.Random(f"identity {seed}")
    serial = f"{chance.randrange(10**16):016d}"  # invented: a number of the seed
    model = f"{profile.model};192MB".encode("iso8859-1", "replace")
    tail = _HOSTILE if hostile else b""
    items = {
        0x8001: serial.encode("ascii"),
        0x8002: b"P930-SIM" + tail,  # invented
        0x8003: model + tail,
        0x8004: profile.maker.upper().encode("iso8859-1", "replace") + tail,
        0x8005: b"1200000000",
        0x8006: b"SIMULATED OS 1.0" + tail,  # invented
        0x8007: b"2.12",
        0x8008: b"1.00 SIM",  # invented
        0x8009: b"002.14 200921" + tail,
        0x800A: b"",
        0x8010: b"SIM-EMV 1.0",  # invented
        0x8012: b"SIM-MC 1.0",  # invented
        0x8013: b"SIM-VISA 1.0",  # invented
        **_screen(profile),
        **_slots(chance, keyless),
        0x8062: b"00100000",  # invented
        **{0x9100 + number: b"SIM%017d" % number for number in range(20)},  # invented
        **{0x9300 + number: b"0000000001" for number in range(12)},  # invented
    }
    if profile.can(Capability.BATTERY_LEVEL):
        items[0x8064] = bytes([87, 1])
    return items


def _screen(profile: Profile) -> dict[int, bytes]:
    display = profile.display
    if display is None:
        return {}
    return {
        0x8020: b"%02d%02d" % (display.text_rows, display.text_columns),
        0x8021: b"%04d%04d" % (display.height, display.width),
        0x8022: b"11",
    }


def _slots(chance: random.Random, keyless: bool) -> dict[int, bytes]:
    """Key slots: some loaded, most empty, the rest not there. Invented."""
    maps: dict[int, bytes] = {}
    for number, loaded in ((0x8032, 3), (0x8033, 1), (0x8035, 2), (0x8036, 1)):
        loaded = 0 if keyless else loaded
        slots = ["1"] * loaded + ["0"] * (20 - loaded)
        chance.shuffle(slots)
        maps[number] = "".join(slots).ljust(_SLOTS, "2").encode("ascii")
    return maps
