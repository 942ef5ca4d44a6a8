"""A technician signs with a key of their own under the workshop's root, and page and verifier say in which role."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.console.verified import verification_facts, verification_lines
from checks.record import Record
from checks.report.page_text import page_texts
from checks.report.publish import make_report
from checks.report.signing import identity as ids
from checks.report.signing.errors import IdentityExists, IdentityUnusable, NoIdentity, NoTechnician, WrongPassphrase
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
SECRET, OWN = b"the bench's and the root's", b"Li Na's own"
NAME = "Li Na 李娜"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "identity"
    ids.create(folder, SECRET, workshop="Workshop Li", bench="Bench 1", now=NOW)
    return folder


def added(folder: Path, name: str = NAME) -> ids.Identity:
    return ids.add_technician(folder, OWN, name=name, now=NOW, root_passphrase=SECRET)


def test_a_technician_signs_and_the_page_and_the_verifier_say_so(
    folder: Path, passing: Record, words: dict[str, Catalogue], fonts: Path
) -> None:
    added(folder)
    person = ids.open_identity(folder, OWN, now=NOW, technician=NAME)
    bench = ids.open_identity(folder, SECRET, now=NOW)
    for who, technician, role in ((person, True, "technician"), (bench, False, "bench")):
        data = make_report(passing, (words["en"],), who, fonts, now=NOW)
        found = verify_pdf(data, (ids.export(folder),), words=(words["en"],))
        assert found.status is Status.INTACT_TRUSTED
        assert found.technician is technician
        facts = verification_facts("r.pdf", found, words["en"])
        assert facts["role"] == role
        name = NAME if technician else "Bench 1"
        assert f"  {role}: {name} (Workshop Li)" in verification_lines("r.pdf", found, words["en"])
        text = " ".join("".join(page_texts(data)).split())
        assert f"{name}, Workshop Li · {role}" in text


def test_each_has_their_own_passphrase(folder: Path) -> None:
    added(folder)
    with pytest.raises(WrongPassphrase):
        ids.open_identity(folder, SECRET, now=NOW, technician=NAME)
    with pytest.raises(WrongPassphrase):
        ids.open_identity(folder, OWN, now=NOW)
    with pytest.raises(WrongPassphrase):
        ids.add_technician(folder, OWN, name="Wang", now=NOW, root_passphrase=OWN)
    assert ids.names(folder) == (NAME,)


def test_a_name_is_taken_once_and_a_stranger_is_told_who_is_known(folder: Path) -> None:
    added(folder)
    with pytest.raises(IdentityExists):
        added(folder, "  li  na 李娜 ")
    with pytest.raises(NoTechnician) as caught:
        ids.open_identity(folder, OWN, now=NOW, technician="Wang")
    assert dict(caught.value.message.args) == {"name": "Wang", "known": NAME}
    for wrong in ("", "   "):
        with pytest.raises(IdentityUnusable):
            added(folder, wrong)
    long = "x" * 80
    added(folder, long)
    assert ids.open_identity(folder, OWN, now=NOW, technician=ids.names(folder)[-1]).certificate
    with pytest.raises(IdentityExists):
        added(folder, long)


def test_without_a_root_there_are_no_technicians(tmp_path: Path) -> None:
    with pytest.raises(NoIdentity):
        added(tmp_path / "none")
    assert ids.names(tmp_path / "none") == ()


def test_a_technician_is_renewed_and_revoked_apart_from_the_bench(folder: Path) -> None:
    first = added(folder)
    again = ids.renew(folder, OWN, now=NOW, technician=NAME, root_passphrase=SECRET)
    assert again.certificate.subject == first.certificate.subject
    assert again.certificate != first.certificate
    assert ids.open_identity(folder, SECRET, now=NOW)
    ids.revoke(folder, SECRET, now=NOW, reason=ids.Reason.OUT_OF_USE, technician=NAME)
    with pytest.raises(IdentityUnusable) as caught:
        ids.open_identity(folder, OWN, now=NOW + timedelta(days=1), technician=NAME)
    assert caught.value.message.id == "identity.revoked"
    assert ids.names(folder) == ()
    (facts,) = ids.show(folder).technicians
    assert (facts.name, facts.revoked) == (NAME, NOW)
    assert ids.show(folder).bench.revoked is None


def test_files_of_a_technician_are_for_the_owner_only_and_tell_no_name(folder: Path) -> None:
    added(folder, "../../etc/passwd")
    assert ids.names(folder) == ("../../etc/passwd",)
    files = [path for path in folder.iterdir() if path.name.startswith("technician-")]
    assert sorted(path.suffix for path in files) == [".p12", ".pem"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert ids.export(folder, "../../etc/passwd").startswith(b"-----BEGIN CERTIFICATE-----")
