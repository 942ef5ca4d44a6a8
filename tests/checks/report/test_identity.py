"""An identity is made once, kept under a passphrase, renewed and revoked; no key is ever on the disk in the clear."""

import stat
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from checks.report.signing import identity as ids
from checks.report.signing.certificates import DOCUMENT_SIGNING, is_low
from checks.report.signing.errors import IdentityExists, IdentityUnusable, NoIdentity, WrongPassphrase

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
SECRET = "correct horse 电池".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "identity"


def made(folder: Path) -> ids.Identity:
    return ids.create(folder, SECRET, workshop="Workshop Li", bench="Bench 1", now=NOW)


def test_what_was_created_opens_again_with_its_passphrase(folder: Path) -> None:
    first = made(folder)
    again = ids.open_identity(folder, SECRET, now=NOW)
    assert again.certificate == first.certificate
    assert again.root == first.root
    assert again.key.private_numbers() == first.key.private_numbers()


@pytest.mark.parametrize("wrong", [b"", b"wrong", SECRET + b" ", SECRET.upper()])
def test_a_wrong_passphrase_is_told_as_such(folder: Path, wrong: bytes) -> None:
    made(folder)
    with pytest.raises(WrongPassphrase):
        ids.open_identity(folder, wrong, now=NOW)


def test_a_missing_identity_is_told_as_such(folder: Path) -> None:
    assert not ids.exists(folder)
    for attempt in (
        lambda: ids.open_identity(folder, SECRET, now=NOW),
        lambda: ids.show(folder),
        lambda: ids.export(folder),
    ):
        with pytest.raises(NoIdentity):
            attempt()


def test_two_who_create_at_once_make_one_identity(folder: Path) -> None:
    """Whoever comes second is told, and overwrites nothing of what the first one was given to trust."""
    told: list[object] = []

    def attempt() -> None:
        try:
            told.append(made(folder))
        except IdentityExists as error:
            told.append(error)

    together = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    (first,) = (one for one in told if isinstance(one, ids.Identity))
    again = ids.open_identity(folder, SECRET, now=NOW)
    assert (again.certificate, again.root) == (first.certificate, first.root)
    assert len(told) == 3


def test_two_who_revoke_at_once_are_both_on_the_list(folder: Path) -> None:
    made(folder)
    numbers = [11, 12, 13]
    revoking = [
        threading.Thread(target=lambda one=one: ids.revoke(folder, SECRET, now=NOW, serial=one)) for one in numbers
    ]
    for thread in revoking:
        thread.start()
    for thread in revoking:
        thread.join()
    told = x509.load_pem_x509_crl((folder / "revoked.crl.pem").read_bytes())
    assert sorted(entry.serial_number for entry in told) == numbers


def test_an_identity_is_never_overwritten(folder: Path) -> None:
    made(folder)
    with pytest.raises(IdentityExists):
        made(folder)


@pytest.mark.parametrize("name", ["bench.p12", "root.p12"])
def test_a_damaged_key_file_is_told_as_such(folder: Path, name: str) -> None:
    made(folder)
    path = folder / name
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(IdentityUnusable):
        ids.open_identity(folder, SECRET, now=NOW) if name == "bench.p12" else ids.renew(folder, SECRET, now=NOW)


def test_files_are_for_the_owner_only_and_hold_no_key_in_the_clear(folder: Path) -> None:
    identity = made(folder)
    ids.revoke(folder, SECRET, now=NOW)
    ids.renew(folder, SECRET, now=NOW)
    number = identity.key.private_numbers().private_value.to_bytes(32, "big")
    pkcs8 = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["bench.p12", "bench.pem", "revoked.crl.pem", "root.p12", "root.pem"]
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        data = path.read_bytes()
        assert number not in data
        assert pkcs8 not in data
        assert b"PRIVATE KEY" not in data


