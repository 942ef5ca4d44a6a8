"""A slice of the fault corpus, and what holds for all of it. ``make corpus`` plays every scenario."""

import pytest

from checks.registry import load_checks
from devices.simulator.faults import FAULTS
from tests.corpus.__main__ import confusion, good, misses
from tests.corpus.running import Came, came
from tests.corpus.scenarios import Scenario, models, scenarios, stored, table, text_of

STORED = stored()
SLICE = STORED[7::12]


def test_what_is_committed_is_what_the_table_and_the_registries_give() -> None:
    assert text_of(STORED) == text_of(scenarios()), "run python -m tests.corpus.scenarios"


def test_every_fault_of_a_simulator_is_in_the_corpus_or_left_out_with_a_reason() -> None:
    expected, left_out, together = table()
    assert expected.keys() | left_out.keys() == {spec.name for spec in FAULTS}
    assert not expected.keys() & left_out.keys()
    assert all(faults <= expected.keys() for faults in together)


def test_every_expected_finding_is_one_that_its_check_claims() -> None:
    checks, watches = load_checks()
    for name, row in table()[0].items():
        check = checks.get(row.check) or watches[row.check]
        assert row.finding in check.claims, name


def test_the_corpus_is_as_large_as_promised() -> None:
    count = {kind: sum(s.kind == kind for s in STORED) for kind in ("single", "combined", "healthy")}
    assert count["single"] >= 150
    assert count["combined"] >= 100
    assert count["healthy"] >= 50
    assert {s.model for s in STORED} == models().keys()


def test_the_slice_has_every_kind_and_model() -> None:
    assert len(SLICE) >= 25
    assert {(s.model, s.kind) for s in SLICE} == {(s.model, s.kind) for s in STORED}


def test_the_table_counts_and_every_miss_is_printed_with_its_reason() -> None:
    single = next(s for s in STORED if s.kind == "single")
    right, wrong = Came(single), Came(single, single.findings, (), False, False, reason="found nothing")
    assert confusion([right])[-1].endswith("| 1 | 1 | 0 | 0 | 1 | 1 | 1 |")
    assert confusion([right, wrong])[-1].endswith("| 2 | 1 | 1 | 0 | 1 | 1 | 2 |")
    (told,) = misses([right, wrong])
    assert single.id in told
    assert "found nothing" in told
    assert good([right])
    assert not good([right, wrong])


@pytest.mark.parametrize("scenario", SLICE, ids=lambda s: s.id)
def test_a_scenario_of_the_slice_comes_out_as_written(scenario: Scenario) -> None:
    result = came(scenario)
    assert not result.missed, result.reason
    assert result.cause or scenario.kind == "combined", result.reason
    if scenario.kind == "healthy":
        assert result.right, result.reason
