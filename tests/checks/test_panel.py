"""Marks on a screen: what they come to, and what both tables of faulty dots say of them."""

from typing import Any

import pytest

from checks.catalog.display import CHECK
from checks.check import Context
from checks.console.terminal import marks_in
from checks.display_result import Seen, display_result
from checks.measurement import CheckResult, Outcome, message
from checks.panel import Challenges, DisplayMark, MarkKind, PixelFault, groups_within, mark_between, pixel_faults
from checks.registry import load_patterns
from checks.steps import Answer, Question
from devices.capability import Capability
from devices.commands import RestoreScreen, SetBacklight, ShowImage, ShowText
from devices.events import CommandDone, CommandFailed, Failure
from devices.profile import Display, Profile
from devices.raster import DisplayGeometry, DisplayKind
from tests.checks.stage import Alone, pad, profiles

GEOMETRY = DisplayGeometry(DisplayKind.COLOUR, 320, 240)
PRIMARIES = ("white", "black", "red", "green", "blue")


def dot(x: int, y: int, pattern: str = "white", symptom: str = "dark-dots") -> DisplayMark:
    return DisplayMark(MarkKind.DOT, x, y, 1, 1, pattern, symptom)


@pytest.mark.parametrize(
    ("start", "end", "mark"),
    [
        ((5, 5), (5, 5), DisplayMark(MarkKind.DOT, 5, 5, 1, 1, "white")),
        ((5, 5), (6, 5), DisplayMark(MarkKind.DOT, 5, 5, 1, 1, "white")),
        ((9, 200), (10, 3), DisplayMark(MarkKind.LINE, 9, 3, 2, 198, "white")),
        ((300, 7), (2, 20), DisplayMark(MarkKind.LINE, 2, 7, 299, 14, "white")),
        ((100, 100), (40, 30), DisplayMark(MarkKind.ZONE, 40, 30, 61, 71, "white")),
    ],
)
def test_a_tap_is_a_dot_and_a_drag_a_line_or_a_zone(
    start: tuple[int, int], end: tuple[int, int], mark: DisplayMark
) -> None:
    assert mark_between(start, end, "white") == mark


def test_one_dot_marked_on_two_pictures_is_one_and_two_on_one_picture_are_two() -> None:
    assert pixel_faults([dot(10, 10), dot(12, 9, "red")], PRIMARIES[:3]) == (PixelFault(10, 10, False),)
    assert len(pixel_faults([dot(10, 10), dot(11, 10)], PRIMARIES)) == 2
    assert len(pixel_faults([dot(10, 10), dot(13, 10, "red")], PRIMARIES)) == 2


@pytest.mark.parametrize(
    ("patterns", "looked_at", "bright", "sub_pixel"),
    [
        (("white",), ("white", "black"), False, False),
        (("red",), PRIMARIES, False, True),
        (("white", "red"), PRIMARIES, False, True),
        (("white", "red", "green", "blue"), PRIMARIES, False, False),
        (("red",), ("white", "black", "red"), False, False),
        (("black",), PRIMARIES, True, False),
        (("black", "green", "blue"), PRIMARIES, True, True),
    ],
)
def test_bright_dark_and_sub_pixel_are_told_by_the_pictures_they_are_seen_on(
    patterns: tuple[str, ...], looked_at: tuple[str, ...], bright: bool, sub_pixel: bool
) -> None:
    marks = [dot(50, 50, name, "bright-dots" if name == "black" else "dark-dots") for name in patterns]
    assert pixel_faults(marks, looked_at) == (PixelFault(50, 50, bright, sub_pixel),)


@pytest.mark.parametrize(
    ("places", "distance", "sizes"),
    [
        ([(0, 0), (1, 1)], 1, [2]),
        ([(0, 0), (2, 0)], 1, []),
        ([(0, 0), (1, 0), (2, 1)], 1, [3]),
        ([(0, 0), (4, 4)], 4, [2]),
        ([(0, 0), (5, 0)], 4, []),
        ([(0, 0), (1, 0), (50, 50), (51, 50)], 1, [2, 2]),
    ],
)
def test_dots_that_lie_close_are_groups(places: list[tuple[int, int]], distance: int, sizes: list[int]) -> None:
    assert list(groups_within([PixelFault(x, y, False) for x, y in places], distance)) == sizes


