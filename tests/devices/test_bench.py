import threading
import time
from contextlib import AbstractContextManager

import msgspec
import pytest

from devices import bench as bench_module
from devices.commands import AskDigits, Identify, ListenKeys, StartReading
from devices.discovery import candidates, find_again, same_device
from devices.errors import TransportFault
from devices.events import CommandFailed, Failure, Identified, KeyPressed, LinkLost, Reading, Restored
from devices.lanes import LaneChanged, LaneEvent, LaneGone, LaneState, PortInfo, UsbIdentity
from devices.serial_port import open_port
from devices.simulator.control import find_control
from tests.devices.simulated import METER, PAD
from tests.devices.wires import Desk, Hub, Plugged, Wire, desk, refusing, simulator


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_WATCH_INTERVAL_S", 0.05), ("_REOPEN_INTERVAL_S", 0.05), ("_ASK_AGAIN_S", 0.2)):
        monkeypatch.setattr(bench_module, name, value)


def watching(hub: Hub) -> AbstractContextManager[Desk]:
    return desk(hub.transport, hub.list_ports)


def usb(serial: str = "", location: str = "1-1") -> UsbIdentity:
    return UsbIdentity(0x1753, 0xC902, serial, location, "PPC930 Pinpad Terminal")


# -- opening and identifying


def test_a_plugged_unit_is_found_asked_and_connected() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0")
        lane = at.until_state(LaneState.CONNECTED)
        assert lane.profile is PAD
        assert lane.identity is not None
        assert lane.identity.get("model") == "PPC-930"
        states = [e.lane.state for e in at.heard if isinstance(e, LaneChanged)]
        assert states == [LaneState.OPENING, LaneState.IDENTIFYING, LaneState.CONNECTED]
        assert len(at.events(Identified)) == 1
        assert not at.events(Restored)


def test_ports_that_no_profile_claims_are_left_alone() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB5", vid=0x1234, pid=0x5678)
        hub.ports["/dev/ttyS0"] = (PortInfo("/dev/ttyS0", "", None), Plugged)
        hub.plug("/dev/ttyUSB0")
        at.until_state(LaneState.CONNECTED)
        assert len(at.bench.lanes()) == 1
        assert hub.opened == ["/dev/ttyUSB0"]


def test_a_url_given_by_hand_is_asked_without_a_profile() -> None:
    with desk(lambda url, settings: Plugged()) as at:
        number = at.bench.add("/dev/anything")
        assert at.until_state(LaneState.CONNECTED, number).profile is PAD


def test_a_meter_has_a_lane_like_a_terminal() -> None:
    with desk(lambda url, settings: Plugged(METER)) as at:
        number = at.bench.add("/dev/meter", METER.id)
        at.until_state(LaneState.CONNECTED, number)
        at.bench.send(number, StartReading(0.1))
        at.until(lambda: bool(at.events(Reading, number)))


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (TransportFault.BUSY, LaneState.BUSY),
        (TransportFault.NO_PERMISSION, LaneState.NO_PERMISSION),
        (TransportFault.ABSENT, LaneState.OPENING),
        (TransportFault.UNSUPPORTED, LaneState.OPENING),
    ],
)
def test_a_port_that_cannot_be_opened_says_why_and_is_tried_again(fault: TransportFault, state: LaneState) -> None:
    hub = Hub()
    hub.plug("/dev/ttyUSB0", refusing(fault))
    with desk(hub.transport) as at:
        at.bench.add("/dev/ttyUSB0", PAD.id)
        at.until(lambda: at.lane().state is state and at.lane().detail == "refused")
        hub.plug("/dev/ttyUSB0")
        at.until_state(LaneState.CONNECTED)


def test_a_silent_device_is_no_answer_and_connected_when_it_wakes() -> None:
    asleep = [True]

    class Sleeper(Plugged):
        def write(self, data: bytes) -> None:
            if not asleep[0]:
                super().write(data)

    with desk(lambda url, settings: Sleeper(), speed=10) as at:
        at.bench.add("/dev/pad", PAD.id)
        at.until_state(LaneState.NO_ANSWER, limit_s=60)
        asleep[0] = False
        at.until_state(LaneState.CONNECTED, limit_s=60)


