"""How units, serials, limits and numbers are written for people: pure functions over words."""

import unicodedata
from typing import Final

from checks.measurement import Argument, Measurement, Message, Overall
from checks.moments import parse_time
from checks.words import Words
from devices.events import Channel, Quantity
from devices.lanes import LaneInfo, LaneState
from devices.profile import Band, Profile
from gui.theme import Sign

_END: Final = 6
LINKS: Final[dict[LaneState, Sign]] = {
    LaneState.OPENING: Sign("wait", "unsure", "unsure_soft"),
    LaneState.IDENTIFYING: Sign("wait", "unsure", "unsure_soft"),
    LaneState.CONNECTED: Sign("link", "good", "good_soft"),
    LaneState.LOST: Sign("link-off", "bench", "bench_soft"),
    LaneState.NO_ANSWER: Sign("power", "warn", "warn_soft"),
    LaneState.NOT_UNDERSTOOD: Sign("not-judged", "warn", "warn_soft"),
    LaneState.NO_PERMISSION: Sign("lock", "bench", "bench_soft"),
    LaneState.BUSY: Sign("lock", "bench", "bench_soft"),
    LaneState.UNKNOWN_MODEL: Sign("not-judged", "warn", "warn_soft"),
    LaneState.ADB_NO_TOOL: Sign("link-off", "bench", "bench_soft"),
    LaneState.ADB_NO_SERVER: Sign("link-off", "bench", "bench_soft"),
    LaneState.ADB_NO_DEVICE: Sign("power", "warn", "warn_soft"),
    LaneState.ADB_SEVERAL: Sign("not-judged", "warn", "warn_soft"),
    LaneState.ADB_UNAUTHORIZED: Sign("lock", "warn", "warn_soft"),
    LaneState.ADB_NO_PERMISSION: Sign("lock", "bench", "bench_soft"),
    LaneState.ADB_OFFLINE: Sign("power", "warn", "warn_soft"),
}

_KEY_ARGUMENTS: Final = ("key", "keys", "got")
_DECIMALS: Final = {
    Quantity.VOLTAGE: 3,
    Quantity.CURRENT: 3,
    Quantity.POWER: 2,
    Quantity.TEMPERATURE: 1,
    Quantity.CHARGE: 0,
}


def plain(text: str, limit: int = 200) -> str:
    """Foreign text made harmless: no control or direction characters, no line breaks, not endless."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * limit])
    kept = " ".join(kept.split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def verdict_text(overall: Overall, words: Words) -> str:
    """The verdict in words, a concession named with it."""
    return words.text("window.result.pass_waived" if overall.conceded else f"verdict.{overall.verdict}")


def model_of(info: LaneInfo, words: Words) -> str:
    """The model's name as its profile says it in this language, or what USB calls it."""
    if info.profile is not None:
        return words.local(info.profile.name)
    if info.usb is not None and info.usb.product:
        return plain(info.usb.product, 40)
    return words.text("window.unit.unknown")


def last_six(serial: str) -> str:
    """The end of a serial number, which people compare; dots where something goes before it."""
    clean = plain(serial, 80)
    return f"SN {'…' * (len(clean) > _END)}{clean[-_END:]}" if clean else ""


def port_of(info: LaneInfo) -> str:
    """The end of the port's name, which tells it apart."""
    return plain(info.url.rstrip("/").rsplit("/", 1)[-1], 60)


def with_legends(text: Message, profile: Profile | None, words: Words) -> Message:
    """Key ids among the arguments replaced by what is printed on the caps."""
    keypad = profile.keypad if profile else None
    if keypad is None:
        return text
    caps = {cap.id: words.local(cap.legend) or cap.id for cap in keypad.keys}
    named = tuple((name, _legends(value, caps) if name in _KEY_ARGUMENTS else value) for name, value in text.args)
    return Message(text.id, named)


def _legends(value: Argument, caps: dict[str, str]) -> Argument:
    return ", ".join(caps.get(part, part) for part in value.split(", ")) if isinstance(value, str) else value


def subject_text(subject: str, profile: Profile | None, words: Words) -> str:
    """What a value or a fault belongs to: keys by their legends, a picture or a channel by its name, else as called."""
    keypad = profile.keypad if profile else None
    caps = {cap.id: words.local(cap.legend) or cap.id for cap in keypad.keys} if keypad else {}
    parts = subject[:400].split(", ")
    if all(part in caps for part in parts):
        return words.text("window.join").join(caps[part] for part in parts)
    ids = (f"pattern.{subject}", f"report.channel.{subject}") if len(subject) < 80 else ()
    return next((said for name in ids if (said := words.text(name)) != name), plain(subject))


def band_text(band: Band, unit: str) -> str:
    """``4.75 - 5.25 V``, ``≤ 3``, ``≥ 0.05 s``."""
    tail = f" {unit}" if unit else ""
    if band.low is not None and band.high is not None:
        if band.low == band.high:
            return f"= {band.low:g}{tail}"
        return f"{band.low:g} – {band.high:g}{tail}"
    if band.low is not None:
        return f"{'≥' if band.low_inclusive else '>'} {band.low:g}{tail}"
    if band.high is not None:
        return f"{'≤' if band.high_inclusive else '<'} {band.high:g}{tail}"
    return "–"


def unit_text(unit: str, words: Words) -> str:
    """The unit in words where a catalogue knows it, such as keys or dots."""
    message_id = f"report.unit.{unit}"
    said = words.text(message_id) if unit else ""
    return unit if said == message_id or "{" in said else said


def value_text(measurement: Measurement, words: Words) -> str:
    """The value with its unit; a dash where there is none."""
    if measurement.value is None:
        return "–"
    unit = unit_text(
        f"one.{measurement.unit}" if measurement.value == 1 and measurement.unit else measurement.unit, words
    )
    unit = measurement.unit if unit.startswith("one.") else unit
    return f"{measurement.value:.4g} {unit}".strip()


def figure(channel: Channel, value: float) -> str:
    """A live value with the decimals its quantity deserves."""
    return f"{value:.{_DECIMALS[channel.quantity]}f}"


def day_and_time(iso: str) -> str:
    """A moment in UTC as the clock on this wall showed it; what is no time as it is."""
    when = parse_time(iso)
    return plain(iso, 24) if when is None else when.astimezone().strftime("%Y-%m-%d %H:%M")


def clock_text(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:d}:{rest % 60:02d}"
