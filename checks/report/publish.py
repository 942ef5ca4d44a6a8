"""From a record to a signed file on disk, in one call each: what the window and the command line use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checks.measurement import message
from checks.record import Record, to_json
from checks.report.build import build_model
from checks.report.errors import ReportError
from checks.report.pdf import Paper, render_pdf
from checks.report.repair import picture_name
from checks.report.stamps import NO_STAMPS, Stamps
from checks.words import Words

if TYPE_CHECKING:
    from checks.report.signing.identity import Identity


def make_preview(record: Record, words: tuple[Words, ...], fonts: Path, *, paper: Paper = Paper.A4) -> bytes:
    """The report without a signature, saying so on the page. Any thread. Raises ``ReportError``."""
    return render_pdf(build_model(record, words), to_json(record), fonts, paper=paper)


def make_report(record: Record, words: tuple[Words, ...], identity: "Identity", fonts: Path, *, now: datetime,
                paper: Paper = Paper.A4, pictures: Mapping[str, bytes] | None = None, stamps: Stamps = NO_STAMPS) -> bytes:  # fmt: skip
    """The signed report, already verified once. ``words``: one or two languages, primary first; ``now``: UTC.
    ``pictures``: photos by SHA-256; ``stamps``: where a time stamp is asked for.

    About a second the first time, 0.3 s later. For a worker thread, not inside an event loop. Raises ``ReportError``.
    """
    if identity.demonstration:
        record = replace(record, demonstration=True)
    try:
        pdf = _rendered(record, words, identity, fonts, paper, pictures or {})
    except ReportError:
        if not pictures:
            raise
        pdf = _rendered(
            record, words, identity, fonts, paper, {}
        )  # a picture the page engine cannot draw: its hash stays
    return signed_and_checked(pdf, words, identity, words[0].text("report.reason"), now, stamps)


def signed_and_checked(pdf: bytes, words: tuple[Words, ...], identity: "Identity", reason: str, now: datetime,
                       stamps: Stamps) -> bytes:  # fmt: skip
    """``pdf`` signed and verified once, with a stamp where one is wished for. Raises ``ReportError``."""
    from checks.report.signing.sign import sign_pdf, sign_wished
    from checks.report.signing.stamp_server import StampServer

    server = StampServer(stamps.url) if stamps.url else None
    signed = sign_wished(pdf, identity, now=now, reason=reason, server=server)
    data, missing = signed.data, signed.unstamped
    if server is not None and missing is None and not _good(data, words):
        data, missing = sign_pdf(pdf, identity, now=now, reason=reason), message("stamp.rubbish", server=server.name)
    if missing is not None:
        stamps.missing(missing)
    if (server is None or missing is not None) and not _good(data, words):
        raise ReportError(message("report.error.self_check"))
    return data


def _good(data: bytes, words: tuple[Words, ...]) -> bool:
    """Nobody is trusted here: intact is all that is asked."""
    from checks.report.signing.verify import Status, verify_pdf

    return verify_pdf(data, words=words).status is Status.INTACT_UNTRUSTED


def _rendered(record: Record, words: tuple[Words, ...], identity: "Identity", fonts: Path, paper: Paper,
              pictures: Mapping[str, bytes]) -> bytes:  # fmt: skip
    files = {picture_name(digest, data): data for digest, data in pictures.items()}
    model = build_model(record, words, identity.signer(), pictures)
    return render_pdf(model, to_json(record), fonts, paper=paper, files=files)