def context(profile: Profile, quick: bool = True, before: Challenges | None = None) -> Context:
    return Context(profile, quick, None, None, challenges_before=before or Challenges())  # type: ignore[arg-type]


def with_display(**changes: Any) -> Profile:
    import msgspec

    return msgspec.structs.replace(pad(), display=Display(DisplayKind.COLOUR, 320, 240, **changes))


def seen(*marks: DisplayMark, **more: Any) -> Seen:
    looked = Seen(dots_off=[0, 0], **more)
    for name in ("white", "black"):
        places = tuple(mark for mark in marks if mark.pattern == name)
        said = places[0].symptom if places else "fine"
        looked.take(name, said, Answer("", "number", len(places) or None, marks=places))
    return looked


def judged(of: Profile, *marks: DisplayMark, geometry: DisplayGeometry = GEOMETRY) -> CheckResult:
    patterns = [load_patterns()[name] for name in ("white", "black")]
    return display_result(context(of), patterns, geometry, seen(*marks), ())


def outcomes(result: CheckResult, *names: str) -> list[Outcome]:
    found = {m.limit_id.removeprefix("display."): m.outcome for m in result.measurements}
    return [found[name] for name in names]


TWO_APART = (dot(10, 10), dot(100, 100))
PAIR = (dot(10, 10), dot(11, 10))
TRIPLE = (*PAIR, dot(12, 11))


@pytest.mark.parametrize(
    ("marks", "makers", "class_2"),
    [
        ((), Outcome.PASS, Outcome.PASS),
        (TWO_APART, Outcome.PASS, Outcome.FAIL),
        (PAIR, Outcome.PASS, Outcome.FAIL),
        (TRIPLE, Outcome.FAIL, Outcome.FAIL),
        ((*PAIR, dot(60, 60), dot(61, 61)), Outcome.FAIL, Outcome.FAIL),
        ((dot(9, 9, "black", "bright-dots"),), Outcome.PASS, Outcome.FAIL),
        (
            (dot(9, 9, "black", "bright-dots"), dot(9, 10, "black", "bright-dots")),
            Outcome.FAIL,
            Outcome.FAIL,
        ),
    ],
)
def test_both_tables_are_said_and_the_profile_says_which_decides(
    marks: tuple[DisplayMark, ...], makers: Outcome, class_2: Outcome
) -> None:
    """320 x 240 is 0.08 million pixels: class II rounds to none."""
    by_maker, by_class = judged(with_display(), *marks), judged(with_display(table="class-2"), *marks)
    assert (by_maker.outcome, by_class.outcome) == (makers, class_2)
    (note,) = (n for n in by_maker.notes if n.id == "note.dot_tables")
    assert dict(note.args) == {
        "maker_id": f"outcome.{makers}",
        "class2_id": f"outcome.{class_2}",
        "decides_id": "table.module-maker",
    }


def test_class_2_is_scaled_to_the_panel_and_rounded() -> None:
    wide = DisplayGeometry(DisplayKind.COLOUR, 1920, 1080)
    result = judged(with_display(table="class-2"), *TWO_APART, geometry=wide)
    allowed = {m.limit_id: m.limit.normal.high for m in result.measurements if m.limit and "class2" in m.limit_id}
    assert allowed == {"display.class2_lit": 4, "display.class2_dark": 4, "display.class2_sub_pixel": 10}
    assert result.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("inch", "table", "decides"),
    [
        (None, None, "module-maker"),
        (5.0, None, "module-maker"),
        (5.1, None, "class-2"),
        (7.0, "module-maker", "module-maker"),
    ],
)
def test_a_small_panel_is_judged_by_the_module_makers_table(
    inch: float | None, table: str | None, decides: str
) -> None:
    assert Display(DisplayKind.COLOUR, 1, 1, diagonal_inch=inch, table=table).deciding_table == decides  # type: ignore[arg-type]


