"""No sentence is translated for nobody: each id stands in the program, or is made of parts that stand there or in its data."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from checks.cures import GUARDED, MINUTES
from checks.words import load_catalogues
from devices.events import Channel, Quantity, Source

ROOT = Path(__file__).resolve().parents[2]
GAP = "\0"
STEMS = ("console.sending",)
"""Ids that are made by putting an ending behind a name that is itself an id's beginning."""


def trees() -> Iterator[ast.Module]:
    paths = [ROOT / "app.py", *(path for room in ("gui", "checks", "devices") for path in (ROOT / room).rglob("*.py"))]
    for path in paths:
        yield ast.parse(path.read_text("utf-8"))


def shape_of(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)


def in_data(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (str(name), *in_data(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from in_data(inner)
    else:
        yield str(value)


@cache
def written() -> tuple[frozenset[str], frozenset[str]]:
    """Constants of the program and its data, and the shapes of its f-strings with a gap for what is filled in."""
    constants, shapes = {*STEMS}, set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                shapes.add(shape_of(node))
            elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                shapes.add(f"{node.left.value}{GAP}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
                constants |= {node.value, *node.value.split()}
            elif isinstance(node, ast.ClassDef):
                constants.add(node.name)
    for path in (ROOT / "resources").rglob("*.toml"):
        constants |= set(in_data(tomllib.loads(path.read_text("utf-8"))))
    constants |= {Channel(quantity, source).id for quantity in Quantity for source in Source}
    return frozenset(constants), frozenset(shapes)


def fills(text: str, wanted: str) -> tuple[str, ...] | None:
    """What the gaps of a shape must be for it to become ``wanted``."""
    match = re.fullmatch("(.+)".join(map(re.escape, text.split(GAP))), wanted)
    return match.groups() if match else None


def stands(part: str, constants: frozenset[str], parts: frozenset[str]) -> bool:
    """A part that is a constant, a number, or made of constants itself; an id may say ``_`` where a value says ``-``."""
    if part.isdigit() or part in constants or part.replace("_", "-") in constants:
        return True
    made = (fills(shape, part) for shape in parts)
    return any(found and all(piece.isdigit() or piece in constants for piece in found) for found in made)


def is_used(name: str) -> bool:
    constants, shapes = written()
    if name in constants or any(name == f"{stem}.{end}" for stem in STEMS for end in ("link", "title", "text", "next")):
        return True
    heads = frozenset(shape for shape in shapes if re.match(r"[a-z_-]+\.", shape))
    parts = frozenset(s for s in shapes if GAP in s and len(s) > 4 and re.fullmatch(rf"[\w{GAP}.@+-]+", s))
    found = (fills(shape, name) for shape in heads)
    return any(gaps is not None and all(stands(gap, constants, parts) for gap in gaps) for gaps in found)


def test_every_sentence_is_said_somewhere() -> None:
    english = load_catalogues(ROOT / "resources/i18n")["en"].sentences
    assert [name for name in english if not is_used(name)] == []


def test_a_sentence_for_nobody_would_be_noticed() -> None:
    for name in ("ask.nobody_asks_this", "remedy.nobody_does_this", "window.link.nowhere.title", "fault.power.purple"):
        assert not is_used(name)


def test_what_a_cure_costs_is_told_of_cures_that_exist() -> None:
    english = load_catalogues(ROOT / "resources/i18n")["en"].sentences
    assert {step for step in (*MINUTES, *GUARDED) if step not in english} == set()
