"""A simulated ABECS PIN pad (Gertec PPC-930 as captured): answers the service commands, to the byte, and nothing else.

Whatever loads tables or keys, reads cards or takes a PIN is answered ``ERR010``, like any unknown command. Invented,
because no source tells: times of processing other than OPN and GIX, answers to MLI / MLR / MLE beyond their status, the
place of small pictures, the prompt of GCD, whether its time-out starts again with each key (here it does not).
"""

from dataclasses import dataclass, field
from typing import Final

from devices import keys
from devices.codecs._abecs_wire import ACK, EOT, NAK, Kind, PacketReader, Token
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._abecs_identity import identity_items
from devices.simulator._abecs_message import Request, blocks_of, item, packet
from devices.simulator._abecs_panel import Panel
from devices.simulator._body import KeyedBody
from devices.simulator._out_of_service import warning
from devices.simulator.device import SimulatedDevice, Waiting
from devices.simulator.picture import as_seen

_BAUD: Final = 19200
_CODES: Final = {
    keys.OK: b"00",
    keys.ARROW_A: b"02",
    keys.ARROW_B: b"03",
    keys.F1: b"04",
    keys.F2: b"05",
    keys.F3: b"06",
    keys.F4: b"07",
    keys.CLEAR: b"08",
    keys.CANCEL: b"13",
}
_OPN_S: Final = 0.3
_GIX_ITEM_S: Final = 0.15
_SOON_S: Final = 0.005
_BETWEEN_BYTES_S: Final = 2.0  # abecs.md, link
_DRAW_S: Final = 0.05
_PROMPT: Final = "TYPE THE DIGITS"


@dataclass(slots=True)
class _Listening:
    """A CEX that waits, from when it has crossed the line."""

    since: float
    until: float


@dataclass(slots=True)
class _Digits:
    """A GCD that waits. What was typed lives here only, and is never shown or logged."""

    since: float
    until: float
    least: int
    most: int
    typed: str = field(default="", repr=False)


