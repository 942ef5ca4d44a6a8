"""Documents that name tests as their proof: each row of their tables names one, and each that is named is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CITED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PAGES = {
    "docs/security.md": "| Claim | Test |",
    "docs/faults.md": "| fault | what the user sees | what is kept | test |",
}
"""Pages, and the head of the tables whose rows must name a test."""


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def rows() -> list[tuple[str, str]]:
    found = []
    for page, head in PAGES.items():
        inside = False
        for line in (ROOT / page).read_text("utf-8").splitlines():
            inside = line == head or (inside and line.startswith("|"))
            if inside and line != head and not line.startswith("|---"):
                found.append((page, line))
    return found


def test_there_are_tables() -> None:
    assert all(sum(place == page for place, _ in rows()) > 30 for page in PAGES)


@pytest.mark.parametrize(
    ("page", "row"), rows(), ids=lambda value: value.split("|")[1].strip() if "|" in value else value
)
def test_each_row_names_tests_that_are_there(page: str, row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split(" |")]
    assert all(cells), page
    named = CITED.findall(cells[-1])
    assert named, "a claim without its test"
    for path, name in named:
        assert (ROOT / path).exists(), path
        assert name in names_in(path), f"{path} has no {name}"
