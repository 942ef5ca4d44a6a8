"""Shared by the tests of the service console: a real shell on a real pseudo-terminal, and the codec, in real time."""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.codecs.console import CODEC
from devices.commands import Command
from devices.events import CommandFailed, Event, Stamped
from devices.profile import Display, Profile
from devices.raster import DisplayKind
from devices.simulator._console_android import tree_of
from devices.simulator._console_builtin import BuiltInShell
from devices.simulator._console_shell import PtyShell, session_members
from devices.simulator._console_tree import EVENT
from devices.simulator.faults import FaultSet

BUILT_IN = ("built-in",)
SHELLS = {
    "dash": ("dash", "-i"),
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "ash": ("busybox", "ash", "-i"),
    "mksh": ("mksh", "-i"),
    "toybox": ("mksh", "-i"),  # with toybox's tools, and what it lacks borrowed
}
NEEDED = (
    "awk base64 cat cksum cut date dd df dmesg grep gunzip gzip head hexdump id ip kill ls md5sum nslookup od ping printf ps rm "
    "sed sleep sort stat stty tail tr true uname wc xxd"
)


def shell_words(name: str, folder: Path | None = None) -> tuple[str, ...]:
    """How to start this shell. ``toybox`` needs a ``folder`` for its tools."""
    words = SHELLS[name]
    path = shutil.which(words[0])
    if path is None:
        pytest.skip(f"{words[0]} is not installed here")
    if name == "toybox":
        assert folder is not None
        borrowed = toybox_tools(folder / "toybox")
        print("borrowed beside toybox:", " ".join(borrowed))
        return (shutil.which("env") or "env", f"PATH={folder / 'tree' / 'tools'}:{folder / 'toybox'}", path, *words[1:])
    return (path, *words[1:])


def toybox_tools(folder: Path) -> list[str]:
    """Links to toybox for all it has, and to this system's tools for the rest: their names."""
    toybox = shutil.which("toybox")
    if toybox is None:
        pytest.skip("toybox is not installed here")
    has = set(subprocess.run([toybox], capture_output=True, text=True, check=True).stdout.split())
    folder.mkdir()
    borrowed = []
    for name in NEEDED.split():
        path = toybox if name in has else shutil.which(name)
        if path is not None:
            (folder / name).symlink_to(path)
            borrowed += [] if name in has else [name]
    return borrowed


def profile(width: int = 320, height: int = 240, **options: str | int) -> Profile:
    display = Display(DisplayKind.COLOUR, width, height)
    return Profile(
        "test-console",
        "terminal",
        "Nobody",
        "Console",
        "console",
        "test",
        {"en": "test"},
        ("test",),
        CODEC.capabilities,
        display=display,
        options=options,
    )


