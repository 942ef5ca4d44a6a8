"""A killed bench loses a second at most: what was put in comes back as the same session."""

import json
import random
import re
import resource
import subprocess
import sys
import time
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from checks.history import journal as journal_module
from checks.history.journal import (
    JournalError,
    JournalFile,
    JournalHead,
    head_of,
    is_published,
    play_back,
    read_head,
    unfinished,
)
from checks.session import Phase, Session
from checks.setup import Setup
from checks.steps import Answer, Target
from devices.capability import Capability
from devices.events import (
    Channel,
    DigitsEntered,
    KeyHeld,
    KeyPressed,
    KeyReleased,
    LinkLost,
    Quantity,
    Reading,
    ReadingTyped,
    Restored,
    Source,
    Stamped,
)
from tests.checks.stage import IDENTITY, FakeUnit, make_setup, profiles

ROOT = Path(__file__).parents[2]
VOLTS = Channel(Quantity.VOLTAGE, Source.METER)


def again(setup: Setup, start: float = 0.0) -> Session:
    return Session(replace(setup, start=start), lambda target, command: None)


def facts(session: Session) -> dict[str, object]:
    """Everything a window or a record would show, times counted from the start."""
    record = session.record("x")
    return {
        "phase": session.phase,
        "current": session.current,
        "results": {k: (r.outcome, r.findings, r.restarts, [m.outcome for m in r.measurements]) for k, r in session.results.items()},
        "marks": dict(session.keymap.marks),
        "history": list(session.keymap.history),
        "moments": [(m.key, round(m.at_s, 2)) for m in session.moments],
        "question": session.question.id if session.question else None,
        "progress": session.progress_step,
        "identity": session.state.identity,
        "presses": {k: s.presses for k, s in session.state.keys.items()},
        "log": [line.text for line in session.log],
        "overall": session.overall(),
        "telemetry": [(c.channel, c.count) for c in record.telemetry],
        "losses": session.state.losses,
        "keys": record.keys,
        "diagnoses": session.diagnoses(),
    }  # fmt: skip


def lived(unit: FakeUnit, path: Path, turns: int, seed: int, plan: str = "quick") -> Session:
    """An inspection with everything that can happen to one, for so many turns."""
    chance = random.Random(seed)
    setup = make_setup(plan, with_meter=True, seed=seed, patience_s=45.0)
    unit.session = session = Session(setup, unit.send, JournalFile(path, setup))
    session.handle(Stamped(IDENTITY, unit.now))
    session.start(unit.now)
    for _ in range(turns):
        if session.phase is Phase.DONE:
            break
        unit.now += chance.random() * 0.01
        session.handle(Stamped(Reading(VOLTS, 5.1 + chance.random() / 100), unit.now), Target.METER)
        roll = chance.random()
        if roll < 0.02:
            unit.tell(LinkLost("cable"))
            unit.sent.clear()
            unit.tell(Restored(), chance.choice([0.5, 20.0]))
        elif roll < 0.03:
            session.undo(unit.now)
        elif roll < 0.035:
            session.repeat("keypad", unit.now)
        elif roll < 0.04:
            session.skip(unit.now)
        elif roll < 0.06 and session.question is not None:
            session.answer(Answer(session.question.id, "cannot-tell"), unit.now)
        elif roll < 0.07:
            session.answer(Answer("nobody.asked", "fine"), unit.now)
        elif not unit._obey():
            unit._live()
    return session


