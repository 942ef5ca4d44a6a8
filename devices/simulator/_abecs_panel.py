"""The screen of a simulated ABECS pad: text, pictures loaded piece by piece, and the status of each step."""

from dataclasses import dataclass, field
from typing import Final

from devices.framing import crc16_xmodem
from devices.raster import DisplayGeometry, Raster
from devices.simulator.picture import BadPictureError, decode_png, on_panel

_MAX_FILE: Final = 1_000_000
_OK: Final = b"000"
_INVALID_CALL: Final = b"010"
_INVALID_PARAMETER: Final = b"011"
_MISSING: Final = b"100"
_FORMAT: Final = b"101"
_SIZE_OR_CRC: Final = b"102"
_PNG: Final = 1


@dataclass(slots=True)
class _Loading:
    """A picture under way: announced size and CRC, and what came of it."""

    name: str
    size: int
    crc: int
    data: bytearray = field(default_factory=bytearray, repr=False)


class Panel:
    """Shows either ``lines`` or ``picture``. Pictures stay loaded until ``clear``."""

    def __init__(self, geometry: DisplayGeometry | None) -> None:
        self.lines: tuple[str, ...] = ()
        self.picture: Raster | None = None
        self._geometry = geometry
        self._loading: _Loading | None = None
        self._pictures: dict[str, Raster] = {}

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Replace what is shown by text."""
        self.lines, self.picture = lines, None

    def show_two_lines(self, text: bytes) -> None:
        """DSP and CLO: two lines of 16."""
        shown = text[:32].decode("iso8859-1")
        self.show_lines((shown[:16].rstrip(), shown[16:].rstrip()))

    def show_text(self, text: bytes) -> None:
        """DEX: CR ends a line."""
        rows = self._geometry.text_rows if self._geometry else 2
        columns = self._geometry.text_columns if self._geometry else 16
        self.show_lines(tuple(line[:columns] for line in text.decode("iso8859-1").split("\r")[:rows]))

    def begin(self, name: bytes, info: bytes) -> bytes:
        """MLI."""
        if len(name) != 8 or not name.isalnum() or len(info) != 10:
            return _INVALID_PARAMETER
        size, crc = int.from_bytes(info[:4], "big"), int.from_bytes(info[4:6], "big")
        if size > _MAX_FILE or info[6] != _PNG:
            return _FORMAT
        self._loading = _Loading(name.decode("ascii").upper(), size, crc)
        return _OK

    def add(self, data: bytes) -> bytes:
        """MLR."""
        if self._loading is None:
            return _INVALID_CALL
        self._loading.data += data
        return _OK if len(self._loading.data) <= self._loading.size else _SIZE_OR_CRC

    def finish(self) -> bytes:
        """MLE."""
        loading, self._loading = self._loading, None
        if loading is None:
            return _INVALID_CALL
        data = bytes(loading.data)
        if len(data) != loading.size or crc16_xmodem(data) != loading.crc:
            return _SIZE_OR_CRC
        try:
            self._pictures[loading.name] = decode_png(data)
        except BadPictureError:
            return _FORMAT
        return _OK

    def show_picture(self, name: bytes) -> bytes:
        """DSI."""
        picture = self._pictures.get(name.decode("iso8859-1").upper())
        if picture is None or self._geometry is None:
            return _MISSING
        self.lines, self.picture = (), on_panel(picture, self._geometry.width, self._geometry.height)
        return _OK

    def clear(self) -> None:
        """Power was away."""
        self.lines, self.picture, self._loading = (), None, None
        self._pictures.clear()