def test_certificates_are_what_readers_want(folder: Path) -> None:
    identity = made(folder)
    leaf, root = identity.certificate, identity.root
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(purposes) == {DOCUMENT_SIGNING, x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION}
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert basic.value.ca
    assert basic.value.path_length == 0
    assert root.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    assert isinstance(leaf.signature_hash_algorithm, hashes.SHA256)
    leaf.verify_directly_issued_by(root)
    assert is_low(leaf.signature)
    assert is_low(root.signature)


def test_openssl_accepts_the_chain(folder: Path, tmp_path: Path) -> None:
    made(folder)
    done = subprocess.run(
        ["openssl", "verify", "-no_check_time", "-CAfile", str(folder / "root.pem"), str(folder / "bench.pem")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_renewing_keeps_the_root_and_changes_the_key(folder: Path) -> None:
    first = made(folder)
    second = ids.renew(folder, SECRET, now=NOW + timedelta(days=1000))
    assert second.root == first.root
    assert second.certificate != first.certificate
    assert second.key.private_numbers() != first.key.private_numbers()
    assert ids.show(folder).bench.name == "Bench 1"
    assert ids.open_identity(folder, SECRET, now=NOW + timedelta(days=1000)).certificate == second.certificate


def test_an_expired_or_future_certificate_does_not_sign(folder: Path) -> None:
    made(folder)
    for when in (NOW + timedelta(days=365 * 6), NOW - timedelta(days=1)):
        with pytest.raises(IdentityUnusable):
            ids.open_identity(folder, SECRET, now=when)


def test_a_bench_never_outlives_its_root(folder: Path) -> None:
    made(folder)
    late = ids.renew(folder, SECRET, now=NOW + timedelta(days=365 * 18))
    assert late.certificate.not_valid_after_utc <= late.root.not_valid_after_utc
    with pytest.raises(IdentityUnusable):
        ids.renew(folder, SECRET, now=NOW + timedelta(days=365 * 20))


def test_a_revoked_bench_does_not_sign_and_is_shown_as_such(folder: Path) -> None:
    first = made(folder)
    ids.revoke(folder, SECRET, now=NOW, reason=ids.Reason.STOLEN)
    assert ids.show(folder).bench.revoked == NOW
    with pytest.raises(IdentityUnusable):
        ids.open_identity(folder, SECRET, now=NOW)
    second = ids.renew(folder, SECRET, now=NOW)
    assert ids.open_identity(folder, SECRET, now=NOW).certificate == second.certificate
    ids.revoke(folder, SECRET, now=NOW + timedelta(days=1), reason=ids.Reason.REPLACED)
    revoked = x509.load_pem_x509_crl((folder / "revoked.crl.pem").read_bytes())
    assert {entry.serial_number for entry in revoked} == {
        first.certificate.serial_number,
        second.certificate.serial_number,
    }
    number = revoked.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    assert number == 2


def test_the_export_holds_the_root_and_the_list_but_no_key(folder: Path) -> None:
    first = made(folder)
    assert x509.load_pem_x509_certificate(ids.export(folder)) == first.root
    ids.revoke(folder, SECRET, now=NOW)
    assert ids.export(folder).count(b"-----BEGIN") == 2
    assert b"KEY" not in ids.export(folder)


def test_a_swapped_revocation_list_is_noticed(folder: Path, tmp_path: Path) -> None:
    made(folder)
    other = tmp_path / "other"
    made(other)
    ids.revoke(other, SECRET, now=NOW)
    (folder / "revoked.crl.pem").write_bytes((other / "revoked.crl.pem").read_bytes())
    with pytest.raises(IdentityUnusable):
        ids.open_identity(folder, SECRET, now=NOW)


def test_a_folder_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(IdentityUnusable):
        made(blocked / "identity")


def test_the_demonstration_identity_says_what_it_is() -> None:
    identity = ids.demonstration(NOW)
    signer = identity.signer()
    assert signer.demonstration
    assert "not a real workshop" in signer.name
    assert signer.organisation == "demonstration"