@pytest.mark.parametrize("seed", range(25))
def test_played_back_a_session_is_as_it_was_wherever_it_was_cut(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "a.journal"
    chance = random.Random(seed)
    unit = FakeUnit(
        dead=frozenset(chance.sample(["F1", "CLEAR", "5"], chance.randint(0, 2))),
        repeats={"OK": 0.07} if seed % 3 == 0 else {},
        crossed={"F3": "F4"} if seed % 4 == 0 else {},
    )
    live = lived(unit, path, chance.randint(1, 300), seed, chance.choice(["quick", "full"]))
    live.close()
    for start in (0.0, 12345.678901):
        back, lasted = play_back(path, lambda head, start=start: again(live.setup, start))
        if live.phase is Phase.RUNNING:
            assert back.phase is Phase.SUSPENDED
            live.journal = None
            live.handle(Stamped(LinkLost("interrupted"), unit.now))
            live.handle(Stamped(LinkLost("interrupted"), unit.now), Target.METER)
        assert lasted == pytest.approx(live.now_s, abs=1e-5)
        assert facts(back) == facts(live)


def test_a_session_taken_up_again_is_played_back_with_its_interruption(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    unit = FakeUnit()
    first = lived(unit, path, 40, 3)
    first.close()
    with path.open("ab") as file:
        file.write(b'{"t":99,"k":"inte')  # torn by the crash
    session, lasted = play_back(path, lambda head: again(first.setup, 1000.0))
    session.journal = JournalFile(path, session.setup, resumed=True)
    session._send = unit.send
    unit.session, unit.now = session, 1000.0 + lasted + 60
    unit.sent.clear()
    session.handle(Stamped(Restored(), unit.now))
    session.handle(Stamped(Restored(), unit.now), Target.METER)
    unit.play()
    session.close()
    back, _ = play_back(path, lambda head: again(first.setup))
    assert back.phase is Phase.DONE
    assert facts(back) == facts(session)


def test_setup_comes_back_from_the_head(tmp_path: Path) -> None:
    setup = make_setup(operator="王", complaint="不认 PIN <b>", sticker_serial="S", port="/dev/x", usb="1:2", seed=9)
    journal = JournalFile(tmp_path / "a.journal", setup)
    journal.close()
    assert read_head(tmp_path / "a.journal") == head_of(setup)
    assert read_head(tmp_path / "a.journal").operator == "王"


def test_a_typed_reading_and_what_a_very_meter_lacks_come_back(tmp_path: Path) -> None:
    board = profiles()["text-board"].less(frozenset({Capability.TEMPERATURE}))
    setup = make_setup(with_meter=True, metered=board)
    session = Session(setup, lambda target, command: None, JournalFile(tmp_path / "a.journal", setup))
    session.handle(Stamped(ReadingTyped(VOLTS, 5.02), 100.0), Target.METER)
    session.start(100.0)
    session.close()
    head = read_head(tmp_path / "a.journal")
    assert (head.meter, set(head.meter_has or ())) == (board.id, board.capabilities)
    back, _ = play_back(tmp_path / "a.journal", lambda _: again(setup))
    assert back.state.typed == {VOLTS: 5.02}
    assert facts(back)["telemetry"] == []


def test_a_torn_last_line_is_left_out_at_every_byte(tmp_path: Path) -> None:
    path, cut = tmp_path / "a.journal", tmp_path / "b.journal"
    session = lived(FakeUnit(), path, 30, 1)
    session.close()
    data = path.read_bytes()
    last = data[:-1].rfind(b"\n") + 1
    whole, _ = play_back_bytes(cut, data[:last], session)
    for end in range(last, len(data), 7):
        back, _ = play_back_bytes(cut, data[:end], session)
        assert facts(back) == facts(whole)


def test_what_was_heard_a_moment_before_the_start_is_played_back(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    session = lived(FakeUnit(), path, 30, 1)
    session.close()
    head, first, rest = path.read_bytes().split(b"\n", 2)
    assert b'"t":0.0,' in first
    early = b"\n".join((head, first.replace(b'"t":0.0,', b'"t":-0.020345,'), rest))
    back, _ = play_back_bytes(path, early, session)
    assert facts(back)["results"] == facts(session)["results"]


def play_back_bytes(path: Path, data: bytes, session: Session) -> tuple[Session, float]:
    path.write_bytes(data)
    return play_back(path, lambda head: again(session.setup))


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\x00\n",
        b"[]\n",
        b"{}\n",
        b'{"t":"soon","k":"intent","n":"start","a":""}\n',
        b'{"t":1,"k":"terminal","e":"Nonsense","d":{}}\n',
        b'{"t":1,"k":"terminal","e":"Reading","d":{}}\n',
        b'{"t":1,"k":"somebody","e":"Restored","d":{}}\n',
        b'{"t":1,"k":"intent","n":"format-disk","a":""}\n',
        b'{"t":1,"k":"answer","d":{"question":1}}\n',
        b'{"t":null,"k":"intent","n":"start","a":""}\n',
        b'{"t":1,"k":"intent","n":"missing","a":5}\n',
        b'{"t":1,"k":"intent","n":"repeat","a":["keypad"]}\n',
        b'{"t":1,"k":"terminal","e":"Restored","d":{},"s":"soon"}\n',
        b'{"t":1,"k":"terminal","e":"Restored","d":{},"s":1e999}\n',
        b"\xff\xfe\n",
    ],
)
def test_a_damaged_line_is_said_in_words(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "a.journal"
    session = lived(FakeUnit(), path, 10, 1)
    session.close()
    data = path.read_bytes()
    at = data.find(b"\n", len(data) // 2) + 1
    with pytest.raises(JournalError, match=r"a\.journal"):
        play_back_bytes(path, data[:at] + damage + data[at:], session)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "not a journal"),
        (b"hello\n", "cannot be read"),
        (b"{}\n", "not a journal"),
        (b'{"format":"posbench-journal"}\n', "damaged"),
        (b'{"format":"posbench-journal","version":"x"}\n', "damaged"),
        (b'{"format":"posbench-journal","version":99}\n', "newer"),
        (b'{"format":"posbench-journal","version":1}\n', "damaged"),
        (b'{"format":"posbench-journal","version":1,"id":1,"profile":"a","plan":"b","started":"c"}\n', "damaged"),
    ],
)
def test_a_head_that_cannot_be_read_is_said_in_words(tmp_path: Path, head: bytes, words: str) -> None:
    path = tmp_path / "a.journal"
    path.write_bytes(head)
    with pytest.raises(JournalError, match=words):
        read_head(path)
    with pytest.raises(JournalError):
        play_back(path, lambda head: again(make_setup()))


