"""A wire log on disk: safe to keep, readable again, and never a reason to stop."""

import dataclasses
import errno
import os
import re
import sys
import time
from pathlib import Path

import pytest

from devices import wire_log
from devices.codec import Codec
from devices.commands import AskDigits, Identify, ListenKeys, ShowImage, ShowText
from devices.errors import WireLogError
from devices.events import (
    CommandDone,
    DigitsEntered,
    Event,
    Identified,
    KeyPressed,
    Stamped,
    UnknownFrame,
)
from devices.profile import Profile
from devices.raster import Raster
from devices.registry import load_codecs
from devices.replay import replay
from devices.wire_log import HEADER, WireLog, WireLogHead, read_wire_log
from tests.devices.console_rig import profile
from tests.devices.simulated import METER, PAD, joined, plain

ABECS = load_codecs()["abecs"]
PROFILES = {PAD.id: PAD, METER.id: METER}
HEAD = WireLogHead("abecs", PAD.id)
DIGITS = "2580369147"


def record(path: Path, *faults: str) -> list[Stamped]:
    """A conversation over the loopback with everything in it, kept in a log; returns what was told live."""
    import numpy as np

    link = joined(PAD, *faults)
    log = WireLog(path, HEAD, ABECS, lambda: link.now)
    write = log.write
    # the loopback hands both directions over in the order of time
    sent, received, told = 0, 0, list[Stamped]()

    def keep(events: list[Stamped]) -> None:
        nonlocal sent, received
        for data in link.sent[sent:]:
            write(">", data)
        for data in link.received[received:]:
            write("<", data)
        sent, received = len(link.sent), len(link.received)
        told.extend(events)

    def run(seconds: float) -> None:
        for _ in range(round(seconds * 20)):
            keep(link.advance(0.05))

    link.send(Identify())
    run(12)
    link.send(ListenKeys())
    run(1)
    for key in ("OK", "CLEAR", "F1"):
        link.press(key)
        run(0.5)
    link.send(AskDigits(DIGITS, 30))
    run(0.5)
    for key in (*DIGITS, "OK"):
        link.press(key, 0.05)
        run(0.15)
    link.send(ShowText(("HELLO",)))
    link.send(ShowImage("A", Raster(np.full((8, 8, 3), 255, np.uint8))))
    run(3)
    log.close()
    assert log.failure is None
    return told


def as_replayed(events: list[Event]) -> list[Event]:
    """What one direction of a redacted log can still tell of live events."""
    kept: list[Event] = []
    for event in events:
        if isinstance(event, DigitsEntered):
            kept.append(dataclasses.replace(event, matched=None, instead=None))
        elif isinstance(event, Identified | KeyPressed) or (
            isinstance(event, CommandDone) and event.command in ("ShowText", "ShowImage")
        ):
            kept.append(event)
    return kept


def test_a_replayed_log_tells_what_was_told_live_up_to_the_redaction(tmp_path: Path) -> None:
    path = tmp_path / "a.wire"
    live = plain(record(path))
    read = plain(replay(path, PROFILES))
    assert any(isinstance(e, DigitsEntered) and e.matched for e in live)
    assert as_replayed(live) == as_replayed(read)
    assert [type(e).__name__ for e in as_replayed(read)] == [
        "Identified", "KeyPressed", "KeyPressed", "KeyPressed", "DigitsEntered", "CommandDone", "CommandDone",
    ]  # fmt: skip


def test_a_log_knows_the_codes_that_its_own_profile_names(tmp_path: Path) -> None:
    console = load_codecs()["console"]
    own = profile(**{"key.400": "1", "key.401": "2"})
    kept = []
    for first, second in ((400, 401), (401, 400)):
        path = tmp_path / f"{first}.wire"
        log = WireLog(path, WireLogHead("console", own.id), console, lambda: 1.0, own)
        for code in (first, second, 28):
            log.write("<", b"K0 67.0.1.0.1.%x.1:1.%x.1\r\n" % (code, code))
        log.close()
        kept.append(path.read_text())
    assert kept[0] == kept[1]
    assert plain(replay(path, {own.id: own})) == [KeyPressed(None, "*"), KeyPressed(None, "*"), KeyPressed("OK", "28")]


def test_what_was_typed_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wire"
    record(path)
    raw = path.read_text()
    wire = b"".join(line.data for line in read_wire_log(path)[1])
    for some in (DIGITS, DIGITS[:4], DIGITS[-4:]):
        assert some.encode().hex() not in raw
        assert some.encode() not in wire
    assert b"**********" in wire


def test_a_noisy_line_replays_without_an_exception_and_without_digits(tmp_path: Path) -> None:
    path = tmp_path / "a.wire"
    record(path, "link-noise=2")
    read = plain(replay(path, PROFILES))
    assert any(isinstance(event, UnknownFrame) for event in read)
    assert DIGITS.encode().hex() not in path.read_text()


def test_times_in_a_replay_are_those_of_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "a.wire"
    live = [s for s in record(path) if isinstance(s.event, KeyPressed)]
    read = [s for s in replay(path, PROFILES) if isinstance(s.event, KeyPressed)]
    assert [s.event for s in live] == [s.event for s in read]
    for a, b in zip(live, read, strict=True):
        assert abs(a.at - b.at) <= 0.06


def test_a_frame_split_over_two_writes_is_one_line_at_the_time_it_began(tmp_path: Path) -> None:
    now = [10.0]
    log = WireLog(tmp_path / "a.wire", HEAD, ABECS, lambda: now[0])
    from devices.codecs._abecs_wire import ACK

    log.write("<", bytes([ACK, 0x16]))
    now[0] = 11.0
    log.write("<", b"CEX000")
    now[0] = 12.0
    log.close()
    lines = list(read_wire_log(tmp_path / "a.wire")[1])
    assert [line.at_s for line in lines] == sorted(line.at_s for line in lines)
    assert b"".join(line.data for line in lines)[:2] == bytes([ACK, 0x16])
    assert not re.search(rb"[0-9]", b"".join(line.data for line in lines)[2:])  # held back, doubtful, masked


