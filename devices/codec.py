"""The contract of a wire protocol: bytes to events and commands to bytes, with no I/O, no thread and no clock of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Protocol, runtime_checkable

from devices.capability import Capability
from devices.commands import Command
from devices.events import Event
from devices.profile import Profile


def soonest(*moments: float | None) -> float | None:
    """The first of the moments that are awaited at all; None where none is."""
    return min((at for at in moments if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Output:
    """What to do now: events to report, bytes to write in order, and when to call ``tick`` at the latest (None: no need)."""

    events: tuple[Event, ...] = ()
    write: tuple[bytes, ...] = ()
    deadline: float | None = None
    device_at: tuple[float | None, ...] = ()
    """The device's own time of each event, in seconds of its clock, as far as it is known; shorter means unknown."""

    def timed(self) -> Iterator[tuple[Event, float | None]]:
        """Each event with the device's own time."""
        return zip(self.events, chain(self.device_at, repeat(None)), strict=False)


class Codec(Protocol):
    """State machine of one link. ``now`` is monotonic seconds and never goes back. Not thread-safe: the link serialises.

    Acknowledgements, retries and time-outs live here. Commands queue and run in order. Noise never raises: damage becomes
    ``UnknownFrame`` and the codec finds the next good frame.
    """

    def send(self, command: Command, now: float) -> Output:
        """Queue ``command``. Raises ``CommandRefused`` for what the protocol cannot say or must not say."""
        ...

    def feed(self, data: bytes, now: float) -> Output:
        """Take bytes as they came, in pieces of any size."""
        ...

    def tick(self, now: float) -> Output:
        """Let time pass: retries, time-outs, periodic requests."""
        ...


@runtime_checkable
class Overhearing(Protocol):
    """What a codec offers besides where an answer does not say what it answers, so that a wire log can be read back."""

    def overhear(self, data: bytes, now: float) -> Output:
        """The bench wrote ``data``, once. Only for a codec that never sent anything itself."""
        ...


class Redactor(Protocol):
    """Makes one direction of a wire log safe to keep. Stateful: holds bytes back until their frame is complete."""

    def feed(self, data: bytes) -> bytes:
        """Bytes that are now safe to write, decodable like the original; of equal length, but where a length would tell."""
        ...

    def flush(self) -> bytes:
        """What is still held back, with everything doubtful masked."""
        ...


@runtime_checkable
class OwnCodes(Protocol):
    """What a codec factory offers besides where a profile says itself which code on the wire is which key."""

    def redactors_for(self, profile: Profile) -> tuple[Redactor, Redactor]:
        """As ``CodecFactory.redactors``, which knows no profile and so masks the code of every key."""
        ...

    def option_problems(self, profile: Profile) -> tuple[str, ...]:
        """What is wrong with the profile's options for this protocol, as ``options.NAME: why``; such an option has no effect."""
        ...


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """Line settings the protocol itself prescribes; a profile may override them."""

    baud: int
    bytesize: int = 8
    parity: str = "N"
    stopbits: int = 1


class CodecFactory(Protocol):
    """What a file in ``devices/codecs`` exports as ``CODEC``."""

    id: str
    capabilities: frozenset[Capability]
    serial: SerialSettings

    def open(self, profile: Profile) -> Codec:
        """A fresh codec for one link to a device of this model."""
        ...

    def redactors(self) -> tuple[Redactor, Redactor]:
        """Redactors for bench-to-device and device-to-bench."""
        ...
