"""Reports of anybody held against their signatures: which are asked about, what was answered, and the list on disk.

One file after another in a task thread, so that saving a report goes on meanwhile. Window thread only.
"""

from collections import deque
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from checks.measurement import Message, message
from checks.report.errors import ReportError
from checks.report.several import Answer, NoReports, NoTable, Told, as_file, reports_in
from gui.face import Face
from gui.panels.verify_page import VerifyPage
from gui.ports import Unable, Verification, Workbench
from gui.tasks import Tasks


class VerifyRoom(QObject):
    """``take`` paths; the page shows the answers as they come."""

    def __init__(self, workbench: Workbench, tasks: Tasks, face: Face) -> None:
        super().__init__()
        self._bench, self._tasks, self._face = workbench, tasks, face
        self.page = VerifyPage(face, workbench.trust is not None)
        self._waiting: deque[str] = deque()
        self._now = ""
        self._done = 0
        self.page.given.connect(self.take)
        self.page.stopped.connect(self.stop)
        self.page.cleared.connect(self.clear)
        self.page.trusted.connect(self.trust)
        self.page.kept.connect(self.save)

    @Slot(list)
    def take(self, paths: list[str]) -> None:
        """Files and folders that somebody wants to know about."""
        self.page.say(None)
        self._tasks.run(partial(_listed, paths), self._found, self._trouble)

    @Slot()
    def stop(self) -> None:
        """Let the rest be; the one under way is still answered."""
        self._waiting.clear()
        self._show()

    @Slot()
    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()
        self._now = ""
        self._done = 0
        self.page.forget()
        self._show()

    @Slot(str)
    def trust(self, path: str) -> None:
        """Trust the root of a listed report from now on, and ask again about every report under it."""
        told = self.page.answers.told(path)
        if told is None or not told.root or self._bench.trust is None:
            return
        try:
            self._bench.trust.take(told.root)
        except Unable as error:
            self.page.say(error.text)
            return
        same = [one.path for one in self.page.answers.all() if one.root_fingerprint == told.root_fingerprint]
        self._ask(same)

    @Slot(str)
    def save(self, path: str) -> None:
        """The list as CSV or XLSX, by the file's name."""
        answers = tuple(self.page.answers.all())
        work = partial(_written, answers, self._face, path)
        self._tasks.run(work, self.page.say, self._trouble)

    def _found(self, found: tuple[Path, ...] | Message) -> None:
        if isinstance(found, Message):
            self.page.say(found)
        else:
            self._ask([str(path) for path in found])

    def _ask(self, paths: list[str]) -> None:
        if not self._now and not self._waiting:
            self._done = 0
        self._waiting.extend(path for path in paths if path not in self._waiting)
        if not self._now:
            self._next()
        self._show()

    def _next(self) -> None:
        self._now = self._waiting.popleft() if self._waiting else ""
        if self._now:
            work = partial(self._bench.verify, Path(self._now))
            self._tasks.run(work, partial(self._answered, self._now), partial(self._broken, self._now))

    def _answered(self, path: str, answer: Verification) -> None:
        self._put(path, answer.told or Told(path, Answer.NOT_OURS, message("verify.not_ours"), answer.details))

    def _broken(self, path: str, reason: str) -> None:
        """The verifier itself could not work: says nothing of the file."""
        self._put(
            path, Told(path, Answer.NOT_OURS, message("verify.failed"), (message("verify.unreadable", detail=reason),))
        )

    def _put(self, path: str, told: Told) -> None:
        if path != self._now:  # asked before the list was cleared
            return
        self._done += 1
        self.page.put(told)
        self._next()
        self._show()

    def _show(self) -> None:
        under_way = len(self._waiting) + bool(self._now)
        self.page.show_progress(self._done, self._done + under_way if under_way else 0)

    def _trouble(self, reason: str) -> None:
        self.page.say(message("verify.trouble", detail=reason))


def _listed(paths: list[str]) -> tuple[Path, ...] | Message:
    try:
        return reports_in(Path(path) for path in paths)
    except NoReports as error:
        return error.message


def _written(answers: tuple[Told, ...], face: Face, name: str) -> Message:
    from checks.report.files import write_atomically

    try:
        write_atomically(Path(name), as_file(answers, face.words, name))
    except (NoTable, ReportError) as error:
        return error.message
    return message("verify.kept", path=name)
