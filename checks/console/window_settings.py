"""What somebody set in the window and holds for the command line, too. Only reads; the window writes (``gui.settings``)."""

import tomllib
from pathlib import Path
from typing import Final

from checks.console.parts import Home

SETTINGS: Final = Path("settings", "window.toml")
"""Below the data folder."""


def set_in_window(home: Home, name: str) -> str:
    """A setting as it is kept; empty where nothing is set, nothing can be read, or what is there is no text."""
    try:
        found = tomllib.loads((home.data / SETTINGS).read_text("utf-8")).get(name)
    except (OSError, ValueError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
