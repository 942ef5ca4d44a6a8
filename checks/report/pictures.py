"""Keypad map and telemetry graphs of a record, each with a sentence that tells the same to those who cannot see it."""

import binascii
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np

from checks.measurement import Outcome
from checks.record import Column, KeyMark, KeyRecord, Record
from checks.report.drawings import Cap, keypad_map, swatch
from checks.report.graph import Curve, KeyTick, draw, sags
from checks.report.model import GraphBlock, KeypadBlock, LegendEntry, Row
from checks.report.phrases import Phrases, Text
from checks.report.plain import plain
from devices.keys import is_digit
from devices.profile import Limit
from devices.telemetry import Floats

_MOST_KEYS: Final = 120
_MOST_GRAPHS: Final = 6
_FEW: Final = 6
_TROUBLE: Final = (KeyMark.DEAD, KeyMark.CROSSED, KeyMark.CHATTER, KeyMark.STUCK, KeyMark.MISSING, KeyMark.UNSURE)
_TONES: Final = {KeyMark.UNSURE: Outcome.NOT_JUDGED, KeyMark.CHATTER: Outcome.MARGINAL}
_LIMITS: Final = {
    "voltage@meter": ("supply.voltage",),
    "voltage@supply": ("supply.voltage",),
    "temperature@meter": ("temperature.meter",),
    "charge@battery": ("battery.charge",),
}


def keypad_block(record: Record, phrases: Phrases) -> KeypadBlock | None:
    """The map with legend and the keys in trouble; None for a unit without known keys."""
    keys = tuple(key for key in record.keys[:_MOST_KEYS] if _drawable(key))
    if not keys:
        return None
    marks = {mark: sum(key.mark is mark for key in keys) for mark in KeyMark}
    counted = [phrases.text("report.counted", count=c, outcome_id=f"mark.{m.value}") for m, c in marks.items() if c]
    return KeypadBlock(
        picture=keypad_map(tuple(_cap(key, phrases) for key in keys), _bands(record, keys, phrases)),
        width=max(key.x + key.w for key in keys),
        alternative=phrases.join(
            "report.colon", phrases.text("report.alt.keypad"), phrases.join("report.join", *counted)
        ),
        legend=tuple(LegendEntry(swatch(m), phrases.text(f"mark.{m.value}"), c) for m, c in marks.items() if c),
        troubles=_troubles(tuple(key for key in keys if key.mark in _TROUBLE), phrases),
        note=phrases.same("") if record.unit.layout_confirmed else phrases.text("report.layout_unconfirmed"),
    )


def _bands(record: Record, keys: tuple[KeyRecord, ...], phrases: Phrases) -> tuple[tuple[Cap, ...], ...]:
    """The keys of each broken line of the matrix that was found."""
    result = record.result("keypad")
    lines = [f.subject.split(", ") for f in result.findings if f.fault == "keypad.line"] if result else []
    return tuple(tuple(_cap(key, phrases) for key in keys if key.key in line) for line in lines)


def _drawable(key: KeyRecord) -> bool:
    return all(0 <= place <= 40 for place in (key.x, key.y)) and all(0 < size <= 40 for size in (key.w, key.h))


def _cap(key: KeyRecord, phrases: Phrases) -> Cap:
    legend = tuple(plain(words.local(key.legend) or key.key, 16) for words in phrases.words)
    return Cap(key.x, key.y, key.w, key.h, legend, key.mark)


def _name(key: KeyRecord, phrases: Phrases) -> Text:
    return phrases.local(key.legend) if key.legend else phrases.same(key.key)


def _troubles(keys: tuple[KeyRecord, ...], phrases: Phrases) -> tuple[Row, ...]:
    """Few keys one by one; many by what is wrong with them."""
    if len(keys) <= _FEW:
        return tuple(_trouble(key, phrases) for key in keys)
    found = [(mark, tuple(key for key in keys if key.mark is mark)) for mark in _TROUBLE]
    return tuple(
        Row(
            phrases.text(f"mark.{mark.value}"),
            phrases.join("report.join", *(_name(k, phrases) for k in some)),
            _tone(mark),
        )
        for mark, some in found
        if some
    )


