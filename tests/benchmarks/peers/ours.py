"""Empty checks in a session with its journal on the disk; prints milliseconds."""

import sys
import time
from pathlib import Path

from checks.check import Context
from checks.history.journal import JournalFile
from checks.measurement import CheckResult, Outcome
from checks.plan import Plan, PlanKind
from checks.record import BenchInfo, to_json
from checks.session import Phase, Session
from checks.setup import Setup
from checks.steps import Steps
from devices.profile import Profile, load_profiles

ROOT = Path(__file__).resolve().parents[3]


class Empty:
    """A check that does nothing and passes."""

    order, claims = 1, frozenset[str]()

    def __init__(self, number: int) -> None:
        self.id = f"empty-{number}"

    def applies(self, profile: Profile) -> bool:
        return True

    def run(self, context: Context) -> Steps:
        return CheckResult(self.id, Outcome.PASS)
        yield


profile = load_profiles(ROOT / "resources" / "terminals")["gertec-ppc930"]
plan = Plan(PlanKind.QUICK, tuple(Empty(number) for number in range(int(sys.argv[1]))), ())
setup = Setup("bench", profile, plan, BenchInfo("b", "0", "s"), "2026-01-01T00:00:00Z", time.monotonic())
begin = time.perf_counter()
session = Session(setup, lambda target, command: None, JournalFile(Path("empty.journal"), setup))
session.start(time.monotonic())
assert session.phase is Phase.DONE
assert len(session.results) == int(sys.argv[1])
record = to_json(session.record("2026-01-01T00:00:00Z"))
session.close()
print((time.perf_counter() - begin) * 1000)
