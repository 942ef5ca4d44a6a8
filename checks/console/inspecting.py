"""The verbs ``inspect`` and ``recover``: an inspection without a window, and what a killed one left behind."""

import argparse
import os
import queue
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from checks.console.baselines import named_baseline
from checks.console.batches import count, open_batch, refused
from checks.console.connecting import connected, model_named, running, sender, simulated_at
from checks.console.facts import show_json, verdict_facts
from checks.console.histories import remember, say_sent
from checks.console.host_side import HostSide
from checks.console.licensing import looked_up
from checks.console.logging_in import Doorman, at_the_keyboard, login_from
from checks.console.metering import instrument, meter_profile, meter_url, typed_readings
from checks.console.parsing import typed
from checks.console.parts import ControlPort, Exit, Parts, Refused
from checks.console.retesting import record_before, require_same_unit
from checks.console.sessions import Order, journal_path, make_session, recovered
from checks.console.signing_desk import Making, hand_out, identity_for, making, publish, report_words
from checks.console.terminal import ConsoleOperator, ProgressLine, printable, sentence
from checks.console.upkeep import clean_up
from checks.console.waiving import require_waivers, told_waivers, waive
from checks.handling import Handling
from checks.history.journal import JournalError, unfinished
from checks.inspect import InspectError, Inspector, Operator
from checks.intake.batch_file import BatchError
from checks.licences.register import LookUp, RegisterError
from checks.measurement import Verdict, message
from checks.operator import Body, SimulatedOperator
from checks.record import Record, to_json
from checks.report.errors import ReportError
from checks.report.files import require_place, write_atomically
from checks.report.signing.identity import Identity
from checks.retest import before_of
from checks.session import Session
from checks.steps import Target
from checks.words import Catalogue
from devices.events import Stamped
from devices.lanes import NO_PORT, BenchEvent, LaneInfo

NO_LINK: Final = "no-link"
"""The profile of whatever has no cable."""
_EXIT: Final = {Verdict.PASS: Exit.DONE, Verdict.FAIL: Exit.FAILED, Verdict.NOT_DECIDED: Exit.NOT_DECIDED}


