"""The offer to keep a passed unit as the known-good sample of its model."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from checks.measurement import CheckResult, Outcome, Overall, Verdict, keep, message
from checks.report.errors import ReportError
from checks.words import load_catalogues
from gui.face import Face
from gui.theme import colours_for
from gui.widgets.sample_card import SampleCard
from tests.gui.fakes import ROOT, profiles

TOLD = CheckResult("software", Outcome.PASS, kept=(keep("packages", [("a", "1")]),))


def session(verdict: Verdict = Verdict.PASS, *results: CheckResult) -> Any:
    setup = SimpleNamespace(profile=profiles()["smart-terminal"])
    return SimpleNamespace(setup=setup, results={r.check: r for r in results}, overall=lambda: Overall(verdict))


def card_with(qtbot: QtBot, keep_it: Any) -> SampleCard:
    face = Face(load_catalogues(ROOT / "resources/i18n")["en"], colours_for("light"), ROOT / "resources/icons")
    card = SampleCard(face, keep_it)
    qtbot.addWidget(card)
    return card


@pytest.mark.parametrize(
    ("unit", "offered"),
    [
        (session(Verdict.PASS, TOLD), True),
        (session(Verdict.FAIL, TOLD), False),
        (session(Verdict.NOT_DECIDED, TOLD), False),
        (session(Verdict.PASS, CheckResult("software", Outcome.NOT_JUDGED)), False),
        (session(Verdict.PASS), False),
    ],
)
def test_only_a_passed_unit_that_told_its_packages_may_be_kept(qtbot: QtBot, unit: Any, offered: bool) -> None:
    card = card_with(qtbot, lambda session: Path("x"))
    card.put(unit)
    assert card.isVisibleTo(card.parentWidget()) is offered
    nobody = card_with(qtbot, None)
    nobody.put(unit)
    assert nobody.isHidden()


def test_pressing_the_button_keeps_it_once_and_says_so(qtbot: QtBot) -> None:
    kept: list[Any] = []
    card = card_with(qtbot, lambda session: kept.append(session) or Path("x"))
    unit = session(Verdict.PASS, TOLD)
    card.put(unit)
    card.button.click()
    card.button.click()
    assert kept == [unit]
    assert card.said.text() == "Kept as the known-good sample of Linux smart terminal."
    card.put(session(Verdict.PASS, TOLD))
    assert card.button.isEnabled(), "the next unit is another one"


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), ReportError(message("report.error.full", path="/x", detail="full"))],
)
def test_a_disk_that_does_not_take_it_is_said_and_can_be_tried_again(qtbot: QtBot, error: Exception) -> None:
    def fail(session: Any) -> Path:
        raise error

    card = card_with(qtbot, fail)
    card.put(session(Verdict.PASS, TOLD))
    card.button.click()
    assert card.said.text().startswith("It could not be kept: ")
    assert "report.error" not in card.said.text()
    assert card.button.isEnabled()
