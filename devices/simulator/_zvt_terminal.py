"""A simulated ZVT terminal over either framing: answers the service commands, and refuses everything else with 83.

Invented, because no source tells: times of processing, what an abort does to a request for a key (it ends it without another
answer), the number in ``73`` and from which number pieces of a picture count (a test's profile says both).
"""

from dataclasses import dataclass, field
from typing import Final

from devices.codecs._zvt_meaning import KEYS, TIMED_OUT
from devices.codecs._zvt_wire import (
    ABORT,
    ASK_KEY,
    CONTAINER,
    HOST_LINE,
    LOG_OFF,
    PRINT_SETUP,
    REGISTER,
    SELF_TEST,
    SHOW_IMAGE,
    SHOW_TEXT,
    STATUS,
    Apdu,
    Kind,
    SerialReader,
    TcpReader,
    Token,
    bitmaps,
    tlv_objects,
)
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._body import KeyedBody
from devices.simulator._out_of_service import warning
from devices.simulator._zvt_messages import GOOD, Facts, framed, message, refused
from devices.simulator.device import Waiting
from devices.simulator.picture import BadPictureError, as_seen, decode_png, on_panel

_BAUD: Final = 9600
_SOON_S: Final = 0.02
_STEP_S: Final = 0.3
_REPEATS: Final = 2
_T2_S: Final = 5.0
_CODES: Final = {key: code for code, key in KEYS.items()}
_NOT_REGISTERED: Final = 0x6B
_NOT_POSSIBLE: Final = 0x83
_ILL_FORMED: Final = 0x9A
_ACK: Final = b"\x06"
_NAK: Final = b"\x15"


class _FromBench(TcpReader):
    """A terminal lets more come to it than a bench does."""

    CLASSES = TcpReader.CLASSES | {0x08}


@dataclass(slots=True)
class _Picture:
    """Pieces of a picture under way."""

    number: bytes = b""
    size: int = 0
    parts: dict[int, bytes] = field(default_factory=dict, repr=False)


