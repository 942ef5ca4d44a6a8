"""What a merchant's hand-out holds, as data: whose terminal, what became of it, and the record it rests on. Pure."""

import hashlib
from typing import Final

import msgspec

from checks.disposition import Fate
from checks.measurement import Verdict
from checks.record import Record, to_json

HANDOUT_FORMAT: Final = "posbench-handout/1"
HANDOUT_NAME: Final = "handout.json"


class HandedOutError(Exception):
    """The data is not that of a hand-out; the text says why."""


class HandedOut(msgspec.Struct, frozen=True):
    """A hand-out's data. ``ended`` is UTC in ISO 8601, ``record_sha256`` that of the record in the report. Texts of people are foreign."""

    format: str
    inspection: str
    record_sha256: str
    maker: str
    model: str
    serial: str
    work_order: str
    ended: str
    verdict: Verdict
    fate: Fate
    causes: tuple[str, ...]
    """Message ids: what is behind it, or what was before the repair."""
    retested: bool
    demonstration: bool
    waived: tuple[str, ...] = ()
    """Checks that were accepted in spite of what they found."""

    @property
    def conceded(self) -> bool:
        """As ``Overall.conceded``: never to be shown as a plain pass."""
        return self.verdict is Verdict.PASS and bool(self.waived)


def handed_out(record: Record) -> HandedOut:
    """The data of a record's hand-out."""
    unit, before = record.unit, record.before
    found = tuple(diagnosis.cause for diagnosis in record.diagnoses)
    return HandedOut(
        HANDOUT_FORMAT,
        record.id,
        hashlib.sha256(to_json(record)).hexdigest(),
        unit.maker,
        unit.model,
        unit.serial or unit.sticker_serial,
        record.handling.work_order,
        record.ended,
        record.overall.verdict,
        _fate(record),
        found or (before.causes if before is not None else ()),
        before is not None,
        record.demonstration,
        record.overall.waived,
    )


def _fate(record: Record) -> Fate:
    """Records of older programs say nothing of it: then only a good unit is known to be good."""
    if record.disposition is not None:
        return record.disposition.fate
    return Fate.RESTOCK if record.overall.verdict is Verdict.PASS else Fate.OPEN


def handed_out_from(data: bytes) -> HandedOut:
    """The data in an attachment. Raises ``HandedOutError``."""
    try:
        told = msgspec.json.decode(data, type=HandedOut)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise HandedOutError(str(error)) from error
    if told.format != HANDOUT_FORMAT:
        raise HandedOutError("format")
    return told


def to_bytes(told: HandedOut) -> bytes:
    """The attachment."""
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def keywords_for(told: HandedOut, sha256: str) -> tuple[str, ...]:
    """PDF keywords in a fixed order; ASCII without commas."""
    return (HANDOUT_FORMAT, f"sha256={sha256}", f"verdict={told.verdict.value}", f"record={told.record_sha256}")
