"""A time stamp is proven to the last byte, believed where its maker is known, and never worth a report that is not written."""

import hashlib
import socket
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from checks.console.verified import verification_lines
from checks.measurement import Message
from checks.record import Record
from checks.report.publish import make_report
from checks.report.signing.envelope import open_envelope
from checks.report.signing.identity import Identity
from checks.report.signing.sign import Signed, sign_wished
from checks.report.signing.stamp import open_token, take_token
from checks.report.signing.stamp_server import NoStamp, StampServer, ask
from checks.report.signing.trust import TrustError
from checks.report.signing.verify import Status, verify_pdf
from checks.report.stamps import Stamps, trouble_with
from checks.words import Catalogue
from tests.tampering import Ground, changed_der, changed_gap
from tests.time_stamps import Answer, Authority, serving

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
DIGEST = hashlib.sha256(b"x").digest()


@pytest.fixture(scope="module")
def ground(passing: Record, samples: object, words: dict[str, Catalogue], fonts: Path) -> Ground:
    return Ground(passing, samples.failing(), (words["zh_CN"], words["en"]), fonts)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.made(NOW)


def told(answer: Answer, status: int = 200) -> str:
    """Why there is no stamp."""
    with serving(answer, status) as url, pytest.raises(NoStamp) as caught:
        ask(StampServer(url), DIGEST)
    return caught.value.message.id


def test_a_report_with_a_stamp_tells_the_stamped_time_where_its_maker_is_known(ground: Ground) -> None:
    stranger = verify_pdf(ground.stamped, (ground.root,))
    assert stranger.status is Status.INTACT_TRUSTED
    assert stranger.stamp is not None
    assert not stranger.stamp.known
    assert [note.id for note in stranger.notes] == ["verify.time_claimed", "verify.stamp_unknown"]
    assert stranger.signed_at == NOW.isoformat()
    known = verify_pdf(ground.stamped, (ground.root, ground.authority.root))
    assert known.stamp is not None
    assert (known.stamp.known, known.stamp.maker, known.stamp.issuer) == (True, "Stamps", "Stamps root")
    assert [note.id for note in known.notes] == ["verify.time_stamped"]
    assert known.signed_at == known.stamp.at == "2026-11-22T08:21:30+00:00"


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_openssl_stamps_over_http_and_other_readers_still_say_valid(kind: str, ground: Ground, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    authority = Authority.made(now, kind)  # type: ignore[arg-type]
    with serving(authority.by_openssl(tmp_path)) as url:
        signed = sign_wished(ground.unsigned, ground.identity, now=now, reason="report", server=StampServer(url))
    assert signed.unstamped is None
    found = verify_pdf(signed.data, (ground.root, authority.root))
    assert found.stamp is not None
    assert found.stamp.known
    path = tmp_path / "report.pdf"
    path.write_bytes(signed.data)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "\n  - Total document signed" in said
    block = open_envelope(signed.data).block
    (tmp_path / "stamp.der").write_bytes(block.stamp)
    (tmp_path / "value").write_bytes(block.signature)
    (tmp_path / "root.pem").write_bytes(authority.root)
    command = ["openssl", "ts", "-verify", "-data", "value", "-in", "stamp.der", "-token_in", "-CAfile", "root.pem"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in answer.stdout, answer.stderr
    for data in islice(changed_der(signed.data, 97), 40):
        assert verify_pdf(data, (ground.root, authority.root)).status is Status.ALTERED


def test_no_byte_of_a_stamped_signature_can_be_another(ground: Ground) -> None:
    trust = (ground.root, ground.authority.root)
    for data in (*changed_der(ground.stamped, 41), *changed_gap(ground.stamped, 211)):
        assert verify_pdf(data, trust).status is Status.ALTERED


def test_no_byte_of_a_token_can_be_another_but_in_what_stands_above_its_maker(ground: Ground) -> None:
    """The certificate of the maker's issuer is proven by nobody in the token: the bench's seal holds it."""
    token = open_envelope(ground.stamped).block.stamp
    above = token.index(take_token(token).path[1])
    for place in (*range(0, above, 5), *range(above + len(take_token(token).path[1]), len(token), 5)):
        with pytest.raises((ValueError, TypeError, IndexError)):
            open_token(take_token(token[:place] + bytes([token[place] ^ 0x21]) + token[place + 1 :]))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _: b"", "stamp.rubbish"),
        (lambda _: b"<html>portal</html>", "stamp.rubbish"),
        (lambda _: bytes(300_000), "stamp.rubbish"),
        (lambda _: bytes.fromhex("30053003020102"), "stamp.refused"),
        (lambda question: question, "stamp.rubbish"),
    ],
)
def test_rubbish_is_no_stamp(answer: Answer, reason: str) -> None:
    assert told(answer) == reason


def test_an_answer_to_another_question_is_no_stamp(authority: Authority) -> None:
    real = authority.at(NOW)

    def with_(**changed: object) -> Answer:
        def answer(question: bytes) -> bytes:
            asked = tsp.TimeStampReq.load(question)
            for name, value in changed.items():
                asked[name] = value
            return real(asked.dump())

        return answer

    assert told(with_(nonce=12345)) == "stamp.another"
    other = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    assert told(with_(message_imprint=other)) == "stamp.another"
    assert told(real, 500) == "stamp.http"


