"""Parts of the simulator: notation of faults, the PNG reader, the discovery of devices, the simulated person."""

import contextlib
import io
import os
import struct
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import DeviceError, SimulatorError, SimulatorUsage
from devices.loopback import Loopback
from devices.profile import load_profiles
from devices.raster import Raster
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.control import find_registration, registry_folder
from devices.simulator.device import OwnProcess
from devices.simulator.faults import FAULTS, Fault, fault_facts, parse_fault, possible
from devices.simulator.person import SimulatedPerson
from devices.simulator.picture import BadPictureError, decode_png, faulty_dots
from devices.simulator.shell import Simulator, run_simulator
from tests.devices.simulated import PAD, joined, key_names

ROOT = Path(__file__).resolve().parents[2]

KEYS = key_names(PAD)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("dead-key=OK", Fault("dead-key", "OK")),
        ("crossed-keys=F1:F2@3.5", Fault("crossed-keys", "F1:F2", 3.5)),
        ("chatter=OK:10", Fault("chatter", "OK:10")),
        ("dead-pixels", Fault("dead-pixels", "3")),
        ("unplug@8", Fault("unplug", "3", 8.0)),
        ("unplug=1@8", Fault("unplug", "1", 8.0)),
    ],
)
def test_a_fault_is_read_in_its_notation(text: str, fault: Fault) -> None:
    assert parse_fault(text, "terminal", KEYS) == fault
    assert parse_fault(fault.text(), "terminal", KEYS) == fault


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "dead-key",
        "dead-key=XX",
        "crossed-keys=F1",
        "crossed-keys=F1:ZZ",
        "chatter=OK:x",
        "dead-pixels=many",
        "dead-pixels=nan",
        "no-picture=1",
        "colour-cast=pink",
        "sag",
        "silent@x",
        "silent@-1",
        "unplug=inf",
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_in_words(text: str) -> None:
    with pytest.raises(SimulatorError):
        parse_fault(text, "terminal", KEYS)


def test_faults_of_a_pad_are_not_faults_of_a_meter() -> None:
    with pytest.raises(SimulatorError):
        parse_fault("dead-key=OK", "meter")
    assert parse_fault("sag", "meter") == Fault("sag", "4.55")


def test_every_fault_is_listed() -> None:
    text = "\n".join(f"{fault['form']} {fault['description']}" for fault in fault_facts())
    assert all(spec.name in text for spec in FAULTS)


def test_every_device_file_is_found_under_its_protocol() -> None:
    assert {"abecs", "tc66c"} <= set(simulated_protocols())


@given(st.integers(1, 300), st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_every_picture_the_bench_writes_can_be_read(colours: int, width: int, height: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    palette = chance.integers(0, 256, (colours, 3), dtype=np.uint8)
    raster = Raster(palette[chance.integers(0, colours, (height, width))])
    assert decode_png(raster.png()) == raster


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4])
def test_every_filter_of_png_is_undone(kind: int) -> None:
    chance = np.random.default_rng(kind)
    pixels = chance.integers(0, 256, (6, 5, 3), dtype=np.uint8)
    assert decode_png(_filtered(pixels, kind)) == Raster(pixels)


