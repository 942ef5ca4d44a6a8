"""Figures as Markdown, and into the documents that show them. Nothing is measured here."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.figures import FIGURES, Figure, amount, from_json, row

TITLES: Final = Path(__file__).with_name("titles.zh_CN.toml")
SOURCE: Final = Path("docs/performance.json")
"""What the published tables are made from."""
BEGIN: Final = "<!-- figures: made by `python -m tests.benchmarks --publish` -->"
END: Final = "<!-- end of figures -->"
SHORT: Final = ("key-to-light", "key-to-light.flood", "key-to-light.sixteen", "decode.abecs", "decode.tc66c", "graph.1M", "graph.100M",
                "graph.memory", "pattern", "start.paint", "start.ready", "inspect", "report", "verify", "history.serial",
                "memory.shift", "rest.empty", "package")  # fmt: skip
"""Those that README shows."""


def table(figures: Sequence[Figure], machine: Mapping[str, str], *, notes: bool = True) -> str:
    """All of them, with the machine and the command of each."""
    head = ("figure", "value", "floor, in the same run", "value / floor", *(("note", "command") if notes else ()))
    lines = [described(machine), "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for figure in figures:
        cells = row(figure)
        lines.append("| " + " | ".join((*cells, f"`{figure.command}`") if notes else cells[:4]) + " |")
    return "\n".join(lines) + "\n"


def described(machine: Mapping[str, str]) -> str:
    """The machine in a sentence."""
    libraries = ", ".join(
        f"{k} {v}" for k, v in machine.items() if k not in ("processor", "memory", "system", "python", "measured")
    )
    return (
        f"Measured {machine['measured']} on: {machine['processor']}; {machine['memory']}; {machine['system']}; "
        f"Python {machine['python']}; {libraries}."
    )


def short(figures: Sequence[Figure]) -> str:
    """README's table."""
    lines = ["| figure | value | beside, in the same run | ratio |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(row(f)[:4]) + " |" for f in figures if f.name in SHORT]
    return "\n".join(lines) + "\n"


def short_in_chinese(figures: Sequence[Figure]) -> str:
    """The table of README.zh-CN.md. Raises ``KeyError`` for a figure or floor without a name there."""
    words = tomllib.loads(TITLES.read_text("utf-8"))
    head = words["head"]
    lines = [f"| {head['figure']} | {head['value']} | {head['floor']} | {head['ratio']} |", "|---|---|---|---|"]
    for figure in (figure for figure in figures if figure.name in SHORT):
        _, value, _, ratio, _ = row(figure)
        floor = words["floors"][figure.floor_name] if figure.floor_name else ""
        floor += f": {amount(figure.floor, figure.unit)}" if figure.floor is not None else ""
        value = value if figure.value is not None else head["none"]
        lines.append(f"| {words['titles'][figure.name]} | {value} | {floor} | {ratio} |")
    return "\n".join(lines).replace("% of a core", "%") + "\n"


def known(root: Path) -> tuple[dict[str, str], list[Figure]]:
    """The machine and the figures that are published."""
    told = json.loads((root / SOURCE).read_text("utf-8"))
    return told["machine"], [from_json(line) for line in told["figures"]]


def published(root: Path, told: Mapping[str, Any]) -> None:
    """Into the source, over what it had of the same names, and from it into every document."""
    path, fresh = root / SOURCE, {line["name"]: line for line in told["figures"]}
    old = {line["name"]: line for line in json.loads(path.read_text("utf-8"))["figures"]} if path.exists() else {}
    merged = {**old, **fresh}
    kept = {"machine": told["machine"], "figures": [merged[name] for name in FIGURES if name in merged]}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for name, text in documents(root).items():
        (root / name).write_text(text, encoding="utf-8")


def documents(root: Path) -> dict[str, str]:
    """Each document as it must be."""
    machine, figures = known(root)
    made = {
        "docs/performance.md": table(figures, machine),
        "README.md": short(figures),
        "README.zh-CN.md": short_in_chinese(figures),
    }
    return {name: _between((root / name).read_text("utf-8"), text) for name, text in made.items()}


def _between(document: str, text: str) -> str:
    pattern = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n{text}{END}", document)
