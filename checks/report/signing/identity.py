"""The workshop's root, the bench's certificate and the technicians': made at first use, kept encrypted, renewed and revoked by hand.

No private key ever reaches the disk unencrypted; a signer's may be on a token, which it never leaves. The passphrase is
the caller's business: it comes in as bytes and is kept nowhere but in a token's key. Time comes in as an argument.
Everywhere ``technician`` is a name, and empty for the bench.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from checks.measurement import message
from checks.report.model import Signer
from checks.report.plain import plain
from checks.report.signing.certificates import (
    BENCH_YEARS,
    ROOT_YEARS,
    TECHNICIAN,
    Issuer,
    common_name,
    fingerprint,
    is_technician,
    make_bench,
    make_revocations,
    make_root,
    new_key,
    organisation,
    revoked_entry,
)
from checks.report.signing.errors import IdentityExists, IdentityUnusable, NoIdentity, NoTechnician
from checks.report.signing.store import (
    BENCH,
    ROOT,
    changing,
    has_keys,
    read_certificate,
    read_key_file,
    read_place,
    read_revocations,
    technician_file,
    technicians,
    write_certificate,
    write_key_file,
    write_place,
    write_revocations,
)
from checks.report.signing.token import Place, TokenKey, make_key

DEMONSTRATION: Final = "Posbench demonstration – not a real workshop"
DEMONSTRATION_ORGANISATION: Final = "demonstration"


class Reason(StrEnum):
    """Why a certificate is revoked. After a stolen key every signature is void, whatever time it claims."""

    UNSPECIFIED = "unspecified"
    STOLEN = "keyCompromise"
    REPLACED = "superseded"
    OUT_OF_USE = "cessationOfOperation"


class SigningKey(Protocol):
    """A private key in memory, or one on a token."""

    def sign(self, data: bytes, signature_algorithm: ec.ECDSA, /) -> bytes:
        """ECDSA in DER."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """What signs a report: key and certificate of a bench or a technician under their root. Keep it in memory only."""

    certificate: x509.Certificate
    root: x509.Certificate
    key: SigningKey
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
            is_technician(self.certificate),
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
    token: str = ""
    """Label of the token that holds the bench's key; empty where a file does."""
    technicians: tuple[CertificateFacts, ...] = ()


def create(folder: Path, passphrase: bytes, *, workshop: str, bench: str, now: datetime, token: Place | None = None,
           root_passphrase: bytes | None = None) -> Identity:  # fmt: skip
    """A new root and bench certificate in ``folder``. Raises ``IdentityExists``, ``IdentityUnusable`` (disk, token).

    With ``token`` the bench's key is made there and ``passphrase`` is its PIN. The root's key stays in a file, under
    ``root_passphrase`` where one is given.
    """
    with changing(folder):
        if (folder / f"{ROOT}.p12").exists():
            raise IdentityExists(message("identity.exists", path=str(folder)))
        root = make_root(f"{workshop} root", workshop, now)
        made = make_key(token, passphrase) if token is not None else None  # first: a token that refuses leaves nothing
        write_key_file(folder, ROOT, root.key, root.certificate, None, root_passphrase or passphrase)
        write_certificate(folder, ROOT, root.certificate)
        if made is None:
            return _in_file(folder, passphrase, root, bench, BENCH, now)
        return _on_token(folder, *made, root, bench, BENCH, now)


def add_technician(folder: Path, passphrase: bytes, *, name: str, now: datetime, root_passphrase: bytes,
                   token: Place | None = None) -> Identity:  # fmt: skip
    """A technician's own key and certificate under the workshop's root. Raises ``IdentityExists`` for a name that is taken,
    ``NoIdentity`` where there is no root yet, and as ``create``.
    """
    file = technician_file(name)
    if not name.strip():
        raise IdentityUnusable(message("identity.technician.no_name"))
    with changing(folder):
        if has_keys(folder, file):
            raise IdentityExists(message("identity.technician.exists", name=plain(name)))
        root = _open_root(folder, root_passphrase)
        if token is None:
            return _in_file(folder, passphrase, root, name, file, now)
        return _on_token(folder, *make_key(token, passphrase), root, name, file, now)


def _in_file(folder: Path, passphrase: bytes, root: Issuer, name: str, file: str, now: datetime) -> Identity:
    key = new_key()
    certificate = _certificate(root, name, file, key.public_key(), now)
    write_key_file(folder, file, key, certificate, root.certificate, passphrase)
    write_certificate(folder, file, certificate)
    return Identity(certificate, root.certificate, key)


def _on_token(folder: Path, key: TokenKey, public: ec.EllipticCurvePublicKey, root: Issuer, name: str, file: str,
              now: datetime) -> Identity:  # fmt: skip
    certificate = _certificate(root, name, file, public, now)
    write_place(folder, key.place, file)
    write_certificate(folder, file, certificate)
    return Identity(certificate, root.certificate, key)


def _certificate(root: Issuer, name: str, file: str, key: ec.EllipticCurvePublicKey,
                 now: datetime) -> x509.Certificate:  # fmt: skip
    years, unit = _years_left(root.certificate, now), "" if file == BENCH else TECHNICIAN
    return make_bench(root, name, organisation(root.certificate.subject), key, now, years, unit)


