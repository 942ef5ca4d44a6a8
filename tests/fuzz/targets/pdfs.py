"""Signed files of strangers as a whole. Nothing touched is ever intact, whoever touched it; no file ends in an exception.

Three depths, because a whole verification takes some 30 ms: our own strict reading, which alone accounts for every byte
(``pdf.envelope``); the whole verification of changed reports and of any file; and files that a stranger changed and then signed
with a key of his own, which is how hostile bytes get behind the proofs (``pdf.resigned``). ``seeds/page.pdf`` is one page
with a record; ``signed`` and ``stamped`` are the same as ``tests.tampering`` signed them once: the keys are gone.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from checks.report.page_text import page_texts
from checks.report.signing.certificates import low
from checks.report.signing.contents import Kind, looks_like
from checks.report.signing.envelope import Rejected, filled_gap, open_envelope
from checks.report.signing.identity import Identity, demonstration
from checks.report.signing.sign import sign_pdf
from checks.report.signing.trust import open_chain, open_stamp
from checks.report.signing.verify import Status, verify_pdf
from tests.fuzz.target import Reader, Target
from tests.fuzz.targets.signatures import WORDS
from tests.tampering import NOW, Ground, ground

_SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds"
_INTACT: Final = (Status.INTACT_TRUSTED, Status.INTACT_UNTRUSTED)


@cache
def _ground() -> Ground:
    return ground()


@cache
def _whole(kind: int) -> bytes:
    """With bit 1 the small ones, which no reader trusts, because they cost a fifth."""
    if kind & 2:
        return _small(kind & 1)
    return _ground().stamped if kind & 1 else _ground().signed


@cache
def _small(kind: int) -> bytes:
    return (_SEEDS / ("stamped.pdf" if kind else "signed.pdf")).read_bytes()


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


def check_envelope(data: bytes) -> None:
    """A signed file with a few changes: our own reading proves it only where nothing changed in the end."""
    given = Reader(data)
    whole = _small(given.byte() & 1)
    made = edited(whole, given)
    try:
        envelope = open_envelope(made)
        open_stamp(envelope.block, open_chain(envelope.block, envelope.digest))
    except Rejected as rejected:
        assert rejected.message.id
        assert made != whole, "an untouched file is rejected"
        return
    assert made == whole, "a touched file is proven"


def check_report(data: bytes) -> None:
    """Our own report with a few changes: intact only where nothing changed in the end."""
    given = Reader(data)
    whole = _whole(given.byte() & 3)
    made = edited(whole, given)
    found = verify_pdf(made, (_ground().root, _ground().authority.root), words=_ground().words)
    assert (found.status in _INTACT) is (made == whole), f"a touched report is {found.status}"
    assert found.headline.id


@cache
def _stranger() -> tuple[Identity, bytes]:
    """Somebody with a key of his own, and the small file as he signs it."""
    identity = demonstration(NOW - timedelta(days=1))
    return identity, sign_pdf((_SEEDS / "page.pdf").read_bytes(), identity, now=NOW, reason="report")


def resigned(data: bytes, identity: Identity) -> bytes:
    """The file with a right signature of ``identity`` over whatever it has become. Raises ``Rejected``, ``ValueError``."""
    envelope = open_envelope(data)
    old = envelope.block.facts().message_digest
    attributes = envelope.block.attributes.replace(old, envelope.digest)
    block = replace(envelope.block, attributes=attributes)
    signature = low(identity.key.sign(block.signed_bytes(), ec.ECDSA(hashes.SHA256())))
    filled = filled_gap(replace(block, signature=signature).encoded(), envelope.end - envelope.start)
    return data[: envelope.start] + filled + data[envelope.end :]


def check_resigned(data: bytes) -> None:
    """What a stranger signed for himself, whatever it says: an answer, never an exception, and never trusted."""
    identity, whole = _stranger()
    try:
        made = resigned(edited(whole, Reader(data)), identity)
        envelope = open_envelope(made)
        open_chain(envelope.block, envelope.digest)  # the proofs hold, so that all behind them is reached
    except (Rejected, ValueError):  # a change in the gap itself: that is for ``pdf.envelope``
        return
    found = verify_pdf(made, (_other_root(),))
    assert found.status is not Status.INTACT_TRUSTED, "a stranger is trusted"
    assert found.headline.id
    assert found.status in _INTACT or found.reasons


@cache
def _other_root() -> bytes:
    return (_SEEDS / "root.pem").read_bytes()


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


def edit_seeds() -> Iterator[bytes]:
    """Untouched, and one of each kind of change."""
    yield b"\0"
    yield b"\1"
    yield b"\2"
    yield b"\3"
    for step in (0, 1, 2, 3, 4, 0x4B):
        yield b"\1" + bytes([step]) + b"\0\x40\0ABCDEFGH"


def resigned_seeds() -> Iterator[bytes]:
    """One of each kind of change, in page, record, catalogue and table of references."""
    whole = _stranger()[1]
    for mark in (b"/AF", b"/Keywords", b"/Contents", b"/Length", b"xref", b"/Lang", b"/UF"):
        at = max(whole.find(mark), 0)
        for step in (0, 1, 2):
            yield bytes([step]) + (at + 1).to_bytes(3, "big") + b"x"


def stranger_seeds() -> Iterator[bytes]:
    """A small document, and none."""
    yield _SMALL_PDF
    yield b"%PDF-1.7\n/ByteRange [0 10 20 30]"
    yield b""


TARGETS: Final = (
    Target("pdf.envelope", "checks/report/signing/envelope.py, cms.py, trust.py, a signed file with changes", "proven only where no byte is another",
           check_envelope, edit_seeds, largest=64),
    Target("pdf.report", "checks/report/signing/verify.py, a whole report with changes", "intact only where no byte is another",
           check_report, edit_seeds, largest=64, longest_s=8.0),
    Target("pdf.resigned", "checks/report/signing/contents.py, verify.py, page_text.py behind a stranger's right signature",
           "never trusted, never an exception", check_resigned, resigned_seeds, largest=64, longest_s=8.0),
    Target("pdf.stranger", "checks/report/signing/verify.py, page_text.py, any file", "never intact, never an exception",
           check_stranger, stranger_seeds, WORDS, largest=1500, longest_s=8.0),
)  # fmt: skip
