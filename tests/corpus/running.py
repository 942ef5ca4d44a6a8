"""Plays one scenario on the virtual clock and holds what came out against what must."""

from dataclasses import dataclass

from checks.record import Record
from tests.checks.fleet import Inspection
from tests.corpus.scenarios import Scenario, meters, models

_LIMIT_S = 3000.0


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a scenario. ``missed`` findings, ``alarms`` beyond the expected, and whether the rest is right."""

    scenario: Scenario
    missed: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    cause: bool = True
    remedy: bool = True
    fate: bool = True
    verdict: bool = True
    reason: str = ""

    @property
    def right(self) -> bool:
        return not self.missed and not self.alarms and self.cause and self.remedy and self.fate and self.verdict


def play(scenario: Scenario) -> Record:
    """The record of a whole inspection."""
    inspection = Inspection(
        *scenario.faults,
        meter_faults=scenario.meter_faults,
        plan=scenario.plan,
        profile=models()[scenario.model],
        seed=scenario.seed,
        metered=meters().get(scenario.meter),
    )
    try:
        return inspection.play(_LIMIT_S)
    finally:
        inspection.close()


def came(scenario: Scenario) -> Came:
    """Play it and judge it. An inspection that never ends is a miss with its reason, not an exception."""
    try:
        record = play(scenario)
    except AssertionError as error:
        return Came(scenario, scenario.findings, (), False, False, False, False, f"never ended: {error}")
    return held(scenario, record)


def held(scenario: Scenario, record: Record) -> Came:
    """A record against its scenario."""
    found = {finding.fault for result in record.results for finding in result.findings}
    missed = tuple(fault for fault in scenario.findings if fault not in found)
    alarms = tuple(sorted(found - {*scenario.findings, *scenario.may} - _belonging(scenario)))
    first = record.diagnoses[0] if record.diagnoses else None
    steps = {step.id for diagnosis in record.diagnoses for step in diagnosis.remedy}
    fate = record.disposition.fate.value if record.disposition else ""
    named = first is not None and first.cause in scenario.causes
    judged = Came(
        scenario,
        missed,
        alarms,
        named if scenario.causes else first is None,
        set(scenario.remedies) <= steps,
        scenario.fate in ("any", fate) or (scenario.verdict == "any" and fate in ("repair", "key-service", "restock")),
        scenario.verdict in ("any", record.overall.verdict.value),
    )
    return judged if judged.right else _with_reason(judged, record, fate)


def _with_reason(judged: Came, record: Record, fate: str) -> Came:
    causes = " > ".join(f"{d.cause} {d.confidence:.2f}" for d in record.diagnoses[:3]) or "none"
    found = ", ".join(f"{f.fault} {f.subject}".strip() for r in record.results for f in r.findings) or "nothing"
    reason = f"found {found}; causes {causes}; {record.overall.verdict.value}; {fate}"
    return Came(
        judged.scenario, judged.missed, judged.alarms, judged.cause, judged.remedy, judged.fate, judged.verdict, reason
    )


_COMES_WITH = {
    "keypad.line": {"keypad.dead"},
    "display.no-": {"display.no-picture"},
    "display.all-dark": {"display.no-picture"},
    "supply.": {"supply.sag", "supply.drop-out", "supply.low"},
    "heat.": {"heat.terminal", "heat.rise"},
    "tamper.triggered": {"key.pin-missing"},
    "keypad.dead": {"keypad.unsure"},
    "keypad.crossed": {"keypad.unsure"},
    "keypad.stuck": {"keypad.unsure"},  # OK, CANCEL or CLEAR that is down by itself spoils entries of hidden digits
    "network.": {
        "network.only-terminal",
        "network.everywhere",
        "network.clock",
        "network.dns",
        "network.host",
        "network.loss",
    },
    "link.lost": {"link.noise"},
    "supply.sag": {"supply.drop-out"},  # limits.md: below the hard low is a drop-out, below the normal band a sag
    "supply.drop-out": {"supply.sag"},
}


def _belonging(scenario: Scenario) -> set[str]:
    """Findings that a fault brings with it by its nature: its consequences, and what says where it lies."""
    found: set[str] = set()
    for fault in scenario.findings:
        for name, more in _COMES_WITH.items():
            found |= more if fault.startswith(name) else set()
    return found
