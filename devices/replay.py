"""A recorded wire log back to events: the same codec, fed with what the device sent, at the times it was sent."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from devices.codec import Overhearing
from devices.errors import WireLogError
from devices.events import Stamped
from devices.profile import Profile
from devices.registry import load_codecs
from devices.wire_log import read_wire_log


def replay(path: Path, profiles: Mapping[str, Profile]) -> Iterator[Stamped]:
    """Events of a log, in order, with seconds since it began. Raises ``WireLogError`` in words."""
    head, lines = read_wire_log(path)
    codec = load_codecs().get(head.protocol)
    if codec is None:
        raise WireLogError(f"{path}: nobody here speaks the protocol {head.protocol!r}")
    reading = codec.open(_profile_for(path, head.protocol, head.profile, profiles))
    for line in lines:
        if line.direction == "<":
            for event, device_at in reading.feed(line.data, line.at_s).timed():
                yield Stamped(event, line.at_s, device_at)
        elif isinstance(reading, Overhearing):
            for event, device_at in reading.overhear(line.data, line.at_s).timed():
                yield Stamped(event, line.at_s, device_at)


def _profile_for(path: Path, protocol: str, wanted: str, profiles: Mapping[str, Profile]) -> Profile:
    known = profiles.get(wanted) or next((p for p in profiles.values() if p.protocol == protocol), None)
    if known is None:
        raise WireLogError(f"{path}: there is no profile for the protocol {protocol!r}")
    return known