def inspect(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``inspect``: connect, inspect, sign; the verdict is the exit code."""
    how = making(args, words)
    require_waivers(args)
    _has_places(args.report, args.record, args.handout)
    clean_up(parts.home, time.time(), (Path(args.report).absolute().parent,))
    session, who = inspected(args, words, parts)
    waive(session, args, parts.clock(), words, sys.stderr)
    record = session.record(parts.utc_now())
    try:
        if args.record is not None:
            write_atomically(Path(args.record), to_json(record))
        publish(parts, record, report_words(args, words, parts), who, Path(args.report), how)
        if args.handout is not None:
            hand_out(parts, record, report_words(args, words, parts)[0], who, Path(args.handout), how)
    except ReportError as error:
        sys.stderr.write(words.text("cli.kept_in_journal") + "\n")
        raise Refused(error.message, Exit.BENCH_ERROR) from error
    say_sent(remember(parts.home, record, args.database), words)
    journal_path(parts, record.id).unlink(missing_ok=True)
    if args.batch:
        try:
            count(parts.home, args.batch, record, report=str(Path(args.report).resolve()))
        except BatchError as error:
            raise refused(error) from error
    return _say_verdict(record, args, words)


def inspected(args: argparse.Namespace, words: Catalogue, parts: Parts) -> tuple[Session, Identity]:
    """The finished session, and who will sign: asked first, because nobody should work half an hour for nothing."""
    with simulated_at(args.terminal, parts) as simulated:
        return _inspected(args, words, parts, simulated)


def _inspected(
    args: argparse.Namespace, words: Catalogue, parts: Parts, simulated: ControlPort | None
) -> tuple[Session, Identity]:
    inbox: queue.SimpleQueue[BenchEvent] = queue.SimpleQueue()
    operator, played = _operator(args, words, simulated)
    _has_batch(args, parts)
    earlier = record_before(Path(args.before)) if args.before else None
    before = before_of(earlier) if earlier is not None else None
    order = Order(args.plan, typed(args.symptom), typed(args.serial), typed(args.operator), played, args.seed,
                  simulated is not None, args.patience, named_baseline(args.baseline) if args.baseline else None,
                  _handling(args, earlier), _licence(args, words, parts), before)  # fmt: skip
    named = args.profile or (simulated.profile if simulated is not None else None)
    named = NO_LINK if named is None and args.terminal == NO_PORT else named
    metering_url, read = meter_url(args), typed_readings(args)
    profile, metered = model_named(named, parts), meter_profile(args, parts)
    choice = instrument(args, metered, parts)
    who = _signer(args, words, parts, simulated is not None)
    with running(parts, inbox.put) as bench:
        inspector = Inspector(bench, inbox, parts.clock, _door(args, words, operator))
        terminal = bench.add(args.terminal, profile)
        meter = bench.add(metering_url, metered, choice) if metering_url else None
        try:
            lane = connected(inspector, terminal, args.connect_limit, profile)
            metering = connected(inspector, meter, args.connect_limit, metered) if meter is not None else None
        except InspectError as error:
            raise Refused(error.text, Exit.BENCH_ERROR) from error
        _same_model(order, lane)
        require_same_unit(order, lane)
        hosts = HostSide(parts.host_network, inbox.put)
        send = hosts.joined(terminal, lane.url, sender(bench, terminal, meter))
        session = make_session(parts, lane, metering, send, order)
        for reading in read:
            session.handle(Stamped(reading, parts.clock()), Target.METER)
        tell = ProgressLine(sys.stderr, words)
        try:
            inspector.run(session, terminal, meter, operator, tell)
        except InspectError as error:  # the terminal restarted and nobody can log in again
            session.abort(parts.clock())
            sys.stderr.write(words.say(error.text) + "\n")
        except KeyboardInterrupt:
            sys.stderr.write("\n" + words.text("cli.kept_in_journal") + "\n")
            raise
        finally:  # interrupted: nothing of it may be lost
            tell.finish()
            hosts.close()
            session.close()
    return session, who


def _handling(args: argparse.Namespace, earlier: Record | None) -> Handling:
    """What was written down of the repair, with what is said now."""
    known = earlier.handling if earlier is not None else Handling()
    order, accessories = typed(args.work_order), tuple(typed(item) for item in args.accessory)
    return replace(known, work_order=order or known.work_order, accessories=accessories or known.accessories)


def _has_places(*given: str | None) -> None:
    """What cannot be written where somebody wants it, or would replace another of these, is said before the inspection, not after."""
    paths = [Path(path) for path in given if path is not None]
    try:
        for path in paths:
            require_place(path)
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error
    places = [os.path.realpath(path) for path in paths]
    if twice := [path for path, place in zip(paths, places, strict=True) if places.count(place) > 1]:
        raise Refused(message("cli.same_file", path=printable(str(twice[0]))))


def _has_batch(args: argparse.Namespace, parts: Parts) -> None:
    """A batch that is not there is said before anybody works, not after."""
    if args.batch:
        try:
            open_batch(parts.home, args.batch)
        except BatchError as error:
            raise refused(error) from error


def _licence(args: argparse.Namespace, words: Catalogue, parts: Parts) -> LookUp | None:
    """Looked up before anything is connected: a list that is not there is said now, not after half an hour."""
    if not args.licence:
        return None
    try:
        return looked_up(parts, args.licence, typed(args.operator), words)
    except RegisterError as error:
        raise Refused(message(f"licence.{error.reason}", detail=error.detail)) from error


def _same_model(order: Order, lane: LaneInfo) -> None:
    good = order.baseline
    if good is not None and lane.profile is not None and lane.profile.id != good.profile:
        raise Refused(message("cli.baseline_other_model", model=good.model, profile=good.profile))


def _door(args: argparse.Namespace, words: Catalogue, operator: Operator) -> Doorman:
    """Who logs in on a console. A file is looked at now: nobody should wait to be told that it will not do."""
    if args.login_file:
        login_from(Path(args.login_file))
    ask = operator.line if isinstance(operator, ConsoleOperator) else at_the_keyboard
    return Doorman(words, sys.stderr, ask, args.login_file)


def _signer(args: argparse.Namespace, words: Catalogue, parts: Parts, demonstration: bool) -> Identity:
    try:
        return identity_for(args, words, parts.home, demonstration)
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error


def _operator(args: argparse.Namespace, words: Catalogue, simulated: Body | None) -> tuple[Operator, bool]:
    """Who answers; true where the operator is played, by default for a simulated unit at which nobody can type."""
    wanted = args.answers or ("auto" if simulated is not None and not sys.stdin.isatty() else "ask")
    if wanted == "ask":
        return ConsoleOperator(sys.stdin, sys.stderr, words), False
    if simulated is None:
        raise Refused(message("cli.no_control", url=args.terminal))
    return SimulatedOperator(simulated), True


def _say_verdict(record: Record, args: argparse.Namespace, words: Catalogue) -> int:
    if args.json:
        show_json(verdict_facts(record, str(args.report)))
    else:
        print(f"{words.text('verdict.' + record.overall.verdict_word)}\t{args.report}")
    sys.stderr.write("".join(sentence(line) + "\n" for line in told_waivers(record, words)))
    return _EXIT[record.overall.verdict]


def recover(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``recover``: interrupted inspections listed, or closed with a report of what was found."""
    rows, damaged, how = [], False, making(args, words)
    for path in unfinished(parts.home.folder("journal")):
        try:
            rows.append(_closed(path, args, words, parts, how) if args.report else interrupted_facts(parts, path))
        except JournalError as error:  # the others can still be saved
            sys.stderr.write(words.text("cli.error.journal", detail=printable(str(error))) + "\n")
            damaged = True
    if args.json:
        show_json(rows)
    else:
        print("".join("\t".join(str(value) for value in row.values()) + "\n" for row in rows), end="")
    if not rows and not damaged:
        sys.stderr.write(words.text("cli.nothing_interrupted") + "\n")
    return Exit.BENCH_ERROR if damaged else Exit.DONE


def interrupted_facts(parts: Parts, path: Path) -> dict[str, Any]:
    """What is known of one interrupted inspection."""
    session, lasted = recovered(parts, path)
    identity = session.state.identity
    return {
        "id": session.setup.id,
        "profile": session.setup.profile.id,
        "serial": (identity.get("serial") if identity else None) or "",
        "started": session.setup.started,
        "seconds": round(lasted, 1),
        "checks": len(session.results),
    }


def aborted_record(parts: Parts, path: Path) -> Record:
    """An interrupted inspection closed as it stood."""
    session, lasted = recovered(parts, path)
    session.abort(session.setup.start + lasted)
    return session.record(parts.utc_now())


def _closed(path: Path, args: argparse.Namespace, words: Catalogue, parts: Parts, how: Making) -> dict[str, Any]:
    record = aborted_record(parts, path)
    who = identity_for(args, words, parts.home, record.demonstration)
    target = Path(args.report) / f"{record.id}.pdf"
    publish(parts, record, report_words(args, words, parts), who, target, how)
    say_sent(remember(parts.home, record), words)
    path.unlink()
    return {"id": record.id, "report": str(target), "verdict": record.overall.verdict.value}
