"""``make fuzz``: every target for so many inputs or seconds, then a table; exit 1 where anything was found.

A part of the inputs is guided by coverage (atheris), the rest are descendants of what that has learnt, tried without
instrumentation. What the fuzzer learns stays in ``out/fuzz/corpus``, so that the next run begins where this one ended. An input that breaks
something is written beside it, with the line that repeats it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.fuzz.registry import load_targets
from tests.fuzz.target import Target

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = ROOT / "out" / "fuzz"
_DONE: Final = re.compile(r"^Done (\d+) runs in (\d+) second", re.M)
_STATE: Final = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+)", re.M)
_MEMORY_MB: Final = 2048


@dataclass(frozen=True)
class Ran:
    """What came of one target."""

    target: str
    guided: int
    blind: int
    seconds: float
    covered: int
    features: int
    crashes: tuple[str, ...]

    @property
    def row(self) -> str:
        """A line of the table."""
        speed = (self.guided + self.blind) / max(self.seconds, 0.001)
        found = len(self.crashes) or "none"
        return f"| `{self.target}` | {self.guided:,} | {self.blind:,} | {self.seconds:,.0f} | {speed:,.0f} | {self.covered:,} | {self.features:,} | {found} |"


HEAD: Final = "| target | guided | further | seconds | inputs/s | branches | features | found |\n|---|---:|---:|---:|---:|---:|---:|---|"


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help="their names, or a part of them; all without any")
    parser.add_argument(
        "--runs", type=int, default=int(os.environ.get("FUZZ_RUNS", "2000")), help="inputs for each target"
    )
    parser.add_argument("--guided", type=int, default=25, help="percent of the inputs that coverage guides")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the rest")
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each target; 0: no limit")
    parser.add_argument("--table", action="store_true", help="only print the table of all runs so far")
    given = parser.parse_args()
    if given.table:
        print("\n".join((HEAD, *(ran.row for ran in _kept()))))
        return 0
    chosen = [
        t
        for t in load_targets().values()
        if not given.targets
        or any(name == t.id or (name.endswith(".") and t.id.startswith(name)) for name in given.targets)
    ]
    results = []
    print(HEAD, flush=True)
    for target in chosen:
        guided = given.runs * given.guided // 100 if find_spec("atheris") else 0
        results.append(_run(target, guided, given.runs - guided, given.seconds, given.seed))
        print(results[-1].row, flush=True)
    crashes = [line for ran in results for line in ran.crashes]
    print(*(f"found: {path}\nrepeat: python -m tests.fuzz.replay {path}" for path in crashes), sep="\n")
    return 1 if crashes else 0


def _run(target: Target, runs: int, blind: int, seconds: int, seed: int) -> Ran:
    home = OUT / target.id
    corpus = home / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for begun in target.seeds():
        (corpus / sha256(begun).hexdigest()[:20]).write_bytes(begun)
    dictionary = home / "words.dict"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in target.dictionary))
    before = set(home.glob("*-*"))
    words = [f"-dict={dictionary}"] if target.dictionary else []
    options = [
        f"-runs={runs}", *words, f"-max_len={target.largest}", f"-timeout={max(2, round(target.longest_s * 5))}", f"-rss_limit_mb={_MEMORY_MB}",
        f"-artifact_prefix={home}/", "-print_final_stats=1", "-reload=0",
    ]  # fmt: skip
    if seconds:
        options.append(f"-max_total_time={seconds}")
    began = time.monotonic()
    inputs, covered, features = _guided(target.id, home, [*options, str(corpus)]) if runs else (0, 0, 0)
    further = _further(target.id, blind, seconds, seed) if blind else 0
    crashes = tuple(str(path.relative_to(ROOT)) for path in sorted(set(home.glob("*-*")) - before))
    if runs and not inputs:  # the fuzzer itself did not start: that is no clean run
        crashes += (str((home / "log.txt").relative_to(ROOT)),)
    return _keep(Ran(target.id, inputs, further, time.monotonic() - began, covered, features, crashes))


def _guided(target: str, home: Path, options: list[str]) -> tuple[int, int, int]:
    """Inputs, branches and features of a run under the fuzzer, in a process of its own."""
    with (home / "log.txt").open("wb") as log:
        words = [sys.executable, "-m", "tests.fuzz.one", target, *options]
        subprocess.run(words, stdout=log, stderr=log, cwd=ROOT, check=False)
    return _told((home / "log.txt").read_text("utf-8", "replace"))


def _further(target: str, runs: int, seconds: int, seed: int) -> int:
    """How many were tried in a process of its own, which may not eat all memory."""
    limits = ["--runs", str(runs), "--seconds", str(seconds), "--seed", str(seed), "--home", str(OUT)]
    words = [sys.executable, "-m", "tests.fuzz.havoc", target, *limits]
    done = subprocess.run(
        words,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=_bounded if sys.platform == "linux" else None,
    )
    if done.returncode not in (0, 1):
        (OUT / target / "crash-of-the-process.txt").write_text(done.stderr)
    return int(done.stdout.split()[0]) if done.stdout else 0


def _bounded() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 * _MEMORY_MB << 20, 4 * _MEMORY_MB << 20))


def _told(log: str) -> tuple[int, int, int]:
    """Inputs, branches and features."""
    states = _STATE.findall(log)
    done = _DONE.search(log)
    inputs = int(done[1]) if done else int(states[-1][0]) if states else 0
    return inputs, int(states[-1][1]) if states else 0, int(states[-1][2]) if states else 0


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _keep(ran: Ran) -> Ran:
    """Inputs and seconds of all runs of a target add up; the coverage is that of the last guided one."""
    path = OUT / ran.target / "result.json"
    none = {"guided": 0, "blind": 0, "seconds": 0.0, "covered": 0, "features": 0, "crashes": []}
    old = json.loads(path.read_text()) if path.exists() else none
    whole = asdict(ran) | {
        "guided": old["guided"] + ran.guided,
        "blind": old["blind"] + ran.blind,
        "seconds": old["seconds"] + ran.seconds,
        "covered": ran.covered if ran.guided else old["covered"],
        "features": ran.features if ran.guided else old["features"],
        "crashes": [*old["crashes"], *ran.crashes],
    }
    path.write_text(json.dumps(whole, indent=1))
    return ran


def _kept() -> list[Ran]:
    paths = sorted(OUT.glob("*/result.json"))
    return [Ran(**json.loads(path.read_text())) for path in paths]


if __name__ == "__main__":
    sys.exit(main())