def _filtered(pixels: np.ndarray, kind: int) -> bytes:
    """An independent PNG writer with one filter for all rows."""
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, width * 3).astype(int)
    out = b""
    for number, row in enumerate(rows):
        above = rows[number - 1] if number else np.zeros_like(row)
        line = []
        for at, value in enumerate(row):
            a, b = (row[at - 3] if at > 2 else 0), above[at]
            c = above[at - 3] if at > 2 else 0
            p = a + b - c
            paeth = a if abs(p - a) <= abs(p - b) and abs(p - a) <= abs(p - c) else b if abs(p - b) <= abs(p - c) else c
            line.append((value - [0, a, b, (a + b) // 2, paeth][kind]) % 256)
        out += bytes([kind, *line])

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(out)) + chunk(b"IEND", b"")


@given(st.binary(max_size=200))
def test_a_file_that_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPictureError):
        decode_png(data)


@given(st.data())
def test_a_damaged_picture_is_refused_or_read_but_never_raises_otherwise(data: st.DataObject) -> None:
    png = bytearray(Raster(np.arange(75, dtype=np.uint8).reshape(5, 5, 3)).png())
    for _ in range(data.draw(st.integers(1, 4))):
        png[data.draw(st.integers(0, len(png) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BadPictureError):
        decode_png(bytes(png))


def test_a_picture_that_unpacks_to_more_than_a_screen_is_refused() -> None:
    huge = bytearray(Raster(np.zeros((4, 4, 3), np.uint8)).png())
    huge[16:24] = struct.pack(">II", 100_000, 100_000)
    huge[29:33] = struct.pack(">I", zlib.crc32(bytes(huge[12:29])))
    with pytest.raises(BadPictureError):
        decode_png(bytes(huge))


def test_faulty_dots_are_all_different_and_stay() -> None:
    rows, columns = faulty_dots("dead-pixels", 50, 20, 10, 3)
    assert len(set(zip(rows.tolist(), columns.tolist(), strict=True))) == 50
    again = faulty_dots("dead-pixels", 50, 20, 10, 3)
    assert (again[0] == rows).all()


def _listening():
    from devices.commands import ListenKeys

    link = joined(PAD)
    link.send(ListenKeys())
    link.advance(1)
    return link


def _played(person: SimulatedPerson, link, seconds: float) -> list[str]:
    from devices.events import KeyPressed

    keys = []
    for _ in range(int(seconds / 0.01)):
        person.act(link.device, link.now)
        link.press("no such key")  # lets the device act on what was pressed
        keys += [e.event.key for e in link.advance(0.01) if isinstance(e.event, KeyPressed)]
    return keys


def test_a_person_presses_what_was_asked_once_and_a_little_late() -> None:
    link, person = _listening(), SimulatedPerson("auto", 1, tries=("F1",))
    person.asked(("OK", "CLEAR"), None)
    assert _played(person, link, 0.1) == []
    assert _played(person, link, 2.0) == ["OK", "CLEAR"]
    assert _played(person, link, 3.0) == []


def test_a_person_nobody_talks_to_tries_every_function_key() -> None:
    link, person = _listening(), SimulatedPerson("auto", 1, tries=("F1", "OK"))
    assert _played(person, link, 8.0)[:4] == ["F1", "OK", "F1", "OK"]


def test_an_idle_person_tries_nothing_and_presses_what_is_asked() -> None:
    link, person = _listening(), SimulatedPerson("idle", 1, tries=("F1", "OK"))
    assert _played(person, link, 3.0) == []
    person.asked(("OK",), None)
    assert _played(person, link, 3.0) == ["OK"]


def test_a_person_with_a_list_types_it_once() -> None:
    link, person = _listening(), SimulatedPerson("list", 1, ("F1", "OK"))
    assert _played(person, link, 5.0) == ["F1", "OK"]


def test_a_person_types_digits_and_confirms_them() -> None:
    from devices.commands import AskDigits
    from devices.events import DigitsEntered

    link, person = joined(PAD), SimulatedPerson("auto", 1)
    link.send(AskDigits("2580", 30))
    link.advance(1)
    person.asked((), "2580")
    events = []
    for _ in range(500):
        person.act(link.device, link.now)
        link.press("no such key")
        events += link.advance(0.01)
    assert [e.event for e in events] == [DigitsEntered(4, True)]
    assert "2580" not in repr(person)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_two_simulators_in_one_process_have_two_paths_and_leave_none() -> None:
    one, two = Simulator(PAD, "pty"), Simulator(PAD, "pty")
    try:
        assert one.url != two.url
        assert find_registration(two.url) is not None
    finally:
        one.close()
        two.close()
        two.close()
    assert not os.path.lexists(one.url)
    assert find_registration(one.url) is None


@pytest.mark.parametrize(
    ("listen", "faults", "press"),
    [
        ("com3", (), None),
        ("tcp:x", (), None),
        ("tcp:99999", (), None),
        ("", ("nonsense",), None),
        ("", (), "OK,WHAT"),
    ],
)
def test_a_simulator_asked_for_nonsense_says_so_and_leaves_nothing(
    listen: str, faults: tuple, press: str | None
) -> None:
    before = set(registry_folder().iterdir())
    with pytest.raises(SimulatorError):
        Simulator(PAD, listen, faults, press)
    assert set(registry_folder().iterdir()) <= before


def test_an_unknown_profile_is_refused_in_words_and_faults_can_be_listed() -> None:
    with pytest.raises(SimulatorUsage, match="nothing-930"):
        run_simulator("nothing-930", {PAD.id: PAD}, io.StringIO())
    assert "dead-key=KEY" in [fault["form"] for fault in fault_facts()]
    assert {fault["name"] for fault in fault_facts(PAD)} == possible(PAD) > {"tampered", "hostile-text", "unplug"}


def test_what_a_unit_can_show_nowhere_is_not_among_its_faults() -> None:
    """No screen that a person could read, and no rule of its profile by which the unit tells it."""
    known = load_profiles(ROOT / "resources/terminals")
    assert not {"tampered", "no-pin-key", "offline-code"} & possible(known["idtech-neo2"])
    assert {"tampered", "no-pin-key"} & possible(known["idtech-smartpin-k100"]) == {"no-pin-key"}
    assert {"tampered", "no-pin-key"} <= possible(known["szzt-zt588"]) & possible(known["pax-poslink"])


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_simulators_that_begin_at_the_same_time_never_share_a_name() -> None:
    begin = threading.Barrier(8)

    def begun(_: int) -> Simulator:
        begin.wait()
        return Simulator(PAD)

    with ThreadPoolExecutor(8) as pool:
        made = [simulator for _ in range(5) for simulator in pool.map(begun, range(8))]
    try:
        assert len({simulator.url for simulator in made}) == len(made)
        assert len({os.path.realpath(simulator.url) for simulator in made}) == len(made)
    finally:
        for simulator in made:
            simulator.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_a_real_shell_has_no_place_on_a_virtual_clock() -> None:
    smart = load_profiles(ROOT / "resources" / "terminals")["smart-terminal"]
    device = simulated_protocols()["console"].open(smart, 1, 0.0)
    with pytest.raises(DeviceError, match="virtual clock"):
        Loopback(load_codecs()["console"].open(smart), device)
    built_in = joined(smart).device
    assert isinstance(built_in, OwnProcess)
    assert built_in.watched() == []
    built_in.close()
