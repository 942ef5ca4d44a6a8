"""The values of a record that are worth looking at over time. Pure."""

import math
from dataclasses import dataclass
from typing import Final

from checks.record import Record

_MOST: Final = 400
_LONGEST: Final = 128


@dataclass(frozen=True, slots=True)
class Value:
    """One measured value: the limit it was held against, the key, sensor or picture it is of, and what became of it."""

    name: str
    subject: str
    value: float
    outcome: str


def values_of(record: Record) -> tuple[Value, ...]:
    """Every finite value that was measured."""
    found = [
        Value(m.limit_id, m.subject[:_LONGEST], float(m.value), m.outcome.value)
        for result in record.results
        for m in result.measurements
        if m.value is not None and math.isfinite(m.value)
    ]
    return tuple(found[:_MOST])
