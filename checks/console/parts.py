"""What the verbs are given: folders, clocks and concrete devices, chosen by the composition root and by nobody else."""

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Protocol, TextIO

from checks.measurement import Message
from checks.operator import Body
from checks.words import SOURCE_LANGUAGE, Catalogue, load_catalogues
from devices.events import Stamped
from devices.lanes import BenchPort, HostPort, PortInfo, Sink
from devices.profile import Profile


class Exit(IntEnum):
    """Exit codes that people script on."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_DECIDED = 3
    BENCH_ERROR = 4


class Refused(Exception):
    """A verb cannot go on; ``text`` says why and what to do, ``code`` is the exit code."""

    def __init__(self, text: Message, code: Exit = Exit.USAGE) -> None:
        super().__init__(text.id)
        self.text = text
        self.code = code


@dataclass(frozen=True, slots=True)
class Home:
    """Folders of this user. POSBENCH_HOME moves all of them."""

    data: Path

    @property
    def reports(self) -> Path:
        """Where reports go unless somebody names a file."""
        return self.data / "reports"

    def folder(self, name: str) -> Path:
        """A folder under the data folder, made if need be, for this user only."""
        path = self.data / name
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # "parents" alone would leave it open to others
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(path, os.R_OK | os.X_OK):  # to list it would find nothing, and nobody would be told
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return path


class ClosableBench(BenchPort, Protocol):
    """A bench of one's own."""

    def watch(self) -> None:
        """Begin to look for devices being plugged in."""
        ...

    def close(self) -> None:
        """Close every lane."""
        ...


class ControlPort(Body, Protocol):
    """All of a simulated device's control socket. Every call may block for a moment."""

    @property
    def profile(self) -> str:
        """Id of the model that is simulated."""
        ...

    def state(self) -> dict[str, Any]:
        """What the device does now."""
        ...

    def press(self, key: str, hold_s: float = 0.1) -> None:
        """Put a finger on a key."""
        ...

    def set_fault(self, fault: str, on: bool = True) -> None:
        """Switch a fault on by its notation, or off by its name."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


class RunSimulator(Protocol):
    """Runs a simulated device until it is interrupted."""

    def __call__(
        self,
        profile_id: str,
        profiles: dict[str, Profile],
        stdout: TextIO,
        listen: str,
        faults: Sequence[str],
        press: str | None,
        seed: int,
        json_out: bool,
        paced: bool,
        until: TextIO | None,
        /,
    ) -> int:
        """The exit code."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything concrete. ``program`` starts this program again; ``count_devices`` counts what ``devices`` holds.

    ``faults`` gives the names and default arguments of the faults a model can have when it is simulated.
    """

    home: Home
    resources: Path
    version: str
    clock: Callable[[], float]
    utc_now: Callable[[], str]
    program: tuple[str, ...]
    make_bench: Callable[[Sink], ClosableBench]
    host_network: Callable[[str, Callable[[Stamped], None]], HostPort]
    """The PC's side of the network test for the unit behind a URL; a simulated unit's never leaves this computer."""
    find_control: Callable[[str], ControlPort | None]
    is_simulated: Callable[[str], bool]
    faults: Callable[[Profile], tuple[tuple[str, str], ...]]
    fault_facts: Callable[[Profile | None], list[dict[str, str | None]]]
    """Every fault of simulated devices, or of one model, as ``--fault list`` names them."""
    list_ports: Callable[[], tuple[PortInfo, ...]]
    candidates: Callable[[PortInfo, dict[str, Profile]], tuple[Profile, ...]]
    load_profiles: Callable[[Path], dict[str, Profile]]
    load_profile: Callable[[Path, Path], Profile]
    replay: Callable[[Path, dict[str, Profile]], Iterable[Stamped]]
    run_simulator: RunSimulator
    count_devices: Callable[[], dict[str, int]]

    def profiles(self) -> dict[str, Profile]:
        """Terminals and meters."""
        return self.load_profiles(self.resources / "terminals") | self.load_profiles(self.resources / "meters")

    def catalogues(self) -> dict[str, Catalogue]:
        """Every language."""
        return load_catalogues(self.resources / "i18n")

    def words(self, language: str) -> Catalogue:
        """One language, or English where it is not there."""
        catalogues = self.catalogues()
        return catalogues.get(language) or catalogues[SOURCE_LANGUAGE]

    def fonts(self) -> Path:
        """The folder of the font that window and report use."""
        bundled = self.resources / "fonts"
        if any(bundled.glob("*.otf")):
            return bundled
        import pylopdf_fonts_zh_cn

        return Path(pylopdf_fonts_zh_cn.__file__).parent
