"""An inspection in a text terminal: one line of progress, and questions answered with a number key and Enter."""

import contextlib
import getpass
import queue
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from checks.measurement import CheckResult, Message, message
from checks.panel import DisplayMark, mark_between
from checks.session import Phase, Session
from checks.steps import CANNOT_TELL, Answer, Choice, Question
from checks.words import Words

_BAR: Final = 24
_WIDEST: Final = 100
_LONGEST: Final = 100_000
_CELL: Final = 2_000
_PLACE: Final = re.compile(r"(\d{1,5}),(\d{1,5})(?:-(\d{1,5}),(\d{1,5}))?", re.ASCII)


@dataclass(slots=True)
class ProgressLine:
    """Says on ``stream`` what a session does: a bar where it is a terminal, a line per check where it is a file."""

    stream: TextIO
    words: Words
    _told: str = ""
    _results: set[str] = field(default_factory=set)

    def __call__(self, session: Session) -> None:
        """The session may have moved on."""
        for check, result in list(session.results.items()):
            if check not in self._results:
                self._results.add(check)
                self._line(self._result(result))
        text = self._now(session)
        if text != self._told and self.stream.isatty():
            self._told = text
            self.stream.write("\r\x1b[K" + text[:_WIDEST])
            self.stream.flush()

    def finish(self) -> None:
        """Leave the cursor on a fresh line."""
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def _line(self, text: str) -> None:
        self.stream.write(("\r\x1b[K" if self.stream.isatty() else "") + text + "\n")
        self.stream.flush()

    def _result(self, result: CheckResult) -> str:
        name, outcome = self.words.text(f"check.{result.check}"), self.words.text(f"outcome.{result.outcome.value}")
        faults = "; ".join(
            f"{self.words.text('fault.' + f.fault)} {printable(f.subject)}".strip() for f in result.findings
        )
        return f"  {name}: {outcome}" + (f" ({faults})" if faults else "")

    def _now(self, session: Session) -> str:
        done, total = len(session.results), len(session.planned)
        step = session.progress_step
        part = (step.done / step.total if step and step.total else 0.0) if session.phase is Phase.RUNNING else 0.0
        share = min((done + part) / total, 1.0) if total else 1.0
        filled = round(share * _BAR)
        what = self.words.say(step.text) if step else self.words.text(f"phase.{session.phase.value}")
        return f"[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}  {what}"


def printable(text: str, most: int = 200) -> str:
    """Foreign text made harmless for a terminal: no control or direction characters, no more than ``most`` of them."""
    return "".join(c if c.isprintable() else "?" for c in text)[:most]


def sentence(text: str) -> str:
    """A sentence of ours that holds foreign text, harmless and whole: its end may be what to do, or the last of a list."""
    return printable(text, _LONGEST)


def row_of(cells: Iterable[object]) -> str:
    """Cells with tabs between them, for programs that cut at tabs; foreign text in a cell makes no other cell."""
    return "\t".join(printable(str(cell), _CELL) for cell in cells)


