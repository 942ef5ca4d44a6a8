"""The parts of signed files that our own reading takes apart, a target each; whole files are in ``pdfs``. Nothing touched is ever intact.

``seeds/`` holds a stamped signature block, its token and a server's answer, made once by ``tests.tampering``: keys in them are gone.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from checks.record import Record
from checks.report.printed import printed_facts
from checks.report.signing.cms import take_apart
from checks.report.signing.der import DerError, element, first
from checks.report.signing.envelope import Rejected, gap, open_envelope
from checks.report.signing.stamp import Token, open_token, take_token
from checks.report.signing.stamp_server import _Refused, _token
from checks.report.signing.trust import _UNKNOWN, open_chain, open_stamp
from checks.words import Catalogue, load_catalogues
from tests.checks.report import samples
from tests.fuzz.target import Target

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


_PAGE_WORDS: Final = (
    b"\f",
    b"PASS",
    b"FAIL",
    b"Fail",
    b"Pass",
    b"Keypad",
    b"Display",
    b"\xe5\x90\x88\xe6\xa0\xbc",
    b"\xe6\x8c\x89\xe9\x94\xae",
    b"\xe2\x96\xa1",
)
WORDS: Final = (
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
    Target("sign.gap", "checks/report/signing/envelope.py", "one gap that covers all the rest, or Rejected", check_gap, gap_seeds, WORDS, largest=12_000),
    Target("sign.page", "checks/report/printed.py", "a page that does not name the record never agrees", check_page, page_seeds, _PAGE_WORDS, largest=1000),
)  # fmt: skip
