"""A recorded wire log back to events: the same codec, fed with what the device sent, at the times it was sent."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from devices.codec import CodecFactory, Overhearing
from devices.errors import WireLogError
from devices.events import Stamped
from devices.profile import Profile
from devices.registry import load_codecs
from devices.wire_log import read_wire_log


def replay(
    path: Path, profiles: Mapping[str, Profile], codecs: Mapping[str, CodecFactory] | None = None
) -> Iterator[Stamped]:
    """Events of a log, in order, with seconds since it began. Raises ``WireLogError`` in words.

    ``codecs``: protocols that are known; all that this program speaks where none are given.
    """
    head, lines = read_wire_log(path)
    codec = (load_codecs() if codecs is None else codecs).get(head.protocol)
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
    speaking = {name: profile for name, profile in profiles.items() if profile.protocol == protocol}
    known = speaking.get(wanted) or next(iter(speaking.values()), None)
    if known is None:
        raise WireLogError(f"{path}: there is no profile for the protocol {protocol!r}")
    return known