class Terminal(KeyedBody):
    """See ``SimulatedDevice``. One command at a time; a new one ends what waits."""

    def __init__(self, profile: Profile, seed: int, now: float, paced: bool, serial: bool) -> None:
        super().__init__(profile, seed, now, (profile.serial.baud or _BAUD) if paced and serial else None)
        self._serial = serial
        self._facts = Facts(profile, seed, self._faults)
        self._reader: SerialReader | TcpReader = SerialReader() if serial else _FromBench()
        self._registered = False
        self._waiting_until: float | None = None
        self._pending: tuple[float, bytes] | None = None
        self._steps: list[bytes] = []
        self._last = b""
        self._said_again = 0
        self._unheard_at: float | None = None
        self._lines: tuple[str, ...] = ()
        self._picture: Raster | None = None
        self._loading = _Picture()

    # -- the wire

    def _hear(self, data: bytes) -> None:
        """See ``Body``."""
        for token in self._reader.feed(data):
            self._take(token)

    def _waits(self) -> tuple[float | None, ...]:
        """See ``Body``."""
        message = self._pending[0] if self._pending else None
        return (*super()._waits(), message, self._waiting_until, self._unheard_at)

    def _run(self) -> None:
        """See ``Body``."""
        if self.cut_until(self._now) is not None:
            self._restart()
        if self._unheard_at is not None and self._now >= self._unheard_at:
            self._say_again()
        if self._pending is not None and self._now >= self._pending[0]:
            (_, apdu), self._pending = self._pending, None
            self._send(apdu)
        for key in self._keypad.take(self._now):
            self._closed(key)
        if self._waiting_until is not None and self._now >= self._waiting_until:
            self._waiting_until = None
            self._answer(refused(TIMED_OUT))

    def _take(self, token: Token) -> None:
        if token.kind is Kind.ACK:
            self._unheard_at = None
        elif token.kind is Kind.NAK:
            self._say_again()
        elif token.kind is Kind.DAMAGED:
            self._control(_NAK, token)
        elif token.kind is Kind.APDU:
            if self._line.refuses(self._now) and self._serial:
                self._control(_NAK, token)
                return
            self._control(_ACK, token)
            apdu = Apdu.of(token.data)
            if apdu is not None:
                self._obey(apdu, self._now + self._line.transfer_s(len(token.raw)))

    def _say_again(self) -> None:
        """What was not acknowledged within T2, or refused: at most twice."""
        self._unheard_at = None
        if self._last and self._said_again < _REPEATS:
            self._said_again += 1
            self._line.send(self._last, self._now + _SOON_S, self._now)
            self._unheard_at = self._now + _T2_S

    def _said(self, apdu: bytes, at: float) -> None:
        self._last, self._said_again = framed(apdu, self._serial), 0
        self._unheard_at = at + _T2_S if self._serial else None
        self._line.send(self._last, at, self._now)

    def _control(self, byte: bytes, token: Token) -> None:
        if self._serial:
            at = self._now + self._line.transfer_s(len(token.raw))
            self._line.send(byte, at, self._now, answer=False)

    def _send(self, apdu: bytes) -> None:
        self._said(apdu, self._now)

    def _answer(self, apdu: bytes, at: float | None = None) -> None:
        self._pending = ((self._now if at is None else at) + _SOON_S, apdu)

    # -- the commands

    def _obey(self, apdu: Apdu, at: float) -> None:
        if apdu.code[0] in (0x80, 0x84):  # the bench has heard what was said before
            if self._steps and self._pending is None:
                self._pending = (at + _STEP_S, self._steps.pop(0))
            return
        self._waiting_until, self._pending, self._steps = None, None, []
        if apdu.code == REGISTER:
            self._registered = len(apdu.data) >= 4
            self._sequence([self._facts.registration()], at)
        elif apdu.code in _HANDLED and not self._registered:
            self._answer(refused(_NOT_REGISTERED), at)
        else:
            self._do(apdu, at)

    def _do(self, apdu: Apdu, at: float) -> None:
        if apdu.code == STATUS:
            self._sequence([self._facts.status(self._now)], at)
        elif apdu.code == SELF_TEST:
            self._sequence(self._facts.self_test(self._now), at)
        elif apdu.code == HOST_LINE:
            self._sequence(self._facts.host_line(self._now), at)
        elif apdu.code == PRINT_SETUP:
            self._sequence(self._facts.printout(self._now), at)
        elif apdu.code == ASK_KEY:
            fields = dict(bitmaps(apdu.data))
            self._waiting_until = at + (fields.get(0xF0, b"\x00")[0] or 0xFFFF)
        elif apdu.code == SHOW_TEXT:
            self._show_text(apdu)
            self._answer(GOOD, at)
        elif apdu.code == SHOW_IMAGE:
            self._answer(self._show_image(apdu), at)
        elif apdu.code == ABORT:
            self._lines, self._picture = (), None
            self._answer(GOOD, at)
        elif apdu.code == LOG_OFF:
            self._registered = False
            self._answer(GOOD, at)
        else:
            self._answer(refused(_NOT_POSSIBLE), at)

    def _sequence(self, steps: list[bytes], at: float) -> None:
        """A positive answer, and then one message after another, each once the one before was heard."""
        self._said(GOOD, at + _SOON_S)
        self._pending, self._steps = (at + _SOON_S + _STEP_S, steps[0]), steps[1:]

    def _show_text(self, apdu: Apdu) -> None:
        lines = [value for number, value in bitmaps(apdu.data) if 0xF1 <= number <= 0xF8]
        display = self._profile.display
        columns = (display.text_columns if display else 0) or 16
        self._lines = tuple(line.decode("ascii", "replace")[:columns] for line in lines)
        self._picture = None

    def _show_image(self, apdu: Apdu) -> bytes:
        fields = dict(bitmaps(apdu.data))
        part = dict(tlv_objects(fields.get(CONTAINER, b""))).get(b"\x1c", b"")
        wanted = self._profile.options.get("image_encoding")
        if fields.get(0x72) != b"\x03" or fields.get(0x73) != bytes([int(wanted or 0)]):
            return refused(_ILL_FORMED)
        if 0x74 not in fields:
            return self._draw(part)
        if fields.get(0x70) != self._loading.number:
            self._loading = _Picture(fields.get(0x70, b""), int.from_bytes(fields.get(0x71, b""), "big"))
        first = int(self._profile.options.get("image_first_piece", 0))
        self._loading.parts[fields[0x75][0] - first] = part
        if len(self._loading.parts) < fields[0x74][0]:
            return GOOD
        whole = b"".join(self._loading.parts[number] for number in sorted(self._loading.parts))
        size, self._loading = self._loading.size, _Picture()
        return self._draw(whole) if len(whole) == size else refused(_ILL_FORMED)

    def _draw(self, png: bytes) -> bytes:
        display = self._profile.display
        if display is None:
            return refused(_NOT_POSSIBLE)
        try:
            self._picture = on_panel(decode_png(png), display.width, display.height)
        except BadPictureError:
            return refused(_ILL_FORMED)
        self._lines = ()
        return GOOD

    # -- keys

    def _closed(self, key: Key) -> None:
        """A contact closed: an answer where a key is waited for, else nobody ever knows. Digits are never answered."""
        if self._waiting_until is not None and key in _CODES:
            self._waiting_until = None
            self._answer(message((0x80, 0x00), bytes([_CODES[key]])), self._now - _SOON_S)

    # -- what a person sees, and what a test plays

    def screen(self) -> Raster | None:
        """See ``SimulatedDevice``."""
        return as_seen(self._picture, self._faults, self._seed, self._now) if self._picture else None

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        if self.on("no-picture"):
            return ""
        return warning(self._faults, self._now) or "\n".join(self._lines)

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return "keys" if self._waiting_until is not None else None

    def _restart(self) -> None:
        """Power is away with the cable."""
        self._reader = SerialReader() if self._serial else _FromBench()
        self._registered, self._waiting_until, self._pending = False, None, None
        self._steps, self._lines, self._picture = [], (), None
        self._loading, self._unheard_at = _Picture(), None
        self._line.clear()
        self._keypad.clear()


_HANDLED: Final = frozenset({STATUS, SELF_TEST, HOST_LINE, PRINT_SETUP, ASK_KEY, SHOW_TEXT, SHOW_IMAGE})
