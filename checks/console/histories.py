"""The verb ``history``, and how every finished inspection comes into it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checks.console.comparing import compare
from checks.console.facts import show_json
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.terminal import printable, row_of, sentence
from checks.console.trending import moment, trends
from checks.console.waiving import told_waivers
from checks.console.window_settings import set_in_window
from checks.history.entry import unpacked
from checks.history.outbox import Outbox, Sent
from checks.history.wanted import Wanted
from checks.measurement import Message, message
from checks.record import Record, RecordError, from_json, to_json
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.sheets import Cell, csv_of, xlsx_of
from checks.words import Catalogue

if TYPE_CHECKING:
    from checks.history.entry import Entry
    from checks.history.store import History, HistoryError

FORMAT: Final = "posbench-history/1"
_COLUMNS: Final = ("ended", "serial", "model", "verdict", "fate", "faults", "operator", "order", "bench", "inspection")
_ALL: Final = 1_000_000
_MOST: Final = 2**31 - 1
"""What every database takes for a number."""


class HistoryUnread(Exception):
    """The history is away or damaged: nobody can say what is in it. The text says why."""


def history(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``history``."""
    from checks.history.store import HistoryError

    doing: dict[str, Callable[[argparse.Namespace, Catalogue, Parts, History], int]]
    doing = {"list": _list, "show": _show, "export": _export, "import": _import, "trends": trends, "compare": compare}
    try:
        opened = open_history(database_of(args.database, parts.home))
        try:
            _catch_up(parts.home, opened)
            return doing[args.action](args, words, parts, opened)
        finally:
            opened.close()
    except HistoryError as error:
        raise _refused(error) from error
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error


def database_of(named: str | None, home: Home) -> str:
    """The URL that was named, else the one that is set in the window, else this bench's own file."""
    # window and command line share a history: what one lets wait, the other must not bring elsewhere
    return named or set_in_window(home, "database") or f"sqlite:///{home.folder('history') / 'history.sqlite'}"


def open_history(url: str) -> "History":
    """The database, its tables up to date. Raises ``HistoryError``."""
    from checks.history.store import History

    return History(url)


def remember(home: Home, record: Record, named: str | None = None) -> Sent:
    """Into the history, or on its way there; see ``Remembering``."""
    return Remembering(home, named).keep(record)


class Remembering:
    """Brings inspections to the history. Never raises: what a database that is away cannot take waits, and ``Sent`` tells.

    May take a second or two: opens the database where anything waits, and closes it.
    """

    def __init__(self, home: Home, named: str | None = None) -> None:
        self._home, self._named = home, named
        self._opened: list[History] = []

    def keep(self, record: Record) -> Sent:
        """This one, and all that wait. ``Sent.problem`` is an ``OSError`` where it could not even be let to wait."""
        try:
            _outbox(self._home).put(record)
        except OSError as error:
            return Sent(problem=error)
        return self.catch_up()

    def catch_up(self) -> Sent:
        """All that wait."""
        try:
            return _outbox(self._home).send(self._open)
        except OSError as error:
            return Sent(problem=error)
        finally:
            while self._opened:
                self._opened.pop().close()

    def _open(self) -> "History":
        self._opened.append(open_history(database_of(self._named, self._home)))
        return self._opened[-1]


def records_since(home: Home, named: str | None, since: str) -> "Iterator[Record]":
    """Every record that waits, then those of the history that ended at or after a moment. Raises ``HistoryUnread``."""
    from checks.history.store import HistoryError

    try:
        yield from (unpacked(path.read_bytes()) for path in _outbox(home).waiting())
        opened = open_history(database_of(named, home))
        try:
            for entry in opened.search(Wanted(since=since, limit=_ALL)):
                yield opened.record(entry.id)
        finally:
            opened.close()
    except (HistoryError, RecordError, OSError) as error:
        raise HistoryUnread(str(error)) from error


def say_sent(sent: Sent, words: Catalogue) -> None:
    """What a person must know about inspections that wait."""
    if sent.problem is not None:
        why = words.say(reason_of(sent.problem))
        told = words.text("history.waiting", count=sent.waiting, reason=why) if sent.waiting else why
        sys.stderr.write(told + "\n")
    for path in sent.damaged:
        sys.stderr.write(words.text("history.unreadable", path=printable(str(path))) + "\n")


def _outbox(home: Home) -> Outbox:
    return Outbox(home.folder("outbox"))


def _catch_up(home: Home, opened: "History") -> None:
    """What waited while the database was away."""
    _outbox(home).send(lambda: opened)


def _refused(error: "HistoryError") -> Refused:
    return Refused(reason_of(error), Exit.BENCH_ERROR)


