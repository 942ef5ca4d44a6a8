"""Messages to sentences: the one reader of the language files, without Qt, for window, report and command line alike.

Files are Qt Linguist ``.ts`` with message ids. A language may be one file or several; all with its code are merged.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from checks import technical
from checks.measurement import Argument, Message

SOURCE_LANGUAGE: Final = "en"


class Words(Protocol):
    """Gives sentences in one language."""

    @property
    def language(self) -> str:
        """Language code such as ``en`` or ``zh_CN``."""
        ...

    def text(self, message_id: str, /, **args: Argument) -> str:
        """The sentence with its arguments filled in; the id itself where no file knows it."""
        ...

    def say(self, message: Message) -> str:
        """The sentence of a ``Message``."""
        ...

    def local(self, texts: dict[str, str]) -> str:
        """The best of a data file's own translations."""
        ...

    def known(self, message_id: str, told: str) -> str:
        """``told`` translated where the files translate exactly that text under this id, else as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences of one language, falling back to the source language."""

    language: str
    sentences: dict[str, str]
    originals: dict[str, str] = field(default_factory=dict)
    """The same in the source language."""
    _rules: list[technical.Rules] = field(default_factory=list, compare=False, repr=False)

    def text(self, message_id: str, /, **args: Argument) -> str:
        """See ``Words.text``."""
        template = self.sentences.get(message_id, message_id)
        filled = {name: self._argument(name, value) for name, value in args.items()}
        try:
            return template.format_map(filled)
        except (KeyError, ValueError, IndexError):
            return template

    def _argument(self, name: str, value: Argument) -> Argument:
        if not isinstance(value, str):
            return value
        if name in technical.DETAILS:
            return self.technical(value)
        return self.text(value) if name.endswith("_id") else value

    def technical(self, text: str) -> str:
        """What an error said in English, as far as it is known, in this language."""
        if self.language == SOURCE_LANGUAGE:
            return text
        if not self._rules:  # looked at only when something went wrong
            self._rules.append(technical.rules(self.originals, self.sentences))
        return technical.said(text, self._rules[0])

    def say(self, message: Message) -> str:
        """See ``Words.say``."""
        return self.text(message.id, **dict(message.args))

    def local(self, texts: dict[str, str]) -> str:
        """See ``Words.local``."""
        short = self.language.split("_")[0]
        return (
            texts.get(self.language) or texts.get(short) or texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), "")
        )

    def known(self, message_id: str, told: str) -> str:
        """See ``Words.known``."""
        return self.sentences[message_id] if self.originals.get(message_id) == told else told


def load_catalogues(folder: Path) -> dict[str, Catalogue]:
    """A catalogue for each language that has a file in ``folder``."""
    raw: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.ts")):
        language, sentences = read_ts(path)
        raw.setdefault(language, {}).update(sentences)
    source = raw.get(SOURCE_LANGUAGE, {})
    return {language: Catalogue(language, {**source, **sentences}, source) for language, sentences in raw.items()}


def read_ts(path: Path) -> tuple[str, dict[str, str]]:
    """Language and finished sentences of one file. The source language keeps its sentences in ``source``."""
    root = ET.parse(path).getroot()
    language = root.get("language", SOURCE_LANGUAGE)
    tag = "source" if language == SOURCE_LANGUAGE else "translation"
    return language, dict(_entries(root.iter("message"), tag))


def _entries(messages: Iterable[ET.Element], tag: str) -> Iterable[tuple[str, str]]:
    for element in messages:
        body = element.find(tag)
        if body is not None and body.text and body.get("type") != "unfinished":
            yield element.get("id", ""), body.text
