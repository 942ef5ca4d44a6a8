"""Folders of reports: which files, what is said of them together, and the list of answers."""

import csv
import errno
import io
import os
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.console.signing_desk import verify_file
from checks.console.verified import verification_lines
from checks.measurement import message
from checks.record import Record
from checks.report.publish import make_report
from checks.report.several import (
    Answer,
    NoReports,
    NoTable,
    Told,
    answer_of,
    as_file,
    reports_in,
    summary,
    table_of,
    told_of,
)
from checks.report.signing.certificates import make_bench, make_root, new_key
from checks.report.signing.identity import Identity
from checks.report.signing.verify import Status, Verification, verify_pdf
from checks.tables import rows_of
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


def test_a_folder_stands_for_every_pdf_below_it_each_once(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/2.PDF", "a/1.pdf", "notes.txt", "a/x.pdf.bak"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = reports_in((tmp_path / "b.pdf", tmp_path, tmp_path / "gone.txt"))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["b.pdf", "a/1.pdf", "a/2.PDF", "gone.txt"]


def test_what_cannot_be_looked_at_is_answered_as_unread_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that nobody may read may hold an altered report: to leave it out would be to call it intact."""
    closed, long = tmp_path / "closed", tmp_path / ("x" * 5_000)
    closed.mkdir()
    (tmp_path / "a.pdf").write_bytes(b"x")
    look = os.scandir

    def refusing(place: str | Path) -> object:
        if Path(place) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return look(place)

    monkeypatch.setattr(os, "scandir", refusing)
    assert reports_in((tmp_path, long)) == (tmp_path / "a.pdf", closed, long)
    assert [verify_file(str(path), ()).status for path in (closed, long)] == [Status.NOT_OURS] * 2


def test_a_folder_without_reports_is_said_in_words(tmp_path: Path, words: dict[str, Catalogue]) -> None:
    with pytest.raises(NoReports) as caught:
        reports_in((tmp_path,))
    assert str(tmp_path) in words["en"].say(caught.value.message)


@pytest.mark.parametrize(
    ("reasons", "answer"),
    [
        (("verify.revoked",), Answer.REVOKED),
        (("verify.expired",), Answer.EXPIRED),
        (("verify.time_in_future",), Answer.FUTURE),
        (("verify.signer_unknown", "verify.expired"), Answer.UNKNOWN_SIGNER),
        (("verify.no_trust_given",), Answer.UNKNOWN_SIGNER),
    ],
)
def test_a_strangers_dates_prove_nothing(reasons: tuple[str, ...], answer: Answer) -> None:
    found = Verification(Status.INTACT_UNTRUSTED, tuple(message(name) for name in reasons))
    assert answer_of(found) is answer


@pytest.fixture(scope="module")
def answers(signed: bytes, root_pem: bytes, words: dict[str, Catalogue]) -> list[Told]:
    spoken = tuple(words.values())
    good = verify_pdf(signed, (root_pem,), words=spoken)
    assert good.record is not None
    formula = replace(good, record=replace(good.record, serial="=1+1"))
    bad = verify_pdf(signed[:-9], (root_pem,))
    return [told_of(path, found) for path, found in (("a.pdf", good), ("b.pdf", bad), ("c.pdf", formula))]


def test_the_counts_are_said_in_one_line(answers: list[Told], words: dict[str, Catalogue]) -> None:
    given = Counter(told.answer for told in answers)
    assert summary(given, words["en"]) == "3 files: 2 × intact, 1 × altered"
    assert summary(given, words["zh_CN"]) == "共 3 份文件：完好 2 份、已被改动 1 份"


def test_the_list_holds_what_is_needed_to_find_the_paper(
    answers: list[Told], words: dict[str, Catalogue], tmp_path: Path
) -> None:
    head, good, bad, _ = table_of(answers, words["en"])
    first = dict(zip(head, good, strict=True))
    assert (first["Answer"], first["Serial number"], first["Verdict"]) == ("intact", "8000211904178", "PASS")
    assert first["Signer"] == "Bench 3"
    assert dict(zip(head, bad, strict=True))["Why"] == "The signature does not cover the whole file."
    rows = list(csv.reader(io.StringIO(as_file(answers, words["en"], "out.CSV").decode("utf-8-sig"))))
    assert rows[3][head.index("Serial number")] == "'=1+1"
    path = tmp_path / "out.xlsx"
    path.write_bytes(as_file(answers, words["zh_CN"], path.name))
    assert rows_of(path.read_bytes())[1][1] == "完好"


def test_a_list_of_another_kind_is_refused(answers: list[Told], words: dict[str, Catalogue]) -> None:
    with pytest.raises(NoTable):
        as_file(answers, words["en"], "list.pdf")


def test_a_folder_nobody_may_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/1.pdf").write_bytes(b"")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    try:
        assert [path.name for path in reports_in((tmp_path,))] == ["1.pdf"]
    finally:
        closed.chmod(0o700)
        shutil.rmtree(closed)


def test_names_in_a_strangers_certificate_cannot_act_on_terminal_or_list(
    words: dict[str, Catalogue], fonts: Path, passing: Record
) -> None:
    evil = "Bench\x1b[2J\n\u202eX"
    root, key = make_root(evil, evil, NOW), new_key()
    stranger = Identity(make_bench(root, evil, evil, key.public_key(), NOW, 1), root.certificate, key)
    data = make_report(passing, (words["en"],), stranger, fonts, now=NOW + timedelta(days=900))
    found = verify_pdf(data, (stranger.root_pem(),), words=(words["en"],))
    assert [reason.id for reason in found.reasons] == ["verify.expired"]
    lines = verification_lines("r.pdf", found, words["en"])
    row = table_of([told_of("r.pdf", found)], words["en"])[1]
    assert not re.search("[\x00-\x1f\u202e]", "".join(lines) + "".join(map(str, row)))
    assert any("Bench[2J X" in line for line in lines)
