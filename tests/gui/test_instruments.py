"""Instruments named by hand: a supply on an adapter, a board that prints text, a multimeter that a person reads."""

import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.measurement import Evidence, Outcome
from checks.typed_readings import PROFILE
from devices.columns import AS_ITS_MODEL, CHANNELS, InstrumentChoice
from devices.events import Channel, Quantity, Source
from devices.lanes import ASK_WHO, NO_PORT, PortInfo, UsbIdentity
from gui.instruments import Instruments
from gui.panels.connect_page import Choice
from gui.settings import Settings, load_settings

VOLTS, AMPERES = (Channel(q, Source.METER) for q in (Quantity.VOLTAGE, Quantity.CURRENT))
BOARD = PortInfo("/dev/ttyUSB3", "CH340", UsbIdentity(0x1A86, 0x7523, location="1-2"))
KEY = "1A86:7523 1-2"
COLUMNS = "U=voltage@meter:mV,2=current@meter:A"


def choose(stage: Any, profile: str) -> Any:
    """Connect by hand with this model chosen."""
    page = stage.window.connect_page
    stage.window.by_hand.begin()
    page.models.setCurrentRow(sorted(stage.running.workbench.profiles).index(profile))
    return page


def with_board(make_stage: Any, qtbot: QtBot, settings: Settings | None = None) -> tuple[Any, Any]:
    stage = make_stage(list_ports=lambda: (BOARD,), settings=settings)
    page = choose(stage, "text-board")
    qtbot.waitUntil(lambda: page.ports.count() == 1)
    page.ports.setCurrentRow(0)
    return stage, page


def test_a_supply_on_an_adapter_is_named_and_never_tried_out(make_stage: Any, qtbot: QtBot) -> None:
    stage = make_stage(list_ports=lambda: (BOARD,))
    page = choose(stage, "korad-ka3005p")
    qtbot.waitUntil(lambda: page.ports.count() == 1)
    page.ports.setCurrentRow(0)
    assert not page.columns.isVisible()
    assert page.choice == Choice(BOARD.url, "korad-ka3005p", AS_ITS_MODEL)
    stage.window.connect_choice()
    (meter,) = stage.running.model.meters.values()
    assert meter.info.profile.id == "korad-ka3005p"


def test_columns_of_a_board_are_chosen_and_remembered_for_its_port(make_stage: Any, qtbot: QtBot) -> None:
    stage, page = with_board(make_stage, qtbot)
    assert page.columns.isVisible()
    QTest.keyClicks(page.columns.names[0], "U")
    page.columns.units[0].setCurrentText("mV")
    QTest.keyClicks(page.columns.names[1], "2")
    page.columns.channels[1].setCurrentIndex(CHANNELS.index(AMPERES))
    page.columns.speed.setCurrentText("115200")
    stage.window.connect_choice()
    assert stage.bench.choices == [InstrumentChoice(COLUMNS, 115200)]
    kept = load_settings(stage.running.workbench.settings)
    assert json.loads(kept.instruments) == {KEY: {"columns": COLUMNS, "baud": 115200}}


def test_what_was_chosen_for_a_port_is_there_again(make_stage: Any, qtbot: QtBot) -> None:
    kept = json.dumps({KEY: {"columns": COLUMNS, "baud": 115200}})
    _, page = with_board(make_stage, qtbot, Settings(theme="light", instruments=kept))
    assert [name.text() for name in page.columns.names] == ["U", "2", ""]
    assert page.choice == Choice(BOARD.url, "text-board", InstrumentChoice(COLUMNS, 115200))


