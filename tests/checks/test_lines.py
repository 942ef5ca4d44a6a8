"""A line that is added to a file is there for good, whatever became of the one before."""

import json
from pathlib import Path

import pytest

from checks.console.licensing import keep_look_up
from checks.console.parts import Home
from checks.licences.register import LookUp, Standing
from checks.lines import append_line
from checks.words import Catalogue


def test_a_line_stands_alone_wherever_the_one_before_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    append_line(path, b"one")
    append_line(path, b"two")
    whole = path.read_bytes()
    assert whole == b"one\ntwo\n"
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        append_line(path, b"new")
        lines = path.read_bytes().split(b"\n")
        assert lines[-2:] == [b"new", b""]
        assert b"\n".join(lines[:-2]).rstrip(b"\n") == whole[:cut].rstrip(b"\n")


def test_a_file_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        append_line(tmp_path / "gone.batch", b"one", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_look_up_is_kept_whole_after_one_that_a_power_cut_tore(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.folder("licences") / "look-ups.jsonl").write_bytes(b'{"wanted":"to')
    told = LookUp("Z2004144000014", Standing.NOT_LISTED, (), "2026-11-20T08:00:00+00:00", "\u674e", "list.csv", "", "")
    keep_look_up(home, told, Catalogue("en", {}))
    torn, line, end = (home.folder("licences") / "look-ups.jsonl").read_bytes().split(b"\n")
    assert (torn, end) == (b'{"wanted":"to', b"")
    assert json.loads(line)["operator"] == "\u674e"
