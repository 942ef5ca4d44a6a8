"""A shift in fast motion in one process: units plugged, inspected, signed and unplugged; is it as it was before?

The bench's side is the real one, with its real driver on real pseudo-terminals: ``app.py inspect`` as it is called from
the command line (``--way console``), or the real ``MainWindow`` offscreen with its bench, reports and history
(``--way window``). All of it stays in this one process; the units are played by ``tests.endurance.fleet`` in another. Eight
units are on the bench at once, as on a returns belt; "fast motion" is a played operator who never hesitates, not a clock
that lies. After each hundred the belt runs empty and what the process holds is measured.

``--way samples`` sends readings through the window's own way (bench event, bridge-side model, telemetry, live graph).

Fails where memory grows from the first mark to the last beyond ``--grow-kb`` a unit, where a thread, a descriptor or a
temporary file is left, where a verdict is not what the fault asks for, or where the last hundred costs more processor
time than the first by more than ``--slower``. (Processor time, because waiting for people and lines hides a slowdown.)

POSIX only: ``python -m tests.endurance.soak [--way console|window|samples] [--units 500] [--samples 10000000]``.
"""

import argparse
import contextlib
import ctypes
import gc
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import app
from checks.measurement import CheckResult, Outcome
from checks.record import from_json
from tests.endurance.fleet import Fleet

BELT: Final = 8
KINDS: Final = (
    ("gertec-ppc930", "", 0),
    ("smart-terminal", "pin-lockout", 1),
    ("zvt-terminal", "", 0),
    ("szzt-zt588", "dead-key=OK", 1),
    ("miura-mpi", "", 0),
    ("gertec-ppc930", "dead-key=CLEAR", 1),
    ("smart-terminal", "", 0),
    ("zvt-terminal", "says=printer", 1),
    ("szzt-zt588", "", 0),
    ("idtech-securepin", "", 0),
)
"""Model, fault and exit code of the inspection; every hundred has the same units."""
NOT_DECIDED: Final = 3
MOST_UNDECIDED: Final = 0.02
PATIENCE_S: Final = 180.0
_TURN_MS: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """What the process held when the belt was empty."""

    units: int
    took_s: float
    cpu_s: float
    """Processor time of this process since the mark before, children not counted."""
    rss_mb: float
    threads: int
    descriptors: int
    files: int
    """Temporary files of ours, journals, and half-written reports."""


@dataclass
class Shift:
    """A run as it goes on. ``tell`` is called with each mark."""

    home: Path
    kinds: tuple[tuple[str, str, int], ...] = KINDS
    tell: Callable[[Mark], None] = lambda mark: None
    marks: list[Mark] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    given_back: Mark | None = None
    """What was left once a meter was gone; memory and slowdown are judged by the mark before, while it was there."""
    undecided: list[str] = field(default_factory=list)
    """Inspections of which the bench said that it could not tell: on a machine that is busy with something else that is no lie."""
    _since: tuple[float, float] = (0.0, 0.0)

    def begin(self) -> None:
        self._since = (time.monotonic(), time.process_time())

    def mark(self, units: int) -> None:
        now = (time.monotonic(), time.process_time())
        gc.collect()
        took, cpu = (b - a for a, b in zip(self._since, now, strict=True))
        threads = [t for t in threading.enumerate() if not t.name.startswith(("task", "ThreadPool"))]
        found = Mark(units, took, cpu, resident_mb(), len(threads), len(descriptors()), len(left_files(self.home)))
        self.marks.append(found)
        self.tell(found)
        self.begin()


