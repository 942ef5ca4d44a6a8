"""The tables of figures hold what the benchmarks measured, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from tests.benchmarks.figures import FIGURES, Figure, tell
from tests.benchmarks.tables import SHORT, TITLES, documents, known

ROOT = Path(__file__).resolve().parents[2]


def test_every_document_shows_the_figures_that_were_published() -> None:
    for name, text in documents(ROOT).items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name}: python -m tests.benchmarks --publish"


def test_only_known_figures_are_published_and_each_without_a_value_says_why() -> None:
    machine, figures = known(ROOT)
    assert machine["processor"]
    for figure in figures:
        assert figure.name in FIGURES
        assert figure.note or figure.value is not None, figure.name


def test_no_figure_is_told_that_nothing_is_known_of() -> None:
    with pytest.raises(KeyError):
        tell("speed-of-light", 1.0, "m/s")


def test_every_figure_names_a_benchmark_that_exists() -> None:
    for _, module in FIGURES.values():
        assert (ROOT / "tests/benchmarks" / f"{module}.py").exists()


def test_a_ratio_is_value_through_floor_and_none_where_either_is_missing() -> None:
    assert Figure("report", 6.0, "ms", "bare", 2.0).ratio == 3.0
    assert Figure("report", None, "ms", "bare", 2.0).ratio is None
    assert Figure("report", 6.0, "ms").ratio is None


def test_every_short_figure_has_a_chinese_title() -> None:
    assert set(SHORT) == set(tomllib.loads(TITLES.read_text("utf-8"))["titles"])
    assert set(SHORT) <= set(FIGURES)
