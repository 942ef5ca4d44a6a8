"""What a terminal says, line by line: keys and readings become events at once, answers go to whoever asked."""

from typing import Final

from devices.card_numbers import without_numbers
from devices.codecs._console_door import Line
from devices.codecs._console_facts import facts_read, identity
from devices.codecs._console_frames import Answer, Damaged, Frame, parse_frame
from devices.codecs._console_items import number
from devices.codecs._console_keys import edge_event, is_piece, key_map, parse_edge
from devices.codecs._console_session import Session
from devices.codecs._console_text import BOOTING, Kind, Piece
from devices.events import ConsoleMessage, Identified, KeysLost, Reading, UnknownFrame
from devices.profile import Profile

_JUMP_S: Final = 2.0
_LATE_S: Final = 60.0
"""own: bytes may be so late, where a process on the way stood still; a clock that is further behind was set anew."""


class Hearing:
    """``lost`` and ``ended`` tell what became of the probe; the codec draws the conclusions."""

    def __init__(self, profile: Profile, line: Line, session: Session) -> None:
        self.passive = True
        self.running = False
        self.lost = ""
        self.ended = False
        self._keys = key_map(profile)
        self._line = line
        self._session = session
        self._ticks: int | None = None
        self._ahead: float | None = None

    def take(self, piece: Piece) -> None:
        """One finished line."""
        line = self._line
        if piece.kind is Kind.TOO_LONG:
            line.tell(UnknownFrame(piece.length, "a line without end"))
        elif piece.kind is Kind.KERNEL:
            line.messages += 1
            line.tell(ConsoleMessage(without_numbers(piece.text)))
            self._started_again(piece.text)
        elif not self._key(piece):
            self._frame_or_text(piece)

    def _frame_or_text(self, piece: Piece) -> None:
        found = parse_frame(piece.text, self._line.check)
        if isinstance(found, Frame):
            before = piece.text.find("~")
            if before:
                self._line.tell(UnknownFrame(before, "noise before a frame"))
            self._frame(found)
        elif isinstance(found, Damaged) and (self.running or self.passive):
            self._line.tell(UnknownFrame(found.length, found.reason))
            self._damaged_key(piece.text)
        else:
            self._text(piece.text)

    def _text(self, text: str) -> None:
        self._line.said.append(text)
        del self._line.said[:-200]
        if self.running and text.strip() and not self._damaged_key(text):
            self._line.tell(ConsoleMessage(without_numbers(text[:200])))
            self._started_again(text)

    def _started_again(self, text: str) -> None:
        if self.running and (BOOTING.search(text) or "[    0.000000]" in text):
            self.lost = "the terminal started again"

    def _damaged_key(self, text: str) -> bool:
        """Something that looks like a piece of the key stream: a press may be missing, and none of it may be shown."""
        if not (self._session.listening and is_piece(text)):
            return False
        self._line.tell(UnknownFrame(len(text), "a damaged key"))
        self._line.tell(KeysLost("a line of the key stream came damaged"))
        return True

    def _key(self, piece: Piece) -> bool:
        found = parse_edge(piece.text)
        if found is None:
            return False
        self._line.proved_at = self._line.now
        start, edge = found
        if start:
            self._line.tell(UnknownFrame(start, "noise before a key"))
            if self._session.listening:
                self._line.tell(KeysLost("something before a line of the key stream came damaged"))
        event = edge_event(edge, self._keys)
        if event is not None:
            self._line.tell(event, self._kernel_time(edge.at))
        return True

    def _kernel_time(self, at: float) -> float | None:
        """The event's own time; None where it cannot be, held against the bench's clock: damaged on the line, or set anew.

        Bytes come late and never early, so the least difference of both clocks is the best known.
        """
        ahead = self._line.now - at
        known = ahead if self._ahead is None else self._ahead
        can_be = -_JUMP_S < ahead - known < _LATE_S
        self._ahead = min(ahead, known) if can_be else ahead
        return at if can_be else None

    def _frame(self, frame: Frame) -> None:
        self._line.proved_at = self._line.now
        ident, _, part = frame.head.partition(".")
        if frame.head == "t":
            self._readings(frame.payload)
        elif frame.head == "b":
            self._line.began = True
        elif frame.head == "e":
            self.ended = True
        elif frame.head == "?":
            for name, waiting in self._line.answers.items():
                waiting.refusal = "check" if name == frame.payload else waiting.refusal
        elif self.passive:
            self._read_back(ident, part, frame.payload)
        elif ident in self._line.answers:
            self._line.answers[ident].take(part, frame.payload)

    def _readings(self, payload: str) -> None:
        told, _, rest = payload.partition(" ")
        count = number(told) or 0
        if self._ticks is not None and count > self._ticks + 1:
            self._line.tell(UnknownFrame(0, f"{count - self._ticks - 1} readings missing"))
        self._ticks = count
        for gauge, raw in zip(self._session.gauges, rest.split(",")[1:], strict=False):
            value = gauge.value(raw)
            if value is not None:
                self._line.tell(Reading(gauge.sensor.channel, value))

    def _read_back(self, ident: str, part: str, payload: str) -> None:
        """A recorded answer: its verb is in its number."""
        answer = self._line.answers.setdefault(ident, Answer())
        answer.take(part, payload)
        if not answer.whole:
            return
        del self._line.answers[ident]
        verb, text = ident.lstrip("0123456789"), answer.text()
        if text is None:
            return
        if verb == "id":
            self._line.tell(Identified(identity(text)))
        elif verb == "sens":
            self._session.learn_sensors(text)
        else:
            event = facts_read(verb, None, text)
            if event is not None:
                self._line.tell(event)
