"""Help and complaints of the command line are in the language of whoever types, and none is forgotten."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from checks.console.arguments import make_parser
from checks.console.parsing import Parser
from checks.words import load_catalogues

WORDS = load_catalogues(Path(__file__).resolve().parents[2] / "resources/i18n")


def said_by(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.description or ""
    for group in parser._action_groups:
        yield group.title or ""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help or "" for choice in action._choices_actions)
            for inner in action.choices.values():
                yield from said_by(inner)
        elif action.help:
            yield action.help


def test_no_help_is_left_in_english() -> None:
    chinese = list(said_by(make_parser("0", WORDS["zh_CN"])))
    assert len(chinese) > 150
    assert [text for text in chinese if text.isascii()] == []
    assert all(text.isascii() for text in said_by(make_parser("0", WORDS["en"])))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (["inspect"], "--terminal"),
        (["verify"], "PATH"),
        (["verify", "a", "--frobnicate"], "--frobnicate"),
        (["identity", "frob"], "frob"),
        (["inspect", "--terminal", "u", "--report", "r", "--patience", "soon"], "soon"),
        (["inspect", "--terminal", "u", "--report"], "--report"),
        (["verify", "--json=yes", "a"], "yes"),
        (["inspect", "--re", "r"], "--re"),
        (["nonsense"], "nonsense"),
    ],
)
def test_every_complaint_is_said_in_both_languages(
    line: list[str], names: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("en", "zh_CN"):
        with pytest.raises(SystemExit) as ended:
            make_parser("0", WORDS[language]).parse_args(line)
        told = capsys.readouterr()
        assert (ended.value.code, told.out) == (2, "")
        assert names in told.err.splitlines()[-1]
        assert told.err.splitlines()[-1].isascii() is (language == "en")
        assert told.err.startswith(WORDS[language].text("usage.usage"))


def test_the_language_is_known_before_the_line_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for line, language in (
        (["--lang", "zh_CN", "inspect"], "zh_CN"),
        (["--lang=zh_CN"], "zh_CN"),
        (["--lang"], "en"),
        (["--lang=en", "--lang", "zh_CN", "ports"], "zh_CN"),
        (["--lang", "zh_CN", "--lang=en", "ports"], "en"),
        (["inspect"], "en"),
    ):
        assert app.language_of(line) == language
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert app.language_of(["--lang", "en"]) == "en"
    assert app.language_of([]) == "zh_CN"


def test_what_argparse_says_that_nobody_knows_is_shown_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    parser = Parser(prog="app.py")
    parser.words = WORDS["zh_CN"]
    with pytest.raises(SystemExit):
        parser.error("something new")
    assert "something new" in capsys.readouterr().err
