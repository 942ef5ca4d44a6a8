"""What the window remembers: a small TOML file; the geometry of windows alone goes through QSettings."""

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

_FILE: Final = "window.toml"


@dataclass(slots=True)
class Settings:
    """Values in force. Change a field, then ``save_settings``."""

    language: str = ""
    theme: str = "system"  # system, light, dark
    operator: str = ""
    plan: str = "quick"
    sound: bool = False
    panel_open: bool = True
    mode: str = "repair"  # repair, intake, practice


def load_settings(folder: Path) -> Settings:
    """The stored settings; what is missing or of the wrong type keeps its default."""
    try:
        table = tomllib.loads((folder / _FILE).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        table = {}
    found = Settings()
    for item in fields(found):
        value = table.get(item.name)
        if type(value) is type(getattr(found, item.name)):
            setattr(found, item.name, value)
    return found


def save_settings(folder: Path, settings: Settings) -> bool:
    """Write them; False where the disk refuses (the window goes on without)."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(settings).items()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_text("\n".join(lines) + "\n", "utf-8")
    except OSError:
        return False
    return True


def load_geometry(folder: Path, window: str = "geometry") -> QByteArray:
    """A window's last geometry, or empty bytes."""
    value = QSettings(str(folder / "geometry.ini"), QSettings.Format.IniFormat).value(window)
    return value if isinstance(value, QByteArray) else QByteArray()


def save_geometry(folder: Path, geometry: QByteArray, window: str = "geometry") -> None:
    """Keep a window's geometry."""
    QSettings(str(folder / "geometry.ini"), QSettings.Format.IniFormat).setValue(window, geometry)
