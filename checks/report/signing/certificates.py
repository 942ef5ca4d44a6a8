"""Certificates as a workshop's bench needs them: one root, a certificate per bench, and the list of those revoked.

ECDSA signatures are kept in their low form, so that no second valid encoding of a certificate exists that a verifier
would have to tell from tampering.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

TECHNICIAN: Final = "Technician"
"""Organisational unit of a certificate that is a person's; a bench's has none."""
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
ROOT_YEARS: Final = 20
BENCH_YEARS: Final = 5
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the curve P-256."""
_SKEW: Final = timedelta(minutes=5)
T = TypeVar("T", x509.Certificate, x509.CertificateRevocationList)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A root certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def low(signature: bytes) -> bytes:
    """The same ECDSA signature in its one accepted form: s not above half the curve's order."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, ORDER - s))


def is_low(signature: bytes) -> bool:
    """Whether the signature is in the form ``low`` gives."""
    return low(signature) == signature


def name(common: str, organisation: str, unit: str = "") -> x509.Name:
    """A subject of organisation, unit where there is one, and common name, cut to what X.509 allows."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, (organisation.strip() or "-")[:64]),
            *([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []),
            x509.NameAttribute(NameOID.COMMON_NAME, (common.strip() or "-")[:64]),
        ]
    )


def make_root(common: str, organisation: str, now: datetime, years: int = ROOT_YEARS) -> Issuer:
    """A self-signed root that may sign benches and revocation lists, nothing else."""
    key, subject = new_key(), name(common, organisation)
    builder = (
        _builder(subject, subject, key.public_key(), now, years)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    return Issuer(_low_signed(lambda: builder.sign(key, hashes.SHA256())), key)


def make_bench(root: Issuer, common: str, organisation: str, key: ec.EllipticCurvePublicKey, now: datetime,
               years: int = BENCH_YEARS, unit: str = "") -> x509.Certificate:  # fmt: skip
    """A certificate for signing reports, a bench's or with ``unit`` TECHNICIAN a person's.

    E-mail protection: NSS readers do not trust document signing alone.
    """
    subject_key = root.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(name(common, organisation, unit), root.certificate.subject, key, now, years)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(subject_key), critical=False)
    )
    return _low_signed(lambda: builder.sign(root.key, hashes.SHA256()))


def make_revocations(root: Issuer, entries: Iterable[x509.RevokedCertificate], number: int, now: datetime,
                     years: int = 1) -> x509.CertificateRevocationList:  # fmt: skip
    """A list of revoked certificates signed by the root."""
    subject_key = root.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(now)
        .next_update(now + timedelta(days=365 * years))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(subject_key), critical=False)
    )
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return _low_signed(lambda: builder.sign(root.key, hashes.SHA256()))


def revoked_entry(serial: int, now: datetime, reason: x509.ReasonFlags) -> x509.RevokedCertificate:
    """One line of the list."""
    builder = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now)
    if reason is not x509.ReasonFlags.unspecified:
        builder = builder.add_extension(x509.CRLReason(reason), critical=False)
    return builder.build()


def common_name(subject: x509.Name) -> str:
    """The common name, else the whole subject."""
    return _attribute(subject, NameOID.COMMON_NAME) or subject.rfc4514_string()


def is_technician(certificate: x509.Certificate) -> bool:
    """Whether the root says that this is a person's certificate."""
    return _attribute(certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME) == TECHNICIAN


def organisation(subject: x509.Name) -> str:
    """The organisation; empty where there is none."""
    return _attribute(subject, NameOID.ORGANIZATION_NAME)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _attribute(subject: x509.Name, oid: ObjectIdentifier) -> str:
    found = subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime,
             years: int) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + timedelta(days=round(365.25 * years)))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{usage: allowed.get(usage, False) for usage in names})


def _low_signed(sign: Callable[[], T]) -> T:
    """Sign again until the signature is in its low form: one try in two."""
    while True:
        made = sign()
        if is_low(made.signature):
            return made
