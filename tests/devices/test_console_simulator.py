"""The simulated smart terminal as a process: its wire, its keypad, its screen, its log-in and its faults."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from devices.bench import Bench, Surroundings
from devices.capability import Capability
from devices.codecs.console import CODEC
from devices.commands import Command, EndVisit, Identify, ListenKeys, LogIn, ReadFacts, ShowImage, StartReading
from devices.events import (
    CapabilitiesFound,
    CommandDone,
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
    Restored,
    ScreenFound,
    Stamped,
)
from devices.lanes import LaneChanged, LaneEvent, LaneGone, LaneState
from devices.link import Link
from devices.profile import Profile, load_profiles
from devices.raster import Raster
from devices.serial_port import open_port
from devices.simulator.control import ControlClient, find_control
from devices.simulator.shell import Simulator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")
PROFILE = load_profiles(Path(__file__).parents[2] / "resources" / "terminals")["smart-terminal"]


class Unit:
    """A running simulated terminal, linked."""

    def __init__(self, profile: Profile, *faults: str) -> None:
        self.events: list[Stamped] = []
        self.simulator = Simulator(profile, faults=faults)
        self._thread = threading.Thread(target=self.simulator.run, name="posbench-simulator")
        self._thread.start()
        self.link = Link(
            open_port(self.simulator.url, CODEC.serial), CODEC.open(profile), self.events.append, time.monotonic
        )
        found = find_control(self.simulator.url)
        assert found is not None
        self.control: ControlClient = found

    def wait(self, wanted: Callable[[Event], bool], seconds: float = 60.0) -> Event:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for stamped in list(self.events):
                if wanted(stamped.event):
                    return stamped.event
            time.sleep(0.01)
        raise AssertionError([stamped.event for stamped in self.events])

    def ask(self, command: Command, kind: type) -> Event:
        self.events.clear()
        self.link.send(command)
        return self.wait(lambda event: isinstance(event, kind))

    def close(self) -> None:
        self.control.close()
        self.link.close()
        self.simulator.stop()
        self._thread.join(5.0)


@pytest.fixture
def unit() -> Iterator[Unit]:
    made = Unit(PROFILE)
    yield made
    made.close()


def test_a_press_goes_all_the_way_with_the_kernels_time(unit: Unit) -> None:
    unit.ask(Identify(), Identified)
    unit.ask(ListenKeys(), CommandDone)
    assert unit.control.state()["waiting_for"] == "keys"
    unit.control.press("5")
    unit.wait(lambda event: isinstance(event, KeyReleased))
    down, up = (s for s in unit.events if isinstance(s.event, KeyPressed | KeyReleased))
    assert (down.event, up.event) == (KeyPressed("5", "6"), KeyReleased("5", "6"))
    assert down.device_at is not None
    assert up.device_at is not None
    assert 0.08 < up.device_at - down.device_at < 0.3


def test_the_screen_shows_what_was_written_and_comes_back(unit: Unit) -> None:
    unit.ask(Identify(), Identified)
    idle = unit.control.screen().raster
    wanted = Raster(
        np.where(np.indices((240, 320)).sum(axis=0)[:, :, None] % 2, 255, 0).astype(np.uint8).repeat(3, axis=2)
    )
    unit.ask(ShowImage("checker", wanted), CommandDone)
    assert unit.control.screen().raster == wanted
    unit.ask(EndVisit(), CommandDone)
    assert unit.control.screen().raster == idle


def test_faults_change_what_the_terminal_says(unit: Unit) -> None:
    unit.ask(Identify(), Identified)

    def told(subject: FactSubject, about: str = "") -> str:
        return str(unit.ask(ReadFacts(subject, about, limit=1000), FactsRead))

    for fault, subject, about, sign in (
        ("crash-in-log", FactSubject.LOGS, "", "segfault"),
        ("old-application", FactSubject.PACKAGES, "", "3.9.0"),
        ("pin-lockout", FactSubject.FILE, "/etc/pos/payment.conf", "pin_failed_entries=5"),
        ("no-payment-permission", FactSubject.FILE, "/etc/pos/payment.conf", "payment_allowed=no"),
        ("secret-in-clear", FactSubject.FILE, "/etc/pos/payment.conf", "password="),
        ("dns-dead", FactSubject.NAME, "host.example", "('exit', '1')"),
        ("host-unreachable", FactSubject.PING, "host.example", "('loss_percent', '100')"),
        ("packet-loss", FactSubject.PING, "host.example", "('loss_percent', '33"),
    ):
        assert sign not in told(subject, about), fault
        unit.control.set_fault(fault)
        assert sign in told(subject, about), fault
        unit.control.set_fault(fault, on=False)


def test_a_sagging_supply_is_read(unit: Unit) -> None:
    unit.ask(Identify(), Identified)
    unit.control.set_fault("supply-sag=4.4")
    unit.ask(StartReading(0.1), CommandDone)
    unit.wait(lambda e: isinstance(e, Reading) and e.channel.id == "voltage@supply" and e.value < 4.5, 8.0)


def test_a_terminal_with_a_log_in_lets_in_whoever_knows_it() -> None:
    options = {**PROFILE.options, "sim_login": "service:right"}
    unit = Unit(msgspec.structs.replace(PROFILE, options=options))
    try:
        unit.link.send(Identify())
        unit.wait(lambda e: e == ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:"))
        unit.link.send(LogIn("service", "wrong"))
        unit.wait(lambda e: isinstance(e, ConsoleState) and e.stage is ConsoleStage.WRONG_PASSWORD)
        unit.ask(LogIn("service", "right"), CommandDone)
        unit.ask(Identify(), Identified)
        unit.ask(EndVisit(), CommandDone)
        unit.events.clear()
        unit.link.send(Identify())
        unit.wait(lambda e: e == ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:"))
    finally:
        unit.close()


@pytest.mark.parametrize(
    ("fault", "stage"),
    [
        ("login", ConsoleStage.LOGIN_WANTED),
        ("boot-loader", ConsoleStage.BOOT_LOADER),
        ("locked-console", ConsoleStage.LOCKED),
        ("boot-messages", ConsoleStage.BOOTING),
        ("restricted-shell", ConsoleStage.RESTRICTED),
        ("silent", ConsoleStage.SILENT),
    ],
)
def test_a_console_that_lets_nobody_in_is_told_as_what_it_is(fault: str, stage: ConsoleStage) -> None:
    unit = Unit(PROFILE, fault)
    try:
        unit.link.send(Identify())
        unit.wait(lambda e: isinstance(e, ConsoleState) and e.stage is stage, 25.0)
        assert not [s for s in unit.events if isinstance(s.event, Identified)]
    finally:
        unit.close()


@pytest.mark.parametrize(
    ("fault", "missing"), [("no-screen", Capability.SHOW_IMAGE), ("no-keypad", Capability.LIVE_KEYS)]
)
def test_a_unit_without_a_part_says_what_it_can_do(fault: str, missing: Capability) -> None:
    unit = Unit(PROFILE, fault)
    try:
        found = unit.ask(Identify(), CapabilitiesFound)
        assert isinstance(found, CapabilitiesFound)
        assert missing not in found.capabilities
        assert Capability.PACKAGES in found.capabilities
    finally:
        unit.close()


def test_a_terminal_that_restarts_is_lost_and_found_again(unit: Unit) -> None:
    unit.ask(Identify(), Identified)
    unit.events.clear()
    unit.control.set_fault("restart=2")
    unit.wait(lambda e: isinstance(e, LinkLost))
    unit.ask(Identify(), Identified)
    stages = [s.event.stage for s in unit.events if isinstance(s.event, ConsoleState)]
    assert stages[-1] is ConsoleStage.READY


def test_nothing_is_left_of_a_simulated_terminal() -> None:
    unit = Unit(PROFILE)
    unit.ask(Identify(), Identified)
    folder = Path(unit.simulator._device._folder.name)  # type: ignore[attr-defined]
    assert folder.is_dir()
    unit.close()
    assert not folder.exists()


def test_a_lane_asks_for_the_log_in_connects_and_leaves_nothing_behind() -> None:
    profile = msgspec.structs.replace(PROFILE, options={**PROFILE.options, "sim_login": "service:right"})
    simulator = Simulator(profile)
    thread = threading.Thread(target=simulator.run, name="posbench-simulator")
    thread.start()
    told: list[LaneChanged | LaneGone | LaneEvent] = []
    around = Surroundings({profile.id: profile}, {"console": CODEC}, open_port, lambda: (), time.monotonic)
    bench = Bench(around, told.append)

    def wait(wanted: Callable[[object], bool]) -> None:
        end = time.monotonic() + 90.0
        while not any(wanted(event) for event in list(told)):
            assert time.monotonic() < end, told
            time.sleep(0.02)

    try:
        lane = bench.add(simulator.url, profile.id)
        asked = ConsoleState(ConsoleStage.LOGIN_WANTED, "simpos login:")
        wait(lambda e: isinstance(e, LaneEvent) and e.stamped.event == asked)
        bench.send(lane, LogIn("service", "right"))
        wait(lambda e: isinstance(e, LaneChanged) and e.lane.state is LaneState.CONNECTED)
        bench.close()
        folder = simulator._device._folder.name  # type: ignore[attr-defined]
        shells = [path for path in Path("/proc").glob("[0-9]*/environ") if _runs_in(path, folder)]
        end = time.monotonic() + 60.0
        while time.monotonic() < end and len(shells) > 1:
            shells = [path for path in Path("/proc").glob("[0-9]*/environ") if _runs_in(path, folder)]
            time.sleep(0.1)
        assert len(shells) == 1, "the person's shell, and nothing of the probe"
    finally:
        bench.close()
        simulator.stop()
        thread.join(5.0)


def _runs_in(environ: Path, folder: str) -> bool:
    try:
        return f"PB_ROOT={folder}".encode() in environ.read_bytes()
    except OSError:
        return False


class OnBench:
    """A bench with one lane on a simulated terminal, and all it said."""

    def __init__(self, profile: Profile) -> None:
        self.simulator = Simulator(profile)
        self._thread = threading.Thread(target=self.simulator.run, name="posbench-simulator")
        self._thread.start()
        self.told: list[LaneChanged | LaneGone | LaneEvent] = []
        around = Surroundings({profile.id: profile}, {"console": CODEC}, open_port, lambda: (), time.monotonic)
        self.bench = Bench(around, self.told.append)
        self.lane = self.bench.add(self.simulator.url, profile.id)

    def wait(self, wanted: Callable[[object], bool], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not any(wanted(event) for event in list(self.told)):
            assert time.monotonic() < end, self.told
            time.sleep(0.02)

    def stage(self, stage: ConsoleStage, seconds: float = 30.0) -> None:
        self.wait(lambda e: isinstance(e, LaneEvent) and _stage(e) is stage, seconds)

    def close(self) -> None:
        self.bench.close()
        self.simulator.stop()
        self._thread.join(5.0)


def _stage(event: LaneEvent) -> ConsoleStage | None:
    return event.stamped.event.stage if isinstance(event.stamped.event, ConsoleState) else None


def test_a_lane_knows_what_its_unit_has_before_anybody_asks() -> None:
    on = OnBench(PROFILE)
    try:
        on.wait(lambda e: isinstance(e, LaneChanged) and e.lane.state is LaneState.CONNECTED)
        (info,) = on.bench.lanes()
        found = {type(event): event for event in info.found}
        screen, abilities = found[ScreenFound], found[CapabilitiesFound]
        assert isinstance(screen, ScreenFound)
        assert (screen.width, screen.height) == (320, 240)
        assert isinstance(abilities, CapabilitiesFound)
        assert Capability.LIVE_KEYS in abilities.capabilities
    finally:
        on.close()


def test_a_lane_that_is_not_connected_asks_at_once_when_somebody_is_in_a_hurry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("devices.bench._ASK_AGAIN_S", 600.0)  # the lane's own turn
    on = OnBench(msgspec.structs.replace(PROFILE, options={**PROFILE.options, "sim_login": "service:right"}))
    try:
        on.stage(ConsoleStage.LOGIN_WANTED)
        on.wait(lambda e: isinstance(e, LaneChanged) and e.lane.state is LaneState.NOT_UNDERSTOOD)
        on.bench.send(on.lane, LogIn("service", "wrong"))
        on.stage(ConsoleStage.WRONG_PASSWORD)
        on.told.clear()
        on.bench.send(on.lane, Identify())
        on.stage(ConsoleStage.LOGIN_WANTED)
    finally:
        on.close()


def test_a_terminal_that_restarts_is_lost_starts_and_asks_for_the_log_in_again() -> None:
    on = OnBench(msgspec.structs.replace(PROFILE, options={**PROFILE.options, "sim_login": "service:right"}))
    try:
        on.stage(ConsoleStage.LOGIN_WANTED)
        on.bench.send(on.lane, LogIn("service", "right"))
        on.wait(lambda e: isinstance(e, LaneChanged) and e.lane.state is LaneState.CONNECTED)
        on.told.clear()
        found = find_control(on.simulator.url)
        assert found is not None
        with found:
            found.set_fault("restart=2")
        on.stage(ConsoleStage.LOST)
        on.stage(ConsoleStage.LOGIN_WANTED)
        on.bench.send(on.lane, LogIn("service", "right"))
        on.wait(lambda e: isinstance(e, LaneEvent) and isinstance(e.stamped.event, Restored))
    finally:
        on.close()
