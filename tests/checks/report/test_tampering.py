"""Each way to tamper gets the verdict that docs/verify.md says; ``python -m tests.tampering`` makes the table there."""

from itertools import islice
from pathlib import Path

import pytest

from checks.record import Record
from checks.report.several import Answer, answer_of
from checks.report.signing.verify import verify_pdf
from checks.words import Catalogue
from tests.tampering import BEGIN, END, PAGE, ROWS, Ground, Row, case, changed_der


@pytest.fixture(scope="module")
def ground(passing: Record, samples: object, words: dict[str, Catalogue], fonts: Path) -> Ground:
    return Ground(passing, samples.failing(), (words["zh_CN"], words["en"]), fonts)  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_way_gets_its_verdict(row: Row, ground: Ground) -> None:
    made = case(row, ground)
    found = verify_pdf(made.data, made.trust, now=made.now, words=ground.words)
    assert answer_of(found) is made.answer, found
    assert (found.record is None) is (made.answer in (Answer.ALTERED, Answer.NOT_OURS))


def test_no_byte_of_the_signature_block_can_be_another(ground: Ground) -> None:
    for data in islice(changed_der(ground.signed, 61), 30):
        assert answer_of(verify_pdf(data, (ground.root,))) is Answer.ALTERED


def test_the_table_in_the_documents_has_every_way_and_no_wrong_verdict() -> None:
    table = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    told = {line.split(" | ")[0].removeprefix("| "): line.split(" | ")[1] for line in table.strip().splitlines()[2:]}
    assert {row[0]: row[1].value for row in ROWS}.items() <= told.items(), "run: python -m tests.tampering"
    series = {name: answers for name, answers in told.items() if "one byte" in name}
    assert len(series) == 5
    assert all(answers.endswith(" x altered") and "," not in answers for answers in series.values())
