"""What errors say of themselves reaches a reader of Chinese in Chinese, whole, with the names in it untouched."""

import ast
import errno
import os
import re
import string
import sys
from functools import cache
from pathlib import Path

import pytest

from checks import technical
from checks.console.arguments import make_parser
from checks.words import Catalogue, load_catalogues

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def words(language: str) -> Catalogue:
    return load_catalogues(ROOT / "resources" / "i18n")[language]


def filled(template: str) -> str:
    """A phrase as it is met: with something in each gap."""
    return template.format_map(
        {name: f"x{at}.y" for at, (_, name, _, _) in enumerate(string.Formatter().parse(template)) if name}
    )


@pytest.mark.parametrize("name", technical.IDS)
def test_a_phrase_is_said_whole_and_what_stands_in_its_gaps_stays(name: str) -> None:
    english = words("en").sentences[name]
    met = filled(english)
    told = words("zh_CN").technical(f"/home/a.b: {met}")
    assert HAN.search(told)
    assert told.startswith("/home/a.b")
    rest = re.sub(r"Posbench|Linux|x\d+\.y|/home/a\.b|ReadFacts|--[a-z]+|[a-z]+:PORT", "", told)
    for value in re.findall(r"x\d+\.y", met):
        assert value in told
    left = set(re.findall(r"[a-z]{4,}", rest)) & set(re.findall(r"[a-z]{4,}", english))
    assert left <= {"host", "port", "password", "false", "high", "list", "fault", "json", "toml"}, told
    assert words("en").technical(met) == met


def sources() -> set[str]:
    """Every text of the program, with one sign for whatever is filled in."""
    found: set[str] = set()
    for path in [ROOT / "app.py", *(ROOT / "devices").rglob("*.py"), *(ROOT / "checks").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(p.value) if isinstance(p, ast.Constant) else "\0" for p in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_phrase_is_one_that_the_program_python_or_the_system_says() -> None:
    texts = sources()
    python = (Path(sys.modules["argparse"].__file__ or "")).read_text("utf-8")
    python = re.sub(r"%\(?\w*\)?[sr]", "\0", python)
    system = {os.strerror(number) for number in errno.errorcode}
    for name in technical.IDS:
        phrase = re.sub(r"\{\w+\}", "\0", words("en").sentences[name])
        if name.startswith("technical.os."):
            assert phrase in system or sys.platform != "linux", name
        elif name.startswith("technical.usage."):
            assert phrase.strip() in python or phrase == "expected \0 arguments", name
        else:
            pieces = [piece.strip() for piece in phrase.split("\0") if piece.strip()]
            assert any(all(piece in text for piece in pieces) for text in texts), f"nothing says {phrase!r}"


@pytest.mark.parametrize(
    "line",
    [
        ["inspect"],
        ["inspect", "--nonsense"],
        ["nonsense"],
        ["inspect", "--terminal"],
        ["inspect", "--terminal", "a", "--report", "b", "--plan", "short"],
        ["inspect", "--terminal", "a", "--report", "b", "--seed", "one"],
        ["verify"],
        ["profiles", "--check"],
        ["ports", "--json=1"],
        ["patterns", "--screen", "x"],
        ["history", "export"],
        ["--lang", "de"],
    ],
)
def test_a_command_line_that_cannot_be_understood_is_refused_in_the_readers_words(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        make_parser("0", words("zh_CN")).parse_args(line)
    told = capsys.readouterr().err.splitlines()[-1]
    assert not re.search(r"\b(argument|arguments|required|invalid|expected|choose|recognized)\b", told), told


def test_a_detail_is_translated_and_a_name_is_not() -> None:
    full = os.strerror(errno.ENOSPC)
    chinese = words("zh_CN")
    assert full not in chinese.text("cli.no_folder", path="/a", detail=full)
    assert full in chinese.text("cli.no_folder", path=full, detail="x")
    assert full in words("en").text("cli.no_folder", path="/a", detail=full)
