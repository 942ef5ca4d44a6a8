"""The requests the bench makes of an ABECS pad, as exchanges, and the rules that refuse what cannot be asked.

Facts: ABECS 2.12 / 2.20. Media names are exactly 8 letters or digits; shorter names are filled up with ``0``.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from devices.capability import Capability
from devices.codecs._abecs_link import Exchange
from devices.codecs._abecs_meaning import IDENTITY, ITEM_BATTERY
from devices.codecs._abecs_wire import MAX_VALUE, item, request
from devices.commands import (
    AskDigits,
    Command,
    EndVisit,
    LogIn,
    ReadBattery,
    ReadFacts,
    ReadSensors,
    SetBacklight,
    ShowImage,
    StartReading,
    StopReading,
)
from devices.errors import CommandRefused
from devices.framing import crc16_xmodem
from devices.profile import Profile

LISTEN_S: Final = 30
MARGIN_S: Final = 12.0
"""Added to a pad's own time-out before silence counts as no answer."""
_GROUPS: Final = (
    (0x8003, 0x8004, 0x8005, 0x8006),
    (0x8007, 0x8008, 0x8009, 0x800A),
    (0x8010, 0x8012, 0x8013),
    (0x8020, 0x8021, 0x8022),
    (0x8032, 0x8033),
    (0x8035, 0x8036),
    (0x8002, 0x8001),
)
"""Asked for in this order, few at a time: a pad needs about 8 s for everything. The serial ends the identity."""
_PROMPT_NEUTRAL: Final = 0x0021
_KEYS_ONLY: Final = b"100000"
_PNG: Final = 1
_LINE: Final = 16
_MAX_DEX: Final = 160


def refuse(command: Command, profile: Profile) -> None:
    """Raise ``CommandRefused`` for what this protocol or model cannot do. The message never repeats digits."""
    match command:
        case StartReading() | StopReading():
            raise CommandRefused("a PIN pad delivers no readings")
        case LogIn() | ReadSensors() | ReadFacts() | SetBacklight() | EndVisit():
            raise CommandRefused("a PIN pad has no shell")
        case AskDigits(expected=expected, timeout_s=timeout_s):
            if not (1 <= len(expected) <= 12 and expected.isascii() and expected.isdigit()):
                raise CommandRefused("AskDigits: 1 to 12 digits")
            if not 1 <= timeout_s <= 255:
                raise CommandRefused("AskDigits: 1 to 255 seconds")
        case ShowImage():
            _refuse_image(command, profile)
        case ReadBattery() if not profile.can(Capability.BATTERY_LEVEL):
            raise CommandRefused("this model has no battery")
        case _:
            return


def _refuse_image(command: ShowImage, profile: Profile) -> None:
    display = profile.display
    if not profile.can(Capability.SHOW_IMAGE) or display is None:
        raise CommandRefused("this model shows no images")
    if not (1 <= len(command.name) <= 8 and command.name.isascii() and command.name.isalnum()):
        raise CommandRefused("ShowImage: a name has 1 to 8 letters or digits")
    if command.raster.width > display.width or command.raster.height > display.height:
        raise CommandRefused("ShowImage: the picture is larger than the screen")


def open_session() -> Exchange:
    """OPN, not secured."""
    return Exchange("OPN", request("OPN"))


def identity(profile: Profile) -> Iterator[Exchange]:
    """GIX for all items of ``IDENTITY`` the model may have."""
    for group in _GROUPS:
        last = group[-1] == 0x8001
        with_battery = last and profile.can(Capability.BATTERY_LEVEL)
        numbers = (ITEM_BATTERY, *group) if with_battery else group
        yield _ask_items(tuple(number for number in numbers if number in IDENTITY))


def battery_level() -> Exchange:
    """GIX for the battery alone."""
    return _ask_items((ITEM_BATTERY,))


def _ask_items(numbers: tuple[int, ...]) -> Exchange:
    wanted = b"".join(number.to_bytes(2, "big") for number in numbers)
    return Exchange("GIX", request("GIX", item(0x0001, wanted)))


def listen() -> Exchange:
    """CEX for keys only; never a card reader."""
    options = item(0x0006, _KEYS_ONLY) + item(0x000C, bytes([LISTEN_S]))
    return Exchange("CEX", request("CEX", options), LISTEN_S + MARGIN_S)


def digits(count: int, timeout_s: int) -> Exchange:
    """GCD with a neutral prompt for exactly ``count`` digits and OK. The digits themselves do not travel to the pad.

    Waits longer than the pad should: whether its time begins again with each key is not known.
    """
    items = item(0x000C, bytes([timeout_s])) + item(0x000D, bytes([count])) + item(0x000E, bytes([count]))
    packet = request("GCD", items + item(0x000B, _PROMPT_NEUTRAL.to_bytes(2, "big")))
    return Exchange("GCD", packet, 2 * timeout_s + MARGIN_S)


def text(lines: tuple[str, ...], profile: Profile) -> Exchange:
    """DSP for up to two lines of 16, else DEX with as many lines as the model shows."""
    display = profile.display
    columns = (display.text_columns if display else 0) or _LINE
    rows = (display.text_rows if display else 0) or 2
    if rows <= 2 or (len(lines) <= 2 and all(len(line) <= _LINE for line in lines)):
        two = (*lines, "", "")[:2]
        return Exchange("DSP", request("DSP", b"".join(_plain(line)[:_LINE].ljust(_LINE) for line in two)))
    shown = b"\r".join(_plain(line)[:columns] for line in lines[:rows])
    return Exchange("DEX", request("DEX", shown[:_MAX_DEX]))


def _plain(line: str) -> bytes:
    visible = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in line)
    return visible.encode("iso8859-1", "replace")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as the pad wants it: ``info`` is size, CRC and type."""

    name: str
    info: bytes
    data: bytes = field(repr=False)

    @staticmethod
    def of(command: ShowImage) -> "Image":
        """The raster as a PNG file."""
        data = command.raster.png()
        info = len(data).to_bytes(4, "big") + crc16_xmodem(data).to_bytes(2, "big") + bytes([_PNG, 0, 0, 0])
        return Image(command.name.upper().ljust(8, "0"), info, data)


def upload(image: Image) -> Iterator[Exchange]:
    """MLI, as many MLR as needed, MLE."""
    yield Exchange("MLI", request("MLI", item(0x001E, image.name.encode("ascii")) + item(0x001F, image.info)))
    for at in range(0, len(image.data), MAX_VALUE):
        yield Exchange("MLR", request("MLR", item(0x000F, image.data[at : at + MAX_VALUE])))
    yield Exchange("MLE", request("MLE"))


def show_image(image: Image) -> Exchange:
    """DSI of a picture already loaded."""
    return Exchange("DSI", request("DSI", item(0x001E, image.name.encode("ascii"))))