class _Pad(KeyedBody):
    """See ``SimulatedDevice``. One request at a time; a new one ends what waits."""

    def __init__(self, profile: Profile, seed: int, now: float, paced: bool) -> None:
        super().__init__(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)
        self._panel = Panel(profile.display.geometry() if profile.display else None)
        self._reader = PacketReader()
        self._last_byte = now
        self._waiting: _Listening | _Digits | None = None
        self._pending: tuple[float, bytes] | None = None
        self._last: bytes = b""

    # -- the wire

    def _hear(self, data: bytes) -> None:
        """See ``Body``."""
        if self._now - self._last_byte >= _BETWEEN_BYTES_S:
            self._reader = PacketReader()  # the rest of a packet never came
        self._last_byte = self._now
        for token in self._reader.feed(data):
            self._take(token)

    def _waits(self) -> tuple[float | None, ...]:
        """See ``Body``."""
        answer = self._pending[0] if self._pending else None
        return (*super()._waits(), answer, self._waiting.until if self._waiting else None)

    def _run(self) -> None:
        """See ``Body``."""
        if self.cut_until(self._now) is not None:
            self._restart()
        if self._pending is not None and self._now >= self._pending[0]:
            (_, answer), self._pending = self._pending, None
            self._send(answer)
        for key in self._keypad.take(self._now):
            self._closed(key)
        if self._waiting is not None and self._now >= self._waiting.until:
            command = "CEX" if isinstance(self._waiting, _Listening) else "GCD"
            self._end_waiting(command, "012")

    def _take(self, token: Token) -> None:
        if token.kind is Kind.CAN:
            self._waiting = self._pending = None
            self._control(EOT)
        elif token.kind is Kind.NAK:
            self._line.send(self._last, self._now + _SOON_S, self._now)
        elif token.kind is Kind.DAMAGED:
            self._control(NAK)
        elif token.kind is Kind.PACKET:
            if self._line.refuses(self._now):
                self._control(NAK)
            else:
                self._begin(token)

    def _control(self, byte: int) -> None:
        self._line.send(bytes([byte]), self._now, self._now, answer=False)

    def _send(self, message: bytes) -> None:
        self._last = packet(message)
        self._line.send(self._last, self._now, self._now)

    def _begin(self, token: Token) -> None:
        """A good request: acknowledge once it has crossed the line, then do it."""
        self._waiting = self._pending = None
        taken_at = self._now + self._line.transfer_s(len(token.raw))
        self._line.send(bytes([ACK]), taken_at, self._now, answer=False)
        request = Request.of(token.data)
        does = getattr(self, f"_do_{request.command.lower()}", None) if request.command in _COMMANDS else None
        if does is None:
            self._answer_at(taken_at, b"ERR010")
        elif not request.whole:
            self._answer_at(taken_at, request.command.encode() + b"010")
        else:
            does(request, taken_at)

    def _answer_at(self, at: float, message: bytes) -> None:
        self._pending = (at + _SOON_S, message)

    # -- the commands

    def _do_opn(self, request: Request, at: float) -> None:
        secure = bool(request.blocks)
        self._answer_at(at + _OPN_S, b"OPN003" if secure else b"OPN000")

    def _do_clo(self, request: Request, at: float) -> None:
        self._panel.show_two_lines(b"".join(request.blocks))
        self._answer_at(at, b"CLO000")

    def _do_gix(self, request: Request, at: float) -> None:
        hostile = self.on("hostile-text")
        known = identity_items(self._profile, self._seed, hostile, self.on("no-pin-key"))
        wanted = request.items.get(0x0001, b"")
        numbers = [int.from_bytes(wanted[i : i + 2], "big") for i in range(0, len(wanted), 2)] or list(known)
        found = [item(number, known[number]) for number in numbers if number in known]
        self._answer_at(at + _GIX_ITEM_S * len(numbers), b"GIX000" + blocks_of(found))

    def _do_cex(self, request: Request, at: float) -> None:
        if not request.items.get(0x0006, b"").startswith(b"1"):
            self._answer_at(at, b"CEX011")
            return
        seconds = request.items.get(0x000C, b"\x00")
        self._waiting = _Listening(at, at + (seconds[0] or 0xFFFF))

    def _do_gcd(self, request: Request, at: float) -> None:
        numbers = [int.from_bytes(request.items.get(number, b""), "big") for number in (0x000D, 0x000E, 0x000C)]
        least, most, seconds = numbers
        if not (0 <= least <= most <= 32 and most and seconds):
            self._answer_at(at, b"GCD011")
            return
        self._waiting = _Digits(at, at + seconds, least, most)
        self._panel.show_lines((_PROMPT, ""))

    def _do_dsp(self, request: Request, at: float) -> None:
        self._panel.show_two_lines(b"".join(request.blocks))
        self._answer_at(at + _DRAW_S, b"DSP000")

    def _do_dex(self, request: Request, at: float) -> None:
        self._panel.show_text(b"".join(request.blocks))
        self._answer_at(at + _DRAW_S, b"DEX000")

    def _do_mli(self, request: Request, at: float) -> None:
        name, info = request.items.get(0x001E, b""), request.items.get(0x001F, b"")
        self._answer_at(at, b"MLI" + self._panel.begin(name, info))

    def _do_mlr(self, request: Request, at: float) -> None:
        self._answer_at(at, b"MLR" + self._panel.add(request.items.get(0x000F, b"")))

    def _do_mle(self, request: Request, at: float) -> None:
        self._answer_at(at + _DRAW_S, b"MLE" + self._panel.finish())

    def _do_dsi(self, request: Request, at: float) -> None:
        self._answer_at(at + _DRAW_S, b"DSI" + self._panel.show_picture(request.items.get(0x001E, b"")))

    # -- keys

    def _closed(self, key: Key) -> None:
        """A contact closed: an event if the pad waits for one, else nobody ever knows."""
        if self._waiting is None or self._now < self._waiting.since:
            return
        if isinstance(self._waiting, _Listening):
            if key in _CODES:
                self._end_waiting("CEX", "000", item(0x8040, _CODES[key]))
        else:
            self._typed(self._waiting, key)

    def _typed(self, waiting: _Digits, key: Key) -> None:
        if key == keys.CANCEL:
            self._end_waiting("GCD", "013")
        elif key == keys.OK and len(waiting.typed) >= waiting.least:
            self._end_waiting("GCD", "000", item(0x804D, waiting.typed.encode("ascii")))
        elif key == keys.CLEAR:
            waiting.typed = waiting.typed[:-1]
        elif keys.is_digit(key) and len(waiting.typed) < waiting.most:
            waiting.typed += key
        if self._waiting is waiting:
            self._panel.show_lines((_PROMPT, "*" * len(waiting.typed)))
            self._notify(waiting)

    def _notify(self, waiting: _Digits) -> None:
        """NTM with what the screen says, digits and all, where the profile's option ``screen_notices`` asks for it."""
        if self._profile.options.get("screen_notices"):
            shown = _PROMPT.ljust(16)[:16] + waiting.typed.ljust(16)[:16]
            self._line.send(packet(b"NTM000032" + shown.encode("ascii")), self._now, self._now, answer=False)

    def _end_waiting(self, command: str, status: str, *items: bytes) -> None:
        self._waiting = None
        self._answer_at(self._now, command.encode() + status.encode() + blocks_of(list(items)))

    # -- what a person sees, and what a test plays

    def screen(self) -> Raster | None:
        """See ``SimulatedDevice``."""
        picture = self._panel.picture
        return as_seen(picture, self._faults, self._seed, self._now) if picture else None

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        if self.on("no-picture"):
            return ""
        return warning(self._faults, self._now) or "\n".join(self._panel.lines)

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        if self._waiting is None:
            return None
        return "keys" if isinstance(self._waiting, _Listening) else "digits"

    def digits_wanted(self) -> int:
        """See ``SimulatedDevice``."""
        return self._waiting.least if isinstance(self._waiting, _Digits) else 0

    def _restart(self) -> None:
        """Power is away with the cable: the session, the pictures and what was shown are gone."""
        self._reader = PacketReader()
        self._waiting = self._pending = None
        self._panel.clear()
        self._line.clear()
        self._keypad.clear()


_COMMANDS: Final = frozenset({"OPN", "CLO", "GIX", "CEX", "GCD", "DSP", "DEX", "MLI", "MLR", "MLE", "DSI"})


class _AbecsDevice:
    """See ``DeviceFactory``."""

    protocol = "abecs"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Pad(profile, seed, now, paced)


DEVICE: Final = _AbecsDevice()