def resident_mb() -> float:
    """Memory of this process that is in use now, once the allocator gave back what it only keeps in store."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def descriptors() -> list[str]:
    """What this process has open."""
    found = []
    for number in os.listdir("/proc/self/fd") if sys.platform == "linux" else []:
        with contextlib.suppress(OSError):
            found.append(os.readlink(f"/proc/self/fd/{number}"))
    return [target for target in found if not target.startswith("/proc/")]


def left_files(home: Path) -> list[Path]:
    """What an inspection must not leave: files in the temporary folder, journals, parts of reports, what waits to be kept."""
    ours = [p for p in Path(tempfile.gettempdir()).iterdir() if not p.name.startswith("posbench-simulators")]
    return [*ours, *(home / "journal").glob("*"), *(home / "reports").glob("*.part*"), *(home / "outbox").glob("*")]


def why(results: Iterable[CheckResult]) -> str:
    """Which checks did not pass, and what of them."""
    return "; ".join(
        f"{result.check} {result.outcome}: "
        + ", ".join([f"{f.fault} {f.subject}" for f in result.findings]
                    + [f"{m.limit_id} {m.subject} {m.value}" for m in result.measurements if m.outcome is not Outcome.PASS])
        for result in results if result.outcome is not Outcome.PASS
    )  # fmt: skip


# The command line's driver


def on_the_console(shift: Shift, units: int, every: int) -> None:
    """``inspect`` again and again, eight at once, as one process."""

    def one(number: int) -> None:
        profile, fault, expected = shift.kinds[number % len(shift.kinds)]
        url = fleet.plug(profile, (fault,) if fault else (), number)
        report = shift.home / f"unit-{number % (2 * BELT)}.pdf"
        line = ["inspect", "--terminal", url, "--profile", profile, "--plan", "quick", "--answers", "auto",
                "--seed", str(number), "--report", str(report), "--record", str(report.with_suffix(".json"))]  # fmt: skip
        code = app.run(line)
        fleet.unplug(url)
        if code != expected:
            kept = report.with_suffix(".json")
            told = why(from_json(kept.read_bytes()).results) if kept.exists() else "no record"
            said = shift.undecided if code == NOT_DECIDED else shift.wrong
            said.append(f"unit {number}, {profile} {fault}: exit code {code}, not {expected}; {told}")

    with (
        Fleet() as fleet,
        ThreadPoolExecutor(BELT) as belt,
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        shift.begin()
        for first in range(0, units, every):
            list(belt.map(one, range(first, min(first + every, units))))
            shift.mark(min(first + every, units))


# The window


def in_the_window(shift: Shift, units: int, every: int) -> None:
    """The same units on the real window's bench, each shown, its report signed and verified by the window."""
    from PySide6.QtWidgets import QApplication

    from gui.settings import Settings
    from gui.start import Running, make_application
    from tests.end_to_end.wired import wired

    app = QApplication.instance() or make_application(["soak"])
    app.setQuitOnLastWindowClosed(False)  # type: ignore[attr-defined]
    with Fleet() as fleet, wired() as bench:
        running = Running(bench.workbench, Settings(theme="light"))
        running.window.show()
        shift.begin()
        for first in range(0, units, every):
            last = min(first + every, units)
            coming = iter(range(first, last))
            places = [_place(running, bench, fleet, shift, coming) for _ in range(BELT)]
            _turning(places)
            _settle()
            shift.mark(last)
        running.close()
        _settle()


def _turning(places: list[Iterator[bool]]) -> None:
    """A real event loop until every place is done: only there are widgets deleted that nobody needs any more."""
    from PySide6.QtCore import QCoreApplication, QTimer

    app = QCoreApplication.instance()
    assert app is not None
    went: list[BaseException] = []

    def turn() -> None:
        try:
            places[:] = [place for place in places if next(place, None) is not None]
        except BaseException as error:
            went.append(error)
        if not places or went:
            app.quit()

    timer = QTimer(interval=_TURN_MS)
    timer.timeout.connect(turn)
    timer.start()
    app.exec()
    timer.stop()
    if went:
        raise went[0]


def _settle() -> None:
    end = time.monotonic() + 0.6
    _turning([iter(lambda: time.monotonic() < end, False)])


def _place(running, bench, fleet: Fleet, shift: Shift, coming: Iterator[int]) -> Iterator[bool]:  # type: ignore[no-untyped-def]
    """One place on the belt: unit after unit. Yields while there is something to wait for."""
    from PySide6.QtWidgets import QApplication

    from checks.operator import SimulatedOperator
    from checks.plan import PlanKind
    from checks.session import Phase
    from devices.lanes import LaneState
    from gui.ports import Seal

    model, clock = running.model, bench.workbench.clock
    verdicts = {0: "pass", 1: "fail"}
    for number in coming:
        profile, fault, expected = shift.kinds[number % len(shift.kinds)]
        url = fleet.plug(profile, (fault,) if fault else (), number)
        lane = bench.bench.add(url, profile)
        control = bench.parts.find_control(url)
        yield from _until(lambda lane=lane: lane in model.units and model.units[lane].info.state is LaneState.CONNECTED)
        model.units[lane].intake.plan = PlanKind.QUICK
        running.window.select(lane)
        running.window.start_inspection()
        session, operator = model.units[lane].session, SimulatedOperator(control)

        def over(lane=lane, session=session, operator=operator) -> bool:  # type: ignore[no-untyped-def]
            answer = operator.look(session, clock()) if session.phase is Phase.RUNNING else None
            if answer is not None:
                model.answer(lane, answer)
            return session.phase is Phase.DONE

        yield from _until(over)
        running.window.select(lane)
        running.window.save_report()
        yield from _until(lambda lane=lane: running.reports.answer(lane) is not None)
        verdict, seal = session.overall().verdict.value, running.reports.answer(lane).seal
        if (verdict, seal) != (verdicts[expected], Seal.TRUSTED):
            honest = verdict == "not-decided" and seal is Seal.TRUSTED
            told = f"unit {number}, {profile} {fault}: {verdict}, {seal}; {why(session.results.values())}"
            (shift.undecided if honest else shift.wrong).append(told)
        control.close()
        fleet.unplug(url)
        yield from _until(lambda lane=lane: model.units[lane].info.state is LaneState.LOST)
        bench.bench.remove(lane)
        QApplication.processEvents()  # the window hears of it before another unit gets this number
        running.window.select(lane)
        running.window.next_unit()
        del session, operator, over, control


def _until(done: Callable[[], bool]) -> Iterator[bool]:
    give_up = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > give_up:
            raise AssertionError("never happened")
        yield True


