"""Keys pressed freely: what is counted, when it ends, and that no file tells in which order digits came."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from checks.catalog.keypad import CHECK
from checks.history.journal import JournalFile, play_back
from checks.keypad.lines import dead_lines
from checks.measurement import Outcome, message
from checks.plan import Plan, PlanKind
from checks.record import KeyMark, to_json
from checks.session import Session
from checks.setup import Setup
from checks.steps import Answer, Question, Sweep, Swept
from checks.sweep import SweepCount, packed, unpacked
from devices.capability import Capability
from devices.events import Identified, KeyPressed, KeyReleased, KeysLost, Stamped
from devices.profile import Profile
from tests.checks.stage import Alone, make_setup, profiles

MATRIX = profiles()["demo-matrix"]
PLAIN = profiles()["szzt-zt588"]
KEYS = [cap.id for cap in MATRIX.keypad.keys] if MATRIX.keypad else []


def sweep(*keys: str) -> SweepCount:
    return SweepCount(Sweep(keys, Question("q", message("do.sweep_freely")), 10.0, 4.0, 60.0), 0.0, True)


def tap(count: SweepCount, key: str, at: float, hold: float = 0.1) -> None:
    count.take(Stamped(KeyPressed(key, key), at))
    count.take(Stamped(KeyReleased(key, key), at + hold))


def test_what_a_sweep_saw_is_the_same_whatever_the_order() -> None:
    told = set()
    for order in itertools.permutations(["1", "2", "3"]):
        count = sweep("1", "2", "3")
        for index, key in enumerate(order):
            tap(count, key, 1.0 + index)
        told.add(packed(count.swept(10.0)))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("press", "release", "hold"),
    [(None, 1.8e9, 0.1), (1.8e9, None, 0.1), (None, None, 0.1), (1.8e9, 1.8e9 + 0.07, 0.07)],
)
def test_a_hold_is_never_the_difference_of_two_clocks(press: float | None, release: float | None, hold: float) -> None:
    """A console leaves a time out that jumped against the bench's clock, as on a PC that is busy with something else."""
    count = sweep("1")
    count.take(Stamped(KeyPressed("1", "1"), 1.0, press))
    count.take(Stamped(KeyReleased("1", "1"), 1.1, release))
    assert count.swept(5.0).holds == (pytest.approx(hold, abs=1e-3),)


def test_a_sweep_ends_when_all_came_or_nothing_new_does() -> None:
    count = sweep("1", "2")
    assert count.deadline == 10.0
    tap(count, "1", 2.0)
    assert count.deadline == 6.0
    tap(count, "1", 5.0)
    assert count.deadline == 6.0, "the same key again is nothing new"
    tap(count, "2", 5.5)
    assert count.deadline == pytest.approx(5.75)


def test_chatter_missing_edges_and_keys_that_stay_down_are_told_apart() -> None:
    count = sweep("1", "2", "3", "4")
    tap(count, "1", 1.0)
    tap(count, "1", 1.12)
    count.take(Stamped(KeyReleased("2", "2"), 2.0))
    count.take(Stamped(KeyPressed("3", "3"), 3.0))
    tap(count, "4", 3.5)
    swept = count.swept(6.5)
    assert (swept.doubtful, swept.stuck, swept.seen) == (("1", "2"), ("3",), ("1", "3", "4"))


def test_what_was_lost_on_the_line_makes_no_key_doubtful() -> None:
    count = sweep("1", "2")
    count.take(Stamped(KeyPressed("1", "1"), 1.0))
    count.take(Stamped(KeysLost("damaged"), 1.1))
    count.take(Stamped(KeyReleased("2", "2"), 1.2))
    assert count.swept(9.0) == Swept(seen=("1",))


def test_a_sweep_reads_back_as_it_was_written() -> None:
    swept = Swept(("1", "OK"), ("2",), ("3",), (0.1, 0.2), ("F9",), "no-more-keys")
    assert unpacked(packed(swept)) == swept


