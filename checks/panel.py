"""Where a screen is faulty: marks made on a picture of it, and what they come to in dots, pairs and clusters. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CLUSTER_PX: Final = 5  # limits.md, display: two or more inside 5 x 5 px
_SAME_PX: Final = 2  # own: a person who marks one dot on two pictures hits it so exactly
_THIN_PX: Final = 4  # own: a drag no wider is a line
_THIN_SHARE: Final = 0.08
_PRIMARIES: Final = frozenset({"red", "green", "blue"})
_BRIGHT: Final = "bright-dots"


class MarkKind(StrEnum):
    """What a mark stands for: a tap, or a drag along or across."""

    DOT = "dot"
    LINE = "line"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class DisplayMark:
    """A faulty place: top left corner and size in pixels of the panel, on which pattern, and what was seen there."""

    kind: MarkKind
    x: int
    y: int
    w: int = 1
    h: int = 1
    pattern: str = ""
    symptom: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen of so many pixels with the marks made on it."""

    width: int
    height: int
    marks: tuple[DisplayMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Challenges:
    """Things shown that nobody can answer blindly, and how many were answered rightly."""

    shown: int = 0
    caught: int = 0

    def __add__(self, other: "Challenges") -> "Challenges":
        return Challenges(self.shown + other.shown, self.caught + other.caught)


NO_CHALLENGES: Final = Challenges()


@dataclass(frozen=True, slots=True)
class PixelFault:
    """One faulty dot. ``bright``: lit where it should be dark; ``sub_pixel``: seen on some primaries only."""

    x: int
    y: int
    bright: bool
    sub_pixel: bool = False


def mark_between(start: tuple[int, int], end: tuple[int, int], pattern: str) -> DisplayMark:
    """What a finger that went down at ``start`` and up at ``end`` marked: a dot, a line or a zone."""
    x, y = min(start[0], end[0]), min(start[1], end[1])
    w, h = abs(start[0] - end[0]) + 1, abs(start[1] - end[1]) + 1
    if max(w, h) <= _SAME_PX:
        return DisplayMark(MarkKind.DOT, start[0], start[1], 1, 1, pattern)
    thin = min(w, h) <= max(_THIN_PX, _THIN_SHARE * max(w, h))
    return DisplayMark(MarkKind.LINE if thin else MarkKind.ZONE, x, y, w, h, pattern)


def pixel_faults(marks: Iterable[DisplayMark], patterns: Iterable[str]) -> tuple[PixelFault, ...]:
    """The faulty dots behind ``marks``. ``patterns`` were looked at: without all primaries no sub-pixel can be told."""
    groups: list[list[DisplayMark]] = []
    for mark in marks:
        if mark.kind is MarkKind.DOT:
            home = next((g for g in groups if _same(g, mark)), None)
            if home is None:
                groups.append([mark])
            else:
                home.append(mark)
    every = set(patterns) >= _PRIMARIES
    return tuple(_fault(group, every) for group in groups)


def _same(group: Sequence[DisplayMark], mark: DisplayMark) -> bool:
    """Two marks on one pattern are always two dots."""
    near = max(abs(group[0].x - mark.x), abs(group[0].y - mark.y)) <= _SAME_PX
    return near and all(known.pattern != mark.pattern for known in group)


def _fault(group: Sequence[DisplayMark], every_primary: bool) -> PixelFault:
    on = {mark.pattern for mark in group} & _PRIMARIES
    plain = [mark for mark in group if mark.pattern not in _PRIMARIES] or list(group)
    bright = any(mark.symptom == _BRIGHT for mark in plain)
    return PixelFault(group[0].x, group[0].y, bright, every_primary and 0 < len(on) < len(_PRIMARIES))


def groups_within(faults: Sequence[PixelFault], distance_px: int) -> tuple[int, ...]:
    """Sizes of the groups of two and more faults, each at most ``distance_px`` from another, both ways, corners included."""
    left, sizes = list(faults), []
    while left:
        edge, size = [left.pop()], 0
        while edge:
            one, size = edge.pop(), size + 1
            near = [f for f in left if max(abs(f.x - one.x), abs(f.y - one.y)) <= distance_px]
            left = [f for f in left if f not in near]
            edge += near
        sizes.append(size)
    return tuple(size for size in sizes if size > 1)
