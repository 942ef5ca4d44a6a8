"""From the cable to a shell: looks, wakes the line, logs in, and types the probe. Scripts that yield when to go on.

Types nothing while a terminal starts (a key would stop it) and nothing but one line end into a boot loader (an empty
line repeats its last command). User name and password live in the script of their command and die with it.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from devices.codecs import _console_script as script
from devices.codecs._console_frames import Answer, CheckValue, cksum
from devices.codecs._console_text import BOOTING, LOCKED, NO_FORK, NO_SHELL, WRONG, ConsoleText, Sight, sight
from devices.events import ConsoleStage, ConsoleState, Event

_QUIET_S: Final = 0.25
_ANSWER_S: Final = 1.5
_LAST_ANSWER_S: Final = 4.0
"""A busy terminal that puts an earlier bench's probe away needs longer than a prompt does."""
_GO_ON: Final = ">"
"""What every shell asks for the rest of a command with; a prompt of its own somewhere, which then stands there after ^C as well."""
_BOOT_QUIET_S: Final = 3.0
_AUTOBOOT_S: Final = 12.0
_LONGEST_BOOT_S: Final = 180.0
_LOGIN_S: Final = 10.0
_MARK_S: Final = 4.0
_WINDOW: Final = 1500
_SHOWN: Final = 160
INTERRUPT: Final = b"\x03"

_WAITING: Final = frozenset(
    {
        ConsoleStage.LISTENING,
        ConsoleStage.LOGIN_WANTED,
        ConsoleStage.SILENT,
        ConsoleStage.ONLY_MESSAGES,
        ConsoleStage.LOCKED,
        ConsoleStage.BOOT_LOADER,
    }
)
"""Stages that a bench which asks again and again would otherwise hear of each time."""

Wait: TypeAlias = Generator[float, None, None]
Wanted: TypeAlias = Callable[[str], bool]
Entered: TypeAlias = Generator[float, None, ConsoleStage]
"""Yields the time at which to go on at the latest; goes on earlier when bytes come. Ends with the stage reached."""


