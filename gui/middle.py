"""Which page stands in the middle of the window for the unit and the moment, what it is given, and where the focus begins on it.

What goes before what: something open beside the work, a port named by hand, the way of working, then the unit itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from devices.lanes import LaneState
from gui.face import Face
from gui.next_action import Paper
from gui.units import Unit
from gui.views import link_of

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Middle:
    """Turns the window's pages. Window thread only."""

    def __init__(self, window: "MainWindow", face: Face, clock: Callable[[], float]) -> None:
        self._window, self._face, self._clock = window, face, clock

    def show(self, unit: Unit | None, paper: Paper) -> None:
        """The page for this unit, as it is now."""
        window = self._window
        if window.side.shown is not None:
            self._turn_to(window.side.shown)
        elif window.by_hand.open:
            self._turn_to(window.connect_page)
        else:
            self._turn_to(self._of_the_room(unit, paper) or (self._of(unit, paper) if unit else self._nobody()))

    def _of_the_room(self, unit: Unit | None, paper: Paper) -> QWidget | None:
        """The page of the way of working that is chosen, where it has one of its own for this moment."""
        window = self._window
        if window.history.on:
            return window.history.page()
        if window.practice.on:
            return window.practice.page(unit)
        return window.intake.page(unit, paper) or window.repair.page(unit, paper)

    def _nobody(self) -> QWidget:
        demo, message = self._window.demo, self._window.message
        button = "window.button.demo" if demo.possible else ""
        message.put("plug", "accent", "window.start.title", "window.start.text", button, demo.hint)
        return message

    def _of(self, unit: Unit, paper: Paper) -> QWidget:
        window, session, state = self._window, unit.session, unit.info.state
        if unit.at_the_door and unit.console is not None:
            by_hand = session is None and window.by_hand.owns(unit.info.id)
            window.console.put(unit.console, self._clock(), session is not None, by_hand)
            return window.console
        if session is None and (state is not LaneState.CONNECTED or unit.info.profile is None):
            sign, _ = link_of(unit, self._face)
            window.message.put(sign.icon, sign.colour, f"window.link.{state}.title", f"window.link.{state}.text")
            return window.message
        if session is None:
            window.ready.sure(unit.info.profile.evidence if unit.info.profile is not None else "")
            return window.ready
        if unit.done:
            answer = window.reports.answer(unit.info.id)
            can_repair = not window.intake.desk.on and window.repair.possible(unit)
            here = state is LaneState.CONNECTED and not unit.gone
            can_waive = session.concessions.open and not paper.saving
            window.result.put(session, paper, answer, here, can_repair, can_waive)
            return window.result
        window.check.put(session)
        return window.check

    def _turn_to(self, page: QWidget) -> None:
        window = self._window
        if window.pages.currentWidget() is page:
            return
        window.pages.setCurrentWidget(page)
        if page is window.ready:
            window.ready.serial.setFocus()
        elif page is window.console:
            window.console.user.setFocus()
        elif page is window.side.shown:
            window.side.focus()
        elif page in window.history.pages:
            window.history.focus()
        elif page is not window.connect_page:
            (window.message.button if page is window.message else window.pages).setFocus()