class ConsoleOperator:
    """Asks a person who sits at this terminal. Closed input means that nobody can tell."""

    def __init__(self, lines: TextIO, stream: TextIO, words: Words) -> None:
        self._stream = stream
        self._words = words
        self._asked = ""
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lines = lines
        self._reads = False

    def look(self, session: Session, at: float) -> Answer | None:
        """See ``checks.inspect.Operator``."""
        question = session.question
        if question is None or at < session.question_ready_at:
            return None
        if question.id != self._asked:
            self._begin()
            self._asked = question.id
            self._ask(question)
        try:
            typed = self._typed.get_nowait()
        except queue.Empty:
            return None
        if typed is None:  # nobody will ever answer
            self._typed.put(None)
            return Answer(question.id, CANNOT_TELL)
        return self._understood(question, typed.strip())

    def line(self, prompt: str, hidden: bool) -> str | None:
        """One line for something else than a question, unseen where ``hidden``; None where nobody can type."""
        if not self._lines.isatty():
            return None
        if hidden and not self._reads:
            return getpass.getpass(prompt, self._stream)
        self._begin()
        self._asked = ""  # whatever is asked now is asked again afterwards
        with unseen(self._lines) if hidden else contextlib.nullcontext():  # before the prompt: some type at once
            self._stream.write(prompt)
            self._stream.flush()
            typed = self._typed.get()
        if typed is None:
            self._typed.put(None)
        return None if typed is None else typed.rstrip("\r\n")

    def _begin(self) -> None:
        """Read from now on: before, a passphrase is typed at the same keyboard."""
        if not self._reads:
            self._reads = True
            threading.Thread(target=self._read, args=(self._lines,), name="posbench-keyboard", daemon=True).start()

    def _read(self, lines: TextIO) -> None:
        try:
            for line in lines:
                self._typed.put(line)
        except (OSError, ValueError):
            pass
        self._typed.put(None)

    def _ask(self, question: Question) -> None:
        offers = [f"{n} {spoken(c, self._words)}" for n, c in enumerate(question.choices, start=1)]
        if question.number is not None:
            offers.append(f"{question.number[0]}-{question.number[1]}")
        offers.append(f"? {self._words.text('choice.' + CANNOT_TELL)}")
        if question.several:
            offers.append(self._words.text("cli.several"))
        if question.marks:
            offers.append(self._words.text("cli.coordinates"))
        self._stream.write(f"\n{self._words.say(question.text)}\n   {'   '.join(offers)}\n> ")
        self._stream.flush()

    def _understood(self, question: Question, typed: str) -> Answer | None:
        if typed == "?":
            return Answer(question.id, CANNOT_TELL)
        if question.several:
            return self._several(question, typed)
        marks = marks_in(typed, question) if question.marks else ()
        if marks:
            number = len(marks) if question.number is not None else None
            return Answer(question.id, "marked" if number is None else "number", number, marks=marks)
        if typed.isdecimal():
            number = int(typed)
            if question.number is not None and question.number[0] <= number <= question.number[1]:
                return Answer(question.id, "number", number)
            if question.number is None and 1 <= number <= len(question.choices):
                return Answer(question.id, question.choices[number - 1].id)
        self._asked = ""  # ask again
        return None

    def _several(self, question: Question, typed: str) -> Answer | None:
        """Numbers with spaces or commas between them; the first choice stands alone."""
        numbers = sorted({int(part) for part in typed.replace(",", " ").split() if part.isdecimal()})
        known = [n for n in numbers if 1 <= n <= len(question.choices)]
        if not known or known != numbers or (1 in known and len(known) > 1):
            self._asked = ""  # ask again
            return None
        first, *more = (question.choices[n - 1].id for n in known)
        return Answer(question.id, first, None, tuple(more))


def spoken(choice: Choice, words: Words) -> str:
    """The sentence of a choice."""
    return words.local(dict(choice.local)) if choice.local else words.text(f"choice.{choice.id}")


def marks_in(typed: str, question: Question) -> tuple[DisplayMark, ...]:
    """Places as ``X,Y`` or ``X,Y-X,Y``, pixels from the top left, parted by blanks. None of them where one cannot be read."""
    raster, marks = question.shown, []
    for word in typed.split():
        match = _PLACE.fullmatch(word)
        if match is None:
            return ()
        x, y, to_x, to_y = (None if text is None else int(text) for text in match.groups())
        start = (x or 0, y or 0)
        end = start if to_x is None or to_y is None else (to_x, to_y)
        if raster is not None and not (max(start[0], end[0]) < raster.width and max(start[1], end[1]) < raster.height):
            return ()
        marks.append(mark_between(start, end, question.subject))
    return tuple(marks)


@contextlib.contextmanager
def unseen(keyboard: TextIO) -> Iterator[None]:
    """No echo of what is typed meanwhile, where the system knows how."""
    try:
        import termios
    except ImportError:
        yield
        return
    before = termios.tcgetattr(keyboard)
    silent = before[:]
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(keyboard, termios.TCSAFLUSH, silent)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


class PassphraseError(Exception):
    """There is no passphrase to be had; ``text`` says why."""

    def __init__(self, text: Message) -> None:
        super().__init__(text.id)
        self.text = text


def passphrase(file: str | None, words: Words, new: bool, prompt: str = "cli.passphrase_prompt") -> bytes:
    """From ``file``, or typed unseen at the terminal, twice for a ``new`` one. Raises ``PassphraseError``."""
    if file:
        try:
            return Path(file).read_bytes().rstrip(b"\r\n")
        except OSError as error:
            raise PassphraseError(message("cli.passphrase_file", path=file, detail=error.strerror or "")) from error
    if not sys.stdin.isatty():
        raise PassphraseError(message("cli.passphrase_needed"))
    first = getpass.getpass(words.text(prompt), sys.stderr)
    if new and first != getpass.getpass(words.text("cli.passphrase_again"), sys.stderr):
        raise PassphraseError(message("cli.passphrase_differs"))
    return first.encode("utf-8")
