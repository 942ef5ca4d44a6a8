"""The whole program behind the window, wired as ``gui.wiring.open_on`` does it, on simulated units in processes of their own."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import app
from checks.console.parts import ClosableBench, Parts
from gui.ports import Workbench
from gui.practice_stand import PracticeStand
from gui.wiring import Announcer, Desk, SimulatedUnits, workbench


@dataclass(frozen=True, slots=True)
class Wired:
    """What a test may touch."""

    parts: Parts
    bench: ClosableBench
    units: SimulatedUnits
    stand: PracticeStand | None
    workbench: Workbench


@contextmanager
def wired(
    profiles: tuple[str, ...] = (),
    options: tuple[str, ...] = (),
    *,
    parts: Parts | None = None,
    lang: str | None = "en",
    practice: Callable[[Parts, ClosableBench, Desk], PracticeStand] | None = None,
) -> Iterator[Wired]:
    """``profiles`` are started with ``options`` by whoever asks ``units`` to start. All is ended at the end.

    ``practice`` makes the stand where exercises are set up; without it there is no practice.
    """
    parts = parts or app.make_parts()
    announcer = Announcer()
    bench = parts.make_bench(announcer.tell)
    units, desk = SimulatedUnits(parts, bench, profiles, options), Desk(parts, announcer.tell)
    stand = practice(parts, bench, desk) if practice is not None else None
    args = argparse.Namespace(lang=lang, demo=None)
    try:
        made = workbench(args, parts, bench, announcer, units, desk, stand)
        yield Wired(parts, bench, units, stand, made)
    finally:
        if stand is not None:
            stand.take_down()
        bench.close()
        units.close()
        desk.close()
