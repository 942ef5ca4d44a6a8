"""A simulated device as a process: one loop over its wire, its control socket and its own deadlines. No thread."""

import contextlib
import json
import os
import secrets
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TextIO

from devices import keys
from devices.codec import soonest
from devices.errors import SimulatorError, SimulatorUsage
from devices.profile import Profile
from devices.simulator import simulated_protocols
from devices.simulator.control import Registration, register, registry_folder
from devices.simulator.device import DeviceFactory, HearsHangUp, OwnProcess, SimOutput
from devices.simulator.faults import parse_fault
from devices.simulator.person import Habit, SimulatedPerson
from devices.simulator.requests import Desk, Doorman
from devices.simulator.wires import Ready, open_wire

_LONGEST_WAIT_S: Final = 1.0


class Simulator:
    """One running simulated device. ``run`` belongs to one thread; ``stop`` may be called from anywhere."""

    def __init__(
        self,
        profile: Profile,
        listen: str = "",
        faults: Sequence[str] = (),
        press: str | None = None,
        seed: int = 0,
        paced: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cleanup = contextlib.ExitStack()
        factory = _factory(profile)
        now = clock()
        self._clock = clock
        self._profile = profile
        self._device = factory.open(profile, seed, now, paced)
        self._process = self._device if isinstance(self._device, OwnProcess) else None
        if self._process is not None:
            self._cleanup.callback(self._process.close)
        self._plugged = True
        try:
            self._person = _person(profile, press, seed)
            for fault in faults:
                self._device.set_fault(parse_fault(fault, profile.kind, _keys(profile)), True, now)
            self._open(listen)
        except BaseException:
            self._cleanup.close()
            raise

    def _open(self, listen: str) -> None:
        listen = listen or str(self._profile.options.get("sim_listen", ""))
        self._wire = open_wire(
            listen, lambda: _link_path(self._profile), f"{self._profile.maker} {self._profile.model}"
        )
        self._cleanup.callback(self._wire.close)
        token = secrets.token_urlsafe(24)
        self._door = Doorman(Desk(self._profile, self._device, self._person), self._person, token)
        self._cleanup.callback(self._door.close)
        self.url = self._wire.url
        self._entry = Registration(self.url, "127.0.0.1", self._door.port, token, self._profile.id, os.getpid())
        self._cleanup.callback(register(self._entry).unlink, missing_ok=True)
        self._waker, self._wakened = socket.socketpair()
        self._cleanup.callback(self._waker.close)
        self._cleanup.callback(self._wakened.close)
        self._waker.setblocking(False)

    def describe(self) -> dict[str, str | int]:
        """What ``--json`` prints."""
        entry = self._entry
        return {"url": self.url, "profile": entry.profile, "pid": entry.pid, "control": entry.control}

    def stop(self) -> None:
        """Let ``run`` return soon. Safe in a signal handler."""
        with contextlib.suppress(OSError):
            self._waker.send(b"x")

    def run(self) -> None:
        """Serve until ``stop``; then take away path, port and registry file."""
        try:
            while self._turn():
                pass
        finally:
            self.close()

    def close(self) -> None:
        """Leave nothing behind. May be called twice."""
        self._cleanup.close()

    def _turn(self) -> bool:
        now = self._clock()
        deadline = self._let_time_pass(now)
        watched: list[Ready] = [self._wakened, *self._wire.watched(), *self._door.sockets()]
        own = self._process.watched() if self._process is not None else []
        wait = _LONGEST_WAIT_S if deadline is None else min(max(deadline - now, 0.0), _LONGEST_WAIT_S)
        ready, _, _ = select.select([*watched, *own], [], [], wait)
        for part in ready:
            if part is self._wakened:
                return False
            if part not in own:  # what the device itself says is taken by its next tick
                self._serve(part)
        return True

    def _let_time_pass(self, now: float) -> float | None:
        """Everything due by ``now``; when the next thing is due."""
        self._plug_or_pull(now)
        if self._wire.hung_up() and isinstance(self._device, HearsHangUp):
            self._device.hang_up(now)
        self._write(self._device.tick(now))
        self._person.act(self._device, now)
        output = self._device.tick(now)  # what was pressed acts now
        self._write(output)
        return soonest(output.deadline, self._person.deadline)

    def _plug_or_pull(self, now: float) -> None:
        plugged = self._device.cut_until(now) is None
        if plugged and not self._plugged:
            self._wire.plug()
        elif self._plugged and not plugged:
            self._wire.unplug()
        self._plugged = plugged

    def _serve(self, part: Ready) -> None:
        now = self._clock()
        if isinstance(part, socket.socket) and part in self._door.sockets():
            self._door.serve(part, now)
            return
        data = self._wire.read(part)
        if data:
            self._write(self._device.feed(data, now))

    def _write(self, output: SimOutput) -> None:
        for data in output.write:
            self._wire.write(data)


def run_simulator(
    profile_id: str,
    profiles: Mapping[str, Profile],
    stdout: TextIO,
    listen: str = "",
    faults: Sequence[str] = (),
    press: str | None = None,
    seed: int = 0,
    json_out: bool = False,
    paced: bool = False,
    until: TextIO | None = None,
) -> int:
    """``app.py simulate``: runs until SIGINT, SIGTERM or SIGHUP, or until the stream ``until`` ends, and returns the exit code.

    The first line on ``stdout`` is the URL to open, or with ``json_out`` an object. Raises ``SimulatorError`` in words.
    Call it from the main thread.
    """
    profile = profiles.get(profile_id)
    if profile is None:
        raise SimulatorUsage(f"there is no profile called {profile_id!r}; known are " + ", ".join(sorted(profiles)))
    simulator = Simulator(profile, listen, faults, press, seed, paced)
    with _stopped_by_signals(simulator):
        line = json.dumps(simulator.describe()) if json_out else simulator.url
        stdout.write(line + "\n")
        stdout.flush()
        if until is not None:
            threading.Thread(target=_stop_at_end, args=(until, simulator), daemon=True).start()
        simulator.run()
    return 0


def _stop_at_end(stream: TextIO, simulator: Simulator) -> None:
    """Whoever holds the other end is gone."""
    with contextlib.suppress(OSError, ValueError):
        while stream.read(1):
            pass
    simulator.stop()


@contextlib.contextmanager
def _stopped_by_signals(simulator: Simulator) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as with nohup
        numbers.append(signal.SIGHUP)
    before = [signal.signal(number, lambda *_: simulator.stop()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _factory(profile: Profile) -> DeviceFactory:
    factory = simulated_protocols().get(profile.protocol)
    if factory is None:
        raise SimulatorUsage(f"nothing simulates the protocol {profile.protocol} of {profile.id}")
    return factory


def _keys(profile: Profile) -> list[str]:
    return [cap.id for cap in profile.keypad.keys] if profile.keypad else []


def _person(profile: Profile, press: str | None, seed: int) -> SimulatedPerson:
    known = _keys(profile)
    functions = tuple(key for key in known if not keys.is_digit(key))
    if press is None or press == "auto":
        habit: Habit = "auto" if press else "idle"
        return SimulatedPerson(habit, seed, tries=functions)
    listed = tuple(press.split(","))
    for key in listed:
        if key not in known:
            raise SimulatorUsage(f"this model has no key {key!r}; it has " + ", ".join(known))
    return SimulatedPerson("list", seed, listed)


def _link_path(profile: Profile) -> Path:
    """A name that is this simulator's from now on, however many begin at the same time."""
    name = "".join(char if char.isalnum() or char in "-_" else "_" for char in profile.id)
    for more in ("", *(f"-{n}" for n in range(2, 1000))):
        path = registry_folder() / f"{name}-{os.getpid()}{more}"
        try:
            path.symlink_to(os.devnull)
        except FileExistsError:
            continue
        return path
    raise SimulatorError(f"a thousand simulated {profile.id} are running")
