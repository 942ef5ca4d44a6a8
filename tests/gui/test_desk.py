"""Who signs a report of the window, on which paper, and what is said where its time stamp is missing."""

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

import app
from checks.report.signing import identity
from checks.report.signing.contents import Kind
from checks.report.signing.verify import verify_pdf
from gui.ports import Preferences, SigningNeed
from gui.wiring import Desk
from tests.checks.report import samples
from tests.time_stamps import Authority, serving

BENCH, OWN = "the bench's passphrase", "Li Na's own passphrase"


@pytest.fixture
def desk() -> Desk:
    parts = app.make_parts()
    folder = parts.home.folder("identity")
    now = datetime.now(UTC)
    identity.create(folder, BENCH.encode(), workshop="W", bench="B", now=now)
    identity.add_technician(folder, OWN.encode(), name="Li Na", now=now, root_passphrase=BENCH.encode())
    return Desk(parts, lambda event: None)


def test_whoever_is_chosen_signs_with_their_own_passphrase(desk: Desk, tmp_path: Path) -> None:
    assert desk.signers() == ("Li Na",)
    desk.prefer(Preferences(signer="Li Na", paper="letter"))
    assert desk.need() is SigningNeed.PASSPHRASE
    path = tmp_path / "r.pdf"
    for language, sentence in (("en", "passphrase"), ("zh_CN", "\u53e3\u4ee4")):
        with pytest.raises(RuntimeError) as caught:
            desk.publish(samples.passing(), (language,), path, BENCH)
        assert sentence in str(caught.value)
        assert "identity." not in str(caught.value)
    desk.publish(samples.passing(), ("en",), path, OWN)
    assert desk.need() is SigningNeed.NOTHING
    told = desk.verify(path).told
    assert told is not None
    assert (told.signer, told.technician, told.stamp) == ("Li Na", True, "")
    document = pypdfium2.PdfDocument(path)
    assert document[0].get_size() == pytest.approx((612, 792))
    document.close()
    desk.prefer(Preferences())
    assert desk.need() is SigningNeed.PASSPHRASE, "the bench is somebody else"
    desk.close()


def test_the_merchants_page_is_signed_without_another_passphrase_and_names_the_report(
    desk: Desk, tmp_path: Path
) -> None:
    record, report, page = samples.passing(), tmp_path / "r.pdf", tmp_path / "m.pdf"
    desk.publish(record, ("en",), report, BENCH)
    assert desk.hand_out(record, "zh_CN", page) == page
    told = desk.verify(page).told
    assert told is not None
    assert told.signer == "B"
    root = identity.export(app.make_parts().home.folder("identity"))
    found, whole = (verify_pdf(path.read_bytes(), (root,)) for path in (page, report))
    assert found.handout is not None
    assert whole.record is not None
    assert (found.kind, found.handout.inspection, found.status) == (Kind.HANDOUT, record.id, whole.status)
    assert found.handout.record_sha256 == whole.record.sha256
    desk.close()


def test_a_stamp_is_told_and_a_missing_one_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    with serving(lambda question: b"portal") as url:
        desk.prefer(Preferences(time_stamp=url))
        desk.publish(samples.passing(), ("en",), path, BENCH)
    details = [message.id for message in desk.verify(path).details]
    assert details[1:3] == ["stamp.rubbish", "stamp.none"]
    now = datetime.now(UTC)
    with serving(Authority.made(now).at(now)) as url:
        desk.prefer(Preferences(time_stamp=url))
        desk.publish(samples.passing(), ("en",), path)
    details = [message.id for message in desk.verify(path).details]
    assert "stamp.none" not in details
    assert "verify.stamp_unknown" in details
    desk.close()
