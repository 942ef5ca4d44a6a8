"""The certificate of a passed practice series: one signed page with its exercises attached."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checks.measurement import message
from checks.practice import PASS_LEAST, PASS_MEAN
from checks.report.certified import Certified, keywords_for, to_json
from checks.report.errors import ReportError
from checks.report.model import Signer
from checks.report.pdf import render_archival
from checks.report.plain import plain
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.signing.identity import Identity

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "resources" / "report" / "certificate.typ"
_LONGEST: Final = 64


def make_certificate(told: Certified, words: Words, identity: "Identity", fonts: Path, *, now: datetime) -> bytes:
    """The signed certificate, already verified once. ``now``: UTC. A worker thread's. Raises ``ReportError``."""
    from checks.report.signing.sign import sign_pdf
    from checks.report.signing.verify import Status, verify_pdf

    attached = to_json(told)
    pdf = render_archival(TEMPLATE, _page(told, attached, words, identity.signer(), now), attached, fonts)
    signed = sign_pdf(pdf, identity, now=now, reason=words.text("practice.certificate.reason"))
    if verify_pdf(signed).status is not Status.INTACT_UNTRUSTED:  # nobody is trusted here: intact is all that is asked
        raise ReportError(message("report.error.self_check"))
    return signed


def _page(told: Certified, attached: bytes, words: Words, signer: Signer, now: datetime) -> dict[str, Any]:
    text, result = words.text, told.result
    return {
        "lang": words.language.partition("_")[0],
        "when": [now.year, now.month, now.day, now.hour, now.minute, now.second],
        "keywords": keywords_for(told, hashlib.sha256(attached).hexdigest()),
        "title": text("practice.certificate.title"),
        "trainee": plain(told.trainee, _LONGEST),
        "says": text(
            "practice.certificate.says", count=result.done, level=text(f"practice.level.{told.level}").casefold()
        ),
        "result": text("practice.certificate.result", mean=f"{result.mean:g}", least=result.least),
        "heads": [
            text(f"practice.{name}")
            for name in ("certificate.number", "model", "certificate.date", "certificate.seed", "certificate.points")
        ],
        "rows": [
            [str(e.number), plain(e.model, _LONGEST), plain(e.ended[:10], 10), str(e.seed), str(e.total)]
            for e in told.exercises
        ],
        "rule": text("practice.certificate.rule", mean=PASS_MEAN, least=PASS_LEAST),
        "signer": text(
            "practice.certificate.signer",
            name=signer.name,
            organisation=signer.organisation,
            fingerprint=signer.fingerprint[:16],
        ),
        "day": now.strftime("%Y-%m-%d"),
        "program": text("practice.certificate.program", version=told.version),
        "attached": text("practice.certificate.attached"),
    }
