"""Ways to tamper with a signed report, what the verifier must say, and what other readers say: ``python -m tests.tampering``.

Writes the table in docs/verify.md between its marks. ``--bytes N``: how many bytes are changed one by one (0: every one).
"""

import argparse
import hashlib
import io
import logging
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pypdfium2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from checks.record import Record, to_json
from checks.report.build import build_model, facts_of
from checks.report.pdf import render_pdf
from checks.report.phrases import Phrases
from checks.report.publish import make_preview, make_report
from checks.report.several import Answer, answer_of
from checks.report.signing.certificates import (
    ORDER,
    Issuer,
    make_bench,
    make_revocations,
    make_root,
    new_key,
    revoked_entry,
)
from checks.report.signing.envelope import filled_gap, gap, in_one_form, open_envelope
from checks.report.signing.identity import Identity, demonstration
from checks.report.signing.sign import _signer, sign_pdf, sign_wished, with_stamp
from checks.report.signing.stamp_server import StampServer, ask
from checks.report.signing.trust import as_pem
from checks.report.signing.verify import verify_pdf
from checks.words import Catalogue, load_catalogues
from tests.time_stamps import Authority, serving

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "verify.md"
BEGIN, END = "<!-- tampering: begin -->", "<!-- tampering: end -->"
NOW: Final = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
_LATER: Final = timedelta(seconds=90)
WORKSHOP: Final = "Workshop Li 李"


@dataclass
class Ground:
    """What the cases are made from: records, words and fonts, and a bench with its report."""

    passing: Record
    failing: Record
    words: tuple[Catalogue, ...]
    fonts: Path
    issuer: Issuer = field(default_factory=lambda: make_root(f"{WORKSHOP} root", WORKSHOP, NOW - timedelta(days=10)))

    @cached_property
    def identity(self) -> Identity:
        return self.bench(self.issuer)

    def bench(self, issuer: Issuer, years: int = 5) -> Identity:
        key = new_key()
        made = make_bench(issuer, "Bench 3", WORKSHOP, key.public_key(), NOW - timedelta(days=5), years)
        return Identity(made, issuer.certificate, key)

    @cached_property
    def unsigned(self) -> bytes:
        model = build_model(self.passing, self.words, self.identity.signer())
        return render_pdf(model, to_json(self.passing), self.fonts)

    @cached_property
    def signed(self) -> bytes:
        return self.by(self.identity)

    @cached_property
    def other(self) -> bytes:
        return make_report(self.failing, self.words, self.identity, self.fonts, now=NOW)

    def by(self, identity: Identity, when: datetime = NOW) -> bytes:
        return sign_pdf(self.unsigned, identity, now=when, reason="report")

    @property
    def root(self) -> bytes:
        return as_pem(self.issuer.certificate)

    @cached_property
    def authority(self) -> Authority:
        """Who stamps, over HTTP."""
        return Authority.made(NOW)

    @cached_property
    def stamped(self) -> bytes:
        return self.stamped_by(self.identity)

    def stamped_by(self, identity: Identity, claimed: datetime = NOW, at: datetime = NOW + _LATER) -> bytes:
        with serving(self.authority.at(at)) as url:
            made = sign_wished(self.unsigned, identity, now=claimed, reason="report", server=StampServer(url))
        assert made.unstamped is None, made.unstamped
        return made.data

    @staticmethod
    def with_block(data: bytes, block: bytes) -> bytes:
        start, end = gap(data)
        return data[:start] + filled_gap(block, end - start) + data[end:]

    def with_page_of(self, page: Record, attached: Record, facts: Record) -> bytes:
        """By the genuine key: the page of one record, the attachment of another, the file's own facts of a third."""
        model = build_model(page, self.words, self.identity.signer())
        model = replace(model, facts=facts_of(facts, Phrases(self.words)))
        return sign_pdf(render_pdf(model, to_json(attached), self.fonts), self.identity, now=NOW, reason="report")


@dataclass(frozen=True)
class Case:
    """A file, what must be said of it, and what the reader trusts and takes for the time of day."""

    name: str
    answer: Answer
    data: bytes
    trust: tuple[bytes, ...]
    now: datetime | None = None


def case(row: "Row", ground: Ground) -> Case:
    """One way, made."""
    name, answer, make = row
    made = make(ground)
    data, *more = made if isinstance(made, tuple) else (made,)
    return Case(name, answer, data, more[0] if more else (ground.root,), more[1] if len(more) > 1 else None)


