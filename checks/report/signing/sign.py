"""PAdES B-B over a finished report, or B-T where a time stamp is to be had: certified, no changes allowed, every byte of
the file accounted for.

Runs in a worker thread: the library starts its own event loop and costs a second of import. The one form of signature
made here is the one form ``verify`` accepts.
"""

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from checks.measurement import Message, message
from checks.report.errors import ReportError
from checks.report.signing.certificates import low
from checks.report.signing.envelope import Rejected, filled_gap, in_one_form, open_envelope
from checks.report.signing.identity import Identity
from checks.report.signing.stamp import Token
from checks.report.signing.stamp_server import NoStamp, StampServer, ask

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD: Final = "Posbench"
CHAIN_MARK: Final = "posbench-chain-sha256:"
STAMP_MARK: Final = " posbench-time-stamp"
_RESERVED: Final = 8192
"""Hex digits kept free for the signature. Fixed, so that its place does not depend on its length."""
_RESERVED_STAMPED: Final = 24_576
"""The same for a signature with a stamp: a stamp with its certificates takes 3 to 8 kB."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed file, and why it has no time stamp where one was wished for."""

    data: bytes
    unstamped: Message | None = None


def chain_digest(certificates: tuple[bytes, ...]) -> str:
    """What binds certificates to the signed bytes: SHA-256 over them in order, in hexadecimal."""
    return hashlib.sha256(b"".join(hashlib.sha256(der).digest() for der in certificates)).hexdigest()


def bound_to(chain: tuple[bytes, ...], stamped: bool) -> str:
    """What stands in the signed part of the file: whose certificates the signature has, and whether it has a time stamp."""
    return CHAIN_MARK + chain_digest(chain) + (STAMP_MARK if stamped else "")


def sign_wished(pdf: bytes, identity: Identity, *, now: datetime, reason: str, server: StampServer | None) -> Signed:
    """``pdf`` signed, with a stamp of ``server`` where there is one and it answers. Raises ``ReportError``."""
    if server is None:
        return Signed(sign_pdf(pdf, identity, now=now, reason=reason))
    try:
        signed = sign_pdf(pdf, identity, now=now, reason=reason, to_be_stamped=True)
        token = ask(server, hashlib.sha256(open_envelope(signed).block.signature).digest())
        return Signed(with_stamp(signed, token, identity))
    except NoStamp as missing:
        return Signed(sign_pdf(pdf, identity, now=now, reason=reason), missing.message)


def with_stamp(signed: bytes, token: Token, identity: Identity) -> bytes:
    """A file that was signed to be stamped, with the stamp in its gap. Raises ``NoStamp`` where it does not fit."""
    envelope = open_envelope(signed)
    block = replace(envelope.block, stamp=token.encoded())
    seal = low(identity.key.sign(block.sealed_bytes(), ec.ECDSA(hashes.SHA256())))
    try:
        filled = filled_gap(replace(block, seal=seal).encoded(), envelope.end - envelope.start)
    except ValueError as error:
        raise NoStamp(message("stamp.too_large")) from error
    return signed[: envelope.start] + filled + signed[envelope.end :]


def sign_pdf(pdf: bytes, identity: Identity, *, now: datetime, reason: str, place: str = "",
             to_be_stamped: bool = False) -> bytes:  # fmt: skip
    """``pdf`` signed by ``identity``. ``now`` (UTC) is the claimed time. Raises ``ReportError``.

    ``to_be_stamped``: a stamp is still to be put in, and the file is not whole without it.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.general import SigningError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signer = _at(now)(
            _metadata(identity, reason, place, to_be_stamped), _signer(identity), new_field_spec=SigFieldSpec(FIELD)
        )
        out = signer.sign_pdf(writer, bytes_reserved=_RESERVED_STAMPED if to_be_stamped else _RESERVED)
        return in_one_form(bytes(out.getbuffer()))
    except (PdfError, SigningError, Rejected, ValueError, OSError) as error:
        raise ReportError(message("report.error.signing", detail=str(error))) from error


def _at(now: datetime) -> Any:
    """The library's signer, made to claim a time given to it instead of reading the clock."""
    from pyhanko.sign.signers import PdfSigner

    class TimedSigner(PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = now
            return session

    return TimedSigner


def _metadata(identity: Identity, reason: str, place: str, stamped: bool) -> Any:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    chain = tuple(c.public_bytes(Encoding.DER) for c in (identity.certificate, identity.root))
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        location=place or None,
        contact_info=bound_to(chain, stamped),
    )


def _signer(identity: Identity) -> "SimpleSigner":
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    def plain(certificate: x509.Certificate) -> Any:
        return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    class LowSigner(SimpleSigner):
        """Signs in the one accepted form of ECDSA."""

        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            if digest_algorithm != "sha256":
                raise ValueError(f"unexpected digest {digest_algorithm}")
            return low(identity.key.sign(data, ec.ECDSA(hashes.SHA256())))

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(plain(identity.root))
    return LowSigner(plain(identity.certificate), None, store)  # the key stays where it is: on a token, or in memory
