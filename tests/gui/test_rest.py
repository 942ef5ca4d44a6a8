"""A window at rest wakes for nothing, and is awake when something happens."""

from collections.abc import Callable

from devices.events import Channel, Quantity, Reading, Source
from gui.panels.live_panel import _AT_REST_MS, _REFRESH_MS
from tests.gui.conftest import Stage
from tests.gui.fakes import METER


def test_the_model_ticks_only_while_an_inspection_runs(stage: Stage) -> None:
    model = stage.running.model
    assert not model._ticker.isActive()
    player = stage.play()
    assert model._ticker.isActive()
    player.running.model.abort(player.lane)
    model._tick()
    assert not model._ticker.isActive()


def test_the_live_panel_is_slow_at_rest_and_quick_with_a_meter(stage: Stage) -> None:
    panel = stage.window.live
    panel.refresh()
    assert panel._timer.interval() == _AT_REST_MS
    stage.play()
    panel.refresh()
    assert panel._timer.interval() == _REFRESH_MS


def test_the_graph_redraws_only_where_there_is_a_curve(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(graph=True)
    stage.settle()
    graph = stage.window.live._graph
    assert graph is not None
    stage.window.live.refresh()
    assert not graph._timer.isActive()
    meter = stage.bench.connect(METER, "M1")
    stage.settle()
    stage.bench.say(meter, _reading())
    stage.settle()
    stage.window.live.refresh()
    assert graph._timer.isActive()
    graph.close_down()
    stage.window.live.refresh()
    assert not graph._timer.isActive()


def test_the_notes_of_a_unit_go_with_it(stage: Stage) -> None:
    lane = stage.unit()
    stage.bench.lose(lane)
    stage.settle()
    model = stage.running.model
    assert any(note.lane == lane for note in model.notes)
    model.forget(lane)
    assert not any(note.lane == lane for note in model.notes)


def _reading() -> Reading:
    return Reading(Channel(Quantity.VOLTAGE, Source.METER), 5.0)
