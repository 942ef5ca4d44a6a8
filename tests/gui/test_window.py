"""Empty states, lost links, safety, themes, the report and the end."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from checks.registry import load_checks
from checks.session import Phase
from devices.events import Identified, Restored
from devices.lanes import LaneState
from gui.pace import Pace
from gui.ports import FaultSwitch, SigningNeed, VirtualUnit
from gui.theme import DARK, LIGHT
from tests.gui.conftest import Stage
from tests.gui.fakes import METER, ROOT, FakeControl, left_behind, supply, virtual_units


def test_an_empty_bench_says_what_to_do(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    stage = make_stage(start_demo=lambda: ())
    window = stage.window
    assert window.pages.currentWidget() is window.message
    assert window.message.button.isVisible()
    assert window.message.button.hasFocus()
    assert not window.header.isVisible()


@pytest.mark.parametrize("state", [s for s in LaneState if s is not LaneState.CONNECTED])
def test_every_state_of_a_link_has_its_words(stage: Stage, state: LaneState) -> None:
    lane = stage.bench.connect(None if state is LaneState.UNKNOWN_MODEL else "gertec-ppc930", state=state)
    stage.settle()
    stage.window.select(lane)
    words = stage.running.workbench.catalogues["en"].sentences
    for message_id in (
        f"lane.{state}",
        f"window.next.{state}",
        f"window.link.{state}.title",
        f"window.link.{state}.text",
    ):
        assert message_id in words
    assert stage.window.pages.currentWidget() is stage.window.message
    assert words[f"window.link.{state}.text"] == stage.window.message._text.text()


def test_a_lost_link_says_so_and_keeps_the_results(stage: Stage) -> None:
    player = stage.play()
    player.until(lambda s: s.current == "display")
    results = dict(player.session.results)
    stage.bench.lose(player.lane)
    stage.settle()
    assert player.session.phase is Phase.SUSPENDED
    assert stage.window.header.trouble.isVisible()
    stage.bench.restore(player.lane)
    stage.settle()
    assert player.session.phase is Phase.RUNNING
    assert not stage.window.header.trouble.isVisible()
    assert {k: player.session.results[k] for k in results} == results


def test_an_unplugged_unit_keeps_its_card_while_it_has_results(stage: Stage) -> None:
    player = stage.play()
    player.until(lambda s: False)
    stage.bench.remove(player.lane)
    stage.settle()
    assert stage.running.model.units[player.lane].gone
    assert stage.window.pages.currentWidget() is stage.window.result
    stage.window.next_unit()
    stage.settle()
    assert player.lane not in stage.running.model.units


def test_the_safety_band_is_there_on_every_page_of_a_unit(stage: Stage) -> None:
    player = stage.play()
    for stop in ("keypad", "display", ""):
        player.until(lambda s, stop=stop: s.current == stop)
        stage.settle()
        assert stage.window.header.safety.isVisible()


def test_what_is_dangerous_is_said_in_the_band_with_what_to_do_first(stage: Stage) -> None:
    player = stage.play(look={"first.quick": "something-wrong", "first.signs": "swollen-battery"})
    assert "tamper" in stage.window.header.safety._words.text()
    player.until(lambda s: s.phase is Phase.DONE)
    stage.settle()
    assert stage.window.header.safety._words.text() == "Battery swollen: stop charging, unplug the supply, do not open"


def test_how_sure_the_models_facts_are_stands_below_its_name_in_the_windows_language(stage: Stage) -> None:
    stage.unit()
    stage.settle()
    assert "capture replayed" in stage.window.header._detail.text()
    assert "specification 2.12/2.20; real-device capture replayed" in stage.window.ready._sure.text()
    stage.running.appearance.switch_language()
    stage.settle()
    assert "\u771f\u673a\u8bb0\u5f55" in stage.window.header._detail.text()


def test_the_time_that_is_left_is_told_once_there_is_a_pace() -> None:
    pace = Pace()
    assert [pace.left_s("a", at, done, 20) for at, done in ((0, 0), (2, 3), (5, 5), (10, 10))] == [None, None, 15, 10]
    assert pace.left_s("b", 11, 10, 20) is None, "another check begins anew"
    assert pace.left_s("b", 21, 15, 20) == 10, "what was done before it was looked at does not count"
    assert pace.left_s("b", 31, 20, 20) is None


def test_readings_of_the_meter_reach_the_session_and_the_panel(stage: Stage) -> None:
    player = stage.play()
    supply(stage.bench, 1, 3)
    stage.settle()
    stage.window.live.refresh()
    shown = {quantity: figure._value.text() for quantity, figure in stage.window.live._figures}
    assert all(text != "–" for text in shown.values())
    assert len(player.session.telemetry.channels()) == 3


def test_the_graph_appears_after_the_window_and_draws(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    stage = make_stage(graph=True)
    qtbot.waitUntil(lambda: stage.window.live._graph is not None, timeout=60_000)
    stage.bench.connect(METER, "M1")
    stage.settle()
    supply(stage.bench, 1, 5, sag=(2.0, 3.0))
    stage.unit()
    stage.window.live.refresh()
    graph = stage.window.live._graph
    graph.redraw()
    at, values = graph._rows["voltage"].curve.getData()
    assert len(at) == len(values) > 50
    assert len(graph._rows["voltage"].beyond.getData()[0]) >= 2, "the sag is not marked"


def test_themes_change_every_colour_and_come_back(stage: Stage) -> None:
    window = stage.window
    stage.unit()
    light = window.grab().toImage()
    stage.running.appearance.use_theme("dark")
    stage.settle()
    assert stage.running.appearance.face.colours == DARK
    dark = window.grab().toImage()
    assert dark.pixelColor(5, 300) != light.pixelColor(5, 300)
    stage.running.appearance.use_theme("light")
    stage.settle()
    assert stage.running.appearance.face.colours == LIGHT


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(colours) -> None:  # type: ignore[no-untyped-def]
    pairs = [("text", "surface"), ("text", "window"), ("quiet", "surface"), ("on_accent", "accent")]
    pairs += [(c, f"{c}_soft") for c in ("good", "bad", "warn", "unsure", "bench")]
    pairs += [("on_strong", c) for c in ("good", "bad", "warn", "bench", "unsure")]
    for ink, ground in pairs:
        assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(c) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_everything_to_press_is_large_enough_and_named(stage: Stage) -> None:
    player = stage.play()
    player.until(lambda s: s.current == "display" and s.question is not None)
    stage.settle()
    for button in stage.window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            assert button.accessibleName() or button.text(), button
            assert min(button.width(), button.height()) >= 44, button.text()


def test_an_interrupted_inspection_is_offered_and_goes_on(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    closed: list[str] = []
    stage = make_stage()
    band_of = stage.window.interrupted
    assert not band_of.isVisible()
    again = make_stage(interrupted=(left_behind(stage.bench, closed),))
    band = again.window.interrupted
    assert band.isVisible()
    assert not band.go_on.isEnabled()
    assert "Plug in PPC-930" in band._band._words.text(), "says what to do while the unit is not there"
    lane = again.unit()
    assert band.go_on.isEnabled()
    assert "Plug in" not in band._band._words.text()
    again.window.use_mode("history")
    band.go_on.click()
    again.settle()
    assert again.running.model.units[lane].running
    assert not band.isVisible()
    assert (again.window.history.on, again.window.pages.currentWidget()) == (False, again.window.check)


def test_the_virtual_terminal_shows_presses_and_faults(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    control = FakeControl()
    stage = make_stage()
    bench = stage.bench
    from gui.virtual_terminal import VirtualTerminal

    window = VirtualTerminal(stage.running.appearance.face, virtual_units(bench.known, control))
    window.show()
    window.body.keys["OK"].click()
    qtbot.waitUntil(lambda: control.pressed == ["OK"])
    window.faults[0, "dead-key"].click()
    qtbot.waitUntil(lambda: control.faults == ["dead-key=CLEAR"])
    window.faults[0, "dead-key"].click()
    qtbot.waitUntil(lambda: control.faults == [])
    window.close()
    assert control.closed


def test_keys_typed_in_the_virtual_terminal_are_keys_of_the_unit(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    control = FakeControl()
    stage = make_stage()
    from gui.virtual_terminal import VirtualTerminal

    window = VirtualTerminal(stage.running.appearance.face, virtual_units(stage.bench.known, control))
    window.show()
    window.body.keys["OK"].setFocus()
    typed = {"7": Qt.Key.Key_7, "CLEAR": Qt.Key.Key_Backspace, "CANCEL": Qt.Key.Key_Escape, "OK": Qt.Key.Key_Return}
    typed |= {"F3": Qt.Key.Key_F3, "ARROW_B": Qt.Key.Key_Right}
    for expected, key in typed.items():
        qtbot.keyClick(window.body.keys["OK"], key)
        cap = window.body.keys[expected]
        qtbot.waitUntil(lambda cap=cap: not cap.isDown())
    qtbot.waitUntil(lambda: control.pressed == list(typed), timeout=60_000)
    window.close()


def test_no_fault_in_the_list_is_cut_off_at_its_side(stage: Stage) -> None:
    from devices.simulator.faults import fault_switches
    from gui.virtual_terminal import VirtualTerminal

    known, face = stage.bench.known["smart-terminal"], stage.running.appearance.face
    faults = tuple(FaultSwitch(name, argument) for name, argument in fault_switches(known))
    for language in ("en", "zh_CN"):
        stage.running.appearance.use_language(language)
        window = VirtualTerminal(face, (VirtualUnit(known, FakeControl(), faults),))
        window.place(0)
        window.show_faults(True)
        window.show()
        stage.settle()
        for button in window.faults.values():
            area = button.parentWidget().parentWidget()
            assert button.mapTo(area, button.rect().topRight()).x() < area.width(), button.text()
        window.close()


def test_the_chosen_units_card_is_in_sight_among_many(stage: Stage) -> None:
    lanes = [stage.bench.connect(serial=f"S{number}") for number in range(12)]
    stage.settle()
    for lane in (lanes[-1], lanes[0]):
        stage.window.choose(lane)
        stage.settle()
        card = stage.window.units.cards[lane]
        assert card.visibleRegion().boundingRect() == card.rect()


def test_another_way_of_working_leaves_the_page_for_connecting(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window
    stage.unit()
    pages = {"intake": window.intake.batch, "practice": window.practice.start_page, "repair": window.ready}
    for mode, page in pages.items():
        window.by_hand.begin()
        assert window.pages.currentWidget() is window.connect_page
        window.units.modes[mode].click()
        stage.settle()
        assert window.pages.currentWidget() is page
    assert not window.by_hand._timer.isActive()


def test_both_windows_fit_beside_each_other_on_a_wide_screen(stage: Stage) -> None:
    from gui.virtual_terminal import WIDTH

    assert stage.window.minimumWidth() + WIDTH + 16 <= 1600


def test_no_number_pad_before_a_number_is_asked_for(stage: Stage) -> None:
    assert stage.window.check.question._pad.isHidden()


def test_foreign_text_is_shown_harmless(stage: Stage) -> None:
    hostile = "<b>9</b>\u202e\x07" + "x" * 5000
    lane = stage.bench.connect(serial=hostile)
    stage.settle()
    stage.window.select(lane)
    stage.bench.say(lane, Identified((("serial", hostile),)))
    stage.bench.say(lane, Restored())
    stage.settle()
    assert "\u202e" not in stage.window.header._serial.text()
    assert len(stage.window.header._serial.text()) < 20


def test_closing_leaves_nothing_running(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    stage = make_stage()
    stage.unit()
    stage.running.close()
    stage.bench.connect()
    QApplication.processEvents()
    assert not any(thread.name.startswith("task") for thread in threading.enumerate())


@pytest.mark.expects_log
def test_a_passphrase_is_asked_for_on_the_page_and_not_kept(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    used: list[str] = []

    def publish(record: object, languages: object, path: Path, passphrase: str = "") -> Path:
        used.append(passphrase)
        if passphrase != "right":
            raise ValueError("wrong passphrase")
        path.write_bytes(b"%PDF-")
        return path

    stage = make_stage(publish=publish, signing=lambda record: SigningNeed.PASSPHRASE)
    lane = stage.unit()
    stage.window.start_inspection()
    stage.running.model.abort(lane)
    stage.settle()
    stage.window.do_next()
    stage.settle()
    field = stage.window.result.report.passphrase
    assert used == []
    for typed in ("wrong", "right"):
        assert field.isVisible()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == ""
        qtbot.waitUntil(lambda typed=typed: used[-1:] == [typed])
        stage.settle()
    qtbot.waitUntil(lambda: bool(stage.running.reports.paper(lane).path))
    assert used == ["wrong", "right"]


@pytest.mark.expects_log
def test_a_page_for_the_merchant_is_written_beside_the_report_it_names(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    told: list[Any] = []
    troubles = ["the disk is full"]

    def publish(record: Any, languages: object, path: Path) -> Path:
        told.append(record)
        path.write_bytes(b"%PDF-")
        return path

    def hand_out(record: Any, language: str, path: Path) -> Path:
        if troubles:
            raise RuntimeError(troubles.pop())
        told.append((record, language))
        return path

    stage = make_stage(publish=publish, hand_out=hand_out)
    lane, reports, card = stage.unit(), stage.running.reports, stage.window.result.report
    stage.window.start_inspection()
    stage.running.model.abort(lane)
    stage.settle()
    assert not card.handout.isVisible()
    stage.window.do_next()
    qtbot.waitUntil(lambda: reports.answer(lane) is not None)
    stage.settle()
    assert card.handout.isVisible()
    card.handout.click()
    qtbot.waitUntil(lambda: "disk is full" in card._handed.text())
    card.handout.click()
    qtbot.waitUntil(lambda: bool(reports.paper(lane).handout))
    stage.settle()
    report, page = Path(reports.paper(lane).path), Path(reports.paper(lane).handout)
    assert (page.parent, page.name) == (report.parent, f"{report.stem}-merchant.pdf")
    assert told[1] == (told[0], "en"), "the page is about the very record that the report holds"
    assert card.handout.text() == "Open the merchant's page"
    assert "disk" not in card._handed.text()
    assert reports.answer(lane) is not None


def test_a_disk_that_takes_nothing_is_said_while_the_inspection_goes_on(stage: Stage) -> None:
    player = stage.play()

    class FullDisk:
        failure = "No space left on device"

        def __getattr__(self, name: str) -> Any:
            return lambda *_args, **_more: None

    player.session.journal = FullDisk()
    lane = next(iter(stage.running.model.units))
    stage.running.model.changed.emit(lane)
    stage.settle()
    assert stage.window.header.trouble.isVisible()
    assert player.session.phase is Phase.RUNNING


def test_a_new_passphrase_is_long_enough_and_typed_twice(make_stage, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    used: list[str] = []

    def publish(record: object, languages: object, path: Path, passphrase: str = "") -> Path:
        used.append(passphrase)
        path.write_bytes(b"%PDF-")
        return path

    stage = make_stage(publish=publish, signing=lambda record: SigningNeed.NEW_PASSPHRASE)
    lane = stage.unit()
    stage.window.start_inspection()
    stage.running.model.abort(lane)
    stage.settle()
    stage.window.do_next()
    stage.settle()
    card = stage.window.result.report
    for first, second in (("short", "short"), ("long enough", "long enoughh"), ("long enough", "long enough")):
        assert used == []
        assert card.repeated.isVisible()
        qtbot.keyClicks(card.passphrase, first)
        qtbot.keyClick(card.passphrase, Qt.Key.Key_Return)
        qtbot.keyClicks(card.repeated, second)
        qtbot.keyClick(card.repeated, Qt.Key.Key_Return)
        stage.settle()
    qtbot.waitUntil(lambda: bool(stage.running.reports.paper(lane).path))
    assert used == ["long enough"]


def test_an_inspection_of_another_program_version_can_only_be_closed(make_stage) -> None:  # type: ignore[no-untyped-def]
    stage = make_stage()
    older = replace(left_behind(stage.bench, []), same_program=False)
    again = make_stage(interrupted=(older,))
    again.unit()
    again.settle()
    band = again.window.interrupted
    assert band.isVisible()
    assert not band.go_on.isEnabled()
    assert band.close_button.isEnabled()


def test_every_check_has_an_icon() -> None:
    checks, watches = load_checks()
    icons = {path.stem for path in (ROOT / "resources/icons").glob("*.svg")}
    assert checks.keys() | watches.keys() <= icons


# -- thirteen steps and two windows


def test_no_words_of_a_step_are_cut_and_the_present_one_always_has_them() -> None:
    from gui.widgets.stepper import slots

    widths = [48.0, 52, 46, 44, 56, 34, 92, 52, 44, 30, 72, 40, 42, 44, 40, 46, 60]
    for total in (680.0, 720, 960, 1600):
        for now in range(len(widths)):
            placed = slots(widths, now, total)
            assert placed[now].worded
            assert all(slot.wide >= wide for slot, wide in zip(placed, widths, strict=True) if slot.worded)
            assert all(slot.wide >= 30 for slot in placed)
            assert abs(sum(slot.wide for slot in placed) - total) < 0.01
            neighbours = {i for i in (now - 1, now + 1) if 0 <= i < len(widths)}
            assert all(placed[i].worded for i in neighbours), "the next and the last step are read"
    assert all(slot.worded for slot in slots(widths, 0, 1600.0))


def test_a_step_without_words_says_them_as_tool_tip(stage: Stage) -> None:
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QToolTip

    lane = stage.bench.connect("smart-terminal", "S1")
    stage.settle()
    stage.window.resize(1024, 640)
    stage.window.select(lane)
    stage.window.start_inspection()
    stage.settle()
    stepper = stage.window.header.stepper
    at = next(index for index, slot in enumerate(stepper.slots()) if not slot.worded)
    place = QPoint(round(stepper.slots()[at].x), 10)
    QApplication.sendEvent(stepper, QHelpEvent(QEvent.Type.ToolTip, place, stepper.mapToGlobal(place)))
    assert QToolTip.text() == stepper._steps[at].text
    QToolTip.hideText()


def test_a_card_says_the_models_name_in_the_windows_language(make_stage) -> None:  # type: ignore[no-untyped-def]
    for language, name in (("en", "Smart terminal (service console)"), ("zh_CN", "\u667a\u80fd\u7ec8\u7aef")):
        stage = make_stage(language=language)
        lane = stage.bench.connect("smart-terminal", "S1")
        stage.settle()
        assert stage.window.units.cards[lane].view.model.startswith(name)


def test_the_virtual_terminal_leaves_the_keypad_map_free_on_a_small_screen_and_remembers_its_place(
    make_stage,  # type: ignore[no-untyped-def]
    tmp_path: Path,
) -> None:
    from gui.panels.live_panel import _FOLDED
    from gui.virtual_terminal import SLIM, WIDTH, VirtualTerminal

    stage = make_stage()
    assert stage.window.minimumWidth() - _FOLDED + SLIM <= 1280
    units = virtual_units(stage.bench.known, FakeControl())
    first = VirtualTerminal(stage.running.appearance.face, units, tmp_path)
    first.show_faults(False)
    assert first.width() == SLIM
    right = first.geometry().right()
    first.fold_button.click()
    assert (first.width(), first.geometry().right()) == (WIDTH, right)
    first.setGeometry(37, 41, WIDTH, 600)
    first.show()
    first.close()
    second = VirtualTerminal(stage.running.appearance.face, units, tmp_path)
    second.place(0)
    assert (second.geometry().left(), second.geometry().top()) == (37, 41)
    second.close()


def test_every_fault_a_model_can_have_has_words(stage: Stage) -> None:
    from devices.simulator.faults import fault_switches

    for words in stage.running.workbench.catalogues.values():
        for profile in stage.bench.known.values():
            names = {f"window.fault.{name}" for name, _ in fault_switches(profile)}
            assert names - set(words.sentences) == set()
    smart = {name for name, _ in fault_switches(stage.bench.known["smart-terminal"])}
    assert {"pin-lockout", "dead-key", "unplug", "restart"} <= smart
    assert "nak" not in smart