@pytest.mark.parametrize(
    "kept",
    ["", "nonsense", "[]", '{"x": 1}', json.dumps({KEY: 3}), json.dumps({KEY: {"columns": "1=moon", "baud": "fast"}}),
     json.dumps({KEY: {"columns": 7, "baud": -1}})],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_as_if_nobody_had_chosen(make_stage: Any, kept: str) -> None:
    stage = make_stage(settings=Settings(theme="light", instruments=kept))
    assert Instruments(stage.running.appearance).of(KEY) == AS_ITS_MODEL


def test_columns_that_cannot_be_are_said_and_cannot_be_connected(make_stage: Any, qtbot: QtBot) -> None:
    _, page = with_board(make_stage, qtbot)
    for name in page.columns.names[:2]:
        QTest.keyClicks(name, "U")
    page.columns.channels[1].setCurrentIndex(CHANNELS.index(VOLTS))
    assert page.choice is None
    page.columns.channels[1].setCurrentIndex(CHANNELS.index(AMPERES))
    assert page.choice is not None
    QTest.keyClicks(page.columns.names[0], ",1=voltage@meter:V")
    assert page.choice is None


def type_in(stage: Any, **typed: str) -> None:
    page = choose(stage, PROFILE)
    for channel, field in page.readings.fields.items():
        if (text := typed.get(f"{channel.quantity}_{channel.source}")) is not None:
            QTest.keyClicks(field, text)
    stage.window.connect_choice()
    stage.settle()


def test_what_a_multimeter_shows_is_typed_for_the_next_inspection_and_for_no_other(make_stage: Any) -> None:
    stage = make_stage()
    lane = stage.unit()
    type_in(stage, voltage_meter="4,20", temperature_board="41")
    stage.window.select(lane)
    stage.running.model.start(lane, "en")
    session = stage.running.model.units[lane].session
    assert session.setup.meter.id == PROFILE
    assert session.state.typed == {VOLTS: 4.2, Channel(Quantity.TEMPERATURE, Source.BOARD): 41.0}
    stage.running.model.abort(lane)
    supply = session.results["supply"]
    assert supply.outcome is Outcome.FAIL
    assert supply.measurements[0].evidence is Evidence.OPERATOR
    stage.running.model.forget(lane)
    stage.running.model.start(lane, "en")
    again = stage.running.model.units[lane].session
    assert again is not session
    assert again.state.typed == {}


def test_what_is_typed_while_one_inspection_runs_is_that_one_s(make_stage: Any) -> None:
    stage = make_stage()
    lane = stage.unit()
    stage.running.model.start(lane, "en")
    type_in(stage, voltage_meter="5.02")
    assert stage.running.model.units[lane].session.state.typed == {VOLTS: 5.02}
    type_in(stage, voltage_meter="5.03")
    assert stage.running.model.units[lane].session.state.typed == {VOLTS: 5.03}
    assert len([m for m in stage.running.model.meters.values() if m.info.url == NO_PORT]) == 1


def test_an_instrument_with_a_line_goes_before_one_that_a_person_reads(make_stage: Any) -> None:
    stage = make_stage()
    type_in(stage, voltage_meter="5.02")
    meter = stage.bench.connect("tc66c", serial="77", url="/dev/ttyACM9")
    lane = stage.unit()
    stage.running.model.start(lane, "en")
    assert stage.running.model.units[lane].meter == meter
    assert stage.running.model.units[lane].session.state.typed == {VOLTS: 5.02}


@pytest.mark.parametrize("text", ["", "five", "500", "-1", "5..0", "nan"])
def test_what_is_no_reading_cannot_be_given(make_stage: Any, text: str) -> None:
    stage = make_stage()
    page = choose(stage, PROFILE)
    assert page.readings.isVisible()
    QTest.keyClicks(page.readings.fields[VOLTS], text)
    assert page.choice is None
    QTest.keyClick(page.readings.fields[VOLTS], Qt.Key.Key_Return)
    assert stage.bench.lanes() == ()


def test_a_model_is_found_by_any_words_of_its_name_and_enter_connects_it(make_stage: Any, qtbot: QtBot) -> None:
    stage = make_stage(list_ports=lambda: (BOARD,))
    page = choose(stage, "smart-terminal")
    qtbot.waitUntil(lambda: page.ports.count() == 1)
    page.ports.setCurrentRow(0)
    page.search.setFocus()
    QTest.keyClicks(page.search, "zt 598")
    shown = [row for row in range(page.models.count()) if not page.models.isRowHidden(row)]
    assert [page.models.item(row).text() for row in shown[:-1]] == ["SZZT ZT598 PIN pad"]
    assert shown[-1] == page.models.count() - 1, "the bench may still be asked to find out"
    assert page.choice == Choice(BOARD.url, "szzt-zt598", AS_ITS_MODEL)
    QTest.keyClicks(page.search, " of another maker")
    assert page.choice == Choice(BOARD.url, ASK_WHO)
    page.search.setText("\u8bc1\u901a 588")
    assert page.choice == Choice(BOARD.url, "szzt-zt588", AS_ITS_MODEL)
    QTest.keyClick(page.search, Qt.Key.Key_Return, delay=60)  # a person, not a scanner
    qtbot.waitUntil(
        lambda: any(
            unit.info.profile and unit.info.profile.id == "szzt-zt588" for unit in stage.running.model.units.values()
        )
    )
