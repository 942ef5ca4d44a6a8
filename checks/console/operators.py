"""How each operator did where nobody can answer blindly: counts in a small file for each name, in the data folder.

Only counts are kept, and of the last inspections which they were, so that saving a report twice counts once.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from checks.console.parts import Home
from checks.panel import NO_CHALLENGES, Challenges
from checks.record import Record
from checks.report.errors import ReportError
from checks.report.files import write_atomically

_FOLDER: Final = "operators"
_REMEMBERED: Final = 50


def challenges_of(home: Home, operator: str) -> Challenges:
    """How this operator did so far; nothing for somebody unknown or nameless, or where the file cannot be read."""
    table = _read(_path(home, operator)) if operator.strip() else {}
    shown, caught = table.get("shown"), table.get("caught")
    good = isinstance(shown, int) and isinstance(caught, int) and 0 <= caught <= shown
    return Challenges(shown, caught) if good else NO_CHALLENGES  # type: ignore[arg-type]


def count_challenges(home: Home, record: Record) -> None:
    """Add those of one inspection, once. Played operators and demonstrations are nobody's record."""
    done = sum((result.challenges for result in record.results if result.challenges), NO_CHALLENGES)
    if not record.operator.strip() or record.operator_simulated or record.demonstration or not done.shown:
        return
    path = _path(home, record.operator)
    before, counted = challenges_of(home, record.operator), _read(path).get("counted", [])
    counted = [name for name in counted if isinstance(name, str)] if isinstance(counted, list) else []
    if record.id in counted:
        return
    every = before + done
    kept = [*counted, record.id][-_REMEMBERED:]
    home.folder(_FOLDER)
    try:
        write_atomically(path, json.dumps({"shown": every.shown, "caught": every.caught, "counted": kept}).encode())
    except ReportError:  # a count that is lost is no reason to lose a report
        return


def _path(home: Home, operator: str) -> Path:
    name = hashlib.sha256(operator.strip().casefold().encode("utf-8")).hexdigest()[:24]
    return home.data / _FOLDER / f"{name}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}
