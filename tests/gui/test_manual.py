"""The manual: complete in both languages, its links lead somewhere, its generated pages are fresh, F1 opens the right one."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from checks.registry import load_checks
from gui.panels.manual_page import slug
from tests.gui.conftest import Stage
from tests.gui.fakes import ROOT
from tests.manual import FOLDER, LANGUAGES, PAGES

_LINK = re.compile(r"!?\[[^]]*\]\(([^)]+)\)")
HAN = r"[\u3400-\u9fff]"


def test_both_languages_have_the_same_pages() -> None:
    names = [{path.name for path in (FOLDER / language).glob("*.md")} for language in LANGUAGES]
    assert names[0] == names[1]
    assert len(names[0]) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_generated_pages_are_as_the_program_is(language: str, name: str) -> None:
    path = FOLDER / language / f"{name}.md"
    assert path.read_text("utf-8") == PAGES[name](language), "run: python -m tests.manual"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_picture_leads_somewhere(language: str) -> None:
    bad, pictures = [], 0
    for page in sorted((FOLDER / language).glob("*.md")):
        for target in _LINK.findall(page.read_text("utf-8")):
            name, _, part = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            headings = (
                re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.M)
                if path.suffix == ".md" and path.exists()
                else []
            )
            if not path.exists() or (part and part not in map(slug, headings)):
                bad.append(f"{page.name}: {target}")
            pictures += path.suffix == ".png"
    assert bad == []
    assert pictures >= 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_reached_from_the_contents_and_leads_back(language: str) -> None:
    contents = (FOLDER / language / "first-steps.md").read_text("utf-8")
    for page in (FOLDER / language).glob("*.md"):
        if page.name != "first-steps.md":
            assert f"]({page.name})" in contents
            assert "](first-steps.md)" in page.read_text("utf-8")


def test_every_check_is_described() -> None:
    checks, watches = load_checks()
    import tomllib

    told = tomllib.loads((FOLDER / "checks.toml").read_text("utf-8"))
    assert told.keys() == checks.keys() | watches.keys()


def test_chinese_pages_have_full_width_points() -> None:
    half = re.compile(rf"(?<={HAN})[,:;?!()]|[,;?!(](?={HAN})")
    bad = {}
    for page in (FOLDER / "zh_CN").glob("*.md"):
        text = re.sub(r"\]\([^)]*\)|`[^`]*`", "", page.read_text("utf-8"))
        found = [text[max(m.start() - 8, 0) : m.end() + 8] for m in half.finditer(text)]
        if found:
            bad[page.name] = found[:5]
    assert bad == {}


def test_f1_opens_the_page_for_what_is_shown_and_a_link_leads_on_and_back(stage: Stage, qtbot: QtBot) -> None:
    window, manual = stage.window, stage.window.side.manual
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.pages.currentWidget() is manual
    assert manual.page == "connecting"
    assert "dialout" in manual.text.toPlainText()
    manual.text.anchorClicked.emit(QUrl("first-steps.md"))
    assert manual.page == "first-steps"
    manual.back.click()
    assert manual.page == "connecting"
    stage.running.appearance.use_language("zh_CN")
    assert re.search(HAN, manual.text.toPlainText())
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.message
    stage.unit()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert manual.page == "repair"


def test_pictures_are_loaded_and_fit_and_nothing_else_is(stage: Stage) -> None:
    manual = stage.window.side.manual
    stage.window.side.toggle_manual()
    manual.open("repair")
    stage.settle()
    image = manual.text.loadResource(2, QUrl("../../screenshots/ready-en-light.png"))
    assert 200 <= image.width() <= manual.text.viewport().width()
    assert manual.text.loadResource(2, QUrl("https://example.com/x.png")) is None


def test_a_page_that_is_not_there_leaves_the_one_that_is(stage: Stage) -> None:
    manual = stage.window.side.manual
    manual.open("repair")
    manual.open("../../../pyproject")
    assert manual.page == "repair"


def test_the_frozen_program_ships_every_page_and_picture() -> None:
    tree = ast.parse((ROOT / "build.spec").read_text("utf-8"))
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "manual")
    names = {"HERE": ROOT, "re": re}
    exec(compile(ast.Module([function], []), "build.spec", "exec"), names)
    shipped = [(Path(source), target) for source, target in names["manual"]()]  # type: ignore[operator]
    assert all(source.exists() for source, _ in shipped)
    assert {s for s, _ in shipped if s.suffix == ".md"} == set((ROOT / "docs/manual").glob("*/*.md"))
    used = {
        Path(t).name for p in FOLDER.glob("*/*.md") for t in _LINK.findall(p.read_text("utf-8")) if t.endswith(".png")
    }
    assert {source.name for source, _ in shipped if source.suffix == ".png"} == used
    assert sum(source.stat().st_size for source, _ in shipped) < 5_000_000
