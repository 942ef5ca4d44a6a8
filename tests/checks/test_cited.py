"""Tests that the documents name as their proof are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CITED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("page", ["docs/security.md"])
def test_every_test_a_page_names_is_there(page: str) -> None:
    named = CITED.findall((ROOT / page).read_text("utf-8"))
    assert len(named) > 20
    for place, name in named:
        source = (ROOT / place).read_text("utf-8")
        assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{place}::{name}"


@pytest.mark.parametrize("page", ["docs/security.md"])
def test_every_claim_of_a_table_has_its_test(page: str) -> None:
    rows = [line for line in (ROOT / page).read_text("utf-8").splitlines() if line.startswith("| ")]
    claims = [row for row in rows[rows.index("| Claim | Test |") :] if row != "| Claim | Test |"]
    assert claims
    assert not [row for row in claims if not CITED.search(row)]
