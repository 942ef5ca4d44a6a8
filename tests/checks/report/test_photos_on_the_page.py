"""A photo kept with a repair is a picture in the signed report, and without it the report is written all the same."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pypdfium2
import pypdfium2.raw as raw
import pytest

from checks.console.parts import Home
from checks.console.photo_shelf import keep_photo, photo_path, pictures_of
from checks.photos import PhotoError
from checks.report.publish import make_report
from checks.report.signing.identity import Identity
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue
from tests.checks.test_photos import drawn, jpeg_with_everything, png_with_everything


def pictures_in(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    return sum(len(list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))) for page in document)


@pytest.mark.parametrize("photo", [jpeg_with_everything(), png_with_everything()])
def test_a_photo_is_kept_without_metadata_and_printed_with_its_hash(
    samples: ModuleType,
    words: dict[str, Catalogue],
    fonts: Path,
    identity: Identity,
    now: datetime,
    photo: bytes,
    tmp_path: Path,
) -> None:
    home = Home(tmp_path / "home")
    (tmp_path / "IMG 1.jpg").write_bytes(photo)
    kept = keep_photo(home, tmp_path / "IMG 1.jpg")
    path = photo_path(home, kept)
    assert path is not None
    assert b"GPS" not in path.read_bytes()
    assert (kept.sha256, kept.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    record = samples.repaired()
    record = replace(record, handling=replace(record.handling, photos=(kept,)))
    said = (words["en"],)
    without = make_report(record, said, identity, fonts, now=now)
    pdf = make_report(record, said, identity, fonts, now=now, pictures=pictures_of(home, record))
    assert pictures_in(pdf) > pictures_in(without)
    assert verify_pdf(pdf).status is Status.INTACT_UNTRUSTED
    assert b"Shenzhen" not in pdf.replace(b"Bench 3, Shenzhen", b"")
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    assert kept.sha256 in text.replace("\r", "").replace("\n", "")
    path.write_bytes(drawn("JPG", 8, 8))
    assert pictures_of(home, record) == {}, "a file that is not what its hash says is not shown as it"


def test_a_picture_the_page_engine_cannot_draw_does_not_stop_the_report(
    samples: ModuleType, words: dict[str, Catalogue], fonts: Path, identity: Identity, now: datetime
) -> None:
    record = samples.repaired()
    broken = {record.handling.photos[0].sha256: b"\xff\xd8 no picture"}
    pdf = make_report(record, (words["en"],), identity, fonts, now=now, pictures=broken)
    assert verify_pdf(pdf).status is Status.INTACT_UNTRUSTED


def test_what_is_no_photo_is_not_kept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    (tmp_path / "a.jpg").write_bytes(b"<svg/>")
    for name in ("a.jpg", "gone.jpg"):
        with pytest.raises(PhotoError):
            keep_photo(home, tmp_path / name)
    assert list(home.folder("photos").iterdir()) == []
