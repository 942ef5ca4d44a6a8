"""The fault corpus as data: models x faults x keys x seeds, with what each must lead to from one table.

``python -m tests.corpus.scenarios`` writes ``scenarios.toml``; a model or a fault that comes later joins by itself.
"""

import json
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec

from checks.registry import load_checks
from devices.capability import Capability
from devices.keys import is_digit
from devices.profile import Profile, load_profiles
from devices.simulator import simulated_protocols
from devices.simulator.faults import FAULTS, fault_switches

HERE: Final = Path(__file__).parent
RESOURCES: Final = HERE.parents[1] / "resources"
COMBINED: Final = 60
"""Combinations of two faults for each model."""
HEALTHY: Final = 28
"""Healthy units for each model."""
TWINS: Final = {"szzt-zt598": "szzt-zt588", "zvt-terminal-tcp": "zvt-terminal"}
"""Models whose faults and checks are those of another one, to the letter: what is different is tested at their codecs."""
_METERED: Final = "gertec-ppc930"
_USUAL_METER: Final = "tc66c"
_FATES: Final = ("quarantine", "scrap", "key-service", "repair", "open", "restock")
_READ_OFF: Final = {"tampered": "tamper", "no-pin-key": "pin-key", "offline-code": "offline-code"}
"""Faults that a screen shows where no rule of the profile asks the unit, with that rule's id."""
_STOPS: Final = ("tampered", "anti-removal", "no-pin-key", "offline-code")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one fault must lead to."""

    finding: str
    cause: str
    remedy: str
    fate: str
    check: str
    args: tuple[str, ...] = ("",)
    verdict: str = "fail"
    ends: bool = False
    needs: str = ""
    """A capability without which nobody could tell the fault."""
    args_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Other arguments for a protocol that carries only so much of the fault."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One unit on the bench. ``verdict`` and ``fate`` are ``any`` where the table leaves them open."""

    id: str
    model: str
    faults: tuple[str, ...]
    meter_faults: tuple[str, ...]
    seed: int
    plan: str
    findings: tuple[str, ...]
    causes: tuple[str, ...]
    remedies: tuple[str, ...]
    fate: str
    verdict: str
    may: tuple[str, ...] = ()
    """Findings of a fault that an early end may leave out."""
    meter: str = ""
    """The instrument in the supply line; empty: the usual one."""

    @property
    def kind(self) -> str:
        count = len(self.faults) + len(self.meter_faults)
        return ("healthy", "single")[count] if count < 2 else "combined"


@cache
def table() -> tuple[dict[str, Expected], dict[str, str], dict[frozenset[str], str]]:
    """Expectations by fault, faults left out with the reason, and pairs that explain one another."""
    raw: dict[str, Any] = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))
    expected = {name: msgspec.convert(row, Expected) for name, row in raw["fault"].items()}
    return expected, raw["left_out"], {frozenset(row["faults"]): row["cause"] for row in raw["together"]}


def models() -> dict[str, Profile]:
    """Every terminal that has a simulator; none that is like another.

    One without keys is asked so little that a meter could judge nothing meanwhile: its faults are tried in the fleet tests.
    """
    found = load_profiles(RESOURCES / "terminals")
    return {
        name: profile
        for name, profile in found.items()
        if profile.protocol in simulated_protocols()
        and name not in TWINS
        and not profile.like
        and profile.keypad is not None
    }


def scenarios() -> list[Scenario]:
    """All of them, the same each time."""
    made: list[Scenario] = []
    for model, profile in models().items():
        singles = _singles(profile)
        made += [_scenario(model, (fault,), seed, number) for number, (fault, seed) in enumerate(singles)]
        made += _combinations(profile, [fault for fault, _ in singles])
        made += [_healthy(model, number) for number in range(HEALTHY)]
    return made + _with_other_meters()


def meters() -> dict[str, Profile]:
    """Every instrument that has a simulator, but the usual one."""
    found = load_profiles(RESOURCES / "meters")
    return {name: p for name, p in found.items() if p.protocol in simulated_protocols() and name != _USUAL_METER}


def _with_other_meters() -> list[Scenario]:
    """The faults of the supply line, seen by each of them, on one model."""
    of_meters = {spec.name for spec in FAULTS if spec.side == "meter"}
    made: list[Scenario] = []
    for name, meter in meters().items():
        rows = [(fault, row) for fault, row in table()[0].items() if fault in of_meters]
        seen = [(f, r) for f, r in rows if r.check != "heat" or meter.can(Capability.TEMPERATURE)]
        texts = [f"{fault}={arg}" if arg else fault for fault, row in seen for arg in row.args]
        plain = [_scenario(_METERED, (text,), n, n, f"by-{name}") for n, text in enumerate(texts)]
        made += [replace(scenario, meter=name) for scenario in plain]
        made.append(replace(_healthy(_METERED, 0), id=f"{_METERED}/by-{name}/healthy", meter=name))
    return made


def _singles(profile: Profile) -> list[tuple[str, int]]:
    expected = table()[0]
    offered = {name for name, _ in fault_switches(profile)} | {s.name for s in FAULTS if s.side == "meter"}
    texts = [
        f"{name}={arg}" if arg else name
        for name, row in expected.items()
        if name in offered and _tests(profile, row) and not (name in _READ_OFF and _told_by_nobody(profile, name))
        for arg in _arguments(profile, name, row)
    ]
    return [(text, number) for number, text in enumerate(texts)]