@dataclass(slots=True)
class Line:
    """What the scripts share: what came, what to write, what to tell."""

    now: float = 0.0
    heard_at: float | None = None
    proved_at: float = 0.0
    """When the probe itself was heard last: a shell that echoes is no probe."""
    heard: int = 0
    stirred_at: float | None = None
    """When something other than kernel messages came."""
    said: list[str] = field(default_factory=list)
    """Finished lines since the bench typed last, kernel messages left out."""
    messages: int = 0
    text: ConsoleText = field(default_factory=ConsoleText)
    check: CheckValue = field(default_factory=CheckValue)
    write: list[bytes] = field(default_factory=list)
    events: list[tuple[Event, float | None]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    told: set[ConsoleState] = field(default_factory=set)
    """Stages reported since the bench got any further."""
    loading: bool = False
    """From the first word of the probe until it runs or the shell is back."""
    began: bool = False

    def type(self, data: bytes) -> None:
        """Write, and forget what was said before."""
        self.write.append(data)
        self.said.clear()
        self.stirred_at = None

    def tell(self, event: Event, device_at: float | None = None) -> None:
        """Report an event."""
        self.events.append((event, device_at))

    def stage(self, stage: ConsoleStage, detail: str = "", again: bool = True) -> ConsoleStage:
        """Report a stage; the same one once more only with ``again``."""
        state = ConsoleState(stage, detail[:_SHOWN])
        if again or state not in self.told:
            self.tell(state)
            listening = {known for known in self.told if known.stage is ConsoleStage.LISTENING}
            self.told = {*listening, state} if stage in _WAITING else {state}
        return stage

    def sight(self) -> Sight:
        """What stands on the screen, so to speak."""
        return sight(self.text.tail, "\n".join(self.said))

    def last_words(self) -> str:
        """For a person: the last line said or shown."""
        words = [*self.said, self.text.tail]
        return next((word.strip() for word in reversed(words) if word.strip()), "")


def quiet(line: Line, quiet_s: float, limit_s: float) -> Wait:
    """Wait until nothing came for ``quiet_s``, at most ``limit_s``."""
    end, began = line.now + limit_s, line.now
    while line.now < end:
        due = max(line.heard_at or began, began) + quiet_s
        if line.now >= due:
            return
        yield min(due, end)


def answer(line: Line, limit_s: float) -> Generator[float, None, Sight]:
    """Wait for something to stand on the unfinished line and stay, at most ``limit_s``; what it is."""
    end = line.now + limit_s
    while line.now < end:
        seen = line.sight()
        settled = line.stirred_at is not None and line.now >= line.stirred_at + _QUIET_S
        if settled and seen not in (Sight.NOTHING, Sight.TEXT):
            return seen
        yield end if line.stirred_at is None or settled else min(end, line.stirred_at + _QUIET_S)
    silent = limit_s > 0 and line.stirred_at is None  # an old prompt still stands there, and nobody behind it any more
    return Sight.NOTHING if silent else line.sight()


def look(line: Line) -> Generator[float, None, Sight]:
    """Wake the console and say what is there."""
    yield from _let_boot(line)
    heard = line.heard
    tries = ((b"\r", _ANSWER_S), (INTERRUPT + b"\r", _ANSWER_S), (b"\r", _LAST_ANSWER_S))
    for tried, (keys, patience_s) in enumerate(tries):
        line.type(keys)
        seen = yield from answer(line, patience_s)
        if seen is Sight.AUTOBOOT or _booting(line):
            yield from _let_boot(line)
            seen = yield from answer(line, 0.0)
        if tried == 0 and seen is Sight.SHELL and line.text.tail.strip() == _GO_ON:
            continue  # somebody's half line, which the probe would be taken for the rest of
        if seen not in (Sight.NOTHING, Sight.TEXT, Sight.ACTIVATE):
            return seen
    return Sight.TEXT if line.heard > heard else Sight.NOTHING


def _booting(line: Line) -> bool:
    return line.sight() is Sight.AUTOBOOT or any(BOOTING.search(word) for word in (*line.said, line.text.tail))


def _let_boot(line: Line) -> Wait:
    """Type nothing while boot messages flow."""
    yield from quiet(line, _QUIET_S, _ANSWER_S)
    if not _booting(line):
        return
    line.stage(ConsoleStage.BOOTING, line.last_words())
    end = line.now + _LONGEST_BOOT_S
    while line.now < end:
        autoboot = line.sight() is Sight.AUTOBOOT
        line.said.clear()
        before = line.heard
        yield from quiet(line, _AUTOBOOT_S if autoboot else _BOOT_QUIET_S, end - line.now)
        if line.heard == before or line.sight() not in (Sight.AUTOBOOT, Sight.TEXT, Sight.NOTHING):
            return


def come_in(line: Line) -> Entered:
    """As far as one gets without a password: READY with the probe running, or the stage that stops the bench."""
    line.stage(ConsoleStage.LISTENING, again=False)
    seen = yield from look(line)
    if seen is Sight.SHELL:
        return (yield from load(line))
    return line.stage(_obstacle(line, seen), line.last_words(), again=False)


def _obstacle(line: Line, seen: Sight) -> ConsoleStage:
    if seen is Sight.PASSWORD:
        line.type(b"\r")  # ends the entry somebody began; the log-in prompt comes again
    if seen in (Sight.LOGIN, Sight.PASSWORD):
        return ConsoleStage.LOGIN_WANTED
    if seen is Sight.LOADER:
        return ConsoleStage.BOOT_LOADER
    if seen is Sight.AUTOBOOT:
        return ConsoleStage.BOOTING
    if seen is Sight.NOTHING:
        return ConsoleStage.ONLY_MESSAGES if line.messages else ConsoleStage.SILENT
    words = " ".join(word for word in (*line.said, line.text.tail) if word.strip()).strip("^C \r")
    told = not NO_SHELL.search(words) if words else line.messages > 0
    return ConsoleStage.ONLY_MESSAGES if told else ConsoleStage.LOCKED


def log_in(line: Line, user: str, password: str) -> Entered:
    """Log in and load the probe."""
    seen = yield from look(line)
    if seen is Sight.PASSWORD:
        line.type(b"\r")
        seen = yield from answer(line, _LOGIN_S)
    if seen is Sight.LOGIN:
        line.type(user.encode() + b"\r")
        seen = yield from _after_entry(line, Sight.LOGIN)
        if seen is Sight.PASSWORD:
            line.type(password.encode() + b"\r")
            seen = yield from _after_entry(line, Sight.PASSWORD)
    if seen is Sight.SHELL:
        return (yield from load(line))
    return line.stage(_denied(line, seen))


def _after_entry(line: Line, before: Sight) -> Generator[float, None, Sight]:
    """The next prompt: the one before is gone once a line ended behind it."""
    end = line.now + _LOGIN_S
    while not line.said and line.now < end:
        yield end
    if before is Sight.PASSWORD:
        yield from quiet(line, _QUIET_S, 1.0)
    return (yield from answer(line, max(end - line.now, 0.0)))


def _denied(line: Line, seen: Sight) -> ConsoleStage:
    words = "\n".join(line.said)
    if LOCKED.search(words):
        return ConsoleStage.LOCKED
    if seen in (Sight.LOGIN, Sight.PASSWORD):
        return ConsoleStage.WRONG_PASSWORD if WRONG.search(words) else ConsoleStage.LOGIN_LOOP
    return _obstacle(line, seen)


def load(line: Line) -> Entered:
    """Type the probe into the shell that stands there; checked by length and check value, tried twice."""
    for _ in range(2):
        line.stage(ConsoleStage.LOADING)
        line.began, line.loading = False, True
        stage = yield from _open(line)
        if stage is None and (yield from _upload(line)):
            line.loading = False
            return line.stage(ConsoleStage.READY)
        if stage not in (None, ConsoleStage.SILENT):
            line.loading = False
            return line.stage(stage, line.last_words())
        line.type(INTERRUPT)  # ends a probe half typed, and does nothing to a shell
        yield from quiet(line, _QUIET_S, _ANSWER_S)
        line.type(b"\r")
        if (yield from answer(line, _ANSWER_S)) is not Sight.SHELL:
            break
    return line.stage(ConsoleStage.RESTRICTED, line.last_words())


def _open(line: Line) -> Generator[float, None, ConsoleStage | None]:
    line.type(script.BOOTSTRAP.encode() + b"\r")
    if (yield from _said(line, lambda word: script.READY_MARK in word, _MARK_S)):
        return None
    words = "\n".join([*line.said, line.text.tail])
    if NO_FORK.search(words):
        return ConsoleStage.NO_PROCESSES
    return ConsoleStage.RESTRICTED if NO_SHELL.search(words) else ConsoleStage.SILENT


def _upload(line: Line) -> Generator[float, None, bool]:
    line.type(script.COLLECT.encode() + b"\n")
    lines, sent, window = script.script_lines(), 0, b""
    for number, text in enumerate(lines):
        window += text.encode() + b"\n"
        sent += len(text) + 1
        if len(window) < _WINDOW and number + 1 < len(lines):
            continue
        line.type(window + b",\n")
        window, mark = b"", f"<U{sent}>"
        if not (yield from _said(line, lambda word, mark=mark: mark in word, _MARK_S)):  # type: ignore[misc]
            return False
    line.type(b".\n")
    total = script.script_text().encode()
    good = (f"<V{sent}:{cksum(total)} {sent}>", f"<V{sent}:>")
    if not (yield from _said(line, lambda word: any(mark in word for mark in good), _MARK_S)):
        return False
    line.type(script.BEGIN.encode() + b"\n")
    end = line.now + _MARK_S
    while not line.began and line.now < end:
        yield end
    return line.began


def _said(line: Line, wanted: Wanted, limit_s: float) -> Generator[float, None, bool]:
    end = line.now + limit_s
    while line.now < end:
        if any("<R2>" in word or NO_FORK.search(word) for word in line.said):
            return False  # first: a restricted shell says this, and then goes on as if nothing were wrong
        if any(wanted(word) for word in line.said):
            return True
        yield end
    return False
