"""Whether the page says what the attached record says: the facts that decide, read off the page. Pure.

Of a fact that may be worded anew one day (the name of a check), only a contradiction counts, so that no report of another
version is called altered; what a unit writes into its own name can neither hide a contradiction of the verdict nor make one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from checks.measurement import VERDICT_WORDS, Message, Outcome, Waiver, message
from checks.record import Record, waivers_of
from checks.report.build import grouped
from checks.report.phrases import Phrases
from checks.report.plain import WORD, plain
from checks.report.waived import JOINT, MOST_PRINTED, by_and_why
from checks.words import Words

_GAPS: Final = re.compile(r"[\s\u200b\u00ad]+")
_MISSING: Final = "□"
_MOST_CHECKS: Final = 30
_WORD_BEHIND: Final = 24
"""Signs behind a waiver's joint in which the word for what the check came to stands."""
_JOINT: Final = "\u00b7"
"""Between serial and record number in the running head."""


class Fact(StrEnum):
    """What is compared; its name is ``verify.fact.<value>``."""

    VERDICT = "verdict"
    SERIAL = "serial"
    MODEL = "model"
    DATE = "date"
    RECORD = "record"
    DIGEST = "digest"
    CHECK = "check"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Printed:
    """One fact: what the record says of it, and whether the page says the same; None where that could not be compared.

    The record says it as plain text (``says``) or as a word with an id (``says_id``); ``page_id`` is the word that the
    page has instead, where one could be read. ``check`` is the check whose outcome it is.
    """

    fact: Fact
    agrees: bool | None
    says: str = ""
    says_id: str = ""
    page_id: str = ""
    check: str = ""

    def difference(self) -> Message:
        """What differs, in words."""
        about = f"check.{self.check}" if self.fact is Fact.CHECK else f"verify.fact.{self.fact.value}"
        if self.page_id:
            return message("verify.page_differs", fact_id=about, record_id=self.says_id, page_id=self.page_id)
        if self.says_id:
            return message("verify.page_lacks_word", fact_id=about, record_id=self.says_id)
        return message("verify.page_lacks", fact_id=about, record=self.says)


def printed_facts(record: Record, digest: str, texts: Iterable[str], words: tuple[Words, ...],
                  language: str = "") -> tuple[Printed, ...]:  # fmt: skip
    """Each fact of ``record`` beside what the pages say. ``texts``: pages, the first first; read only as far as needed.

    ``words``: languages the page may be in. ``language`` is the one the file names for itself: a report in a language
    that is not among ``words`` has its words left uncompared.
    """
    pages = _Pages(texts)
    unit, first, number = record.unit, pages.first, plain(record.id, 64)
    serial = plain(unit.serial or unit.sticker_serial, 40)
    facts = [
        _verdict(record, first, words, language),
        _plain_fact(Fact.SERIAL, serial, f"{serial}{_JOINT}{number}", first),
        _plain_fact(Fact.MODEL, model := plain(f"{unit.maker} {unit.model}", 48), model, first),
        _date(record, first, words),
        _plain_fact(Fact.RECORD, number, number, first),
        Printed(Fact.DIGEST, pages.hold(_pattern(grouped(digest))), digest),
    ]
    facts += [_waiver(told, first, words) for _, told in waivers_of(record)[:MOST_PRINTED]]
    facts += _checks(record, pages, words)
    return tuple(fact for fact in facts if fact.says or fact.says_id)


class _Pages:
    """Pages without their gaps, read one after another."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rest: Iterator[str] = (squeezed(text) for text in texts)
        self.first = next(self._rest, "")
        self._read = [self.first]

    def __iter__(self) -> Iterator[str]:
        yield from self._read
        for text in self._rest:
            self._read.append(text)
            yield text

    def hold(self, wanted: re.Pattern[str]) -> bool:
        return any(wanted.search(text) for text in self)


def squeezed(text: str) -> str:
    """Text without spaces, line ends and invisible break points: those follow from the room on the page."""
    return _GAPS.sub("", text)


def _pattern(said: str) -> re.Pattern[str]:
    """Finds ``said`` on a page, where the font may have had a box for a sign it lacks."""
    wanted = squeezed(said)
    if wanted.isascii():
        return re.compile(re.escape(wanted))
    return re.compile(
        "".join(re.escape(sign) if sign.isascii() else f"[{re.escape(sign)}{_MISSING}]" for sign in wanted)
    )


def _plain_fact(fact: Fact, said: str, wanted: str, page: str) -> Printed:
    """``wanted`` stands on the page, and not as a part of a longer number."""
    whole = re.compile(f"(?<![0-9]){_pattern(wanted).pattern}" + ("(?![0-9])" if wanted[-1:].isdigit() else ""))
    return Printed(fact, whole.search(page) is not None, said)


def _date(record: Record, page: str, words: tuple[Words, ...]) -> Printed:
    """The end of the inspection as one of the languages writes it; another wording contradicts nothing."""
    written = Phrases(words).moment(record.ended) if words else ()
    found = any(_pattern(moment).search(page) for moment in written)
    return Printed(Fact.DATE, True if found else None, plain(record.ended, WORD))


def _verdict(record: Record, page: str, words: tuple[Words, ...], language: str) -> Printed:
    """The word in the band at the top: it comes first after the running head, which ends with the record's number."""
    says = record.overall.verdict_word
    head = _pattern(plain(record.id, 64)).search(page)
    named = _named(page[head.end() :], words) if head is not None else set()
    said = f"verdict.{says}"
    if named == {says}:
        return Printed(Fact.VERDICT, True, says_id=said)
    if named:
        other = sorted(named - {says})[0]
        return Printed(Fact.VERDICT, False, says_id=said, page_id=f"verdict.{other}")
    known = not language or language.split("-")[0].lower() in {w.language.split("_")[0].lower() for w in words}
    return Printed(Fact.VERDICT, False if words and known else None, says_id=said)


