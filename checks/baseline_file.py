"""A known-good unit's file: TOML that people can read and keep in a repository. Every problem of a file is told at once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from checks.baseline import Baseline, Pairs, Sample

FORMAT: Final = "posbench-baseline/1"
_MOST: Final = 5_000_000
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_Text = Annotated[str, Meta(max_length=300)]
_Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
_Table = dict[_Text, _Text]
_HEAD: Final[dict[str, Any]] = {"profile": _Name, "model": _Text, "captured": _Text, "operator": _Text, "serial": _Text}
_PARTS: Final[dict[str, Any]] = {
    "system": _Table,
    "packages": _Table,
    "settings": _Table,
    "files": _Table,
    "programs": list[_Text],
    "memory_kb": Annotated[int, Meta(ge=0)],
}


class BaselineError(Exception):
    """A file is not a known-good unit's. ``problems`` lists every reason found."""

    def __init__(self, path: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = problems


def to_toml(baseline: Baseline) -> str:
    """The file's text. What could not be read has no table."""
    sample = baseline.sample
    lines = ["# A known-good unit, captured by Posbench. Digests are SHA-256 of what is the same on every good unit."]
    lines += [f"format = {_quoted(FORMAT)}", *(f"{name} = {_quoted(getattr(baseline, name))}" for name in _HEAD)]
    if sample.memory_kb is not None:
        lines.append(f"memory_kb = {sample.memory_kb}")
    if sample.programs is not None:
        lines += ["programs = [", *(f"    {_quoted(name)}," for name in sample.programs), "]"]
    for name, table in (("system", sample.system), ("packages", sample.packages), ("settings", sample.settings),
                        ("files", sample.files)):  # fmt: skip
        if table is not None:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in dict(table).items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: whatever a unit says stays a text."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if 0xD800 <= ord(sign) <= 0xDFFF:
        return "\ufffd"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"


def read_baseline(path: Path) -> Baseline:
    """The known-good unit in a file. Raises ``BaselineError`` with every problem."""
    try:
        data = path.read_bytes()
        if len(data) > _MOST:
            raise BaselineError(str(path), ("is too large to be one",))
        table = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise BaselineError(str(path), (f"cannot be read: {error.strerror}",)) from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(str(path), (f"is not TOML: {error}",)) from error
    problems = tuple(_problems(table))
    if problems:
        raise BaselineError(str(path), problems)
    return _built(table)


def _problems(table: dict[str, Any]) -> Iterator[str]:
    if table.get("format") != FORMAT:
        yield f"format: must be {FORMAT}, this program reads no other"
    known = _HEAD | _PARTS
    yield from (f"{name}: missing" for name in _HEAD if name not in table)
    yield from (f"{name}: unknown key" for name in table if name not in known and name != "format")
    for name, kind in known.items():
        if name in table:
            yield from _attempt(name, table[name], kind)


def _attempt(name: str, value: Any, kind: Any) -> Iterator[str]:
    """A table line by line, because msgspec stops at its first error."""
    if kind is _Table and isinstance(value, dict):
        for key, text in value.items():
            yield from _one(f'{name}."{key[:60]}"', {key: text}, kind)
    else:
        yield from _one(name, value, kind)


def _one(where: str, value: Any, kind: Any) -> Iterator[str]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield f"{where}: {error}"


def _built(table: dict[str, Any]) -> Baseline:
    tables: dict[str, Pairs | None] = {
        name: tuple(table[name].items()) if name in table else None
        for name in ("system", "packages", "settings", "files")
    }
    programs = tuple(table["programs"]) if "programs" in table else None
    sample = Sample(**tables, programs=programs, memory_kb=table.get("memory_kb"))
    return Baseline(**{name: table[name] for name in _HEAD}, sample=sample)
