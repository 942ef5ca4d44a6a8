"""The command line's own help and complaints in the language of whoever types. Knows nothing of what is parsed.

English stands beside each option; a translation counts only for exactly that text (``Words.known``), so that no help is
shown for an option that has changed its meaning.
"""

import argparse
import math
import sys
from collections.abc import Iterable
from typing import Final, NoReturn

from checks.words import Words

_TITLES: Final = {"positional arguments": "usage.positional", "options": "usage.options"}


class Parser(argparse.ArgumentParser):
    """``words`` are set by ``speak`` once everything is added."""

    words: Words | None = None

    def format_usage(self) -> str:
        """See ``argparse.ArgumentParser``."""
        return self._said(super().format_usage())

    def format_help(self) -> str:
        """See ``argparse.ArgumentParser``."""
        return self._said(super().format_help())

    def error(self, message: str) -> NoReturn:
        """See ``argparse.ArgumentParser``."""
        if self.words is None:
            super().error(message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {self.words.text('cli.usage', detail=message)}\n")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """See ``argparse.ArgumentParser``; help that was not written is none."""
        sys.stdout.flush()
        super().exit(status, message)

    def _said(self, text: str) -> str:
        """The word before the usage, which argparse has no other place for."""
        if self.words is None or not text.startswith("usage: "):
            return text
        return self.words.text("usage.usage") + text.removeprefix("usage:")


def typed(text: str | None) -> str:
    """What was typed, as text that can be written again: an argument may hold bytes that are no characters."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")


def seconds(text: str) -> float:
    """How long, as an option tells it. Raises ``ValueError`` for what no clock ever reaches."""
    told = float(text)
    if not 0 <= told < math.inf:
        raise ValueError(text)
    return told


def speak(parser: argparse.ArgumentParser, words: Words, path: tuple[str, ...] = ()) -> None:
    """Put help, headings and complaints of a parser and all below it into a language."""
    if isinstance(parser, Parser):
        parser.words = words
    for group in parser._action_groups:
        group.title = words.known(_TITLES.get(group.title or "", ""), group.title or "")
    parser.description = translated(path, "", parser.description, words)
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = words.known("usage.for_help", action.help or "")
        elif isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                speak(inner, words, (*path, name))
            for choice in action._choices_actions:
                choice.help = translated((*path, choice.dest), "", choice.help, words)
        else:
            action.help = translated(path, name_of(action), action.help, words)


def name_of(action: argparse.Action) -> str:
    """How a person types an option, or what a positional is called."""
    return max(action.option_strings, key=len) if action.option_strings else action.dest


def ids(path: tuple[str, ...], name: str) -> Iterable[str]:
    """Where the sentence of an option may stand: its own, its verb's, everybody's."""
    verb, action, *_ = (*path, "", "")
    if not name:
        return (f"help.{verb}.{action}" if action else f"help.{verb or 'program'}",)
    own = (f"help.{verb}.{action}.{name}",) if action else ()
    return (*own, *((f"help.{verb}.{name}",) if verb else ()), f"help.{name}")


def translated(path: tuple[str, ...], name: str, told: str | None, words: Words) -> str | None:
    """A help text in a language, or as it is."""
    said = (words.known(place, told or "") for place in ids(path, name))
    return next((text for text in said if text != told), told)
