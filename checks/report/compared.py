"""What a comparison holds, as data: two whole records of one unit, and how many inspections lie between them. Pure."""

import json
from dataclasses import dataclass
from typing import Final

from checks.record import Record, RecordError, from_json, to_json
from checks.retest import of_one_unit

COMPARISON_FORMAT: Final = "posbench-comparison/1"
COMPARISON_NAME: Final = "comparison.json"


class ComparedError(Exception):
    """The data is not that of a comparison; the text says why."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two inspections in the order of time; ``others``: how many of the unit lie between them."""

    first: Record
    second: Record
    others: int = 0

    @property
    def demonstration(self) -> bool:
        """Whether it proves nothing about a real unit."""
        return self.first.demonstration or self.second.demonstration


@dataclass(frozen=True, slots=True)
class ComparedFacts:
    """A comparison for a line on the screen."""

    maker: str
    model: str
    serial: str
    first: str
    first_ended: str
    first_verdict: str
    second: str
    second_ended: str
    second_verdict: str
    others: int


def facts_of(told: Compared) -> ComparedFacts:
    """Of which inspections."""
    one, other = told.first, told.second
    return ComparedFacts(
        other.unit.maker,
        other.unit.model,
        other.unit.serial or other.unit.sticker_serial,
        one.id,
        one.ended,
        one.overall.verdict.value,
        other.id,
        other.ended,
        other.overall.verdict.value,
        told.others,
    )


def to_bytes(told: Compared) -> bytes:
    """The attachment."""
    records = {"first": json.loads(to_json(told.first)), "second": json.loads(to_json(told.second))}
    held = {"format": COMPARISON_FORMAT, "others": told.others, **records}
    return json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8")


def compared_from(data: bytes) -> Compared:
    """The data in an attachment. Raises ``ComparedError``, also where the two are certainly not of one unit."""
    try:
        held = json.loads(data)
        if not isinstance(held, dict) or set(held) != {"format", "others", "first", "second"}:
            raise ComparedError("fields")
        if held["format"] != COMPARISON_FORMAT or type(held["others"]) is not int or held["others"] < 0:
            raise ComparedError("format")
        one, other = (from_json(json.dumps(held[name]).encode("utf-8")) for name in ("first", "second"))
    except (ValueError, RecordError, RecursionError) as error:
        raise ComparedError(str(error)) from error
    if of_one_unit(one, other) is False:
        raise ComparedError("two units")
    return Compared(one, other, held["others"])


def keywords_for(told: Compared, sha256: str) -> tuple[str, ...]:
    """PDF keywords in a fixed order; ASCII without commas."""
    one, other = told.first.overall.verdict.value, told.second.overall.verdict.value
    demonstration = "yes" if told.demonstration else "no"
    return (COMPARISON_FORMAT, f"sha256={sha256}", f"before={one}", f"after={other}", f"demonstration={demonstration}")
