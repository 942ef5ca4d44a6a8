"""Sessions set up from a connected unit, or from the journal of an inspection that was interrupted."""

import platform
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from checks.baseline import Baseline
from checks.before import Before
from checks.complaints import guide_for, load_complaints
from checks.console.operators import challenges_of
from checks.console.part_codes import kept_parts
from checks.console.parts import Exit, Parts, Refused
from checks.console.shelf import kept_baseline
from checks.handling import NO_HANDLING, Handling
from checks.history.journal import JournalFile, JournalHead, play_back
from checks.licences.register import LookUp
from checks.log_patterns import load_log_patterns
from checks.measurement import message
from checks.narrowing import narrowed
from checks.parts_list import with_shop_parts
from checks.plan import PlanKind, make_plan
from checks.record import BenchInfo
from checks.registry import load_checks, load_patterns, load_rules
from checks.response_codes import load_response_codes
from checks.screen_messages import load_screen_messages
from checks.session import Session
from checks.setup import Setup
from checks.steps import Target
from devices.capability import Capability
from devices.commands import Command
from devices.events import CapabilitiesFound, Stamped
from devices.lanes import LaneInfo
from devices.profile import Profile, with_host

SendCommand = Callable[[Target, Command], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants of one inspection."""

    plan: str = "full"
    complaint: str = ""
    sticker_serial: str = ""
    operator: str = ""
    operator_simulated: bool = False
    seed: int = 0
    demonstration: bool = False
    patience_s: float | None = None
    baseline: Baseline | None = None
    """A known-good unit named by a person; without it the one that is kept for the model, if any."""
    handling: Handling = NO_HANDLING
    licence: LookUp | None = None
    """A look-up in the official list, made before the inspection."""
    before: Before | None = None
    """The inspection before a repair: only what it asks for is repeated."""
    bench: str = ""
    """What a person calls this bench; empty: the computer's name."""
    host: str = ""
    """Another acquirer's host than the model's, as host:port."""


def make_session(parts: Parts, lane: LaneInfo, meter: LaneInfo | None, send: SendCommand, order: Order) -> Session:
    """A session for a connected unit, with its journal on disk. Raises ``Refused`` for a lane nobody identified."""
    if lane.profile is None:
        raise Refused(message("inspect.no_lane"), Exit.BENCH_ERROR)
    profile = with_host(lane.profile, order.host)
    good, why_not = (
        (order.baseline, None) if order.baseline else kept_baseline(parts.home, lane.profile.id, order.demonstration)
    )
    setup = Setup(
        id=uuid.uuid4().hex,
        started=parts.utc_now(),
        start=parts.clock(),
        seed=order.seed,
        operator=order.operator,
        operator_simulated=order.operator_simulated,
        complaint=order.complaint,
        sticker_serial=order.sticker_serial,
        port=lane.url,
        usb=lane.usb.text if lane.usb else "",
        demonstration=order.demonstration,
        patience_s=order.patience_s,
        baseline=good,
        handling=order.handling,
        before=order.before,
        challenges_before=challenges_of(parts.home, order.operator),
        licence=order.licence,
        **plan_parts(
            parts,
            profile,
            measuring(meter),
            order.plan,
            order.complaint,
            before=order.before,
            bench=order.bench,
        ),
    )
    session = Session(setup, send, JournalFile(journal_path(parts, setup.id), setup))
    if why_not is not None:
        session.note(message("log.baseline_unread", detail=str(why_not)))
    for event in ((lane.identity,) if lane.identity is not None else ()) + lane.found:
        session.handle(Stamped(event, setup.start))
    return session


def measuring(meter: LaneInfo | None) -> Profile | None:
    """The meter's model without what this very meter turned out not to measure."""
    if meter is None or meter.profile is None:
        return None
    found = [event.capabilities for event in meter.found if isinstance(event, CapabilitiesFound)]
    return narrowed(meter.profile, found[-1] if found else None)


def _same_meter(profile: Profile | None, has: tuple[Capability, ...] | None) -> Profile | None:
    return profile if profile is None or has is None else narrowed(profile, frozenset(has))


def plan_parts(
    parts: Parts,
    profile: Profile,
    meter: Profile | None,
    plan: str,
    complaint: str = "",
    *,
    before: Before | None = None,
    bench: str = "",
) -> dict[str, Any]:
    """What of a setup comes from registries and tables: plan, rules, patterns, what a complaint means; and the bench.

    A re-test goes as deep as the inspection ``before``, else it would pass by not looking.
    """
    kind, only = (PlanKind(plan), None) if before is None else (PlanKind(before.plan), before.wanted)
    checks, watches = load_checks()
    messages = parts.resources / "messages"
    guide = guide_for(complaint, load_complaints(messages / "complaints.toml"))
    return {
        "profile": with_shop_parts(profile, kept_parts(parts.home)),
        "meter": meter,
        "plan": make_plan(kind, profile, meter, checks, watches, guide, only),
        "guide": guide,
        "codes": load_response_codes(messages / "response_codes.toml"),
        "bench": bench_info(parts, bench),
        "rules": load_rules(),
        "patterns": tuple(load_patterns().values()),
        "log_patterns": load_log_patterns(messages / "log_patterns.toml"),
        "curves": parts.home.folder("journal"),
        "screen_messages": load_screen_messages(messages / "screen_messages.toml"),
    }


def bench_info(parts: Parts, name: str = "") -> BenchInfo:
    """This program on this machine, for the record; ``name`` is what people call it."""
    system = f"{platform.system()} {platform.release()}"
    return BenchInfo(name or platform.node() or "bench", parts.version, system, clock_step(parts.clock))


@lru_cache(maxsize=4)
def clock_step(clock: Callable[[], float]) -> float:
    """Smallest step seen of ``clock`` in seconds: what any timing can resolve at best."""
    seen = [clock() for _ in range(2000)]
    return min((b - a for a, b in pairwise(seen) if b > a), default=0.0)


def journal_path(parts: Parts, session_id: str) -> Path:
    """Where a session's journal is."""
    return parts.home.folder("journal") / f"{session_id}.journal"


def recovered(
    parts: Parts, path: Path, send: SendCommand = lambda target, command: None, now: float = 0.0
) -> tuple[Session, float]:
    """The session of an interrupted inspection as it stood, and how many seconds it had lasted.

    Its clock runs so that it stood still from the interruption to ``now``. What it would send while it is played back
    goes nowhere. Raises ``JournalError``, or ``Refused`` where its profile is gone.
    """
    _, lasted = play_back(path, lambda head: _again(parts, head, 0.0, lambda target, command: None))
    gate = _Gate(send)
    session, _ = play_back(path, lambda head: _again(parts, head, now - lasted, gate.send))
    gate.open = True
    return session, lasted


@dataclass(slots=True)
class _Gate:
    """Keeps the past from being sent again."""

    to: SendCommand
    open: bool = False

    def send(self, target: Target, command: Command) -> None:
        if self.open:
            self.to(target, command)


def _again(parts: Parts, head: JournalHead, start: float, send: SendCommand) -> Session:
    profiles = parts.profiles()
    if head.profile not in profiles or (head.meter and head.meter not in profiles):
        raise Refused(message("journal.no_profile", profile=head.profile), Exit.BENCH_ERROR)
    setup = Setup(
        id=head.id,
        started=head.started,
        start=start,
        seed=head.seed,
        operator=head.operator,
        operator_simulated=head.operator_simulated,
        complaint=head.complaint,
        sticker_serial=head.sticker_serial,
        port=head.port,
        usb=head.usb,
        demonstration=head.demonstration,
        patience_s=head.patience_s,
        baseline=head.baseline,
        handling=head.handling,
        before=head.before,
        challenges_before=head.challenges_before,
        licence=head.licence,
        **plan_parts(
            parts,
            with_host(profiles[head.profile], head.host),
            _same_meter(profiles.get(head.meter), head.meter_has),
            head.plan,
            head.complaint,
            before=head.before,
            bench=head.bench,
        ),
    )
    return Session(setup, send)
