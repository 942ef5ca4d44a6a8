"""``kill -9`` at random moments of real inspections: what came back, held against what the simulators had sent.

Each round has a simulated PIN pad and meter on real pseudo-terminals and ``app.py inspect`` in a process of its own,
which is killed somewhere between its first event and its last. Its journal is then played back by another process's
code: every key and every reading that left the simulators more than a second before the end must be in it.

With ``--disk`` the home folder is a small file system of its own that is filled to the last byte at a random moment;
in every second round it is given room again before the kill. A full disk may cost what came after it was full, never
what was there before, and nothing where there was room again for two seconds.

POSIX only: ``python -m tests.endurance.kills [--rounds 200] [--seed 1] [--disk] [--at-once 4]``.
"""

import argparse
import contextlib
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import app
from checks.console.parts import Home
from checks.console.sessions import recovered
from checks.history.journal import read_head, unfinished
from checks.session import Phase
from devices.profile import Profile, load_profiles
from devices.simulator.device import SimOutput
from devices.simulator.shell import Simulator
from tests.end_to_end.program import ROOT, Program

LOST_S: Final = 1.0
"""What a killed bench may lose: the journal is forced to the disk each second."""
UNDER_WAY_S: Final = 0.3
"""Own: from the far end's write to the session, and one turn of the disk, on a busy PC."""
ROOM_S: Final = 2.0
KEY: Final = b"CEX000006\x80\x40\x00\x02"
"""Head of the answer that names the key that was pressed."""
READING: Final = 192
VOLTS: Final = {"quantity": "voltage", "source": "meter"}
_DISK_BYTES: Final = 3_000_000
_PROFILES: Final = load_profiles(ROOT / "resources" / "terminals") | load_profiles(ROOT / "resources" / "meters")


class Witness(Simulator):
    """A simulated device that notes when it sent what, by the clock the bench has."""

    def __init__(self, profile: Profile, seed: int, press: str | None = None) -> None:
        super().__init__(profile, press=press, seed=seed)
        self.sent: list[tuple[float, bytes]] = []

    def _write(self, output: SimOutput) -> None:
        now = time.time()
        self.sent += [(now, data) for data in output.write]
        super()._write(output)

    def keys(self) -> list[float]:
        """When the answers that name a key were sent."""
        return [at for at, data in self.sent if KEY in data]

    def readings(self) -> list[float]:
        """When whole readings of the meter were sent."""
        return [at for at, data in self.sent if len(data) == READING]


@dataclass
class Round:
    """What one kill came to. Times are seconds; ``trouble`` is empty where all is well."""

    number: int
    ran_s: float = 0.0
    lost_s: float = 0.0
    keys: int = 0
    readings: int = 0
    trouble: list[str] = field(default_factory=list)


@contextlib.contextmanager
def running(witness: Witness) -> Iterator[Witness]:
    """In a thread until the end of the block."""
    thread = threading.Thread(target=witness.run, name="posbench-simulator")
    thread.start()
    try:
        yield witness
    finally:
        witness.stop()
        thread.join(10.0)


