"""A Linux or Android service console as a codec: a shell on a debug UART, turned into a line protocol by a probe.

Nothing is installed: the probe lives in the shell's memory and ends by itself when the bench is silent for 6 seconds.
Refuses whatever is not read-only but for the screen's picture: no command wipes, restarts or writes flash. Before its
first command a codec only decodes, so that a recorded log can be read back through it.
"""

from collections import deque
from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings
from devices.codecs._console_door import INTERRUPT, Line, come_in, log_in, quiet
from devices.codecs._console_facts import facts_read, identity, words_of
from devices.codecs._console_frames import Answer, Damaged, Frame, command_line, parse_frame
from devices.codecs._console_keys import edge_event, key_map, parse_edge
from devices.codecs._console_redact import BenchRedactor, ConsoleRedactor
from devices.codecs._console_session import Script, Session
from devices.codecs._console_text import BOOTING, Kind, Piece
from devices.commands import Abort, AskDigits, Command, EndVisit, LogIn, ReadFacts, ShowText, StartReading
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    ConsoleMessage,
    ConsoleStage,
    Failure,
    Identified,
    KeysLost,
    LinkLost,
    Reading,
    UnknownFrame,
)
from devices.profile import Profile

_BEAT_S: Final = 2.0
_LOST_S: Final = 8.0
_HALF_LINE_S: Final = 2.0
_QUIT: Final = "0quit"


