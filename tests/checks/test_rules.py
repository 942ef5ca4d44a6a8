"""Whatever a check finds is explained, and whatever the program says is there in every language."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import CheckResult, Evidence, Finding, Message, Outcome, Verdict
from checks.record import KeyMark
from checks.registry import load_checks, load_patterns, load_rules
from checks.session import Phase
from checks.steps import CANNOT_TELL
from checks.words import load_catalogues
from devices.events import CardEvent, Failure
from devices.lanes import LaneState
from devices.state import TerminalState
from tests.checks.stage import RESOURCES, pad

ROOT = Path(__file__).parents[2]
CATALOGUES = load_catalogues(RESOURCES / "i18n")
CHECKS, WATCHES = load_checks()
CLAIMED = sorted({fault for check in (*CHECKS.values(), *WATCHES.values()) for fault in check.claims})
SPEAKS_FOR_ITSELF = {
    "identity.no_answer": "the connection's own sentence says what to do",
    "display.not_looked": "the answers are in doubt, not the unit",
    "keypad.unsure": "nobody could tell: nothing to conclude from",
    "software.unread": "nothing was read: nothing to conclude from",
    "programs.unread": "nothing was read: nothing to conclude from",
    "configuration.unread": "nothing was read: nothing to conclude from",
    "network.only-terminal": "says where a fault of the network lies, and is none",
    "network.everywhere": "says where a fault of the network lies, and is none",
    "network.clock": "comes with the certificate that it makes look old",
}


def diagnosed(*faults: str) -> tuple[Diagnosis, ...]:
    findings = tuple(Finding(fault, "OK", Evidence.MEASURED) for fault in faults)
    evidence = Evidences(pad(), TerminalState(), (CheckResult("x", Outcome.FAIL, (), findings),))
    return tuple(diagnosis for rule in load_rules() for diagnosis in rule(evidence))


def named(part: str) -> bool:
    """Whether a part that a model does not name has a name of its own in every language."""
    return all(f"report.part.{part}" in catalogue.sentences for catalogue in CATALOGUES.values())


@pytest.mark.parametrize("fault", CLAIMED)
def test_a_fault_is_explained_or_known_to_need_no_explanation(fault: str) -> None:
    found = diagnosed(fault)
    assert bool(found) != (fault in SPEAKS_FOR_ITSELF), fault
    for diagnosis in found:
        assert Finding(fault, "OK", Evidence.MEASURED) in diagnosis.rests_on
        assert diagnosis.remedy
        assert 0 < diagnosis.confidence <= 1
        assert diagnosis.part is None or diagnosis.part in pad().parts or named(diagnosis.part)
        assert set(diagnosis.retest) <= CHECKS.keys() | WATCHES.keys()


def test_nothing_found_is_nothing_diagnosed_and_all_at_once_is_no_exception() -> None:
    assert diagnosed() == ()
    assert diagnosed("made.up") == ()
    assert len({d.cause for d in diagnosed(*CLAIMED)}) == len(diagnosed(*CLAIMED))


def test_no_rule_waits_for_a_fault_that_no_check_can_find() -> None:
    asked: set[str] = set()

    class Listening(Evidences):
        def findings(self, fault: str) -> tuple[Finding, ...]:
            asked.add(fault)
            return ()

    for rule in load_rules():
        rule(Listening(pad(), TerminalState(), ()))
    assert asked <= set(CLAIMED)


def test_three_dead_keys_have_one_cause_and_one_has_another() -> None:
    def causes(count: int) -> list[str]:
        findings = tuple(Finding("keypad.dead", f"F{n}") for n in range(count))
        evidence = Evidences(pad(), TerminalState(), (CheckResult("keypad", Outcome.FAIL, (), findings),))
        return [d.cause for rule in load_rules() for d in rule(evidence)]

    assert causes(1) == causes(2) == ["cause.key_contact"]
    assert causes(3) == ["cause.keypad_flex"]


def test_whatever_mends_the_inside_of_a_pin_pad_says_not_to_open_it() -> None:
    for diagnosis in diagnosed(*CLAIMED):
        inside = any(step.id.endswith("_authorised") for step in diagnosis.remedy)
        assert diagnosis.do_not_open or not inside, diagnosis.cause


# -- sentences


def sources() -> Iterator[Path]:
    for folder in ("checks", "app.py"):
        path = ROOT / folder
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def spoken() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Every message id in the code: where, id (``*`` for parts only known later), and its argument names."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in ("message", "text", "Message"):
                continue
            first = node.args[0]
            names = None if any(k.arg is None for k in node.keywords) else frozenset(k.arg or "" for k in node.keywords)
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{path.name}:{node.lineno}", first.value, names
            elif isinstance(first, ast.JoinedStr):
                parts = [str(v.value) if isinstance(v, ast.Constant) else "*" for v in first.values]
                yield f"{path.name}:{node.lineno}", "".join(parts), None


SPOKEN = [row for row in spoken() if re.fullmatch(r"[a-z_*-]+(\.[A-Za-z0-9_*-]+)+", row[1])]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_collection_is_not_empty() -> None:
    assert len([row for row in SPOKEN if "*" not in row[1]]) > 60
    assert len([row for row in SPOKEN if "*" in row[1]]) > 8


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_message_in_the_code_has_a_sentence(language: str) -> None:
    known = CATALOGUES[language].sentences
    missing = [
        (where, wanted)
        for where, wanted, _ in SPOKEN
        if not any(re.fullmatch(re.escape(wanted).replace(r"\*", ".+"), name) for name in known)
    ]
    assert missing == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_sentence_asks_only_for_arguments_its_message_has(language: str) -> None:
    known = CATALOGUES[language].sentences
    wrong = [
        (where, wanted, fields(known[wanted]) - names)
        for where, wanted, names in SPOKEN
        if names is not None and wanted in known and fields(known[wanted]) - names
        and not where.startswith(("phrases", "build", "blocks", "drawings", "graph", "comparison"))  # the report fills in later
    ]  # fmt: skip
    assert wrong == []


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    from checks.words import read_ts

    raw: dict[str, dict[str, str]] = {}
    for path in (RESOURCES / "i18n").rglob("*.ts"):
        language, sentences = read_ts(path)
        raw.setdefault(language, {}).update(sentences)
    english, chinese = raw["en"], raw["zh_CN"]
    assert english.keys() == chinese.keys()
    dates = {"report.moment"}  # each language writes a date in its own way
    assert {k for k in english if fields(english[k]) != fields(chinese[k])} <= dates
    assert {k for k, text in chinese.items() if not text.strip()} == set()


def families() -> Iterator[str]:
    for check in (*CHECKS, *WATCHES):
        yield f"check.{check}"
    for limit in pad().limits:
        yield f"limit.{limit}"
    for fault in CLAIMED:
        yield f"fault.{fault}"
    for pattern in (*load_patterns().values(),):
        yield f"pattern.{pattern.id}"
        yield from (f"choice.{symptom.value}" for symptom in pattern.look.symptoms)
    yield from (
        f"choice.{choice}" for choice in ("fine", CANNOT_TELL, "key-dead", "key-missing", "try-again", "some-dead")
    )
    yield from (f"outcome.{outcome.value}" for outcome in Outcome)
    yield from (f"verdict.{verdict.value}" for verdict in Verdict)
    yield from (f"phase.{phase.value}" for phase in Phase)
    yield from (f"inspect.{state.value}" for state in LaneState)
    yield from (f"failure.{failure.value}" for failure in Failure)
    yield from (f"card.{card.value}" for card in CardEvent)
    for diagnosis in (*diagnosed(*CLAIMED), *(d for fault in CLAIMED for d in diagnosed(fault)), *many_dead()):
        yield diagnosis.cause
        yield from (step.id for step in diagnosis.remedy)
        yield from (m.id for m in (diagnosis.decide_by,) if isinstance(m, Message))


def many_dead() -> tuple[Diagnosis, ...]:
    return diagnosed("keypad.dead", "keypad.dead", "keypad.dead")


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_member_of_a_family_of_messages_has_a_sentence(language: str) -> None:
    known = CATALOGUES[language].sentences
    assert sorted({name for name in families() if name not in known}) == []
    assert KeyMark.NONE.value == "none"


def test_the_connection_says_url_and_reason() -> None:
    for catalogue in CATALOGUES.values():
        for state in LaneState:
            assert fields(catalogue.sentences[f"inspect.{state.value}"]) <= {"url", "detail"}
