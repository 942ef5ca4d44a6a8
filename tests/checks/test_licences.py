"""Official lists of payment licences: every kind of file they come in, hostile ones, and what a look-up says."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.licences.register import Register, Standing, iso_date, licences_of, look_up
from checks.tables import TableError, rows_of

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


def as_book(prologue: str = "") -> bytes:
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
        book.writestr("xl/sharedStrings.xml", f'{prologue}<sst xmlns="{MAIN}">{shared}</sst>')
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
