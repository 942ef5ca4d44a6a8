"""The inputs of a running session on disk, so that a killed bench loses at most the last second.

Not the results are kept but what led to them: events, answers and intents, one JSON line each. Played back through the
same session they give the same state. Lines are written by one thread and forced to the disk each second; nothing in
them can hold the order of digits, because no event can.
"""

import json
import math
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, get_args

import msgspec

from checks.baseline import Baseline
from checks.before import Before
from checks.handling import NO_HANDLING, Handling
from checks.handling import unpacked as unpacked_handling
from checks.licences.register import LookUp
from checks.panel import NO_CHALLENGES, Challenges
from checks.session import Phase, Session
from checks.setup import Setup
from checks.steps import Answer, Target
from checks.sweep import HIDDEN, unpacked
from checks.waiver import unpacked as unpacked_waiver
from devices.capability import Capability
from devices.events import Event, KeyHeld, KeyPressed, KeyReleased, LinkLost, Stamped
from devices.keys import Key, is_digit

if sys.platform != "win32":  # there an inspection that runs may be listed as interrupted
    import fcntl

FORMAT: Final = "posbench-journal"
VERSION: Final = 1
_STUCK: Final = 3
ASKED: Final = "asked"
"""Stands for the digit the bench itself had asked for: which one that was, the played-back session knows."""
_LONGEST_S: Final = 30 * 86_400.0
_FLUSH_S: Final = 1.0
_QUIET_S: Final = 0.05
_INTERRUPTED: Final = "interrupted"
_EVENTS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(Event)}


class JournalError(Exception):
    """A journal cannot be read back; the text says why."""


@dataclass(frozen=True, slots=True)
class JournalHead:
    """What must be known to set the session up again. ``profile`` and ``meter`` are profile ids."""

    id: str
    profile: str
    plan: str
    started: str
    meter: str = ""
    seed: int = 0
    operator: str = ""
    operator_simulated: bool = False
    complaint: str = ""
    sticker_serial: str = ""
    port: str = ""
    usb: str = ""
    demonstration: bool = False
    patience_s: float | None = None
    program: str = ""
    """Version that wrote it: another version's checks may ask in another order, so it is closed, never continued."""
    baseline: Baseline | None = None
    """The known-good unit's facts themselves: the file they came from may be replaced before the journal is played."""
    challenges_before: Challenges = NO_CHALLENGES
    handling: Handling = NO_HANDLING
    licence: LookUp | None = None
    before: Before | None = None
    """The inspection that a re-test goes back to: its report alone would have to be found again."""
    host: str = ""
    """The acquirer's host as host:port: a person may have set another than the model's."""
    bench: str = ""
    meter_has: tuple[Capability, ...] | None = None
    """What the very meter could measure; a journal of an earlier program does not tell: all that its model can."""


def head_of(setup: Setup) -> JournalHead:
    """The part of a setup that a journal keeps."""
    return JournalHead(
        setup.id,
        setup.profile.id,
        setup.plan.kind.value,
        setup.started,
        setup.meter.id if setup.meter else "",
        setup.seed,
        setup.operator,
        setup.operator_simulated,
        setup.complaint,
        setup.sticker_serial,
        setup.port,
        setup.usb,
        setup.demonstration,
        setup.patience_s,
        setup.bench.version,
        setup.baseline,
        setup.challenges_before,
        setup.handling,
        setup.licence,
        setup.before,
        f"{setup.profile.host.name}:{setup.profile.host.port}" if setup.profile.host else "",
        setup.bench.name,
        tuple(sorted(setup.meter.capabilities)) if setup.meter else None,
    )