class Rig:
    """One shell, one codec, one fake tree. ``noise`` may add bytes to what the shell prints."""

    def __init__(
        self,
        folder: Path,
        argv: tuple[str, ...],
        of: Profile | None = None,
        noise: Callable[[bytes], bytes] = lambda data: data,
        baud: int | None = None,
        bare: bool = False,
    ) -> None:
        self.profile = of or profile()
        self.tree = tree_of(self.profile)(folder / "tree", self.profile, 1)
        self.tree.live(FaultSet(), 0.0, 0.0)
        self.shell = self._shell(argv, bare)
        self.keypad = -1 if self.built_in else os.open(self.tree.keypad, os.O_RDWR | os.O_NONBLOCK)
        self.before = [] if self.built_in else self._at_rest()
        self.codec = CODEC.open(self.profile)
        self.noise = noise
        self.events: list[Stamped] = []
        self.sent = b""
        self.received = b""
        self._byte_s = 10 / baud if baud else 0.0
        self._out: list[tuple[float, bytes]] = []
        self._in: list[tuple[float, bytes]] = []
        self._out_free = self._in_free = 0.0
        self._due: float | None = None

    def _shell(self, argv: tuple[str, ...], bare: bool) -> Any:
        """A real shell, or for the name ``built-in`` what stands for one on Windows."""
        self.built_in = argv == BUILT_IN
        return (
            BuiltInShell(self.tree)
            if self.built_in
            else PtyShell(argv, self.tree.root, None if bare else self.tree.tools)
        )

    def _at_rest(self) -> list[object]:
        """Line settings once the shell has shown its prompt: line editors change them."""
        time.sleep(0.3)
        return self.shell.settings()

    def send(self, command: Command) -> None:
        now = time.monotonic()
        self._do(self.codec.send(command, now), now)

    def key(self, code: int, value: int, at: float | None = None) -> None:
        when = time.time() if at is None else at
        seconds, micros = int(when), int(when % 1 * 1e6)
        data = EVENT.pack(seconds, micros, 4, 4, code) + EVENT.pack(seconds, micros, 1, code, value)
        events = data + EVENT.pack(seconds, micros, 0, 0, 0)
        self.shell.edge(events) if self.built_in else os.write(self.keypad, events)

    def run(self, seconds: float, until: Callable[[Event], bool] | None = None) -> list[Event]:
        """Let real time pass; the events of that time."""
        begin, end = len(self.events), time.monotonic() + seconds
        checked = begin
        while (now := time.monotonic()) < end:
            self._turn(now, end)
            fresh, checked = self.events[checked:], len(self.events)
            if until is not None and any(until(stamped.event) for stamped in fresh):
                break
        return [stamped.event for stamped in self.events[begin:]]

    def ask(self, command: Command, kind: type, seconds: float = 60.0) -> Event:
        """Send, and the first event of that kind; fails with what happened instead."""
        self.send(command)
        name = type(command).__name__
        seen = self.run(seconds, lambda e: isinstance(e, kind) or (isinstance(e, CommandFailed) and e.command == name))
        found = next((event for event in reversed(seen) if isinstance(event, kind)), None)
        assert found is not None, seen
        return found

    def idle(self, seconds: float) -> None:
        """The bench is dead or its cable is out: what the terminal prints goes nowhere."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._wait(0.05)
            self.shell.read()

    def left_running(self) -> list[int]:
        return session_members(self.shell.pid)

    def opened(self) -> bool:
        """Whether the whole line that starts the probe reached the terminal; half a line waits at the prompt."""
        under_way = sum(len(data) for _, data in self._in)
        return b"done)\r" in self.sent[: len(self.sent) - under_way]

    def close(self) -> None:
        self.shell.close()
        if not self.built_in:
            os.close(self.keypad)
        self.tree.remove()

    def _turn(self, now: float, end: float) -> None:
        due = [at for at in (self._due, end, *(at for at, _ in self._out[:1]), *(at for at, _ in self._in[:1])) if at]
        self._wait(max(min(min(due) - now, 0.05), 0.0))
        now = time.monotonic()
        data = self.noise(self.shell.read())
        self._out_free = self._queue(self._out, data, self._out_free, now)
        while self._out and self._out[0][0] <= now:
            self._hear(self._out.pop(0)[1], now)
        while self._in and self._in[0][0] <= now:
            self.shell.write(self._in.pop(0)[1])
        self.shell.write(b"")
        if self._due is not None and now >= self._due:
            self._do(self.codec.tick(now), now)

    def _wait(self, seconds: float) -> None:
        select.select(
            [] if self.built_in else [self.shell.fd], [], [], min(seconds, 0.01) if self.built_in else seconds
        )

    def _hear(self, data: bytes, now: float) -> None:
        self.received += data
        self._do(self.codec.feed(data, now), now)

    def _do(self, output: object, now: float) -> None:
        self._due = output.deadline  # type: ignore[attr-defined]
        for data in output.write:  # type: ignore[attr-defined]
            self.sent += data
            self._in_free = self._queue(self._in, data, self._in_free, now)
        self.events += [Stamped(event, now, at) for event, at in output.timed()]  # type: ignore[attr-defined]

    def _queue(self, into: list[tuple[float, bytes]], data: bytes, free: float, now: float) -> float:
        free = max(free, now)
        for begin in range(0, len(data), 16):
            piece = data[begin : begin + 16]
            free += len(piece) * self._byte_s
            into.append((free, piece))
        return free