@pytest.mark.parametrize(
    "wrong",
    [
        {"critical": False},
        {"purpose": ExtendedKeyUsageOID.CODE_SIGNING},
        {"days": 0},
    ],
)
def test_a_certificate_that_is_not_for_stamps_then_makes_none(wrong: dict[str, object]) -> None:
    authority = Authority.made(NOW, **wrong)  # type: ignore[arg-type]
    assert told(authority.at(NOW + timedelta(hours=1))) == "stamp.rubbish"


def test_a_server_that_is_away_or_silent_costs_the_stamp_and_not_the_report(ground: Ground) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        silent = signed_by(ground, StampServer(url, limit_s=0.2))
    assert silent.unstamped is not None
    assert silent.unstamped.id == "stamp.slow"
    away = signed_by(ground, StampServer(url))
    assert away.unstamped is not None
    assert away.unstamped.id == "stamp.away"
    for signed in (silent, away):
        found = verify_pdf(signed.data, (ground.root,))
        assert (found.status, found.stamp) == (Status.INTACT_TRUSTED, None)


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(ground: Ground) -> None:
    ended = threading.Event()

    def drip(server: socket.socket) -> None:
        line, _ = server.accept()
        with line:
            while not ended.wait(0.05):
                try:
                    line.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        with pytest.raises(NoStamp) as caught:
            ask(StampServer(f"http://127.0.0.1:{server.getsockname()[1]}", limit_s=0.3), DIGEST)
        ended.set()
        thread.join()
    assert caught.value.message.id == "stamp.slow"


def signed_by(ground: Ground, server: StampServer) -> Signed:
    return sign_wished(ground.unsigned, ground.identity, now=NOW, reason="report", server=server)


def test_a_report_is_written_without_its_stamp_and_why_is_told(
    passing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    missing: list[Message] = []
    with serving(lambda _: b"portal") as url:
        data = make_report(passing, (words["en"],), identity, fonts, now=NOW, stamps=Stamps(url, missing.append))
    assert verify_pdf(data, (root_pem,)).status is Status.INTACT_TRUSTED
    assert [reason.id for reason in missing] == ["stamp.rubbish"]
    assert all(spoken.say(missing[0]) for spoken in words.values())


def test_nobody_is_asked_unless_a_server_is_set(
    passing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    make_report(passing, (words["en"],), identity, fonts, now=NOW)


@pytest.mark.parametrize(
    "bad", ["", "stamps", "file:///etc/passwd", "http://", "http://a:b@c", "http://c:0", "http://c/\n"]
)
def test_what_is_no_url_of_a_server_is_told(bad: str) -> None:
    assert trouble_with(bad) is not None
    assert trouble_with("https://stamps.example:8443/tsr?x=1") is None


def test_a_stamp_of_a_revoked_maker_is_not_believed(ground: Ground) -> None:
    authority = ground.authority
    listed = authority.revoked(NOW).public_bytes(Encoding.PEM)
    found = verify_pdf(ground.stamped, (ground.root, authority.root + listed))
    assert found.stamp is not None
    assert not found.stamp.known
    assert [note.id for note in found.notes] == ["verify.time_claimed", "verify.stamp_revoked"]


def test_a_makers_name_cannot_act_on_the_terminal(ground: Ground, words: dict[str, Catalogue]) -> None:
    authority = Authority.made(NOW, name="Evil\x1b[2J\n\u202eX")
    with serving(authority.at(NOW)) as url:
        signed = signed_by(ground, StampServer(url))
    for trust in ((ground.root,), (ground.root, authority.root)):
        lines = verification_lines("r.pdf", verify_pdf(signed.data, trust), words["en"])
        assert any("Evil[2J X" in line for line in lines)
        assert not set("\x1b\n\u202e") & set("".join(lines))


def test_a_workshop_is_no_witness_for_itself(ground: Ground) -> None:
    own = Authority.under(ground.issuer.certificate, ground.issuer.key, NOW)
    with serving(own.at(NOW - timedelta(hours=5))) as url:
        signed = signed_by(ground, StampServer(url))
    assert signed.unstamped is None
    found = verify_pdf(signed.data, (ground.root,))
    assert found.stamp is not None
    assert (found.status, found.stamp.known, found.signed_at) == (Status.INTACT_TRUSTED, False, NOW.isoformat())
    named = verify_pdf(signed.data, (ground.root, own.maker.public_bytes(Encoding.PEM)))
    assert named.stamp is not None
    assert named.stamp.known, "whoever names the maker itself knows what it is"
    assert [note.id for note in named.notes] == ["verify.time_stamped", "verify.stamp_apart"]


def test_a_block_with_a_stamp_and_no_seal_is_altered(ground: Ground) -> None:
    envelope = open_envelope(ground.stamped)
    for seal in (b"", envelope.block.signature):
        block = replace(envelope.block, seal=seal).encoded()
        data = ground.with_block(ground.stamped, block)
        assert verify_pdf(data, (ground.root,)).status is Status.ALTERED


def test_a_trusted_key_of_a_kind_nobody_here_can_use_is_held_against_nobody(ground: Ground) -> None:
    """Such as SM2: it had made every stamped report *altered* for a reader who trusted it, too. Found by fuzzing."""
    usual, other = bytes.fromhex("06082A8648CE3D030107"), bytes.fromhex("06082A8648CE3D030102")
    der = ground.issuer.certificate.public_bytes(Encoding.DER)
    assert usual in der
    strange = der.replace(usual, other)
    found = verify_pdf(ground.stamped, (ground.root, ground.authority.root, strange))
    assert found.status is Status.INTACT_TRUSTED
    with pytest.raises(TrustError):
        verify_pdf(ground.stamped, (strange,))
