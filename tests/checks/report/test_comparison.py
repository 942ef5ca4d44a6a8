"""Two past inspections of one unit in one signed document: which two is decided in one place, and units are never mixed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

import app
from checks.before import Before
from checks.console.arguments import make_parser
from checks.console.histories import history as history_verb
from checks.console.histories import remember
from checks.console.parts import Refused
from checks.handling import Handling, PartUsed
from checks.history.entry import entry_of
from checks.history.pairing import NoPair, earlier, pair
from checks.history.store import History, HistoryError
from checks.record import Record
from checks.report.compared import Compared, ComparedError, compared_from, facts_of, to_bytes
from checks.report.comparison import make_comparison, page_of
from checks.report.page_text import page_texts
from checks.report.pdf import Paper
from checks.report.signing import identity as ids
from checks.report.signing.contents import Kind
from checks.report.signing.identity import Identity
from checks.report.signing.verify import Status, verify_pdf
from checks.retest import before_of, between
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
REPAIR = Handling(notes="flex cable seated again", parts=(PartUsed("keypad", 1, "KP-1", "keypad"),))


@pytest.fixture(scope="module")
def first(samples: ModuleType) -> Record:
    return replace(samples.failing(), id="first", ended="2026-11-20T09:00:00Z", handling=REPAIR)


@pytest.fixture(scope="module")
def second(first: Record, passing: Record) -> Record:
    return replace(passing, id="second", ended="2026-11-21T09:00:00Z", unit=first.unit, keys=first.keys)


@pytest.fixture
def history(tmp_path: Path, first: Record, second: Record) -> Iterator[History]:
    opened = History(f"sqlite:///{tmp_path / 'h.sqlite'}")
    opened.add(second)
    opened.add(first)
    yield opened
    opened.close()


def test_by_default_the_last_two_are_compared_in_the_order_of_time(
    history: History, first: Record, second: Record
) -> None:
    serial = first.unit.serial
    found = pair(history, serial)
    assert (found.first.id, found.second.id, found.others) == ("first", "second", 0)
    history.add(replace(second, id="third", ended="2026-11-22T09:00:00Z"))
    assert [one.id for one in (pair(history, serial).first, pair(history, serial).second)] == ["second", "third"]
    whole = pair(history, serial, first="first")
    assert (whole.first.id, whole.second.id, whole.others) == ("first", "third", 1)
    turned = pair(history, serial, first="third", second="second")
    assert (turned.first.id, turned.second.id) == ("second", "third")
    assert pair(history, serial, second="second").first.id == "first"
    assert earlier(history, entry_of(second)).id == "first"  # type: ignore[union-attr]


def test_two_units_are_never_compared(history: History, first: Record, second: Record) -> None:
    unit, serial = first.unit, first.unit.serial
    history.add(replace(second, id="model", ended="2026-11-23T09:00:00Z", unit=replace(unit, profile="another-model")))
    history.add(replace(second, id="unit", unit=replace(unit, serial="999")))
    for wish, reason in (
        ({"first": "first", "second": "model"}, "history.pair.other_units"),
        ({"first": "unit"}, "history.pair.not_of_unit"),
        ({"second": "model"}, "history.pair.other_units"),
        ({"first": "first", "second": "first"}, "history.pair.same"),
    ):
        with pytest.raises(NoPair) as caught:
            pair(history, serial, **wish)
        assert caught.value.message.id == reason
    for serial, reason in (("999", "history.pair.only_one"), ("nobody's", "history.no_unit")):
        with pytest.raises(NoPair) as caught:
            pair(history, serial)
        assert caught.value.message.id == reason
    with pytest.raises(HistoryError):
        pair(history, first.unit.serial, first="no such id")
    assert earlier(history, entry_of(replace(second, unit=replace(unit, profile="another-model")))) is None


@pytest.mark.parametrize("paper", list(Paper))
def test_the_document_says_what_is_different_and_is_verified_as_what_it_is(
    first: Record, second: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes,
    paper: Paper,
) -> None:  # fmt: skip
    spoken = (words["en"],) if paper is Paper.A4 else (words["zh_CN"], words["en"])
    data = make_comparison(Compared(first, second, 2), spoken, identity, fonts, now=NOW, paper=paper)
    found = verify_pdf(data, (root_pem,), now=NOW)
    assert (found.status, found.kind) == (Status.INTACT_TRUSTED, Kind.COMPARISON)
    assert found.comparison is not None
    assert found.comparison == facts_of(Compared(first, second, 2))
    assert (found.comparison.first_verdict, found.comparison.second_verdict) == ("fail", "pass")
    text = " ".join("".join(page_texts(data)).split())
    assert "flex cable seated again" in text
    assert "KP-1" in text
    if paper is Paper.A4:
        assert "between them: 2" in text
        assert text.index("mended") < text.index("as before")
    document = pypdfium2.PdfDocument(data)
    assert document[0].get_size() == pytest.approx((595.28, 841.89) if paper is Paper.A4 else (612, 792), abs=0.1)
    document.close()
    place = data.index(b"%PDF-") + 2000
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    assert verify_pdf(changed, (root_pem,)).status is Status.ALTERED


def test_what_is_attached_is_read_back_and_two_units_in_one_are_refused(first: Record, second: Record) -> None:
    told = compared_from(to_bytes(Compared(first, second, 1)))
    assert (told.first.id, told.second.id, told.others) == ("first", "second", 1)
    assert to_bytes(compared_from(to_bytes(told))) == to_bytes(told)
    held = json.loads(to_bytes(told))
    for wrong in (
        held | {"format": "x"},
        held | {"others": -1},
        held | {"others": True},
        held | {"first": {}},
        {"format": held["format"]},
        held | {"second": held["second"] | {"unit": held["second"]["unit"] | {"serial": "another"}}},
    ):
        with pytest.raises(ComparedError):
            compared_from(json.dumps(wrong).encode())
    with pytest.raises(ComparedError):
        compared_from(b"[" * 100_000)


def test_a_repairs_notes_are_those_of_its_retest_and_else_of_the_inspection_before(
    first: Record, second: Record
) -> None:
    before: Before = before_of(first)
    again = replace(second, before=before, handling=replace(REPAIR, notes="both"))
    assert between(first, second) is first.handling
    assert between(first, again) is again.handling


def test_where_nobody_repaired_anything_the_document_speaks_of_no_repair(
    first: Record, second: Record, words: dict[str, Catalogue], identity: Identity
) -> None:
    def said(told: Compared, language: str) -> str:
        page = page_of(told, (words[language],), identity.signer(), b"", NOW)
        return json.dumps([page["labels"], page["block"]], ensure_ascii=False)

    repaired, later = Compared(first, second), Compared(replace(first, handling=Handling()), second)
    again = Compared(replace(first, handling=Handling()), replace(second, before=before_of(first)))
    for told, speaks in ((repaired, True), (again, True), (later, False)):
        assert ("mended" in said(told, "en"), '"Repair"' in said(told, "en")) == (speaks, speaks)
        assert ("\u4fee" in said(told, "zh_CN")) is speaks


def test_foreign_text_stays_text(
    first: Record, second: Record, words: dict[str, Catalogue], identity: Identity
) -> None:
    evil = '\x1b[31m#image("/etc/passwd")\u202e'
    marked = replace(second, operator=evil, unit=replace(second.unit, model=evil))
    page = page_of(
        Compared(replace(first, handling=replace(REPAIR, notes=evil)), marked),
        (words["en"],),
        identity.signer(),
        b"",
        NOW,
    )
    assert "\x1b" not in json.dumps(page, ensure_ascii=False)
    assert "\u202e" not in json.dumps(page, ensure_ascii=False)


def test_the_command_line_signs_what_the_history_holds(
    first: Record, second: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = app.make_parts()
    for record in (first, second):
        assert remember(parts.home, replace(record, demonstration=False)).problem is None
    secret, out = tmp_path / "secret", tmp_path / "both.pdf"
    secret.write_text("a passphrase of this bench\n")
    words, parse = parts.words("en"), make_parser("0").parse_args
    given = ["history", "compare", first.unit.serial, "--report", str(out), "--passphrase-file", str(secret)]
    assert history_verb(parse([*given, "--paper", "letter", "--json"]), words, parts) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["first"], told["second"], told["report"]) == ("first", "second", str(out))
    assert verify_pdf(out.read_bytes(), (ids.export(parts.home.folder("identity")),)).status is Status.INTACT_TRUSTED
    with pytest.raises(Refused) as refused:
        history_verb(parse([*given, "--second", "first"]), words, parts)
    assert "first" in words.say(refused.value.text)
    with pytest.raises(Refused) as bad:
        history_verb(parse([*given, "--time-stamp", "nowhere"]), words, parts)
    assert bad.value.text.id == "stamp.url"
