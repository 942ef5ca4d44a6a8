"""The workshop's root and the bench's certificate: made at first use, kept encrypted, renewed and revoked by hand.

No private key ever reaches the disk unencrypted. The passphrase is the caller's business: it comes in as bytes and is
kept nowhere. Time comes in as an argument.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from checks.measurement import message
from checks.report.model import Signer
from checks.report.signing.certificates import (
    BENCH_YEARS,
    ROOT_YEARS,
    Issuer,
    common_name,
    fingerprint,
    make_bench,
    make_revocations,
    make_root,
    new_key,
    organisation,
    revoked_entry,
)
from checks.report.signing.errors import IdentityExists, IdentityUnusable, NoIdentity
from checks.report.signing.store import (
    BENCH,
    ROOT,
    read_certificate,
    read_key_file,
    read_revocations,
    write_certificate,
    write_key_file,
    write_revocations,
)

DEMONSTRATION: Final = "Posbench demonstration – not a real workshop"
DEMONSTRATION_ORGANISATION: Final = "demonstration"


class Reason(StrEnum):
    """Why a certificate is revoked. After a stolen key every signature is void, whatever time it claims."""

    UNSPECIFIED = "unspecified"
    STOLEN = "keyCompromise"
    REPLACED = "superseded"
    OUT_OF_USE = "cessationOfOperation"


@dataclass(frozen=True, slots=True)
class Identity:
    """What signs a report: a bench's key and certificate under its root. Keep it in memory only."""

    certificate: x509.Certificate
    root: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    demonstration: bool = False

    def root_pem(self) -> bytes:
        """The public half of the root, for those who verify."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self.root.public_bytes(Encoding.PEM)

    def signer(self) -> Signer:
        """The facts printed on the page."""
        subject = self.certificate.subject
        return Signer(
            common_name(subject),
            organisation(subject),
            fingerprint(self.certificate),
            fingerprint(self.root),
            self.demonstration,
        )


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate in public words. Times are UTC."""

    name: str
    organisation: str
    fingerprint: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What ``show`` tells without a passphrase."""

    bench: CertificateFacts
    root: CertificateFacts
    folder: str


def create(folder: Path, passphrase: bytes, *, workshop: str, bench: str, now: datetime) -> Identity:
    """A new root and bench certificate in ``folder``. Raises ``IdentityExists``, ``IdentityUnusable`` (disk)."""
    if (folder / f"{ROOT}.p12").exists():
        raise IdentityExists(message("identity.exists", path=str(folder)))
    root = make_root(f"{workshop} root", workshop, now)
    write_key_file(folder, ROOT, root.key, root.certificate, None, passphrase)
    write_certificate(folder, ROOT, root.certificate)
    return _new_bench(folder, passphrase, root, bench, now)


def _new_bench(folder: Path, passphrase: bytes, root: Issuer, bench: str, now: datetime) -> Identity:
    key = new_key()
    years = _years_left(root.certificate, now)
    certificate = make_bench(root, bench, organisation(root.certificate.subject), key.public_key(), now, years)
    write_key_file(folder, BENCH, key, certificate, root.certificate, passphrase)
    write_certificate(folder, BENCH, certificate)
    return Identity(certificate, root.certificate, key)


def _years_left(root: x509.Certificate, now: datetime) -> int:
    left = int((root.not_valid_after_utc - now) / timedelta(days=366))
    if left < 1:
        raise IdentityUnusable(message("identity.root_expires", time=_day(root.not_valid_after_utc)))
    return min(BENCH_YEARS, left)


def open_identity(folder: Path, passphrase: bytes, *, now: datetime) -> Identity:
    """The bench's identity, ready to sign. Raises ``NoIdentity``, ``WrongPassphrase``, ``IdentityUnusable``."""
    key, certificate, root = read_key_file(folder, BENCH, passphrase)
    if root is None:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail="root"))
    facts = certificate_facts(certificate, read_revocations(folder, root))
    if facts.revoked is not None:
        raise IdentityUnusable(message("identity.revoked", name=facts.name, time=_day(facts.revoked)))
    if now > facts.valid_until:
        raise IdentityUnusable(message("identity.expired", name=facts.name, time=_day(facts.valid_until)))
    if now < facts.valid_from:
        raise IdentityUnusable(message("identity.not_yet_valid", name=facts.name, time=_day(facts.valid_from)))
    return Identity(certificate, root, key)


