"""Shared by the tests of codecs and simulators: profiles, and a PIN pad or meter on a virtual clock."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from devices.codec import Codec
from devices.commands import Abort, ListenKeys
from devices.events import CommandDone, Event, KeyPressed, Stamped, UnknownFrame
from devices.loopback import Loopback
from devices.profile import Profile, load_profiles
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.device import SimulatedDevice
from devices.simulator.faults import FAULTS, Fault, FaultSpec, parse_fault

RESOURCES = Path(__file__).parents[2] / "resources"
PAD = load_profiles(RESOURCES / "terminals")["gertec-ppc930"]
METER = load_profiles(RESOURCES / "meters")["tc66c"]
UNIT_FAULTS = [spec for spec in FAULTS if spec.side != "meter"]


def key_names(profile: Profile) -> list[str]:
    return [cap.id for cap in profile.keypad.keys] if profile.keypad else []


def joined(profile: Profile, *faults: str, seed: int = 1, paced: bool = False) -> Loopback:
    """A codec and its simulated device, with faults in their notation; a console by its built-in shell, since a real one
    does not know how late it is on a virtual clock."""
    if profile.protocol == "console":
        profile = msgspec.structs.replace(profile, options={**profile.options, "sim_built_in": True})
    codec = load_codecs()[profile.protocol].open(profile)
    device = simulated_protocols()[profile.protocol].open(profile, seed, 0.0, paced)
    for fault in faults:
        device.set_fault(parse_fault(fault, profile.kind, key_names(profile)), True, 0.0)
    return Loopback(codec, device)


def plain(events: Iterable[Stamped]) -> list[Event]:
    return [stamped.event for stamped in events]


def told(events: Iterable[Stamped]) -> list[Event]:
    """Events without the damage on the way."""
    return [event for event in plain(events) if not isinstance(event, UnknownFrame)]


def listening(profile: Profile, *faults: str, paced: bool = False) -> Loopback:
    """A unit that was asked for keys and tells them."""
    link = joined(profile, *faults, paced=paced)
    link.send(ListenKeys())
    [done] = told(link.advance(8))
    assert isinstance(done, CommandDone)
    assert done.command == ListenKeys.__name__
    return link


def pressed(link: Loopback, *keys: str, every_s: float = 1.0) -> list[str]:
    """What arrives of keys that are pressed one after another; a key without a name by its code."""
    for number, key in enumerate(keys):
        link.press_at(link.now + every_s * (number + 1), key)
    events = plain(link.advance(every_s * len(keys) + 3))
    return [event.key or event.code for event in events if isinstance(event, KeyPressed)]


def struck(profile: Profile, spec: FaultSpec, key: str) -> Loopback:
    """A unit that gets this fault after a second; a fault of keys at OK and ``key``."""
    arguments = {"dead-key": "OK", "stuck-key": key, "chatter": "OK", "crossed-keys": f"OK:{key}"}
    link = joined(profile)
    link.device.set_fault(Fault(spec.name, arguments.get(spec.name, spec.default or ""), 1.0), True, 0.0)
    return link


def after_noise(codec: Codec, noise: Iterable[tuple[float, bytes]], rest_s: float, device: SimulatedDevice) -> Loopback:
    """A codec that heard anything, was told to leave off and given ``rest_s``, now before a sound device."""
    now = 0.0
    for wait, data in noise:
        now += wait
        codec.feed(data, now)
        codec.tick(now)
    codec.send(Abort(), now)
    until = now + rest_s
    while now < until:
        now += 1.1
        codec.tick(now)
    return Loopback(codec, device, now)


def swallow(device: SimulatedDevice, data: bytes, step: int) -> None:
    """Whatever it is, in pieces of this size."""
    for at in range(0, len(data), step):
        device.feed(data[at : at + step], at * 0.01)
        device.tick(at * 0.01)
