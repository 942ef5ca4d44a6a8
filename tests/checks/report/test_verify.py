"""Nobody can change a byte of a signed report, or pass for another workshop, without the verifier saying so."""

import asyncio
import hashlib
import io
import os
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from checks.record import Record, to_json
from checks.report.build import build_model
from checks.report.pdf import render_pdf
from checks.report.publish import make_preview, make_report
from checks.report.signing.certificates import (
    Issuer,
    make_bench,
    make_revocations,
    make_root,
    new_key,
    revoked_entry,
)
from checks.report.signing.envelope import filled_gap, gap, open_envelope
from checks.report.signing.identity import Identity, demonstration
from checks.report.signing.sign import sign_pdf
from checks.report.signing.trust import TrustError
from checks.report.signing.verify import Status, Verification, verify_pdf
from checks.words import Catalogue

FLIPS = int(os.environ.get("POSBENCH_FLIPS", "300"))
EVERY_WAY = FLIPS > 300
"""The long experiment: POSBENCH_FLIPS=2000, with --timeout=900."""
NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


def ids(found: Verification) -> list[str]:
    return [reason.id for reason in found.reasons]


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def must_be_altered(data: bytes, root: bytes) -> None:
    found = verify_pdf(data, (root,))
    assert found.status is Status.ALTERED, found
    assert found.record is None
    assert found.signer == ""


def test_an_untouched_report_under_a_trusted_root_is_intact_and_trusted(signed: bytes, root_pem: bytes) -> None:
    found = verify_pdf(signed, (root_pem,), now=NOW)
    assert found.status is Status.INTACT_TRUSTED
    assert found.status.exit_code == 0
    assert found.reasons == ()
    assert found.signer == "Bench 3"
    assert found.organisation == "Workshop Li 李"
    assert found.signed_at == "2026-11-22T08:20:00+00:00"
    assert found.record is not None
    assert found.record.verdict == "pass"
    assert [c.name for c in found.chain] == ["Bench 3", "Workshop Li 李 root"]


def test_the_root_is_also_taken_as_der(signed: bytes, identity: Identity) -> None:
    assert verify_pdf(signed, (identity.root.public_bytes(Encoding.DER),)).status is Status.INTACT_TRUSTED


def test_nothing_is_trusted_that_was_not_passed_in(signed: bytes) -> None:
    found = verify_pdf(signed)
    assert found.status is Status.INTACT_UNTRUSTED
    assert found.status.exit_code == 3
    assert ids(found) == ["verify.no_trust_given"]


def test_the_bench_certificate_itself_is_no_root(signed: bytes, identity: Identity) -> None:
    assert verify_pdf(signed, (pem(identity.certificate),)).status is Status.INTACT_UNTRUSTED


def test_rubbish_given_as_trust_is_an_error_of_its_own(signed: bytes) -> None:
    with pytest.raises(TrustError):
        verify_pdf(signed, (b"no certificate",))


def test_every_random_bit_flip_is_noticed(signed: bytes, root_pem: bytes) -> None:
    dice = random.Random(20261122)
    for _ in range(FLIPS):
        place, bit = dice.randrange(len(signed)), 1 << dice.randrange(8)
        must_be_altered(signed[:place] + bytes([signed[place] ^ bit]) + signed[place + 1 :], root_pem)


def other_bytes(old: int) -> set[int]:
    """What to try in place of a byte of the gap: its other case, another digit; everything likely where asked for."""
    few = {
        old ^ 0x20 if chr(old).isalpha() else ord("1" if old == ord("0") else "0"),
        ord("f" if old != ord("f") else "e"),
    }
    many = {old ^ (1 << bit) for bit in range(8)} | set(b"0123456789abcdefABCDEF<> \n")
    return (few | many if EVERY_WAY else few) - {old}


def test_every_byte_of_the_signature_gap_is_fixed(signed: bytes, root_pem: bytes) -> None:
    start, end = gap(signed)
    places = range(start, end) if "POSBENCH_FLIPS" in os.environ else (*range(start, end, 16), end - 1)
    for place in places:
        for new in other_bytes(signed[place]):
            must_be_altered(signed[:place] + bytes([new]) + signed[place + 1 :], root_pem)


