"""What hostile bytes may cost: work grows with their length and no faster. Counted, never timed."""

import io
import random
import re
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from checks import tables
from checks.record import Record
from checks.report import printed
from checks.report.signing import stamp
from checks.report.signing.cms import issuer_and_serial
from checks.report.signing.der import CONTEXT_0, INTEGER, NULL, SEQUENCE, DerError, Node, element, first, integer
from checks.tables import TableError, columns_of, rows_of
from checks.words import load_catalogues
from devices.codecs import _console_redact, _console_text, tc66c
from tests.checks.report import samples

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS = load_catalogues(Path(__file__).resolve().parents[2] / "resources" / "i18n")


class Counted(bytes):
    """Bytes that count what is copied out of them."""

    copied = 0

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        if not isinstance(found, bytes):
            return found
        Counted.copied += len(found)
        return Counted(found)


def _copied(elements: int) -> int:
    Counted.copied = 0
    content = Counted(element(NULL) * elements)
    assert len(Node(SEQUENCE, content, content).children()) == elements
    return Counted.copied


def test_ten_times_as_many_elements_cost_ten_times_the_copies() -> None:
    assert _copied(5000) <= 11 * _copied(500)


def test_an_element_is_read_where_it_stands() -> None:
    two = element(INTEGER, b"\x01") + element(SEQUENCE, element(NULL) * 90)
    assert first(two, 3).raw == two[3:]
    with pytest.raises(DerError):
        first(two, len(two))


def _certificate(serial: int) -> bytes:
    """As much of one as names its issuer and its number."""
    return element(
        SEQUENCE, element(SEQUENCE, element(CONTEXT_0), integer(serial), element(SEQUENCE), element(SEQUENCE))
    )


def test_of_a_crowd_of_certificates_none_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[str] = Counter()
    monkeypatch.setattr(stamp, "_issued", lambda below, above: bool(opened.update(["one"])))
    signer = element(SEQUENCE, *issuer_and_serial(_certificate(7)))
    assert stamp.path_of(signer, [_certificate(7)]) == (_certificate(7),)
    with pytest.raises(DerError):
        stamp.path_of(signer, map(_certificate, range(1, 200)))
    assert not opened


def test_a_chain_that_is_too_long_is_not_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[str] = Counter()
    monkeypatch.setattr(stamp, "_issued", lambda below, above: opened.update(["one"]) is None)
    signer = element(SEQUENCE, *issuer_and_serial(_certificate(7)))
    with pytest.raises(DerError):
        stamp.path_of(signer, map(_certificate, range(1, 200)), spare=True)
    assert opened.total() < 10


def _deciphered(noise: bytes) -> int:
    """Bytes that are deciphered to find no answer in ``noise``, which comes byte by byte."""
    sizes: list[int] = []
    receiver = tc66c._Receiver()
    real = receiver._decipher

    def counted(data: bytes) -> bytes:
        sizes.append(len(data))
        return real(data)

    receiver._decipher = counted  # type: ignore[method-assign, assignment]
    for at in range(len(noise)):
        assert all(event for event in receiver.feed(noise[at : at + 1]))
    return sum(sizes)


def test_eight_times_as_much_noise_is_eight_times_as_much_to_decipher() -> None:
    noise = random.Random("noise").randbytes(720)
    assert _deciphered(noise) <= 10 * _deciphered(noise[:90])


def test_an_answer_is_found_behind_any_noise_in_any_pieces() -> None:
    parts = [b"pac%d" % number + bytes(56) for number in (1, 2, 3)]
    answer = tc66c.encrypted(b"".join(p + tc66c.crc16_modbus(p).to_bytes(4, "little") for p in parts))
    chance = random.Random("pieces")
    for _ in range(60):
        stream = chance.randbytes(chance.randrange(900)) + answer * 2 + chance.randbytes(chance.randrange(40)) + answer
        receiver, found, at = tc66c._Receiver(), 0, 0
        while at < len(stream):
            size = chance.randrange(1, 70)
            found += sum(isinstance(event, tc66c.Sample) for event in receiver.feed(stream[at : at + size]))
            at += size
        assert found == 3


def _patterns(record: Record, monkeypatch: pytest.MonkeyPatch) -> int:
    made: Counter[str] = Counter()
    real: Callable[[str], re.Pattern[str]] = printed._pattern

    def counted(said: str) -> re.Pattern[str]:
        made.update(["one"])
        return real(said)

    monkeypatch.setattr(printed, "_pattern", counted)
    words = (_WORDS["zh_CN"], _WORDS["en"])
    assert printed.printed_facts(record, "ab" * 32, iter(("a page", "another")), words)
    monkeypatch.setattr(printed, "_pattern", real)
    return made.total()