Make = Callable[[Ground], Any]
Row = tuple[str, Answer, Make]


def _gap(ground: Ground, change: Callable[[bytes], bytes]) -> bytes:
    data = ground.signed
    start, end = gap(data)
    return data[:start] + change(data[start:end]) + data[end:]


def _block(ground: Ground, **parts: bytes) -> bytes:
    """The signature block with other parts, well formed."""
    block = replace(open_envelope(ground.signed).block, **parts).encoded()
    return _gap(ground, lambda old: filled_gap(block, len(old)))


def _other_form(ground: Ground) -> bytes:
    r, s = decode_dss_signature(open_envelope(ground.signed).block.signature)
    return _block(ground, signature=encode_dss_signature(r, ORDER - s))


def _namesake(ground: Ground) -> bytes:
    root = make_root(f"{WORKSHOP} root", WORKSHOP, NOW).certificate
    return _block(ground, root=root.public_bytes(Encoding.DER))


def updated(data: bytes, change: str) -> bytes:
    """An incremental update by another program, as an attacker would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    name = generic.pdf_name
    if change == "page":
        stream = generic.StreamObject(stream_data=b"q 1 0 0 rg 100 100 300 300 re f Q")
        writer.add_stream_to_page(0, writer.add_object(stream))
    elif change in ("annotation", "form"):
        page = writer.root["/Pages"]["/Kids"][0]
        note = generic.DictionaryObject({
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText" if change == "annotation" else "/Widget"),
            name("/Contents"): generic.pdf_string("ALL PASS"),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (50, 50, 200, 90)]),
        })  # fmt: skip
        if change == "form":
            note |= {
                name("/FT"): name("/Tx"),
                name("/T"): generic.pdf_string("verdict"),
                name("/V"): generic.pdf_string("PASS"),
            }
        added = writer.add_object(generic.DictionaryObject(note))
        page.setdefault(name("/Annots"), generic.ArrayObject()).append(added)
        writer.update_container(page)
        if change == "form":
            writer.root["/AcroForm"]["/Fields"].append(added)
            writer.update_container(writer.root["/AcroForm"]["/Fields"])
    elif change == "title":
        writer.trailer["/Info"][name("/Title")] = generic.pdf_string("PASS")
        writer.update_container(writer.trailer["/Info"])
    elif change == "metadata":
        stream = generic.StreamObject({name("/Type"): name("/Metadata"), name("/Subtype"): name("/XML")}, b"<x/>")
        writer.root[name("/Metadata")] = writer.add_object(stream)
        writer.update_root()
    elif change == "attachment":
        file = EmbeddedFileObject.from_file_data(writer, data=b"{}", mime_type="application/json")
        embed_file(writer, FileSpec(file_spec_string="record.json", embedded_data=file))
    else:
        raise ValueError(change)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _rewritten(ground: Ground) -> bytes:
    document, out = pypdfium2.PdfDocument(ground.signed), io.BytesIO()
    document.save(out)
    return out.getvalue()


def _moved(ground: Ground) -> bytes:
    block, other = open_envelope(ground.signed).block.encoded(), ground.other
    start, end = gap(other)
    return other[:start] + filled_gap(block, end - start) + other[end:]


def _signed_twice(ground: Ground) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(ground.signed))
    meta = PdfSignatureMetadata(field_name="Second", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(meta, _signer(demonstration(NOW)), new_field_spec=SigFieldSpec("Second"))
    signer._enforce_certification_constraints = lambda reader: None
    return in_one_form(bytes(signer.sign_pdf(writer, bytes_reserved=8192).getbuffer()))


def _forger(ground: Ground) -> bytes:
    return ground.by(ground.bench(make_root(f"{WORKSHOP} root", WORKSHOP, NOW - timedelta(days=10))))


def _revoked(days: int, reason: x509.ReasonFlags) -> Make:
    def make(ground: Ground) -> tuple[bytes, tuple[bytes, ...]]:
        identity = ground.bench(ground.issuer)
        entry = revoked_entry(identity.certificate.serial_number, NOW + timedelta(days=days), reason)
        listed = make_revocations(ground.issuer, [entry], 1, NOW + timedelta(days=2)).public_bytes(Encoding.PEM)
        return ground.by(identity), (ground.root + listed,)

    return make


def _without_stamp(ground: Ground) -> bytes:
    block = replace(open_envelope(ground.stamped).block, stamp=b"", seal=b"")
    return ground.with_block(ground.stamped, block.encoded())


def _stamp_over(data: bytes, authority: Authority, sealed_by: Identity) -> bytes:
    """A new stamp over a signature that stands already."""
    with serving(authority.at(NOW + timedelta(days=1))) as url:
        token = ask(StampServer(url), hashlib.sha256(open_envelope(data).block.signature).digest())
    return with_stamp(data, token, sealed_by)


def _stamp_put_on(ground: Ground) -> bytes:
    """On a report that was signed without one, in a gap that is large enough."""
    return _stamp_over(sign_pdf(ground.unsigned, ground.identity, now=NOW, reason="x"), _small(), ground.identity)


def _small() -> Authority:
    return Authority.made(NOW, name="S")


def _stamp_replaced(ground: Ground, authority: Authority) -> bytes:
    """By somebody without the bench's key: the seal is his own."""
    return _stamp_over(ground.stamped, authority, ground.bench(ground.issuer))


