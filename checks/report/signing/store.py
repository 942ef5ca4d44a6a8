"""An identity's files: PKCS#12 under a passphrase, public certificates as PEM, the revocation list. All 0600."""

import contextlib
import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

from checks.measurement import message
from checks.report.files import alone, write_whole
from checks.report.signing.errors import IdentityUnusable, NoIdentity, WrongPassphrase
from checks.report.signing.token import Place

ROOT: Final = "root"
BENCH: Final = "bench"
_REVOKED: Final = "revoked.crl.pem"
_TOKEN: Final = "token.json"
_TECHNICIAN: Final = "technician-"
_ROUNDS: Final = 200_000
KeyFile = tuple[ec.EllipticCurvePrivateKey, x509.Certificate, x509.Certificate | None]


def write_key_file(folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate,
                   issuer: x509.Certificate | None, passphrase: bytes) -> None:  # fmt: skip
    """Key and certificate as PKCS#12, AES-256 under ``passphrase``. Raises ``WrongPassphrase`` for an empty one."""
    if not passphrase:
        raise WrongPassphrase(message("identity.no_passphrase"))
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    friendly = name.encode("ascii")
    chain = [issuer] if issuer is not None else None
    data = pkcs12.serialize_key_and_certificates(friendly, key, certificate, chain, encryption)
    _write(folder, f"{name}.p12", data)


def read_key_file(folder: Path, name: str, passphrase: bytes) -> KeyFile:
    """Key, certificate and issuer. Raises ``NoIdentity``, ``WrongPassphrase``, ``IdentityUnusable``."""
    data = _read(folder, f"{name}.p12")
    if not passphrase:
        raise WrongPassphrase(message("identity.no_passphrase"))
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, passphrase)
    except ValueError as error:
        raise _why(folder, data, error) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail=f"{name}.p12"))
    return key, certificate, chain[0] if chain else None


def _why(folder: Path, data: bytes, error: ValueError) -> Exception:
    """The library tells a wrong passphrase and a damaged file alike; a file cut short shows in its length."""
    if not _whole(data):
        return IdentityUnusable(message("identity.damaged", path=str(folder), detail=str(error)))
    return WrongPassphrase(message("identity.wrong_passphrase"))


def _whole(data: bytes) -> bool:
    """Whether the outer DER sequence has the length it says."""
    if len(data) < 4 or data[0] != 0x30 or data[1] & 0x80 == 0:
        return False
    size = data[1] & 0x7F
    return len(data) == 2 + size + int.from_bytes(data[2 : 2 + size], "big")


def write_certificate(folder: Path, name: str, certificate: x509.Certificate) -> None:
    """The public half, for ``show`` and ``export``."""
    _write(folder, f"{name}.pem", certificate.public_bytes(Encoding.PEM))


def read_certificate(folder: Path, name: str) -> x509.Certificate:
    """The public half. Raises ``NoIdentity``, ``IdentityUnusable``."""
    data = _read(folder, f"{name}.pem")
    try:
        return x509.load_pem_x509_certificate(data)
    except ValueError as error:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail=f"{name}.pem")) from error


def write_revocations(folder: Path, revocations: x509.CertificateRevocationList) -> None:
    """The root's list of revoked certificates."""
    _write(folder, _REVOKED, revocations.public_bytes(Encoding.PEM))


def read_revocations(folder: Path, root: x509.Certificate) -> x509.CertificateRevocationList | None:
    """The list, if there is one. Raises ``IdentityUnusable`` for a list the root did not sign."""
    if not (folder / _REVOKED).exists():
        return None
    try:
        found = x509.load_pem_x509_crl(_read(folder, _REVOKED))
        good = found.is_signature_valid(root.public_key())  # type: ignore[arg-type]
    except (ValueError, TypeError):
        good = False
    if not good:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail=_REVOKED))
    return found


def technician_file(name: str) -> str:
    """What a technician's files are called: a name may hold anything, a file's may not."""
    same = " ".join(unicodedata.normalize("NFC", name.strip()[:64]).casefold().split())
    return f"{_TECHNICIAN}{hashlib.sha256(same.encode('utf-8')).hexdigest()[:16]}"


def technicians(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every technician's certificate. Raises ``IdentityUnusable``."""
    files = sorted(folder.glob(f"{_TECHNICIAN}*.pem"))
    return tuple(read_certificate(folder, path.name.removesuffix(".pem")) for path in files)


def has_keys(folder: Path, name: str) -> bool:
    """Whether somebody of this name can sign here, with a key in a file or on a token."""
    return (folder / f"{name}.p12").exists() or read_place(folder, name) is not None


def write_place(folder: Path, place: Place, name: str = BENCH) -> None:
    """On which token a key is; nothing secret."""
    _write(folder, _place(name), place.to_json())


def read_place(folder: Path, name: str = BENCH) -> Place | None:
    """On which token a key is; None where it is in a file. Raises ``IdentityUnusable``."""
    if not (folder / _place(name)).exists():
        return None
    try:
        return Place.from_json(_read(folder, _place(name)))
    except (ValueError, TypeError) as error:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail=_place(name))) from error


def _place(name: str) -> str:
    return _TOKEN if name == BENCH else f"{name}.{_TOKEN}"


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise NoIdentity(message("identity.missing", path=str(folder))) from error
    except OSError as error:
        raise IdentityUnusable(message("identity.damaged", path=str(folder), detail=str(error.strerror))) from error


@contextlib.contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Look and write as one step, so that no other program's identity or revocation is written over. Raises ``IdentityUnusable``."""
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(alone(folder))
        except OSError as error:
            raise IdentityUnusable(message("identity.write", path=str(folder), detail=str(error.strerror))) from error
        yield


def _write(folder: Path, name: str, data: bytes) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / name, data, 0o600)
    except OSError as error:
        raise IdentityUnusable(message("identity.write", path=str(folder), detail=str(error.strerror))) from error
