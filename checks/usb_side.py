"""What this PC sees of a unit on USB: the list before and after the cable went in, and what stands in a port's way.

The PC is asked for its own list only; no port is opened. What is new after the cable went in is the unit: no number has
to be known for it.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Final

from checks.measurement import Evidence, Finding
from checks.steps import Await, Pause, Received, Send, Step, Target
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped

_ANSWER_S: Final = 5.0
_LOOKS: Final = 12
_EVERY_S: Final = 0.5
"""Six seconds for a unit to enumerate and for its driver to make a port; own."""

Listed = Generator[Step, Received, tuple["UsbDevice", ...] | None]


@dataclass(frozen=True, slots=True)
class UsbPort:
    """A port of a device. ``access``: whether the bench may open it; ``holders``: programs that have it open."""

    name: str
    access: bool = True
    group: str = ""
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """Something plugged in. ``socket`` and ``numbers`` together tell it from the others; its text is foreign."""

    socket: str
    numbers: str = ""
    product: str = ""
    drivers: tuple[str, ...] = ()
    ports: tuple[UsbPort, ...] = ()

    @property
    def name(self) -> str:
        """As a person finds it in the PC's own list."""
        return f"{self.numbers} {self.product}".strip()


def devices_of(items: Iterable[tuple[str, str]]) -> tuple[UsbDevice, ...]:
    """The items of ``FactsRead`` on usb, device by device."""
    devices: list[list[tuple[str, str]]] = []
    for name, value in items:
        if name == "device":
            devices.append([])
        if devices:
            devices[-1].append((name, value))
    return tuple(_device(part) for part in devices)


def _device(items: list[tuple[str, str]]) -> UsbDevice:
    said = dict(items)
    drivers = tuple(dict.fromkeys(value for name, value in items if name == "driver"))
    return UsbDevice(said["device"], said.get("usb", ""), said.get("product", ""), drivers, _ports(items))


def _ports(items: list[tuple[str, str]]) -> tuple[UsbPort, ...]:
    found: list[list[tuple[str, str]]] = []
    for name, value in items:
        if name == "port":
            found.append([])
        if found:
            found[-1].append((name, value))
    return tuple(
        UsbPort(part[0][1], ("access", "0") not in part, dict(part).get("group", ""),
                tuple(value for name, value in part if name == "held"))
        for part in found
    )  # fmt: skip


def listed() -> Listed:
    """What is plugged into this PC; None where it cannot tell."""
    yield Send(ReadFacts(FactSubject.USB), Target.HOST)
    got = yield Await((FactsRead, CommandFailed), _ANSWER_S, _about_usb, of=Target.HOST)
    event = got.event if isinstance(got, Stamped) else None
    return devices_of(event.items) if isinstance(event, FactsRead) else None


def _about_usb(event: object) -> bool:
    if isinstance(event, FactsRead):
        return event.subject is FactSubject.USB
    return isinstance(event, CommandFailed) and event.command == ReadFacts.__name__


def appeared(before: frozenset[str]) -> Listed:
    """What came to those known ``before``, by ``key``, once it has a port or time is over; None where nobody can tell."""
    new: tuple[UsbDevice, ...] | None = None
    for _ in range(_LOOKS):
        now = yield from listed()
        if now is None:
            return new
        new = tuple(device for device in now if key(device) not in before)
        if any(device.ports for device in new):
            return new
        yield Pause(_EVERY_S)
    return new


def key(device: UsbDevice) -> str:
    """Socket and numbers: another device in the same socket is another."""
    return f"{device.socket}={device.numbers}"


def in_the_way(new: tuple[UsbDevice, ...]) -> tuple[Finding, ...]:
    """Why the bench cannot talk to what is there: no driver, a port that somebody holds, or one that is forbidden."""
    ports = [port for device in new for port in device.ports]
    if new and not ports:
        return (Finding("usb.no-driver", ", ".join(device.name for device in new), Evidence.MEASURED),)
    held = [
        Finding("usb.held", f"{port.name}: {', '.join(port.holders)}", Evidence.MEASURED)
        for port in ports
        if port.holders
    ]
    shut = [
        Finding("usb.no-permission", f"{port.name}: {port.group}" if port.group else port.name, Evidence.MEASURED)
        for port in ports
        if not port.access
    ]
    return (*held, *shut)
