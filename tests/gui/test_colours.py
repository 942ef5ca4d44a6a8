"""Text stands out from its ground in every theme, and outcomes differ for people who do not tell red from green."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from gui.theme import CONTRAST, DARK, LIGHT, Colours

_ON_GROUND = ("text", "quiet", "accent", "good", "bad", "warn", "unsure", "bench")
_GROUNDS = ("window", "surface", "raised")
_SOFT = ("good", "bad", "warn", "unsure", "bench", "accent")
_CVD = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
"""Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB."""
FAR = 10.0
"""CIE 1976 distance in Lab that two outcome colours must keep; own: about four times the 2.3 that is just noticeable
(Mahy et al. 1994). Shapes tell them apart as well, so colour need not do it alone."""


def linear(colour: str) -> tuple[float, float, float]:
    found = QColor(colour)
    parts = (found.redF(), found.greenF(), found.blueF())
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)  # type: ignore[return-value]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(w * c for w, c in zip(row, rgb, strict=True)) / n for row, n in zip(rows, white, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, way: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(min(1.0, max(0.0, sum(w * c for w, c in zip(row, rgb, strict=True)))) for row in _CVD[way]))


@pytest.mark.parametrize(
    ("colours", "least"), [(LIGHT, 4.5), (DARK, 4.5), (CONTRAST, 7.0)], ids=["light", "dark", "high"]
)
def test_text_stands_out(colours: Colours, least: float) -> None:
    pairs = [(ink, ground) for ink in _ON_GROUND for ground in _GROUNDS]
    pairs += [(name, f"{name}_soft") for name in _SOFT] + [("text", f"{name}_soft") for name in _SOFT]
    pairs += [("on_accent", "accent"), *(("on_strong", name) for name in ("good", "bad", "warn"))]
    poor = {p: round(c, 2) for p in pairs if (c := contrast(getattr(colours, p[0]), getattr(colours, p[1]))) < least}
    assert poor == {}


@pytest.mark.parametrize("way", sorted(_CVD))
@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "high"])
def test_outcomes_differ_without_red_and_green(colours: Colours, way: str) -> None:
    near = {}
    for one, other in combinations(("good", "bad", "warn"), 2):
        pair = zip(seen(getattr(colours, one), way), seen(getattr(colours, other), way), strict=True)
        apart = sum((a - b) ** 2 for a, b in pair) ** 0.5
        if apart < FAR:
            near[one, other] = round(apart, 1)
    assert near == {}