def exists(folder: Path) -> bool:
    """Whether an identity was created here."""
    return (folder / f"{BENCH}.p12").exists()


def show(folder: Path) -> IdentityFacts:
    """The public facts, without a passphrase. Raises ``NoIdentity``."""
    root, bench = read_certificate(folder, ROOT), read_certificate(folder, BENCH)
    revocations = read_revocations(folder, root)
    return IdentityFacts(certificate_facts(bench, revocations), certificate_facts(root), str(folder))


def export(folder: Path) -> bytes:
    """What others need for verification: the root as PEM, and the list of revoked certificates if there is one."""
    from cryptography.hazmat.primitives.serialization import Encoding

    root = read_certificate(folder, ROOT)
    revocations = read_revocations(folder, root)
    return root.public_bytes(Encoding.PEM) + (revocations.public_bytes(Encoding.PEM) if revocations else b"")


def renew(folder: Path, passphrase: bytes, *, now: datetime, bench: str | None = None) -> Identity:
    """A new key and certificate for the bench under the same root; old reports stay good."""
    root = _open_root(folder, passphrase)
    old = read_certificate(folder, BENCH)
    return _new_bench(folder, passphrase, root, bench or common_name(old.subject), now)


def revoke(folder: Path, passphrase: bytes, *, now: datetime, reason: Reason = Reason.UNSPECIFIED,
           serial: int | None = None) -> None:  # fmt: skip
    """Put a certificate, by default the bench's current one, on the root's list. Hand out an export afterwards."""
    root = _open_root(folder, passphrase)
    old = read_revocations(folder, root.certificate)
    wanted = serial if serial is not None else read_certificate(folder, BENCH).serial_number
    kept = [entry for entry in old or () if entry.serial_number != wanted]
    number = _number(old) + 1
    entry = revoked_entry(wanted, now, x509.ReasonFlags(reason.value))
    write_revocations(folder, make_revocations(root, [*kept, entry], number, now, ROOT_YEARS))


def _number(revocations: x509.CertificateRevocationList | None) -> int:
    if revocations is None:
        return 0
    return revocations.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def demonstration(now: datetime) -> Identity:
    """A throw-away identity that says what it is. It lives in memory only."""
    root = make_root(f"{DEMONSTRATION} (root)", DEMONSTRATION_ORGANISATION, now, 1)
    key = new_key()
    certificate = make_bench(root, DEMONSTRATION, DEMONSTRATION_ORGANISATION, key.public_key(), now, 1)
    return Identity(certificate, root.certificate, key, True)


def _open_root(folder: Path, passphrase: bytes) -> Issuer:
    key, certificate, _ = read_key_file(folder, ROOT, passphrase)
    return Issuer(certificate, key)


def certificate_facts(
    certificate: x509.Certificate, revocations: x509.CertificateRevocationList | None = None
) -> CertificateFacts:
    """A certificate's public facts, with the time it was revoked where ``revocations`` say so."""
    entry = revocations.get_revoked_certificate_by_serial_number(certificate.serial_number) if revocations else None
    return CertificateFacts(
        common_name(certificate.subject),
        organisation(certificate.subject),
        fingerprint(certificate),
        f"{certificate.serial_number:x}",
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        entry.revocation_date_utc if entry else None,
    )


def _day(when: datetime) -> str:
    return when.strftime("%Y-%m-%d")


__all__ = [
    "CertificateFacts", "Identity", "IdentityFacts", "NoIdentity", "Reason", "create", "demonstration", "exists",
    "export", "open_identity", "renew", "revoke", "show",
]  # fmt: skip
