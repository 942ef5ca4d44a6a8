"""Practice units for the window: simulated devices with hidden faults on the bench, and the log and certificates of who practised."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checks.console.demo import Simulated, spawn
from checks.console.parts import ClosableBench, ControlPort, Parts, Refused
from checks.measurement import message
from checks.plan import PlanKind, make_plan
from checks.practice import FaultRow, Level, PracticeError, draw, load_faults, practised, suited
from checks.practice_log import FOLDER, Entry, PracticeLogError, append, read
from checks.registry import load_checks
from checks.report.errors import ReportError
from checks.report.signing.errors import IdentityError
from devices.profile import Profile
from gui.early import Late
from gui.ports import SigningNeed, Staged, Unable, VirtualUnit

if TYPE_CHECKING:
    from checks.report.signing.identity import Identity

_practising: Any = Late("checks.console.practising")

METER: Final = "tc66c"


class PracticeStand:
    """See ``gui.ports.PracticePort``."""

    def __init__(
        self,
        parts: Parts,
        bench: ClosableBench,
        opened: "Callable[[str], Identity]",
        need: Callable[[], SigningNeed],
        options: tuple[str, ...] = (),
    ) -> None:
        self._parts, self._bench, self._opened, self._need, self._options = parts, bench, opened, need, options
        self._running: list[Simulated] = []
        self._controls: list[ControlPort] = []

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        return self._parts.profiles()

    def models(self) -> tuple[Profile, ...]:
        """One terminal of each family that speaks, those of a maker first."""
        own = [p for p in self._profiles.values() if p.kind == "terminal" and practised(p) and not p.like]
        return tuple(sorted(own, key=lambda p: (p.evidence.startswith("fictitious"), p.maker == "Any", p.id)))

    def set_up(self, model: str, level: Level, seed: int) -> Staged:
        """Draw, start, connect."""
        self.take_down()
        words = self._parts.words("en")
        try:
            exercise = draw(self._rows(self._profiles[model]), self._profiles[model], level, seed)
            urls = {}
            for side, name in (("meter", METER), ("terminal", model)):
                told = [part for fault in exercise.hidden if fault.on == side for part in ("--fault", fault.notation)]
                simulated = spawn(self._parts, name, "--seed", str(seed), *self._options, *told)
                self._running.append(simulated)
                urls[side] = simulated.url
                self._bench.add(simulated.url, name)
        except PracticeError as error:
            raise RuntimeError(str(error)) from error
        except Refused as error:
            self.take_down()
            raise RuntimeError(words.say(error.text)) from error
        control = self._parts.find_control(urls["terminal"])
        if control is None:
            self.take_down()
            raise RuntimeError(urls["terminal"])
        self._controls.append(control)
        return Staged(exercise, VirtualUnit(self._profiles[model], control, (), urls["terminal"]), urls["meter"])

    def take_down(self) -> None:
        """Off the bench, then ended."""
        urls = {simulated.url for simulated in self._running}
        for lane in self._bench.lanes():
            if lane.url in urls:
                self._bench.remove(lane.id)
        for control in self._controls:
            control.close()
        for simulated in self._running:
            simulated.stop()
        self._running, self._controls = [], []

    def entries(self) -> tuple[Entry, ...]:
        """The log."""
        try:
            return read(self._parts.home.folder(FOLDER))
        except (PracticeLogError, OSError) as error:
            raise Unable(message("practice.error.log", detail=str(error))) from error

    def keep(self, entry: Entry) -> None:
        """Into the log."""
        try:
            append(self._parts.home.folder(FOLDER), entry)
        except (PracticeLogError, OSError) as error:
            raise Unable(message("practice.error.log", detail=str(error))) from error

    def need(self) -> SigningNeed:
        """As for a report of a real unit."""
        return self._need()

    def certificate(self, series: str, language: str, passphrase: str) -> Path:
        """Signed with the bench's identity."""
        parts, words = self._parts, self._parts.words(language)
        try:
            who = self._opened(passphrase)
            made: Path = _practising.certificate(parts.home, series, words, who, parts.fonts(), parts.version)
        except (ReportError, IdentityError) as error:  # whoever asked shows the sentence as it is
            raise RuntimeError(words.say(error.message)) from error
        return made

    def _rows(self, profile: Profile) -> tuple[FaultRow, ...]:
        parts, meter = self._parts, self._profiles[METER]
        checks, watches = load_checks()
        plan = make_plan(PlanKind.QUICK, profile, meter, checks, watches)
        offered = {"terminal": [n for n, _ in parts.faults(profile)], "meter": [n for n, _ in parts.faults(meter)]}
        rows = load_faults(parts.resources / "messages" / "practice.toml")
        return suited(rows, profile, offered, plan.required)
