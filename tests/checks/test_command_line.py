"""What is typed in error is said with what to do, before any work; what is listed can be cut at its tabs and is not cut itself."""

import json
import os
import queue
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app
from checks.console.connecting import ASKING_S, connected, model_named
from checks.console.terminal import printable, row_of, sentence
from checks.inspect import CONNECT_S, InspectError, Inspector
from checks.practice import MOST, Part
from checks.practice_log import FOLDER, Entry, append
from checks.report.errors import ReportError
from checks.report.files import require_place, write_atomically
from checks.report.signing.contents import Kind
from checks.report.signing.verify import Status, verify_pdf
from devices.lanes import ASK_WHO, LaneInfo, LaneState


def said(capsys: pytest.CaptureFixture[str], *line: str) -> tuple[int, str, str]:
    code = app.run(["--lang", "en", *line])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_cells_are_parted_by_tabs_and_foreign_text_makes_no_other_cell() -> None:
    assert row_of(("a", "b\tc\x1b[31m", 3)) == "a\tb?c?[31m\t3"
    assert len(printable("x" * 999)) == 200
    assert sentence("x" * 999 + "\u202eend") == "x" * 999 + "?end"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["history", "list", "--since", "yesterday"], "yesterday"),
        (["history", "export", "--until", "soon", "h.csv"], "soon"),
        (["history", "trends", "--since", "2026-13-01"], "2026-13-01"),
        (["history", "list", "--limit", "0"], "--limit"),
        (["simulate", "gertec-ppc930", "--fault", "gremlins"], "gremlins"),
        (["simulate", "idtech-neo2", "--fault", "tampered@3"], "tampered"),
        (["simulate", "gertec-ppc930", "--fault", "overlay"], "overlay"),
        (["simulate", "gertec-ppc930", "--press", "F1,FOO"], "FOO"),
        (["simulate", "gertec-ppc930", "--fault", "dead-pixels=many"], "many"),
        (["simulate", "gertec-ppc930", "--listen", "carrier-pigeon"], "carrier-pigeon"),
        (["simulate", "no-such-model"], "no-such-model"),
        (["--demo", "gertec-ppc930", "no-such-model"], "no-such-model"),
        (["history", "list", "--since", "0001-01-01T00:00+14:00"], "0001-01-01T00:00+14:00"),
    ],
)
def test_a_usage_error_is_two_and_names_what_is_wrong(
    line: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, *line)
    assert (code, out) == (2, "")
    assert named in err


