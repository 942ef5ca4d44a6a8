"""What a signed file holds, read with pyHanko as a second opinion beside our own strict reading of the signature.

Reads files of strangers: the parser may throw anything, which the caller takes for damage. The record is unpacked
with a limit.
"""

import asyncio
import io
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding

from checks.measurement import message
from checks.report.certified import CERTIFICATE_FORMAT, CERTIFICATE_NAME
from checks.report.compared import COMPARISON_FORMAT, COMPARISON_NAME
from checks.report.handed_out import HANDOUT_FORMAT, HANDOUT_NAME
from checks.report.model import FORMAT
from checks.report.signing.envelope import Envelope, Rejected
from checks.report.signing.sign import CHAIN_MARK, FIELD, STAMP_MARK, bound_to
from checks.report.signing.stamp import Stamp
from checks.report.signing.trust import Chain

_MOST_RECORD: Final = 256 * 1024 * 1024
RECORD_NAME: Final = "record.json"


class Kind(StrEnum):
    """What a bench signs. Each has its own attachment and says so in its keywords."""

    REPORT = "report"
    CERTIFICATE = "certificate"
    HANDOUT = "handout"
    COMPARISON = "comparison"


_ATTACHED: Final = {
    RECORD_NAME: (Kind.REPORT, FORMAT),
    CERTIFICATE_NAME: (Kind.CERTIFICATE, CERTIFICATE_FORMAT),
    HANDOUT_NAME: (Kind.HANDOUT, HANDOUT_FORMAT),
    COMPARISON_NAME: (Kind.COMPARISON, COMPARISON_FORMAT),
}


@dataclass(frozen=True, slots=True)
class Contents:
    """The attachment and what it is, the file's keywords as they stand, and the claimed time of signing in UTC.

    ``language`` is what the file calls its own, such as ``zh-CN``; empty where it calls none.
    """

    kind: Kind
    record: bytes
    keywords: str
    signed_at: datetime
    language: str = ""


def prepare() -> None:
    """Load the library and see that it can run, so that a fault of this program is never taken for a fault of a file.

    Raises ``ImportError``, and ``RuntimeError`` inside an event loop.
    """
    for name in ("pyhanko.pdf_utils.reader", "pyhanko.sign.validation", "pyhanko_certvalidator", "pypdfium2"):
        import_module(name)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("verification needs a thread without an event loop")


