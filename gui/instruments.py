"""What a person said of the instrument on a port, remembered in the settings: its columns and speed."""

import json
from typing import Final

from devices.columns import AS_ITS_MODEL, InstrumentChoice, parse_columns
from devices.errors import ColumnsError
from devices.lanes import PortInfo
from gui.appearance import Appearance

_MOST: Final = 50
_LONGEST: Final = 400


def port_key(port: PortInfo | None, url: str) -> str:
    """What stays the same of a port when it is plugged in again: its USB identity, else its name."""
    usb = port.usb if port is not None else None
    return f"{usb.text} {usb.serial or usb.location}" if usb is not None else url


class Instruments:
    """Reads and writes one setting; what cannot be read is as if nobody had said anything. Window thread only."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance

    def of(self, key: str) -> InstrumentChoice:
        """What was said of the instrument there."""
        kept = self._table().get(key)
        if not isinstance(kept, dict):
            return AS_ITS_MODEL
        columns, baud = kept.get("columns"), kept.get("baud")
        choice = InstrumentChoice(
            columns if isinstance(columns, str) and len(columns) <= _LONGEST else "",
            baud if type(baud) is int and 300 <= baud <= 4_000_000 else None,
        )
        try:
            parse_columns(choice.columns)
        except ColumnsError:
            return AS_ITS_MODEL
        return choice

    def keep(self, key: str, choice: InstrumentChoice) -> None:
        """Remember it; the oldest is forgotten where there are too many."""
        table = {name: value for name, value in self._table().items() if name != key}
        table[key] = {"columns": choice.columns, "baud": choice.baud}
        self._appearance.settings.instruments = json.dumps(dict(list(table.items())[-_MOST:]), ensure_ascii=False)
        self._appearance.keep()

    def _table(self) -> dict[str, object]:
        try:
            table = json.loads(self._appearance.settings.instruments or "{}")
        except (ValueError, RecursionError):
            return {}
        return table if isinstance(table, dict) else {}