@pytest.mark.parametrize(
    "answer", [b"\x15", b"\x04\x15", b"AT\r\nERROR\r\n" * 20, bytes(range(128, 256)), b"\x16CEX000\x17!!"]
)
def test_a_device_that_talks_something_else_is_not_understood(answer: bytes) -> None:
    """NAK to everything, a modem, noise, damaged frames."""

    def open_transport(url: str, settings: object) -> Wire:
        wire = Wire()
        wire.on_write = lambda data: wire.say(answer)
        return wire

    with desk(open_transport, speed=10) as at:
        at.bench.add("/dev/modem", PAD.id)
        at.until_state(LaneState.NOT_UNDERSTOOD, limit_s=60)


def test_a_model_no_profile_claims_is_named() -> None:
    other = msgspec.structs.replace(PAD, model_pattern="^VX")
    with desk(lambda url, settings: Plugged()) as at:
        at.profiles[PAD.id] = other
        at.bench.add("/dev/pad", PAD.id)
        lane = at.until_state(LaneState.UNKNOWN_MODEL)
        assert lane.detail == "PPC-930"


# -- commands


def test_a_command_the_codec_refuses_comes_back_as_unsupported() -> None:
    with desk(lambda url, settings: Plugged()) as at:
        number = at.bench.add("/dev/pad", PAD.id)
        at.until_state(LaneState.CONNECTED)
        at.bench.send(number, AskDigits("12x4", 10))
        at.until(lambda: bool(at.events(CommandFailed)))
        failed = at.events(CommandFailed)[0]
        assert isinstance(failed, CommandFailed)
        assert (failed.command, failed.failure) == ("AskDigits", Failure.UNSUPPORTED)
        assert "12x4" not in failed.detail


def test_commands_to_a_lane_that_is_not_there_or_not_connected_do_nothing() -> None:
    with desk(lambda url, settings: Wire()) as at:
        at.bench.send(7, Identify())
        number = at.bench.add("/dev/pad", PAD.id)
        at.bench.send(number, ListenKeys())
        at.bench.remove(99)


# -- cables


def test_a_unit_that_comes_back_under_another_name_keeps_its_lane_and_is_restored() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0")
        at.until_state(LaneState.CONNECTED)
        hub.pull("/dev/ttyUSB0")
        at.until_state(LaneState.LOST)
        hub.plug("/dev/ttyUSB1")
        at.until(lambda: bool(at.events(Restored)))
        assert at.until_state(LaneState.CONNECTED).url == "/dev/ttyUSB1"
        assert [lane.id for lane in at.bench.lanes()] == [1]
        kinds = [type(e.stamped.event) for e in at.heard if isinstance(e, LaneEvent)]
        assert [k for k in kinds if k in (LinkLost, Restored)] == [LinkLost, Restored]


def test_a_unit_is_lost_and_restored_ten_times_with_one_word_each() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0")
        at.until_state(LaneState.CONNECTED)
        for turn in range(10):
            hub.pull(f"/dev/ttyUSB{turn}")
            at.until(lambda turn=turn: len(at.events(LinkLost)) == turn + 1)
            hub.plug(f"/dev/ttyUSB{turn + 1}")
            at.until(lambda turn=turn: len(at.events(Restored)) == turn + 1)
        assert len(at.events(LinkLost)) == len(at.events(Restored)) == 10


def test_another_unit_in_the_socket_of_one_that_is_gone_takes_over_its_number() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0", serial="A", location="1-1")
        at.until_state(LaneState.CONNECTED, 1)
        hub.plug("/dev/ttyUSB1", serial="B", location="1-2")
        at.until_state(LaneState.CONNECTED, 2)
        hub.pull("/dev/ttyUSB0")
        at.until_state(LaneState.LOST, 1)
        at.bench.remove(1)  # number 1 is free now, and not the newcomer's
        hub.pull("/dev/ttyUSB1")
        at.until_state(LaneState.LOST, 2)
        hub.plug("/dev/ttyUSB1", lambda: Plugged(seed=3), serial="C", location="1-2")
        at.until(lambda: any(lane.usb and lane.usb.serial == "C" for lane in at.bench.lanes()))
        at.until_state(LaneState.CONNECTED, 2)
        assert [lane.id for lane in at.bench.lanes()] == [2]
        assert at.heard.count(LaneGone(2)) == 1
        assert not at.events(Restored, 2)


