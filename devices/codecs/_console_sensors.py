"""Sensors of a Linux terminal from sysfs: which there are, which carries each curve, and what a raw reading means. Pure.

Sources: kernel documentation of power_supply (microvolts, microamperes, tenths of a degree), hwmon (millivolts,
milliamperes, thousandths of a degree) and thermal zones (thousandths). Regulators show channels that are not there
(-500, -1): only plausible values are taken. Android's ``dumpsys battery`` stands in where a shell may not read sysfs:
millivolts, tenths of a degree and percent (``BatteryManager``), which not every unit keeps to.
"""

import re
from dataclasses import dataclass
from typing import Final

from devices.codecs._console_items import number
from devices.events import Channel, Quantity, Sensor, Source

_PLAUSIBLE: Final = {
    Quantity.VOLTAGE: (0.5, 60.0),
    Quantity.CURRENT: (-20.0, 20.0),
    Quantity.TEMPERATURE: (-60.0, 200.0),
    Quantity.CHARGE: (0.0, 100.0),
    Quantity.POWER: (-200.0, 200.0),
}
_SUPPLY_FILES: Final = {
    "voltage_now": (Quantity.VOLTAGE, 1e-6),
    "current_now": (Quantity.CURRENT, 1e-6),
    "capacity": (Quantity.CHARGE, 1.0),
    "temp": (Quantity.TEMPERATURE, 0.1),
}
_HWMON: Final = re.compile(r"^(/sys/class/hwmon/[^/]+)/(in|curr|temp)(\d+)_input$")
_HWMON_KINDS: Final = {"in": Quantity.VOLTAGE, "curr": Quantity.CURRENT, "temp": Quantity.TEMPERATURE}
_DUMPED: Final = {
    "voltage": (Quantity.VOLTAGE, 0.001, (2.5, 25.0)),  # limits.md, supply: plausibility of a battery's voltage
    "temperature": (Quantity.TEMPERATURE, 0.1, (10.0, 100.0)),  # whole degrees taken for tenths would be colder
    "level": (Quantity.CHARGE, 1.0, (0.0, 100.0)),
}
DUMPED: Final = "/dumpsys/battery"
_MOST_FILES: Final = 2000
"""Own: ten times what a telephone has; a list without end must not stop the bench."""
_SUPPLY_WORDS: Final = re.compile(r"vin|vbus|vcc|vdd_?5|5v|12v|dc|adapter|supply|main|usb|input", re.I)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A sensor and how to read it: ``value = raw * scale``."""

    sensor: Sensor
    path: str
    scale: float
    rank: int

    def value(self, raw: str) -> float | None:
        """A reading in the unit of its quantity; None where it is no plausible number."""
        told = number(raw.strip())
        if told is None:
            return None
        value = told * self.scale
        low, high = _PLAUSIBLE[self.sensor.channel.quantity]
        return round(value, 6) if low <= value <= high else None


def gauges(files: dict[str, str]) -> list[Gauge]:
    """Every sensor with a plausible value, best first within its channel. ``files``: path and content."""
    files = {path: files[path] for path in sorted(files)[:_MOST_FILES]}
    found = [gauge for path in files for gauge in _gauge(path, files)]
    return sorted(found, key=lambda gauge: (gauge.sensor.channel.id, gauge.rank, gauge.path))


def streamed(found: list[Gauge]) -> list[Gauge]:
    """The first gauge of each channel."""
    first: dict[Channel, Gauge] = {}
    for gauge in found:
        first.setdefault(gauge.sensor.channel, gauge)
    return list(first.values())


def implausible(files: dict[str, str]) -> dict[str, str]:
    """What ``dumpsys battery`` says in a unit nobody knows, as it came, by its name there: shown, never judged."""
    found = {}
    for name, (_, scale, (low, high)) in _DUMPED.items():
        raw = files.get(f"{DUMPED}/{name}", "").strip()
        if raw and not (re.fullmatch(r"-?\d{1,12}", raw) and low <= int(raw) * scale <= high):
            found[name] = raw[:40]
    return found


def _gauge(path: str, files: dict[str, str]) -> list[Gauge]:
    folder, _, name = path.rpartition("/")
    if folder.startswith("/sys/class/power_supply/") and name in _SUPPLY_FILES:
        kind = files.get(folder + "/type", "")
        source = Source.BATTERY if "battery" in kind.lower() else Source.SUPPLY
        quantity, scale = _SUPPLY_FILES[name]
        return _made(Channel(quantity, source), folder.rpartition("/")[2], path, scale, 0, files)
    if folder == DUMPED and name in _DUMPED:
        quantity, scale, _ = _DUMPED[name]
        made = _made(Channel(quantity, Source.BATTERY), "dumpsys battery", path, scale, 5, files)
        return [] if implausible({path: files[path]}) else made
    if folder.startswith("/sys/class/thermal/") and name == "temp":
        kind = files.get(folder + "/type", "")
        source = Source.BATTERY if "bat" in kind.lower() else Source.BOARD
        return _made(Channel(Quantity.TEMPERATURE, source), kind, path, 0.001, 1, files, _trip(folder, files))
    match = _HWMON.match(path)
    if match is None:
        return []
    folder, part, number = match.groups()
    label = files.get(f"{folder}/{part}{number}_label", "")
    chip = files.get(f"{folder}/name", "")
    quantity = _HWMON_KINDS[part]
    source = Source.BATTERY if "bat" in (label + chip).lower() else Source.SUPPLY
    if quantity is Quantity.TEMPERATURE and source is Source.SUPPLY:
        source = Source.BOARD
    rank = 1 if _SUPPLY_WORDS.search(label) else 3
    critical = files.get(f"{folder}/{part}{number}_crit") if quantity is Quantity.TEMPERATURE else None
    shown = " ".join(word for word in (chip, label or f"{part}{number}") if word)
    return _made(Channel(quantity, source), shown, path, 0.001, rank + 1, files, critical)


def _trip(folder: str, files: dict[str, str]) -> str | None:
    kinds = {path: kind for path, kind in files.items() if path.startswith(folder + "/trip_point_") and "type" in path}
    return next((files.get(path[: -len("type")] + "temp") for path, kind in kinds.items() if kind == "critical"), None)


def _made(
    channel: Channel, name: str, path: str, scale: float, rank: int, files: dict[str, str], critical: str | None = None
) -> list[Gauge]:
    told = number(critical) if critical else None
    trip = told * scale if told is not None and told >= 0 else None
    gauge = Gauge(Sensor(channel, name, 0.0, trip), path, scale, rank)
    value = gauge.value(files[path])
    return [] if value is None else [Gauge(Sensor(channel, name, value, trip), path, scale, rank)]
