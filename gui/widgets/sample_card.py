"""Under a passed unit: the offer to keep it as the known-good sample that others of its model are compared with."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFrame

from checks.measurement import Verdict
from checks.report.errors import ReportError
from checks.session import Session
from gui.face import Face
from gui.widgets.words import Text, WordButton, WordLabel, columns, rows

KeepSample = Callable[[Session], Path]
"""Writes the sample; raises ``OSError`` or ``ReportError``. Quick: it writes one small file."""


class SampleCard(QFrame):
    """Shown where the unit passed and told its packages. ``keep`` is None where nobody can keep one."""

    def __init__(self, face: Face, keep: KeepSample | None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._face, self._keep = face, keep
        self._session: Session | None = None
        self._done: tuple[str, dict[str, str]] | None = None
        box = columns(self, margin=16, gap=10)
        left = rows(gap=4)
        left.addWidget(WordLabel(face, "window.sample.title", "title"))
        self.said = Text("quiet", wrap=True)
        left.addWidget(self.said)
        box.addLayout(left, 1)
        self.button = WordButton(face, "window.sample.keep", "seal")
        self.button.clicked.connect(self.keep)
        box.addWidget(self.button)

    def put(self, session: Session | None) -> None:
        """Show it for a session that is over, or not at all."""
        if session is not self._session:
            self._session, self._done = session, None
        if session is None:
            self.hide()
            return
        software = session.results.get("software")
        told = software is not None and software.rows("packages") is not None
        overall = session.overall()
        good = overall.verdict is Verdict.PASS and not overall.waived
        self.setVisible(self._keep is not None and told and good)
        self.retranslate()

    def keep(self) -> None:
        """The button was pressed."""
        if self._session is None or self._keep is None:
            return
        try:
            self._keep(self._session)
            self._done = ("window.sample.kept", {"model": self._session.setup.profile.model})
        except ReportError as error:
            self._done = ("window.sample.failed", {"detail": self._face.say(error.message)})
        except OSError as error:
            self._done = ("window.sample.failed", {"detail": error.strerror or str(error)})
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the face."""
        name, arguments = self._done or ("window.sample.text", {})
        self.said.put(self._face.text(name, **arguments))
        self.button.setEnabled(name != "window.sample.kept")
