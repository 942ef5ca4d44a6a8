"""The exceptions of this package: one class per reaction a caller can have, nothing finer."""

from enum import StrEnum


class DeviceError(Exception):
    """Root of everything this package raises."""


class TransportFault(StrEnum):
    """Why bytes cannot move, as far as the operating system told."""

    LOST = "lost"  # was there, is gone: cable, power, the process behind a pseudo-terminal
    ABSENT = "absent"  # the name does not exist
    NO_PERMISSION = "no-permission"
    BUSY = "busy"  # another program holds it
    STUCK = "stuck"  # the other side does not take our bytes
    UNSUPPORTED = "unsupported"  # the URL or a line setting is not understood here
    NO_TOOL = "no-tool"  # the program that would open it is not installed
    NO_SERVER = "no-server"  # adb's server does not start, or is another version's
    NO_DEVICE = "no-device"  # adb's server knows no such device
    SEVERAL = "several"  # more than one device, and none was named
    UNAUTHORIZED = "unauthorized"  # the device's own screen must allow this PC
    ADB_NO_PERMISSION = "adb-no-permission"  # adb's server may not open the device's USB port
    OFFLINE = "offline"  # the device is there and does not take a shell


class TransportError(DeviceError):
    """The only exception a transport raises. ``fault`` decides the reaction, ``detail`` is for the log."""

    def __init__(self, fault: TransportFault, detail: str) -> None:
        super().__init__(f"{fault.value}: {detail}")
        self.fault = fault
        self.detail = detail


class CommandRefused(DeviceError):
    """A codec will not build this: forbidden for safety, or beyond what its protocol can say."""


class ProfileError(DeviceError):
    """A profile file cannot be used. ``problems`` lists every reason found, not only the first."""

    def __init__(self, path: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = problems


class ColumnsError(DeviceError):
    """What a person says of a board's columns cannot be. ``entry`` is the part that is wrong."""

    def __init__(self, entry: str, problem: str) -> None:
        super().__init__(f"{entry}: {problem}")
        self.entry = entry
        self.problem = problem


class RegistryError(DeviceError):
    """A plug-in file is missing its export, or two claim one id. A defect of this program, not of a unit."""


class WireLogError(DeviceError):
    """A wire log cannot be read back."""


class SimulatorError(DeviceError):
    """A simulated device cannot be started or reached."""


class SimulatorUsage(SimulatorError):
    """Nobody can simulate what was asked for: it must be asked for otherwise."""
