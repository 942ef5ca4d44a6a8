"""What reaches a simulator's control socket, its registry and its replies, and what the window remembers."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from devices.errors import SimulatorError
from devices.simulator import control, simulated_protocols
from devices.simulator.device import DeviceFactory
from devices.simulator.faults import parse_fault
from devices.simulator.person import SimulatedPerson
from devices.simulator.picture import BadPictureError, decode_png
from devices.simulator.requests import Desk
from gui.settings import Settings, load_settings, save_settings
from tests.checks.stage import profiles
from tests.fuzz.target import Target
from tests.fuzz.targets.files import file_of


@cache
def _pad():
    return profiles()["gertec-ppc930"]


@cache
def _pads() -> DeviceFactory:
    """Looked up once: what is tried is a request, not how a program finds its simulators."""
    return simulated_protocols()[_pad().protocol]


def check_request(data: bytes) -> None:
    """Lines to the control socket: one reply for each, that a line can hold."""
    profile = _pad()
    device = _pads().open(profile, 1, 0.0)
    desk, now = Desk(profile, device, SimulatedPerson("auto", 1)), 0.0
    for line in data.split(b"\n")[:6]:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        now += 0.2
        reply = desk.reply(request, now)
        assert isinstance(reply["ok"], bool)
        json.dumps(reply, allow_nan=False).encode("utf-8")
        device.tick(now)


def check_reply(data: bytes) -> None:
    """A simulator's picture as the window unpacks it, and a picture that a unit draws."""
    with suppress(ValueError, RecursionError, SimulatorError):
        control._unpacked(json.loads(data))
    with suppress(BadPictureError):
        decode_png(data)
    with suppress(SimulatorError):
        parse_fault(data.decode("utf-8", "replace"), "terminal", ["1", "OK"])


def check_settings(data: bytes) -> None:
    """The window's settings: defaults for what is wrong; what is kept is read back the same."""
    path: Path = file_of(data, "window.toml")
    found = load_settings(path.parent)
    assert all(type(getattr(found, name)) is type(getattr(Settings(), name)) for name in Settings.__slots__)
    assert save_settings(path.parent, found)
    assert load_settings(path.parent) == found, "what is kept is read back otherwise"


def request_seeds() -> Iterator[bytes]:
    """One of each, and a conversation."""
    each = (
        {"do": "state"},
        {"do": "press", "key": "1", "hold_s": 0.1},
        {"do": "release", "key": "1"},
        {"do": "asked", "keys": ["OK"], "digits": "12"},
        {"do": "fault", "fault": "dead=5@1", "on": True},
        {"do": "network", "subject": "name", "about": "x"},
    )
    for one in each:
        yield json.dumps(one).encode()
    yield b"\n".join(json.dumps(one).encode() for one in each)
    yield b'{"do":"press","key":"1","hold_s":1e999}'


def reply_seeds() -> Iterator[bytes]:
    """A picture."""
    rgb = b64encode(zlib.compress(bytes(12))).decode()
    yield json.dumps({"width": 2, "height": 2, "rgb": rgb}).encode()
    yield b"dead=5@1"
    yield b"late=2"


def settings_seeds() -> Iterator[bytes]:
    """All of them."""
    yield b'language = "en"\ntheme = "dark"\noperator = "\xe6\x9d\x8e \\u007f"\nsound = true\nplan = "full"\ninstruments = "{}"\n'
    yield b'operator = """\na\\tb"""\npanel_open = false\ndatabase = 5\n'


_JSON: Final = (b'"do"', b'"key"', b'"hold_s"', b'"fault"', b"1e400", b"NaN", b"-1", b"null", b"[", b"{", b'"\\ud800"')
TARGETS: Final = (
    Target("control.request", "devices/simulator/requests.py", "one reply for each line, never an exception", check_request, request_seeds, _JSON, largest=400),
    Target("control.reply", "devices/simulator/control.py, picture.py, faults.py", "a picture or the documented error",
           check_reply, reply_seeds, (b"IHDR", b"IDAT", b'"rgb"', b"=", b"@"), largest=400),
    Target("settings", "gui/settings.py", "defaults for what is wrong; what is kept is read back the same",
           check_settings, settings_seeds, (b"\\u007f", b'"""', b"\\ud800", b"true", b"operator", b"= "), largest=400),
)  # fmt: skip