class _ConsoleCodec:
    """State of one link to a console."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._keys = key_map(profile)
        self._line = Line()
        self._session = Session(profile, self._line)
        self._queue: deque[Command] = deque()
        self._script: Script | None = None
        self._name = ""
        self._due: float | None = None
        self._passive = True
        self._running = False
        self._beat_due: float | None = None
        self._beats = 0
        self._ticks: int | None = None

    # -- the three entrances

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        _refuse(command)
        self._line.now, self._passive = now, False
        if isinstance(command, Abort):
            self._abort()
        else:
            self._queue.append(command)
        self._advance()
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        line = self._line
        line.now, line.heard_at = now, now
        line.heard += len(data)
        before = line.text.tail
        pieces = line.text.feed(data)
        for piece in pieces:
            self._take(piece)
        if line.text.tail != before or any(piece.kind is Kind.LINE for piece in pieces):
            line.stirred_at = now
        self._advance()
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        self._line.now = now
        if self._half_line_due is not None and now >= self._half_line_due:
            self._line.tell(UnknownFrame(self._line.text.drop(), "half a line"))
        self._beat()
        self._advance()
        return self._output()

    def _output(self) -> Output:
        line = self._line
        events, times = tuple(event for event, _ in line.events), tuple(at for _, at in line.events)
        write = (b"".join(line.write),) if line.write else ()
        line.events.clear()
        line.write.clear()
        due = (self._due if self._script is not None else None, self._beat_due, self._half_line_due)
        return Output(events, write, min((at for at in due if at is not None), default=None), times)

    @property
    def _half_line_due(self) -> float | None:
        """A prompt stays unfinished for ever; a frame does not."""
        line = self._line
        waits = (self._passive or self._running) and line.text.pending and line.heard_at is not None
        return line.heard_at + _HALF_LINE_S if waits and line.heard_at is not None else None

    # -- dialogues

    def _advance(self) -> None:
        """Let dialogues run as far as they get now."""
        while self._script is not None or self._queue:
            if self._script is None:
                self._begin(self._queue.popleft())
            assert self._script is not None
            try:
                self._due = next(self._script)
            except StopIteration:
                self._script = None
            else:
                if self._due > self._line.now:
                    return

    def _begin(self, command: Command) -> None:
        self._name = type(command).__name__
        match command:
            case LogIn(user=user, password=password):
                self._script = self._log_in(user, password)
            case EndVisit():
                self._script = self._leave()
            case Abort() | AskDigits() | ShowText():
                raise CommandRefused(f"{self._name} is no dialogue")
            case _:
                self._script = self._enter_and(command)

    def _log_in(self, user: str, password: str) -> Script:
        stage = yield from log_in(self._line, user, password)
        self._entered(LogIn.__name__, stage)
        if self._running:
            self._line.tell(CommandDone(LogIn.__name__))

    def _enter_and(self, command: Command) -> Script:
        name = type(command).__name__
        if not self._running:
            self._session.forget()
            self._entered(name, (yield from come_in(self._line)))
        assert not isinstance(command, LogIn | AskDigits | ShowText | Abort | EndVisit)
        if self._running:
            yield from self._session.script(command)

    def _entered(self, name: str, stage: ConsoleStage) -> None:
        self._running = stage is ConsoleStage.READY
        if self._running:
            self._line.heard_at = self._line.now
            self._beat_due = self._line.now
            return
        silent = stage in (ConsoleStage.SILENT, ConsoleStage.ONLY_MESSAGES, ConsoleStage.BOOTING)
        self._line.tell(CommandFailed(name, Failure.NO_ANSWER if silent else Failure.REJECTED, stage.value))

    def _drop(self, failure: Failure) -> None:
        running = [self._name] if self._script is not None else []
        for name in (*running, *(type(command).__name__ for command in self._queue)):
            self._line.tell(CommandFailed(name, failure))
        self._queue.clear()
        self._line.answers.clear()
        if self._script is not None:
            self._script.close()
            self._script = None

    def _abort(self) -> None:
        """Stop what is under way and listening; the probe stays, for it may have cost a password to get there."""
        self._drop(Failure.ABORTED)
        self._name = Abort.__name__
        self._script = self._stop() if self._running else self._give_up()

    def _stop(self) -> Script:
        if self._session.listening:
            yield from self._session.stop_listening()
        self._line.tell(CommandDone(Abort.__name__))

    def _leave(self) -> Script:
        if self._running:
            self._line.write.append(command_line(_QUIT, "quit -", self._line.check))
        end = self._line.now + 3.0
        while self._running and self._line.now < end:
            yield end
        if self._running:
            self._line.write.append(INTERRUPT)
            self._ended()
        self._line.tell(CommandDone(EndVisit.__name__))

    def _give_up(self) -> Script:
        """Stopped on the way in: a probe half typed ends by ``exit``, or by its own timer."""
        if self._line.loading:
            self._line.write.append(INTERRUPT)
            self._line.loading = False
        self._line.tell(CommandDone(Abort.__name__))
        yield from quiet(self._line, 0.0, 0.0)

    # -- the heartbeat

    def _beat(self) -> None:
        line = self._line
        if not self._running or self._beat_due is None:
            return
        if line.heard_at is not None and line.now >= line.heard_at + _LOST_S:
            self._lost("it does not answer any more")
        elif line.now >= self._beat_due:
            self._beats += 1
            line.write.append(b"h%d\n" % (self._beats % 10))
            self._beat_due = line.now + _BEAT_S

    def _lost(self, reason: str) -> None:
        self._running, self._beat_due = False, None
        self._drop(Failure.NO_ANSWER)
        self._session.forget()
        self._line.stage(ConsoleStage.LOST, reason)
        self._line.tell(LinkLost(reason))

    def _ended(self) -> None:
        self._running, self._beat_due = False, None
        self._session.forget()
        self._line.stage(ConsoleStage.ENDED)

    # -- what comes

    def _take(self, piece: Piece) -> None:
        line = self._line
        if piece.kind is Kind.TOO_LONG:
            line.tell(UnknownFrame(piece.length, "a line without end"))
        elif piece.kind is Kind.KERNEL:
            line.messages += 1
            line.tell(ConsoleMessage(piece.text))
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
        elif isinstance(found, Damaged) and (self._running or self._passive):
            self._line.tell(UnknownFrame(found.length, found.reason))
            self._damaged_key(piece.text)
        else:
            self._text(piece.text)

    def _text(self, text: str) -> None:
        self._line.said.append(text)
        del self._line.said[:-200]
        if self._running and text.strip():
            self._line.tell(ConsoleMessage(text[:200]))
            self._damaged_key(text)
            self._started_again(text)

    def _started_again(self, text: str) -> None:
        if self._running and (BOOTING.search(text) or "[    0.000000]" in text):
            self._lost("the terminal started again")

    def _damaged_key(self, text: str) -> None:
        """Something that looks like a piece of the key stream: a press may be missing."""
        if self._session.listening and text.count(".") >= 3:
            self._line.tell(KeysLost("a line of the key stream came damaged"))

    def _key(self, piece: Piece) -> bool:
        found = parse_edge(piece.text)
        if found is None:
            return False
        start, edge = found
        if start:
            self._line.tell(UnknownFrame(start, "noise before a key"))
        event = edge_event(edge, self._keys)
        if event is not None:
            self._line.tell(event, edge.at)
        return True

    def _frame(self, frame: Frame) -> None:
        ident, _, part = frame.head.partition(".")
        if frame.head == "t":
            self._readings(frame.payload)
        elif frame.head == "b":
            self._line.began = True
        elif frame.head == "e":
            self._bye()
        elif frame.head == "?":
            for name, waiting in self._line.answers.items():
                waiting.refusal = "check" if name == frame.payload else waiting.refusal
        elif ident in self._line.answers:
            self._line.answers[ident].take(part, frame.payload)
        elif self._passive:
            self._read_back(ident, part, frame.payload)

    def _bye(self) -> None:
        if self._running and self._name == EndVisit.__name__ and self._script is not None:
            self._ended()
        elif self._running:
            self._lost("the probe ended")

    def _readings(self, payload: str) -> None:
        number, _, rest = payload.partition(" ")
        count = int(number) if number.isdigit() else 0
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
            event = facts_read(verb, "", text)
            if event is not None:
                self._line.tell(event)


def _refuse(command: Command) -> None:
    match command:
        case AskDigits() | ShowText():
            raise CommandRefused(f"a console cannot do {type(command).__name__}")
        case StartReading(interval_s=interval_s) if interval_s < 0:
            raise CommandRefused("StartReading: an interval is not negative")
        case ReadFacts():
            words_of(command)
        case LogIn(user=user, password=password):
            if any(
                len(text) > 200 or any(ord(char) < 0x20 or ord(char) == 0x7F for char in text)
                for text in (user, password)
            ):
                raise CommandRefused("LogIn: one line of up to 200 characters each")
        case _:
            return


class _ConsoleFactory:
    """See ``CodecFactory``."""

    id = "console"
    capabilities = frozenset(
        {
            Capability.IDENTITY,
            Capability.LIVE_KEYS,
            Capability.LIVE_DIGITS,
            Capability.KEY_RELEASE,
            Capability.SHOW_IMAGE,
            Capability.BATTERY_LEVEL,
            Capability.SUPPLY_VOLTAGE,
            Capability.SUPPLY_CURRENT,
            Capability.TEMPERATURE,
            Capability.PACKAGES,
            Capability.LOGS,
            Capability.FILES,
            Capability.NETWORK,
        }
    )
    serial = SerialSettings(115200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _ConsoleCodec(profile)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return BenchRedactor(), ConsoleRedactor()


CODEC: Final = _ConsoleFactory()
