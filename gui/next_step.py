"""What Enter and the primary button do: from the act that the bar names to whoever does it. Decides nothing itself."""

from typing import TYPE_CHECKING

from gui.next_action import Act

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.session_model import SessionModel


class NextStep:
    """Window thread only."""

    def __init__(self, window: "MainWindow", model: "SessionModel") -> None:
        self._window, self._model = window, model

    def take(self, act: Act) -> None:
        """Do it."""
        window = self._window
        match act:
            case Act.DEMO:
                window.demo.start()
            case Act.START:
                window.start_inspection()
            case Act.SAVE | Act.SIGN:
                window.save_report()
            case Act.NEXT:
                window.next_unit()
            case Act.LEAVE:
                window.side.leave()
            case Act.PRACTISE:
                window.practice.act()
            case Act.LOOK_UP:
                window.history.act()
            case Act.CONNECT:
                window.connect_choice()
            case Act.REPAIR:
                window.repair.open()
            case Act.RETEST:
                window.repair.retest()
            case Act.BEGIN_BATCH:
                window.intake.batch.begin()
            case Act.START_PLAIN | Act.FILE | Act.ASK_AGAIN | Act.LOG_IN:
                self._of_the_unit(act)
            case Act.OPEN | Act.NONE:
                pass

    def _of_the_unit(self, act: Act) -> None:
        window, lane = self._window, self._window.lane
        unit = self._model.units.get(lane) if lane is not None else None
        if lane is None or unit is None:
            return
        if act is Act.START_PLAIN:
            window.intake.desk.start(lane)
        elif act is Act.FILE and window.intake.file(unit):
            window.next_unit()
        elif act is Act.ASK_AGAIN:
            self._model.ask_again(lane)
        elif act is Act.LOG_IN:
            typed = window.console.take()
            if typed is not None:
                self._model.log_in(lane, *typed)