@pytest.mark.parametrize("told", ["nan", "inf", "-1", "1e999"])
@pytest.mark.parametrize("option", ["--patience", "--connect-limit"])
def test_a_time_that_no_clock_reaches_is_a_usage_error(
    option: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.run(["--lang", "en", "inspect", "--terminal", "none", "--report", "r.pdf", f"{option}={told}"])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_a_meters_model_is_no_terminals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["inspect", "--terminal", "socket://127.0.0.1:9", "--profile", "tc66c", "--report", str(tmp_path / "r.pdf")]
    code, _, err = said(capsys, *line)
    assert (code, "tc66c is no terminal's" in err, "smart-terminal" in err, "um25c" in err) == (2, True, True, False)


def test_any_limit_and_any_bytes_are_looked_for_and_nothing_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    bytes_ = os.fsdecode(b"5\xff")
    for line in (
        ["list", "--limit", "9" * 40],
        ["list", "--serial", bytes_, "--operator", bytes_],
        ["trends", "--serial", bytes_],
    ):
        assert said(capsys, "history", *line)[0] == 0
    assert said(capsys, "history", "show", bytes_)[0] == 1
    assert said(capsys, "history", "compare", bytes_, "--first", bytes_, "--report", "r.pdf")[0] == 2


def test_what_was_exported_is_told_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json`` and nothing on stdout would be no JSON."""
    assert said(capsys, "batch", "new", "b")[0] == 0
    for line, counted in (
        (["history", "export", str(tmp_path / "h.csv")], "inspections"),
        (["history", "export", str(tmp_path / "h.json")], "inspections"),
        (["batch", "export", "b", str(tmp_path / "b.xlsx")], "units"),
    ):
        assert said(capsys, *line) == (0, "", "")
        code, out, err = said(capsys, *line, "--json")
        assert (code, json.loads(out), err) == (0, {"file": line[-1], counted: 0}, "")


def test_a_root_is_exported_as_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSBENCH_HOME", str(tmp_path))
    secret = tmp_path / "secret"
    secret.write_text("a passphrase")
    assert said(capsys, "identity", "create", "--passphrase-file", str(secret))[0] == 0
    pem = said(capsys, "identity", "export")[1]
    assert json.loads(said(capsys, "identity", "export", "--json")[1]) == {"file": "", "pem": pem}
    out = tmp_path / "root.pem"
    told = json.loads(said(capsys, "identity", "export", "--json", "--out", str(out))[1])
    assert (told, out.read_text()) == ({"file": str(out), "pem": pem}, pem)


def test_a_verdict_that_is_none_is_no_wish(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.run(["history", "list", "--verdict", "good"])
    assert ended.value.code == 2
    assert "not-decided" in capsys.readouterr().err


def test_an_empty_answer_is_said_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "history", "list") == (0, "", "Nothing fits.\n")
    assert said(capsys, "history", "list", "--json") == (0, "[]\n", "")


def test_a_place_nobody_can_write_to_is_said_before_anything_is_connected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, none = str(tmp_path / "r.pdf"), str(tmp_path / "none" / "x")
    for more, named in (
        (["--report", none], none),
        (["--report", str(tmp_path)], "is a folder"),
        (["--report", good, "--record", none], none),
        (["--report", good, "--handout", none], none),
    ):
        code, out, err = said(capsys, "inspect", "--terminal", "socket://127.0.0.1:9", "--connect-limit", "9", *more)
        assert (code, out) == (4, "")
        assert named in err
        assert "socket" not in err
    require_place(tmp_path / "r.pdf")
    with pytest.raises(ReportError):
        require_place(tmp_path / "r.pdf" / "x")


def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the superuser a file of that name would take the place of the system's own device."""
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    code, _, err = said(capsys, "inspect", "--terminal", "socket://127.0.0.1:9", "--report", str(pipe))
    assert (code, str(pipe) in err) == (4, True)
    with pytest.raises(ReportError):
        write_atomically(pipe, b"x")
    for path in (
        Path("/dev/null"),
        Path("/dev/stdout"),
    ):  # only asked about: were it forgotten, the machine would suffer
        with pytest.raises(ReportError):
            require_place(path)
    assert pipe.is_fifo()


def test_files_of_one_inspection_do_not_replace_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for more in (["--record", "r.pdf"], ["--handout", f"{tmp_path}/./r.pdf"], ["--record", "q", "--handout", "./q"]):
        code, out, err = said(capsys, "inspect", "--terminal", "socket://127.0.0.1:9", "--report", "r.pdf", *more)
        assert (code, out) == (2, "")
        assert "of its own" in err


@pytest.mark.parametrize("option", ["--report", "--record", "--handout"])
def test_an_empty_name_of_a_file_is_said_before_anything_is_connected(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--report", str(tmp_path / "r.pdf"), option, ""]
    code, _, err = said(capsys, "inspect", "--terminal", "socket://127.0.0.1:9", *more)
    assert (code, "is a folder" in err) == (4, True)


def test_a_current_folder_that_is_gone_is_said_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here, home = Path.cwd(), tmp_path / "home"
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("POSBENCH_HOME", str(home))
    try:
        os.chdir(gone)
        gone.rmdir()
        code, _, err = said(capsys, "inspect", "--terminal", "socket://127.0.0.1:9", "--report", "r.pdf")
    finally:
        os.chdir(here)
    assert (code, "The folder of r.pdf does not exist." in err) == (4, True)


def test_every_missing_unit_of_a_batch_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    serials = [f"SN-{number:06}" for number in range(150)]
    announced = tmp_path / "list.csv"
    announced.write_text("serial\n" + "\n".join(serials) + "\n")
    assert said(capsys, "batch", "new", "b", "--expect", str(announced))[0] == 0
    code, out, _ = said(capsys, "batch", "show", "b")
    assert code == 1
    assert all(serial in out for serial in serials)


def test_faults_are_listed_by_model_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "simulate", "--fault", "list")
    assert (code, "dead-key=KEY" in out, "overlay" in out) == (0, True, True)
    code, out, _ = said(capsys, "simulate", "gertec-ppc930", "--fault", "list")
    assert (code, "dead-key=KEY" in out, "overlay" in out) == (0, True, False)
    assert app.run(["--lang", "zh_CN", "simulate", "--fault", "list"]) == 0
    assert "\u6309\u952e\u5931\u7075\uff1aKEY" in capsys.readouterr().out
    code, out, _ = said(capsys, "simulate", "gertec-ppc930", "--fault", "list", "--json")

    assert {"name": "unplug", "default": "3"}.items() <= next(
        f for f in json.loads(out) if f["name"] == "unplug"
    ).items()


@dataclass
class Silent:
    """A bench with one lane of which nobody ever says who it is; a look takes a second."""

    state: LaneState
    now: float = 0.0

    def lanes(self) -> tuple[LaneInfo, ...]:
        self.now += 1.0
        return (LaneInfo(1, "/dev/ttyX", self.state),)

    def clock(self) -> float:
        return self.now


class Empty:
    def get(self, timeout: float) -> Any:
        raise queue.Empty


@pytest.mark.parametrize(
    ("model", "state", "told", "waits_s"),
    [
        ("ask", LaneState.NOT_UNDERSTOOD, "inspect.asked_in_vain", ASKING_S),
        ("ask", LaneState.IDENTIFYING, "inspect.asked_in_vain", ASKING_S),
        ("ask", LaneState.BUSY, "inspect.busy", 15.0),
        (None, LaneState.NOT_UNDERSTOOD, "inspect.not-understood", 15.0),
        ("gertec-ppc930", LaneState.NO_ANSWER, "inspect.no-answer", CONNECT_S),
    ],
)
def test_asking_has_the_patience_of_all_protocols_and_says_what_to_do_in_the_end(
    model: str | None, state: LaneState, told: str, waits_s: float
) -> None:
    profile = model_named(model, app.make_parts())
    assert (profile == ASK_WHO) is (model == "ask")
    bench: Any = Silent(state)
    with pytest.raises(InspectError) as caught:
        connected(Inspector(bench, Empty(), bench.clock), 1, None, profile)  # type: ignore[arg-type]
    assert caught.value.text.id == told
    assert waits_s < bench.now < waits_s + 4


def test_a_passed_series_is_certified_long_after_it_and_nothing_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = tuple(Part(name, 1, 1, most, most) for name, most in MOST.items())
    log, secret = app.make_parts().home.folder(FOLDER), tmp_path / "secret"
    secret.write_text("a long passphrase\n")
    for number in range(1, 7):
        append(log, Entry(
            "good" if number < 6 else "begun", number, "Li", f"2026-11-22T0{number}:00:00Z", "gertec-ppc930", "routine",
            number, (), (), "restock", (), "restock", (), (), (), 90.0, parts, 0, 90, "0.1.0",
        ))  # fmt: skip
    given = ("--passphrase-file", str(secret))
    for series, code in (("nobody", 2), ("begun", 1)):
        assert said(capsys, "practice", "certificate", series, *given)[:2] == (code, "")
    code, out, _ = said(capsys, "practice", "certificate", "good", *given, "--json")
    assert code == 0
    told = verify_pdf(Path(json.loads(out)["certificate"]).read_bytes(), ())
    assert (told.status, told.kind) == (Status.INTACT_UNTRUSTED, Kind.CERTIFICATE)


def test_a_file_that_is_no_wire_log_is_said_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("en", "read back"), ("zh_CN", "\u65e0\u6cd5\u56de\u653e")):
        assert app.run(["--lang", language, "replay", __file__]) == 4
        assert words in capsys.readouterr().err