def _named(rest: str, words: tuple[Words, ...]) -> set[str]:
    """The verdicts whose words stand at the beginning, in one language after another."""
    known = {squeezed(w.text(f"verdict.{verdict}")): verdict for verdict in VERDICT_WORDS for w in words}
    found: set[str] = set()
    for _ in words:
        word = next((w for w in sorted(known, key=len, reverse=True) if w and rest.startswith(w)), None)
        if word is None:
            break
        found.add(known[word])
        rest = rest[len(word) :]
    return found


def _waiver(waiver: Waiver, page: str, words: tuple[Words, ...]) -> Printed:
    """By whom and why, whole, between the colon and the joint that the page writes around them; then what the check came to."""
    told = f"{by_and_why(waiver)} {JOINT}"
    rows = list(re.finditer(f"[:\uff1a]{_pattern(told).pattern}", page))
    if not rows or not words:
        return Printed(Fact.WAIVER, bool(rows), by_and_why(waiver))
    behind = [page[row.end() :][:_WORD_BEHIND] for row in rows]
    named = {outcome for one in _said(words) for outcome, word in one.items() if any(word.search(b) for b in behind)}
    if not named or waiver.was in named:
        return Printed(Fact.WAIVER, True, by_and_why(waiver))
    other = next(outcome for outcome in Outcome if outcome in named)
    was, page_has = f"outcome.{waiver.was.value}", f"outcome.{other.value}"
    return Printed(Fact.WAIVER, False, says_id=was, page_id=page_has)


def _checks(record: Record, pages: _Pages, words: tuple[Words, ...]) -> list[Printed]:
    """The outcome beside the name of each check that was judged, wherever both stand together."""
    outcomes = {result.check: result.outcome for result in record.results[:_MOST_CHECKS]}
    if not words:
        return []
    said = _said(words)
    return [_check(check, outcome, pages, words, said) for check, outcome in outcomes.items()]


def _said(words: tuple[Words, ...]) -> tuple[dict[Outcome, re.Pattern[str]], ...]:
    """The words of all outcomes, language by language: made once, because they are the same beside every check."""
    told = {outcome: Phrases(words).text(f"outcome.{outcome.value}") for outcome in Outcome}
    return tuple({outcome: _pattern(text[at]) for outcome, text in told.items()} for at in range(len(words)))


def _check(
    check: str,
    outcome: Outcome,
    pages: _Pages,
    words: tuple[Words, ...],
    said: tuple[dict[Outcome, re.Pattern[str]], ...],
) -> Printed:
    says = f"outcome.{outcome.value}"
    titles = [_pattern(title) for title in Phrases(words).either(f"check.{check}", plain(check, WORD))]
    found: set[Outcome] = set()
    for page in pages:
        found |= _beside(titles, said, page)
        if outcome in found:
            return Printed(Fact.CHECK, True, says_id=says, check=check)
    other = next((one for one in Outcome if one in found), None)
    if other is None:
        return Printed(Fact.CHECK, None, says_id=says, check=check)
    return Printed(Fact.CHECK, False, says_id=says, page_id=f"outcome.{other.value}", check=check)


def _beside(titles: list[re.Pattern[str]], said: tuple[dict[Outcome, re.Pattern[str]], ...], page: str) -> set[Outcome]:
    """Outcomes whose word stands behind a check's name in that language, or behind its names in both: ``name [name] word``."""
    found: set[Outcome] = set()
    for at, title in enumerate(titles):
        for end in _ends(title, page):
            also = (second.match(page, end) for other, second in enumerate(titles) if other != at)
            for behind in (end, *(name.end() for name in also if name is not None)):
                found |= {outcome for outcome, word in said[at].items() if word.match(page, behind)}
    return found


def _ends(title: re.Pattern[str], page: str) -> Iterator[int]:
    """Where a name ends, each time it stands there, also within itself. A name of nothing stands nowhere."""
    at = 0
    while title.pattern and (name := title.search(page, at)) is not None:
        yield name.end()
        at = name.start() + 1
