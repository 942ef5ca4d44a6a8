"""What stands for a shell where there are no pseudo-terminals answers as a real one does, reader by reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.codecs import _console_script as script
from devices.commands import (
    Command,
    EndVisit,
    Identify,
    ListenKeys,
    ReadFacts,
    ReadSensors,
    RestoreScreen,
    SetBacklight,
    ShowImage,
    StartReading,
    StopListening,
    StopReading,
)
from devices.events import (
    CommandDone,
    CommandFailed,
    ConsoleStage,
    ConsoleState,
    Event,
    FactsRead,
    FactSubject,
    Identified,
    KeyPressed,
    KeyReleased,
    LinkLost,
    Reading,
    ScreenFound,
    SensorsFound,
)
from devices.simulator._console_readers import READERS
from tests.devices.console_rig import BUILT_IN, Rig, shell_words
from tests.devices.test_console_shells import picture

ASKED: tuple[tuple[Command, type[Event]], ...] = (
    (Identify(), Identified),
    (ReadSensors(), SensorsFound),
    *(
        (ReadFacts(subject, about, patterns, limit), FactsRead)
        for subject, about, patterns, limit in (
            (FactSubject.PACKAGES, "", (), 200),
            (FactSubject.LOGS, "", ("segfault", "ready$"), 200),
            (FactSubject.FILE, "/etc/pos/payment.conf", (), 2000),
            (FactSubject.FILE, "/etc/pos/payment.conf", ("^payment_allowed=yes$",), 2000),
            (FactSubject.FILE, "/etc/nothing", (), 200),
            (FactSubject.PROPERTY, "ro.serialno", (), 200),
            (FactSubject.NETWORK, "", (), 200),
            (FactSubject.PING, "192.0.2.1", (), 6),
            (FactSubject.PING, "host.example", (), 3),
            (FactSubject.MTU, "host.example", (), 1500),
            (FactSubject.PROGRAMS, "", (), 200),
            (FactSubject.MEMORY, "", (), 200),
        )
    ),
)
TIMED = (
    (FactSubject.NAME, "host.example"),
    (FactSubject.CONNECT, "198.51.100.7:443"),
    (FactSubject.TLS, "host.example:443"),
)
NOT_COMPARED = {"tools", "key-tool", "ms", "resolution_ms", "clock", "days_left"}


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, BUILT_IN)
    yield made
    made.close()


def told(event: Event) -> object:
    """An event without what differs between two machines, or two moments."""
    items = getattr(event, "items", None)
    return tuple(item for item in items if item[0] not in NOT_COMPARED) if items is not None else event


def test_every_reader_of_the_probe_is_there() -> None:
    listed = [line for line in script.script_lines() if line.startswith(("id|", "file|"))]
    assert {verb for line in listed for verb in line.partition(")")[0].split("|")} == READERS.keys()


def test_each_reader_says_what_a_real_shell_says(unit: Rig, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = Rig(tmp_path / "real", shell_words("dash"))
    try:
        for command, kind in ASKED:
            assert told(unit.ask(command, kind)) == told(real.ask(command, kind)), command
        for subject, about in TIMED:
            ours, theirs = (rig.ask(ReadFacts(subject, about), FactsRead) for rig in (unit, real))
            assert told(ours) == told(theirs)
            assert {name for name, _ in ours.items} == {name for name, _ in theirs.items}  # type: ignore[attr-defined]
    finally:
        real.close()


def test_a_whole_visit_leaves_everything_as_it_was(unit: Rig) -> None:
    files = {path: path.read_bytes() for path in unit.tree.root.rglob("*") if path.is_file()}
    unit.ask(Identify(), Identified)
    unit.ask(ListenKeys(), CommandDone)
    unit.ask(StartReading(0.1), CommandDone)
    for value in (1, 2, 0):
        unit.key(28, value, at=1000.5 + value / 10)
    events = unit.run(0.8)
    assert [e for e in events if isinstance(e, KeyPressed | KeyReleased)] == [
        KeyPressed("OK", "28"),
        KeyReleased("OK", "28"),
    ]
    assert {e.channel.id for e in events if isinstance(e, Reading)} >= {"voltage@supply", "temperature@board"}
    unit.ask(SetBacklight(40), CommandDone)
    unit.ask(ShowImage("a", picture()), CommandDone)
    screen = next(s.event for s in unit.events if isinstance(s.event, ScreenFound))
    assert unit.tree.brightness() == 0.4
    assert len(unit.tree.screen.read_bytes()) == screen.stride * screen.rows
    unit.ask(RestoreScreen(), CommandDone)
    unit.ask(StopListening(), CommandDone)
    unit.ask(StopReading(), CommandDone)
    unit.ask(EndVisit(), CommandDone)
    assert {path: path.read_bytes() for path in unit.tree.root.rglob("*") if path.is_file()} == files


def test_without_the_bench_it_ends_by_itself(unit: Rig) -> None:
    files = {path: path.read_bytes() for path in unit.tree.root.rglob("*") if path.is_file()}
    unit.ask(Identify(), Identified)
    unit.ask(ShowImage("a", picture()), CommandDone)
    unit.idle(7.0)
    assert {path: path.read_bytes() for path in unit.tree.root.rglob("*") if path.is_file()} == files
    unit.run(9.0, lambda event: isinstance(event, LinkLost))
    unit.ask(Identify(), Identified)


def test_a_restricted_one_is_told(unit: Rig) -> None:
    unit.shell.restrict()
    unit.send(Identify())
    wanted = ConsoleStage.RESTRICTED
    assert ConsoleState(wanted, "/ #") in unit.run(60.0, lambda e: isinstance(e, CommandFailed))
