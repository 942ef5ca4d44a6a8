"""Words in one or two languages at once: every text of a report carries all its languages, the primary first."""

import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from checks.measurement import Argument, Message
from checks.moments import parse_time
from checks.report.plain import PARAGRAPH, SENTENCE, WORD, breakable, plain
from checks.words import Words
from devices.profile import Band, LocalText

Text: TypeAlias = tuple[str, ...]
"""One sentence, once per language of the report."""

_MILLI: Final = {"s": "ms", "V": "mV", "A": "mA"}
_HAN: Final = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_POINTS: Final = re.compile(rf"(?<=[{_HAN}])[,:;?!] ?|[,:;?!] ?(?=[{_HAN}])")
_BRACKETS: Final = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)")
_FULL: Final = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}


class Phrases:
    """Sentences for the page from catalogues and numbers. ``words``: at least one; the first is primary."""

    def __init__(self, words: tuple[Words, ...]) -> None:
        if not words:
            raise ValueError("a report needs at least one language")
        self.words = words

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages, primary first."""
        return tuple(words.language for words in self.words)

    def _each(self, make: Callable[[Words], str], most: int = SENTENCE) -> Text:
        return tuple(breakable(typeset(plain(make(words), most), words.language)) for words in self.words)

    def text(self, message_id: str, /, **args: Argument) -> Text:
        """A sentence of the catalogues."""
        return self._each(lambda words: words.text(message_id, **args), PARAGRAPH)

    def say(self, message: Message) -> Text:
        """The sentence of a ``Message``."""
        return self._each(lambda words: words.say(message))

    def either(self, message_id: str, otherwise: str, most: int = WORD) -> Text:
        """The sentence with this id, or ``otherwise`` as it is where no catalogue knows the id."""
        if len(message_id) > 2 * WORD:
            return self.same(otherwise, most)
        return tuple(
            typeset(known, words.language)
            if (known := _known(words, message_id))
            else breakable(plain(otherwise, most))
            for words in self.words
        )

    def first_known(self, message_ids: tuple[str, ...], otherwise: str) -> Text:
        """The sentence of the first id a catalogue knows, or ``otherwise`` as it is."""
        known = (name for name in message_ids if len(name) <= WORD and _known(self.words[0], name))
        return self.either(next(known, ""), otherwise)

    def source(self, limit_id: str, told: str) -> Text:
        """Where a limit comes from: translated where it is one of the usual limits, else as the profile says."""
        return self._each(lambda words: words.known(f"source.{limit_id}", told), 240)

    def local(self, texts: LocalText) -> Text:
        """A data file's own translations."""
        return self._each(lambda words: words.local(texts))

    def same(self, foreign: str, most: int = WORD) -> Text:
        """Text that has no language: a serial number, a name, what the device said."""
        return tuple(breakable(plain(foreign, most)) for _ in self.words)

    def join(self, separator_id: str, *parts: Text) -> Text:
        """Parts one after another, with each language's separator; bars around it in the catalogue keep its spaces."""
        return tuple(
            words.text(separator_id).strip("|").join(part[index] for part in parts if part[index])
            for index, words in enumerate(self.words)
        )

    def quantity(self, value: float | None, unit: str, resolution: float | None = None) -> Text:
        """A value with its unit; digits beyond the resolution are not shown. A dash without a value."""
        if value is None or not math.isfinite(value):
            return tuple("–" for _ in self.words)
        number, unit, resolution = _scaled(value, unit, resolution)
        figure = figures(number, resolution)
        return tuple(_with_unit(words, figure, unit) for words in self.words)

    def band(self, band: Band, unit: str) -> Text:
        """A range of values in words, with each edge's belonging."""
        edges = [abs(edge) for edge in (band.low, band.high) if edge is not None]
        small = bool(edges) and unit == "s" and 0 < max(edges) < 1
        scale, shown = (1000.0, _MILLI[unit]) if small else (1.0, unit)
        return self._each(lambda words: _band_in_words(words, band, scale, shown))

    def moment(self, iso: str) -> Text:
        """A time of day, the date as each language writes it, in UTC and saying so; text that is no time as it is."""
        when = parse_time(iso)
        return self.same(iso) if when is None else self._each(lambda words: _moment(words, when))

    def duration(self, seconds: float) -> Text:
        """Minutes and seconds."""
        whole = max(0, int(seconds)) if math.isfinite(seconds) else 0
        return self.text("report.duration", minutes=whole // 60, seconds=f"{whole % 60:02d}")


def typeset(text: str, language: str) -> str:
    """Chinese sentences with the full-width points print wants; other languages as they are."""
    if not language.startswith("zh"):
        return text
    text = _BRACKETS.sub(r"（\1）", text)
    return _POINTS.sub(lambda found: _FULL[found.group()[0]], text)


def figures(number: float, resolution: float | None = None) -> str:
    """A number for people: as fine as its resolution, else four significant digits, without a tail of zeros."""
    if resolution is not None and resolution > 0 and math.isfinite(resolution):
        return f"{number:.{min(6, max(0, math.ceil(-math.log10(resolution) - 1e-9)))}f}"
    if abs(number) >= 1e9 or 0 < abs(number) < 1e-6:
        return f"{number:.3e}"
    decimals = max(0, 3 - math.floor(math.log10(abs(number)))) if number else 0
    text = f"{number:.{min(decimals, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _known(words: Words, message_id: str) -> str | None:
    text = words.text(message_id) if message_id else ""
    return None if text in ("", message_id) else text


def _scaled(value: float, unit: str, resolution: float | None) -> tuple[float, str, float | None]:
    if unit == "s" and 0 < abs(value) < 1:
        scale, name = (1e3, "ms") if abs(value) >= 1e-3 else (1e6, "µs")
        return value * scale, name, resolution * scale if resolution is not None else None
    return value, unit, resolution


def unit_in_words(words: Words, unit: str, figure: str = "") -> str:
    """A counted unit such as keys in the language, singular after ``1``; SI symbols as they are."""
    single = _known(words, f"report.unit.one.{unit}") if figure == "1" else None
    return single or _known(words, f"report.unit.{unit}") or plain(unit, 16)


def _with_unit(words: Words, figure: str, unit: str) -> str:
    return f"{figure} {unit_in_words(words, unit, figure)}".rstrip() if unit else figure


def _band_in_words(words: Words, band: Band, scale: float, unit: str) -> str:
    def edge(value: float) -> str:
        return figures(round(value * scale, 9))

    def phrase(name: str, figure: str) -> str:
        return words.text(f"report.band.{name}", value=figure, unit=unit_in_words(words, unit, figure)).strip()

    low, high = band.low, band.high
    if low is not None and low == high:
        return phrase("exactly", edge(low))
    if low is not None and high is not None and band.low_inclusive and band.high_inclusive:
        return words.text(
            "report.band.between", low=edge(low), high=edge(high), unit=unit_in_words(words, unit)
        ).strip()
    parts = []
    if low is not None:
        parts.append(phrase("at_least" if band.low_inclusive else "above", edge(low)))
    if high is not None:
        parts.append(phrase("at_most" if band.high_inclusive else "below", edge(high)))
    return words.text("report.join").strip("|").join(parts) or words.text("report.band.any")


def _moment(words: Words, when: datetime) -> str:
    return words.text(
        "report.moment",
        year=when.year,
        month=when.month,
        day=when.day,
        month_id=f"report.month.{when.month}",
        time=when.strftime("%H:%M:%S"),
    )
