"""The verb ``parts``: the shop's own part codes imported from a spreadsheet and kept for diagnoses, repairs and reports."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from checks.console.facts import show_json
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.terminal import row_of
from checks.measurement import message
from checks.parts_list import ShopPart, parts_of, shop_parts
from checks.report.errors import ReportError
from checks.report.files import write_atomically
from checks.tables import TableError, rows_of
from checks.words import Catalogue

_FILE: Final = "parts.json"


def part_codes(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``parts``."""
    found = _imported(Path(args.file), parts) if args.action == "import" else _shown(parts.home)
    if args.json:
        return show_json([asdict(part) for part in found])
    for part in found:
        cells = (part.part, part.code, part.name, part.model, part.price)
        print(row_of(cells).rstrip("\t"))
    return Exit.DONE


def kept_parts(home: Home) -> tuple[ShopPart, ...]:
    """The list that was imported last; none where there is none, or nobody can read it."""
    try:
        return shop_parts(json.loads((home.data / _FILE).read_text("utf-8")))
    except (OSError, ValueError, RecursionError):
        return ()


def _imported(path: Path, parts: Parts) -> tuple[ShopPart, ...]:
    try:
        found = parts_of(rows_of(path.read_bytes()))
        kept = {"source": path.name, "imported": parts.utc_now(), "parts": [asdict(part) for part in found]}
        parts.home.data.mkdir(parents=True, exist_ok=True)
        write_atomically(parts.home.data / _FILE, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))
    except TableError as error:
        raise Refused(message(f"parts.{error.reason}", path=str(path), detail=error.detail)) from error
    except OSError as error:
        raise Refused(message("parts.unreadable", path=str(path), detail=error.strerror or "")) from error
    except ReportError as error:
        raise Refused(error.message, Exit.BENCH_ERROR) from error
    return found


def _shown(home: Home) -> tuple[ShopPart, ...]:
    found = kept_parts(home)
    if not found:
        raise Refused(message("parts.none"), Exit.FAILED)
    return found
