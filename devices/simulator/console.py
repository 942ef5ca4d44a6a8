"""A simulated smart terminal: a real shell on a pseudo-terminal over a fake tree of devices, sensors and settings;
where there are no pseudo-terminals (Windows, or option ``sim_built_in``) a built-in equivalent.

Unlike the other simulated devices it has a process and time of its own: the loop must watch ``watched()`` beside the
wire and call ``close``. Profile options: ``sim_login = "user:password"`` puts a getty before the shell,
``sim_bits_per_pixel`` sets the frame buffer, ``sim_system = "android"`` makes an Android of it.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from devices.events import FactSubject
from devices.keys import Key
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._console_android import tree_of
from devices.simulator._console_builtin import BuiltInShell
from devices.simulator._console_front import Booting, Front, Getty, Prompting, Straight
from devices.simulator._console_network import Items, from_pc, ways
from devices.simulator._console_panel import EventFifo, EventKeypad, InputDevice
from devices.simulator._console_shell import find_shell
from devices.simulator._console_tree import Tree
from devices.simulator._out_of_service import warning
from devices.simulator.device import SimOutput, SimulatedDevice, Waiting
from devices.simulator.faults import Fault, FaultSet
from devices.simulator.line import Line
from devices.simulator.picture import as_seen

_BAUD: Final = 115200
_BITS_PER_BYTE: Final = 10
_LIVE_S: Final = 0.2
_LOOK_S: Final = 0.05
_AT_THE_DOOR: Final = frozenset({"login", "boot-loader", "locked-console", "boot-messages", "restricted-shell"})
_MESSAGES: Final = (
    "usb 1-1: new full-speed USB device",
    "eth0: link becomes ready",
    "mmc0: cache flush",
    "random: crng init",
)


class _Shell(Protocol):
    """What stands behind the line: a real shell, or what speaks like one."""

    @property
    def fd(self) -> int:
        """Becomes readable when it printed something; negative where it must be asked."""
        ...

    def read(self) -> bytes:
        """What was printed."""
        ...

    def write(self, data: bytes) -> None:
        """Type."""
        ...

    def respawn(self) -> bool:
        """A new shell where the old one ended. Whether it did."""
        ...

    def restrict(self) -> None:
        """Another shell, which refuses most of what a shell can do."""
        ...

    def hang_up(self) -> None:
        """Whoever typed is gone and the shell hears it; a fresh one for the next."""
        ...

    def kill(self) -> None:
        """The power goes."""
        ...

    def close(self) -> None:
        """Leave nothing."""
        ...


def _behind(tree: Tree, built_in: bool, clock: Callable[[], float]) -> tuple[_Shell, InputDevice]:
    """Shell and keypad device: real ones where the system has pseudo-terminals; a built-in shell lives by ``clock``."""
    if built_in or sys.platform == "win32":
        shell = BuiltInShell(tree, clock)
        return shell, shell
    from devices.simulator._console_shell import PtyShell

    return PtyShell(find_shell(), tree.root, tree.tools), EventFifo(tree.keypad)


class _SmartTerminal:
    """See ``SimulatedDevice`` and ``OwnProcess``."""

    def __init__(self, profile: Profile, seed: int, now: float, paced: bool) -> None:
        apart = time.time() - now  # before anything that takes time, or its own stamps run ahead by that
        self._profile = profile
        self._seed = seed
        self._start = self._now = now
        self._faults = FaultSet()
        self._random = random.Random(f"console {seed}")
        self._folder = tempfile.TemporaryDirectory(prefix="posbench-terminal-")
        self._tree = tree_of(profile)(Path(self._folder.name), profile, seed)
        self._live_at = now
        self._tree.live(self._faults, now, 0.0)
        baud = profile.serial.baud or _BAUD
        self._line = Line(self._faults, seed, baud if paced else None)
        self._byte_s = _BITS_PER_BYTE / baud if paced else 0.0
        self._typed: list[tuple[float, bytes]] = []
        self._typed_free = 0.0
        self._front: Front = self._getty()
        self._shell, device = _behind(self._tree, bool(profile.options.get("sim_built_in", False)), lambda: self._now)
        self._keypad = EventKeypad(profile, self._faults, device, apart)
        self._noise_at: float | None = None
        self._restarted: float | None = None

    # -- the wire

    def feed(self, data: bytes, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        if self._front.open:
            self._typed_free = max(self._typed_free, now) + len(data) * self._byte_s
            self._typed.append((self._typed_free, data))
        else:
            self._print(self._front.feed(data, now))
            self._wake_shell()
        return self.tick(now)

    def tick(self, now: float) -> SimOutput:
        """See ``SimulatedDevice``."""
        self._now = now
        if now >= self._live_at:
            self._live_at = now + _LIVE_S
            self._tree.live(self._faults, now, now - self._start)
            if self._shell.respawn():
                self._front = self._getty()
        self._restart()
        if not self._front.open:
            self._print(self._front.tick(now))
            self._wake_shell()
        while self._typed and self._typed[0][0] <= now:
            self._shell.write(self._typed.pop(0)[1])
        self._shell.write(b"")
        self._keypad.tick(now)
        self._take_printed()
        return self._output()

    def _output(self) -> SimOutput:
        now = self._now
        due = self._line.take(now)
        waits = (
            now + _LOOK_S,
            self._line.deadline,
            self._typed[0][0] if self._typed else None,
            self._keypad.deadline(now),
            self._front.deadline,
            self._noise_at,
        )
        cut = self.cut_until(now) is not None
        return SimOutput(() if cut else due, min(at for at in waits if at is not None))

    def _take_printed(self) -> None:
        while data := self._shell.read():
            if self._front.open:
                self._print(data)

    def _print(self, data: bytes) -> None:
        noise = self._kernel_message()
        if noise:
            at = self._random.randint(0, len(data))
            data = data[:at] + noise + data[at:]
        if data:
            self._line.send(data, self._now, self._now, answer=False)

    def hang_up(self, now: float) -> None:
        """See ``HearsHangUp``."""
        self._now = now
        self._typed.clear()
        self._line.clear()
        self._shell.hang_up()

    # -- what stands before the shell

    def _getty(self) -> Front:
        """A log-in where the model, or a fault, has one."""
        fault = self._faults.begun("login", self._now)
        account = fault[0] if fault else str(self._profile.options.get("sim_login", ""))
        return Getty(account, "simpos") if account else Straight()

    def _wake_shell(self) -> None:
        if self._front.open:
            self._shell.write(b"\r")  # its first prompt was printed before anybody could see it

    def _restart(self) -> None:
        """The power went for a moment, where the fault says so: once."""
        fault = self._faults.begun("restart", self._now)
        if fault is None or fault[1] == self._restarted:
            return
        self._restarted = fault[1]
        self._shell.kill()
        self._shell.respawn()
        self._typed.clear()
        self._line.clear()
        self._front = Booting(self._now, float(fault[0]), self._getty())

    def _stand_before_shell(self) -> None:
        """After a change of faults."""
        if self._faults.args("boot-loader", self._now):
            self._front = Prompting(b"=> ")
        elif self._faults.args("locked-console", self._now):
            self._front = Prompting(b"")
        elif self._faults.args("boot-messages", self._now):
            self._front = Booting(self._now)
        else:
            self._front = self._getty()
        if self._faults.args("restricted-shell", self._now):
            self._shell.restrict()

    def _kernel_message(self) -> bytes:
        rate = self._faults.begun("kernel-noise", self._now)
        if rate is None:
            self._noise_at = None
            return b""
        if self._noise_at is None or self._now >= self._noise_at:
            first = self._noise_at is None
            self._noise_at = self._now + self._random.expovariate(float(rate[0]))
            text = f"[{self._now - self._start:12.6f}] {self._random.choice(_MESSAGES)}\r\n"
            return b"" if first else text.encode()
        return b""

    # -- what a person does and sees

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        """See ``SimulatedDevice``."""
        self._keypad.press(key, now, hold_s)

    def release(self, key: Key, now: float) -> None:
        """See ``SimulatedDevice``."""
        self._keypad.release(key, now)

    def screen(self) -> Raster | None:
        """See ``SimulatedDevice``."""
        seen = self._tree.panel()
        return None if seen is None else as_seen(seen, self._faults, self._seed, self._now)

    def screen_text(self) -> str:
        """See ``SimulatedDevice``."""
        keyless = self._faults.args("no-pin-key", self._now)
        return warning(self._faults, self._now) or ("NO KEY" if keyless else "")

    def waiting_for(self) -> Waiting | None:
        """See ``SimulatedDevice``."""
        return "keys" if self._keypad.heard() else None

    def digits_wanted(self) -> int:
        """See ``SimulatedDevice``."""
        return 0

    def from_pc(self, subject: FactSubject, about: str, now: float) -> Items:
        """See ``OnNetwork``."""
        return from_pc(ways(self._faults, now)[1], subject, about)

    # -- faults, and the end

    def faults(self) -> tuple[Fault, ...]:
        """See ``SimulatedDevice``."""
        return self._faults.all()

    def set_fault(self, fault: Fault, on: bool, now: float) -> None:
        """See ``SimulatedDevice``."""
        self._now = now
        self._faults.set(fault, on, now)
        self._live_at = now
        if fault.name in _AT_THE_DOOR:
            self._stand_before_shell()

    def cut_until(self, now: float) -> float | None:
        """See ``SimulatedDevice``. The terminal has its own supply: it goes on."""
        return self._faults.cut_until(now)

    def watched(self) -> list[int]:
        """See ``OwnProcess``."""
        return [self._shell.fd] if self._shell.fd >= 0 else []

    def close(self) -> None:
        """See ``OwnProcess``."""
        self._shell.close()
        self._keypad.close()
        self._folder.cleanup()


class _ConsoleDevice:
    """See ``DeviceFactory``."""

    protocol = "console"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _SmartTerminal(profile, seed, now, paced)


DEVICE: Final = _ConsoleDevice()
