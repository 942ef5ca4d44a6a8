"""Record to report model: the order of the page and what each section takes from the record."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from checks.cures import parts_of
from checks.labels import label_id
from checks.licences.register import Standing
from checks.measurement import Outcome, Verdict
from checks.moments import parse_time
from checks.record import Record, to_json, waivers_of
from checks.report.appendix import appendix
from checks.report.blocks import Subjects, check_block, diagnosis_block, part_name
from checks.report.drawings import outcome_sign, qr, verdict_sign
from checks.report.model import Banner, CheckBlock, Facts, LogRow, Proof, ReportModel, Row, Signer, VerdictBand
from checks.report.panel_picture import panel_block
from checks.report.phrases import Phrases, Text
from checks.report.pictures import graph_blocks, keypad_block
from checks.report.plain import WORD, plain
from checks.report.repair import repair_block
from checks.report.retest import repeated, retest_block
from checks.report.waived import MOST_PRINTED, waiver_text
from checks.words import Words

_MOST_LOG: Final = 60
_MOST_CHECKS: Final = 30
_MOST_ROWS: Final = 160
_MOST_DIAGNOSES: Final = 6
_KEY_SLOTS: Final = re.compile(r"(\d{1,3}) loaded, (\d{1,3}) empty")
_MOST_FACTS: Final = 32
_MOST_PARTS: Final = 12
_MOST_HOLDERS: Final = 3
_SIGNS: Final = {
    Verdict.PASS: Outcome.PASS,
    Verdict.FAIL: Outcome.FAIL,
    Verdict.NOT_DECIDED: Outcome.NOT_JUDGED,
}
_LABELS: Final = [
    "title",
    "unit",
    "software",
    "inspection",
    "complaint",
    "diagnosis",
    "checks",
    "measured",
    "keypad",
    "panel",
    "graphs",
    "log",
    "proof",
    "sources",
    "what",
    "value",
    "limit",
    "source",
    "evidence",
    "outcome",
    "remedy",
    "part",
    "retest",
    "rests_on",
    "decide_by",
    "found",
    "notes",
    "check",
    "signed_by",
    "confidence",
    "do_not_open",
    "page_of",
    "attachment",
    "time",
    "event",
    "no_diagnosis",
    "marginal_band",
    "resolution",
    "record_digest",
    "subjects",
    "record",
    "summary",
    "appendix",
    "repair",
    "steps_done",
    "part_used",
    "part_code",
    "quantity",
    "photos",
    "handover",
    "date",
    "retested",
    "before",
    "between",
    "after",
    "became",
]


def build_model(
    record: Record, words: tuple[Words, ...], signer: Signer | None = None, pictures: Mapping[str, bytes] | None = None
) -> ReportModel:
    """The report of ``record`` in the languages of ``words``, primary first. Pure; any thread.

    Without ``signer`` the page says that it is a preview. ``pictures`` are the photos at hand, by their SHA-256.
    """
    phrases = Phrases(words)
    facts = facts_of(record, phrases)
    return ReportModel(
        languages=phrases.languages,
        facts=facts,
        running_head=" · ".join(part for part in (facts.serial, plain(record.id, 64)) if part),
        labels={name: phrases.text(f"report.label.{name}") for name in _LABELS},
        banners=_banners(record, phrases, signer),
        verdict=_verdict(record, phrases),
        headline=phrases.same(f"{record.unit.maker} {record.unit.model}", 48),
        subheadline=_subheadline(record, phrases),
        unit=_unit_rows(record, phrases),
        software=_software_rows(record, phrases),
        inspection=_inspection_rows(record, phrases),
        complaint=_complaint(record, phrases),
        diagnoses=tuple(
            diagnosis_block(d, phrases, Subjects(record.keys, phrases), record.part(d.part))
            for d in record.diagnoses[:_MOST_DIAGNOSES]
        ),
        checks=_checks(record, phrases),
        keypad=keypad_block(record, phrases),
        graphs=graph_blocks(record, phrases),
        log=tuple(LogRow(_clock(entry.at_s), phrases.say(entry.text)) for entry in record.log[:_MOST_LOG]),
        log_more=_more(len(record.log) - _MOST_LOG, phrases),
        sources=tuple(phrases.same(source, 300) for source in record.unit.sources[:20]),
        proof=_proof(facts, phrases, signer),
        signs={outcome.value: outcome_sign(outcome) for outcome in Outcome},
        appendix=appendix(record, phrases),
        panel=panel_block(record, phrases),
        repair=repair_block(record, phrases, pictures or {}),
        retest=retest_block(record, phrases),
    )


def _checks(record: Record, phrases: Phrases) -> tuple[CheckBlock, ...]:
    shown = record.results[:_MOST_CHECKS]
    most = max(3, _MOST_ROWS // max(1, len(shown)))
    subjects = Subjects(record.keys, phrases)
    return tuple(check_block(result, phrases, subjects, most) for result in shown)


def _more(count: int, phrases: Phrases) -> Text:
    return phrases.text("report.more", count=count) if count > 0 else phrases.same("")


def _clock(at_s: float) -> str:
    tenths = round(at_s * 10) if abs(at_s) < 1e7 else 0
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def facts_of(record: Record, phrases: Phrases) -> Facts:
    """What the file's metadata says of ``record``."""
    when = parse_time(record.ended) or parse_time(record.started)
    ended = (when.year, when.month, when.day, when.hour, when.minute, when.second) if when else (1970, 1, 1, 0, 0, 0)
    unit = record.unit
    serial = plain(unit.serial or unit.sticker_serial, 40)
    verdict = phrases.text(f"verdict.{record.overall.verdict_word}")[0]
    title = plain(f"{unit.maker} {unit.model} {serial}", WORD)
    return Facts(
        record_id=record.id[:64],
        record_sha256=hashlib.sha256(to_json(record)).hexdigest(),
        verdict=record.overall.verdict.value,
        serial=serial,
        demonstration=record.demonstration,
        title=phrases.text("report.document_title", unit=title, verdict=verdict)[0],
        ended=ended,
    )