def _stamp_of_another(ground: Ground) -> bytes:
    other = open_envelope(ground.stamped_by(ground.identity, NOW + timedelta(hours=1))).block
    block = replace(open_envelope(ground.stamped).block, stamp=other.stamp, seal=other.seal)
    return ground.with_block(ground.stamped, block.encoded())


def _revoked_and_stamped(days: int, stamped: int) -> Make:
    """Revoked as stolen so many days from the claimed time; stamped so many days from it."""

    def make(ground: Ground) -> tuple[bytes, tuple[bytes, ...]]:
        identity = ground.bench(ground.issuer)
        entry = revoked_entry(
            identity.certificate.serial_number, NOW + timedelta(days=days), x509.ReasonFlags.key_compromise
        )
        listed = make_revocations(ground.issuer, [entry], 1, NOW + timedelta(days=9)).public_bytes(Encoding.PEM)
        data = ground.stamped_by(identity, at=NOW + timedelta(days=stamped))
        return data, (ground.root + listed, ground.authority.root)

    return make


def _strangers_pdf(ground: Ground) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(300, 300)
    document.save(out)
    return sign_pdf(out.getvalue(), ground.identity, now=NOW, reason="x")


_UNTOUCHED: Final[tuple[Row, ...]] = (
    ("untouched", Answer.INTACT, lambda g: g.signed),
    ("untouched, no root given", Answer.UNKNOWN_SIGNER, lambda g: (g.signed, ())),
    ("untouched, another unit", Answer.INTACT, lambda g: g.other),
)
_GAP: Final[tuple[Row, ...]] = (
    ("gap: upper-case digits", Answer.ALTERED, lambda g: _gap(g, bytes.upper)),
    ("gap: padding not zero", Answer.ALTERED, lambda g: _gap(g, lambda old: old[:-3] + b"10>")),
    ("gap: white space in the padding", Answer.ALTERED, lambda g: _gap(g, lambda old: old[:-3] + b" 0>")),
    ("gap: the other form of the signature value", Answer.ALTERED, _other_form),
    ("gap: a root of the same name", Answer.ALTERED, _namesake),
    ("gap: the signature of another report", Answer.ALTERED, _moved),
)
_BYTES: Final[tuple[Row, ...]] = (
    *((f"{what} appended", Answer.ALTERED, lambda g, tail=tail: g.signed + tail) for what, tail in (
        ("line end", b"\n"), ("zero byte", b"\0"), ("comment", b"% comment\n"), ("end mark", b"%%EOF\n"))),
    ("line end put in front", Answer.ALTERED, lambda g: b"\n" + g.signed),
    *((f"last {n} bytes cut off", Answer.ALTERED, lambda g, n=n: g.signed[:-n]) for n in (1, 4, 900, 16_000)),
    ("second half cut off: nothing left says whose it is", Answer.NOT_OURS, lambda g: g.signed[: len(g.signed) // 2]),
)  # fmt: skip
_UPDATES: Final[tuple[Row, ...]] = (
    *((f"incremental update: {change}", Answer.ALTERED, lambda g, change=change: updated(g.signed, change))
      for change in ("page", "annotation", "form", "attachment", "title", "metadata")),
    ("written anew by another program", Answer.ALTERED, _rewritten),
    ("signature taken off", Answer.ALTERED, lambda g: make_preview(g.passing, g.words, g.fonts)),
    ("second signature", Answer.ALTERED, _signed_twice),
    ("genuine key, record of another unit", Answer.ALTERED, lambda g: g.with_page_of(g.failing, g.passing, g.failing)),
    ("genuine key, page PASS, record FAIL", Answer.ALTERED, lambda g: g.with_page_of(g.passing, g.failing, g.failing)),
)  # fmt: skip
_STRANGERS: Final[tuple[Row, ...]] = (
    ("same names under another root", Answer.UNKNOWN_SIGNER, _forger),
    ("certificate expired before signing", Answer.EXPIRED,
     lambda g: g.by(g.bench(g.issuer, 1), NOW + timedelta(days=800))),
    ("certificate expired after signing", Answer.INTACT,
     lambda g: (g.by(g.bench(g.issuer, 1)), (g.root,), NOW + timedelta(days=3000))),
    ("certificate revoked before signing", Answer.REVOKED, _revoked(-1, x509.ReasonFlags.unspecified)),
    ("certificate replaced after signing", Answer.INTACT, _revoked(+1, x509.ReasonFlags.superseded)),
    ("key stolen, found out after signing", Answer.REVOKED, _revoked(+1, x509.ReasonFlags.key_compromise)),
    ("signed a month ahead", Answer.FUTURE, lambda g: (g.signed, (g.root,), NOW - timedelta(days=30))),
    ("another program's PDF, signed by the bench", Answer.NOT_OURS, _strangers_pdf),
    ("no PDF", Answer.NOT_OURS, lambda g: b"PK\x03\x04" + bytes(500)),
)  # fmt: skip


_STAMPS: Final[tuple[Row, ...]] = (
    ("time stamp, its maker known", Answer.INTACT, lambda g: (g.stamped, (g.root, g.authority.root))),
    ("time stamp, its maker unknown", Answer.INTACT, lambda g: g.stamped),
    ("time stamp taken off", Answer.ALTERED, _without_stamp),
    ("time stamp put on", Answer.ALTERED, _stamp_put_on),
    ("time stamp replaced, another maker's", Answer.ALTERED, lambda g: _stamp_replaced(g, Authority.made(NOW))),
    ("time stamp replaced, a later one of the same maker", Answer.ALTERED, lambda g: _stamp_replaced(g, g.authority)),
    ("time stamp of another report", Answer.ALTERED, _stamp_of_another),
    ("claimed in time, stamped after the certificate expired", Answer.EXPIRED,
     lambda g: (g.stamped_by(g.bench(g.issuer, 1), at=NOW + timedelta(days=800)), (g.root, g.authority.root))),
    ("the same, the stamp's maker unknown", Answer.INTACT,
     lambda g: g.stamped_by(g.bench(g.issuer, 1), at=NOW + timedelta(days=800))),
    ("key stolen, found out after the time stamp", Answer.INTACT, _revoked_and_stamped(+3, 0)),
    ("key stolen, found out before the time stamp", Answer.REVOKED, _revoked_and_stamped(+1, 3)),
)  # fmt: skip


ROWS: Final = (*_UNTOUCHED, *_GAP, *_BYTES, *_UPDATES, *_STRANGERS, *_STAMPS)
"""Every single way."""


def said(case: Case, words: tuple[Catalogue, ...]) -> Answer:
    """The verifier's answer."""
    return answer_of(verify_pdf(case.data, case.trust, now=case.now, words=words))


def changed_bytes(data: bytes, count: int, seed: int = 20261122) -> Iterator[bytes]:
    """``data`` with one byte changed: so many of them, or every one in turn where ``count`` is 0."""
    dice = random.Random(seed)
    for place in range(len(data)) if not count else sorted(dice.sample(range(len(data)), count)):
        yield data[:place] + bytes([data[place] ^ dice.randrange(1, 256)]) + data[place + 1 :]


def changed_gap(data: bytes, step: int = 1) -> Iterator[bytes]:
    """Every byte of the gap in its other case and as another digit."""
    start, end = gap(data)
    for place in (*range(start, end, step), end - 1):
        old = data[place]
        for new in {old ^ 0x20 if chr(old).isalpha() else ord("1"), ord("f"), ord("0")} - {old}:
            yield data[:place] + bytes([new]) + data[place + 1 :]


def changed_der(data: bytes, step: int = 1) -> Iterator[bytes]:
    """Every byte of the signature block changed, the gap well formed around it."""
    envelope = open_envelope(data)
    block, dice = envelope.block.encoded(), random.Random(7)
    for place in range(0, len(block), step):
        made = block[:place] + bytes([block[place] ^ dice.randrange(1, 256)]) + block[place + 1 :]
        yield data[: envelope.start] + filled_gap(made, envelope.end - envelope.start) + data[envelope.end :]


# What other readers say


def by_pdfsig(path: Path) -> str:
    out = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)
    found = re.findall(r"Signature Validation: (.*?)\.?$", out.stdout, re.M)
    covers = "whole file" if "\n  - Total document signed" in out.stdout else "**not** whole file"
    if found:
        return "; ".join(dict.fromkeys(found)) + f", {covers}"
    return "no signature" if "does not contain any signatures" in out.stdout + out.stderr else "cannot read it"


def by_mutool(path: Path) -> str:
    out = subprocess.run(["mutool", "sign", "-v", str(path)], capture_output=True, text=True, check=False)
    told = [line.strip() for line in out.stdout.splitlines() if re.search("changed|change to|edits|error:", line)]
    digest = [line for line in told if not line.startswith("Certificate")]
    if digest:
        return "; ".join(dict.fromkeys(line.removeprefix("Digest error: ").rstrip(".") for line in digest))
    return "no signature" if out.returncode == 0 and "erifying" not in out.stdout else "cannot read it"


def by_pyhanko(path: Path, root: x509.Certificate) -> str:
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    anchor = asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))
    told = []
    try:
        for signature in PdfFileReader(io.BytesIO(path.read_bytes())).embedded_signatures:
            context = ValidationContext(trust_roots=[anchor], allow_fetching=False, moment=NOW)
            status = validate_pdf_signature(signature, signer_validation_context=context)
            told.append(
                f"{'intact' if status.intact and status.valid else '**broken**'}, "
                f"{'trusted' if status.trusted else 'untrusted'}, {status.coverage.name.lower().replace('_', ' ')}"
                f"{'' if status.docmdp_ok else ', **not allowed changes**'}"
            )
    except Exception as error:  # a stranger's parser on a broken file
        return f"cannot read it ({type(error).__name__})"
    return "; ".join(told) or "no signature"


