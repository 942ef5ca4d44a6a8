"""Batches of returned units: the announced list, what came, exports and labels."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.intake.batch import Arrival, Batch, announced, effort_of, fates, last_of_each, listed, standing, takt_s
from checks.intake.batch_file import BatchError, BatchFile, read_batch
from checks.intake.effort import Effort
from checks.intake.expected import Expected, expected_of
from checks.intake.label import label_text, labels_pdf
from checks.intake.sheet import as_csv, as_xlsx, table_of
from checks.intake.sizes import SIZES
from checks.report.errors import ReportError
from checks.serials import serial_key
from checks.tables import TableError, rows_of
from checks.words import Catalogue, load_catalogues

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
LIST = (
    "Returns of week 47,,,,\n"
    "Model,Serial No.,RMA,Accessories,Remark\n"
    "PPC930,SN-0001,RMA-7,cable; holder,dead keys\n"
    "PPC930, sn 0002 ,RMA-7,,\n"
    "A920,SN-0003,,,\n"
    "PPC930,SN-0001,RMA-8,,twice\n"
)


def words(language: str = "en") -> Catalogue:
    return load_catalogues(ROOT / "resources" / "i18n")[language]


def unit(number: int, **changed: object) -> Arrival:
    made = Arrival(
        inspection=f"{number:032x}",
        serial=f"SN-{number:04}",
        sticker_serial="",
        model="Gertec PPC930",
        verdict="pass",
        fate="restock",
        rule="good",
        faults=(),
        started=f"2026-11-22T10:{number:02}:00+00:00",
        ended=f"2026-11-22T10:{number:02}:50+00:00",
        effort=Effort(40.0 + number, 9),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def batch(*arrivals: Arrival) -> Batch:
    return Batch("week 47", "2026-11-22T09:00:00+00:00", "Li", expected_of(rows_of(LIST.encode())), "w47.csv", arrivals)


def test_a_list_is_read_by_its_headings_and_a_serial_counts_once() -> None:
    found = expected_of(rows_of(LIST.encode()))
    assert [one.serial for one in found] == ["SN-0001", "sn 0002", "SN-0003"]
    assert found[0] == Expected("SN-0001", "PPC930", "RMA-7", ("cable", "holder"), "dead keys")


def test_a_chinese_spreadsheet_of_another_program_is_read(tmp_path: Path) -> None:
    rows = [["型号", "机身号", "工单", "配件"], ["PPC930", "SN-0009", "R1", "电源、底座"]]
    text = "\n".join("\t".join(row) for row in rows)
    (found,) = expected_of(rows_of(text.encode("gb18030")))
    assert found == Expected("SN-0009", "PPC930", "R1", ("电源", "底座"))


def test_a_list_without_headings_is_a_column_of_serials() -> None:
    assert [one.serial for one in expected_of([["A1"], ["B2"], [""]])] == ["A1", "B2"]


@pytest.mark.parametrize("rows", [[], [[]], [[""], [" "]], [["serial"]]])
def test_a_list_with_no_serial_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(TableError) as caught:
        expected_of(rows)
    assert caught.value.reason == "no-units"


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=8))
def test_whatever_stands_in_a_table_gives_units_or_a_refusal(rows: list[list[str]]) -> None:
    try:
        found = expected_of(rows)
    except TableError:
        return
    assert len({serial_key(one.serial) for one in found}) == len(found)


def test_the_list_is_ticked_off_and_missing_and_surplus_are_named() -> None:
    stranger = unit(9, serial="SN-7777")
    other_model = unit(3)  # announced as an A920
    found = standing(batch(unit(1), other_model, stranger))
    assert [told.serial for told, _ in found.found] == ["SN-0001", "SN-0003"]
    assert [told.serial for told in found.missing] == ["sn 0002"]
    assert found.surplus == (stranger,)
    assert found.mismatched == ((announced(batch(), "SN-0003"), other_model),)


def test_a_sticker_ticks_off_a_unit_that_does_not_tell_its_serial() -> None:
    found = standing(batch(unit(1, serial="", sticker_serial="sn0002")))
    assert [told.serial for told, _ in found.found] == ["sn 0002"]


def test_a_unit_inspected_twice_counts_once_by_its_last_verdict_and_is_named() -> None:
    twice = batch(unit(1, verdict="fail", fate="repair"), unit(2), unit(1, inspection="f" * 32))
    assert [one.fate for one in last_of_each(twice.arrivals)] == ["restock", "restock"]
    assert fates(twice) == {"restock": 2}
    assert [one.inspection for one in standing(twice).again] == ["f" * 32]


WRITINGS = ("", "SN-0001", "sn0001", "SN 0002", "sn.0003", "SN-0004")
SERIALS = st.sampled_from(WRITINGS)


def plainly_last_of_each(arrivals: tuple[Arrival, ...]) -> tuple[Arrival, ...]:
    """The definition, word by word: each arrival is the first unit known by then that shares a serial with it."""
    latest: list[Arrival] = []
    for arrival in arrivals:
        same = [place for place, known in enumerate(latest) if known.keys & arrival.keys]
        if same:
            latest[same[0]] = arrival
        else:
            latest.append(arrival)
    return tuple(latest)


@settings(deadline=None)
@given(
    st.lists(st.tuples(SERIALS, SERIALS, st.sampled_from(["Gertec PPC930", "PAX A920"])), max_size=12),
    st.lists(st.tuples(SERIALS, st.sampled_from(["", "PPC930", "A920"])), max_size=6),
)
def test_how_a_batch_stands_is_what_its_words_say_whatever_came(
    came: list[tuple[str, str, str]], told: list[tuple[str, str]]
) -> None:
    arrivals = tuple(unit(n, serial=s, sticker_serial=t, model=m) for n, (s, t, m) in enumerate(came))
    expected = tuple(Expected(serial, model, f"RMA-{n}") for n, (serial, model) in enumerate(told))
    made = Batch("x", "2026-11-22T09:00:00+00:00", "", expected, "list.csv", arrivals)
    units, found = last_of_each(arrivals), standing(made)
    assert units == plainly_last_of_each(arrivals)
    fits = [(one, [u for u in units if serial_key(one.serial) in u.keys]) for one in expected]
    assert found.found == tuple((one, fitting[-1]) for one, fitting in fits if fitting)
    assert found.missing == tuple(one for one, fitting in fits if not fitting)
    ticked = [u for _, u in found.found]
    assert found.surplus == (tuple(u for u in units if u not in ticked) if expected else ())
    assert found.again == tuple(a for n, a in enumerate(arrivals) if any(a.keys & b.keys for b in arrivals[:n]))
    assert listed(made) == {
        key: one for w in WRITINGS if (key := serial_key(w)) and (one := announced(made, w)) is not None
    }
    rows = table_of(made, words())[1:]
    assert [row[16] for row in rows] == [u.inspection for u in units] + [""] * len(found.missing)
    orders = [(announced(made, u.serial) or Expected("")).order for u in units]
    assert [row[8] for row in rows] == orders + [one.order for one in found.missing]


def test_without_a_list_nothing_is_missing_or_surplus() -> None:
    found = standing(Batch("x", "2026-11-22T09:00:00+00:00", arrivals=(unit(1),)))
    assert (found.missing, found.surplus) == ((), ())


def test_the_takt_is_the_median_between_units_and_leaves_breaks_out() -> None:
    after_lunch = unit(59)
    assert takt_s(batch(unit(1), unit(2), unit(4), after_lunch)) == 90.0
    assert takt_s(batch(unit(1))) is None
    assert effort_of(batch(unit(1), unit(3))) == Effort(42.0, 9)


def test_what_is_written_is_there_again_and_one_inspection_counts_once(tmp_path: Path) -> None:
    file = BatchFile.begin(tmp_path / "week 47.batch", batch())
    file.add(unit(1))
    file.add(unit(2))
    file.add(unit(1, verdict="fail"))
    assert read_batch(tmp_path / "week 47.batch") == file.batch
    assert [one.verdict for one in file.batch.arrivals] == ["pass", "fail"]
    with pytest.raises(BatchError, match="exists"):
        BatchFile.begin(tmp_path / "week 47.batch", batch())


def test_a_line_cut_short_anywhere_loses_that_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "b.batch"
    file = BatchFile.begin(path, batch())
    file.add(unit(1))
    whole = len(path.read_bytes())
    file.add(unit(2))
    complete = path.read_bytes()
    for cut in range(whole, len(complete)):
        path.write_bytes(complete[:cut])
        assert [one.serial for one in read_batch(path).arrivals][:1] == ["SN-0001"]
        BatchFile(path).add(unit(3))
        assert [one.serial for one in read_batch(path).arrivals][-1] == "SN-0003"


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b'{"type":"arrival"}', b"\xff\xfe", b"[1]\n[2]"])
def test_a_file_that_is_no_batch_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.batch").write_bytes(content)
    with pytest.raises(BatchError, match="damaged"):
        read_batch(tmp_path / "b.batch")


def test_a_table_has_a_row_for_every_unit_that_came_or_did_not() -> None:
    rows = table_of(batch(unit(1, faults=("keypad.dead",)), unit(9, serial="SN-7777")), words())
    states = {str(row[1]): row[0] for row in rows[1:]}
    assert states == {"SN-0001": "as announced", "SN-7777": "surplus", "sn 0002": "missing", "SN-0003": "missing"}
    assert "Dead key" in rows[1]


def test_a_text_that_looks_like_a_formula_is_none_in_either_export() -> None:
    hostile = batch(unit(1, model='=HYPERLINK("http://x","y")', operator="@SUM(A1)"))
    (_, row, *_) = list(csv.reader(io.StringIO(as_csv(hostile, words()).decode("utf-8-sig"))))
    assert row[3].startswith("'=")
    assert row[10].startswith("'@")
    workbook = as_xlsx(hostile, words())
    assert '=HYPERLINK("http://x","y")' in [cell for row in rows_of(workbook) for cell in row]
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_spreadsheet_says_what_the_table_says(language: str) -> None:
    told = batch(unit(1), unit(2))
    table = [[str(cell) for cell in row] for row in table_of(told, words(language))]
    read = rows_of(as_xlsx(told, words(language)))
    for row, again in zip(table, read, strict=False):
        assert [cell.removesuffix(".0") for cell in row if cell] == [cell.removesuffix(".0") for cell in again if cell]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_each_label_is_one_page_of_its_size_and_scanners_read_both_codes(size: object, language: str) -> None:
    units = (unit(1, fate="repair", verdict="fail", faults=("keypad.dead",), work_order="RMA-7"), unit(2))
    chosen = SIZES[size.name]  # type: ignore[attr-defined]
    document = pypdfium2.PdfDocument(labels_pdf(units, chosen, words(language), FONTS))
    assert len(document) == len(units)
    for page, told in zip(document, units, strict=True):
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [chosen.width_mm, chosen.height_mm]
        read = {code.text for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_numpy())}
        assert {told.serial, label_text(told)} <= read


def test_a_serial_that_bars_cannot_hold_leaves_the_square_code() -> None:
    told = unit(1, serial="设备-1")
    (page,) = pypdfium2.PdfDocument(labels_pdf((told,), SIZES["62x29"], words(), FONTS))
    assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_numpy())] == [label_text(told)]


def test_no_unit_is_no_label() -> None:
    with pytest.raises(ReportError):
        labels_pdf((), SIZES["62x29"], words(), FONTS)
