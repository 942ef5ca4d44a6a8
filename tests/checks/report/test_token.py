"""A bench whose key is on a token: made and used there, never read; what the token refuses is said in words."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from checks.record import Record
from checks.report.publish import make_report
from checks.report.signing import identity as ids
from checks.report.signing.certificates import is_low
from checks.report.signing.envelope import open_envelope
from checks.report.signing.errors import IdentityExists, IdentityUnusable, WrongPassphrase
from checks.report.signing.token import Place, TokenKey
from checks.report.signing.verify import Status, verify_pdf
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
PIN, ROOT_SECRET = b"123456", b"a root's own passphrase"
LIBRARIES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)
LIBRARY = next((path for path in LIBRARIES if path.exists()), None)
pkcs11 = pytest.importorskip("pkcs11")
pytestmark = pytest.mark.skipif(
    LIBRARY is None or shutil.which("softhsm2-util") is None, reason="SoftHSM (softhsm2) is not installed"
)


@dataclass
class Bench:
    """An identity's folder and the tokens beside it."""

    folder: Path
    place: Place
    other: Place
    tokens: Path
    took_s: float


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One for all: the library reads its surroundings once in a process."""
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    (home / "conf").write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(home / "conf")
    for label in ("bench 3", "other"):
        subprocess.run(
            [
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--pin",
                PIN.decode(),
                "--so-pin",
                "87654321",
            ],
            check=True,
            capture_output=True,
        )
    place = Place.named(f"{LIBRARY}:bench 3")
    began = time.perf_counter()
    made = Bench(home / "identity", place, Place(str(LIBRARY), "other"), home / "tokens", 0.0)
    ids.create(
        made.folder, PIN, workshop="Workshop Li", bench="Bench 3", now=NOW, token=place, root_passphrase=ROOT_SECRET
    )
    made.took_s = time.perf_counter() - began
    yield made
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def test_a_report_signed_on_the_token_is_intact_under_the_root(
    bench: Bench, passing: Record, words: dict[str, Catalogue], fonts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.perf_counter()
    identity = ids.open_identity(bench.folder, PIN, now=NOW)
    opened = time.perf_counter() - began
    data = make_report(passing, (words["en"],), identity, fonts, now=NOW)
    found = verify_pdf(data, (identity.root_pem(),), words=tuple(words.values()))
    assert found.status is Status.INTACT_TRUSTED
    assert is_low(open_envelope(data).block.signature)
    began = time.perf_counter()
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    for _ in range(50):
        identity.key.sign(b"x", ec.ECDSA(hashes.SHA256()))
    each = (time.perf_counter() - began) / 50
    with capsys.disabled():
        print(f"\ntoken: create {bench.took_s * 1e3:.0f} ms, open {opened * 1e3:.0f} ms, sign {each * 1e3:.1f} ms")


def test_the_key_never_leaves_the_token(bench: Bench) -> None:
    assert sorted(path.name for path in bench.folder.iterdir()) == ["bench.pem", "root.p12", "root.pem", "token.json"]
    place = Place.from_json((bench.folder / "token.json").read_bytes())
    token = pkcs11.lib(place.library).get_token(token_label=place.label)
    with token.open(user_pin=PIN.decode()) as session:
        (key,) = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        assert key[pkcs11.Attribute.SENSITIVE]
        assert not key[pkcs11.Attribute.EXTRACTABLE]
        assert key[pkcs11.Attribute.NEVER_EXTRACTABLE]
        with pytest.raises(pkcs11.AttributeSensitive):
            key[pkcs11.Attribute.VALUE]
    assert repr(TokenKey(place, PIN)).count("123456") == 0


def test_the_facts_say_where_the_key_is(bench: Bench) -> None:
    assert ids.exists(bench.folder)
    assert ids.show(bench.folder).token == "bench 3"
    with pytest.raises(IdentityExists):
        ids.create(bench.folder, PIN, workshop="W", bench="B", now=NOW)


@pytest.mark.parametrize("pin", [b"", b"000000", b"\xff\xff", b"1" * 300])
def test_a_wrong_pin_is_told_as_such(bench: Bench, pin: bytes) -> None:
    with pytest.raises(WrongPassphrase):
        ids.open_identity(bench.folder, pin, now=NOW)


def copied(bench: Bench, folder: Path, place: Place) -> Path:
    shutil.copytree(bench.folder, folder)
    (folder / "token.json").write_bytes(place.to_json())
    return folder


def test_a_token_without_this_benchs_key_cannot_sign_for_it(bench: Bench, tmp_path: Path) -> None:
    place = Place.from_json((bench.folder / "token.json").read_bytes())
    strange = copied(bench, tmp_path / "a", Place(place.library, "other", place.key))
    with pytest.raises(IdentityUnusable, match="no_key"):
        ids.open_identity(strange, PIN, now=NOW)
    from checks.report.signing.token import make_key

    swapped, _ = make_key(bench.other, PIN)
    with pytest.raises(IdentityUnusable, match="no_key"):
        ids.open_identity(copied(bench, tmp_path / "b", swapped.place), PIN, now=NOW)


@pytest.mark.parametrize(
    ("library", "label", "why"),
    [("/nowhere.so", "bench 3", "no_file"), (str(LIBRARY), "gone", "absent"), (__file__, "bench 3", "failed")],
)
def test_a_token_that_is_not_there_is_said(bench: Bench, tmp_path: Path, library: str, label: str, why: str) -> None:
    with pytest.raises(IdentityUnusable, match=why):
        ids.open_identity(copied(bench, tmp_path / "i", Place(library, label, "00")), PIN, now=NOW)


def test_a_token_that_refuses_leaves_no_half_identity(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        ids.create(tmp_path / "new", b"000000", workshop="W", bench="B", now=NOW, token=bench.other)
    assert not ids.exists(tmp_path / "new")
    ids.create(tmp_path / "new", PIN, workshop="W", bench="B", now=NOW, token=bench.other)


def test_a_renewal_makes_another_key_on_the_same_token(bench: Bench, tmp_path: Path) -> None:
    folder = copied(bench, tmp_path / "i", Place.from_json((bench.folder / "token.json").read_bytes()))
    with pytest.raises(WrongPassphrase):
        ids.renew(folder, PIN, now=NOW)  # the root has a passphrase of its own
    first = ids.open_identity(folder, PIN, now=NOW).certificate.public_bytes(Encoding.DER)
    ids.renew(folder, PIN, now=NOW, root_passphrase=ROOT_SECRET)
    again = ids.open_identity(folder, PIN, now=NOW)
    assert again.certificate.public_bytes(Encoding.DER) != first
    assert again.certificate.subject == ids.open_identity(bench.folder, PIN, now=NOW).certificate.subject


def test_a_damaged_note_of_the_place_is_told(bench: Bench, tmp_path: Path) -> None:
    folder = copied(bench, tmp_path / "i", bench.place)
    for data in (
        b"",
        b"[]",
        b'{"library": 1, "label": "", "key": ""}',
        f'{{"library": "{LIBRARY}", "label": "other", "key": "z"}}'.encode(),
    ):
        (folder / "token.json").write_bytes(data)
        with pytest.raises(IdentityUnusable):
            ids.open_identity(folder, PIN, now=NOW)


@pytest.mark.parametrize("text", ["", "library.so", "library.so:", ":label"])
def test_a_place_is_named_by_library_and_label(text: str) -> None:
    with pytest.raises(IdentityUnusable):
        Place.named(text)
    assert Place.named(r"C:\token\lib.dll:bench 3") == Place(r"C:\token\lib.dll", "bench 3")


def test_a_technician_signs_with_a_key_on_a_token_of_their_own(bench: Bench, tmp_path: Path) -> None:
    folder, root = tmp_path / "identity", ROOT_SECRET
    ids.create(folder, root, workshop="W", bench="B", now=NOW)
    person = ids.add_technician(folder, PIN, name="Li Na", now=NOW, root_passphrase=root, token=bench.other)
    again = ids.open_identity(folder, PIN, now=NOW, technician="Li Na")
    assert again.certificate == person.certificate
    assert isinstance(again.key, TokenKey)
    assert again.signer().technician
    assert sorted(path.suffix for path in folder.glob("technician-*")) == [".json", ".pem"]
    assert not isinstance(ids.open_identity(folder, root, now=NOW).key, TokenKey), (
        "the bench's key is still in its file"
    )
    renewed = ids.renew(folder, PIN, now=NOW, technician="Li Na", root_passphrase=root)
    assert renewed.certificate.public_key() != person.certificate.public_key()
