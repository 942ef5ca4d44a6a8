"""Android's own readers in the probe: getevent, dumpsys battery, getprop, settings, pm, logcat; in mksh with toybox, and built in."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.catalog.display_by_eye import CHECK as BY_EYE
from checks.registry import load_checks
from devices.capability import Capability
from devices.codecs._console_keys import input_devices
from devices.codecs._console_redact import ConsoleRedactor
from devices.codecs._console_script import LONGEST_LINE, script_lines
from devices.codecs._console_sensors import gauges, implausible
from devices.codecs.console import CODEC
from devices.commands import (
    EndVisit,
    Identify,
    ListenKeys,
    ReadBattery,
    ReadFacts,
    ReadSensors,
    StartReading,
    StopListening,
)
from devices.errors import CommandRefused
from devices.events import (
    CapabilitiesFound,
    CommandDone,
    FactsRead,
    FactSubject,
    Identified,
    KeyPressed,
    KeyReleased,
    KeysLost,
    Reading,
    SensorsFound,
    Source,
)
from devices.profile import Profile, load_profiles
from tests.devices.console_rig import BUILT_IN, Rig, shell_words
from tests.devices.simulated import RESOURCES

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
ANDROID: Profile = load_profiles(RESOURCES / "terminals")["android-terminal"]
FACTS = (
    (FactSubject.PACKAGES, "", ()),
    (FactSubject.LOGS, "", ("fatal exception", "ready$")),
    (FactSubject.PROPERTY, "ro.serialno", ()),
    (FactSubject.PROPERTY, "ro.nothing", ("^1$",)),
    (FactSubject.PROPERTY, "settings/global/adb_enabled", ("^1$",)),
    (FactSubject.PROPERTY, "settings/global/adb_wifi_enabled", ("^1$",)),
    (FactSubject.PROGRAMS, "", ()),
    (FactSubject.MEMORY, "", ()),
)


@pytest.fixture(params=["toybox", "dash", "ash"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, shell_words(request.param, tmp_path), ANDROID)
    yield made
    made.close()


def asked(rig: Rig) -> dict[str, object]:
    """What a unit tells, tools of this very PC left out."""
    who = rig.ask(Identify(), Identified)
    assert isinstance(who, Identified)
    told: dict[str, object] = {
        name: text for name, text in who.items if name not in ("tools", "key-tool", "screen", "user")
    }
    found = rig.ask(ReadSensors(), SensorsFound)
    assert isinstance(found, SensorsFound)
    told["sensors"] = [(s.name, s.channel, s.value) for s in found.sensors]
    for subject, about, patterns in FACTS:
        facts = rig.ask(ReadFacts(subject, about, patterns, 200), FactsRead)
        assert isinstance(facts, FactsRead)
        told[f"{subject} {about}"] = facts.items
    return told


def test_an_android_shell_tells_who_it_is_what_it_measures_and_which_key_was_pressed(rig: Rig, tmp_path: Path) -> None:
    told = asked(rig)
    assert (told["os"], told["patch-level"], told["keypad"]) == ("10", "2026-03-05", "matrix-keypad")
    found = [e for s in rig.events if isinstance((e := s.event), CapabilitiesFound)]
    assert Capability.LIVE_KEYS in found[-1].capabilities
    assert Capability.SHOW_IMAGE not in found[-1].capabilities
    assert told["property settings/global/adb_enabled"] == (("matched", "1"),)
    assert told["property settings/global/adb_wifi_enabled"] == (("error", "missing"),)
    assert ("com.example.payment", "40301") in told["packages "]  # type: ignore[operator]
    assert ("640", "system_server") in told["programs "]  # type: ignore[operator]
    assert told["logs "] == (("logcat", "03-05 08:00:09.313  1412  1412 I Payment : ready"),)
    battery = rig.ask(ReadBattery(), Reading)
    assert (battery.channel.source, battery.value) == (Source.BATTERY, 87.0)  # type: ignore[attr-defined]
    rig.send(StartReading(0.2))
    rig.tree.put("var/battery", "Current Battery Service state:\n  level: 87\n  voltage: 4011\n  temperature: 301\n")
    volts = rig.run(60.0, lambda e: isinstance(e, Reading) and e.value == 4.011)
    assert volts
    keys_through_getevent(rig)
    builtin = Rig(tmp_path / "again", BUILT_IN, ANDROID)
    assert asked(builtin) == told
    builtin.close()


def keys_through_getevent(rig: Rig) -> None:
    rig.ask(ListenKeys(), CommandDone)
    for at, value in ((1262.000001, 1), (1262.150042, 0)):
        rig.key(6, value, at=at)
    seen = rig.run(60.0, lambda e: isinstance(e, KeyReleased))
    pressed = [stamped for stamped in rig.events if isinstance(stamped.event, KeyPressed | KeyReleased)]
    assert [(type(s.event), s.event.key) for s in pressed] == [(KeyPressed, "5"), (KeyReleased, "5")]  # type: ignore[union-attr]
    assert not [event for event in seen if isinstance(event, KeysLost)]
    at = [s.device_at for s in pressed]
    assert at[0] == pytest.approx(1262.000001)
    redactor = ConsoleRedactor()
    masked = redactor.feed(rig.received) + redactor.flush()
    assert b".0006." not in masked
    rig.ask(StopListening(), CommandDone)
    rig.ask(EndVisit(), CommandDone)
    rig.run(1.5)
    left = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in rig.left_running()]
    assert [words for words in left if not words.startswith(b"sleep")] == [], "getevent ends with the visit"


def test_input_devices_are_read_from_getevent_as_toolbox_prints_them() -> None:
    text = (
        'add device 1: /dev/input/event2\n  name:     "gpio-keys"\n  events:\n    KEY (0001): 0072  0073  0074* 008f \n'
        "    SW  (0005): 0002 \n  input props:\n    <none>\n"
        'add device 2: /dev/input/event10\n  name:     "pinpad"\n  events:\n'
        "    KEY (0001): 0002  0003  0004  0005  0006  0007  0008  0009 \n                000a  000b \n"
        "    MSC (0004): 0004 \n  input props:\n    INPUT_PROP_DIRECT\n"
        'could not open /dev/input/event4, Permission denied\nadd device 3: /dev/input/event3\n  name:     "touch"\n  events:\n'
        "    ABS (0003): 0035  : value 0, min 0, max 719, fuzz 0, flat 0, resolution 0\n"
    )
    found = {device.event: device for device in input_devices(text, 64)}
    assert found["event2"].codes == {0x72, 0x73, 0x74, 0x8F}
    assert (found["event10"].name, found["event10"].codes) == ("pinpad", frozenset(range(2, 12)))
    assert found["event3"].codes == frozenset()


@given(st.text(alphabet='add device KEY(0001):\n /dev/input/event123"namefb*', max_size=300))
def test_no_list_of_input_devices_breaks_the_reader(text: str) -> None:
    input_devices(text, 32)


def dumped(**values: str) -> dict[str, str]:
    return {f"/dumpsys/battery/{name}": value for name, value in values.items()}


def test_a_battery_in_a_unit_nobody_knows_is_shown_and_not_judged() -> None:
    usual = dumped(voltage="4123", temperature="285", level="87")
    assert [(g.sensor.channel.quantity.value, g.sensor.value) for g in gauges(usual)] == [
        ("charge", 87.0), ("temperature", 28.5), ("voltage", 4.123),
    ]  # fmt: skip
    assert implausible(usual) == {}
    for odd in (
        dumped(voltage="4"),
        dumped(voltage="4123000"),
        dumped(temperature="28"),
        dumped(level="-1"),
        dumped(voltage="x"),
    ):
        assert gauges(odd) == []
        assert list(implausible(odd).values()) == list(odd.values())


def test_the_raw_value_stands_with_the_unit(tmp_path: Path) -> None:
    rig = Rig(tmp_path, BUILT_IN, ANDROID)
    rig.tree.put("dumpsys/battery/voltage", "4\n")
    who = rig.ask(Identify(), Identified)
    assert who.get("battery voltage (as told, not judged)") == "4"  # type: ignore[attr-defined]
    rig.close()


@pytest.mark.parametrize(
    "about", ["settings/global/x;reboot", "settings/global/../x", "settings/put/x", "settings/global/", "a/b"]
)
def test_only_names_of_settings_are_asked_for(about: str) -> None:
    with pytest.raises(CommandRefused):
        CODEC.open(ANDROID).send(ReadFacts(FactSubject.PROPERTY, about), 0.0)


def test_the_probe_calls_no_tool_of_android_that_changes_the_unit_and_keeps_to_the_lines_length() -> None:
    lines = script_lines()
    assert max(map(len, lines)) <= LONGEST_LINE
    text = "\n".join(lines)
    for forbidden in ("settings put", "settings delete", "settings reset", "setprop", "pm install", "pm uninstall", "pm clear",
                      "pm disable", "am ", "input tap", "input key", "sendevent", "reboot", "svc ", "wm size ", "battery set",
                      "battery unplug", "logcat -c", "screencap", "mount ", "su "):  # fmt: skip
        assert forbidden not in text, forbidden


def test_a_display_that_nobody_can_draw_on_is_judged_by_eye() -> None:
    checks, _ = load_checks()
    assert BY_EYE.applies(ANDROID)
    assert not checks["display"].applies(ANDROID)
    other = msgspec.structs.replace(ANDROID, options={})
    assert not BY_EYE.applies(other)
