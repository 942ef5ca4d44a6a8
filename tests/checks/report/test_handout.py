"""The merchant's hand-out: one page in plain words, signed like a report and verified as what it is."""

import io
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from checks.handling import Handling, PartUsed
from checks.measurement import Verdict, message
from checks.record import Record
from checks.report.handed_out import HandedOutError, handed_out, handed_out_from, to_bytes
from checks.report.handout import TEMPLATE, make_handout, page_of
from checks.report.pdf import render_archival
from checks.report.signing.contents import Kind
from checks.report.signing.identity import Identity
from checks.report.signing.sign import sign_pdf
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def failing(samples: ModuleType) -> Record:
    return samples.failing()


@pytest.fixture(scope="module")
def made(failing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path) -> bytes:
    return make_handout(failing, words["en"], identity, fonts, now=NOW)


def text_of(pdf: bytes) -> tuple[int, str]:
    """Number of pages, and the text of the first."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return len(document), document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def told(page: object) -> list[str]:
    if isinstance(page, str):
        return [page]
    inner = page.values() if isinstance(page, dict) else page if isinstance(page, list | tuple) else ()
    return [text for one in inner for text in told(one)]


def test_it_is_intact_trusted_and_called_what_it_is(
    made: bytes, failing: Record, root_pem: bytes, words: dict[str, Catalogue]
) -> None:
    found = verify_pdf(made, (root_pem,), now=NOW)
    assert (found.status, found.kind, found.record) == (Status.INTACT_TRUSTED, Kind.HANDOUT, None)
    assert found.handout == handed_out(failing)
    assert found.handout.verdict is Verdict.FAIL
    for language in words.values():
        assert all(
            not language.say(note).startswith(("verify.", "verdict.")) for note in (found.headline, *found.notes)
        )
    pages, text = text_of(made)
    assert pages == 1
    assert failing.unit.serial in text
    assert words["en"].text("handout.verdict.fail") in text
    assert words["en"].text(failing.diagnoses[0].cause) in text


def test_any_changed_byte_of_it_is_noticed(made: bytes, root_pem: bytes) -> None:
    chance = random.Random(7)
    for _ in range(12):
        at = chance.randrange(len(made))
        changed = made[:at] + bytes([made[at] ^ (1 << chance.randrange(8))]) + made[at + 1 :]
        assert verify_pdf(changed, (root_pem,), now=NOW).status in (Status.ALTERED, Status.NOT_OURS)


def test_a_page_that_says_something_else_than_its_data_is_altered(
    failing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path
) -> None:
    said = handed_out(failing)
    page = page_of(failing, said, words["en"], identity.signer(), NOW)
    other = to_bytes(handed_out(replace(failing, overall=replace(failing.overall, verdict=Verdict.PASS))))
    signed = sign_pdf(render_archival(TEMPLATE, page, other, fonts), identity, now=NOW, reason="x")
    assert verify_pdf(signed).status is Status.ALTERED
    with pytest.raises(HandedOutError):
        handed_out_from(b'{"format": "posbench-handout/2"}')


def test_what_was_accepted_is_told_and_nobody_reads_that_all_is_well(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    record = samples.conceded()
    page = page_of(record, handed_out(record), words["en"], identity.signer(), NOW)
    assert (page["tone"], page["verdict"]) == ("waived", words["en"].text("handout.verdict.waived"))
    assert any("accepted as it is by Wang Min" in line for line in told(page))
    data = make_handout(record, words["zh_CN"], identity, fonts, now=NOW)
    found = verify_pdf(data, (root_pem,), now=NOW)
    assert found.status is Status.INTACT_TRUSTED
    assert found.handout is not None
    assert found.handout.waived == ("keypad", "supply")


@pytest.mark.parametrize("kind", ["passing", "failing", "undecided", "repaired", "conceded"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_sentence_is_in_plain_words_of_one_language(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, kind: str, language: str
) -> None:
    record = getattr(samples, kind)()
    page = page_of(record, handed_out(record), words[language], identity.signer(), NOW)
    ours = ("handout.", "cause.", "check.", "call.", "remedy.", "part.", "report.", "practice.")
    assert [text for text in told(page) if text.startswith(ours)] == []
    assert all(lines for _, lines in page["sections"])
    (found, done, what_next) = (lines for _, lines in page["sections"])
    said = words[language].text
    assert (said("handout.found.none") in found) == (kind == "passing")
    assert (said("handout.done.tested") in done) == (not record.handling.repaired)
    assert what_next


def test_as_much_as_can_be_still_fits_one_page(
    failing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path
) -> None:
    long = "W\x1b[31m" + "wide notes " * 60
    parts = tuple(PartUsed(part, 2, "C" * 60, "N" * 120) for part in ("keypad", "display", "battery", "cable", "sim"))
    steps = tuple(message("remedy.replace_keypad") for _ in range(9))
    crowded = replace(
        failing,
        diagnoses=tuple(replace(failing.diagnoses[0], part=used.part) for used in parts),
        handling=Handling("W" * 90, notes=long, steps=steps, parts=parts),
    )
    for language in ("en", "zh_CN"):
        pages, text = text_of(make_handout(crowded, words[language], identity, fonts, now=NOW))
        assert pages == 1
        assert "\x1b" not in text