# The table


def ground() -> Ground:
    """Real records, words and fonts."""
    import pylopdf_fonts_zh_cn

    from tests.checks.report import samples

    words = load_catalogues(ROOT / "resources" / "i18n")
    return Ground(
        samples.passing(), samples.failing(), (words["zh_CN"], words["en"]), Path(pylopdf_fonts_zh_cn.__file__).parent
    )


def table(made: Ground, count: int) -> Iterator[str]:
    """Lines of Markdown."""
    readers = [name for name in ("pdfsig", "mutool") if shutil.which(name)]
    head = ["case", "Posbench", *readers, "pyHanko"]
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        for row in ROWS:
            one = case(row, made)
            path.write_bytes(one.data)
            answer = said(one, made.words)
            ours = answer.value if answer is one.answer else f"**{answer.value}, must be {one.answer.value}**"
            others = [{"pdfsig": by_pdfsig, "mutool": by_mutool}[name](path) for name in readers]
            yield f"| {one.name} | {ours} | {' | '.join(others)} | {by_pyhanko(path, made.issuer.certificate)} |"
    for name, series in (
        ("one byte changed", changed_bytes(made.signed, count)),
        ("one byte of the gap changed", changed_gap(made.signed)),
        ("one byte of the signature's DER changed", changed_der(made.signed)),
        ("stamped: one byte of the gap changed", changed_gap(made.stamped)),
        ("stamped: one byte of the signature's DER changed", changed_der(made.stamped)),
    ):
        answers = Counter(answer_of(verify_pdf(data, (made.root, made.authority.root))).value for data in series)
        told = ", ".join(f"{n} x {answer}" for answer, n in answers.items())
        yield f"| {name}, {answers.total()} files | {told} |{' |' * (len(readers) + 1)}"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=2000, metavar="N")
    parser.add_argument("--print", action="store_true", help="to standard output, not into docs/verify.md")
    args = parser.parse_args()
    logging.disable(logging.ERROR)  # what pyHanko logs of a broken file is what is looked for
    made = "\n".join(table(ground(), args.bytes))
    if args.print:
        sys.stdout.write(made + "\n")
        return
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{made}\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