def setup_for(quick: bool, profile: Profile = MATRIX) -> Setup:
    plan = Plan(PlanKind.QUICK if quick else PlanKind.FULL, (CHECK,), ())
    return replace(make_setup(), profile=profile, plan=plan)


def swept_session(path: Path, order: list[str], profile: Profile = MATRIX) -> Session:
    """One free sweep in this order, then a quick yes; key times are the same whatever the order."""
    setup = setup_for(True, profile)
    session = Session(setup, lambda target, command: None, JournalFile(path, setup))
    now = setup.start
    session.handle(Stamped(Identified(()), now))
    session.start(now)
    session.tick(now + 1.0)
    for index, key in enumerate(order):
        session.handle(Stamped(KeyPressed(key, f"code {key}"), now + 2.0 + index))
        assert key in session.seen_in_sweep
        if profile.can(Capability.KEY_RELEASE):
            session.handle(Stamped(KeyReleased(key, f"code {key}"), now + 2.1 + index))
    session.tick(now + 3.0 + len(order))
    assert session.answer(Answer("keypad.lit", "each-lit"), now + 4.0 + len(order))
    session.tick(now + 6.0 + len(order))
    session.close()
    return session


@pytest.mark.parametrize("profile", [MATRIX, PLAIN], ids=lambda profile: profile.id)
def test_no_file_tells_in_which_order_digits_came_in_a_sweep(tmp_path: Path, profile: Profile) -> None:
    keys = [cap.id for cap in profile.keypad.keys] if profile.keypad else []
    others = [key for key in keys if not key.isdigit()]
    digits = [key for key in keys if key.isdigit()]  # the double zero of a PIN pad among them
    texts = set()
    for name, order in (("a", digits), ("b", digits[::-1]), ("c", sorted(digits))):
        path = tmp_path / f"{name}.journal"
        session = swept_session(path, order + others, profile)
        texts.add(path.read_bytes() + to_json(session.record("x")))
        assert session.results["keypad"].outcome is Outcome.PASS
    assert len(texts) == 1


def test_a_sweep_over_named_digits_is_played_back_with_all_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    session = swept_session(path, KEYS)
    back, _ = play_back(path, lambda head: Session(setup_for(quick=True), lambda target, command: None))
    assert back.results["keypad"] == session.results["keypad"]
    assert back.keymap.marks == session.keymap.marks
    pressed = [json.loads(line) for line in path.read_text().splitlines() if "KeyPressed" in line]
    assert sum(line["d"]["code"] == "*" for line in pressed) == 10


def test_crossed_keys_that_a_person_saw_are_asked_for_by_name() -> None:
    check = Alone(CHECK, profile=MATRIX)
    check.wait(0.9)
    for key in KEYS:
        check.event(KeyPressed(key, key))
        check.event(KeyReleased(key, key))
    check.wait(0.2)
    assert check.runner.question is not None
    assert check.runner.question.id == "keypad.lit"
    check.say("wrong-lit")
    assert check.runner.question.subject in KEYS


def test_dead_keys_that_share_a_line_name_the_line_and_a_live_key_on_it_does_not() -> None:
    caps = MATRIX.keypad.keys if MATRIX.keypad else ()
    marks = dict.fromkeys(KEYS, KeyMark.IDENTIFIED) | dict.fromkeys(["2", "5", "8", "0"], KeyMark.DEAD)
    assert [(line.kind, line.number, line.keys) for line in dead_lines(caps, marks)] == [
        ("column", 2, ("2", "5", "8", "0"))
    ]
    assert dead_lines(caps, marks | {"0": KeyMark.IDENTIFIED}) == ()
    assert dead_lines(caps, marks | {"0": KeyMark.CHATTER}) == ()
    assert len(dead_lines(caps, marks | {"0": KeyMark.UNSURE})) == 1
