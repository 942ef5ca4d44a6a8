"""Six units whose faults tell something, in the real window on simulated devices: their result page and their report.

python -m tests.telling_units [FOLDER] [--only NAME]    Each unit is inspected once; its pictures are made in each language.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT: Final = Path(__file__).resolve().parents[1]
SIZE: Final = "1280x800"
_PAGE_DPI: Final = 80
_LANGUAGES: Final = ("en", "zh_CN")


@dataclass(frozen=True, slots=True)
class Unit:
    """A simulated terminal with a fault of its own, or of the supply that feeds it."""

    name: str
    profile: str
    fault: str = ""
    meter_fault: str = ""
    complaint: str = ""
    quick: bool = True


UNITS: Final = (
    Unit("dead-column", "demo-matrix", "dead-column=2"),
    Unit("masked-digits", "gertec-ppc930", "dead-key=5"),
    Unit("crossed-keys", "gertec-ppc930", "crossed-keys=F2:F3"),
    Unit("sagging-charger", "gertec-ppc930", meter_fault="sag"),
    Unit("lock-out", "smart-terminal", "pin-lockout", complaint="pin"),
    Unit("tampered", "smart-terminal", "tampered"),
)


def main() -> int:
    """See the module. Without a display of its own it asks for one of Xvfb's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs/pictures")
    parser.add_argument("--only", default="", help="only units with this in their name")
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        again = ("xvfb-run", "-a", "-s", f"-screen 0 {SIZE}x24", sys.executable, "-m", "tests.telling_units")
        return subprocess.run((*again, *sys.argv[1:]), cwd=ROOT).returncode
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    from gui.start import make_application

    app = make_application(["telling"])
    for unit in UNITS:
        if options.only in unit.name:
            with tempfile.TemporaryDirectory(prefix="posbench-telling-") as home:
                os.environ["POSBENCH_HOME"] = home
                _Visit(unit, options.folder).play()
            print(unit.name, flush=True)
    app.quit()
    return 0


class _Visit:
    """One unit from plug to report, photographed."""

    def __init__(self, unit: Unit, folder: Path) -> None:
        from gui.settings import Settings
        from gui.start import Running
        from tests.end_to_end.wired import wired

        self._unit, self._folder, self._open = unit, folder, ExitStack()
        all_of_it = self._open.enter_context(wired((unit.profile, "tc66c"), ("--fast", "--press", "auto")))
        self._units, self._work = all_of_it.units, all_of_it.workbench
        self._running = Running(self._work, Settings(theme="light", operator="Chen Wei"))

    def play(self) -> None:
        """Inspect, photograph, publish; leave nothing running."""
        try:
            self._running.window.resize(*map(int, SIZE.split("x")))
            self._running.window.show()
            lane = self._inspected()
            for take in (self._window, self._report):  # a saved report moves the cause out of sight
                for language in _LANGUAGES:
                    self._running.appearance.use_language(language)
                    take(lane, language)
        finally:
            self._running.close()
            self._open.close()

    def _inspected(self) -> int:
        from checks.operator import SimulatedOperator
        from checks.plan import PlanKind
        from checks.session import Phase
        from devices.lanes import LaneState

        terminal, meter = self._units.start()
        for virtual, fault in ((terminal, self._unit.fault), (meter, self._unit.meter_fault)):
            if fault:
                virtual.control.set_fault(fault)
        model = self._running.model
        self._until(
            lambda: bool(model.meters) and any(u.info.state is LaneState.CONNECTED for u in model.units.values())
        )
        lane = next(iter(model.units))
        self._running.window.select(lane)
        model.units[lane].intake.plan = PlanKind.QUICK if self._unit.quick else PlanKind.FULL
        model.units[lane].intake.complaint = self._unit.complaint
        if self._unit.meter_fault:
            self._wait(7.0)  # the sag comes every six seconds
        model.start(lane, "en")
        session = model.units[lane].session
        assert session is not None
        operator = SimulatedOperator(terminal.control)  # type: ignore[arg-type]

        def worked() -> bool:
            answer = operator.look(session, self._work.clock())
            if answer is not None:
                model.answer(lane, answer)
            return session.phase is Phase.DONE

        self._until(worked)
        return lane

    def _window(self, _lane: int, language: str) -> None:
        self._wait(0.6)
        self._keep(self._running.window.grab().toImage(), f"{self._unit.name}-{language}")

    def _report(self, lane: int, language: str) -> None:
        reports = self._running.reports
        session = self._running.model.units[lane].session
        assert session is not None
        reports.save(lane, session, (language,))
        self._until(lambda: reports.answer(lane) is not None or bool(reports.paper(lane).failed))
        assert not reports.paper(lane).failed, reports.paper(lane).failed
        self._page(Path(reports.paper(lane).path), f"{self._unit.name}-{language}-report")

    def _page(self, report: Path, name: str) -> None:
        """The report's first page as an ordinary reader draws it."""
        from PySide6.QtGui import QImage

        with tempfile.TemporaryDirectory() as folder:
            drawn = Path(folder) / "page"
            command = ("pdftoppm", "-r", str(_PAGE_DPI), "-f", "1", "-l", "1", "-singlefile", "-png")
            subprocess.run((*command, str(report), str(drawn)), check=True, capture_output=True)
            self._keep(QImage(str(drawn.with_suffix(".png"))), name)

    def _keep(self, picture: "QImage", name: str) -> None:
        """As a PNG without a fourth channel."""
        from PySide6.QtGui import QImage

        plain = picture.convertToFormat(QImage.Format.Format_RGB888)
        plain.save(str(self._folder / f"{name}.png"), "PNG", 1)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._until(lambda: time.monotonic() >= end)

    def _until(self, done: Callable[[], bool], limit_s: float = 240.0) -> None:
        from PySide6.QtWidgets import QApplication

        give_up = time.monotonic() + limit_s
        while not done():
            if time.monotonic() > give_up:
                raise TimeoutError(f"{self._unit.name}: never happened")
            QApplication.processEvents()
            time.sleep(0.005)


if __name__ == "__main__":
    raise SystemExit(main())
