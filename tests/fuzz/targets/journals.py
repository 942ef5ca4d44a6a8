"""Journals that a power cut left, or that somebody wrote: the lines alone, and played back through a whole session.

Playing back costs milliseconds a journal, because a session, its checks and its record are behind it. So what reads the lines is
also tried by itself (``file.journal-lines``), with somebody in the session's place who writes down what he is told.
"""

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Final

import msgspec

from checks.handling import Handling
from checks.history.journal import JournalError, JournalFile, JournalHead, is_published, play_back, read_head
from checks.record import to_json
from checks.session import Phase, Session
from checks.steps import Swept
from checks.steps import Target as Side
from devices.events import Stamped
from tests.checks.stage import IDENTITY, FakeUnit, make_setup
from tests.fuzz.target import Target
from tests.fuzz.targets.files import JSON, file_of

_LONGEST_S: Final = 31 * 86_400


@cache
def _setup() -> Any:
    return make_setup()


def _session(head: JournalHead) -> Session:
    return Session(_setup(), lambda target, command: None)


def check_journal(data: bytes) -> None:
    """A journal of anybody, played back."""
    path = file_of(data, "a.journal")
    is_published(path)
    with suppress(JournalError):
        read_head(path)
    with suppress(JournalError):
        session, lasted = play_back(path, _session)
        assert lasted >= 0
        to_json(session.record("2026-11-22T10:10:00.000+00:00"))


def _written_back(read: Any) -> None:
    """As text, because what is not a number differs from itself."""
    told = json.dumps(msgspec.to_builtins(read))
    assert json.dumps(msgspec.to_builtins(msgspec.convert(json.loads(told), type(read)))) == told, "written otherwise"


class _Listener:
    """In a session's place: what he is told must be of the right kind, at a time that an inspection has."""

    def __init__(self, head: JournalHead) -> None:
        self.setup = _setup()
        self.phase = Phase.RUNNING
        self.question_ready_at = self.setup.start
        self.deadline = None
        self.asked = "5"
        self.head = head
        self.told = 0
        self.last = ""
        self.concessions = self

    def _hear(self, what: str, at: float) -> None:
        assert math.isfinite(at)
        assert abs(at - self.setup.start) <= _LONGEST_S, "a time that no inspection has"
        self.told += 1
        self.last = what

    def handle(self, stamped: Stamped, target: Side = Side.TERMINAL) -> None:
        """An event: it would be written down as it was read."""
        self._hear("event", stamped.at)
        assert isinstance(target, Side)
        assert stamped.device_at is None or math.isfinite(stamped.device_at)
        _written_back(stamped.event)

    def answer(self, answer: Any, at: float) -> None:
        """A person's answer, the same."""
        self._hear("answer", at)
        _written_back(answer)

    def repeat(self, check: Any, at: float) -> None:
        """A check's name is text."""
        self._named("repeat", check, at)

    def mark_missing(self, key: Any, at: float) -> None:
        """A key's name is text."""
        self._named("missing", key, at)

    def _named(self, what: str, name: Any, at: float) -> None:
        self._hear(what, at)
        assert isinstance(name, str), "a name that is no text"

    def end_sweep(self, at: float, swept: Swept) -> None:
        """What hands found."""
        self._hear("swept", at)
        assert isinstance(swept, Swept)

    def handled(self, handling: Handling, at: float) -> None:
        """What people did."""
        self._hear("handled", at)
        assert isinstance(handling, Handling)

    def grant(self, check: Any, by: Any, why: Any, at: float) -> None:
        """Somebody's word is text."""
        self._named("waive", check, at)
        assert isinstance(by, str)
        assert isinstance(why, str)

    def take_back(self, check: Any, at: float) -> None:
        """A check's name is text."""
        self._named("unwaive", check, at)

    def __getattr__(self, name: str) -> Any:
        if name not in ("start", "tick", "skip", "undo", "abort", "published"):
            raise AttributeError(name)
        return lambda at: self._hear(name, at)


