"""What becomes of a unit that came back: restock, repair, wipe and key service, quarantine, scrap; and the rule that decided it.

Rules are rows, the first that fits decides. Own rules, in the order of limits.md: what must not be opened comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from checks.measurement import CheckResult, Overall, Verdict


class Fate(StrEnum):
    """Where the unit goes; the word is ``fate.<value>``."""

    QUARANTINE = "quarantine"
    SCRAP = "scrap"
    KEY_SERVICE = "key-service"
    REPAIR = "repair"
    RESTOCK = "restock"
    OPEN = "open"  # nobody can say yet


@dataclass(frozen=True, slots=True)
class Disposition:
    """Fate, the rule that decided (message ``fate.rule.<rule>``), and the faults or checks it rests on."""

    fate: Fate
    rule: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """Any of these faults, by code or by family (ending in a dot), gives this fate."""

    rule: str
    fate: Fate
    faults: tuple[str, ...]


_BY_FAULT: Final = (
    _Row("tampered", Fate.QUARANTINE, ("tamper.triggered", "message.tamper")),
    _Row("touched", Fate.QUARANTINE, ("seen.seal-broken",)),
    _Row("other-unit", Fate.QUARANTINE, ("identity.serial_mismatch",)),
    _Row("spied", Fate.QUARANTINE, ("programs.recorder", "configuration.secret-in-clear")),
    _Row("dangerous", Fate.QUARANTINE, ("seen.swollen-battery",)),
    _Row("burnt", Fate.SCRAP, ("seen.burnt",)),
    _Row("vendor-code", Fate.KEY_SERVICE, ("offline.vendor-code",)),
    _Row("no-key", Fate.KEY_SERVICE, ("key.pin-missing", "message.keys-missing")),
    _Row("liquid", Fate.REPAIR, ("seen.liquid",)),
)
_SOFT: Final = frozenset({"configuration", "software", "programs"})
"""Checks whose faults the acquirer takes away with a wipe, parameters and keys: no part is needed."""


def disposition_of(results: Iterable[CheckResult], overall: Overall) -> Disposition:
    """The fate as far as it is known now. What a waived check found does not count: it was accepted."""
    found = (result for result in results if result.waiver is None)
    faults = tuple(dict.fromkeys(finding.fault for result in found for finding in result.findings))
    for row in _BY_FAULT:
        told = tuple(fault for fault in faults if fault in row.faults)
        if told:
            return Disposition(row.fate, row.rule, told)
    return _by_verdict(overall, faults)


def _by_verdict(overall: Overall, faults: tuple[str, ...]) -> Disposition:
    if overall.verdict is Verdict.NOT_DECIDED:
        return Disposition(Fate.OPEN, "undecided", overall.undecided)
    if overall.verdict is Verdict.PASS:
        rule = "waived" if overall.waived else "marginal" if overall.marginal else "good"
        return Disposition(Fate.RESTOCK, rule, overall.waived or overall.marginal)
    failed = frozenset(overall.failed)
    if failed == {"network"} and "network.everywhere" in faults:
        return Disposition(Fate.OPEN, "not-the-unit", overall.failed)
    if failed <= _SOFT:
        return Disposition(Fate.KEY_SERVICE, "soft", overall.failed)
    return Disposition(Fate.REPAIR, "failed", overall.failed)


def decided_early(results: Iterable[CheckResult]) -> bool:
    """Whether a fault alone decides, whatever other checks would find."""
    return decisive(finding.fault for result in results for finding in result.findings) is not None


def decisive(faults: Iterable[str]) -> str | None:
    """The fault that alone keeps a unit from being repaired or restocked here, the gravest first; None where there is none."""
    told = tuple(faults)
    rows = (row for row in _BY_FAULT if row.fate is not Fate.REPAIR)
    return next((fault for row in rows for fault in told if fault in row.faults), None)