def test_another_root_of_the_same_key_cannot_be_slipped_in(signed: bytes, root_pem: bytes, identity: Identity) -> None:
    envelope = open_envelope(signed)
    for root in (identity.certificate, make_root("Workshop Li 李 root", "Workshop Li 李", NOW).certificate):
        block = replace(envelope.block, root=root.public_bytes(Encoding.DER)).encoded()
        changed = signed[: envelope.start] + filled_gap(block, envelope.end - envelope.start) + signed[envelope.end :]
        must_be_altered(changed, root_pem)


def test_no_stump_of_a_report_is_ever_called_intact(signed: bytes, root_pem: bytes) -> None:
    for size in range(0, len(signed), 4999):
        assert verify_pdf(signed[:size], (root_pem,)).status in (Status.ALTERED, Status.NOT_OURS)


def test_a_report_whose_signature_was_taken_off_is_altered(
    passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    found = verify_pdf(make_preview(passing, (words["en"],), fonts))
    assert found.status is Status.ALTERED
    assert ids(found) == ["verify.no_signature"]


def test_a_root_with_the_same_name_is_not_trusted(signed: bytes) -> None:
    twin = make_root("Workshop Li 李 root", "Workshop Li 李", NOW).certificate
    found = verify_pdf(signed, (pem(twin),))
    assert found.status is Status.INTACT_UNTRUSTED
    assert ids(found) == ["verify.signer_unknown", "verify.same_name_other_root"]


def test_a_forger_with_the_same_names_is_not_trusted(
    passing: Record, words: dict[str, Catalogue], fonts: Path, root_pem: bytes
) -> None:
    root, key = make_root("Workshop Li 李 root", "Workshop Li 李", NOW), new_key()
    forger = Identity(make_bench(root, "Bench 3", "Workshop Li 李", key.public_key(), NOW), root.certificate, key)
    found = verify_pdf(make_report(passing, (words["en"],), forger, fonts, now=NOW), (root_pem,))
    assert found.status is Status.INTACT_UNTRUSTED
    assert "verify.same_name_other_root" in ids(found)


def report_by(
    issuer: Issuer, passing: Record, words: Catalogue, fonts: Path, when: datetime, years: int = 5
) -> tuple[bytes, Identity]:
    key = new_key()
    identity = Identity(make_bench(issuer, "Bench", "W", key.public_key(), NOW, years), issuer.certificate, key)
    return make_report(passing, (words,), identity, fonts, now=when), identity


def test_a_certificate_expired_at_signing_is_not_trusted(
    passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    root = make_root("R", "W", NOW)
    data, _ = report_by(root, passing, words["en"], fonts, NOW + timedelta(days=800), years=1)
    found = verify_pdf(data, (pem(root.certificate),))
    assert found.status is Status.INTACT_UNTRUSTED
    assert ids(found) == ["verify.expired"]


def test_a_certificate_that_expired_later_is_still_trusted(
    passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    root = make_root("R", "W", NOW)
    data, _ = report_by(root, passing, words["en"], fonts, NOW, years=1)
    assert verify_pdf(data, (pem(root.certificate),), now=NOW + timedelta(days=3000)).status is Status.INTACT_TRUSTED


@pytest.mark.parametrize(
    ("days", "reason", "status"),
    [
        (-1, x509.ReasonFlags.unspecified, Status.INTACT_UNTRUSTED),
        (+1, x509.ReasonFlags.superseded, Status.INTACT_TRUSTED),
        (+1, x509.ReasonFlags.key_compromise, Status.INTACT_UNTRUSTED),
    ],
)
def test_a_revoked_certificate_is_not_trusted(
    passing: Record, words: dict[str, Catalogue], fonts: Path, days: int, reason: x509.ReasonFlags, status: Status
) -> None:
    root = make_root("R", "W", NOW - timedelta(days=10))
    data, identity = report_by(root, passing, words["en"], fonts, NOW)
    entry = revoked_entry(identity.certificate.serial_number, NOW + timedelta(days=days), reason)
    revoked = make_revocations(root, [entry], 1, NOW + timedelta(days=2)).public_bytes(Encoding.PEM)
    assert verify_pdf(data, (pem(root.certificate) + revoked,)).status is status
    assert verify_pdf(data, (pem(root.certificate), revoked + pem(root.certificate))).status is status
    assert verify_pdf(data, (pem(root.certificate),)).status is Status.INTACT_TRUSTED


def test_a_revocation_list_of_a_stranger_counts_for_nothing(
    passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    root, stranger = make_root("R", "W", NOW), make_root("R", "W", NOW)
    data, identity = report_by(root, passing, words["en"], fonts, NOW)
    entry = revoked_entry(identity.certificate.serial_number, NOW, x509.ReasonFlags.key_compromise)
    revoked = make_revocations(stranger, [entry], 1, NOW).public_bytes(Encoding.PEM)
    assert verify_pdf(data, (pem(root.certificate) + revoked,)).status is Status.INTACT_TRUSTED


def test_a_claimed_time_in_the_future_is_not_trusted(signed: bytes, root_pem: bytes) -> None:
    found = verify_pdf(signed, (root_pem,), now=NOW - timedelta(days=30))
    assert found.status is Status.INTACT_UNTRUSTED
    assert "verify.time_in_future" in ids(found)


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"%PDF-1.7\n", b"PK\x03\x04" + b"x" * 500, "检测报告".encode()])
def test_what_is_no_report_is_not_ours(data: bytes) -> None:
    found = verify_pdf(data)
    assert found.status is Status.NOT_OURS
    assert found.status.exit_code == 4


def a_strangers_pdf() -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(300, 300)
    document.save(out)
    return out.getvalue()


def test_another_programs_pdf_is_not_ours_signed_or_not(identity: Identity, root_pem: bytes) -> None:
    plain = a_strangers_pdf()
    assert verify_pdf(plain, (root_pem,)).status is Status.NOT_OURS
    assert verify_pdf(sign_pdf(plain, identity, now=NOW, reason="x"), (root_pem,)).status is Status.NOT_OURS


def test_a_record_that_is_not_the_pages_own_is_noticed(
    passing: Record, samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    page = build_model(samples.failing(), (words["en"],), identity.signer())
    mixed = sign_pdf(render_pdf(page, to_json(passing), fonts), identity, now=NOW, reason="x")
    found = verify_pdf(mixed, (root_pem,))
    assert found.status is Status.ALTERED
    assert ids(found) == ["verify.record_differs"]


def test_a_demonstration_says_so(passing: Record, words: dict[str, Catalogue], fonts: Path) -> None:
    data = make_report(passing, (words["en"],), demonstration(NOW), fonts, now=NOW)
    found = verify_pdf(data)
    assert found.record is not None
    assert found.record.demonstration
    assert "verify.demonstration" in [note.id for note in found.notes]
    assert "demonstration" in found.organisation


def test_the_summary_tells_the_digest_of_the_attached_record(signed: bytes, passing: Record) -> None:
    found = verify_pdf(signed)
    assert found.record is not None
    assert found.record.sha256 == hashlib.sha256(to_json(passing)).hexdigest()
    assert found.record.id == passing.id


def test_a_unit_that_imitates_a_signature_in_its_own_text_changes_nothing(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    record = samples.hostile()
    unit = replace(
        record.unit, maker="/ByteRange [0 100 200 300]", model="/ByteRange [0 1 2 3] /Contents <00>", serial=""
    )
    keys = tuple(replace(key, key="/ByteRange [0 9 9 9]") for key in record.keys)
    data = make_report(replace(record, unit=unit, keys=keys), (words["en"],), identity, fonts, now=NOW)
    assert data.count(b"/ByteRange") > 1
    assert verify_pdf(data, (root_pem,)).status is Status.INTACT_TRUSTED


def test_a_verifier_that_cannot_work_says_so_instead_of_blaming_the_file(signed: bytes) -> None:
    async def inside() -> None:
        verify_pdf(signed)

    with pytest.raises(RuntimeError):
        asyncio.run(inside())


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed")
def test_an_ordinary_reader_calls_it_valid_and_wholly_signed(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    path.write_bytes(signed.replace(b"/P 1\n", b"/P 2\n"))
    assert (
        "Signature is Valid"
        not in subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    )
