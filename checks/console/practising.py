"""The verb ``practice``: who practised what, when, with which score; and how a certificate of a passed series is made."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from checks.console.facts import show_json
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.practice_words import result_word
from checks.console.signing_desk import identity_for
from checks.console.terminal import printable, row_of, sentence
from checks.measurement import message
from checks.practice_log import FOLDER, Entry, PracticeLogError, Series, read, series_of
from checks.report.certificate import make_certificate
from checks.report.certified import CertifiedError, certified_of
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.report.signing.identity import Identity
from checks.words import Catalogue


def practice(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``practice``."""
    try:
        known = series_of(read(parts.home.folder(FOLDER)))
    except PracticeLogError as error:
        raise Refused(message("practice.error.log", detail=printable(str(error))), Exit.BENCH_ERROR) from error
    if args.action == "list":
        return _list(known, args, words)
    if args.action == "certificate":
        return _certify(known, args, words, parts)
    return _show(known, args, words)


def certificate(home: Home, series: str, words: Catalogue, who: Identity, fonts: Path, version: str) -> Path:
    """Write the signed certificate of a passed series beside the reports. Task thread. Raises ``ReportError``."""
    found = next((one for one in series_of(read(home.folder(FOLDER))) if one.id == series), None)
    if found is None:
        raise ReportError(message("practice.error.none", detail=series[:40]))
    now = datetime.now(UTC)
    try:
        told = certified_of(found, now.isoformat(timespec="seconds"), version)
    except CertifiedError as error:
        raise ReportError(message("practice.error.not_passed")) from error
    home.reports.mkdir(parents=True, exist_ok=True)
    path = home.reports / f"practice-{series}.pdf"
    write_atomically(path, make_certificate(told, words, who, fonts, now=now))
    return path


def _certify(known: tuple[Series, ...], args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Looked at before anybody types a passphrase: whether there is something to certify."""
    passed = next((one.result.passed for one in known if one.id == args.series), None)
    if passed is None:
        raise Refused(message("practice.error.none", detail=printable(args.series[:40])))
    if not passed:
        raise Refused(message("practice.error.not_passed"), Exit.FAILED)
    try:
        who = identity_for(args, words, parts.home, False)
        path = certificate(parts.home, args.series, words, who, parts.fonts(), parts.version)
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error
    if args.json:
        return show_json({"series": args.series, "certificate": str(path)})
    print(path)
    return Exit.DONE


def _list(known: tuple[Series, ...], args: argparse.Namespace, words: Catalogue) -> int:
    if args.json:
        return show_json([_facts(one) for one in known])
    for one in known:
        scores = ", ".join(str(entry.total) for entry in one.entries)
        level, ended = words.text(f"practice.level.{one.level}"), one.entries[-1].ended
        print(row_of((one.id, ended, one.trainee, level, scores, result_word(one, words))))
    return Exit.DONE


def _show(known: tuple[Series, ...], args: argparse.Namespace, words: Catalogue) -> int:
    """0 when the series is passed, 1 otherwise."""
    found = next((one for one in known if one.id == args.series), None)
    if found is None:
        raise Refused(message("practice.error.none", detail=printable(args.series[:40])))
    if args.json:
        show_json({**_facts(found), "exercises": [msgspec.to_builtins(entry) for entry in found.entries]})
    else:
        print(printable(f"{found.trainee}: {result_word(found, words)}"))
        for entry in found.entries:
            print("\n".join(sentence(line) for line in _lines(entry, words)))
    return Exit.DONE if found.result.passed else Exit.FAILED


def _lines(entry: Entry, words: Catalogue) -> list[str]:
    """One exercise with all of its arithmetic."""
    hidden = ", ".join(entry.hidden) or words.text("practice.nothing")
    head = (
        f"{entry.number}  {entry.ended}  {entry.model}  {entry.seed}  {words.text('practice.score', total=entry.total)}"
    )
    sums = [f"{part.id}: {part.got:g}/{part.of:g} × {part.most} = {part.points}" for part in entry.parts]
    alarms = [f"false alarms: {', '.join(entry.false_alarms)} = −{entry.off}"] if entry.false_alarms else []
    return [head, f"   {words.text('practice.hidden')}: {hidden}", *(f"   {line}" for line in (*sums, *alarms))]


def _facts(one: Series) -> dict[str, Any]:
    result = one.result
    return {
        "series": one.id,
        "trainee": one.trainee,
        "level": one.level,
        "ended": one.entries[-1].ended,
        "models": sorted({entry.model for entry in one.entries}),
        "scores": [entry.total for entry in one.entries],
        "mean": result.mean,
        "least": result.least,
        "passed": result.passed,
    }