def _banners(record: Record, phrases: Phrases, signer: Signer | None) -> tuple[Banner, ...]:
    shown = (
        (any(d.do_not_open for d in record.diagnoses), "danger", "report.banner.do_not_open"),
        (
            record.demonstration or (signer is not None and signer.demonstration),
            "demonstration",
            "report.banner.demonstration",
        ),
        (record.operator_simulated, "demonstration", "report.banner.simulated_operator"),
        (record.aborted, "notice", "report.banner.aborted"),
        (signer is None, "notice", "report.banner.unsigned"),
    )
    banners = tuple(Banner(tone, phrases.text(name)) for given, tone, name in shown if given)
    return (*banners, Banner("notice", repeated(record, phrases))) if record.before is not None else banners


def _verdict(record: Record, phrases: Phrases) -> VerdictBand:
    overall = record.overall
    groups = (
        (overall.failed, Outcome.FAIL, "report.rests.failed"),
        (overall.undecided, Outcome.NOT_JUDGED, "report.rests.undecided"),
        (overall.marginal, Outcome.MARGINAL, "report.rests.marginal"),
    )
    rows = tuple(
        Row(phrases.text(name), _names(checks, phrases), outcome.value) for checks, outcome, name in groups if checks
    )
    rows += _waived(record, phrases)
    told = record.disposition
    if told is not None:
        fate, rule = phrases.text(f"fate.{told.fate}"), phrases.text(f"fate.rule.{told.rule}")
        rows = (Row(phrases.text("report.label.fate"), phrases.join("report.bracket", fate, rule), ""), *rows)
    word = phrases.text(f"verdict.{overall.verdict_word}")
    tone = Outcome.WAIVED.value if overall.conceded else overall.verdict.value
    sign = verdict_sign(Outcome.WAIVED if overall.conceded else _SIGNS[overall.verdict])
    return VerdictBand(tone, word, _sentence(record, phrases), sign, rows)


def _sentence(record: Record, phrases: Phrases) -> Text:
    overall = record.overall
    passed = overall.verdict is Verdict.PASS
    if overall.conceded:
        return phrases.text("report.verdict.pass_waived", count=len(overall.waived))
    name = "pass_marginal" if passed and overall.marginal else overall.verdict.value
    name = "pass_retest" if passed and record.before is not None else name
    return phrases.text(f"report.verdict.{name.replace('-', '_')}", count=len(record.results))


