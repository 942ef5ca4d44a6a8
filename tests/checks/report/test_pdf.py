"""The page says what the record holds, in its languages, the same bytes each time, whatever a unit calls itself."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
import zxingcpp

from checks.record import Record, from_json, to_json
from checks.report.build import build_model
from checks.report.errors import ReportError
from checks.report.pdf import Paper, render_pdf
from checks.words import Catalogue
from tests.endurance.soak import resident_mb

KINDS = ("passing", "failing", "undecided", "repaired")


def rendered(record: Record, words: tuple[Catalogue, ...], fonts: Path, paper: Paper = Paper.A4) -> bytes:
    return render_pdf(build_model(record, words), to_json(record), fonts, paper=paper)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def attached(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    assert document.count_attachments() == 1
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "record.json"
    return bytes(attachment.get_data())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", [("en",), ("zh_CN",), ("zh_CN", "en"), ("en", "zh_CN")])
def test_the_same_record_gives_the_same_bytes(
    samples: ModuleType, words: dict[str, Catalogue], fonts: Path, kind: str, languages: tuple[str, ...]
) -> None:
    chosen = tuple(words[language] for language in languages)
    assert rendered(getattr(samples, kind)(), chosen, fonts) == rendered(getattr(samples, kind)(), chosen, fonts)


def test_the_record_is_attached_as_it_is(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    data = attached(rendered(passing, (words["en"],), fonts))
    assert data == to_json(passing)
    assert from_json(data) == passing


def test_a_chinese_page_speaks_chinese(samples: ModuleType, words: dict[str, Catalogue], fonts: Path) -> None:
    text = text_of(rendered(samples.failing(), (words["zh_CN"],), fonts))
    for wanted in ("不合格", "机身号", "2026年11月22日", "键盘图", "供电电压", "李伟"):
        assert wanted in text, wanted
    assert "Service report" not in text


def test_an_english_page_speaks_english(samples: ModuleType, words: dict[str, Catalogue], fonts: Path) -> None:
    text = text_of(rendered(samples.failing(), (words["en"],), fonts))
    for wanted in ("FAIL", "22 November 2026", "UTC", "Keypad map", "8000211904178", "Posbench default"):
        assert wanted in text, wanted
    assert "不合格" not in text


def test_both_languages_stand_side_by_side(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    text = text_of(rendered(passing, (words["zh_CN"], words["en"]), fonts))
    assert "合格" in text
    assert "PASS" in text
    assert "22 November 2026" in text
    assert "2026年11月22日" in text


@pytest.mark.parametrize(("kind", "word"), [("passing", "PASS"), ("failing", "FAIL"), ("undecided", "NOT DECIDED")])
def test_the_verdict_stands_on_the_first_page(
    samples: ModuleType, words: dict[str, Catalogue], fonts: Path, kind: str, word: str
) -> None:
    first = pypdfium2.PdfDocument(rendered(getattr(samples, kind)(), (words["en"],), fonts))[0]
    assert word in first.get_textpage().get_text_bounded()


def test_the_code_holds_record_number_and_digest(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    model = build_model(passing, (words["en"],))
    pdf = render_pdf(model, to_json(passing), fonts)
    pages = pypdfium2.PdfDocument(pdf)
    found = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_numpy())]
    assert found == [f"posbench-report/1;record={passing.id};sha256={model.facts.record_sha256}"]


def test_a_preview_says_that_it_is_not_signed(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    assert "not signed" in text_of(rendered(passing, (words["en"],), fonts))


def test_a_demonstration_says_so(samples: ModuleType, words: dict[str, Catalogue], fonts: Path) -> None:
    text = text_of(rendered(samples.undecided(), (words["en"],), fonts))
    assert "Demonstration" in text
    assert "simulated operator" in text
    assert "Do not open" in text


def test_letter_paper_is_letter(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    page = pypdfium2.PdfDocument(rendered(passing, (words["en"],), fonts, Paper.LETTER))[0]
    assert (round(page.get_width()), round(page.get_height())) == (612, 792)


@pytest.mark.parametrize("languages", [("en",), ("zh_CN", "en")])
def test_hostile_text_is_shown_as_text_and_does_nothing(
    samples: ModuleType, words: dict[str, Catalogue], fonts: Path, languages: tuple[str, ...]
) -> None:
    record = samples.hostile()
    pdf = rendered(record, tuple(words[language] for language in languages), fonts)
    document = pypdfium2.PdfDocument(pdf)
    text = text_of(pdf)
    assert '#panic("owned")' in text
    assert "root:x:0" not in text
    assert not any(0x202A <= ord(sign) <= 0x202E or 0x2066 <= ord(sign) <= 0x2069 for sign in text)
    assert len(document) <= 60
    assert json.loads(attached(pdf))["id"] == record.id


def test_nothing_leaves_the_page(samples: ModuleType, words: dict[str, Catalogue], fonts: Path) -> None:
    document = pypdfium2.PdfDocument(rendered(samples.hostile(), (words["en"],), fonts))
    for page in document:
        width = page.get_width()
        for item in page.get_objects():
            left, _, right, _ = item.get_bounds()
            assert left > -1
            assert right < width + 1


def test_a_missing_font_is_told_in_words(passing: Record, words: dict[str, Catalogue], tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        rendered(passing, (words["en"],), tmp_path)
    assert caught.value.message.id == "report.error.no_font"


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_reports_that_were_made_are_not_kept_in_memory(
    passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    held = []
    for number in range(14):
        rendered(replace(passing, id=f"{number:032x}"), (words["en"], words["zh_CN"]), fonts)
        held.append(resident_mb())
    assert held[-1] - held[3] < 25, held