def test_dots_that_were_counted_and_not_marked_say_nothing_of_how_close_they_are() -> None:
    looked = Seen(dots_off=[0, 0])
    looked.take("white", "dark-dots", Answer("", "number", 2))
    looked.take("black", "fine", None)
    result = display_result(context(pad()), [load_patterns()[n] for n in ("white", "black")], GEOMETRY, looked, ())
    assert outcomes(result, "dark_dots", "adjacent_pairs") == [Outcome.PASS, Outcome.NOT_JUDGED]
    assert result.outcome is Outcome.NOT_JUDGED


def test_a_cluster_is_told_and_decides_nothing() -> None:
    result = judged(with_display(), dot(10, 10), dot(14, 14))
    assert outcomes(result, "clusters", "adjacent_pairs") == [Outcome.FAIL, Outcome.PASS]
    assert result.outcome is Outcome.PASS


def test_marks_are_kept_with_the_picture_they_were_made_on_and_survive_a_restart() -> None:
    result = judged(with_display(), *TWO_APART)
    assert result.panel is not None
    assert (result.panel.width, result.panel.height, result.panel.marks) == (320, 240, TWO_APART)
    before, after = seen(*TWO_APART), Seen()
    for name in before.said:
        after.recall(name, before.kept(name))
    assert (after.said, after.marks, after.told) == (before.said, before.marks, before.told)


def test_the_catch_rate_counts_this_inspection_and_those_before() -> None:
    looked = seen(light_right=[True, False])
    result = display_result(context(pad(), before=Challenges(10, 9)), [], GEOMETRY, looked, ())
    assert result.challenges == Challenges(4, 3)
    (note,) = (n for n in result.notes if n.id == "note.catch_rate")
    assert dict(note.args) == {"caught": 12, "shown": 14}


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("12,30", (DisplayMark(MarkKind.DOT, 12, 30, 1, 1, "white"),)),
        (
            "12,30 5,0-5,239",
            (DisplayMark(MarkKind.DOT, 12, 30, 1, 1, "white"), DisplayMark(MarkKind.LINE, 5, 0, 1, 240, "white")),
        ),
        ("3", ()),
        ("12,30 x", ()),
        ("320,0", ()),
        ("0,0-0,240", ()),
        ("", ()),
    ],
)
def test_places_are_typed_as_coordinates_on_the_command_line(typed: str, marks: tuple[DisplayMark, ...]) -> None:
    shown = load_patterns()["white"].render(GEOMETRY)
    question = Question("display.white.count", message("ask.mark_dots"), (), (1, 99), "white", shown=shown, marks=True)
    assert marks_in(typed, question) == marks


# -- the check, step by step


def answer_pictures(stage: Alone, said: str = "fine") -> None:
    """Show and answer every picture until something else is asked."""
    while stage.runner.question is None or stage.runner.question.subject:
        if stage.runner.question is None:
            stage.event(CommandDone(type(stage.sent[-1]).__name__))
        else:
            stage.say(said)


def shown_last(stage: Alone) -> str:
    return getattr(stage.sent[-1], "name", "")


def count_hidden_dots(stage: Alone, off: int = 0) -> None:
    from tests.checks.stage import count_of

    for _ in range(2):
        if stage.runner.question is None:
            stage.event(CommandDone("ShowImage"))
        question = stage.runner.question
        assert question is not None
        stage.say("number", count_of(question.shown) + off)


def watch_light(stage: Alone, truly: bool) -> None:
    """Two steps of grey, answered rightly or always with *the same*."""
    for _ in range(2):
        levels = []
        for _ in range(2):
            command = stage.sent[-1]
            assert isinstance(command, ShowImage)
            levels.append(command.raster.pixels.mean())
            stage.event(CommandDone("ShowImage"))
            stage.wait(1.0)
            if len(levels) == 1:
                stage.say("seen")
        stage.say(("brighter" if levels[1] > levels[0] else "darker") if truly else "same")


