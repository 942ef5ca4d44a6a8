"""The verb ``baseline``: a good unit's software captured, shown, kept for its model, and held against another unit."""

import argparse
import queue
import sys
import uuid
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from checks.baseline import Baseline, Difference, Part, Sample, compare, sample_of
from checks.baseline_file import BaselineError, read_baseline, to_toml
from checks.comparison import compared_with, difference_words
from checks.console.connecting import connected, model_named, profile_id, running, sender, simulated_at
from checks.console.facts import show_json
from checks.console.parsing import typed
from checks.console.parts import Exit, Parts, Refused
from checks.console.sessions import plan_parts
from checks.console.shelf import keep_baseline
from checks.console.terminal import ProgressLine, printable, sentence
from checks.inspect import InspectError, Inspector
from checks.measurement import Outcome, message
from checks.plan import Plan
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.session import Session
from checks.setup import Setup
from checks.steps import Answer
from checks.words import Catalogue
from devices.events import Stamped
from devices.lanes import BenchEvent, LaneInfo

CHECKS: Final = ("software", "configuration", "programs")
"""Those that read what a known-good unit is compared by. None of them asks a person."""


def baseline(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``baseline``."""
    doing: dict[str, Callable[[argparse.Namespace, Catalogue, Parts], int]]
    doing = {"capture": _capture, "compare": _compare, "show": _show, "keep": _keep}
    try:
        return doing[args.action](args, words, parts)
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error


def _capture(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """A unit in order becomes the example for others. One that is not is refused, with what is wrong."""
    session = _looked_at(args, words, parts)
    bad = [f for r in session.results.values() if r.outcome is Outcome.FAIL for f in r.findings]
    if bad:
        wrong = "; ".join(f"{words.text('fault.' + f.fault)} {printable(f.subject)}".strip() for f in bad)
        raise Refused(message("cli.baseline_not_good", wrong=wrong), Exit.FAILED)
    good = captured(session, parts.utc_now(), typed(args.operator))
    if Part.PACKAGES not in good.sample.read:
        raise Refused(message("cli.baseline_nothing_read"), Exit.BENCH_ERROR)
    write_atomically(Path(args.file), to_toml(good).encode("utf-8"))
    if args.json:
        return show_json(_facts(good))
    print("\n".join(_lines(good, words)))
    return Exit.DONE


def captured(session: Session, when: str, operator: str) -> Baseline:
    """The unit of a session that is over, as an example for others. ``when``: UTC in ISO 8601."""
    profile, identity = session.setup.profile, session.state.identity
    serial = ((identity.get("serial") if identity else None) or session.setup.sticker_serial)[:80]
    model = f"{profile.maker} {profile.model}"
    return Baseline(profile.id, model, when, operator[:80], serial, sample_of(identity, session.results))


def _compare(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """0 the same, 1 different, 4 where something that the example tells could not be read."""
    good = named_baseline(args.file)
    session = _looked_at(args, words, parts)
    if session.setup.profile.id != good.profile:
        raise Refused(message("cli.baseline_other_model", model=good.model, profile=good.profile))
    now = sample_of(session.state.identity, session.results)
    found = compare(good.sample, now)
    unread = sorted(part.value for part in good.sample.read - now.read)
    if args.json:
        show_json({"baseline": _facts(good), "differences": [asdict(d) for d in found], "unread": unread})
    else:
        print("\n".join(_told(good, found, words)))
    for part in unread:
        sys.stderr.write(words.text("cli.baseline_unread", part_id=f"software_part.{part}") + "\n")
    return Exit.FAILED if found else Exit.BENCH_ERROR if unread else Exit.DONE


def _told(good: Baseline, found: tuple[Difference, ...], words: Catalogue) -> list[str]:
    lines = [sentence(words.say(compared_with(good)))]
    lines += [f"  {sentence(words.say(difference_words(d)))}" for d in found]
    return [*lines, words.text("cli.baseline_differs" if found else "cli.baseline_same", count=len(found))]


def _show(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    good = named_baseline(args.file)
    if args.json:
        return show_json(_facts(good))
    print("\n".join(_lines(good, words)))
    return Exit.DONE


def _keep(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    good = named_baseline(args.file)
    profile_id(good.profile, parts)
    path = keep_baseline(parts.home, good)
    if args.json:
        return show_json({"file": str(path), "profile": good.profile})
    print(path)
    return Exit.DONE


def named_baseline(file: str) -> Baseline:
    """The known-good unit in a file somebody named. Raises ``Refused`` with every problem."""
    try:
        return read_baseline(Path(file))
    except BaselineError as error:
        raise Refused(message("cli.baseline_file", path=error.path, problems="; ".join(error.problems))) from error


def _facts(good: Baseline) -> dict[str, Any]:
    return asdict(good)


def _lines(good: Baseline, words: Catalogue) -> list[str]:
    sample: Sample = good.sample
    counts = {
        Part.PACKAGES: sample.packages,
        Part.SETTINGS: sample.settings,
        Part.FILES: sample.files,
        Part.PROGRAMS: sample.programs,
    }
    lines = [sentence(words.text("cli.baseline_of", **dict(compared_with(good).args)))]
    lines += [f"  {name}: {printable(value)}" for name, value in sample.system or ()]
    lines += [
        f"  {words.text(f'software_part.{part.value}')}: {'-' if rows is None else len(rows)}"
        for part, rows in counts.items()
    ]
    return [*lines, f"  MemTotal: {sample.memory_kb} kB"] if sample.memory_kb else lines


class _Nobody:
    """Nothing is asked."""

    def look(self, session: Session, at: float) -> Answer | None:
        """See ``checks.inspect.Operator``."""
        return None


def _looked_at(args: argparse.Namespace, words: Catalogue, parts: Parts) -> Session:
    """A session of the reading checks alone, at its end. It is no inspection: no journal, no report."""
    inbox: queue.SimpleQueue[BenchEvent] = queue.SimpleQueue()
    with simulated_at(args.terminal, parts) as simulated:
        named = args.profile or (simulated.profile if simulated is not None else None)
    profile = model_named(named, parts)
    with running(parts, inbox.put) as bench:
        inspector = Inspector(bench, inbox, parts.clock)
        terminal = bench.add(args.terminal, profile)
        try:
            lane = connected(inspector, terminal, args.connect_limit, profile)
        except InspectError as error:
            raise Refused(error.text, Exit.BENCH_ERROR) from error
        session = Session(_setup(parts, lane), sender(bench, terminal, None))
        if lane.identity is not None:
            session.handle(Stamped(lane.identity, session.setup.start))
        tell = ProgressLine(sys.stderr, words)
        try:
            inspector.run(session, terminal, None, _Nobody(), tell)
        finally:
            tell.finish()
            session.close()
    return session


def _setup(parts: Parts, lane: LaneInfo) -> Setup:
    if lane.profile is None:
        raise Refused(message("inspect.no_lane"), Exit.BENCH_ERROR)
    made = plan_parts(parts, lane.profile, None, "full")
    plan: Plan = made["plan"]
    chosen = tuple(check for check in plan.checks if check.id in CHECKS)
    if not chosen:
        raise Refused(message("cli.baseline_no_software", model=lane.profile.model))
    made["plan"] = Plan(plan.kind, chosen, ())
    return Setup(id=uuid.uuid4().hex, started=parts.utc_now(), start=parts.clock(), patience_s=20.0, **made)
