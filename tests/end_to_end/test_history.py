"""``app.py history``: what an inspection leaves behind, found again; a server that is away, and two benches brought together."""

import socket
from pathlib import Path

import pytest

from checks.tables import rows_of
from tests.checks import databases
from tests.end_to_end.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def test_an_inspection_is_found_again_exported_and_brought_to_another_bench(program: Program, tmp_path: Path) -> None:
    with program.simulated("gertec-ppc930", "--press", "auto", "--fault", "dead-key=CLEAR") as pad:
        done = program.inspect(pad["url"], tmp_path, "--operator", "Li")
    assert done.code == 1, done.err
    (entry,) = program.run("history", "list", "--fault", "keypad.dead", "--operator", "li", "--json").json
    assert (entry["id"], entry["verdict"], entry["fate"]) == (done.json["id"], "fail", "repair")
    shown = program.run("history", "show", entry["serial"], "--json")
    assert shown.code == 0
    assert shown.json[0]["record"]["id"] == done.json["id"]
    assert program.run("history", "show", "nobody").code == 1
    for name in ("h.csv", "h.xlsx", "h.json"):
        assert program.run("history", "export", tmp_path / name).code == 0
    assert entry["serial"] in {cell for row in rows_of((tmp_path / "h.xlsx").read_bytes()) for cell in row}
    other = Program(tmp_path / "other")
    for expected in ({"new": 1, "known": 0}, {"new": 0, "known": 1}):
        assert other.run("history", "import", tmp_path / "h.json", "--json").json == expected
    assert [e["digest"] for e in other.run("history", "list", "--json").json] == [entry["digest"]]
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "posbench-history/1", "records": [{"schema": 99}]}')
    refused = other.run("--lang", "zh_CN", "history", "import", bad)
    assert (refused.code, "不含 Posbench 记录" in refused.err) == (2, True)
    assert program.run("history", "list", "--database", "sqlite:///:memory:").code == 4


def test_while_the_server_is_away_the_bench_works_on_and_catches_up_once(program: Program, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = f"postgresql+psycopg://posbench@127.0.0.1:{closed.getsockname()[1]}/posbench"
    with program.simulated("gertec-ppc930", "--press", "auto") as pad:
        done = program.inspect(pad["url"], tmp_path, "--database", away)
    assert done.code == 0, "the verdict does not hang on a server"
    assert "wait for the history" in done.err
    assert len(list((program.home / "outbox").iterdir())) == 1
    with databases.server() as running:
        for _ in range(2):
            listed = program.run("history", "list", "--json", "--database", running.url)
            assert [entry["id"] for entry in listed.json] == [done.json["id"]], listed.err
    assert list((program.home / "outbox").iterdir()) == []
