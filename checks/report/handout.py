"""One signed page for the merchant: what was found in plain words, what was done, what to do next. The report has the measurements."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checks.measurement import Outcome, Verdict
from checks.record import Record, waivers_of
from checks.report.blocks import Subjects
from checks.report.drawings import outcome_sign, qr
from checks.report.handed_out import HandedOut, handed_out, keywords_for, to_bytes
from checks.report.model import Signer
from checks.report.pdf import Paper, render_archival
from checks.report.phrases import Phrases
from checks.report.plain import plain
from checks.report.publish import signed_and_checked
from checks.report.repair import part_name
from checks.report.stamps import NO_STAMPS, Stamps
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.signing.identity import Identity

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "resources" / "report" / "handout.typ"
_SIGNS: Final = {
    Verdict.PASS: Outcome.PASS,
    Verdict.FAIL: Outcome.FAIL,
    Verdict.NOT_DECIDED: Outcome.NOT_JUDGED,
}
_LONGEST: Final = 64
_MOST: Final = 5
_NOTES: Final = 300
_ADVICE: Final = ("keypad", "display", "battery", "charger", "cable", "network-cable", "sim")
"""Parts whose care a merchant can do something about; the sentence is ``handout.care.<part>``."""


def make_handout(record: Record, words: Words, identity: "Identity", fonts: Path, *, now: datetime,
                 paper: Paper = Paper.A4, stamps: Stamps = NO_STAMPS) -> bytes:  # fmt: skip
    """The signed page, already verified once. ``now``: UTC. A worker thread's. Raises ``ReportError``."""
    if identity.demonstration:
        record = replace(record, demonstration=True)
    told = handed_out(record)
    attached = to_bytes(told)
    pdf = render_archival(TEMPLATE, page_of(record, told, words, identity.signer(), now, paper), attached, fonts)
    return signed_and_checked(pdf, (words,), identity, words.text("handout.reason"), now, stamps)


def page_of(
    record: Record, told: HandedOut, words: Words, signer: Signer, now: datetime, paper: Paper = Paper.A4
) -> dict[str, Any]:
    """All of the page's sentences. Pure."""
    text, keywords = words.text, keywords_for(told, hashlib.sha256(to_bytes(told)).hexdigest())
    facts = (
        ("terminal", f"{told.maker} {told.model}".strip()),
        ("serial", told.serial),
        ("order", told.work_order),
        ("day", told.ended[:10]),
    )
    return {
        "paper": paper.value,
        "lang": words.language.partition("_")[0],
        "when": [now.year, now.month, now.day, now.hour, now.minute, now.second],
        "keywords": keywords,
        "title": text("handout.title"),
        "workshop": plain(signer.organisation, _LONGEST),
        "demonstration": text("batch.label.demonstration") if told.demonstration else "",
        "facts": [[text(f"handout.{name}"), plain(value, _LONGEST)] for name, value in facts if value],
        "tone": Outcome.WAIVED.value if told.conceded else told.verdict.value,
        "sign": outcome_sign(Outcome.WAIVED if told.conceded else _SIGNS[told.verdict]),
        "verdict": text(f"handout.verdict.{_key(told)}"),
        "sections": [
            [text("handout.found"), _found(record, told, words)],
            [text("handout.done"), _done(record, words)],
            [text("handout.next"), _next(record, told, words)],
        ],
        "qr": qr(";".join(keywords[:3])),
        "signer": text(
            "practice.certificate.signer",
            name=signer.name,
            organisation=signer.organisation,
            fingerprint=signer.fingerprint[:16],
        ),
        "proof": text("handout.proof", id=plain(told.inspection, _LONGEST)),
    }


def _key(told: HandedOut) -> str:
    if told.conceded:
        return "waived"
    return "repaired" if told.retested and told.verdict is Verdict.PASS else told.verdict.value


def _found(record: Record, told: HandedOut, words: Words) -> list[str]:
    """The causes, else the checks that failed or came to no result; then what was accepted as it is, by whom and why."""
    overall = record.overall
    checks = [f"check.{check}" for check in (*overall.failed, *overall.undecided)]
    named = [words.text(name) for name in dict.fromkeys((*told.causes[:_MOST], *(() if told.causes else checks)))]
    accepted = [
        words.text("handout.waived", check_id=f"check.{check}", by=plain(w.by, _LONGEST), why=plain(w.why, _NOTES))
        for check, w in waivers_of(record)[:_MOST]
    ]
    return [*named[:_MOST], *accepted] or [words.text("handout.found.none")]


def _done(record: Record, words: Words) -> list[str]:
    """Steps and parts as they were written down; the technician's own words last."""
    phrases, handling = Phrases((words,)), record.handling
    subjects = Subjects(record.keys, phrases)
    lines = [subjects.say(step)[0] for step in handling.steps[:_MOST]]
    lines += [f"{used.quantity} \u00d7 {part_name(used, phrases)[0]}" for used in handling.parts[:_MOST]]
    lines += [plain(handling.notes, _NOTES)] if handling.notes.strip() else []
    return lines or [words.text("handout.done.tested")]


def _next(record: Record, told: HandedOut, words: Words) -> list[str]:
    """By what becomes of the terminal, whom its causes ask to be called, and how its parts last longer."""
    calls = dict.fromkeys(diagnosis.call for diagnosis in record.diagnoses if diagnosis.call)
    used = {part.part for part in record.handling.parts} | {diagnosis.part for diagnosis in record.diagnoses}
    lines = [words.text(f"handout.next.{told.fate.value}")]
    lines += [words.text(f"call.{call}") for call in list(calls)[:_MOST]]
    return lines + [words.text(f"handout.care.{part}") for part in _ADVICE if part in used]
