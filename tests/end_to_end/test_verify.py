"""``verify`` as people call it: files and folders, a line of counts, a list on disk, and the exit code of the worst."""

import csv
import io
import json
from pathlib import Path

import pytest

import app
from tests.tampering import Ground, ground, updated


@pytest.fixture(scope="module")
def made() -> Ground:
    return ground()


@pytest.fixture
def folder(made: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSBENCH_HOME", str(tmp_path / "home"))
    (tmp_path / "in" / "old").mkdir(parents=True)
    (tmp_path / "in" / "a.pdf").write_bytes(made.signed)
    (tmp_path / "in" / "old" / "b.PDF").write_bytes(made.signed)
    (tmp_path / "in" / "notes.txt").write_text("no report")
    (tmp_path / "root.pem").write_bytes(made.root)
    return tmp_path


def verify(folder: Path, *more: str) -> int:
    return app.run(["--lang", "en", "verify", str(folder / "in"), "--trust", str(folder / "root.pem"), *more])


def test_a_folder_is_answered_as_its_worst_file(folder: Path, made: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 files: 2 × intact"
    (folder / "in" / "c.pdf").write_bytes(b"%PDF-1.7 a letter")
    assert verify(folder) == 4
    (folder / "in" / "d.pdf").write_bytes(updated(made.signed, "annotation"))
    assert verify(folder, "--table", str(folder / "list.csv")) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "4 files: 2 × intact, 1 × altered, 1 × not ours"
    rows = list(csv.reader(io.StringIO((folder / "list.csv").read_text("utf-8-sig"))))
    assert [Path(row[0]).name for row in rows[1:]] == ["a.pdf", "c.pdf", "d.pdf", "b.PDF"]


def test_programs_are_told_what_was_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first["answer"] == second["answer"] == "intact"
    facts = {fact["fact"]: fact for fact in first["page"] if "check" not in fact}
    assert facts["verdict"] == {"fact": "verdict", "agrees": True, "record": "verdict.pass"}
    assert facts["serial"]["record"] == "8000211904178"
    assert {fact["check"]: fact["agrees"] for fact in first["page"] if "check" in fact}["keypad"] is True


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("verify", "{}/void"), "There is no PDF file in"),
        (("verify", "{}/in", "--table", "{}/list.pdf"), "A list is kept as .csv or .xlsx, not as list.pdf."),
        (("identity", "create", "--token", "library.so"), "A token is named as LIBRARY:LABEL"),
    ],
)
def test_what_cannot_be_done_is_said_as_a_usage_error(
    line: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "void").mkdir()
    assert app.run(["--lang", "en", *(part.format(folder) for part in line)]) == 2
    assert said in capsys.readouterr().err
