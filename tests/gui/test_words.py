"""The language files: nothing missing, nothing half translated, and print as Chinese readers expect it."""

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checks.words import Catalogue, load_catalogues
from devices.commands import Command
from devices.profile import load_profiles
from gui.naming import subject_text
from gui.widgets.words import Text, with_tip

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "zh_CN")
HAN = r"[\u3400-\u9fff]"
AVOID = ("\u5f39\u8df3", "\u5e7d\u7075\u952e", "\u8c41\u514d", "\u80fd\u529b\u96c6", "\u63a2\u9488", "\u5904\u7f6e")
"""Words that terms-zh.md tells to avoid."""


@pytest.fixture(scope="module")
def words() -> dict[str, Catalogue]:
    return load_catalogues(ROOT / "resources/i18n")


def own(language: str) -> dict[str, str]:
    """What the files of one language say themselves, without falling back."""
    from checks.words import read_ts

    found: dict[str, str] = {}
    for path in sorted((ROOT / "resources/i18n").glob(f"*.{language}.ts")):
        found.update(read_ts(path)[1])
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_says_everything_and_fills_in_the_same() -> None:
    english, chinese = own("en"), own("zh_CN")
    assert set(english) == set(chinese)
    differ = {i for i in english if places(english[i]) != places(chinese[i])}
    assert differ <= {"report.moment"}, "a date may leave the month's name out"


def test_chinese_sentences_have_full_width_points() -> None:
    half = re.compile(rf"(?<={HAN})['\"]?[,:;?!()]|[,:;?!()]\s?(?={HAN})|(?<={HAN})\.(?=$|{HAN})")
    bad = {i: said for i, said in own("zh_CN").items() if half.search(said)}
    assert bad == {}


def test_chinese_sentences_use_the_words_of_the_trade() -> None:
    assert {i for i, said in own("zh_CN").items() if any(word in said for word in AVOID)} == set()


def test_every_message_id_written_in_the_program_is_known(words: dict[str, Catalogue]) -> None:
    english = words["en"].sentences
    missing = {
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sources()
        for line, text in ids_of(path)
        if not known(text, english)
    }
    assert missing == set()


def sources() -> list[Path]:
    return [ROOT / "app.py", *(ROOT / "gui").rglob("*.py"), *(ROOT / "checks").rglob("*.py")]


def ids_of(path: Path) -> list[tuple[int, str]]:
    """What the calls that take a message id are given: constants, and f-strings with a star for what is filled in."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in ("text", "message", "WordLabel", "WordButton"):
            found += [(node.lineno, told) for arg in node.args[:2] if (told := id_of(arg))]
    return found


def id_of(node: ast.expr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "*" for part in parts
    )
    return text if re.fullmatch(r"[a-z_]+(\.[a-zA-Z0-9_*-]+)+", text) else ""


def known(wanted: str, sentences: dict[str, str]) -> bool:
    if "*" not in wanted:
        return wanted in sentences
    shape = re.compile(re.escape(wanted).replace(r"\*", ".+"))
    return any(shape.fullmatch(name) for name in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_units_parts_and_sources_have_words(language: str, words: dict[str, Catalogue]) -> None:
    said = words[language].sentences
    profiles = {**load_profiles(ROOT / "resources/terminals"), **load_profiles(ROOT / "resources/meters")}
    symbols = {"", "s", "V", "%", "K/min", "\u00b0C"}
    wanted = set()
    for profile in profiles.values():
        for limit_id, limit in profile.limits.items():
            wanted |= {f"limit.{limit_id}", f"source.{limit_id}"}
            if limit.unit not in symbols:
                wanted |= {f"report.unit.{limit.unit}", f"report.unit.one.{limit.unit}"}
    assert wanted - set(said) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_words(language: str, words: dict[str, Catalogue]) -> None:
    assert {c.__name__ for c in get_args(Command) if f"command.{c.__name__}" not in words[language].sentences} == set()


def test_a_source_is_translated_only_where_the_profile_tells_the_usual_one(words: dict[str, Catalogue]) -> None:
    usual = words["en"].sentences["source.supply.sag"]
    assert words["zh_CN"].known("source.supply.sag", usual) != usual
    assert words["zh_CN"].known("source.supply.sag", "the maker's service manual") == "the maker's service manual"


def test_subjects_are_named_by_their_legends(words: dict[str, Catalogue]) -> None:
    pad = load_profiles(ROOT / "resources/terminals")["gertec-ppc930"]
    assert subject_text("CLEAR, ARROW_B", pad, words["en"]) == "CLEAR, Arrow B"
    assert subject_text("CLEAR", pad, words["zh_CN"]) == "\u6e05\u9664"
    assert subject_text("white", pad, words["en"]) == words["en"].sentences["pattern.white"]
    assert subject_text("<b>x\x1b[31m", pad, words["en"]) == "<b>x [31m"


def test_markup_in_foreign_text_is_shown_and_never_obeyed(qtbot: QtBot) -> None:
    label = Text("", "<b>bold</b>")
    qtbot.addWidget(label)
    assert label.text() == "<b>bold</b>"
    assert label.textFormat().name == "PlainText"
    tip = with_tip(label, "SN <img src='file:///etc/passwd'>\nport").toolTip()
    assert "<img" not in tip
    assert "&lt;img" in tip
    assert with_tip(QWidget(label), "plain\ntext").toolTip() == "plain\ntext"
