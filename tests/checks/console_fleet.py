"""The simulated smart terminal under its real shell, and a session of the checks that read its software, in real time."""

import select
import time
from dataclasses import replace

from checks.baseline import Baseline
from checks.log_patterns import load_log_patterns
from checks.plan import Plan, PlanKind
from checks.record import BenchInfo, Record
from checks.registry import load_checks, load_rules
from checks.session import Phase, Session
from checks.setup import Setup
from checks.steps import Target
from devices.codec import Output
from devices.commands import Command, Identify
from devices.events import CommandFailed, Identified, Stamped
from devices.profile import Profile
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.faults import parse_fault
from tests.checks.stage import RESOURCES, profiles

READING = ("software", "logs", "configuration", "programs")


def smart() -> Profile:
    return profiles()["smart-terminal"]


class Visit:
    """One terminal with its faults, one codec, one session of ``READING``."""

    def __init__(self, *faults: str, baseline: Baseline | None = None) -> None:
        now = time.monotonic()
        self.device = simulated_protocols()["console"].open(smart(), 1, now)
        for fault in faults:
            self.device.set_fault(parse_fault(fault, "terminal"), True, now)
        self.codec = load_codecs()["console"].open(smart())
        self.events: list[Stamped] = []
        self._due: float | None = None
        self._wake = now
        checks, _ = load_checks()
        setup = Setup(
            id="0" * 32,
            profile=smart(),
            plan=Plan(PlanKind.FULL, tuple(checks[name] for name in READING), ()),
            bench=BenchInfo("bench", "0", "test"),
            started="2026-11-22T10:00:00+00:00",
            start=now,
            rules=load_rules(),
            log_patterns=load_log_patterns(RESOURCES / "messages" / "log_patterns.toml"),
            baseline=baseline,
        )
        self.session = Session(setup, self._send)

    def play(self, limit_s: float = 40.0) -> Record:
        end = time.monotonic() + limit_s
        try:
            self._send(Target.TERMINAL, Identify())
            while not any(isinstance(s.event, Identified) for s in self.events):
                assert not any(isinstance(s.event, CommandFailed) for s in self.events), self.events
                self._turn(end)
            self.session.start(time.monotonic())
            while self.session.phase is not Phase.DONE:
                self._turn(end)
        finally:
            self.device.close()  # type: ignore[attr-defined]
        return replace(self.session.record("x"), started="", telemetry=())

    def _send(self, target: Target, command: Command) -> None:
        self._do(self.codec.send(command, time.monotonic()))

    def _turn(self, end: float) -> None:
        now = time.monotonic()
        assert now < end, (self.session.current, self.events[-3:])
        soonest = min(at for at in (self._wake, self._due, end) if at is not None)
        select.select(self.device.watched(), [], [], min(max(soonest - now, 0.0), 0.05))  # type: ignore[attr-defined]
        now = time.monotonic()
        self._hear(self.device.tick(now), now)
        if self._due is not None and now >= self._due:
            self._do(self.codec.tick(now))
        self.session.tick(now)

    def _hear(self, output: object, now: float) -> None:
        self._wake = output.deadline or now  # type: ignore[attr-defined]
        for data in output.write:  # type: ignore[attr-defined]
            self._do(self.codec.feed(data, now))

    def _do(self, output: Output) -> None:
        now = time.monotonic()
        self._due = output.deadline
        for event, at in output.timed():
            stamped = Stamped(event, now, at)
            self.events.append(stamped)
            self.session.handle(stamped)
        for data in output.write:
            self._hear(self.device.feed(data, now), now)
