"""The verb ``licence``: an official list of payment licences imported, and somebody looked up in it, on the record."""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from checks.console.facts import show_json
from checks.console.parsing import typed
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.terminal import row_of, sentence
from checks.licences.register import Licence, LookUp, Register, RegisterError, Standing, licences_of, look_up
from checks.lines import append_line
from checks.measurement import message
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.tables import TableError, rows_of
from checks.words import Catalogue


def licence(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``licence``."""
    doing: dict[str, Callable[[argparse.Namespace, Catalogue, Parts], int]]
    doing = {"import": _import, "find": _find, "show": _show}
    try:
        return doing[args.action](args, words, parts)
    except TableError as error:
        raise Refused(message(f"licence.{error.reason}", detail=error.detail)) from error
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error


def _import(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    path = Path(args.file)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegisterError("unreadable", f"{path}: {error.strerror}") from error
    found = licences_of(rows_of(data))
    digest = hashlib.sha256(data).hexdigest()
    register = Register(path.name, parts.utc_now(), typed(args.operator), digest, found)
    write_atomically(_place(parts.home), json.dumps(asdict(register), ensure_ascii=False, indent=1).encode("utf-8"))
    return _show_register(register, args, words)


def _show(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    return _show_register(kept_register(parts.home), args, words)


def _show_register(register: Register, args: argparse.Namespace, words: Catalogue) -> int:
    facts = {**asdict(register), "licences": len(register.licences)}
    if args.json:
        return show_json(facts)
    print(sentence(words.text("cli.licence_register", **{k: str(v) for k, v in facts.items()})))
    return Exit.DONE


def _find(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """0 listed and not ended, 1 anything else."""
    told = looked_up(parts, args.wanted, typed(args.operator), words)
    if args.json:
        show_json(_facts(told))
    else:
        print("\n".join(_lines(told, words)))
    return Exit.DONE if told.standing in (Standing.VALID, Standing.NO_DATE) else Exit.FAILED


def looked_up(parts: Parts, wanted: str, operator: str, words: Catalogue) -> LookUp:
    """Somebody looked up in the list imported last, and the look-up kept. Raises ``RegisterError``."""
    told = look_up(kept_register(parts.home), wanted, parts.utc_now(), operator)
    keep_look_up(parts.home, told, words)
    return told


def _facts(told: LookUp) -> dict[str, Any]:
    return asdict(told)


def _lines(told: LookUp, words: Catalogue) -> list[str]:
    lines = [sentence(words.text(f"licence.{told.standing.value}", wanted=told.wanted))]
    lines += ["  " + row_of((r.number, r.holder, r.status, r.expires, r.scope)).rstrip() for r in told.found]
    return [*lines, sentence(words.text("cli.licence_list", source=told.source, imported=told.imported[:10]))]


def _place(home: Home) -> Path:
    return home.folder("licences") / "register.json"


def kept_register(home: Home) -> Register:
    """The list imported last. Raises ``RegisterError`` where there is none, or its file is damaged."""
    try:
        told = json.loads(_place(home).read_text("utf-8"))
        rows = tuple(Licence(**row) for row in told.pop("licences"))
        return Register(**told, licences=rows)
    except FileNotFoundError as error:
        raise RegisterError("none") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RegisterError("damaged", str(error)) from error


def keep_look_up(home: Home, told: LookUp, words: Catalogue) -> None:
    """Who looked what up, and what was found: one line each, never changed afterwards."""
    path = home.folder("licences") / "look-ups.jsonl"
    try:
        append_line(path, json.dumps(asdict(told), ensure_ascii=False).encode("utf-8"))
    except OSError as error:
        said = words.text("cli.kept_without", path=str(path), detail=error.strerror or str(error))
        sys.stderr.write(said + "\n")