def _tone(mark: KeyMark) -> str:
    return _TONES.get(mark, Outcome.FAIL).value


def _trouble(key: KeyRecord, phrases: Phrases) -> Row:
    mark = phrases.text(f"mark.{key.mark.value}")
    told = phrases.join("report.join", mark, phrases.text("report.seen_times", count=key.presses))
    told = phrases.join("report.join", told, phrases.same(key.detail, 160)) if key.detail else told
    return Row(_name(key, phrases), told, _tone(key.mark))


def graph_blocks(record: Record, phrases: Phrases) -> tuple[GraphBlock, ...]:
    """A graph for each readable telemetry channel."""
    return tuple(_graphs(record, phrases))[:_MOST_GRAPHS]


def _graphs(record: Record, phrases: Phrases) -> Iterator[GraphBlock]:
    for column in sorted(record.telemetry[: 2 * _MOST_GRAPHS], key=_place):
        try:
            at, values = column.unpack()
        except (ValueError, zlib.error, binascii.Error):
            continue  # a damaged column shows no curve; the record keeps it
        if len(at) == len(values) > 0:
            yield _graph(record, column, at, values, phrases)


def _place(column: Column) -> tuple[int, str]:
    """Voltage before current before heat."""
    order = ("voltage", "current", "power", "temperature", "charge")
    quantity = column.channel.split("@")[0]
    return (order.index(quantity) if quantity in order else len(order), column.channel[:80])


def _graph(record: Record, column: Column, at: Floats, values: Floats, phrases: Phrases) -> GraphBlock:
    limit = _limit(record, column.channel)
    time_label = phrases.text("report.graph.time")[0]
    curve = Curve(at, values, plain(column.unit, 8), limit, _ticks(record, phrases), time_label)
    title = phrases.either(f"report.channel.{column.channel}", column.channel)
    caption = _caption(at, values, column.unit, limit, phrases)
    return GraphBlock(title, draw(curve), phrases.join("report.colon", title, caption), caption)


def _limit(record: Record, channel: str) -> Limit | None:
    wanted = _LIMITS.get(channel, ("temperature.terminal",) if channel.startswith("temperature@") else ())
    for result in record.results:
        for measurement in result.measurements:
            if measurement.limit_id in wanted and measurement.limit is not None:
                return measurement.limit
    return None


def _ticks(record: Record, phrases: Phrases) -> tuple[KeyTick, ...]:
    names = {key.key: plain(phrases.words[0].local(key.legend) or key.key, 10) for key in record.keys[:_MOST_KEYS]}
    return tuple(
        KeyTick(
            moment.at_s, "" if not moment.key or is_digit(moment.key) else names.get(moment.key, plain(moment.key, 10))
        )
        for moment in record.key_moments
    )


def _caption(at: Floats, values: Floats, unit: str, limit: Limit | None, phrases: Phrases) -> Text:
    finite = values[np.isfinite(values)]
    if len(finite) == 0:
        return phrases.same("")
    told = phrases.text(
        "report.graph.range",
        low=f"{finite.min():.2f}",
        mean=f"{finite.mean():.2f}",
        high=f"{finite.max():.2f}",
        unit=plain(unit, 8),
        count=len(finite),
    )
    if limit is None:
        return phrases.join("report.stop", told, phrases.text("report.graph.no_limit"))
    band = phrases.join("report.colon", phrases.text("report.graph.band"), phrases.band(limit.normal, limit.unit))
    return phrases.join("report.stop", told, band, _excursions(at, values, limit, phrases))


def _excursions(at: Floats, values: Floats, limit: Limit, phrases: Phrases) -> Text:
    found = sags(at, values, limit)
    if not found:
        return phrases.text("report.graph.inside")
    longest = max(found, key=lambda sag: sag.end_s - sag.start_s)
    return phrases.text(
        "report.graph.outside",
        count=len(found),
        worst=f"{longest.worst:.2f}",
        at=f"{longest.start_s:.1f}",
        lasted=f"{max(longest.end_s - longest.start_s, 0.0):.2f}",
    )