class JournalFile:
    """Writes one session's journal. Methods may be called from one thread and return at once; see ``checks.session.Journal``.

    A disk that fails never stops the inspection: ``failure`` says what happened, and lines wait in memory for a retry.
    """

    def __init__(self, path: Path, setup: Setup, *, resumed: bool = False) -> None:
        self.path = path
        self.failure: str | None = None
        self._start = setup.start
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._waiting: list[str] = []
        self._torn = resumed
        self._prompt: Key | None = None
        self._others: list[Key] = []
        self._holding: Key = ""
        self._held = 0
        self._hold: BinaryIO | None = None
        if resumed:
            self.intent(_INTERRUPTED, setup.start)
        else:
            self._put({"format": FORMAT, "version": VERSION, **msgspec.to_builtins(head_of(setup))})
        self._writer = threading.Thread(target=self._write_on, name="posbench-journal", daemon=True)
        self._writer.start()

    def event(self, target: Target, stamped: Stamped, asked: Key | None = None) -> None:
        """An event came, while ``asked`` was the key a person was to press."""
        event = stamped.event
        if isinstance(event, KeyPressed | KeyReleased | KeyHeld) and _may_be_digit(event):
            event = self._hide(event, asked)
        line = {
            "t": self._at(stamped.at),
            "k": target.value,
            "e": type(event).__name__,
            "d": msgspec.to_builtins(event),
        }
        self._put(line if stamped.device_at is None else {**line, "s": stamped.device_at})

    def _hide(self, event: KeyPressed | KeyReleased | KeyHeld, asked: Key | None) -> KeyPressed | KeyReleased | KeyHeld:
        """A digit as it may be kept: as the one asked for, or as some other, ``HIDDEN``; with a number behind it: the
        first, second … other digit pressed at one prompt. A code that means no key may be a digit's, and is kept alike.

        Another digit is named only when it comes again at the same prompt: then it is crossed, and the record says so.
        One that is reported as held again and again while nothing is asked is stuck, and the record says so too.
        """
        if event.key is not None and event.key == asked:
            return type(event)(None, ASKED)
        name = event.key or event.code
        if isinstance(event, KeyHeld):
            self._held = self._held + 1 if name == self._holding else 1
            self._holding = name
            named = asked is None and self._held >= _STUCK
            return KeyHeld(name if named else None, HIDDEN)
        self._holding = ""
        if asked != self._prompt:
            self._prompt, self._others = asked, []
        if asked is None or not isinstance(event, KeyPressed):
            return type(event)(None, HIDDEN)
        again = name in self._others
        if not again:
            self._others.append(name)
        return KeyPressed(name if again else None, f"{HIDDEN}{self._others.index(name) + 1}")

    def answer(self, answer: Answer, at: float) -> None:
        """A person answered."""
        self._put({"t": self._at(at), "k": "answer", "d": msgspec.to_builtins(answer)})

    def intent(self, name: str, at: float, argument: str = "") -> None:
        """Start, skip, repeat, undo, waive, abort or tick."""
        self._put({"t": self._at(at), "k": "intent", "n": name, "a": argument})

    def close(self) -> None:
        """Write what is left. Waits for the disk, at most a few seconds."""
        self._lines.put(None)
        self._writer.join(5.0)
        if self._hold is not None:
            self._hold.close()

    def discard(self) -> None:
        """The inspection ended well and its record is kept elsewhere: remove the file."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _at(self, at: float) -> float:
        return round(at - self._start, 6)

    def _put(self, line: dict[str, Any]) -> None:
        self._lines.put(json.dumps(line, ensure_ascii=False, separators=(",", ":")))

    def _write_on(self) -> None:
        over = False
        while not over:
            over = self._gather()
            self._flush()

    def _gather(self) -> bool:
        """Collect lines until it is quiet, for a second at most. True when the journal was closed."""
        end, wait = time.monotonic() + _FLUSH_S, _FLUSH_S
        while wait > 0:
            try:
                line = self._lines.get(timeout=wait)
            except queue.Empty:
                return False
            if line is None:
                return True
            self._waiting.append(line)
            wait = min(end - time.monotonic(), _QUIET_S)
        return False

    def _flush(self) -> None:
        if not self._waiting:
            return
        text = "".join(line + "\n" for line in self._waiting).encode("utf-8", "backslashreplace")
        try:
            self._append(text)
            self._waiting.clear()
            self.failure = None
        except OSError as error:
            self.failure = error.strerror or str(error)

    def _append(self, text: bytes) -> None:
        """All or nothing, so that a full disk leaves no torn line in the middle."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab", buffering=0) as file:  # a buffer would be flushed again before it is cut
            self._hold = self._hold or _held(self.path)
            before = self._whole_lines(file.tell())
            try:
                file.truncate(before)
                rest = memoryview(text)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(before)
                raise
        self._torn = False

    def _whole_lines(self, size: int) -> int:
        """Where to go on: a journal that is taken up again may end in a torn line."""
        return self.path.read_bytes().rfind(b"\n") + 1 if self._torn else size


def _may_be_digit(event: KeyPressed | KeyReleased | KeyHeld) -> bool:
    """Whether the order of such events may be the order of digits. What is hidden already is left as it is."""
    return not event.code.startswith(HIDDEN) if event.key is None else is_digit(event.key)


def read_head(path: Path) -> JournalHead:
    """Whose journal it is. Raises ``JournalError``."""
    return _head(path, next(iter(_raw_lines(path)), None))


def unfinished(folder: Path) -> tuple[Path, ...]:
    """Journals of inspections whose record is in no report yet, oldest first; not those that are being written now."""
    left = [path for path in folder.glob("*.journal") if not (is_published(path) or is_held(path))]
    return tuple(sorted(left, key=lambda path: path.stat().st_mtime))


