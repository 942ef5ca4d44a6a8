"""What every simulated device offers: bytes and keys in, timed bytes out, and what an eye sees. No I/O, no clock."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from devices.events import FactSubject
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator.faults import Fault

Waiting = Literal["keys", "digits"]


@dataclass(frozen=True, slots=True)
class SimOutput:
    """Bytes due now, in order, and when to call ``tick`` at the latest (None: no need)."""

    write: tuple[bytes, ...] = ()
    deadline: float | None = None


class SimulatedDevice(Protocol):
    """State machine of one device. ``now`` is monotonic seconds. Not thread-safe."""

    def feed(self, data: bytes, now: float) -> SimOutput:
        """Take bytes from the wire."""
        ...

    def tick(self, now: float) -> SimOutput:
        """Let time pass."""
        ...

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        """A finger goes down on ``key`` for ``hold_s``. Unknown keys do nothing. Call ``tick`` afterwards."""
        ...

    def release(self, key: Key, now: float) -> None:
        """The finger leaves early."""
        ...

    def screen(self) -> Raster | None:
        """The picture an eye sees, faults of the panel included; None in text mode and without a screen."""
        ...

    def screen_text(self) -> str:
        """The lines an eye reads; empty while a picture is shown."""
        ...

    def waiting_for(self) -> Waiting | None:
        """Whether the device waits for a person now."""
        ...

    def digits_wanted(self) -> int:
        """How many digits it waits for; 0 if for none."""
        ...

    def faults(self) -> tuple[Fault, ...]:
        """Faults switched on or scheduled."""
        ...

    def set_fault(self, fault: Fault, on: bool, now: float) -> None:
        """Switch a fault on (``fault.at`` seconds from ``now``) or off by its name."""
        ...

    def cut_until(self, now: float) -> float | None:
        """While the cable is pulled (fault ``unplug``), when it comes back; else None. Power goes with the cable."""
        ...


@runtime_checkable
class OwnProcess(Protocol):
    """What a simulated device offers besides where it is a real process: its output comes when it comes, not when asked."""

    def watched(self) -> list[int]:
        """Descriptors that become readable when the device has something to say: call ``tick`` then."""
        ...

    def close(self) -> None:
        """Leave no process, no descriptor and no file. May be called twice."""
        ...


@runtime_checkable
class HearsHangUp(Protocol):
    """What a simulated device offers besides where it notices that the host's session ended: a shell over a bridge."""

    def hang_up(self, now: float) -> None:
        """The session is over; the next one finds a fresh one."""
        ...


@runtime_checkable
class OnNetwork(Protocol):
    """What a simulated device offers besides where it is on a network: what a PC beside it would find there."""

    def from_pc(self, subject: FactSubject, about: str, now: float) -> tuple[tuple[str, str], ...]:
        """Named items as in ``FactsRead``. Raises ``SimulatorError`` for what is no network question."""
        ...


class DeviceFactory(Protocol):
    """What a device file of this package exports as ``DEVICE``."""

    protocol: str

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """A device fresh from the box. Equal seeds behave equally; ``paced`` keeps the line's real speed."""
        ...
