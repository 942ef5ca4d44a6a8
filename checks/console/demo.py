"""The simulated bench: devices in processes of their own, and a whole inspection in the terminal where there is no display."""

import argparse
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from checks.console.parts import Exit, Parts, Refused
from checks.measurement import message
from checks.words import Catalogue

UNITS: Final = ("smart-terminal", "gertec-ppc930", "tc66c")
"""What is plugged in where nobody names anything."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A running simulated device and the URL to open."""

    profile: str
    url: str
    process: "subprocess.Popen[str]"

    def stop(self) -> None:
        """End it and wait, so that nothing is left running."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


def spawn(parts: Parts, profile: str, *options: str) -> Simulated:
    """Start a simulated device. Raises ``Refused`` where it does not start."""
    command = [*parts.program, "simulate", profile, "--json", "--until-eof", *options]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of Windows: no console beside the window
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", creationflags=hidden
    )  # its input ends with this program, however that ends
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        process.wait(5)
        raise Refused(message("cli.simulator_failed", profile=profile), Exit.BENCH_ERROR)
    return Simulated(profile, str(json.loads(line)["url"]), process)


def in_terminal(args: argparse.Namespace, words: Catalogue, parts: Parts, run: Callable[[Sequence[str]], int]) -> int:
    """Simulated unit and meter, inspection, signed report, and the verifier's answer. The exit code is the worst of both."""
    chosen = args.demo or list(UNITS)
    kinds = {p.id: p.kind for p in parts.profiles().values()}
    unit = next((p for p in chosen if kinds.get(p) == "terminal"), None)
    if unit is None:
        raise Refused(message("cli.demo_no_unit"))
    sys.stderr.write(words.text("cli.demo_begins", units=", ".join(chosen)) + "\n")
    report = parts.home.folder("reports") / f"posbench-demo-{datetime.now(UTC):%Y%m%d-%H%M%S}.pdf"
    with contextlib.ExitStack() as stack:
        running = {profile: spawn(parts, profile, "--press", "auto", "--seed", "1") for profile in chosen}
        for simulated in running.values():
            stack.callback(simulated.stop)
        meter = next((running[p].url for p in chosen if kinds.get(p) == "meter"), None)
        line = ["--lang", words.language, "inspect", "--terminal", running[unit].url, "--profile", unit]
        line += ["--answers", "auto", "--report", str(report), *(["--meter", meter] if meter else [])]
        code = run(line)
    if not report.exists():
        return code
    from checks.console.signing_desk import demonstration_roots  # the window needs none of what signs to be shown

    trust = str(demonstration_roots(parts.home))
    return run(["--lang", words.language, "verify", str(report), "--trust", trust]) or code
