"""What the window remembers: a small TOML file; the geometry of windows alone goes through QSettings."""

import json
import os
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from checks.history.address import without_secret
from checks.report.files import write_whole

_FILE: Final = "window.toml"
NO_METER: Final = "none"


@dataclass(slots=True)
class Settings:
    """Values in force. Change a field, then ``save_settings``."""

    language: str = ""
    theme: str = "system"  # system, light, dark, contrast
    operator: str = ""
    plan: str = "quick"
    sound: bool = False
    panel_open: bool = True
    database: str = ""
    """SQLAlchemy URL of the history; empty: this bench's own file."""
    mode: str = "repair"  # repair, intake, practice
    photos: str = ""
    """Folder where photos of repairs arrive; empty: none is watched."""
    bench_name: str = ""  # empty: the computer's name
    report_languages: str = ""  # empty: the window's; else codes joined by +
    signer: str = ""  # empty: the bench; else a technician
    paper: str = "a4"  # a4, letter
    time_stamp: str = ""
    """URL of a time-stamp server; empty: none is asked."""
    report_folder: str = ""  # empty: the usual one
    acquirer_host: str = ""  # host:port, empty: the model's own
    log_days: str = "30"  # days that wire logs are kept: one of checks.console.upkeep.KEPT_DAYS
    instruments: str = ""  # JSON: by port, the columns and speed of a board that prints text
    meter: str = ""  # empty: the first that is free; NO_METER; else a meter's own name


def load_settings(folder: Path) -> Settings:
    """The stored settings; what is missing or of the wrong type keeps its default."""
    try:
        table = tomllib.loads((folder / _FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        table = {}
    found = Settings()
    for item in fields(found):
        value = table.get(item.name)
        if type(value) is type(getattr(found, item.name)):
            setattr(found, item.name, value)
    return found


def save_settings(folder: Path, settings: Settings) -> bool:
    """Write them, no password among them; False where the disk refuses (the window goes on without)."""
    kept = asdict(settings) | {"database": without_secret(settings.database)}
    lines = [f"{name} = {_as_toml(value)}" for name, value in kept.items()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / _FILE, ("\n".join(lines) + "\n").encode("utf-8", "replace"), 0o600)
    except OSError:
        return False
    return True


def _as_toml(value: str | bool) -> str:
    """JSON is TOML but for one sign, which a file may not hold as it is: a name with it in would lose every setting."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def load_geometry(folder: Path, window: str = "geometry") -> QByteArray:
    """A window's last geometry, or empty bytes."""
    value = QSettings(str(folder / "geometry.ini"), QSettings.Format.IniFormat).value(window)
    return value if isinstance(value, QByteArray) else QByteArray()


def save_geometry(folder: Path, geometry: QByteArray, window: str = "geometry") -> None:
    """Keep a window's geometry."""
    QSettings(str(folder / "geometry.ini"), QSettings.Format.IniFormat).setValue(window, geometry)


def folder_trouble(path: Path) -> str:
    """Why reports cannot go there: ``relative``, ``no-folder`` or ``closed``; empty where they can. Makes nothing."""
    if not path.is_absolute():
        return "relative"
    there = next((place for place in (path, *path.parents) if place.exists()), None)
    if there is None or not there.is_dir():
        return "no-folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else "closed"
