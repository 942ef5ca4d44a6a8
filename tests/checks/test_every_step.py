"""Every check on every model: cancelled at each step, the link lost at each step, answered wrongly, and not at all."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from checks.check import Check
from checks.measurement import Outcome, Verdict
from checks.plan import full_only
from checks.record import KeyMark
from checks.registry import load_checks
from checks.session import Phase
from checks.steps import Answer, Question, Target, Tone
from devices.commands import (
    AskDigits,
    EndVisit,
    ListenKeys,
    LogIn,
    ReadFacts,
    ShowImage,
    ShowText,
)
from devices.events import LinkLost, Restored
from devices.profile import Profile
from tests.checks.hands import DIGITS_ASKED, Facts, Hands, facts_of, other_answers
from tests.checks.stage import profiles

CHECKS, _ = load_checks()
MODELS = {name: profile for name, profile in profiles().items() if profile.kind == "terminal"}
CASES = [
    (check, model, quick)
    for check in CHECKS.values()
    for model, profile in MODELS.items()
    if check.applies(profile)
    for quick in ((False,) if full_only(check) else (True, False))
]
FORBIDDEN = (LogIn, EndVisit)
"""No check logs in, and none leaves: what else a bench must never do has no command at all."""
MAY_PASS = {
    "keypad.free": "each key is asked for by name afterwards",
    "keypad.lit": "each key is asked for by name afterwards",
    "keypad.by-word": "each key is asked about afterwards",
    "keypad.clear-hold": "decides nothing: an entry that hangs belongs to the payment program",
    "accessories.which": "each part named is tried afterwards",
    "first.quick": "the questions in detail come afterwards",
    "power.usb": "a unit that starts and is seen by the PC needs nothing more here",
    "first.trades": "without trades there is nothing to settle",
}
"""Where another answer than the healthy one may still end in a pass, and why."""
BY_EYE = {"security-state"}
"""Checks that ask a person where the unit does not tell."""
_ANSWERED = (AskDigits, ListenKeys, ReadFacts, ShowImage)
_FEW_S = 60.0


@pytest.fixture(scope="module")
def known() -> Iterator[dict[str, Facts]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(facts_of(profile)) for name, profile in MODELS.items()}


@dataclass
class Case:
    check: Check
    profile: Profile
    quick: bool
    facts: Facts

    def hands(self, **more: object) -> Hands:
        """The check begun."""
        hands = Hands(facts=self.facts, **more)  # type: ignore[arg-type]
        hands.begin(self.check, self.profile, self.quick, patience_s=_FEW_S)
        return hands

    def after(self, steps: int) -> Hands | None:
        """The healthy unit so many steps on; None where the check is over by then."""
        hands = self.hands()
        for _ in range(steps):
            if _done(hands):
                return None
            hands.step()
        return None if _done(hands) else hands


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0].id}-{case[1]}-{'quick' if case[2] else 'full'}")
def case(request: pytest.FixtureRequest, known: dict[str, Facts]) -> Case:
    check, model, quick = request.param
    return Case(check, MODELS[model], quick, known[model])


def _done(hands: Hands) -> bool:
    assert hands.session is not None
    return hands.session.phase is Phase.DONE


def nothing_is_left(hands: Hands) -> None:
    session = hands.session
    assert session is not None
    assert session.phase is Phase.DONE
    assert session.question is None
    assert session.deadline is None
    assert session.shown is None
    assert hands.ledger.pending == []
    for _, command in hands.ledger.every:
        assert not isinstance(command, FORBIDDEN)
        if isinstance(command, ShowText):
            assert "PIN" not in " ".join(command.lines).upper()
    assert all(mark is not KeyMark.ASKED for mark, _ in session.keymap.marks.values())


def outcome_of(hands: Hands) -> Outcome:
    assert hands.session is not None
    (result,) = hands.session.results.values()
    return result.outcome


def test_a_healthy_unit_is_brought_to_the_end_by_hand(case: Case) -> None:
    hands = case.hands()
    result = hands.to_the_end()
    nothing_is_left(hands)
    assert result.outcome in ((Outcome.PASS,) if result.required else (Outcome.PASS, Outcome.NOT_JUDGED)), result
    assert not result.findings


def test_the_failure_of_another_command_is_no_answer_to_this_check(case: Case) -> None:
    assert case.hands(stray=True).to_the_end().outcome is case.hands().to_the_end().outcome


def test_cancelled_at_any_step_it_is_aborted_and_leaves_the_unit_idle(case: Case) -> None:
    steps = 0
    while (hands := case.after(steps)) is not None:
        assert hands.session is not None
        hands.session.abort(hands.now)
        assert outcome_of(hands) is Outcome.ABORTED
        nothing_is_left(hands)
        assert hands.session.overall().verdict is not Verdict.PASS
        steps += 1


def test_a_link_lost_at_any_step_suspends_it_and_it_starts_again_with_what_it_knew(case: Case) -> None:
    healthy = case.hands().to_the_end().outcome
    steps = 0
    while (hands := case.after(steps)) is not None:
        session = hands.session
        assert session is not None
        hands.sent.clear()
        hands.tell(LinkLost("cable"))
        assert session.phase is Phase.SUSPENDED
        assert session.question is None
        hands.tell(Restored(), 2.0)
        result = hands.to_the_end()
        assert result.restarts == 1
        assert result.outcome is healthy, (steps, result)
        nothing_is_left(hands)
        steps += 1


def test_a_link_that_stays_away_from_any_step_on_is_an_error_of_the_bench(case: Case) -> None:
    steps = 0
    while (hands := case.after(steps)) is not None:
        session = hands.session
        assert session is not None
        hands.tell(LinkLost("cable"))
        sent = len(hands.ledger.every)
        session.tick(hands.now + _FEW_S + 1.0)
        assert session.phase is Phase.DONE
        assert outcome_of(hands) is Outcome.ERROR
        assert session.question is None
        assert len(hands.ledger.every) == sent, "nobody is there to be told anything"
        assert session.overall().verdict is not Verdict.PASS
        steps += 1


def test_any_other_answer_than_a_healthy_units_is_never_a_pass(case: Case) -> None:
    healthy = case.hands()
    healthy.to_the_end()
    for question in healthy.asked.values():
        for said in other_answers(question, healthy.right.get(question.id), case.profile):
            hands = case.hands(wrong=(question.id, said))
            result = hands.to_the_end()
            nothing_is_left(hands)
            if result.outcome is Outcome.PASS and not result.findings and not _fine(question, said):
                assert question.id in MAY_PASS, (question.id, said)
    if any(isinstance(command, AskDigits) for _, command in healthy.ledger.every):
        hands = case.hands(wrong=(DIGITS_ASKED, ""))
        assert hands.to_the_end().outcome is Outcome.FAIL
        nothing_is_left(hands)


def _fine(question: Question, said: Answer | str) -> bool:
    """Whether this means that all is well, too."""
    return isinstance(said, Answer) and said.choice in {c.id for c in question.choices if c.tone is Tone.GOOD}


@pytest.mark.parametrize("silent", ["unit", "operator", "both"])
def test_without_answers_nothing_passes(case: Case, silent: str) -> None:
    healthy = case.hands()
    healthy.to_the_end()
    hands = case.hands(mute=silent != "operator", absent=silent != "unit")
    result = hands.to_the_end()
    nothing_is_left(hands)
    lives_on = {
        "unit": _answered(healthy) and case.check.id not in BY_EYE,
        "operator": bool(healthy.asked),
        "both": _answered(healthy) or bool(healthy.asked),
    }
    assert not (lives_on[silent] and result.outcome is Outcome.PASS), result


def _answered(hands: Hands) -> bool:
    """Whether the check lived on what the unit said."""
    return any(isinstance(c, _ANSWERED) for target, c in hands.ledger.every if target is Target.TERMINAL)
