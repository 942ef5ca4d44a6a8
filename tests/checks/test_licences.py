"""Official lists of payment licences: every kind of file they come in, hostile ones, and what a look-up says."""

import contextlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.diagnosis import Diagnosis, Evidences
from checks.history.journal import JournalFile, read_head
from checks.licences.register import LookUp, Register, Standing, iso_date, licences_of, look_up
from checks.measurement import CheckResult, Finding, Outcome
from checks.record import from_json, to_json
from checks.registry import load_rules
from checks.report.build import build_model
from checks.tables import TableError, rows_of
from checks.words import load_catalogues
from devices.state import TerminalState
from tests.checks.stage import RESOURCES, FakeUnit, make_setup, pad

ROWS = (
    ("序号", "许可证编号", "公司名称", "业务类型", "有效期至", "备注"),
    ("1", "Z2000111000019", "示例支付有限公司", "储值账户运营", "2027-06-26", ""),
    ("2", "Z2000211000018", "过期支付有限公司", "支付交易处理", "2021年5月2日", ""),
    ("3", "Z2000311000017", "注销支付有限公司", "支付交易处理", "2029-01-01", "已注销"),
    ("4", "Z2000411000016", "示例商务有限公司", "支付交易处理", "", ""),
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_csv(encoding: str, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in (("名单",), *ROWS)).encode(encoding)


def as_page(encoding: str = "utf-8") -> bytes:
    cells = "".join("<tr>" + "".join(f"<td><p> {cell} </p></td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<!DOCTYPE html><html><head><meta charset='{encoding}'></head><table>{cells}</table></html>".encode(
        encoding
    )


def as_book(prologue: str = "", encoding: str = "utf-8") -> bytes:
    texts = [cell for row in ROWS for cell in row]
    shared = "".join(f"<si><r><t>{text[:1]}</t></r><r><t>{text[1:]}</t></r></si>" for text in texts)
    width = len(ROWS[0])
    rows = "".join(
        f'<row r="{n + 1}">'
        + "".join(f'<c r="{chr(66 + c)}{n + 1}" t="s"><v>{n * width + c}</v></c>' for c in range(width))
        + "</row>"
        for n in range(len(ROWS))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f'{prologue}<sst xmlns="{MAIN}">{shared}</sst>'.encode(encoding))
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    return out.getvalue()


FILES = {
    "csv utf-8": as_csv("utf-8-sig"),
    "csv gb18030": as_csv("gb18030"),
    "csv utf-16": as_csv("utf-16"),
    "csv semicolons": as_csv("utf-8", ";"),
    "tabs": as_csv("utf-8", "\t"),
    "page": as_page(),
    "page gbk": as_page("gbk"),
    "xlsx": as_book(),
}


def register(data: bytes = FILES["csv utf-8"]) -> Register:
    return Register("list.csv", "2026-11-01T00:00:00Z", "Li", "0" * 64, licences_of(rows_of(data)))


@pytest.mark.parametrize("name", FILES)
def test_the_same_list_is_read_from_every_kind_of_file(name: str) -> None:
    found = register(FILES[name]).licences
    assert [(row.number, row.expires) for row in found] == [
        ("Z2000111000019", "2027-06-26"), ("Z2000211000018", "2021-05-02"), ("Z2000311000017", "2029-01-01"), ("Z2000411000016", ""),
    ]  # fmt: skip
    assert found[0].holder == "示例支付有限公司"
    assert (found[0].scope, found[2].status) == ("储值账户运营", "已注销")


@pytest.mark.parametrize(
    ("wanted", "standing", "count"),
    [
        ("z2000111000019", Standing.VALID, 1),
        ("过期支付有限公司", Standing.EXPIRED, 1),
        ("注销支付", Standing.ENDED, 1),
        ("示例商务有限公司", Standing.NO_DATE, 1),
        ("示例", Standing.SEVERAL, 2),
        ("没有的公司", Standing.NOT_LISTED, 0),
        ("", Standing.NOT_LISTED, 0),
        (" - ", Standing.NOT_LISTED, 0),
    ],
)
def test_a_look_up_says_where_somebody_stands(wanted: str, standing: Standing, count: int) -> None:
    told = look_up(register(), wanted, "2026-11-22T10:00:00Z", "Chen")
    assert (told.standing, len(told.found)) == (standing, count)
    assert (told.at, told.operator, told.source) == ("2026-11-22T10:00:00Z", "Chen", "list.csv")


def test_a_licence_is_valid_on_its_last_day() -> None:
    days = {
        day: look_up(register(), "Z2000111000019", f"{day}T10:00:00Z", "").standing
        for day in ("2027-06-26", "2027-06-27")
    }
    assert list(days.values()) == [Standing.VALID, Standing.EXPIRED]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no-table"),
        (b"a,b\n1,2\n", "no-table"),
        (b"PK\x03\x04 broken", "not-a-list"),
        (b"\xff\xfeh", "encoding"),
        (b"\x00\x01\x02", "not-a-list"),
        (as_book('<!DOCTYPE x [<!ENTITY a "b">]>'), "not-a-list"),
        (as_book('<!DOCTYPE x [<!ENTITY a "b">]>', "utf-16"), "not-a-list"),
        ("许可证编号,公司名称\n".encode(), "no-table"),
    ],
)
def test_what_is_no_list_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(TableError) as caught:
        licences_of(rows_of(data))
    assert caught.value.reason == reason


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"<html><table><tr><td>", b"\xff\xfe"]))
def test_no_bytes_break_the_reader(data: bytes, head: bytes) -> None:
    with contextlib.suppress(TableError):
        assert licences_of(rows_of(head + data))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2022年6月27日至2027年6月26日", "2027-06-26"), ("2027/6/26", "2027-06-26"), ("长期", ""), ("2027-02-31", "")],
)
def test_the_last_date_of_a_text_counts(text: str, day: str) -> None:
    assert iso_date(text) == day