def _held(path: Path) -> BinaryIO | None:
    """A lock that ends with its process, however that ends. None where it is taken, or where there are no such locks."""
    if sys.platform == "win32":
        return None
    file = path.open("rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def is_held(path: Path) -> bool:
    """Whether a program has this file open for good: a journal, or another file that is locked like one."""
    try:
        lock = _held(path)
    except OSError:
        return False
    if lock is not None:
        lock.close()
    return lock is None and sys.platform != "win32"


def is_published(path: Path) -> bool:
    """Whether the last thing that happened to an inspection was its report. A damaged journal was not published."""
    try:
        last = list(_raw_lines(path))[-1:]
    except JournalError:
        return False
    return bool(last) and last[0].get("n") == "published"


def play_back(path: Path, make_session: Callable[[JournalHead], Session]) -> tuple[Session, float]:
    """The session as it was when the bench died, and the seconds it had lasted. A torn last line is left out.

    The session comes back suspended, as after a lost link: a ``Restored`` event lets it go on, ``abort`` closes it.
    """
    lines = list(_raw_lines(path))
    session = make_session(_head(path, lines[0] if lines else None))
    start, last = session.setup.start, 0.0
    for line in lines[1:]:
        try:
            at = _moment(line["t"])
            last = max(last, at)
            _play(session, line, start + (last if line.get("n") == _INTERRUPTED else at))
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError, msgspec.ValidationError) as error:
            raise JournalError(f"{path}: is damaged: {error}") from error
    _interrupt(session, start + last)
    return session, last


def _moment(told: Any) -> float:
    """Seconds since the start; what was heard just before it is a little less. At the end of time a session that is told of it
    would wait for ever.
    """
    at = float(told)
    if not abs(at) <= _LONGEST_S:
        raise ValueError("a time that no inspection has")
    return at


def _interrupt(session: Session, at: float) -> None:
    if session.phase is Phase.RUNNING:
        session.handle(Stamped(LinkLost(_INTERRUPTED), at))
    if session.phase is Phase.SUSPENDED and session.setup.meter is not None:
        session.handle(Stamped(LinkLost(_INTERRUPTED), at), Target.METER)


def _play(session: Session, line: dict[str, Any], at: float) -> None:
    match line["k"]:
        case "answer":
            answer = msgspec.convert(line["d"], Answer)
            session.answer(answer, max(at, session.question_ready_at))  # it was taken, whatever rounding says
        case "intent":
            _intend(session, line["n"], at, _text(line["a"]))
        case kind:
            event = msgspec.convert(line["d"], _EVENTS[line["e"]])
            if isinstance(event, KeyPressed | KeyReleased | KeyHeld) and event.code == ASKED:
                event = type(event)(session.asked, ASKED)
            session.handle(Stamped(event, at, _device_at(line.get("s"))), Target(kind))


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("an argument that is no text")
    return told


def _device_at(told: Any) -> float | None:
    """The unit's own time, where the line has one: any number, because a unit counts from where it likes."""
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise ValueError("a unit's time that is no number")
    return float(told)


def _intend(session: Session, name: str, at: float, argument: str) -> None:
    match name:
        case "start":
            session.start(at)
        case "tick":
            session.tick(max(at, session.deadline or at))  # it was due, whatever rounding says
        case "skip":
            session.skip(at)
        case "repeat":
            session.repeat(argument, at)
        case "undo":
            session.undo(at)
        case "interrupted":
            _interrupt(session, at)
        case "missing":
            session.mark_missing(argument, at)
        case "swept":
            session.end_sweep(at, unpacked(argument))
        case "handled":
            session.handled(unpacked_handling(argument), at)
        case "waive":
            session.concessions.grant(*unpacked_waiver(argument), at)
        case "unwaive":
            session.concessions.take_back(argument, at)
        case "published":
            session.published(at)
        case "abort":
            session.abort(at)
        case _:
            raise ValueError(f"unknown intent {name}")


def _raw_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise JournalError(f"{path}: {error.strerror}") from error
    whole = text[: text.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(), start=1):
        try:
            parsed = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise JournalError(f"{path}: line {number} cannot be read") from error
        if not isinstance(parsed, dict):
            raise JournalError(f"{path}: line {number} is not a journal's")
        yield parsed


def _head(path: Path, line: dict[str, Any] | None) -> JournalHead:
    if line is None or line.get("format") != FORMAT:
        raise JournalError(f"{path}: is not a journal")
    version = line.get("version")
    if not isinstance(version, int):
        raise JournalError(f"{path}: is damaged: no version")
    if version > VERSION:
        raise JournalError(f"{path}: was written by a newer Posbench")
    try:
        return msgspec.convert({k: v for k, v in line.items() if k not in ("format", "version")}, JournalHead)
    except (msgspec.ValidationError, RecursionError, UnicodeError) as error:  # half a pair of surrogates as a name
        raise JournalError(f"{path}: is damaged: {error}") from error
