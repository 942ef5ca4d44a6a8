"""Shared by the tests of codecs and simulators: profiles, and a PIN pad or meter on a virtual clock."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from devices.events import Event, Stamped, UnknownFrame
from devices.loopback import Loopback
from devices.profile import Profile, load_profiles
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from devices.simulator.faults import parse_fault

RESOURCES = Path(__file__).parents[2] / "resources"
PAD = load_profiles(RESOURCES / "terminals")["gertec-ppc930"]
METER = load_profiles(RESOURCES / "meters")["tc66c"]


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
