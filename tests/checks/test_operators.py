"""How often an operator sees what cannot be answered blindly: counted by name, once for each inspection."""

from dataclasses import replace
from pathlib import Path

from checks.console.operators import challenges_of, count_challenges
from checks.console.parts import Home
from checks.measurement import CheckResult, Outcome
from checks.panel import Challenges
from checks.record import Record
from tests.checks.report.samples import passing


def inspected(name: str = "Li", number: int = 1, shown: int = 2, caught: int = 2) -> Record:
    result = CheckResult("display", Outcome.PASS, challenges=Challenges(shown, caught))
    return replace(
        passing(), id=f"{number:032x}", operator=name, results=(result,), demonstration=False, operator_simulated=False
    )


def test_the_counts_of_an_operator_add_up_and_are_nobody_elses(tmp_path: Path) -> None:
    home = Home(tmp_path)
    count_challenges(home, inspected(number=1))
    count_challenges(home, inspected(number=2, shown=4, caught=3))
    assert challenges_of(home, " li ") == Challenges(6, 5)
    assert challenges_of(home, "Wang") == challenges_of(home, "") == Challenges()
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["operators"]
    assert "li" not in next(tmp_path.rglob("*.json")).read_text().lower(), "counts only"


def test_a_report_saved_twice_counts_once(tmp_path: Path) -> None:
    for _ in range(2):
        count_challenges(Home(tmp_path), inspected())
    assert challenges_of(Home(tmp_path), "Li") == Challenges(2, 2)


def test_played_operators_demonstrations_and_the_nameless_are_not_counted(tmp_path: Path) -> None:
    good = inspected()
    for other in (
        replace(good, operator_simulated=True),
        replace(good, demonstration=True),
        replace(good, operator=" "),
        replace(good, results=()),
    ):
        count_challenges(Home(tmp_path), other)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_as_none_and_is_written_anew(tmp_path: Path) -> None:
    home = Home(tmp_path)
    count_challenges(home, inspected())
    (path,) = tmp_path.rglob("*.json")
    for text in ("{", "[]", '{"shown": "x", "caught": 1}', '{"shown": 1, "caught": 5}'):
        path.write_text(text)
        assert challenges_of(home, "Li") == Challenges()
    count_challenges(home, inspected(number=3))
    assert challenges_of(home, "Li") == Challenges(2, 2)
