"""One inspection as the history keeps it: the facts that are searched, and the whole record beside them. Pure."""

import hashlib
import zlib
from dataclasses import dataclass
from typing import Final

from checks.measurement import CONCEDED
from checks.moments import sortable
from checks.record import Record, RecordError, from_json, to_json
from checks.serials import serial_key

_MOST: Final = 200
_LONGEST: Final = 128
_MOST_BYTES: Final = 1 << 29
"""Of a record as JSON: half a gigabyte; a few bytes that unpack to more must not be unpacked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched and listed. Times are UTC, sortable as text; texts are the unit's and people's own."""

    id: str
    started: str
    ended: str
    serial: str
    serial_key: str
    sticker_serial: str
    profile: str
    model: str
    operator: str
    bench: str
    plan: str
    complaint: str
    work_order: str
    verdict: str
    fate: str
    faults: tuple[str, ...]
    demonstration: bool
    digest: str
    """SHA-256 of the record as JSON."""
    before: str = ""
    """Id of the inspection before a repair, where this one is its re-test."""
    waived: bool = False
    """Whether the verdict rests on somebody's word for a check."""

    @property
    def verdict_word(self) -> str:
        """What the verdict is called in a list; the word is ``verdict.<this>``."""
        return CONCEDED if self.waived and self.verdict == "pass" else self.verdict


def entry_of(record: Record, text: bytes | None = None) -> Entry:
    """The searched facts of a record. ``text`` is its ``canonical`` form, where somebody has it already."""
    unit = record.unit
    serial = unit.serial or unit.sticker_serial
    faults = dict.fromkeys(fault for fault, _ in places_of(record))
    return Entry(
        id=record.id,
        started=sortable(record.started),
        ended=sortable(record.ended),
        serial=serial,
        serial_key=serial_key(serial),
        sticker_serial=unit.sticker_serial,
        profile=unit.profile,
        model=f"{unit.maker} {unit.model}".strip(),
        operator=record.operator,
        bench=record.bench.name,
        plan=record.plan,
        complaint=record.complaint,
        work_order=record.handling.work_order,
        verdict=record.overall.verdict.value,
        fate=record.disposition.fate.value if record.disposition is not None else "",
        faults=tuple(faults),
        demonstration=record.demonstration,
        digest=hashlib.sha256(canonical(record) if text is None else text).hexdigest(),
        before=goes_back_to(record),
        waived=bool(record.overall.waived),
    )


def places_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Each fault with the key, picture or channel it was found at."""
    found = dict.fromkeys((f.fault, f.subject[:_LONGEST]) for result in record.results for f in result.findings)
    return tuple(found)[:_MOST]


def causes_of(record: Record) -> tuple[str, ...]:
    """The causes that were named, the most certain first."""
    return tuple(dict.fromkeys(diagnosis.cause[:64] for diagnosis in record.diagnoses))[:_MOST]


def goes_back_to(record: Record) -> str:
    """The inspection that a re-test repeats; empty for any other."""
    return record.before.id[:64] if record.before is not None else ""


def canonical(record: Record) -> bytes:
    """The record as JSON, the same before and after it was read back: 1 in a field of seconds is 1.0."""
    return to_json(from_json(to_json(record)))


def packed(record: Record) -> bytes:
    """The whole record, telemetry included."""
    return compressed(canonical(record))


def compressed(text: bytes) -> bytes:
    """A ``canonical`` record as it is kept."""
    return zlib.compress(text, 6)


def unpacked(data: bytes) -> Record:
    """What ``packed`` made. Raises ``RecordError``."""
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data, _MOST_BYTES)
        if not unpacker.eof:
            raise RecordError("is damaged: not whole, or larger than any record")
        return from_json(text)
    except zlib.error as error:
        raise RecordError(f"is damaged: {error}") from error
