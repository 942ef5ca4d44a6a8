"""A practice certificate is signed like a report and verified as what it is, and never as a report."""

import io
import random
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from checks.practice import MOST, Part
from checks.practice_log import Entry, Series
from checks.report.certificate import make_certificate
from checks.report.certified import CertifiedError, certified_from, certified_of, to_json
from checks.report.pdf import render_archival
from checks.report.signing.contents import Kind
from checks.report.signing.identity import Identity
from checks.report.signing.sign import sign_pdf
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
TEMPLATE = Path(__file__).resolve().parents[3] / "resources/report/certificate.typ"


def entry(number: int, total: int = 90, trainee: str = "Li \u674e") -> Entry:
    parts = tuple(Part(name, 1, 1, most, most) for name, most in MOST.items())
    return Entry(
        "s1", number, trainee, f"2026-11-22T0{number}:00:00Z", "gertec-ppc930", "routine", 40 + number, ("dead-key=5",),
        ("cause.key_contact",), "repair", ("cause.key_contact",), "repair", ("keypad.dead 5",), (), (), 90.0, parts, 0,
        total, "0.1.0",
    )  # fmt: skip


def series(*totals: int) -> Series:
    return Series("s1", tuple(entry(number, total) for number, total in enumerate(totals, 1)))


GOOD = series(90, 80, 100, 85, 95)


@pytest.fixture(scope="module")
def made(words: dict[str, Catalogue], identity: Identity, fonts: Path) -> bytes:
    told = certified_of(GOOD, "2026-11-22T08:20:00Z", "0.1.0")
    return make_certificate(told, words["en"], identity, fonts, now=NOW)


def test_it_is_intact_trusted_and_called_what_it_is(made: bytes, root_pem: bytes, words: dict[str, Catalogue]) -> None:
    found = verify_pdf(made, (root_pem,), now=NOW)
    assert (found.status, found.kind) == (Status.INTACT_TRUSTED, Kind.CERTIFICATE)
    assert found.record is None
    assert found.certificate is not None
    assert (found.certificate.trainee, found.certificate.result.mean) == ("Li \u674e", 90.0)
    assert found.signer == "Bench 3"
    assert found.headline.id == "verify.certificate.intact_trusted"
    assert "verify.certificate.no_report" in {note.id for note in found.notes}
    for language in words.values():
        assert all(language.say(note) for note in (found.headline, *found.notes))


def test_nobody_trusted_leaves_the_signer_unknown(made: bytes) -> None:
    found = verify_pdf(made)
    assert (found.status, found.headline.id) == (Status.INTACT_UNTRUSTED, "verify.certificate.intact_untrusted")


def test_a_report_is_still_a_report(signed: bytes, root_pem: bytes) -> None:
    found = verify_pdf(signed, (root_pem,), now=NOW)
    assert (found.kind, found.certificate) == (Kind.REPORT, None)
    assert found.headline.id == "verify.intact_trusted"


def test_every_random_bit_flip_is_noticed_and_it_stays_a_certificate(made: bytes, root_pem: bytes) -> None:
    dice = random.Random(20261122)
    for _ in range(40):
        place, bit = dice.randrange(200, len(made)), 1 << dice.randrange(8)
        found = verify_pdf(made[:place] + bytes([made[place] ^ bit]) + made[place + 1 :], (root_pem,))
        assert found.status is Status.ALTERED
        assert found.certificate is None
    assert verify_pdf(made + b"\n", (root_pem,)).headline.id == "verify.certificate.altered"


def resigned(attached: bytes, keywords: list[str], identity: Identity, fonts: Path) -> bytes:
    """Signed by a real bench, but not what the program would issue."""
    told = {
        "lang": "en", "when": [2026, 11, 22, 8, 20, 0], "keywords": keywords, "title": "t", "trainee": "x", "says": "",
        "result": "", "heads": ["a", "b", "c", "d", "e"], "rows": [], "rule": "", "signer": "", "day": "", "program": "",
        "attached": "",
    }  # fmt: skip
    return sign_pdf(render_archival(TEMPLATE, told, attached, fonts), identity, now=NOW, reason="r")


def test_exercises_that_do_not_pass_or_do_not_belong_are_refused(
    made: bytes, identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    keywords = str(PdfFileReader(io.BytesIO(made)).trailer_view["/Info"]["/Keywords"]).split(", ")
    good = to_json(certified_of(GOOD, "2026-11-22T08:20:00Z", "0.1.0"))
    for attached in (good.replace(b'"total": 80', b'"total": 10'), good.replace(b'"total": 80', b'"total": 81'), b"{}"):
        found = verify_pdf(resigned(attached, keywords, identity, fonts), (root_pem,), now=NOW)
        assert (found.status, found.kind) == (Status.ALTERED, Kind.CERTIFICATE)


def test_a_certificate_cannot_pose_as_a_report(
    made: bytes, signed: bytes, identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    report_words = str(PdfFileReader(io.BytesIO(signed)).trailer_view["/Info"]["/Keywords"]).split(", ")
    good = to_json(certified_of(GOOD, "2026-11-22T08:20:00Z", "0.1.0"))
    found = verify_pdf(resigned(good, report_words, identity, fonts), (root_pem,), now=NOW)
    assert found.status is Status.ALTERED
    assert found.record is None


@pytest.mark.parametrize("totals", [(90, 90, 90, 90), (79, 79, 79, 79, 79), (100, 100, 100, 100, 49)])
def test_no_certificate_without_a_passed_series(totals: tuple[int, ...]) -> None:
    with pytest.raises(CertifiedError):
        certified_of(series(*totals), "2026-11-22T08:20:00Z", "0.1.0")


def test_mixed_exercises_are_no_series() -> None:
    told = certified_of(GOOD, "2026-11-22T08:20:00Z", "0.1.0")
    mixed = msgspec.structs.replace(told, exercises=(*told.exercises[:4], entry(5, 95, "Wang")))
    with pytest.raises(CertifiedError):
        certified_from(to_json(mixed))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_one_page_with_name_seeds_and_scores(
    language: str, words: dict[str, Catalogue], identity: Identity, fonts: Path
) -> None:
    told = certified_of(GOOD, "2026-11-22T08:20:00Z", "0.1.0")
    pages = pypdfium2.PdfDocument(make_certificate(told, words[language], identity, fonts, now=NOW))
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_range()
    assert {"Li", "41", "45", "100", "gertec-ppc930", "0.1.0"} <= set(text.replace("\u3000", " ").split())
