"""What happened on the bench, as plain data: the one thing that report, history and verifier agree on.

Written as JSON, read back with types checked. It has no place for the order of digits.
"""

import base64
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec
import numpy as np

from checks.before import Before
from checks.diagnosis import Diagnosis
from checks.disposition import Disposition
from checks.handling import NO_HANDLING, Handling
from checks.licences.register import LookUp
from checks.measurement import CheckResult, Message, Overall, Waiver
from devices.telemetry import Floats, TelemetryBuffer

SCHEMA: Final = 1
_MOST_SAMPLES: Final = 50_000_000
"""Own: a day at 500 a second."""
_PIECE: Final = 1 << 18


class RecordError(Exception):
    """A record cannot be read: not one of ours, damaged, or from a newer program."""


class KeyMark(StrEnum):
    """What the map shows for one key."""

    NONE = "none"
    ASKED = "asked"
    IDENTIFIED = "identified"
    MASKED = "masked"
    OPERATOR = "operator"
    DEAD = "dead"
    CROSSED = "crossed"
    CHATTER = "chatter"
    STUCK = "stuck"
    MISSING = "missing"  # the cap is gone or damaged, says the operator
    UNSURE = "unsure"  # nobody could tell


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One key at the end: its mark, how often it was seen, and its place on the unit in key pitches."""

    key: str
    mark: KeyMark
    presses: int
    x: float
    y: float
    w: float
    h: float
    legend: dict[str, str]
    role: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """A press on the time axis; ``key`` is empty for digits, whose marks carry no label. Seconds since the start."""

    at_s: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One telemetry channel, packed: little-endian float64 times (s since start) and float32 values, zlib, base64."""

    channel: str
    unit: str
    count: int
    at: str
    values: str

    def unpack(self) -> tuple[Floats, Floats]:
        """Times in seconds since the start and values, both of shape (count,). Raises ``ValueError`` and ``zlib.error`` for damage."""
        if not 0 <= self.count <= _MOST_SAMPLES:
            raise ValueError("more samples than an inspection has")
        at = np.frombuffer(_inflated(self.at, 8 * self.count), "<f8")
        values = np.frombuffer(_inflated(self.values, 4 * self.count), "<f4").astype(np.float64)
        return at, values


def _inflated(packed: str, size: int) -> bytes:
    """Exactly ``size`` bytes: a few that unpack to gigabytes must not be unpacked."""
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(base64.b64decode(packed), size + 1)
    if len(plain) != size or not unpacker.eof:
        raise ValueError("not as many samples as it says")
    return plain


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something worth telling that happened during the inspection. Seconds since the start."""

    at_s: float
    text: Message


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit under test, as its profile and it itself say. ``identity`` is foreign text."""

    profile: str
    maker: str
    model: str
    evidence: str
    serial: str = ""
    sticker_serial: str = ""
    identity: tuple[tuple[str, str], ...] = ()
    port: str = ""
    usb: str = ""
    sources: tuple[str, ...] = ()
    layout_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class BenchInfo:
    """Which program on which machine."""

    name: str
    version: str
    system: str
    timing_resolution_s: float = 0.0
    """Measured step of the clock that stamps events."""


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """The known-good unit that the unit was compared with. ``captured`` is UTC in ISO 8601; the rest is foreign text."""

    model: str
    serial: str
    captured: str
    operator: str


@dataclass(frozen=True, slots=True)
class PartToOrder:
    """A part that a cause asks for: its role, and name by language and code as the shop's list, else the model's profile, has them."""

    part: str
    name: dict[str, str]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One inspection from plug to verdict. Times of day are ISO 8601 in UTC."""

    id: str
    started: str
    ended: str
    bench: BenchInfo
    unit: Unit
    plan: str
    seed: int
    operator: str
    operator_simulated: bool
    complaint: str
    results: tuple[CheckResult, ...]
    overall: Overall
    diagnoses: tuple[Diagnosis, ...] = ()
    keys: tuple[KeyRecord, ...] = ()
    key_moments: tuple[KeyMoment, ...] = ()
    telemetry: tuple[Column, ...] = ()
    log: tuple[LogLine, ...] = ()
    meter: str = ""
    link_losses: int = 0
    damaged_frames: int = 0
    aborted: bool = False
    demonstration: bool = False
    schema: int = SCHEMA
    compared_with: ComparedWith | None = None
    disposition: Disposition | None = None
    handling: Handling = NO_HANDLING
    licence: LookUp | None = None
    before: Before | None = None
    """The inspection before the repair, where this one is a re-test: then ``overall`` counts both."""
    parts: tuple[PartToOrder, ...] = ()
    """What the diagnoses ask for, each once, as far as the shop's list or the profile knows it."""

    def part(self, role: str | None) -> PartToOrder | None:
        """What is known of the part with this role."""
        return next((part for part in self.parts if part.part == role), None)

    def result(self, check: str) -> CheckResult | None:
        """The result of the check with this id."""
        return next((r for r in self.results if r.check == check), None)


def waivers_of(record: Record) -> tuple[tuple[str, Waiver], ...]:
    """What the verdict rests on by somebody's word: each waived check with its waiver, also one that stands as it did before."""
    before = record.before.results if record.before is not None else ()
    last = {result.check: result.waiver for result in (*before, *record.results)}
    return tuple((check, told) for check in record.overall.waived if (told := last.get(check)) is not None)


def pack_telemetry(buffer: TelemetryBuffer, start: float) -> tuple[Column, ...]:
    """Every channel of ``buffer`` with times counted from ``start`` (monotonic seconds)."""
    return tuple(
        Column(
            channel.id,
            channel.quantity.unit,
            len(series),
            _packed(series.at, "<f8", start),
            _packed(series.values, "<f4"),
        )
        for channel, series in buffer
    )


def _packed(values: Floats, kind: str, zero: float = 0.0) -> str:
    """In pieces, so that a curve that is too long for the memory is never there as a whole."""
    packer = zlib.compressobj(6)
    pieces = (values[at : at + _PIECE] - zero for at in range(0, len(values), _PIECE))
    made = [packer.compress(piece.astype(kind).tobytes()) for piece in pieces]
    return base64.b64encode(b"".join((*made, packer.flush()))).decode("ascii")


def to_json(record: Record) -> bytes:
    """The record as UTF-8 JSON, keys in a stable order, readable by a person."""
    return msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=1)


def from_json(data: bytes) -> Record:
    """A record written by ``to_json``. Raises ``RecordError`` in words for what cannot be one."""
    try:
        raw: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"is not JSON: {error}") from error
    except RecursionError as error:
        raise RecordError("is not a Posbench record") from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if not isinstance(schema, int):
        raise RecordError("is not a Posbench record")
    if schema > SCHEMA:
        raise RecordError(f"was written by a newer Posbench (schema {schema}, this program knows {SCHEMA})")
    try:
        return msgspec.convert(raw, Record)
    except (msgspec.ValidationError, RecursionError) as error:
        raise RecordError(f"is damaged: {error}") from error
