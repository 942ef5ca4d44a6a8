"""A known-good unit as facts, and what is different on another: missing, older, newer, changed, extra. Pure.

Holds names, versions, digests and whether rules are kept; no content of any file and no arguments of any program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from checks.measurement import CheckResult, Kept
from checks.versions import is_older
from devices.events import Identified

Pairs = tuple[tuple[str, str], ...]

SAME_MEMORY: Final = 0.02
"""Kernels keep a little more or less for themselves: a difference up to this share is none. Own."""
_FLEETING: Final = frozenset(
    {
        "sh",
        "ash",
        "bash",
        "dash",
        "mksh",
        "ps",
        "sed",
        "grep",
        "gzip",
        "base64",
        "cat",
        "head",
        "tail",
        "sleep",
        "usleep",
    }
    | {"hexdump", "od", "xxd", "cksum", "md5sum", "df", "tr", "dd", "dumpsys", "busybox", "toybox"}
)
"""Programs that come and go with every command, the bench's own among them."""


class DifferenceKind(StrEnum):
    """In which way a unit is unlike the known-good one. The word is ``difference.<value>``."""

    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    CHANGED = "changed"
    EXTRA = "extra"


class Part(StrEnum):
    """What is compared. The word is ``software_part.<value>``."""

    SYSTEM = "system"
    PACKAGES = "packages"
    SETTINGS = "settings"
    FILES = "files"
    PROGRAMS = "programs"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as on the known-good unit. ``was`` and ``now`` are foreign text, empty where there is none."""

    kind: DifferenceKind
    part: Part
    name: str
    was: str = ""
    now: str = ""

    def row(self) -> tuple[str, ...]:
        """For a record's table."""
        return (self.kind.value, self.part.value, self.name, self.was, self.now)

    def line(self) -> str:
        """For subjects of findings, in no language: the name, and its versions where it has any."""
        values = () if self.part is Part.SETTINGS else (self.was, self.now)
        return f"{self.name} {' -> '.join(text for text in values if text)}".strip()


@dataclass(frozen=True, slots=True)
class Sample:
    """A unit's software at one moment. None: could not be read, and is not compared. Names and values are foreign text.

    ``system``: os-version, patch-level, kernel; ``packages``: name and version; ``settings``: a rule's id and ``kept`` or
    ``broken``; ``files``: path and SHA-256, empty for a file that is not there; ``programs``: names of those that run.
    """

    system: Pairs | None = None
    packages: Pairs | None = None
    settings: Pairs | None = None
    files: Pairs | None = None
    programs: tuple[str, ...] | None = None
    memory_kb: int | None = None

    @property
    def read(self) -> frozenset[Part]:
        """The parts that could be read."""
        values = {Part.MEMORY if f.name == "memory_kb" else Part(f.name): getattr(self, f.name) for f in fields(self)}
        return frozenset(part for part, value in values.items() if value is not None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A good unit: of which model, whose facts, taken when (UTC, ISO 8601) and by whom."""

    profile: str
    model: str
    captured: str
    operator: str
    serial: str
    sample: Sample


def compare(good: Sample, now: Sample) -> tuple[Difference, ...]:
    """What is different on the unit ``now``, part by part, by name. Parts that one of the two does not tell are left out."""
    return (
        *_versions(Part.SYSTEM, good.system, now.system),
        *_versions(Part.PACKAGES, good.packages, now.packages),
        *_texts(Part.SETTINGS, good.settings, now.settings),
        *_files(good.files, now.files),
        *_programs(good.programs, now.programs),
        *_memory(good.memory_kb, now.memory_kb),
    )


def _versions(part: Part, good: Pairs | None, now: Pairs | None) -> Iterable[Difference]:
    for name, was, is_now in _paired(good, now):
        if was is None:
            yield Difference(DifferenceKind.EXTRA, part, name, "", is_now or "")
        elif is_now is None:
            yield Difference(DifferenceKind.MISSING, part, name, was)
        elif was != is_now:
            yield Difference(_direction(was, is_now), part, name, was, is_now)


def _direction(was: str, now: str) -> DifferenceKind:
    if is_older(now, was):
        return DifferenceKind.OLDER
    return DifferenceKind.NEWER if is_older(was, now) else DifferenceKind.CHANGED


def _texts(part: Part, good: Pairs | None, now: Pairs | None) -> Iterable[Difference]:
    for name, was, is_now in _paired(good, now):
        if was is not None and is_now is not None and was != is_now:
            yield Difference(DifferenceKind.CHANGED, part, name, was, is_now)


def _files(good: Pairs | None, now: Pairs | None) -> Iterable[Difference]:
    """A digest says nothing to people: only that the file is another one."""
    for name, was, is_now in _paired(good, now):
        if was is None or is_now is None or was == is_now:
            continue
        kind = DifferenceKind.CHANGED if was and is_now else DifferenceKind.MISSING if was else DifferenceKind.EXTRA
        yield Difference(kind, Part.FILES, name)


def _programs(good: tuple[str, ...] | None, now: tuple[str, ...] | None) -> Iterable[Difference]:
    if good is None or now is None:
        return
    was, is_now = set(lasting(good)), set(lasting(now))
    yield from (Difference(DifferenceKind.MISSING, Part.PROGRAMS, name) for name in sorted(was - is_now))
    yield from (Difference(DifferenceKind.EXTRA, Part.PROGRAMS, name) for name in sorted(is_now - was))


def _memory(good: int | None, now: int | None) -> Iterable[Difference]:
    if good and now and abs(now - good) > SAME_MEMORY * good:
        kind = DifferenceKind.CHANGED
        yield Difference(kind, Part.MEMORY, "MemTotal", f"{good // 1024} MB", f"{now // 1024} MB")


def _paired(good: Pairs | None, now: Pairs | None) -> Iterable[tuple[str, str | None, str | None]]:
    """Names of both with their two values; None where one of the two does not have it. Nothing where one was not read."""
    if good is None or now is None:
        return
    left, right = dict(good), dict(now)
    for name in sorted(left.keys() | right.keys()):
        yield name, left.get(name), right.get(name)


def lasting(names: Iterable[str]) -> tuple[str, ...]:
    """Names of programs worth comparing: each once, without kernel threads and what comes and goes."""
    return tuple(sorted({name for name in names if not name.startswith("[") and name not in _FLEETING}))


_SYSTEM: Final = ("os-version", "patch-level", "kernel")


def sample_of(identity: Identified | None, results: Mapping[str, CheckResult]) -> Sample:
    """A unit's facts from what its checks kept."""
    tables = {kept.kind: kept for result in results.values() for kept in result.kept}
    told = [(name, identity.get(name) or "") for name in _SYSTEM] if identity else []
    return Sample(
        system=tuple((name, value[:200]) for name, value in told if value) or None,
        packages=_pairs(tables.get("packages")),
        settings=_pairs(tables.get("settings")),
        files=_pairs(tables.get("files")),
        programs=_names(tables.get("programs")),
        memory_kb=kilobytes(_pairs(tables.get("memory")), "MemTotal"),
    )


def _pairs(kept: Kept | None) -> Pairs | None:
    return None if kept is None else tuple((row[0], row[1]) for row in kept.rows)


def _names(kept: Kept | None) -> tuple[str, ...] | None:
    return None if kept is None else lasting(row[0] for row in kept.rows)


def kilobytes(memory: Pairs | None, name: str) -> int | None:
    """A line of meminfo as a number of kB."""
    words = dict(memory or ()).get(name, "").split()
    return int(words[0]) if words and words[0].isdigit() else None
