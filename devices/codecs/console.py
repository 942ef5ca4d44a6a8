"""A Linux or Android service console as a codec: a shell on a debug UART, turned into a line protocol by a probe.

Nothing is installed: the probe lives in the shell's memory and ends by itself when the bench is silent for 6 seconds.
Refuses whatever is not read-only but for the screen's picture: no command wipes, restarts or writes flash. Before its
first command a codec only decodes, so that a recorded log can be read back through it.
"""

from collections import deque
from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings, soonest
from devices.codecs._console_door import INTERRUPT, Line, answer, come_in, log_in, quiet
from devices.codecs._console_facts import words_of
from devices.codecs._console_frames import command_line
from devices.codecs._console_hearing import Hearing
from devices.codecs._console_keys import harmless_codes, option_problems
from devices.codecs._console_redact import BenchRedactor, ConsoleRedactor
from devices.codecs._console_session import Script, Session
from devices.codecs._console_text import Kind, Sight
from devices.commands import Abort, AskDigits, Command, EndVisit, LogIn, ReadFacts, SetBacklight, ShowText, StartReading
from devices.errors import CommandRefused
from devices.events import (
    CommandDone,
    CommandFailed,
    ConsoleStage,
    Failure,
    LinkLost,
    UnknownFrame,
)
from devices.profile import Profile

_BEAT_S: Final = 2.0
_LOST_S: Final = 8.0
_SECOND_LOOK_S: Final = 4.0
"""Two heartbeats: after a busy or sleeping PC the terminal's silence says nothing yet."""
_HALF_LINE_S: Final = 2.0
_PROMPT_S: Final = 2.0
_QUIT: Final = "0quit"


class _ConsoleCodec:
    """State of one link to a console."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._line = Line()
        self._session = Session(profile, self._line)
        self._queue: deque[Command] = deque()
        self._script: Script | None = None
        self._name = ""
        self._due: float | None = None
        self._hearing = Hearing(profile, self._line, self._session)
        self._beat_due: float | None = None
        self._beats = 0
        self._logged_in = False

    # -- the three entrances

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``."""
        _refuse(command)
        self._line.now, self._hearing.passive = now, False
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
            self._hearing.take(piece)
            self._conclude()
        if line.text.tail != before or line.text.overlong or any(piece.kind is Kind.LINE for piece in pieces):
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
        return Output(events, write, soonest(*due), times)

    @property
    def _half_line_due(self) -> float | None:
        """A prompt stays unfinished for ever; a frame does not."""
        line = self._line
        waits = (self._hearing.passive or self._hearing.running) and line.text.pending and line.heard_at is not None
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
        if self._hearing.running:
            self._logged_in = True
            self._line.tell(CommandDone(LogIn.__name__))

    def _enter_and(self, command: Command) -> Script:
        name = type(command).__name__
        if not self._hearing.running:
            self._session.forget()
            self._entered(name, (yield from come_in(self._line)))
        assert not isinstance(command, LogIn | AskDigits | ShowText | Abort | EndVisit)
        if self._hearing.running:
            yield from self._session.script(command)

    def _entered(self, name: str, stage: ConsoleStage) -> None:
        self._hearing.running = stage is ConsoleStage.READY
        if self._hearing.running:
            self._line.proved_at = self._line.now
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
        self._script = self._stop() if self._hearing.running else self._give_up()

    def _stop(self) -> Script:
        if self._session.listening:
            yield from self._session.stop_listening()
        self._line.tell(CommandDone(Abort.__name__))

    def _leave(self) -> Script:
        if self._hearing.running:
            self._line.write.append(command_line(_QUIT, "quit -", self._line.check))
        end = self._line.now + 3.0
        while self._hearing.running and self._line.now < end:
            yield end
        if self._hearing.running:
            self._line.write.append(INTERRUPT)
            self._ended()
        if self._logged_in:  # who came in with a password closes the door behind it
            self._logged_in = False
            if (yield from answer(self._line, _PROMPT_S)) is Sight.SHELL:
                self._line.type(b"exit\r")
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
        if not self._hearing.running or self._beat_due is None:
            return
        if line.now > self._beat_due + _BEAT_S:  # it was the bench that stood still: the terminal is asked once more
            line.proved_at = max(line.proved_at, line.now - _LOST_S + _SECOND_LOOK_S)
        if line.now >= line.proved_at + _LOST_S:
            self._lost("it does not answer any more")
        elif line.now >= self._beat_due:
            self._beats += 1
            line.write.append(b"h%d\n" % (self._beats % 10))
            self._beat_due = line.now + _BEAT_S

    def _lost(self, reason: str) -> None:
        self._hearing.running, self._beat_due = False, None
        self._drop(Failure.NO_ANSWER)
        self._session.forget()
        self._line.stage(ConsoleStage.LOST, reason)
        self._line.tell(LinkLost(reason))

    def _ended(self) -> None:
        self._hearing.running, self._beat_due = False, None
        self._session.forget()
        self._line.stage(ConsoleStage.ENDED)

    def _conclude(self) -> None:
        reason, self._hearing.lost = self._hearing.lost, ""
        ended, self._hearing.ended = self._hearing.ended, False
        if reason:
            self._lost(reason)
        elif ended:
            self._bye()

    def _bye(self) -> None:
        if self._hearing.running and self._name == EndVisit.__name__ and self._script is not None:
            self._ended()
        elif self._hearing.running:
            self._lost("the probe ended")


def _refuse(command: Command) -> None:
    match command:
        case AskDigits() | ShowText():
            raise CommandRefused(f"a console cannot do {type(command).__name__}")
        case StartReading(interval_s=interval_s) if interval_s < 0:
            raise CommandRefused("StartReading: an interval is not negative")
        case SetBacklight(percent=percent) if not 0 <= percent <= 100:
            raise CommandRefused("SetBacklight: 0 to 100 percent")
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
            Capability.BACKLIGHT,
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

    def redactors_for(self, profile: Profile) -> tuple[Redactor, Redactor]:
        """See ``OwnCodes``: a profile's options ``key.CODE``."""
        return BenchRedactor(), ConsoleRedactor(harmless_codes(profile))

    def option_problems(self, profile: Profile) -> tuple[str, ...]:
        """See ``OwnCodes``."""
        return option_problems(profile)


CODEC: Final = _ConsoleFactory()