def _waived(record: Record, phrases: Phrases) -> tuple[Row, ...]:
    """Who let which check pass, and why. The verifier holds these rows against the record."""
    told = waivers_of(record)
    rows = tuple(
        Row(phrases.either(f"check.{check}", check), waiver_text(waiver, phrases), Outcome.WAIVED.value)
        for check, waiver in told[:MOST_PRINTED]
    )
    more = len(told) - MOST_PRINTED
    return (*rows, Row(phrases.same(""), _more(more, phrases))) if more > 0 else rows


def _names(checks: tuple[str, ...], phrases: Phrases) -> Text:
    names = [phrases.either(f"check.{check}", plain(check, 40)) for check in checks[:10]]
    return phrases.join("report.join", *names)


def _subheadline(record: Record, phrases: Phrases) -> Text:
    serial = plain(record.unit.serial or record.unit.sticker_serial, 40)
    if not serial:
        return phrases.text("report.no_serial")
    return phrases.text("report.serial_short", serial=serial)


def _unit_rows(record: Record, phrases: Phrases) -> tuple[Row, ...]:
    unit = record.unit
    rows = [
        _row(phrases, "maker", unit.maker),
        _row(phrases, "model", unit.model),
        Row(
            phrases.text("report.row.serial"),
            phrases.same(unit.serial) if unit.serial else phrases.text("report.not_told"),
        ),
        _sticker(record, phrases),
        _row(phrases, "port", unit.port),
        _row(phrases, "usb", unit.usb),
        Row(phrases.text("report.row.evidence"), phrases.either(label_id(unit.evidence), unit.evidence, 200)),
    ]
    return tuple(row for row in rows if row.value[0])


def _software_rows(record: Record, phrases: Phrases) -> tuple[Row, ...]:
    """What the unit tells of itself besides its name."""
    told = {"maker", "model", "serial"}
    facts = [(name, value) for name, value in record.unit.identity if name not in told and value.strip()]
    return tuple(
        Row(phrases.either(f"identity.fact.{plain(name, 40)}", plain(name, 40)), _fact(value, phrases))
        for name, value in facts[:_MOST_FACTS]
    )


def _fact(value: str, phrases: Phrases) -> Text:
    """What a unit says of itself; the one sentence that the bench made of it, a count of key slots, in the language."""
    slots = _KEY_SLOTS.fullmatch(value)
    if slots is None:
        return phrases.same(value, 60)
    return phrases.text("report.key_slots", loaded=int(slots[1]), empty=int(slots[2]))


def _row(phrases: Phrases, name: str, value: str) -> Row:
    return Row(phrases.text(f"report.row.{name}"), phrases.same(value))


def _sticker(record: Record, phrases: Phrases) -> Row:
    name, unit = phrases.text("report.row.sticker_serial"), record.unit
    if not unit.sticker_serial:
        return Row(name, phrases.text("report.not_entered"))
    sticker = plain(unit.sticker_serial)
    if not unit.serial:
        return Row(name, phrases.same(sticker))
    same = unit.serial.strip() == unit.sticker_serial.strip()
    text = phrases.text("report.sticker_same" if same else "report.sticker_differs", serial=sticker)
    return Row(name, text, "" if same else Outcome.FAIL.value)


def _inspection_rows(record: Record, phrases: Phrases) -> tuple[Row, ...]:
    bench = record.bench
    operator = (
        phrases.text("report.simulated", name=plain(record.operator))
        if record.operator_simulated
        else phrases.same(record.operator)
    )
    rows = [
        Row(phrases.text("report.row.ended"), phrases.moment(record.ended)),
        Row(phrases.text("report.row.duration"), _duration(record, phrases)),
        Row(phrases.text("report.row.operator"), operator if record.operator else phrases.text("report.not_entered")),
        _row(phrases, "work_order", record.handling.work_order),
        _row(phrases, "accessories", "; ".join(record.handling.accessories)),
        Row(
            phrases.text("report.row.plan"),
            phrases.first_known((f"plan.{record.plan}", f"report.plan.{record.plan}"), record.plan),
        ),
        _row(phrases, "bench", bench.name),
        Row(phrases.text("report.row.program"), phrases.same(f"Posbench {bench.version}")),
        _row(phrases, "system", bench.system),
        _row(phrases, "meter", record.meter),
        Row(phrases.text("report.row.compared_with"), _compared_with(record, phrases)),
        Row(phrases.text("report.row.parts"), _parts(record, phrases)),
        *_licence_rows(record, phrases),
        Row(phrases.text("report.row.resolution"), _resolution(record, phrases)),
        Row(phrases.text("report.row.link"), _link(record, phrases)),
        _row(phrases, "seed", str(record.seed)),
        _row(phrases, "record", record.id),
    ]
    return tuple(row for row in rows if row.value[0])