def test_a_unit_that_never_answered_gives_its_socket_to_the_next() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0", Wire, serial="A")
        at.until_state(LaneState.IDENTIFYING)
        hub.pull("/dev/ttyUSB0")
        hub.plug("/dev/ttyUSB0", serial="B")
        at.until_state(LaneState.CONNECTED)
        assert [lane.id for lane in at.bench.lanes()] == [1]


def test_two_adapters_without_serial_numbers_differ_by_their_socket() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0", lambda: Plugged(seed=1), location="1-1")
        hub.plug("/dev/ttyUSB1", lambda: Plugged(seed=2), location="1-2")
        at.until_state(LaneState.CONNECTED, 1)
        at.until_state(LaneState.CONNECTED, 2)
        serials = {lane.usb.location: lane.serial for lane in at.bench.lanes() if lane.usb}
        hub.pull("/dev/ttyUSB0")
        hub.pull("/dev/ttyUSB1")
        at.until_state(LaneState.LOST, 1)
        at.until_state(LaneState.LOST, 2)
        hub.plug("/dev/ttyUSB0", lambda: Plugged(seed=2), location="1-2")  # names swapped, sockets not
        hub.plug("/dev/ttyUSB1", lambda: Plugged(seed=1), location="1-1")
        at.until(lambda: len(at.events(Restored, 1)) == 1 and len(at.events(Restored, 2)) == 1)
        assert {lane.usb.location: lane.serial for lane in at.bench.lanes() if lane.usb} == serials


def test_two_adapters_with_one_serial_number_are_two_lanes() -> None:
    """Cheap adapters all carry 0001."""
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        hub.plug("/dev/ttyUSB0", serial="0001", location="1-1")
        hub.plug("/dev/ttyUSB1", serial="0001", location="1-2")
        at.until_state(LaneState.CONNECTED, 1)
        at.until_state(LaneState.CONNECTED, 2)
        assert {lane.url for lane in at.bench.lanes()} == {"/dev/ttyUSB0", "/dev/ttyUSB1"}


def test_a_different_unit_behind_the_same_url_is_connected_but_not_called_restored() -> None:
    seeds = iter([1, 2])
    wires: list[Plugged] = []

    def open_transport(url: str, settings: object) -> Plugged:
        wires.append(Plugged(seed=next(seeds)))
        return wires[-1]

    with desk(open_transport) as at:
        at.bench.add("/dev/pts/7", PAD.id)
        at.until_state(LaneState.CONNECTED)
        wires[0].cut()
        at.until(lambda: len(at.events(Identified)) == 2)
        assert not at.events(Restored)
        assert len({e.get("serial") for e in at.events(Identified)}) == 2  # type: ignore[attr-defined]


@pytest.mark.expects_log
def test_a_list_of_ports_that_fails_does_not_end_hot_plug() -> None:
    hub = Hub()
    broken = [True]

    def list_ports() -> tuple[PortInfo, ...]:
        if broken[0]:
            raise OSError(5, "the hub is gone")
        return hub.list_ports()

    with desk(hub.transport, list_ports) as at:
        at.bench.watch()
        time.sleep(0.1)
        broken[0] = False
        hub.plug("/dev/ttyUSB0")
        at.until_state(LaneState.CONNECTED)


def test_sixteen_units_at_once_are_all_connected() -> None:
    hub = Hub()
    with watching(hub) as at:
        at.bench.watch()
        for number in range(16):
            hub.plug(f"/dev/ttyUSB{number}", lambda n=number: Plugged(seed=n), location=f"1-{number}")
        at.until(lambda: sum(lane.state is LaneState.CONNECTED for lane in at.bench.lanes()) == 16)
        assert len({lane.serial for lane in at.bench.lanes()}) == 16


