"""``app.py history``: what an inspection leaves behind, found again; a server that is away, and two benches brought together."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

import app
from checks.tables import rows_of
from tests.checks import databases
from tests.end_to_end.program import Ended, Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


class Verbs:
    """The verbs in this process, for what a process of its own proves nothing of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, home: Path, *line: object) -> Ended:
        self._monkeypatch.setenv("POSBENCH_HOME", str(home))
        self._capsys.readouterr()
        code = app.run([str(word) for word in line])
        told = self._capsys.readouterr()
        return Ended(code, told.out, told.err)


def away() -> str:
    """A server's address where nobody answers."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"postgresql+psycopg://posbench@127.0.0.1:{closed.getsockname()[1]}/posbench"


def test_an_inspection_outlasts_a_server_that_is_away_is_found_again_and_brought_to_another_bench(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One inspection for all of it: it takes its time."""
    verb, home, other = Verbs(monkeypatch, capsys), program.home, tmp_path / "other"
    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        done = program.inspect(pad["url"], tmp_path, "--operator", "Li", "--database", away())
    assert done.code == 1, "the verdict does not hang on a server"
    assert "wait for the history" in done.err
    assert len(list((home / "outbox").iterdir())) == 1
    with databases.server() as running:
        for _ in range(2):
            listed = verb(home, "history", "list", "--json", "--database", running.url)
            assert [entry["id"] for entry in listed.json] == [done.json["id"]], listed.err
        assert list((home / "outbox").iterdir()) == []
        for name in ("h.csv", "h.xlsx", "h.json"):
            exported = verb(home, "history", "export", tmp_path / name, "--database", running.url)
            assert exported.code == 0, exported.err
    for expected in ({"new": 1, "known": 0}, {"new": 0, "known": 1}):
        assert verb(other, "history", "import", tmp_path / "h.json", "--json").json == expected
    (entry,) = Program(other).run("history", "list", "--fault", "keypad.dead", "--operator", "li", "--json").json
    assert (entry["id"], entry["verdict"], entry["fate"]) == (done.json["id"], "fail", "repair")
    assert entry == listed.json[0]
    assert entry["serial"] in {cell for row in rows_of((tmp_path / "h.xlsx").read_bytes()) for cell in row}
    assert entry["serial"] in (tmp_path / "h.csv").read_text("utf-8-sig")
    _shown(verb, other, entry)
    _refused(verb, other, tmp_path)


def _shown(verb: Verbs, home: Path, entry: dict[str, Any]) -> None:
    shown = verb(home, "history", "show", entry["serial"], "--json")
    assert shown.code == 0
    assert shown.json[0]["record"]["id"] == entry["id"]
    assert verb(home, "history", "show", "nobody").code == 1


def _refused(verb: Verbs, home: Path, folder: Path) -> None:
    bad = folder / "bad.json"
    bad.write_text(json.dumps({"format": "posbench-history/1", "records": [{"schema": 99}]}))
    refused = verb(home, "--lang", "zh_CN", "history", "import", bad)
    assert (refused.code, "不含 Posbench 记录" in refused.err) == (2, True)
    assert verb(home, "history", "list", "--database", "sqlite:///:memory:").code == 4
    told = verb(home, "history", "trends", "--json")
    assert (told.code, told.json["trends"]["drifting"]) == (0, []), "nobody is named for one inspection"
    assert "First-pass" in verb(home, "--lang", "en", "history", "trends").out
