"""What the report says, as plain data: every sentence already in words, every picture already drawn.

Built from the record alone, so that the page cannot say anything the attached record does not hold. Knows nothing of
page engines, files or clocks.
"""

from dataclasses import dataclass
from typing import Final

from checks.report.phrases import Text

FORMAT: Final = "posbench-report/1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who will sign, as printed on the page. Fingerprints are SHA-256 in hexadecimal."""

    name: str
    organisation: str
    fingerprint: str
    root_fingerprint: str
    demonstration: bool = False
    technician: bool = False
    """A person's certificate, else the bench's."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it. ``tone`` is an outcome's tone where the row is a warning."""

    label: Text
    value: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence nobody may overlook. ``tone``: danger, demonstration or notice."""

    tone: str
    text: Text


@dataclass(frozen=True, slots=True)
class VerdictBand:
    """The verdict and what it rests on. ``tone``: pass, fail, not-decided; waived for a pass with concessions."""

    tone: str
    word: Text
    sentence: Text
    sign: str
    rests_on: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DiagnosisBlock:
    """A cause, how sure, why, and what to do about it in order."""

    cause: Text
    confidence: int
    confidence_text: Text
    subjects: Text
    rests_on: tuple[Text, ...]
    remedy: tuple[Text, ...]
    beside: tuple[Text, ...]
    """No steps, but what belongs to them: guards, whom to call, the time."""
    part: Text
    retest: Text
    decide_by: Text
    do_not_open: bool


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One value against one limit."""

    what: Text
    subject: Text
    value: Text
    band: Text
    marginal: Text
    own: Text
    source: Text
    evidence: Text
    resolution: Text
    outcome: str
    outcome_text: Text
    tag: Text
    note: Text


@dataclass(frozen=True, slots=True)
class CheckBlock:
    """A check with all it measured and found."""

    title: Text
    outcome: str
    outcome_text: Text
    summary: Text
    measurements: tuple[MeasurementRow, ...]
    findings: tuple[Text, ...]
    notes: tuple[Text, ...]
    more: Text


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark of the keypad map and what it means."""

    picture: str
    text: Text
    count: int


@dataclass(frozen=True, slots=True)
class KeypadBlock:
    """The keypad map. ``picture`` is SVG, ``width`` its width in key pitches."""

    picture: str
    width: float
    alternative: Text
    legend: tuple[LegendEntry, ...]
    troubles: tuple[Row, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class PanelBlock:
    """The screen with its marks. ``picture`` is SVG; ``rows`` say the same in words."""

    picture: str
    alternative: Text
    size: Text
    rows: tuple[Row, ...]
    more: Text


@dataclass(frozen=True, slots=True)
class GraphBlock:
    """A curve over time with a sentence that says the same without the picture."""

    title: Text
    picture: str
    alternative: Text
    caption: Text


@dataclass(frozen=True, slots=True)
class LogRow:
    """An event: time since the start and what happened."""

    at: str
    text: Text


@dataclass(frozen=True, slots=True)
class AppendixTable:
    """Something read of the unit, row by row. ``shares``: each column's part of the width."""

    title: Text
    columns: tuple[Text, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[Text, ...], ...]
    more: Text


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part that was put in."""

    what: Text
    code: Text
    quantity: str


@dataclass(frozen=True, slots=True)
class PhotoBlock:
    """A photo by its caption; the page engine finds the picture under ``file``, empty where the bench no longer has it."""

    caption: Text
    taken: Text
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class RepairBlock:
    """What people did, in their own words, and where the hand-over is signed by hand."""

    rows: tuple[Row, ...]
    steps: tuple[Text, ...]
    parts: tuple[PartRow, ...]
    photos: tuple[PhotoBlock, ...]
    signatures: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One check before and after: outcomes with their words, what became of it, and the particulars. ``tone`` is an outcome's."""

    check: Text
    before: str
    before_text: Text
    after: str
    after_text: Text
    became: Text
    different: bool
    details: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RetestBlock:
    """Before and after a repair: both verdicts side by side, what was done between them, then every check."""

    sentence: Text
    before: tuple[Row, ...]
    between: tuple[Row, ...]
    after: tuple[Row, ...]
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """How anybody can check the file. ``qr`` is SVG; fingerprints are grouped for reading aloud."""

    sentence: Text
    qr: str
    alternative: Text
    digest: str
    signer: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What goes into the file's own metadata, and must agree with the attached record."""

    record_id: str
    record_sha256: str
    verdict: str
    serial: str
    demonstration: bool
    title: str
    ended: tuple[int, int, int, int, int, int]

    def keywords(self) -> tuple[str, ...]:
        """The facts as PDF keywords."""
        return keywords_of(self.record_id, self.record_sha256, self.verdict, self.demonstration)


def keywords_of(record_id: str, sha256: str, verdict: str, demonstration: bool) -> tuple[str, ...]:
    """PDF keywords in a fixed order; ASCII without commas, so that every reader joins them alike."""
    return (
        FORMAT,
        f"record={_ascii(record_id[:64])}",
        f"sha256={sha256}",
        f"verdict={verdict}",
        f"demonstration={'yes' if demonstration else 'no'}",
    )


def _ascii(text: str) -> str:
    return "".join(sign if sign.isascii() and sign.isprintable() and sign not in ",=;" else "_" for sign in text)


@dataclass(frozen=True, slots=True)
class ReportModel:
    """The whole report. Texts hold one entry per language, primary first."""

    languages: tuple[str, ...]
    facts: Facts
    running_head: str
    labels: dict[str, Text]
    banners: tuple[Banner, ...]
    verdict: VerdictBand
    headline: Text
    subheadline: Text
    unit: tuple[Row, ...]
    software: tuple[Row, ...]
    inspection: tuple[Row, ...]
    complaint: Text
    diagnoses: tuple[DiagnosisBlock, ...]
    checks: tuple[CheckBlock, ...]
    keypad: KeypadBlock | None
    graphs: tuple[GraphBlock, ...]
    log: tuple[LogRow, ...]
    log_more: Text
    sources: tuple[Text, ...]
    proof: Proof
    signs: dict[str, str]
    appendix: tuple[AppendixTable, ...] = ()
    panel: PanelBlock | None = None
    repair: RepairBlock | None = None
    retest: RetestBlock | None = None