def test_a_check_more_costs_its_names_and_not_every_outcome_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of another version names nothing that we know: each check is looked for with each outcome."""
    from dataclasses import replace

    record = samples.passing()
    results = tuple(replace(record.results[0], check=f"check-{at}") for at in range(20))
    few, many = (_patterns(replace(record, results=results[:count]), monkeypatch) for count in (4, 20))
    assert many - few <= 16 * 2


def _book(sheet: str, strings: str = "") -> bytes:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        )
        if strings:
            file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')
    return book.getvalue()


@pytest.mark.parametrize("depth", [2, 50])
def test_what_is_nested_in_a_spreadsheet_is_not_read_again_for_all_around_it(depth: int) -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>x</t></is></c>'
    assert rows_of(_book(f"<row>{cell}" * depth + "</row>" * depth)) == [["x"]]
    strings = "<si>" * depth + "<t>x</t>" + "</si>" * depth
    assert rows_of(_book('<row><c t="s"><v>0</v></c></row>', strings)) == [[""]]


def test_a_spreadsheet_that_is_nested_without_end_is_no_list() -> None:
    with pytest.raises(TableError, match="not-a-list"):
        rows_of(_book("<row>" * 2000 + "</row>" * 2000))


def test_of_a_spreadsheet_nothing_is_kept_but_its_rows() -> None:
    """60,000 elements that mean nothing: as a tree they would take many times that."""
    tracemalloc.start()
    try:
        assert rows_of(_book("<row/>" + "<a/>" * 60_000 + "<row><c><v>1</v></c></row>")) == [[], ["1"]]
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_runs_of_a_string_are_one_text_and_its_reading_aid_is_none_of_it() -> None:
    strings = "<si><r><t>a</t></r><r><t>b</t></r><rPh><t>z</t></rPh></si>"
    assert rows_of(_book('<row><c t="s"><v>0</v></c></row>', strings)) == [["ab"]]


def test_a_line_of_nothing_but_commas_is_no_wider_than_any_table() -> None:
    assert [len(row) for row in rows_of(b"," * 100_000)] == [256]


def test_a_list_of_more_cells_than_a_bench_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_MOST_CELLS", 1000)
    assert len(rows_of(b",,,\n" * 250)) == 250
    with pytest.raises(TableError, match="too-large"):
        rows_of(b",,,\n" * 251)


def test_a_row_that_is_no_heading_is_looked_at_once_and_not_for_every_word() -> None:
    asked: Counter[str] = Counter()
    headings = {"serial": ("serial", "s/n"), "model": ("model", "type"), "note": ("note",)}

    def names(word: str, cell: str) -> bool:
        asked.update([word])
        return word == cell

    assert columns_of(["12345"] * 256, headings, names) == {}
    assert not asked
    row = ["a", "MODEL", "Serial", "s/n", *chain.from_iterable(repeat(("footnote",), 9))]
    assert columns_of(row, headings, names) == {"serial": 2, "model": 1}
    assert asked == {"serial": 1, "model": 1, "note": 9}


class _Ends:
    """Looks for line ends, and counts in how many bytes."""

    def __init__(self, real: re.Pattern[bytes]) -> None:
        self._real = real
        self.bytes = 0

    def split(self, data: bytes) -> list[bytes]:
        self.bytes += len(data)
        return self._real.split(data)


def test_a_line_without_end_is_searched_once_whatever_pieces_it_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = _Ends(_console_redact._ENDS)
    monkeypatch.setattr(_console_redact, "_ENDS", ends)
    redactor = _console_redact.ConsoleRedactor()
    heard = b"".join(redactor.feed(b"A") for _ in range(70_000)) + redactor.flush()
    assert heard == b"*" * 70_000
    assert ends.bytes == 70_000


def _read(length: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Bytes that are read to see whether a prompt stands at the end of a line that comes byte by byte."""
    sizes: list[int] = []
    real = _console_text.readable

    def counted(data: bytes) -> str:
        sizes.append(len(data))
        return real(data)

    with monkeypatch.context() as patched:
        patched.setattr(_console_text, "readable", counted)
        text = _console_text.ConsoleText()
        for _ in range(length):
            text.feed(b"A")
            assert text.tail
    return sum(sizes)


def test_a_line_four_times_as_long_is_about_four_times_as_much_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(16_000, monkeypatch) <= 6 * _read(4_000, monkeypatch)


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r\r\n"])
def test_a_kernel_message_is_taken_out_where_it_ends_the_line_and_only_there(end: bytes) -> None:
    text = _console_text.ConsoleText()
    assert [piece.text for piece in text.feed(b"he<5>[    1.234567] usb 1-1: [2.000] new" + end)] == [
        "<5>[    1.234567] usb 1-1: [2.000] new"
    ]
    assert [piece.text for piece in text.feed(b"llo" + end)] == ["hello"]
    assert [piece.kind.name for piece in text.feed(b"[    1.234567] a\rb" + end)] == ["LINE"]