def test_a_missing_journal_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(JournalError):
        read_head(tmp_path / "none.journal")


def test_unfinished_are_all_journals_oldest_first_but_those_already_published(tmp_path: Path) -> None:
    for name in ("b", "a", "done"):
        setup = make_setup()
        journal = JournalFile(tmp_path / f"{name}.journal", setup)
        if name == "done":
            journal.intent("published", setup.start)
        journal.close()
        time.sleep(0.02)
    (tmp_path / "other.txt").write_text("x")
    (tmp_path / "damaged.journal").write_text("nonsense\n")
    assert [p.stem for p in unfinished(tmp_path)] == ["b", "a", "damaged"]
    assert is_published(tmp_path / "done.journal")
    assert not is_published(tmp_path / "damaged.journal")


def test_readings_after_the_report_do_not_make_an_inspection_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    setup = make_setup("quick", with_meter=True)
    unit = FakeUnit()
    unit.session = Session(setup, unit.send, JournalFile(path, setup))
    unit.session.handle(Stamped(IDENTITY, unit.now))
    unit.session.start(unit.now)
    unit.session.abort(unit.now + 1.0)
    unit.session.published(unit.now + 2.0)
    reading = Reading(Channel(Quantity.VOLTAGE, Source.METER), 5.1)
    unit.session.handle(Stamped(reading, unit.now + 3.0), Target.METER)
    unit.session.handle(Stamped(LinkLost("cable"), unit.now + 4.0))
    unit.session.close()
    assert is_published(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_an_inspection_that_runs_is_not_interrupted_until_its_process_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = JournalFile(path, make_setup())
    end = time.monotonic() + 30
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.05)
    assert unfinished(tmp_path) == ()
    journal.close()
    assert unfinished(tmp_path) == (path,)