@pytest.mark.parametrize("truly", [True, False])
def test_two_steps_of_brightness_must_be_told_rightly(truly: bool) -> None:
    stage = Alone(CHECK, quick=False)
    answer_pictures(stage)
    count_hidden_dots(stage)
    watch_light(stage, truly)
    result = stage.result
    assert result is not None
    assert result.challenges == Challenges(4, 4 if truly else 2)
    assert result.outcome is (Outcome.PASS if truly else Outcome.NOT_JUDGED)
    assert [f.fault for f in result.findings] == ([] if truly else ["display.not_looked"])


def test_blind_confirmation_of_everything_is_caught() -> None:
    stage = Alone(CHECK)
    answer_pictures(stage)
    count_hidden_dots(stage, off=1)
    assert stage.result is not None
    assert stage.result.outcome is Outcome.NOT_JUDGED
    assert stage.result.challenges == Challenges(2, 0)


def test_the_screens_own_light_is_stepped_and_put_back_where_there_is_one() -> None:
    smart = profiles()["smart-terminal"]
    stage = Alone(CHECK, quick=False, profile=smart)
    answer_pictures(stage)
    count_hidden_dots(stage)
    for turn in range(2):
        stage.event(CommandDone("ShowImage"))
        for _ in range(2):
            assert isinstance(stage.sent[-1], SetBacklight)
            stage.event(CommandDone("SetBacklight"))
            stage.wait(1.0)
            if stage.runner.question is not None and stage.runner.question.id.endswith(f"{turn}.before"):
                stage.say("seen")
        lights = [command.percent for command in stage.sent if isinstance(command, SetBacklight)]
        assert lights[-2] == 50
        stage.say("brighter" if lights[-1] > 50 else "darker")
    assert type(stage.sent[-1]).__name__ == "RestoreScreen"
    assert stage.result is not None
    assert stage.result.challenges == Challenges(4, 4)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (("light-on",), "display.no-image"),
        (("light-off", "picture-faint"), "display.no-light"),
        (("light-off", "picture-none"), "display.all-dark"),
        (("cannot-tell",), ""),
    ],
)
def test_a_screen_without_a_picture_is_asked_for_its_light_and_nothing_else(
    answers: tuple[str, ...], fault: str
) -> None:
    stage = Alone(CHECK, profile=profiles()["smart-terminal"])
    stage.event(CommandDone("ShowImage"))
    stage.say("no-picture")
    assert stage.sent[-1] == SetBacklight(100), "a light that was turned down is not a dead one"
    stage.event(CommandFailed("SetBacklight", Failure.UNSUPPORTED))
    for answer in answers:
        stage.say(answer)
    assert stage.result is not None
    assert [f.fault for f in stage.result.findings] == ["display.no-picture", *([fault] if fault else [])]
    assert stage.result.outcome is Outcome.FAIL


def test_a_screen_of_characters_is_sent_text() -> None:
    import msgspec

    display = Display(DisplayKind.CHARACTER, 0, 0, 16, 2)
    small = msgspec.structs.replace(pad(), display=display, capabilities=frozenset({Capability.SHOW_TEXT}))
    assert CHECK.applies(small)
    stage = Alone(CHECK, quick=False, profile=small)
    while stage.result is None:
        assert isinstance(stage.sent[-1], ShowText)
        assert [len(line) for line in stage.sent[-1].lines] == [16, 16]
        stage.event(CommandDone("ShowText"))
        stage.say("fine")
    assert stage.sent[-1] == RestoreScreen(), "no test text stays on the screen"
    assert len(stage.sent) == 8 + 1
    assert stage.result.panel is None
    assert stage.result.outcome is Outcome.PASS, "what cannot be hidden on such a screen does not block it"


def test_a_picture_that_is_wrong_excuses_a_wrong_count() -> None:
    for said, faults in (("uneven", {"display.uneven"}), ("fine", {"display.not_looked"})):
        result = display_result(context(pad()), [], GEOMETRY, Seen(said={"white": said}, dots_off=[1, 0]), ())
        assert {f.fault for f in result.findings} == faults
        assert result.challenges == (None if said == "uneven" else Challenges(2, 1))