def test_closing_the_bench_leaves_nothing_running_and_says_nothing_more() -> None:
    hub = Hub()
    at = Desk(hub.transport, hub.list_ports)
    at.bench.watch()
    hub.plug("/dev/ttyUSB0")
    at.until_state(LaneState.CONNECTED)
    at.bench.close()
    told = len(at.heard)
    assert not [t for t in threading.enumerate() if t.name.startswith("posbench-")]
    hub.pull("/dev/ttyUSB0")
    assert len(at.heard) == told


def test_a_lane_is_left_idle_when_it_is_removed() -> None:
    hub = Hub()
    hub.plug("/dev/ttyUSB0")
    with desk(hub.transport) as at:
        number = at.bench.add("/dev/ttyUSB0", PAD.id)
        at.until_state(LaneState.CONNECTED)
        wire = hub.open["/dev/ttyUSB0"]
        assert isinstance(wire, Plugged)
        at.bench.remove(number)
        assert b"\x18" in wire.written[-3:]
        assert wire.closed
        assert at.heard[-1] == LaneGone(number)
        assert not at.bench.lanes()


# -- over real pseudo-terminals


@pytest.mark.parametrize("listen", ["", "tcp:0"])
def test_over_a_real_port_an_unplugged_pad_is_restored_and_its_keys_arrive_again(listen: str) -> None:
    with simulator(PAD, listen=listen) as pad, desk(open_port) as at:
        number = at.bench.add(pad.url, PAD.id)
        at.until_state(LaneState.CONNECTED, limit_s=60)
        control = find_control(pad.url)
        assert control is not None
        with control:
            control.set_fault("unplug=0.6")
            at.until(lambda: bool(at.events(LinkLost)))
            at.until(lambda: bool(at.events(Restored)))
            at.bench.send(number, ListenKeys())
            end = time.monotonic() + 60
            while control.state()["waiting_for"] != "keys" and time.monotonic() < end:
                time.sleep(0.02)
            control.press("CLEAR")
            at.until(lambda: KeyPressed("CLEAR", "08") in at.events(KeyPressed))
        assert len(at.events(LinkLost)) == 1


def test_a_second_bench_on_one_port_is_told_that_it_is_busy() -> None:
    with simulator() as pad, desk(open_port) as first, desk(open_port) as second:
        first.bench.add(pad.url, PAD.id)
        first.until_state(LaneState.CONNECTED, limit_s=60)
        second.bench.add(pad.url, PAD.id)
        second.until_state(LaneState.BUSY)
        assert first.lane().state is LaneState.CONNECTED


# -- who is who


def test_candidates_name_the_product_first_and_nothing_for_ports_without_usb() -> None:
    profiles = {PAD.id: PAD, METER.id: METER}
    assert candidates(PortInfo("x", "", usb()), profiles) == (PAD,)
    assert candidates(PortInfo("x", "", None), profiles) == ()
    assert candidates(PortInfo("x", "", UsbIdentity(1, 2)), profiles) == ()
    other = UsbIdentity(0x1753, 0xC902, product="Another thing")
    assert candidates(PortInfo("x", "", other), profiles) == ()


def test_a_unit_is_known_by_its_serial_number_and_without_one_by_its_socket() -> None:
    assert same_device(usb("A", "1-1"), usb("A", "1-9"))
    assert not same_device(usb("A", "1-1"), usb("B", "1-1"))
    assert not same_device(usb("A", "1-1"), usb("", "1-1"))
    assert same_device(usb("", "1-1"), usb("", "1-1"))
    assert not same_device(usb("", "1-1"), usb("", "1-2"))
    assert not same_device(usb("A"), UsbIdentity(1, 2, "A", "1-1"))


def test_of_two_with_one_serial_number_the_one_in_the_old_socket_is_meant() -> None:
    ports = [PortInfo("a", "", usb("1", "1-1")), PortInfo("b", "", usb("1", "1-2"))]
    assert find_again(usb("1", "1-2"), ports) is ports[1]
    assert find_again(usb("1", "1-3"), ports) is ports[0]
    assert find_again(usb("2", "1-1"), ports) is None
