"""A port of which nobody knows what is behind it: asked with consent, one protocol after another, at their own settings only."""

import pytest

from devices import bench as bench_module
from devices.codec import SerialSettings
from devices.lanes import ASK_WHO, LaneState
from devices.profile import load_profiles
from devices.transport import Transport
from tests.devices.simulated import RESOURCES
from tests.devices.wires import Plugged, desk

PROFILES = load_profiles(RESOURCES / "terminals")
_FASTER = 20.0


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_REOPEN_INTERVAL_S", 0.01), ("_ASK_AGAIN_S", 0.05)):
        monkeypatch.setattr(bench_module, name, value)


class Port:
    """What is behind a port, how it was opened, and all that was said to it."""

    def __init__(self, profile: str) -> None:
        self.profile = PROFILES[profile]
        self.settings: list[SerialSettings] = []
        self.opened: list[Plugged] = []

    def transport(self, url: str, settings: SerialSettings) -> Transport:
        self.settings.append(settings)
        self.opened.append(Plugged(self.profile))
        return self.opened[-1]


@pytest.mark.parametrize(
    ("profile", "url", "asked"),
    [
        ("szzt-zt598", "/dev/ttyUSB3", "abecs, szzt"),
        ("zvt-terminal", "/dev/ttyUSB3", "abecs, szzt, zvt"),
        ("zvt-terminal-tcp", "socket://10.0.0.7:20007", "abecs, zvt-tcp"),
    ],
)
def test_who_answers_is_known_and_who_was_asked_stands_with_it(profile: str, url: str, asked: str) -> None:
    port = Port(profile)
    with desk(port.transport, speed=_FASTER) as at:
        at.profiles.update(PROFILES)
        lane = at.until_state(LaneState.CONNECTED, at.bench.add(url, ASK_WHO), 20.0)
        assert lane.profile is PROFILES[profile]
        assert lane.identity is not None
        assert lane.identity.get("asked") == asked
    known = {(19200, 1), (9600, 1), (9600, 2)}
    assert {(settings.baud, settings.stopbits) for settings in port.settings} <= known


def test_without_consent_only_what_may_be_asked_blindly_is() -> None:
    port = Port("szzt-zt588")
    with desk(port.transport, speed=_FASTER) as at:
        at.profiles.update(PROFILES)
        number = at.bench.add("/dev/ttyUSB3")
        at.until(lambda: at.lane(number).state in (LaneState.NO_ANSWER, LaneState.NOT_UNDERSTOOD))
        assert {settings.baud for settings in port.settings} == {19200}


def test_no_console_is_ever_typed_on_and_no_model_has_a_wire_of_its_own_invention() -> None:
    willing = {p.id: p.options["ask_on_request"] for p in PROFILES.values() if "ask_on_request" in p.options}
    assert set(willing.values()) == {"serial", "network"}
    assert not [name for name in willing if PROFILES[name].protocol in ("console", "none")]