# -- in an inspection


def asked(wanted: str, today: str = "2026-11-22T10:00:00+00:00") -> LookUp:
    register = Register("list.csv", "2026-11-20T08:00:00+00:00", "Li", "ab" * 32, licences_of(ROWS))
    return look_up(register, wanted, today, "Chen")


def causes(licence: LookUp | None, *faults: str, complaint: str = "") -> list[Diagnosis]:
    outcome = Outcome.FAIL if faults else Outcome.PASS
    result = CheckResult("configuration", outcome, (), tuple(Finding(fault) for fault in faults))
    evidence = Evidences(pad(), TerminalState(), (result,), complaint, None, licence)
    return [d for rule in load_rules() for d in rule(evidence) if d.cause == "cause.licence"]


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ("Z2000111000019", ""),
        ("Z2000411000016", ""),
        ("Z2000211000018", "licence.expired"),
        ("Z2000311000017", "licence.ended"),
        ("Z2000999999999", "licence.not-listed"),
    ],
)
def test_what_the_list_says_against_an_acquirer_is_a_cause_and_nothing_else_is(wanted: str, fault: str) -> None:
    found = causes(asked(wanted))
    assert [(f.fault, f.subject) for d in found for f in d.rests_on] == ([(fault, wanted)] if fault else [])
    for catalogue in load_catalogues(RESOURCES / "i18n").values():
        assert all(f"fault.{f.fault}" in catalogue.sentences for d in found for f in d.rests_on)


def test_another_acquirers_software_and_a_licence_that_ended_are_one_cause_and_surer() -> None:
    (software,) = causes(None, "configuration.other-acquirer")
    (both,) = causes(asked("Z2000311000017"), "configuration.other-acquirer")
    assert both.confidence > software.confidence
    assert {f.fault for f in both.rests_on} == {"configuration.other-acquirer", "licence.ended"}


def test_a_complaint_does_not_suspect_a_licence_that_was_looked_up_and_is_good() -> None:
    assert causes(None, complaint="refused")
    assert causes(asked("Z2000111000019"), complaint="refused") == []


def test_a_look_up_is_in_the_record_and_outlives_a_killed_bench(tmp_path: Path) -> None:
    told = asked("Z2000211000018")
    unit = FakeUnit()
    setup = make_setup("quick", licence=told)
    journal = JournalFile(tmp_path / "x.journal", setup)
    session = unit.start(setup)
    journal.close()
    assert read_head(tmp_path / "x.journal").licence == told
    record = from_json(to_json(session.record("2026-11-22T10:05:00+00:00")))
    assert record.licence == told
    assert [d.cause for d in record.diagnoses] == ["cause.licence"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_report_prints_standing_holder_date_and_list(language: str) -> None:
    session = FakeUnit().start(make_setup("quick", licence=asked("Z2000211000018")))
    catalogue = load_catalogues(RESOURCES / "i18n")[language]
    model = build_model(session.record("2026-11-22T10:05:00+00:00"), (catalogue,))
    said = " ".join(row.value[0].replace("\u2060", "").replace("\u200b", "") for row in model.inspection)
    for part in ("Z2000211000018", "过期支付有限公司", "2021-05-02", "list.csv", "2026-11-20", "abababababababab"):
        assert part in said, part
    head = catalogue.text("report.row.licence")
    assert [row.tone for row in model.inspection if row.label[0] == head] == ["marginal", ""]


def test_the_report_lists_each_part_to_order_once() -> None:
    diagnoses = tuple(
        Diagnosis(f"cause.{n}", 0.9, (), (), part=part) for n, part in enumerate(("keypad", "cable", "keypad"))
    )
    record = replace(FakeUnit().start(make_setup("quick")).record("2026-11-22T10:05:00+00:00"), diagnoses=diagnoses)
    words = load_catalogues(RESOURCES / "i18n")["en"]
    rows = {row.label[0]: row.value[0] for row in build_model(record, (words,)).inspection}
    keypad, cable = words.text("report.part.keypad"), words.text("report.part.cable")
    assert rows[words.text("report.row.parts")] == f"{keypad}, {cable}"
    none = build_model(replace(record, diagnoses=()), (words,))
    assert words.text("report.row.parts") not in {row.label[0] for row in none.inspection}
