"""Writes docs/causes.md from the rules themselves: ``python -m tests.causes_table``. A test holds the two together."""

from pathlib import Path

from checks.cures import settled
from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import CheckResult, Finding, Message, Outcome, message
from checks.registry import load_checks, load_rules
from checks.response_codes import load_response_codes
from checks.rules import intake, told
from checks.whose_reading import as_own
from checks.words import load_catalogues
from devices.state import TerminalState
from tests.checks.stage import RESOURCES, pad

PAGE = Path(__file__).parents[1] / "docs" / "causes.md"
HEAD = """# Causes and remedies

What each diagnosis rests on, what cures it, and what decides it. Made by `python -m tests.causes_table` from the rules in
`checks/rules`; do not edit. Confidence is how sure a rule is when its finding stands alone. Times are own estimates, minutes of a
person at the bench. *closed*: the case stays closed, opening trips the tamper protection.

| cause | rests on | sure | remedy | part | min | guard | call | decided by |
|---|---|---|---|---|---|---|---|---|
"""


def diagnoses() -> dict[str, tuple[Diagnosis, str]]:
    """Every cause once, with the fault or complaint that leads to it."""
    checks, watches = load_checks()
    claims = {fault for check in (*checks.values(), *watches.values()) for fault in check.claims}
    found: dict[str, tuple[Diagnosis, str]] = {}
    for fault in sorted(claims | intake._CAUSES.keys()):
        for extra in ((), ("network.only-terminal",), ("network.everywhere",)):
            _add(found, _of(fault, *extra), fault)
    _add(found, _of(*("keypad.dead",) * 3), "keypad.dead x 3")
    _add(found, _of("logs.reset", "supply.sag"), "logs.reset + supply.sag")
    own = Finding("supply.sag", "4.20 V", note=as_own(message("note.sag", count=1, seconds=1.5, low=4.2)))
    _add(found, _from((own,)), "supply.sag, by the unit's own reading beside a meter's")
    codes = load_response_codes(RESOURCES / "messages" / "response_codes.toml")
    for code in codes.values():
        _add(found, told.code(Evidences(pad(), TerminalState(), (), "code", code)), f"response code {code.code}")
    for complaint in told._LEFT:
        good = Evidences(pad(), TerminalState(), (CheckResult("keypad", Outcome.PASS),), complaint)
        _add(found, told.nothing_found(good), f"complaint {complaint}, nothing found")
    return found


def _of(*faults: str) -> tuple[Diagnosis, ...]:
    return _from(tuple(Finding(fault, str(n)) for n, fault in enumerate(faults)))


def _from(findings: tuple[Finding, ...]) -> tuple[Diagnosis, ...]:
    result = CheckResult("x", Outcome.FAIL, (), findings)
    evidence = Evidences(pad(), TerminalState(), (result,))
    return tuple(diagnosis for rule in load_rules() for diagnosis in rule(evidence))


def _add(found: dict[str, tuple[Diagnosis, str]], more: tuple[Diagnosis, ...], why: str) -> None:
    for diagnosis in settled(more):
        found.setdefault(diagnosis.cause, (diagnosis, why))


def page() -> str:
    """The whole file."""
    words = load_catalogues(RESOURCES / "i18n")["en"]

    def said(text: Message | None) -> str:
        return words.say(text).replace("|", "/") if text else ""

    lines = []
    for cause, (d, why) in diagnoses().items():
        steps = " ".join(f"{n}. {said(step)}." for n, step in enumerate(d.remedy, start=1))
        guards = "closed" if d.do_not_open else ""
        guards += "".join(f" {said(g)}" for g in d.guards if g.id != "guard.opening_trips")
        cells = (words.text(cause), f"`{why}`", f"{d.confidence:.0%}", steps, d.part or "", str(d.minutes), guards,
                 words.text(f"call.{d.call}") if d.call else "", said(d.decide_by))  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
