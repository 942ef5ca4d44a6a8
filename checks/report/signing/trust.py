"""Who signed, and whether one of the roots given vouches for it. Nothing else is trusted."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from checks.measurement import Message, message
from checks.report.signing.certificates import DOCUMENT_SIGNING, common_name, fingerprint, is_low
from checks.report.signing.cms import Block, certificate_encoded
from checks.report.signing.der import DerError
from checks.report.signing.envelope import Rejected
from checks.report.signing.stamp import Stamp, may_issue, open_token, take_token

_PEM: Final = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----.+?-----END \1-----", re.DOTALL)
_STOLEN: Final = (x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise)
_CLOCKS: Final = timedelta(days=1)


_UNKNOWN: Final = (
    x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, x509.InvalidVersion, UnsupportedAlgorithm,
)  # fmt: skip
"""What a certificate of a stranger may bring besides damage: something that nobody here can read."""


class TrustError(ValueError):
    """What was given as a trusted certificate is none. ``message`` says so in words of the catalogues."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.message = message("verify.bad_trust", detail=detail)


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots the reader chose to trust, and the lists of revoked certificates that came with them."""

    roots: tuple[x509.Certificate, ...] = ()
    lists: tuple[x509.CertificateRevocationList, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """The signer's certificate and its root, both proven to be in order."""

    leaf: x509.Certificate
    root: x509.Certificate


@dataclass(frozen=True, slots=True)
class SigningTime:
    """When a file was signed: what the bench's own clock said, and what its time stamp says where there is one.

    ``known``: a root that the reader trusts vouches for the stamp's maker, so that the time is more than a claim.
    """

    claimed: datetime
    stamp: Stamp | None = None
    known: bool = False
    revoked: datetime | None = None
    """When the stamp's maker was revoked, where that is why it is not believed."""

    @property
    def when(self) -> datetime:
        """The time to judge by."""
        return self.stamp.at if self.stamp is not None and self.known else self.claimed


def roots_in(bundle: bytes) -> tuple[tuple[str, str], ...]:
    """Fingerprint and name of every root in a file, at least one. Raises ``TrustError`` where there is none."""
    return tuple((fingerprint(root), common_name(root.subject)) for root in read_trust((bundle,)).roots)


def as_pem(certificate: x509.Certificate) -> bytes:
    """A certificate as a file to trust."""
    return certificate.public_bytes(Encoding.PEM)


def read_trust(bundles: tuple[bytes, ...]) -> Trust:
    """Roots and revocation lists from PEM bundles or single DER certificates. Raises ``TrustError``."""
    roots: list[x509.Certificate] = []
    lists: list[x509.CertificateRevocationList] = []
    for bundle in bundles:
        try:
            _read_bundle(bundle, roots, lists)
        except ValueError as error:
            raise TrustError(str(error)) from error
    if bundles and not roots:
        raise TrustError("no certificate")
    return Trust(tuple(roots), tuple(lists))


def _read_bundle(bundle: bytes, roots: list[x509.Certificate], lists: list[x509.CertificateRevocationList]) -> None:
    found = list(_PEM.finditer(bundle))
    read = [x509.load_der_x509_certificate(bundle)] if not found else []
    for item in found:
        if item.group(1) == b"CERTIFICATE":
            read.append(x509.load_pem_x509_certificate(item.group(0)))
        else:
            lists.append(x509.load_pem_x509_crl(item.group(0)))
    roots += [root for root in read if _has_known_key(root)]


def _has_known_key(root: x509.Certificate) -> bool:
    """One of a kind that this program cannot use (such as SM2) vouches for nobody here, and must not be held against anybody."""
    try:
        root.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return False
    return True


def open_chain(block: Block, digest: bytes) -> Chain:
    """The chain of a block whose signature is over ``digest``. Raises ``Rejected`` where any proof fails."""
    chain = Chain(_certificate(block.leaf), _certificate(block.root))
    try:
        facts = block.facts()
    except (ValueError, IndexError) as error:
        raise Rejected(message("verify.signature_damaged")) from error
    if facts.certificate_digest != hashlib.sha256(block.leaf).digest():
        raise Rejected(message("verify.certificate_damaged"))
    if not _in_order(chain):
        raise Rejected(message("verify.certificate_damaged"))
    if not _signed(chain.leaf, block.signature, block.signed_bytes()):
        raise Rejected(message("verify.signature_wrong"))
    if facts.message_digest != digest:
        raise Rejected(message("verify.digest"))
    return chain


def open_stamp(block: Block, chain: Chain) -> Stamp | None:
    """The time stamp over a block's signature; None where it has none. Raises ``Rejected`` where any proof fails."""
    if not block.stamp:
        return None
    if not _signed(chain.leaf, block.seal, block.sealed_bytes()):
        raise Rejected(message("verify.stamp_damaged"))
    try:
        statement, stamp = open_token(take_token(block.stamp))
    except (ValueError, TypeError, IndexError, DerError, *_UNKNOWN) as error:
        raise Rejected(message("verify.stamp_damaged")) from error
    if statement.imprint != hashlib.sha256(block.signature).digest():
        raise Rejected(message("verify.stamp_damaged"))
    return stamp


