"""Every codec against its golden bytes: whole, byte by byte, inside noise, truncated, and in dialogue.

A protocol brings ``tests/wire/<id>.toml``; nothing is listed here. Events are written as class name and fields.
"""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from devices import commands
from devices.codec import Codec
from devices.events import CapabilitiesFound, Event, FactSubject, Identified, Reading, UnknownFrame
from devices.profile import load_profile
from devices.registry import load_codecs

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.toml"))}
NOISE = bytes([0xFF, 0x00, 0x33, 0xAA, 0x7F])


def _rows(section: str) -> list[object]:
    found = [(stem, row) for stem, table in FILES.items() for row in table.get(section, [])]
    return [pytest.param(FILES[stem], row, id=f"{stem}: {row['name']}") for stem, row in found]


def _codec(table: dict) -> Codec:
    path = RESOURCES / table["profile"]
    profile = load_profile(path, path.parent / "_defaults.toml")
    return load_codecs()[table["codec"]].open(profile)


def told(event: Event) -> str:
    """One event as a golden file writes it."""
    if isinstance(event, Reading):
        return f"Reading {event.channel.id} {event.value:g}"
    if isinstance(event, Identified):
        return "Identified " + " ".join(f"{name}={value}" for name, value in event.items)
    if isinstance(event, CapabilitiesFound):
        return "CapabilitiesFound " + " ".join(sorted(event.capabilities))
    return " ".join([type(event).__name__, *(f"{field.name}={getattr(event, field.name)}" for field in fields(event))])


def _known(events: tuple[Event, ...]) -> list[str]:
    return [told(event) for event in events if not isinstance(event, UnknownFrame)]


def _byte_by_byte(codec: Codec, data: bytes, now: float) -> list[str]:
    return [text for byte in data for text in _known(codec.feed(bytes([byte]), now).events)]


def test_every_codec_has_a_golden_file() -> None:
    assert set(load_codecs()) == {table["codec"] for table in FILES.values()}


@pytest.mark.parametrize(("table", "row"), _rows("decode"))
def test_a_recorded_frame_means_what_the_golden_file_says(table: dict, row: dict) -> None:
    assert _known(_codec(table).feed(bytes.fromhex(row["hex"]), 0.0).events) == row["events"]


@pytest.mark.parametrize(("table", "row"), _rows("decode"))
def test_a_recorded_frame_means_the_same_byte_by_byte(table: dict, row: dict) -> None:
    assert _byte_by_byte(_codec(table), bytes.fromhex(row["hex"]), 0.0) == row["events"]


@pytest.mark.parametrize(("table", "row"), _rows("decode"))
def test_a_recorded_frame_is_found_inside_noise(table: dict, row: dict) -> None:
    frame = bytes.fromhex(row["hex"])
    output = _codec(table).feed(NOISE + frame + NOISE, 0.0)
    assert _known(output.events) == row["events"]
    assert any(isinstance(event, UnknownFrame) for event in output.events)


@pytest.mark.parametrize(("table", "row"), _rows("decode"))
def test_a_truncated_frame_means_nothing_and_the_next_one_is_found(table: dict, row: dict) -> None:
    frame = bytes.fromhex(row["hex"])
    for size in range(1, len(frame)):
        codec = _codec(table)
        assert _known(codec.feed(frame[:size], 0.0).events) == []
        late = codec.tick(10.0)
        assert [type(event) for event in late.events] == [UnknownFrame]
        assert _known(codec.feed(frame, 11.0).events) == row["events"]


@pytest.mark.parametrize(("table", "row"), _rows("dialogue"))
@pytest.mark.parametrize("single_bytes", [False, True], ids=["whole", "byte by byte"])
def test_a_dialogue_runs_as_the_golden_file_says(table: dict, row: dict, single_bytes: bool) -> None:
    codec = _codec(table)
    first = codec.send(eval(row["command"], {**vars(commands), "FactSubject": FactSubject}), 0.0)
    wrote, events, now = b"".join(first.write), list(first.events), 0.0
    for line in row["wire"]:
        if line[0] == "@":  # time passes
            now = float(line[1:])
            output = codec.tick(now)
            wrote += b"".join(output.write)
            events += output.events
            continue
        data = bytes.fromhex(line[1:])
        if line[0] == ">":
            assert wrote[: len(data)].hex(" ") == data.hex(" ")
            wrote = wrote[len(data) :]
            continue
        assert wrote == b""
        for piece in (bytes([byte]) for byte in data) if single_bytes else (data,):
            output = codec.feed(piece, now)
            wrote += b"".join(output.write)
            events += output.events
    assert wrote == b""
    assert _known(tuple(events)) == row["events"]
