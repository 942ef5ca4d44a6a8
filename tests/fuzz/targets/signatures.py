"""Signed files of strangers: PDFs as a whole, and each part that our own reading takes apart. Nothing touched is ever intact.

Small parts have a target each, because a whole file takes some 30 ms. ``seeds/`` holds a stamped signature block, its token and
a server's answer, made once by ``tests.tampering``: keys in them are gone.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from checks.record import Record
from checks.report.page_text import page_texts
from checks.report.printed import printed_facts
from checks.report.signing.cms import take_apart
from checks.report.signing.contents import Kind, looks_like
from checks.report.signing.der import DerError, element, first
from checks.report.signing.envelope import Rejected, gap, open_envelope
from checks.report.signing.stamp import Token, open_token, take_token
from checks.report.signing.stamp_server import _Refused, _token
from checks.report.signing.trust import _UNKNOWN, open_chain, open_stamp
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue, load_catalogues
from tests.checks.report import samples
from tests.fuzz.target import Reader, Target
from tests.tampering import Ground, ground

_SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds"
_PARSING: Final = (DerError, ValueError, TypeError, IndexError)
"""What callers of the small parts take for damage."""


@cache
def _seed(name: str) -> bytes:
    return (_SEEDS / name).read_bytes()


# parts


def check_der(data: bytes) -> None:
    """Elements in their one form."""
    with suppress(DerError):
        node = first(data)
        assert element(node.tag, node.content) == node.raw
        assert data.startswith(node.raw)
        with suppress(DerError):
            assert b"".join(child.raw for child in node.children()) == node.content


def check_block(data: bytes) -> None:
    """A signature block: what is taken for one is written back to the byte; nobody's proofs hold but the bench's."""
    with suppress(*_PARSING):
        block = take_apart(data)
        assert block.encoded() == data, "a block in another form is taken"
        with suppress(*_PARSING):
            block.facts()
        try:
            chain = open_chain(block, hashlib.sha256(b"some file").digest())
        except Rejected:
            return
        open_stamp(block, chain)
        raise AssertionError("a signature over another file is taken")


def check_token(data: bytes) -> None:
    """A time stamp: what is taken for one is written back to the byte, and proven only where nothing was touched."""
    try:
        token = take_token(data)
        assert token.encoded() == data, "a token in another form is taken"
        open_token(token)
    except (*_PARSING, *_UNKNOWN):
        return
    assert _said(token) == _said(take_token(_seed("token.der"))), "a token that was touched is proven"


def _said(token: Token) -> tuple[bytes, ...]:
    """All that the maker's own signature is over, and who he is; who is above him is asked where trust is."""
    return (token.info, token.attributes, token.signature, token.path[0])


def check_answer(data: bytes) -> None:
    """A server's answer: nothing but the genuine token comes out of it, however it is dressed."""
    try:
        token = _token(data)
        open_token(token)
    except (_Refused, Exception) as error:
        assert not isinstance(error, MemoryError | AssertionError)
        return
    assert _said(token) == _genuine(), "another token comes out of an answer"


@cache
def _genuine() -> tuple[bytes, ...]:
    return _said(_token(_seed("answer.tsr")))


def check_gap(data: bytes) -> None:
    """Where the signature lies, if there is one that covers all."""
    with suppress(Rejected):
        start, end = gap(data)
        assert data[start : start + 1] == b"<"
        assert data[end - 1 : end] == b">"
    with suppress(Rejected):
        found = open_envelope(data)
        assert found.block.encoded()


def part_seeds(name: str) -> Iterator[bytes]:
    """The genuine one."""
    yield _seed(name)


def der_seeds() -> Iterator[bytes]:
    """Short ones and long lengths."""
    yield element(0x30, element(0x02, b"\x01"), element(0x04, bytes(200)))
    yield b"\x30\x84\xff\xff\xff\xff"
    yield b"\x1f\x81\x00\x00"


def gap_seeds() -> Iterator[bytes]:
    """A file that is all frame."""
    digits = _seed("block.der").hex().encode()
    for content in (b"00" * 8, digits):
        head = b"%PDF-1.7\n/ByteRange [0 0000000045 0000000085 0000000001]/Contents"
        end = len(head) + len(content) + 2
        told = b"/ByteRange [0 %d %d 4]/Contents"
        body = told % (len(told) + 2, end)
        start = len(body)
        body = b"/ByteRange [0 %d %d 4]/Contents" % (start, start + len(content) + 2)
        yield body + b"<" + content + b">" + b"EOF\n"


# whole files


@cache
def _ground() -> Ground:
    return ground()


@cache
def _whole(kind: int) -> bytes:
    return _ground().stamped if kind else _ground().signed


def edited(data: bytes, given: Reader) -> bytes:
    """Changes written as numbers: what, where, and with what."""
    out = bytearray(data)
    while given.more:
        step, at = given.byte(), int.from_bytes(given.some(3), "big") % (len(out) + 1)
        match step % 5:
            case 0:
                out[at : at + 1] = given.some(1)
            case 1:
                out[at:at] = given.some(1 + (step >> 4))
            case 2:
                del out[at : at + 1 + (step >> 3)]
            case 3:
                out[at:at] = out[at : at + 64 * (step >> 3)]
            case _:
                out += given.some(step)
    return bytes(out)