def _told_by_nobody(profile: Profile, name: str) -> bool:
    """Whether a unit without a screen keeps to itself what others show there."""
    return profile.display is None and _READ_OFF[name] not in {rule.id for rule in profile.security}


def _tests(profile: Profile, row: Expected) -> bool:
    """Whether the model's plan has the check, so that somebody could find it. Watches need the meter, which is there."""
    checks, _ = load_checks()
    if row.needs and not profile.can(Capability(row.needs)):
        return False
    return row.check not in checks or checks[row.check].applies(profile)


def _arguments(profile: Profile, name: str, row: Expected) -> list[str]:
    keys = [cap.id for cap in profile.keypad.keys if cap.evidence != "operator"] if profile.keypad else []
    masked = {cap.id for cap in profile.keypad.keys if cap.evidence == "masked"} if profile.keypad else set()
    found: list[str] = []
    for arg in row.args_of.get(profile.protocol, row.args):
        if arg == "{each}":  # one bit of a masked digit is known: that it counted; not how often or how long
            found += [key for key in keys if name == "dead-key" or key not in masked]
        elif arg == "{pairs}":
            told = keys if profile.can(Capability.DIGIT_SWEEP) else [key for key in keys if key not in masked]
            pairs = [(a, b) for a, b in pairwise(told) if is_digit(a) == is_digit(b)]
            found += [f"{a}:{b}" for a, b in pairs]
        else:
            found.append(arg)
    return found


def _combinations(profile: Profile, texts: list[str]) -> list[Scenario]:
    expected = table()[0]
    told = {rule.id for rule in profile.security}
    chance = Random(f"combined {profile.id}")
    pairs = [
        (one, other)
        for one, other in combinations(texts, 2)
        if expected[_name(one)].check != expected[_name(other)].check
        and "link" not in (_of(one), _of(other))
        and not _unreadable(told, {_name(one), _name(other)})
    ]
    by_checks: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for pair in pairs:
        by_checks.setdefault((_of(pair[0]), _of(pair[1])), []).append(pair)
    for group in by_checks.values():
        chance.shuffle(group)
    chosen: list[tuple[str, str]] = []
    while len(chosen) < COMBINED and any(by_checks.values()):  # every pair of checks in turn
        chosen += [group.pop() for group in by_checks.values() if group]
    return [_scenario(profile.id, pair, 1000 + n, n, "both") for n, pair in enumerate(chosen[:COMBINED])]


def _unreadable(told: set[str], names: set[str]) -> bool:
    """Whether one fault would have to be read off a screen that the other makes dark: nobody could tell it."""
    return "no-picture" in names and any(rule not in told for name, rule in _READ_OFF.items() if name in names)


def _of(text: str) -> str:
    return table()[0][_name(text)].check


def _name(text: str) -> str:
    return text.partition("=")[0].partition("@")[0]


def _scenario(model: str, faults: tuple[str, ...], seed: int, number: int, kind: str = "one") -> Scenario:
    expected, _, together = table()
    names = [_name(fault) for fault in faults]
    rows = [expected[name] for name in names]
    stop = next((row for name, row in zip(names, rows, strict=True) if name in _STOPS), None)
    told = [stop] if stop else [row for row in rows if row.ends] or rows
    cause = together.get(frozenset(names))
    sides = {spec.name: spec.side for spec in FAULTS}
    verdicts = {row.verdict for row in told}
    fates = {row.fate for row in told}
    sure = "any" not in verdicts or verdicts & {"fail"}
    return Scenario(
        f"{model}/{kind}/{number:03d}",
        model,
        tuple(f for f in faults if sides[_name(f)] != "meter"),
        tuple(f for f in faults if sides[_name(f)] == "meter"),
        seed,
        "quick",
        tuple(dict.fromkeys(row.finding for row in told)),
        tuple(dict.fromkeys([row.cause for row in told] + ([cause] if cause else []))),
        tuple(dict.fromkeys(row.remedy for row in told if not cause)),
        min(fates, key=_FATES.index) if sure and not _mixed(told) else "any",
        "fail" if "fail" in verdicts else "any" if "any" in verdicts else "pass",
        tuple(row.finding for row in rows if row not in told),
    )


def _mixed(rows: list[Expected]) -> bool:
    """Soft faults beside hard ones, or a network's beside others, are repaired: the table's single fates do not tell."""
    return len({row.fate for row in rows if row.fate != "restock"}) > 1 and not any(row.ends for row in rows)


def _healthy(model: str, number: int) -> Scenario:
    plan = "quick" if number % 4 else "full"
    return Scenario(f"{model}/healthy/{number:03d}", model, (), (), 5000 + number, plan, (), (), (), "restock", "pass")


def text_of(found: list[Scenario]) -> str:
    """As TOML, one line a scenario, for reading and for ``git diff``."""
    lines = [
        "# Made by python -m tests.corpus.scenarios from expected.toml and the registries. Do not edit.",
        "scenario = [",
    ]
    for scenario in found:
        told = msgspec.to_builtins(scenario)
        pairs = ", ".join(f"{k} = {json.dumps(v)}" for k, v in told.items() if v or k != "meter")
        lines.append(f"    {{ {pairs} }},")
    return "\n".join([*lines, "]", ""])


def stored() -> list[Scenario]:
    """What is committed."""
    raw = tomllib.loads((HERE / "scenarios.toml").read_text("utf-8"))
    return [msgspec.convert(row, Scenario) for row in raw["scenario"]]


if __name__ == "__main__":
    (HERE / "scenarios.toml").write_text(text_of(scenarios()), "utf-8")
