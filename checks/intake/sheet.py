"""A batch as a table: one row per unit, and the sums."""

from collections.abc import Callable
from typing import Final

from checks.intake.batch import Arrival, Batch, fates, last_of_each, listed, standing, takt_s
from checks.intake.expected import Expected
from checks.serials import serial_key
from checks.sheets import Cell, csv_of, xlsx_of
from checks.words import Words

_COLUMNS: Final = (
    "state",
    "serial",
    "sticker",
    "model",
    "verdict",
    "fate",
    "rule",
    "faults",
    "order",
    "accessories",
    "operator",
    "started",
    "ended",
    "attention",
    "actions",
    "report",
    "inspection",
)


def table_of(batch: Batch, words: Words) -> list[list[Cell]]:
    """Heading and one row per unit: those that came, in their order, then the announced ones that did not."""
    found, told = standing(batch), listed(batch)
    surplus = {unit.inspection for unit in found.surplus}
    others = {unit.inspection for _, unit in found.mismatched}
    arrived = "found" if batch.expected else "arrived"
    rows: list[list[Cell]] = [[words.text(f"batch.column.{name}") for name in _COLUMNS]]
    for unit in last_of_each(batch.arrivals):
        state = "surplus" if unit.inspection in surplus else "other-model" if unit.inspection in others else arrived
        rows.append(_arrived(unit, state, words, told.get(serial_key(unit.serial))))
    rows.extend(_missing(one, words) for one in found.missing)
    return rows


def _arrived(unit: Arrival, state: str, words: Words, told: Expected | None) -> list[Cell]:
    named: Callable[[str], str] = words.text
    return [
        named(f"batch.state.{state}"),
        unit.serial,
        unit.sticker_serial,
        unit.model,
        named(f"verdict.{unit.verdict_word}"),
        named(f"fate.{unit.fate}"),
        named(f"fate.rule.{unit.rule}"),
        "; ".join(named(f"fault.{fault}") for fault in unit.faults),
        unit.work_order or (told.order if told else ""),
        "; ".join(unit.accessories),
        unit.operator,
        unit.started,
        unit.ended,
        round(unit.effort.attention_s, 1),
        unit.effort.actions,
        unit.report,
        unit.inspection,
    ]


def _missing(told: Expected, words: Words) -> list[Cell]:
    row: list[Cell] = [""] * len(_COLUMNS)
    row[0], row[1], row[3] = words.text("batch.state.missing"), told.serial, told.model
    row[_COLUMNS.index("order")] = told.order
    row[_COLUMNS.index("accessories")] = "; ".join(told.accessories)
    return row


def as_csv(batch: Batch, words: Words) -> bytes:
    """The units as text."""
    return csv_of(table_of(batch, words))


def as_xlsx(batch: Batch, words: Words) -> bytes:
    """A workbook: the units, and a sheet with the sums."""
    titles = words.text("batch.sheet.units"), words.text("batch.sheet.sums")
    return xlsx_of([(titles[0], table_of(batch, words)), (titles[1], _sums(batch, words))])


def _sums(batch: Batch, words: Words) -> list[list[Cell]]:
    found, takt = standing(batch), takt_s(batch)
    rows: list[list[Cell]] = [
        [batch.name, ""],
        [words.text("batch.sum.inspected"), len(last_of_each(batch.arrivals))],
        [words.text("batch.sum.expected"), len(batch.expected)],
        [words.text("batch.state.missing"), len(found.missing)],
        [words.text("batch.state.surplus"), len(found.surplus)],
    ]
    rows.extend([words.text(f"fate.{fate}"), count] for fate, count in sorted(fates(batch).items()))
    if takt is not None:
        rows.append([words.text("batch.sum.takt"), round(takt, 1)])
    return rows