def signing_time(claimed: datetime, stamp: Stamp | None, chain: Chain, trust: Trust) -> SigningTime:
    """What is to be believed of the time of signing. A workshop is no witness for itself: its own root vouches for no stamp."""
    if stamp is None:
        return SigningTime(claimed)
    others = tuple(root for root in trust.roots if root.public_key() != chain.root.public_key())
    issuer = _vouching(stamp, others)
    if issuer is None:
        return SigningTime(claimed, stamp)
    above = stamp.path[1] if len(stamp.path) > 1 else issuer
    entry = _line(stamp.maker, above, trust)
    if entry is not None and (entry.revocation_date_utc <= stamp.at or _stolen(entry)):
        return SigningTime(claimed, stamp, revoked=entry.revocation_date_utc)
    return SigningTime(claimed, stamp, known=True)


def _vouching(stamp: Stamp, roots: tuple[x509.Certificate, ...]) -> x509.Certificate | None:
    """The trusted certificate that the maker's chain leads to."""
    for root in roots:
        if root in stamp.path:
            return root
        try:
            stamp.path[-1].verify_directly_issued_by(root)
            if may_issue(root) and root.not_valid_before_utc <= stamp.at <= root.not_valid_after_utc:
                return root
        except (InvalidSignature, ValueError, TypeError, *_UNKNOWN):
            continue
    return None


def _certificate(data: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(data)
        if certificate_encoded(certificate.tbs_certificate_bytes, certificate.signature) != data:
            raise ValueError("encoding")
        if not is_low(certificate.signature) or not isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
            raise ValueError("signature")
    except (ValueError, TypeError, *_UNKNOWN) as error:
        raise Rejected(message("verify.certificate_damaged")) from error
    return certificate


def _signed(signer: x509.Certificate, signature: bytes, data: bytes) -> bool:
    key = signer.public_key()
    try:
        if not isinstance(key, ec.EllipticCurvePublicKey) or not is_low(signature):
            return False
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _in_order(chain: Chain) -> bool:
    """Root signs itself and the leaf, and each may do what it does."""
    try:
        chain.leaf.verify_directly_issued_by(chain.root)
        chain.root.verify_directly_issued_by(chain.root)
        return may_issue(chain.root) and _may_sign(chain.leaf)
    except (InvalidSignature, ValueError, TypeError, *_UNKNOWN):
        return False


def _may_sign(leaf: x509.Certificate) -> bool:
    extensions = leaf.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    basic = extensions.get_extension_for_class(x509.BasicConstraints).value
    return not basic.ca and usage.digital_signature and usage.content_commitment and DOCUMENT_SIGNING in purposes


def distrust(chain: Chain, signed: SigningTime, trust: Trust, now: datetime | None) -> tuple[Message, ...]:
    """Every reason not to trust an intact signature made at that time; empty where it is trusted."""
    reasons, at = list(_unknown(chain.root, trust)), signed.when
    reasons += [
        message("verify.expired", name=common_name(certificate.subject), time=moment(at))
        for certificate in (chain.leaf, chain.root)
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    ]
    entry = _line(chain.leaf, chain.root, trust)
    if entry is not None and _counts(entry, signed):
        when = moment(entry.revocation_date_utc)
        reasons.append(message("verify.revoked", name=common_name(chain.leaf.subject), time=when))
    if now is not None and at > now + _CLOCKS:
        reasons.append(message("verify.time_in_future", time=moment(at)))
    return tuple(reasons)


def revoked_later(chain: Chain, signed: SigningTime, trust: Trust) -> tuple[Message, ...]:
    """A note where the certificate was revoked after the time of signing, and the signature is older than that for sure."""
    entry = _line(chain.leaf, chain.root, trust)
    if entry is None or _counts(entry, signed):
        return ()
    return (message("verify.revoked_later", time=moment(entry.revocation_date_utc)),)


def _counts(entry: x509.RevokedCertificate, signed: SigningTime) -> bool:
    """Whether a revocation reaches this signature. A thief claims any time he likes, but cannot have it stamped."""
    return entry.revocation_date_utc <= signed.when or (_stolen(entry) and not signed.known)


def _unknown(root: x509.Certificate, trust: Trust) -> tuple[Message, ...]:
    wanted = root.public_bytes(Encoding.DER)
    if any(known.public_bytes(Encoding.DER) == wanted for known in trust.roots):
        return ()
    if not trust.roots:
        return (message("verify.no_trust_given"),)
    reasons = [message("verify.signer_unknown", fingerprint=fingerprint(root))]
    if any(known.subject == root.subject for known in trust.roots):
        reasons.append(message("verify.same_name_other_root"))
    return tuple(reasons)


def _line(leaf: x509.Certificate, issuer: x509.Certificate, trust: Trust) -> x509.RevokedCertificate | None:
    """The line about the leaf in a list that its issuer signed. Of several lists the strictest line counts."""
    key = issuer.public_key()
    lines = [
        entry
        for revoked in trust.lists
        if revoked.issuer == issuer.subject
        and isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
        and revoked.is_signature_valid(key)
        for entry in (revoked.get_revoked_certificate_by_serial_number(leaf.serial_number),)
        if entry is not None
    ]
    return min(lines, key=lambda entry: (not _stolen(entry), entry.revocation_date_utc), default=None)


def _stolen(entry: x509.RevokedCertificate) -> bool:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason in _STOLEN
    except x509.ExtensionNotFound:
        return False


def moment(when: datetime) -> str:
    """A time in UTC, to the second."""
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")