def reason_of(error: Exception) -> Message:
    """Why the history cannot be used, in a sentence."""
    reason, detail = getattr(error, "reason", "unwritable"), getattr(error, "detail", None)
    told = detail if detail is not None else getattr(error, "strerror", None) or str(error)
    return message(f"history.error.{reason}", detail=printable(told))


def _wanted(args: argparse.Namespace, limit: int | None = None) -> Wanted:
    return Wanted(
        serial=args.serial or "",
        model=args.model or "",
        fault=args.fault or "",
        operator=args.operator or "",
        verdict=args.verdict or "",
        since=moment(args.since),
        until=moment(args.until),
        limit=_count(args.limit) if limit is None else limit,
    )


def _count(wanted: int) -> int:
    if wanted < 1:
        raise Refused(message("cli.bad_limit", limit=wanted))
    return min(wanted, _MOST)


def _list(args: argparse.Namespace, words: Catalogue, _parts: Parts, opened: "History") -> int:
    found = opened.search(_wanted(args))
    if args.json:
        return show_json([asdict(entry) for entry in found])
    for entry in found:
        print(row_of(_row(entry, words)))
    if not found:
        sys.stderr.write(words.text("cli.nothing_found") + "\n")
    return Exit.DONE


def _row(entry: "Entry", words: Catalogue) -> list[Cell]:
    return [
        entry.ended,
        entry.serial,
        entry.model,
        words.text(f"verdict.{entry.verdict_word}"),
        words.text(f"fate.{entry.fate}") if entry.fate else "",
        "; ".join(_named(fault, words) for fault in entry.faults),
        entry.operator,
        entry.work_order,
        entry.bench,
        entry.id,
    ]


def _named(fault: str, words: Catalogue) -> str:
    """A fault in words; one of another program's as it is."""
    said = words.text(f"fault.{fault}")
    return fault if said == f"fault.{fault}" else said


def _show(args: argparse.Namespace, words: Catalogue, _parts: Parts, opened: "History") -> int:
    """Every inspection of one unit, the latest first. 1 where there is none."""
    found = opened.search(Wanted(unit=args.serial_number, limit=_ALL))
    if args.json:
        show_json([asdict(entry) | {"record": json.loads(to_json(opened.record(entry.id)))} for entry in found])
        return Exit.DONE if found else Exit.FAILED
    for entry in found:
        print(row_of(_row(entry, words)))
        record = opened.record(entry.id)
        lines = [words.text(diagnosis.cause) for diagnosis in record.diagnoses] + told_waivers(record, words)
        print("".join(f"  {sentence(line)}\n" for line in lines), end="")
    if not found:
        sys.stderr.write(words.text("history.no_unit", serial=printable(args.serial_number)) + "\n")
    return Exit.DONE if found else Exit.FAILED


def _export(args: argparse.Namespace, words: Catalogue, _parts: Parts, opened: "History") -> int:
    path = Path(args.file)
    kind = path.suffix.casefold()
    if kind not in (".csv", ".xlsx", ".json"):
        raise Refused(message("history.error.kind", detail=printable(path.name)))
    found = opened.search(_wanted(args, _ALL))
    if kind == ".json":
        records = [json.loads(to_json(opened.record(entry.id))) for entry in found]
        write_atomically(path, json.dumps({"format": FORMAT, "records": records}, ensure_ascii=False).encode("utf-8"))
        return _exported(args, len(found))
    rows: list[list[Cell]] = [[words.text(f"batch.column.{name}") for name in _COLUMNS]]
    rows += [_row(entry, words) for entry in found]
    write_atomically(path, csv_of(rows) if kind == ".csv" else xlsx_of([(words.text("history.sheet"), rows)]))
    return _exported(args, len(found))


def _exported(args: argparse.Namespace, inspections: int) -> int:
    """For people the file says it all."""
    return show_json({"file": args.file, "inspections": inspections}) if args.json else Exit.DONE


def _import(args: argparse.Namespace, words: Catalogue, _parts: Parts, opened: "History") -> int:
    """Records that another bench exported, or single records. What is there already is left as it is."""
    new = known = 0
    for name in args.files:
        for record in _records(Path(name)):
            if opened.add(record):
                new += 1
            else:
                known += 1
    facts = {"new": new, "known": known}
    if args.json:
        return show_json(facts)
    print(words.text("history.imported", **facts))
    return Exit.DONE


def _records(path: Path) -> list[Record]:
    try:
        data = path.read_bytes()
        told = json.loads(data)
        if isinstance(told, dict) and told.get("format") == FORMAT:
            return [from_json(json.dumps(record).encode("utf-8")) for record in told["records"]]
        return [from_json(data)]
    except OSError as error:
        raise Refused(message("history.error.file", path=printable(str(path)), detail=error.strerror or "")) from error
    except (ValueError, KeyError, TypeError, RecordError, RecursionError) as error:
        raise Refused(message("history.error.file", path=printable(str(path)), detail=printable(str(error)))) from error
