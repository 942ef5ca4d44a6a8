"""The verb ``batch``: returned units in batches, held against the list announced, exported, labelled; and where they are kept."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from checks.console.facts import show_json
from checks.console.parsing import typed
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.terminal import printable, row_of, sentence
from checks.intake.batch import (
    Batch,
    arrival_of,
    effort_of,
    fates,
    last_of_each,
    standing,
    takt_s,
)
from checks.intake.batch_file import SUFFIX, BatchError, BatchFile, read_batch
from checks.intake.effort import NO_EFFORT, Effort
from checks.intake.expected import Expected, expected_of
from checks.intake.label import labels_pdf
from checks.intake.sheet import as_csv, as_xlsx
from checks.intake.sizes import SIZES
from checks.measurement import message
from checks.record import Record
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.serials import serial_key
from checks.tables import TableError, rows_of
from checks.words import Catalogue

_LONGEST_NAME: Final = 40


def batch(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``batch``."""
    doing: dict[str, Callable[[argparse.Namespace, Catalogue, Parts], int]]
    doing = {"new": _new, "expect": _expect, "list": _list, "show": _show, "export": _export, "label": _label}
    try:
        return doing[args.action](args, words, parts)
    except BatchError as error:
        raise refused(error) from error
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error


def refused(error: BatchError) -> Refused:
    """What a batch that does not do is told as."""
    return Refused(message(f"batch.error.{error.reason}", detail=printable(error.detail)))


def batch_path(home: Home, name: str) -> Path:
    """Where the batch of that name is, or will be. Raises ``BatchError`` for a name that is none."""
    cleaned = " ".join(name.split())
    sound = all(sign.isalnum() or sign in " -_" for sign in cleaned)
    if not cleaned or not sound or len(cleaned) > _LONGEST_NAME:
        raise BatchError("bad-name", name[:_LONGEST_NAME])
    return home.folder("batches") / f"{cleaned}{SUFFIX}"


def open_batch(home: Home, name: str) -> BatchFile:
    """A batch to add units to. Raises ``BatchError``."""
    return BatchFile(batch_path(home, name))


def batches(home: Home, unread: Callable[[BatchError], None] = lambda error: None) -> tuple[Batch, ...]:
    """Every batch that can be read, the newest first. ``unread`` is told of the others."""
    found = []
    for path in home.folder("batches").glob(f"*{SUFFIX}"):
        try:
            found.append(read_batch(path))
        except BatchError as error:  # the others are good
            unread(error)
    return tuple(sorted(found, key=lambda known: known.started, reverse=True))


def new_batch(
    parts: Parts, name: str, operator: str, expected: tuple[Expected, ...] = (), source: str = ""
) -> BatchFile:
    """Begin a batch. Raises ``BatchError``."""
    path = batch_path(parts.home, name)
    return BatchFile.begin(path, Batch(path.stem, parts.utc_now(), operator, expected, source))


def announced_in(path: Path) -> tuple[Expected, ...]:
    """The list of announced units in a file: CSV, XLSX or a saved page. Raises ``TableError``."""
    try:
        return expected_of(rows_of(path.read_bytes()))
    except OSError as error:
        raise TableError("unreadable", f"{path}: {error.strerror}") from error


def count(home: Home, name: str, record: Record, effort: Effort = NO_EFFORT, report: str = "") -> Batch:
    """Add an inspection that is over to a batch; the batch as it is then. Raises ``BatchError``."""
    file = open_batch(home, name)
    file.add(arrival_of(record, effort, report))
    return file.batch


def _list_of(args: argparse.Namespace) -> tuple[tuple[Expected, ...], str]:
    if not args.expect:
        return (), ""
    path = Path(args.expect)
    try:
        return announced_in(path), path.name
    except TableError as error:
        why = f"batch.list.{error.reason}"
        raise Refused(message("batch.error.list", reason_id=why, detail=printable(error.detail))) from error