@contextlib.contextmanager
def own_disk(folder: Path, wanted: bool) -> Iterator[Path]:
    """A small file system on ``folder``, gone again afterwards. Raises ``SystemExit`` where none can be mounted."""
    folder.mkdir()
    if wanted:
        line = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
        if subprocess.run(line, check=False, capture_output=True).returncode:
            raise SystemExit("only root can mount a small file system")
    try:
        yield folder
    finally:
        if wanted:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """Take the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    return ballast


def killed(number: int, seed: int, with_disk: bool, folder: Path) -> Round:
    """One round."""
    chance = random.Random(f"{seed} {number}")
    found = Round(number)
    pad = Witness(_PROFILES["gertec-ppc930"], number, "auto")
    meter = Witness(_PROFILES["tc66c"], number)
    with own_disk(folder / str(number), with_disk) as home, running(pad), running(meter):
        process = Program(home).start("inspect", "--terminal", pad.url, "--meter", meter.url, "--meter-profile", "tc66c",
                                      "--plan", "full", "--answers", "auto", "--seed", number, "--report",
                                      folder / f"{number}.pdf")  # fmt: skip
        with process:
            began = _begun(home, process)
            end, full, room = began + chance.uniform(0.5, 15.0), None, None
            if with_disk:
                _sleep_until(began + chance.uniform(0.3, max(end - began, 0.4)))
                full = time.time()
                ballast = fill(home)
                if number % 2 == 0:
                    _sleep_until(max(end, full + chance.uniform(0.5, 4.0)))
                    ballast.unlink()
                    room = time.time()
                    _sleep_until(room + ROOM_S + LOST_S)
            _sleep_until(end)
            over = process.poll() is not None
            process.send_signal(signal.SIGKILL)
            dead = time.time()
            process.communicate()
        if over and process.returncode != -signal.SIGKILL:
            found.trouble.append(f"the program ended by itself with {process.returncode}")
        safe = dead if full is None or room is not None else full
        (home / "ballast").unlink(missing_ok=True)
        _judge(found, home, pad, meter, safe, dead)
    found.ran_s = dead - began
    return found


def _begun(home: Path, process: "subprocess.Popen[str]") -> float:
    """When the session's journal was begun."""
    give_up = time.monotonic() + 120.0
    while time.monotonic() < give_up and process.poll() is None:
        if any(path.stat().st_size for path in (home / "journal").glob("*.journal")):
            return time.time()
        time.sleep(0.02)
    raise AssertionError("no inspection began")


def _sleep_until(when: float) -> None:
    time.sleep(max(when - time.time(), 0.0))


def _judge(found: Round, home: Path, pad: Witness, meter: Witness, safe: float, dead: float) -> None:
    """Hold what comes back against what was sent until a second before ``safe``."""
    journals = unfinished(home / "journal")
    if len(journals) != 1:
        found.trouble.append(f"{len(journals)} journals")
        return
    start = datetime.fromisoformat(read_head(journals[0]).started).timestamp()
    session, lasted = recovered(replace(app.make_parts(), home=Home(home)), journals[0])
    if session.phase not in (Phase.SUSPENDED, Phase.DONE):
        found.trouble.append(f"came back as {session.phase}")
    found.lost_s = max(safe - start - lasted, 0.0)
    had = noted(journals[0])
    found.keys, found.readings = had["keys"], had["readings"]
    for what, sent in (("keys", pad.keys()), ("readings", meter.readings())):
        due = sum(start + UNDER_WAY_S < at < safe - LOST_S - UNDER_WAY_S for at in sent)
        most = sum(start - LOST_S < at < dead for at in sent)
        if not due <= had[what] <= most:
            found.trouble.append(f"{what}: {had[what]} came back, {due} to {most} were sent")


def noted(path: Path) -> dict[str, int]:
    """Keys and readings in the whole lines of a journal, read without the program's own code."""
    text = path.read_bytes()
    lines = [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()[1:]]
    return {
        "keys": sum(line.get("e") == "KeyPressed" for line in lines),
        "readings": sum(line.get("e") == "Reading" and line["d"]["channel"] == VOLTS for line in lines),
    }


def table(rounds: list[Round]) -> str:
    """What all of them came to, for people."""
    lost = sorted(one.lost_s for one in rounds)
    lines = [
        f"rounds: {len(rounds)}, in trouble: {sum(bool(one.trouble) for one in rounds)}",
        f"ran for: {min(one.ran_s for one in rounds):.1f} to {max(one.ran_s for one in rounds):.1f} s",
        f"came back: {sum(one.keys for one in rounds)} keys, {sum(one.readings for one in rounds)} readings",
        f"last line before the end: median {statistics.median(lost):.2f} s, longest {lost[-1]:.2f} s",
    ]
    return "\n".join([*lines, *(f"round {one.number}: {'; '.join(one.trouble)}" for one in rounds if one.trouble)])


def main(arguments: list[str] | None = None) -> int:
    """All rounds; 1 where one of them lost what it may not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--disk", action="store_true")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(args.at_once) as pool:
        every = pool.map(lambda n: killed(n, args.seed, args.disk, Path(folder)), range(args.rounds))
        rounds = list(every)
    print(table(rounds))
    return int(any(one.trouble for one in rounds))


if __name__ == "__main__":
    sys.exit(main())