def read_contents(data: bytes, envelope: Envelope, chain: Chain, stamp: Stamp | None = None) -> Contents:
    """The contents of a file whose signature was proven. Raises ``Rejected``, and whatever the parser throws."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data))
    found = list(reader.embedded_signatures)
    if len(found) != 1:
        raise Rejected(message("verify.several_signatures" if found else "verify.no_signature"))
    signature = found[0]
    told = STAMP_MARK in str(signature.sig_object.get("/ContactInfo", ""))
    if told is not (stamp is not None):
        raise Rejected(message("verify.stamp_removed" if told else "verify.stamp_added"))
    if not _same_signature(signature, envelope, len(data)):
        raise Rejected(message("verify.structure"))
    _second_opinion(signature, chain, stamp)
    when = signature.self_reported_timestamp
    if when is None or when.tzinfo is None:
        raise Rejected(message("verify.structure"))
    kind, record = _record(reader)
    language = str(reader.root.get("/Lang", ""))
    return Contents(kind, record, _keywords(reader, kind), when.astimezone(UTC), language)


def _same_signature(signature: Any, envelope: Envelope, size: int) -> bool:
    """Whether the parser found the signature we proved, in our field, bound to the certificates it came with."""
    block = envelope.block
    wanted = bound_to((block.leaf, block.root), bool(block.stamp))
    return bool(
        [int(n) for n in signature.byte_range] == [0, envelope.start, envelope.end, size - envelope.end]
        and bytes(signature.pkcs7_content).startswith(block.encoded())
        and signature.fq_name == FIELD
        and str(signature.sig_object.get("/ContactInfo", "")) == wanted
        and str(signature.sig_object.get("/SubFilter", "")) == "/ETSI.CAdES.detached"
    )


def _second_opinion(signature: Any, chain: Chain, stamp: Stamp | None) -> None:
    """The library must find the signature valid, over the entire file, with no change allowed and none made, and its stamp.

    Whether the certificates were in date is not asked here: it looks at a moment when they were.
    """
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    anchor = asn1_x509.Certificate.load(chain.root.public_bytes(Encoding.DER))
    moment = max(chain.leaf.not_valid_before_utc, chain.root.not_valid_before_utc)
    context = ValidationContext(trust_roots=[anchor], allow_fetching=False, moment=moment)
    stamping = context
    if stamp is not None:
        above = asn1_x509.Certificate.load(stamp.path[-1].public_bytes(Encoding.DER))
        stamping = ValidationContext(trust_roots=[above], allow_fetching=False, moment=stamp.at)
    status = asyncio.run(
        async_validate_pdf_signature(signature, signer_validation_context=context, ts_validation_context=stamping)
    )
    if not (status.intact and status.valid):
        raise Rejected(message("verify.signature_wrong"))
    found = status.timestamp_validity
    if (found is not None) is not (stamp is not None) or (found is not None and not (found.intact and found.valid)):
        raise Rejected(message("verify.stamp_damaged"))
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
        raise Rejected(message("verify.not_whole_file"))
    if signature.docmdp_level is not MDPPerm.NO_CHANGES:
        raise Rejected(message("verify.structure"))


def _record(reader: Any) -> tuple[Kind, bytes]:
    files = reader.root.get("/AF", [])
    if len(files) != 1:
        raise Rejected(message("verify.not_posbench"))
    specification = files[0]
    known = _ATTACHED.get(str(specification["/UF"]))
    if known is None:
        raise Rejected(message("verify.not_posbench"))
    return known[0], _unpacked(specification["/EF"]["/F"])


def _unpacked(stream: Any) -> bytes:
    """A stream's data, refusing to grow beyond the limit."""
    packed, filters = stream.encoded_data, stream.get("/Filter")
    names = (
        [str(name) for name in filters] if isinstance(filters, list) else [str(filters)] if filters is not None else []
    )
    if not names:
        return bytes(packed)
    if names != ["/FlateDecode"] or stream.get("/DecodeParms") is not None:
        raise Rejected(message("verify.structure"))
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, _MOST_RECORD)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise Rejected(message("verify.too_large"))
    return data


def _keywords(reader: Any, kind: Kind) -> str:
    keywords = str(reader.trailer_view["/Info"]["/Keywords"])
    if _kind_named(keywords) is not kind:
        raise Rejected(message("verify.not_posbench"))
    return keywords


def _kind_named(keywords: str) -> Kind | None:
    """What keywords say the file is."""
    return next((kind for kind, name in _ATTACHED.values() if keywords.split(",")[0].strip() == name), None)


def looks_like(data: bytes) -> Kind | None:
    """What the file says of itself, anywhere, that it is; None for one that says nothing of Posbench."""
    try:
        said = _says(data)
    except Exception:  # the parser of a stranger's file may throw anything: an edge
        said = None
    if said is not None:
        return said
    for kind, name in _ATTACHED.values():
        if name.encode("ascii") in data:
            return kind
    return Kind.REPORT if CHAIN_MARK.encode("ascii") in data else None


def _says(data: bytes) -> Kind | None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data), strict=False)
    keywords = str(reader.trailer_view.get("/Info", {}).get("/Keywords", ""))
    named = next((kind for kind, name in _ATTACHED.values() if name in keywords), None)
    names = [str(file.get_object().get("/UF", "")) for file in reader.root.get("/AF", [])]
    return named or next((_ATTACHED[name][0] for name in names if name in _ATTACHED), None)