def _file(folder: Path, technician: str) -> str:
    """What the signer's files are called. Raises ``NoTechnician``."""
    if not technician:
        return BENCH
    file = technician_file(technician)
    if not has_keys(folder, file):
        known = ", ".join(plain(common_name(one.subject)) for one in technicians(folder)) or "-"
        raise NoTechnician(message("identity.technician.none", name=plain(technician), known=known))
    return file


def _years_left(root: x509.Certificate, now: datetime) -> int:
    left = int((root.not_valid_after_utc - now) / timedelta(days=366))
    if left < 1:
        raise IdentityUnusable(message("identity.root_expires", time=_day(root.not_valid_after_utc)))
    return min(BENCH_YEARS, left)


def open_identity(folder: Path, passphrase: bytes, *, now: datetime, technician: str = "") -> Identity:
    """A signer's identity, ready to sign. ``passphrase``: that of its file, or the PIN of its token.

    Raises ``NoIdentity``, ``NoTechnician``, ``WrongPassphrase``, ``IdentityUnusable``.
    """
    key, certificate, root = _opened(folder, passphrase, _file(folder, technician))
    facts = certificate_facts(certificate, read_revocations(folder, root))
    if facts.revoked is not None:
        raise IdentityUnusable(message("identity.revoked", name=facts.name, time=_day(facts.revoked)))
    if now > facts.valid_until:
        raise IdentityUnusable(message("identity.expired", name=facts.name, time=_day(facts.valid_until)))
    if now < facts.valid_from:
        raise IdentityUnusable(message("identity.not_yet_valid", name=facts.name, time=_day(facts.valid_from)))
    return Identity(certificate, root, key)


def _opened(folder: Path, passphrase: bytes, file: str) -> tuple[SigningKey, x509.Certificate, x509.Certificate]:
    place = read_place(folder, file)
    if place is None:
        key, certificate, root = read_key_file(folder, file, passphrase)
        if root is None:
            raise IdentityUnusable(message("identity.damaged", path=str(folder), detail="root"))
        return key, certificate, root
    certificate, on_token = read_certificate(folder, file), TokenKey(place, passphrase)
    public = certificate.public_key()
    try:  # another token of the same name would sign with another key
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise InvalidSignature
        public.verify(on_token.sign(b"posbench", ec.ECDSA(hashes.SHA256())), b"posbench", ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise IdentityUnusable(message("identity.token.no_key", label=place.label)) from error
    return on_token, certificate, read_certificate(folder, ROOT)


def exists(folder: Path) -> bool:
    """Whether an identity was created here."""
    return has_keys(folder, BENCH)


def show(folder: Path) -> IdentityFacts:
    """The public facts, without a passphrase. Raises ``NoIdentity``."""
    root, bench = read_certificate(folder, ROOT), read_certificate(folder, BENCH)
    revocations = read_revocations(folder, root)
    place = read_place(folder)
    token = place.label if place is not None else ""
    people = tuple(certificate_facts(one, revocations) for one in technicians(folder))
    return IdentityFacts(certificate_facts(bench, revocations), certificate_facts(root), str(folder), token, people)


def names(folder: Path) -> tuple[str, ...]:
    """Technicians who can sign here now, by name; those who were revoked cannot."""
    if not exists(folder):
        return ()
    return tuple(sorted(one.name for one in show(folder).technicians if one.revoked is None))


def export(folder: Path, technician: str = "") -> bytes:
    """What others need for verification: the root as PEM, and the list of revoked certificates if there is one.

    Of a technician: the certificate alone.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    if technician:
        return read_certificate(folder, _file(folder, technician)).public_bytes(Encoding.PEM)
    root = read_certificate(folder, ROOT)
    revocations = read_revocations(folder, root)
    return root.public_bytes(Encoding.PEM) + (revocations.public_bytes(Encoding.PEM) if revocations else b"")


def renew(folder: Path, passphrase: bytes, *, now: datetime, bench: str | None = None, technician: str = "",
          root_passphrase: bytes | None = None) -> Identity:  # fmt: skip
    """A new key and certificate under the same root, where the key was before; old reports stay good.

    A token keeps the old key as well: whoever wants it gone removes it with the token's own program.
    """
    file = _file(folder, technician)
    with changing(folder):
        root = _open_root(folder, root_passphrase or passphrase)
        named = bench or common_name(read_certificate(folder, file).subject)
        place = read_place(folder, file)
        if place is None:
            return _in_file(folder, passphrase, root, named, file, now)
        return _on_token(folder, *make_key(place, passphrase), root, named, file, now)


def revoke(folder: Path, passphrase: bytes, *, now: datetime, reason: Reason = Reason.UNSPECIFIED,
           serial: int | None = None, technician: str = "") -> None:  # fmt: skip
    """Put a certificate, by default the signer's current one, on the root's list. Hand out an export afterwards."""
    file = _file(folder, technician)
    with changing(folder):
        root = _open_root(folder, passphrase)
        old = read_revocations(folder, root.certificate)
        wanted = serial if serial is not None else read_certificate(folder, file).serial_number
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
    "CertificateFacts", "Identity", "IdentityFacts", "NoIdentity", "Reason", "add_technician", "create", "demonstration", "exists",
    "export", "names", "open_identity", "renew", "revoke", "show",
]  # fmt: skip
