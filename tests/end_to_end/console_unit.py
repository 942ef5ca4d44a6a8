"""A simulated smart terminal on the real bench: a real shell, a real pseudo-terminal, real time, and chosen checks."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

import app
from checks.baseline import Baseline
from checks.console.host_side import HostSide
from checks.history.journal import JournalFile
from checks.inspect import Inspector
from checks.log_patterns import load_log_patterns
from checks.operator import SimulatedOperator
from checks.plan import Plan, PlanKind
from checks.record import BenchInfo, Record
from checks.registry import load_checks, load_patterns, load_rules
from checks.screen_messages import load_screen_messages
from checks.session import Session
from checks.setup import Setup
from checks.steps import Target
from devices.bench import Bench, Surroundings
from devices.codecs.console import CODEC
from devices.commands import Command
from devices.events import LinkLost, Stamped
from devices.lanes import BenchEvent, LaneEvent
from devices.profile import Profile, load_profiles
from devices.serial_port import open_port
from devices.simulator.control import find_control
from devices.simulator.shell import Simulator

RESOURCES = Path(__file__).parents[2] / "resources"
PROFILE = load_profiles(RESOURCES / "terminals")["smart-terminal"]


def with_options(profile: Profile = PROFILE, **options: str | int | bool) -> Profile:
    """The same model with other options of its codec or simulator."""
    return msgspec.structs.replace(profile, options={**profile.options, **options})


@contextmanager
def simulated(profile: Profile, *faults: str, seed: int = 1) -> Iterator[Simulator]:
    """A running simulated unit; leaves no thread and no process."""
    simulator = Simulator(profile, faults=faults, press="auto", seed=seed)
    thread = threading.Thread(target=simulator.run, name="posbench-simulator")
    thread.start()
    try:
        yield simulator
    finally:
        simulator.stop()
        thread.join(10.0)


def inspected(
    *only: str,
    faults: tuple[str, ...] = (),
    profile: Profile = PROFILE,
    seed: int = 1,
    journal: Path | None = None,
    baseline: Baseline | None = None,
    full: bool = False,
) -> Record:
    """The record of an inspection with these checks and watches alone."""
    inbox: queue.SimpleQueue[BenchEvent] = queue.SimpleQueue()
    around = Surroundings({profile.id: profile}, {"console": CODEC}, open_port, lambda: (), time.monotonic)
    with simulated(profile, *faults, seed=seed) as simulator:
        body = find_control(simulator.url)
        assert body is not None
        bench, hosts = Bench(around, _telling(inbox)), HostSide(app.host_network, inbox.put)
        try:
            lane = bench.add(simulator.url, profile.id)
            inspector = Inspector(bench, inbox, time.monotonic)
            info = inspector.connect(lane)
            assert info.profile is not None
            setup = inspection_setup(info.profile, only, seed, baseline, full)
            send = hosts.joined(lane, simulator.url, _sender(bench, lane))
            session = Session(setup, send, JournalFile(journal, setup) if journal else None)
            for event in (*((info.identity,) if info.identity else ()), *info.found):
                session.handle(Stamped(event, setup.start))
            inspector.run(session, lane, None, SimulatedOperator(body), lambda _: None)
            session.close()
        finally:
            hosts.close()
            bench.close()
            body.close()
    return session.record("x")


def _telling(inbox: "queue.SimpleQueue[BenchEvent]") -> Callable[[BenchEvent], None]:
    """Why a link was lost stands in a failed test's output: the record only counts."""

    def put(event: BenchEvent) -> None:
        if isinstance(event, LaneEvent) and isinstance(event.stamped.event, LinkLost):
            print(f"at {event.stamped.at:.1f}: {event.stamped.event}, load {os.getloadavg()}")
        inbox.put(event)

    return put


def inspection_setup(
    profile: Profile, only: tuple[str, ...], seed: int, baseline: Baseline | None = None, full: bool = False
) -> Setup:
    """A quick plan for what presses and looks; the rest is read to the end, also when the unit's fate is decided."""
    checks, watches = load_checks()
    assert set(only) <= checks.keys() | watches.keys(), only
    chosen = sorted((checks[name] for name in only if name in checks), key=lambda check: check.order)
    watching = tuple(watches[name] for name in only if name in watches)
    return Setup(
        id="0" * 32,
        profile=profile,
        plan=Plan(
            PlanKind.QUICK if {"keypad", "display"} & set(only) and not full else PlanKind.FULL, tuple(chosen), watching
        ),
        bench=BenchInfo("bench", "0", "test", 1e-6),
        started="2026-11-22T10:00:00.000+00:00",
        start=time.monotonic(),
        rules=load_rules(),
        patterns=tuple(load_patterns().values()),
        log_patterns=load_log_patterns(RESOURCES / "messages" / "log_patterns.toml"),
        screen_messages=load_screen_messages(RESOURCES / "messages" / "screen_messages.toml"),
        seed=seed,
        operator_simulated=True,
        demonstration=True,
        patience_s=60.0,
        baseline=baseline,
    )


def _sender(bench: Bench, lane: int) -> Callable[[Target, Command], None]:
    def send(target: Target, command: Command) -> None:
        if target is Target.TERMINAL:
            bench.send(lane, command)

    return send