def _compared_with(record: Record, phrases: Phrases) -> Text:
    good = record.compared_with
    if good is None:
        return phrases.same("")
    return phrases.text(
        "report.compared_with",
        model=plain(good.model, 60),
        serial=plain(good.serial, 40) or "-",
        captured=plain(good.captured[:10], 10),
        operator=plain(good.operator, 40) or "-",
    )


def _parts(record: Record, phrases: Phrases) -> Text:
    """What to order: each part once, in the order of the causes."""
    wanted = parts_of(record.diagnoses)[:_MOST_PARTS]
    return phrases.join("report.join", *(part_name(part, phrases, record.part(part)) for part in wanted))


def _licence_rows(record: Record, phrases: Phrases) -> tuple[Row, ...]:
    """What the official list says of the acquirer, row by row, and which list it was."""
    told = record.licence
    if told is None:
        return ()
    name = phrases.text("report.row.licence")
    standing = phrases.text(f"licence.{told.standing}", wanted=plain(told.wanted, 60))
    source = phrases.text(
        "report.licence_list",
        source=plain(told.source, 60),
        imported=plain(told.imported[:10], 10),
        sha256=plain(told.sha256[:16], 16),
        at=plain(told.at[:10], 10),
        operator=plain(told.operator, 40) or "-",
    )
    holders = [
        phrases.same(" \u00b7 ".join(part for part in (r.number, r.holder, r.status, r.expires, r.scope) if part), 200)
        for r in told.found[:_MOST_HOLDERS]
    ]
    good = told.standing in (Standing.VALID, Standing.NO_DATE)
    first = Row(name, standing, "" if good else Outcome.MARGINAL.value)
    return (first, *(Row(name, holder) for holder in holders), Row(phrases.text("report.row.licence_list"), source))


def _resolution(record: Record, phrases: Phrases) -> Text:
    step = record.bench.timing_resolution_s
    return phrases.quantity(step, "s") if step > 0 else phrases.text("report.not_measured")


def _link(record: Record, phrases: Phrases) -> Text:
    return phrases.text("report.link", losses=record.link_losses, damaged=record.damaged_frames)


def _duration(record: Record, phrases: Phrases) -> Text:
    started, ended = parse_time(record.started), parse_time(record.ended)
    if started is None or ended is None:
        return phrases.same("")
    return phrases.duration((ended - started).total_seconds())


def _complaint(record: Record, phrases: Phrases) -> Text:
    if not record.complaint.strip():
        return phrases.text("report.no_complaint")
    if (known := phrases.first_known((f"complaint.{record.complaint}",), ""))[0]:
        return known
    return phrases.same(record.complaint, 500)


def _proof(facts: Facts, phrases: Phrases, signer: Signer | None) -> Proof:
    rows: tuple[Row, ...] = ()
    if signer is not None:
        rows = (
            Row(phrases.text("report.row.signer"), signer_text(signer, phrases)),
            Row(phrases.text("report.row.fingerprint"), phrases.same(grouped(signer.fingerprint), 120)),
            Row(phrases.text("report.row.root_fingerprint"), phrases.same(grouped(signer.root_fingerprint), 120)),
        )
    return Proof(
        sentence=phrases.text("report.proof" if signer is not None else "report.proof_unsigned"),
        qr=qr(";".join(facts.keywords()[:3])),
        alternative=phrases.text("report.alt.qr"),
        digest=grouped(facts.record_sha256),
        signer=rows,
    )


def signer_text(signer: Signer, phrases: Phrases) -> Text:
    """In which role, and who."""
    role = phrases.text("verify.role.technician" if signer.technician else "verify.role.bench")
    return phrases.join("report.bracket", phrases.same(f"{signer.name}, {signer.organisation}", 160), role)


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, for reading aloud."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