def check_report(data: bytes) -> None:
    """Our own report with a few changes: intact only where nothing changed in the end."""
    given = Reader(data)
    whole = _whole(given.byte() & 1)
    made = edited(whole, given)
    found = verify_pdf(made, (_ground().root, _ground().authority.root), words=_ground().words)
    intact = found.status in (Status.INTACT_TRUSTED, Status.INTACT_UNTRUSTED)
    assert intact is (made == whole), f"a touched report is {found.status}"
    assert found.headline.id


def check_stranger(data: bytes) -> None:
    """Any file at all: never intact, never an exception; and what the page reader says of it."""
    found = verify_pdf(data)
    assert found.status in (Status.ALTERED, Status.NOT_OURS)
    assert looks_like(data) in (None, *Kind)
    with suppress(Exception):  # the library's own exceptions; what is looked for is a dead process
        assert sum(1 for _ in page_texts(data)) <= 402


_SMALL_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/AF[5 0 R]>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length 9>>stream\nBT (a) ET\nendstream endobj\n"
    b"5 0 obj<</UF(record.json)/EF<</F 4 0 R>>>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Info<</Keywords(posbench-record/1)>>"
    b"/Size 6/Prev 9>>\nstartxref\n380\n%%EOF\n"
)


def report_seeds() -> Iterator[bytes]:
    """Untouched, and one of each kind of change."""
    yield b"\0"
    yield b"\1"
    for step in (0, 1, 2, 3, 4, 0x4B):
        yield b"\1" + bytes([step]) + b"\0\x40\0ABCDEFGH"


def stranger_seeds() -> Iterator[bytes]:
    """A small document, and none."""
    yield _SMALL_PDF
    yield b"%PDF-1.7\n/ByteRange [0 10 20 30]"
    yield b""


# what stands on the page


@cache
def _words() -> tuple[Catalogue, ...]:
    found = load_catalogues(Path(__file__).resolve().parents[3] / "resources" / "i18n")
    return (found["zh_CN"], found["en"])


_DIGEST: Final = "ab" * 32


@cache
def _record() -> Record:
    return samples.passing()


def check_page(data: bytes) -> None:
    """Any text on the pages: a page that does not name the record's digest never agrees."""
    texts = data.decode("utf-8", "replace").split("\f")
    language = ("", "zh-CN", "en", "x")[len(data) % 4]
    facts = printed_facts(_record(), _DIGEST, iter(texts), _words(), language)
    assert facts
    if "ab" * 4 not in "".join("".join(texts).split()):
        assert any(fact.agrees is False for fact in facts), "a page of something else agrees"
    for fact in facts:
        assert fact.difference().id


def page_seeds() -> Iterator[bytes]:
    """Texts as pages have them."""
    record = samples.passing()
    yield f"{record.unit.model} {record.unit.serial}\n{record.id}\n{_DIGEST}\nPass\n\f{_DIGEST}".encode()
    yield "\u901a\u8fc7 \u00b7 PASS FAIL".encode()


_WORDS: Final = (
    b"/ByteRange [0 ",
    b"/Contents<",
    b"endobj",
    b"/AF[",
    b"xref",
    b"trailer<<",
    b"startxref",
    b"/Prev ",
    b"%%EOF",
    b"stream",
)
TARGETS: Final = (
    Target("sign.der", "checks/report/signing/der.py", "elements in their one form, or DerError", check_der, der_seeds, largest=400),
    Target("sign.block", "checks/report/signing/cms.py, trust.py", "written back to the byte, or damage; no proof holds for another file",
           check_block, lambda: part_seeds("block.der"), largest=6000, every=1),
    Target("sign.token", "checks/report/signing/stamp.py", "written back to the byte, or damage; proven only untouched",
           check_token, lambda: part_seeds("token.der"), largest=4000),
    Target("sign.answer", "checks/report/signing/stamp_server.py (RFC 3161)", "the genuine token, or none",
           check_answer, lambda: part_seeds("answer.tsr"), largest=5000),
    Target("sign.gap", "checks/report/signing/envelope.py", "one gap that covers all the rest, or Rejected", check_gap, gap_seeds, _WORDS, largest=12_000),
    Target("sign.page", "checks/report/printed.py", "a page that does not name the record never agrees", check_page, page_seeds, largest=1000),
    Target("pdf.report", "checks/report/signing/verify.py, a report with changes", "intact only where no byte is another",
           check_report, report_seeds, largest=64, longest_s=8.0),
    Target("pdf.stranger", "checks/report/signing/verify.py, page_text.py, any file", "never intact, never an exception",
           check_stranger, stranger_seeds, _WORDS, largest=1500, longest_s=8.0),
)  # fmt: skip
