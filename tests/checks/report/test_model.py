"""The model says everything in words: limits with sources, what was not judged, dates as each language writes them."""

from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.measurement import Outcome, Verdict
from checks.record import KeyMark, Record
from checks.report.build import build_model
from checks.report.model import ReportModel, Row, Signer
from checks.report.phrases import Phrases, figures, typeset
from checks.report.plain import breakable, plain
from checks.words import Catalogue
from devices.profile import Band


def modelled(record: Record, words: dict[str, Catalogue], *languages: str) -> ReportModel:
    return build_model(record, tuple(words[language] for language in languages or ("en",)))


def value(rows: tuple[Row, ...], label: str) -> str:
    return next(row.value[0] for row in rows if row.label[0] == label)


def texts(model: object) -> list[str]:
    """Every text of a model, wherever it hides."""
    if isinstance(model, str):
        return [model]
    if isinstance(model, dict):
        return [text for inner in model.values() for text in texts(inner)]
    if isinstance(model, tuple):
        return [text for inner in model for text in texts(inner)]
    if hasattr(model, "__dataclass_fields__"):
        return [text for name in model.__dataclass_fields__ for text in texts(getattr(model, name))]
    return []


@pytest.mark.parametrize("kind", ["passing", "failing", "undecided", "repaired"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_of_ours_is_left_without_words(
    samples: ModuleType, words: dict[str, Catalogue], kind: str, language: str
) -> None:
    ours = ("report.", "verify.", "outcome.", "verdict.", "evidence.", "mark.", "check.", "limit.", "fault.", "remedy.",
            "repair.", "retest.", "part.")  # fmt: skip
    found = texts(modelled(getattr(samples, kind)(), words, language))
    assert [text for text in found if text.startswith(ours) and " " not in text] == []


def test_both_catalogues_of_the_report_hold_the_same_ids(words: dict[str, Catalogue]) -> None:
    ours = ("report.", "verify.", "identity.", "outcome.", "verdict.", "evidence.", "mark.")
    for name in words["en"].sentences:
        if name.startswith(ours) and not name.startswith("report.month"):
            assert name in words["zh_CN"].sentences


@pytest.mark.parametrize(
    ("kind", "verdict", "word", "rests"),
    [
        ("passing", Verdict.PASS, "PASS", []),
        ("failing", Verdict.FAIL, "FAIL", [("Failed", "Keypad, Supply")]),
        ("undecided", Verdict.NOT_DECIDED, "NOT DECIDED", [("Not judged", "Display, Supply")]),
    ],
)
def test_the_verdict_says_what_it_rests_on(
    samples: ModuleType,
    words: dict[str, Catalogue],
    kind: str,
    verdict: Verdict,
    word: str,
    rests: list[tuple[str, str]],
) -> None:
    band = modelled(getattr(samples, kind)(), words).verdict
    assert (band.tone, band.word[0]) == (verdict.value, word)
    assert [(row.label[0], row.value[0]) for row in band.rests_on] == rests


def test_a_value_stands_beside_its_limit_and_the_limits_source(
    samples: ModuleType, words: dict[str, Catalogue]
) -> None:
    keypad = next(c for c in modelled(samples.failing(), words).checks if c.title[0] == "Keypad")
    gap, coarse = keypad.measurements[2], keypad.measurements[3]
    assert (gap.value[0], gap.band[0], gap.marginal[0], gap.resolution[0]) == (
        "118 ms",
        "at least 50 ms",
        "at least 25 ms",
        "4 ms",
    )
    assert gap.own[0] == "Posbench default"
    assert gap.source[0]
    assert (coarse.value[0], coarse.outcome) == ("–", "not-judged")


def test_what_cannot_be_observed_is_printed_as_such_and_not_as_a_failure(
    samples: ModuleType, words: dict[str, Catalogue]
) -> None:
    keypad = next(c for c in modelled(samples.failing(), words).checks if c.title[0] == "Keypad")
    stuck = keypad.measurements[4]
    assert (stuck.outcome, stuck.outcome_text[0]) == ("not-observable", "not observable")


def test_dates_are_written_as_each_language_does(passing: Record, words: dict[str, Catalogue]) -> None:
    dates = {row.value for row in modelled(passing, words, "zh_CN", "en").inspection if row.label[1] == "Date"}
    assert dates == {("2026年11月22日 08:17:41 UTC", "22 November 2026, 08:17:41 UTC")}


def test_a_sticker_that_differs_is_marked(samples: ModuleType, words: dict[str, Catalogue]) -> None:
    rows = modelled(samples.failing(), words).unit
    row = next(row for row in rows if row.label[0] == "Serial on the sticker")
    assert row.tone == Outcome.FAIL.value
    assert "differs" in row.value[0]


def test_digits_pressed_carry_no_label_on_the_graph(passing: Record, words: dict[str, Catalogue]) -> None:
    leaked = replace(passing, key_moments=tuple(replace(m, key=m.key or "7") for m in passing.key_moments))
    assert modelled(leaked, words).graphs == modelled(passing, words).graphs


def test_a_sag_is_told_in_words_too(samples: ModuleType, words: dict[str, Catalogue]) -> None:
    voltage = modelled(samples.failing(), words).graphs[0]
    assert "Outside 1 ×" in voltage.caption[0]
    assert "No sample lies outside" in modelled(samples.passing(), words).graphs[0].caption[0]


def test_the_legend_explains_each_mark_on_the_map(samples: ModuleType, words: dict[str, Catalogue]) -> None:
    keypad = modelled(samples.undecided(), words).keypad
    assert keypad is not None
    assert len(keypad.legend) == len(KeyMark)
    assert len({entry.picture for entry in keypad.legend}) == len(KeyMark)
    assert sum(entry.count for entry in keypad.legend) == 19
    assert "not confirmed on hardware" in keypad.note[0]


def test_the_signers_fingerprints_are_printed(passing: Record, words: dict[str, Catalogue]) -> None:
    signer = Signer("Bench", "Workshop", "ab" * 32, "cd" * 32)
    rows = build_model(passing, (words["en"],), signer).proof.signer
    assert rows[1].value[0].replace(" ", "") == "ab" * 32
    assert rows[2].value[0].replace(" ", "") == "cd" * 32


def test_a_record_without_anything_still_gives_a_report(passing: Record, words: dict[str, Catalogue]) -> None:
    bare = replace(passing, results=(), keys=(), telemetry=(), log=(), key_moments=(), diagnoses=())
    model = modelled(bare, words)
    assert (model.keypad, model.graphs, model.checks) == (None, (), ())


@pytest.mark.parametrize(
    ("band", "unit", "said"),
    [
        (Band(low=4.75, high=5.25), "V", "4.75 to 5.25 V"),
        (Band(high=0), "keys", "at most 0 keys"),
        (Band(high=1), "dots", "at most 1 dot"),
        (Band(low=0, high=0), "dots", "exactly 0 dots"),
        (Band(high=60, high_inclusive=False), "°C", "below 60 °C"),
        (Band(low=0, high=125, low_inclusive=False), "°C", "above 0 °C, at most 125 °C"),
        (Band(low=0.05), "s", "at least 50 ms"),
        (Band(high=3, high_inclusive=False), "s", "below 3 s"),
        (Band(), "V", "any"),
    ],
)
def test_limits_are_said_with_their_edges(words: dict[str, Catalogue], band: Band, unit: str, said: str) -> None:
    assert Phrases((words["en"],)).band(band, unit) == (said,)


@pytest.mark.parametrize(
    ("number", "resolution", "said"),
    [(5.0198, None, "5.02"), (0.1424, 0.001, "0.142"), (118.0, 4.0, "118"), (0.0, None, "0"), (34.44, 0.1, "34.4")],
)
def test_a_number_is_no_finer_than_its_resolution(number: float, resolution: float | None, said: str) -> None:
    assert figures(number, resolution) == said


def test_chinese_gets_full_width_points() -> None:
    assert typeset("机身号(标签),共 3 个:好", "zh_CN") == "机身号（标签），共 3 个：好"
    assert typeset("a(b), c: 12:30", "zh_CN") == "a(b), c: 12:30"
    assert typeset("机身号(标签)", "en") == "机身号(标签)"


@given(st.text())
def test_plain_text_is_one_line_without_hidden_signs(text: str) -> None:
    clean = plain(text, 50)
    assert len(clean) <= 50
    assert clean == " ".join(clean.split())
    assert not any(ord(sign) < 32 or 0x202A <= ord(sign) <= 0x202E or 0x2066 <= ord(sign) <= 0x2069 for sign in clean)
    assert plain(clean, 50) == clean


@given(st.text())
def test_break_points_change_nothing_else(text: str) -> None:
    clean = plain(text, 200)
    assert breakable(clean).replace("\u200b", "") == clean


def test_an_ordinary_serial_number_stays_in_one_piece() -> None:
    assert breakable("8000211904178") == "8000211904178"
    assert breakable("7f3c9a1e-2b44-4d0e-9a55-6d1a20f3c8b7") == "7f3c9a1e-2b44-4d0e-9a55-6d1a20f3c8b7"


def test_a_re_test_says_what_was_repeated_what_was_done_and_what_is_different(
    samples: ModuleType, words: dict[str, Catalogue]
) -> None:
    record = samples.repaired()
    model = modelled(record, words, "zh_CN", "en")
    assert model.retest is not None
    assert model.repair is not None
    assert any("only" in text.text[1] and "Keypad" in text.text[1] for text in model.banners)
    first, *_ = model.retest.rows
    assert (first.before, first.after, first.different) == ("fail", "pass", True)
    assert [row.different for row in model.retest.rows] == sorted(
        (r.different for r in model.retest.rows), reverse=True
    )
    assert "no longer" not in model.verdict.sentence[1]
    assert "passed before the repair" in model.verdict.sentence[1]
    assert [part.code[1] for part in model.repair.parts] == ["K-4711", "\u2013"]
    assert len(model.repair.signatures) == 2
    assert "CLEAR" in model.repair.steps[0][1]


def test_a_re_test_of_a_unit_that_is_not_mended_fails_on_the_page(
    samples: ModuleType, words: dict[str, Catalogue]
) -> None:
    model = modelled(samples.repaired(mended=False), words)
    assert model.verdict.tone == "fail"
    assert model.retest is not None
    assert not any(row.different for row in model.retest.rows)


def test_an_inspection_without_repair_has_neither_section(passing: Record, words: dict[str, Catalogue]) -> None:
    model = modelled(passing, words)
    assert (model.retest, model.repair) == (None, None)