def check_lines(data: bytes) -> None:
    """Each line is told once, in order, or the journal is said to be damaged."""
    path = file_of(data, "lines.journal")
    published = is_published(path)
    head = None
    with suppress(JournalError):
        head = read_head(path)
    if head is not None:
        _written_back(head)
    try:
        heard, lasted = play_back(path, _Listener)  # type: ignore[arg-type, type-var]
    except JournalError as error:
        assert str(error)
        return
    assert 0 <= lasted <= _LONGEST_S
    _whole(heard, data, published)


def _whole(heard: Any, data: bytes, published: bool) -> None:
    """What holds for a journal that was played to its end: instead of the head, the interruption behind it is told."""
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    assert heard.told == len(lines), "a line is told twice, or not at all"
    if json.loads(lines[-1]).get("n") == "published":
        assert published


@cache
def _real() -> tuple[bytes, ...]:
    """The lines of a real one."""
    path = file_of(b"", "real.journal")
    path.unlink()
    setup = _setup()
    journal = JournalFile(path, setup)
    unit = FakeUnit()
    session = Session(setup, unit.send, journal)
    unit.session = session
    session.handle(Stamped(IDENTITY, unit.now))
    session.start(unit.now)
    with suppress(AssertionError):
        unit.play(60)
    journal.close()
    return tuple(path.read_bytes().splitlines(keepends=True))


def journal_seeds() -> Iterator[bytes]:
    """The first lines of a real one."""
    lines = _real()
    yield b"".join(lines[:6])
    yield b"".join(lines[:30])
    yield lines[0] + b'{"t":1,"k":"intent","n":"abort","a":""}\n'
    yield (
        lines[0]
        + b'{"t":1e400,"k":"terminal","e":"Reading","d":{"channel":{"quantity":"voltage","source":"supply"},"value":5},"s":"x"}\n'
    )
    yield lines[0] + b'{"t":1,"k":"intent","n":"swept","a":"{}"}\n'
    waived = b'{"t":2,"k":"intent","n":"waive","a":"%s"}\n' % _WAIVED
    yield lines[0] + b'{"t":1,"k":"intent","n":"abort","a":""}\n' + waived + waived.replace(b'"waive"', b'"unwaive"')


def lines_seeds() -> Iterator[bytes]:
    """A short head with one line of each kind, and the heads of real ones."""
    head = b'{"format":"posbench-journal","version":1,"id":"a","profile":"x","plan":"quick","started":"2026"}\n'
    yield head + b"".join(
        b'{"t":%d,"k":"intent","n":"%s","a":""}\n' % (at, name)
        for at, name in enumerate((b"start", b"tick", b"skip", b"undo", b"missing", b"repeat", b"abort", b"published"))
    )
    yield head + b'{"t":1.5,"k":"intent","n":"swept","a":"%s"}\n' % _SWEPT.replace(b'"', b'\\"')
    yield (
        head + b'{"t":1,"k":"intent","n":"waive","a":"%s"}\n{"t":2,"k":"intent","n":"unwaive","a":"keypad"}\n' % _WAIVED
    )
    yield head + b'{"t":1,"k":"intent","n":"handled","a":"{}"}\n{"t":2,"k":"intent","n":"interrupted","a":""}\n'
    kinds: dict[bytes, bytes] = {}
    for line in _real()[1:]:
        told = json.loads(line)
        kinds.setdefault(told["k"].encode() + told.get("e", "").encode() + told.get("n", "").encode(), line)
    for line in kinds.values():
        yield head + line
    yield head + b"".join(kinds.values())[:2000]
    yield _real()[0]


_WAIVED: Final = b'{\\"check\\":\\"keypad\\",\\"by\\":\\"Li\\",\\"why\\":\\"worn\\"}'
_SWEPT: Final = b'{"seen":["1"],"doubtful":[],"stuck":[],"holds":[],"others":[],"said":""}'
_WORDS: Final = (b'"k":"intent"', b'"n":"', b'"k":"terminal"', b'"k":"answer"', b'"e":"', b'"t":', b'"d":', *JSON)
TARGETS: Final = (
    Target("file.journal", "checks/history/journal.py, session.py", "JournalError, or a session whose record can be written",
           check_journal, journal_seeds, _WORDS, largest=3000, longest_s=4.0),
    Target("file.journal-lines", "checks/history/journal.py without a session", "JournalError, or each line told once, at a time that an inspection has",
           check_lines, lines_seeds, _WORDS, largest=1200),
)  # fmt: skip
