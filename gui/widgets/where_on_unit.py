"""Where on the unit: the keys concerned on the model's own keypad, else the unit as it lies on the table."""

from collections.abc import Collection

from PySide6.QtWidgets import QStackedWidget

from checks.record import KeyMark
from checks.session import Session
from devices.keys import Key
from gui.face import Face
from gui.widgets.keypad_map import KeypadMap
from gui.widgets.unit_body import UnitBody


class WhereOnUnit(QStackedWidget):
    """A picture: nothing in it can be pressed."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.map = KeypadMap(face)
        self.body: UnitBody | None = None
        self._profile = ""
        self.setEnabled(False)
        self.addWidget(self.map)
        self.setFixedHeight(300)

    def put(self, session: Session, subjects: Collection[str]) -> None:
        """Show the place of these keys, or the whole unit where it is about none."""
        keypad = session.setup.profile.keypad
        wanted = {key for subject in subjects for key in subject.split(", ")}
        if keypad is not None and any(cap.id in wanted for cap in keypad.keys):
            self.map.put(keypad)
            for key, cap in self.map.caps.items():
                cap.put(self._mark(session, key) if key in wanted else KeyMark.NONE)
            self.setCurrentWidget(self.map)
        else:
            self._show_body(session)

    def _mark(self, session: Session, key: Key) -> KeyMark:
        """A key that is concerned and not marked itself is shown as the one to look at."""
        mark = session.mark_of(key)
        return KeyMark.ASKED if mark in (KeyMark.NONE, KeyMark.IDENTIFIED, KeyMark.MASKED, KeyMark.OPERATOR) else mark

    def _show_body(self, session: Session) -> None:
        profile = session.setup.profile
        if self.body is None or self._profile != profile.id:
            if self.body is not None:
                self.removeWidget(self.body)
                self.body.deleteLater()
            self.body, self._profile = UnitBody(self._face, profile), profile.id
            self.addWidget(self.body)
        self.setCurrentWidget(self.body)