def test_no_order_of_digits_is_in_the_file_even_of_a_unit_that_names_them(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    setup = make_setup()
    journal = JournalFile(path, setup)
    for number, digit in enumerate("4711081566"):
        journal.event(Target.TERMINAL, Stamped(KeyPressed(digit, f"3{digit}"), setup.start + number))
    journal.event(Target.TERMINAL, Stamped(DigitsEntered(10, False), setup.start + 11))
    journal.event(Target.TERMINAL, Stamped(KeyPressed("OK", "00"), setup.start + 12))
    journal.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    pressed = [line["d"] for line in lines if line["e"] == "KeyPressed"]
    assert pressed[:10] == [{"key": None, "code": "*"}] * 10
    assert pressed[10] == {"key": "OK", "code": "00"}


def test_a_code_that_means_no_key_may_be_a_digits_and_leaves_no_order(tmp_path: Path) -> None:
    files = set()
    for number, order in enumerate(permutations(("400", "401", "402"))):
        path = tmp_path / f"{number}.journal"
        setup = make_setup()
        journal = JournalFile(path, setup)
        for asked in (None, "F1"):
            for step, code in enumerate(order):
                journal.event(Target.TERMINAL, Stamped(KeyPressed(None, code), setup.start + step), asked)
                journal.event(Target.TERMINAL, Stamped(KeyReleased(None, code), setup.start + step), asked)
                journal.event(Target.TERMINAL, Stamped(KeyHeld(None, code), setup.start + step), asked)
        journal.close()
        files.add(path.read_text())
    assert len(files) == 1


def test_a_code_that_means_no_key_and_comes_twice_at_a_prompt_is_named_as_the_record_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    setup = make_setup()
    journal = JournalFile(path, setup)
    for at in (1.0, 2.0):
        journal.event(Target.TERMINAL, Stamped(KeyPressed(None, "400"), setup.start + at), "F1")
    journal.close()
    lines = [json.loads(line)["d"] for line in path.read_text().splitlines()[1:]]
    assert lines == [{"key": None, "code": "*1"}, {"key": "400", "code": "*1"}]


def test_a_whole_inspection_leaves_only_the_digits_the_bench_chose_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    unit = FakeUnit(dead=frozenset({"5"}))
    setup = make_setup()
    unit.session = session = Session(setup, unit.send, JournalFile(path, setup))
    session.handle(Stamped(IDENTITY, unit.now))
    session.start(unit.now)
    unit.play()
    session.close()
    events = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    entered = [line["d"] for line in events if line.get("e") == "DigitsEntered"]
    assert entered
    assert all(set(d) == {"count", "matched", "instead"} for d in entered)
    assert not re.search(r'"(expected|typed|digits)":', path.read_text())


def test_lines_are_on_the_disk_within_a_second_also_under_a_steady_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    setup = make_setup()
    journal = JournalFile(path, setup)
    began, seen = time.monotonic(), 0.0
    while not seen and time.monotonic() - began < 30:
        journal.event(Target.METER, Stamped(Reading(VOLTS, 5.0), setup.start))
        time.sleep(0.01)
        if path.exists() and path.stat().st_size:
            seen = time.monotonic() - began
    journal.close()
    assert 0 < seen < 10, "a second; more on a busy machine"


def test_a_full_disk_is_reported_and_the_lines_wait_for_room(tmp_path: Path) -> None:
    """In a process of its own: the limit on a file's size stands for a disk without room."""
    code = f"""
import resource, sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from checks.history.journal import JournalFile
from checks.steps import Target
from devices.events import Channel, Quantity, Reading, Source, Stamped
from tests.checks.stage import make_setup
path, setup = Path(sys.argv[1]), make_setup()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
journal = JournalFile(path, setup)
reading = Reading(Channel(Quantity.VOLTAGE, Source.METER), 5.0)
for number in range(100):
    journal.event(Target.METER, Stamped(reading, setup.start + number))
end = time.monotonic() + 60
while journal.failure is None and time.monotonic() < end:
    time.sleep(0.01)
print(journal.failure is not None, path.read_bytes()[-1:] in (b"", b"\\n"), path.stat().st_size <= 3000)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
journal.event(Target.METER, Stamped(reading, setup.start + 100))
while journal.failure is not None and time.monotonic() < end:
    time.sleep(0.01)
journal.close()
print(journal.failure, len(path.read_bytes().splitlines()))
"""
    assert resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.journal")],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.stdout.splitlines() == ["True True True", "None 102"], done.stderr


def test_a_folder_that_is_gone_is_made_again_and_a_refusal_is_kept_as_failure(tmp_path: Path) -> None:
    setup = make_setup()
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    journal = JournalFile(blocked / "a.journal", setup)
    journal.close()
    assert journal.failure
    deep = JournalFile(tmp_path / "x" / "y" / "a.journal", setup)
    deep.close()
    assert deep.failure is None
    deep.discard()
    assert not (tmp_path / "x" / "y" / "a.journal").exists()


def test_text_that_is_no_text_does_not_stop_the_journal(tmp_path: Path) -> None:
    setup = make_setup(complaint="bad \udcff byte")
    journal = JournalFile(tmp_path / "a.journal", setup)
    journal.close()
    assert journal.failure is None
    assert isinstance(read_head(tmp_path / "a.journal"), JournalHead)
    assert journal_module.VERSION == 1