GOOD = f'{{"format":"{HEADER}","version":1,"protocol":"abecs","profile":"gertec-ppc930"}}\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a wire log"),
        ("hello\n", "is not a wire log"),
        ("[]\n", "is not a wire log"),
        ('{"format":"other","version":1}\n', "is not a wire log"),
        (f'{{"format":"{HEADER}"}}\n', "is not a wire log"),
        (f'{{"format":"{HEADER}","version":"1"}}\n', "is not a wire log"),
        (f'{{"format":"{HEADER}","version":99,"protocol":"abecs","profile":""}}\n', "newer Posbench"),
        (GOOD.replace("abecs", "klingon"), "klingon"),
        (GOOD + "0.5 < 0\n", "line 2"),
        (GOOD + "0.5 < 06\n0.6 < zz\n", "line 3"),
        (GOOD + "0.5 ? 06\n", "line 2"),
        (GOOD + "soon < 06\n", "line 2"),
        (GOOD + "nan < 06\n", "line 2"),
        (GOOD + "1e999 < 06\n", "line 2"),
        (GOOD + "-1 < 06\n", "line 2"),
        (GOOD + "0.5 <\n", "line 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.wire"
    path.write_text(text)
    with pytest.raises(WireLogError, match=words):
        list(replay(path, PROFILES))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", bytes(range(256)), b"%PDF-1.7\n\xe2\xe3"])
def test_a_foreign_file_is_not_a_wire_log(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wire"
    path.write_bytes(data)
    with pytest.raises(WireLogError, match="not a wire log"):
        list(replay(path, PROFILES))


def test_a_log_that_names_a_model_of_another_protocol_is_read_as_one_that_speaks_it(tmp_path: Path) -> None:
    opened: list[str] = []

    class Noting:
        def open(self, profile: Profile) -> Codec:
            opened.append(profile.id)
            return ABECS.open(profile)

    path = tmp_path / "a.wire"
    path.write_text(GOOD.replace(PAD.id, METER.id) + "0.5 < 15\n")
    list(replay(path, {METER.id: METER, PAD.id: PAD}, {"abecs": Noting()}))  # type: ignore[dict-item]
    assert opened == [PAD.id]


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(WireLogError):
            list(replay(path, PROFILES))


def test_a_log_cut_anywhere_ends_in_events_or_in_words(tmp_path: Path) -> None:
    whole, path = tmp_path / "a.wire", tmp_path / "b.wire"
    record(whole)
    data = whole.read_bytes()
    for at in range(0, len(data), max(1, len(data) // 150)):
        path.write_bytes(data[:at])
        try:
            list(replay(path, PROFILES))
        except WireLogError as error:
            assert "b.wire" in str(error)  # noqa: PT017


def test_a_profile_that_is_gone_is_replaced_by_one_of_the_same_protocol(tmp_path: Path) -> None:
    path = tmp_path / "a.wire"
    record(path)
    path.write_text(path.read_text().replace("gertec-ppc930", "forgotten", 1))
    assert any(isinstance(event, Identified) for event in plain(replay(path, PROFILES)))
    with pytest.raises(WireLogError, match="no profile"):
        list(replay(path, {METER.id: METER}))


def test_a_folder_that_cannot_be_written_is_a_wire_log_error(tmp_path: Path) -> None:
    with pytest.raises(WireLogError):
        WireLog(tmp_path / "none" / "a.wire", HEAD, ABECS, time.monotonic)


@pytest.fixture
def full_disk() -> Path:
    path = Path("/dev/full")
    if not path.exists():
        pytest.skip("needs a disk that is always full")
    return path


def test_a_full_disk_ends_the_log_and_says_so_and_nothing_is_raised(full_disk: Path) -> None:
    log = WireLog(full_disk, HEAD, ABECS, time.monotonic)
    for _ in range(1000):
        log.write("<", b"\x06" * 100)
    log.close()
    log.write("<", b"\x06")
    assert log.failure == os.strerror(errno.ENOSPC)


def test_traffic_after_closing_is_dropped_in_silence(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "a.wire", HEAD, ABECS, time.monotonic)
    log.close()
    log.write("<", b"\x06")
    log.close()
    assert list(read_wire_log(tmp_path / "a.wire")[1]) == []


def test_a_log_that_is_full_goes_on_in_a_file_that_decodes_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire_log, "PART_BYTES", 400)
    console, own = load_codecs()["console"], profile()
    log = WireLog(tmp_path / "a.wire", WireLogHead("console", own.id), console, lambda: 1.0, own)
    for _ in range(20):
        log.write("<", b"K0 67.0.1.0.1.1c.1:1.1c.1\r\n")
    log.close()
    parts = [tmp_path / "a.wire", *(tmp_path / f"a.{number}.wire" for number in range(2, 20))]
    there = [path for path in parts if path.exists()]
    assert len(there) > 3
    assert sorted(tmp_path.iterdir()) == sorted(there)
    assert all(path.stat().st_size < 600 for path in there)
    told = [plain(replay(path, {own.id: own})) for path in there]
    assert all(told)
    assert [event for part in told for event in part] == [KeyPressed("OK", "28")] * 20


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed anyway")
def test_an_open_log_is_locked_so_that_nobody_tidies_it_away(tmp_path: Path) -> None:
    import fcntl

    log = WireLog(tmp_path / "a.wire", HEAD, ABECS, lambda: 1.0)
    with (tmp_path / "a.wire").open("rb") as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        log.close()
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