def _new(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    expected, source = _list_of(args)
    file = new_batch(parts, args.name, typed(args.operator), expected, source)
    return _say(file.batch, args, words)


def _expect(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    file = open_batch(parts.home, args.name)
    file.announce(*_list_of(args))
    return _say(file.batch, args, words)


def _list(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    known = batches(parts.home, lambda error: print(words.say(refused(error).text), file=sys.stderr))
    if args.json:
        return show_json([_summary(one) for one in known])
    for one in known:
        print(f"{printable(one.name)}\t{one.started}\t{_counts(one, words)}")
    return Exit.DONE


def _show(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """0 when every announced unit came and nothing else, 1 otherwise."""
    found = open_batch(parts.home, args.name).batch
    _say(found, args, words)
    stands = standing(found)
    return Exit.FAILED if stands.missing or stands.surplus or stands.mismatched else Exit.DONE


def _say(found: Batch, args: argparse.Namespace, words: Catalogue) -> int:
    if args.json:
        return show_json(_facts(found))
    print(f"{printable(found.name)}\t{_counts(found, words)}")
    stands = standing(found)
    for unit in last_of_each(found.arrivals):
        serial, fate = unit.serial or unit.sticker_serial, words.text(f"fate.{unit.fate}")
        print("  " + row_of((serial, unit.model, words.text(f"verdict.{unit.verdict_word}"), fate)))
    for state, serials in (
        ("missing", [told.serial for told in stands.missing]),
        ("surplus", [unit.serial or unit.sticker_serial for unit in stands.surplus]),
        ("other-model", [unit.serial for _, unit in stands.mismatched]),
    ):
        if serials:
            print("  " + sentence(f"{words.text(f'batch.state.{state}')}: {', '.join(serials)}"))
    return Exit.DONE


def _counts(found: Batch, words: Catalogue) -> str:
    units, stands = last_of_each(found.arrivals), standing(found)
    return words.text(
        "batch.counts",
        units=len(units),
        expected=len(found.expected),
        missing=len(stands.missing),
        surplus=len(stands.surplus),
    )


def _summary(found: Batch) -> dict[str, Any]:
    stands, effort = standing(found), effort_of(found)
    return {
        "name": found.name,
        "started": found.started,
        "operator": found.operator,
        "source": found.source,
        "expected": len(found.expected),
        "inspected": len(last_of_each(found.arrivals)),
        "missing": len(stands.missing),
        "surplus": len(stands.surplus),
        "fates": fates(found),
        "takt_s": takt_s(found),
        "effort": asdict(effort) if effort is not None else None,
    }


def _facts(found: Batch) -> dict[str, Any]:
    stands = standing(found)
    return {
        **_summary(found),
        "units": [asdict(unit) for unit in last_of_each(found.arrivals)],
        "missing": [asdict(told) for told in stands.missing],
        "surplus": [unit.serial or unit.sticker_serial for unit in stands.surplus],
        "other_model": [told.serial for told, _ in stands.mismatched],
        "again": [unit.serial or unit.sticker_serial for unit in stands.again],
    }


def _export(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    found, path = open_batch(parts.home, args.name).batch, Path(args.file)
    kind = path.suffix.casefold()
    if kind not in (".csv", ".xlsx"):
        raise Refused(message("batch.error.kind", detail=printable(path.name)))
    write_atomically(path, as_xlsx(found, words) if kind == ".xlsx" else as_csv(found, words))
    return _written(args, len(last_of_each(found.arrivals)))


def _label(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    units = last_of_each(open_batch(parts.home, args.name).batch.arrivals)
    if args.serial:
        wanted = {serial_key(serial) for serial in args.serial}
        units = tuple(unit for unit in units if unit.keys & wanted)
    write_atomically(Path(args.file), labels_pdf(units, SIZES[args.size], words, parts.fonts()))
    return _written(args, len(units))


def _written(args: argparse.Namespace, units: int) -> int:
    """For people the file says it all."""
    return show_json({"file": args.file, "units": units}) if args.json else Exit.DONE
