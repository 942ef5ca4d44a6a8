"""The page must say what the attached record says; no honest report is ever called altered for it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from checks.measurement import Outcome, Verdict
from checks.record import Record, to_json
from checks.report.build import build_model, facts_of
from checks.report.page_text import page_texts
from checks.report.pdf import render_pdf
from checks.report.phrases import Phrases
from checks.report.printed import Fact, Printed, printed_facts
from checks.report.signing.identity import Identity
from checks.report.signing.sign import sign_pdf
from checks.report.signing.verify import Status, Verification, verify_pdf
from checks.words import Catalogue

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
EVER_PRINTED = {
    "verdict.pass": {"PASS", "合格"},
    "verdict.fail": {"FAIL", "不合格"},
    "verdict.not-decided": {"NOT DECIDED", "未判定"},
    "verdict.pass-waived": {"PASS, waived", "合格（让步）"},
}
"""Words that reports which were handed out have on their first page."""


def both(words: dict[str, Catalogue]) -> tuple[Catalogue, ...]:
    return words["zh_CN"], words["en"]


def signed_page(page: Record, attached: Record, words: tuple[Catalogue, ...], identity: Identity, fonts: Path) -> bytes:
    """A report by a genuine bench key whose page is made of one record and whose attachment is another."""
    model = build_model(page, words, identity.signer())
    model = replace(model, facts=facts_of(attached, Phrases(words)))
    return sign_pdf(render_pdf(model, to_json(attached), fonts), identity, now=NOW, reason="x")


def told(found: Verification, words: Catalogue) -> list[str]:
    return [words.say(reason) for reason in found.reasons]


@pytest.mark.parametrize("languages", [("en",), ("zh_CN", "en")])
def test_a_page_that_passes_a_unit_whose_record_fails_is_altered(
    languages: tuple[str, ...],
    samples: ModuleType,
    passing: Record,
    words: dict[str, Catalogue],
    identity: Identity,
    fonts: Path,
    root_pem: bytes,
) -> None:
    spoken = tuple(words[language] for language in languages)
    forged = signed_page(passing, samples.failing(), spoken, identity, fonts)
    found = verify_pdf(forged, (root_pem,), words=both(words))
    assert found.status is Status.ALTERED
    assert found.record is None
    said = told(found, words["en"])
    assert 'Verdict: the page says "PASS", the attached record says "FAIL".' in said
    assert 'Keypad: the page says "Pass", the attached record says "Fail".' in said
    assert 'Supply: the page says "Pass", the attached record says "Fail".' in said
    assert not any(sentence.startswith("Display") for sentence in said)
    assert [fact.agrees for fact in found.printed if fact.fact is Fact.VERDICT] == [False]
    assert [fact.agrees for fact in found.printed if fact.fact is Fact.DIGEST] == [False]


def test_a_page_about_another_unit_is_altered(
    passing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes
) -> None:
    unit = replace(passing.unit, serial="1234", sticker_serial="", model="PPC-999")
    forged = signed_page(passing, replace(passing, unit=unit), (words["en"],), identity, fonts)
    said = told(verify_pdf(forged, (root_pem,), words=both(words)), words["en"])
    assert 'Serial number: the attached record says "1234", which does not stand on the page.' in said
    assert any("PPC-999" in sentence for sentence in said)


def compared(record: Record, words: tuple[Catalogue, ...], spoken: tuple[Catalogue, ...], fonts: Path,
             identity: Identity) -> tuple[Printed, ...]:  # fmt: skip
    data = render_pdf(build_model(record, words, identity.signer()), to_json(record), fonts)
    digest = facts_of(record, Phrases(words)).record_sha256
    return printed_facts(record, digest, page_texts(data), spoken, words[0].language.replace("_", "-"))


@pytest.mark.parametrize(
    ("sample", "languages"),
    [
        ("passing", ("en",)),
        ("failing", ("zh_CN",)),
        ("repaired", ("en", "zh_CN")),
        ("conceded", ("en",)),
        ("conceded", ("zh_CN", "en")),
        ("undecided", ("zh_CN", "en")),
        ("hostile", ("zh_CN", "en")),
    ],
)
def test_every_fact_of_an_honest_page_agrees(
    sample: str,
    languages: tuple[str, ...],
    samples: ModuleType,
    words: dict[str, Catalogue],
    identity: Identity,
    fonts: Path,
) -> None:
    record = getattr(samples, sample)()
    found = compared(record, tuple(words[code] for code in languages), both(words), fonts, identity)
    assert [fact for fact in found if fact.agrees is not True] == []
    assert {fact.fact for fact in found} == set(Fact) - ({Fact.WAIVER} if not record.overall.waived else set())


def test_what_a_unit_calls_itself_cannot_make_its_page_look_altered(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path
) -> None:
    unit = replace(
        samples.failing().unit,
        maker="PASS Verdict PASS",
        model="Keypad Pass",
        serial="PASS Results at a glance Keypad Pass \u00ad\u200b-",
        identity=(("firmware", "Supply Pass Check Outcome Values Keypad Pass Verdict: PASS"),),
    )
    record = replace(samples.failing(), unit=unit, id="PASS - PASS")
    found = compared(record, (words["en"],), both(words), fonts, identity)
    assert [fact for fact in found if fact.agrees is not True] == []
    passing = replace(record, overall=replace(record.overall, verdict=Verdict.PASS))
    assert [fact.fact for fact in compared_with(record, passing, words, identity, fonts) if fact.agrees is False] == [
        Fact.VERDICT
    ]


def compared_with(page: Record, record: Record, words: dict[str, Catalogue], identity: Identity,
                  fonts: Path) -> tuple[Printed, ...]:  # fmt: skip
    model = build_model(page, (words["en"],), identity.signer())
    digest = model.facts.record_sha256
    return printed_facts(record, digest, page_texts(render_pdf(model, to_json(page), fonts)), both(words), "en")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_page_whose_waiver_is_another_than_the_records_is_altered(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path, root_pem: bytes, language: str
) -> None:
    record, spoken = samples.conceded(), (words[language],)
    honest = verify_pdf(signed_page(record, record, spoken, identity, fonts), (root_pem,), words=both(words))
    assert honest.reasons == ()
    assert "Checks accepted nonetheless: 2" in " ".join(words["en"].say(note) for note in honest.notes)
    for changed in (
        {"by": "Li"},
        {"by": "Wang"},
        {"why": "no reason"},
        {"why": "CLEAR is not used"},
        {"was": Outcome.SKIPPED},
    ):
        results = tuple(
            replace(r, waiver=replace(r.waiver, **changed)) if r.check == "keypad" else r for r in record.results
        )
        found = verify_pdf(
            signed_page(replace(record, results=results), record, spoken, identity, fonts),
            (root_pem,),
            words=both(words),
        )
        assert found.status is Status.ALTERED, changed
        assert [fact.agrees for fact in found.printed if fact.fact is Fact.WAIVER] == [False, True], changed
        assert any("Accepted nonetheless" in line for line in told(found, words["en"]))


def test_a_plain_pass_on_the_page_of_a_concession_is_altered_and_a_concession_on_a_plain_passs_page_too(
    samples: ModuleType, words: dict[str, Catalogue], identity: Identity, fonts: Path
) -> None:
    record = samples.conceded()
    plainly = replace(record, overall=replace(record.overall, waived=()))
    for page, attached in ((plainly, record), (record, plainly)):
        facts = compared_with(page, attached, words, identity, fonts)
        assert Fact.VERDICT in [fact.fact for fact in facts if fact.agrees is False]
    assert all(fact.agrees for fact in compared_with(record, record, words, identity, fonts))


def test_words_of_a_language_the_reader_lacks_are_not_compared(passing: Record) -> None:
    page = [f"Posbench Rapport {passing.unit.serial} {passing.id} RÉUSSI Gertec PPC-930"]
    (french,) = (
        f for f in printed_facts(passing, "ab", page, (Catalogue("en", {}),), "fr-FR") if f.fact is Fact.VERDICT
    )
    assert french.agrees is None
    (english,) = (f for f in printed_facts(passing, "ab", page, (Catalogue("en", {}),), "en") if f.fact is Fact.VERDICT)
    assert english.agrees is False


def test_a_report_of_yesterday_still_says_its_verdict_in_words_the_verifier_knows(words: dict[str, Catalogue]) -> None:
    """Whoever words a verdict anew must let the verifier go on knowing the old word."""
    assert {name: {w.text(name) for w in words.values()} for name in EVER_PRINTED} == EVER_PRINTED
