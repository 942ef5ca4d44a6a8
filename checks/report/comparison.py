"""One signed document of two past inspections of a unit: what is different first, what was done between them beside it.

Says nothing that is not in the two records attached, and judges nothing again.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checks.measurement import Outcome
from checks.report.blocks import Subjects
from checks.report.build import grouped, signer_text
from checks.report.compared import Compared, facts_of, keywords_for, to_bytes
from checks.report.drawings import outcome_sign, qr
from checks.report.model import Row, Signer
from checks.report.pdf import Paper, render_archival
from checks.report.phrases import Phrases, Text
from checks.report.plain import plain
from checks.report.publish import signed_and_checked
from checks.report.retest import compared_block
from checks.report.stamps import NO_STAMPS, Stamps
from checks.retest import side_id, was_repaired
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.signing.identity import Identity

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "resources" / "report" / "comparison.typ"
_SIDES: Final = ("before", "between", "after")
_LABELS: Final = ("check", "became", "proof")


def make_comparison(told: Compared, words: tuple[Words, ...], identity: "Identity", fonts: Path, *, now: datetime,
                    paper: Paper = Paper.A4, stamps: Stamps = NO_STAMPS) -> bytes:  # fmt: skip
    """The signed document, already verified once. ``now``: UTC. A worker thread's. Raises ``ReportError``."""
    attached = to_bytes(told)
    page = page_of(told, words, identity.signer(), attached, now, paper)
    pdf = render_archival(TEMPLATE, page, attached, fonts)
    return signed_and_checked(pdf, words, identity, words[0].text("comparison.reason"), now, stamps)


def page_of(told: Compared, words: tuple[Words, ...], signer: Signer, attached: bytes, now: datetime,
            paper: Paper = Paper.A4) -> dict[str, Any]:  # fmt: skip
    """All of the page's sentences. Pure."""
    phrases, facts = Phrases(words), facts_of(told)
    digest = hashlib.sha256(attached).hexdigest()
    keywords = keywords_for(told, digest)
    language, _, region = phrases.languages[0].partition("_")
    unit = plain(f"{facts.maker} {facts.model}", 60)
    repaired = was_repaired(told.first, told.second)
    block = compared_block(told.first, told.second, phrases, Subjects(told.second.keys, phrases))
    return {
        "paper": paper.value,
        "lang": language,
        "region": region or None,
        "second": phrases.languages[1].partition("_")[0] if len(phrases.languages) > 1 else language,
        "when": [now.year, now.month, now.day, now.hour, now.minute, now.second],
        "keywords": list(keywords),
        "title": phrases.text("comparison.title"),
        "page_of": phrases.text("report.label.page_of")[0],
        "headline": phrases.same(unit, 60),
        "serial": plain(facts.serial, 40),
        "sentence": _sentence(told, phrases),
        "demonstration": phrases.text("report.banner.demonstration") if told.demonstration else [],
        "labels": {name: phrases.text(f"report.label.{name}") for name in _LABELS}
        | {name: phrases.text(side_id(name, repaired)) for name in _SIDES},
        "block": asdict(block),
        "signs": {outcome.value: outcome_sign(outcome) for outcome in Outcome},
        "qr": qr(";".join(keywords[:2])),
        "alternative": phrases.text("report.alt.qr"),
        "proof": phrases.text("comparison.proof"),
        "signer": [asdict(row) for row in _signer(signer, digest, phrases)],
    }


def _sentence(told: Compared, phrases: Phrases) -> Text:
    count = told.others
    return phrases.text("comparison.others" if count else "comparison.in_turn", count=count)


def _signer(signer: Signer, digest: str, phrases: Phrases) -> tuple[Row, ...]:
    return (
        Row(phrases.text("report.row.signer"), signer_text(signer, phrases)),
        Row(phrases.text("report.row.fingerprint"), phrases.same(grouped(signer.fingerprint), 120)),
        Row(phrases.text("report.row.root_fingerprint"), phrases.same(grouped(signer.root_fingerprint), 120)),
        Row(phrases.text("comparison.digest"), phrases.same(grouped(digest), 120)),
    )