# Readings


def many_samples(shift: Shift, samples: int, every: int) -> None:
    """A meter's readings, three channels, by the way they take in the window, with its graph; a session has them, too."""
    from PySide6.QtWidgets import QApplication

    from devices.events import Channel, Quantity, Reading, Source, Stamped
    from devices.lanes import LaneEvent
    from gui.settings import Settings
    from gui.start import Running, make_application
    from tests.gui.fakes import METER, FakeBench, FakeClock, workbench

    app = QApplication.instance() or make_application(["soak"])
    clock = FakeClock()
    bench = FakeBench(clock)
    shift.home.mkdir(exist_ok=True)
    running = Running(replace(workbench(bench, shift.home), curves=shift.home), Settings(theme="light"))
    running.window.show()
    _settle()
    meter = bench.connect(METER, "M1")
    _settle()
    channels = [Channel(q, Source.METER) for q in (Quantity.VOLTAGE, Quantity.CURRENT, Quantity.TEMPERATURE)]
    shift.begin()
    for number in range(samples):
        if number % 3 == 0:
            clock.now += 0.01
        running.model.take(LaneEvent(meter, Stamped(Reading(channels[number % 3], 5 + number % 97 * 1e-3), clock.now)))
        if number % 5000 == 0:
            app.processEvents()
        if (number + 1) % every == 0:
            shift.mark(number + 1)
    kept = sum(len(series) for _, series in running.model.meters[meter].telemetry)
    if kept != samples:
        shift.wrong.append(f"{kept} readings of {samples} are there")
    bench.remove(meter)  # its files go with it
    _settle()
    shift.mark(samples)
    shift.given_back = shift.marks.pop()
    running.close()
    _settle()


# The verdict


def troubles(shift: Shift, grow_kb: float, slower: float, first: Mark | None = None) -> list[str]:
    """Why this run is not as it should be; nothing where all is well."""
    marks = shift.marks
    found = list(shift.wrong)
    if len(shift.undecided) > MOST_UNDECIDED * marks[-1].units:
        found.append(f"{len(shift.undecided)} inspections were not decided")
    early, last = first or marks[0], marks[-1]
    end = shift.given_back or last
    grown = (last.rss_mb - early.rss_mb) * 1000 / max(last.units - early.units, 1)
    if grown > grow_kb:
        found.append(f"memory grew by {grown:.3g} kB a unit, more than {grow_kb:g}")
    found += [
        f"{name}: {getattr(early, name)} after the first mark, {getattr(end, name)} at the end"
        for name in ("threads", "descriptors", "files")
        if getattr(end, name) > getattr(early, name)
    ]
    if last.cpu_s > early.cpu_s * slower:
        found.append(f"the last part took {last.cpu_s:.1f} s of processor time, the first {early.cpu_s:.1f} s")
    return found


def _all_of_it_in(folder: Path) -> None:
    """Data and temporary files of this process and its children, so that what is found there is ours."""
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    os.environ["POSBENCH_HOME"], os.environ["TMPDIR"] = str(folder / "home"), str(folder / "tmp")
    tempfile.tempdir = None


WAYS: Final = {"console": on_the_console, "window": in_the_window, "samples": many_samples}


def main(arguments: list[str] | None = None) -> int:
    """One way; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--way", choices=tuple(WAYS), default="window")
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--samples", type=int, default=10_000_000)
    parser.add_argument("--grow-kb", type=float, default=None, help="kB a unit (60), or a sample (0.004)")
    parser.add_argument("--slower", type=float, default=1.3)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args(arguments)
    samples = args.way == "samples"
    many = args.samples if samples else args.units
    bound = args.grow_kb if args.grow_kb is not None else (0.004 if samples else 60.0)
    app.keep_memory_together()  # as the program does when it starts
    with tempfile.TemporaryDirectory(prefix="posbench-soak-") as folder:
        _all_of_it_in(Path(folder))
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        shift = Shift(Path(folder) / "home", tell=_print_mark)
        print("    units   took s    cpu s   RSS MB threads  descr.   files", flush=True)
        WAYS[args.way](shift, many, many // 10 if samples else max(1, min(100, many // 3)))
    found = troubles(shift, bound, args.slower)
    if shift.undecided:
        print("not decided:", *shift.undecided, sep="\n")
    print("\n".join(found) if found else f"{args.way}: nothing grew, nothing is left, no slower")
    if found:
        print(
            "open:", dict(Counter(descriptors()).most_common(12)), "threads:", [t.name for t in threading.enumerate()]
        )
    if args.json:
        args.json.write_text(
            json.dumps({"way": args.way, "marks": [asdict(m) for m in shift.marks], "troubles": found})
        )
    return int(bool(found))


_OUT: Final = sys.stdout


def _print_mark(mark: Mark) -> None:
    print(f"{mark.units:9d}{mark.took_s:9.1f}{mark.cpu_s:9.1f}{mark.rss_mb:9.1f}{mark.threads:8d}{mark.descriptors:8d}"
          f"{mark.files:8d}", file=_OUT, flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
