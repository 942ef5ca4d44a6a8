"""Every pattern on every geometry is the picture that was looked at once.

After a wanted change: ``python -m tests.checks.test_patterns`` writes the hashes anew; look at the pictures first.
"""

import hashlib
import tomllib
from pathlib import Path

import pytest

from checks.pattern import Pattern, Symptom
from checks.registry import load_patterns
from devices.raster import DisplayGeometry, DisplayKind, Raster

STORED = Path(__file__).parents[1] / "reference" / "rasters.toml"
GEOMETRIES = {
    "colour-240x320": DisplayGeometry(DisplayKind.COLOUR, 240, 320),
    "colour-320x240": DisplayGeometry(DisplayKind.COLOUR, 320, 240),
    "colour-480x800": DisplayGeometry(DisplayKind.COLOUR, 480, 800),
    "colour-5x3": DisplayGeometry(DisplayKind.COLOUR, 5, 3),
    "colour-1x1": DisplayGeometry(DisplayKind.COLOUR, 1, 1),
    "grey-160x80": DisplayGeometry(DisplayKind.GREY, 160, 80),
    "mono-128x64": DisplayGeometry(DisplayKind.MONO, 128, 64),
    "mono-7x9": DisplayGeometry(DisplayKind.MONO, 7, 9),
}
NONE = (
    DisplayGeometry(DisplayKind.CHARACTER, 0, 0, 16, 2),
    DisplayGeometry(DisplayKind.NONE, 0, 0),
    DisplayGeometry(DisplayKind.COLOUR, 0, 0),
)
PATTERNS = load_patterns()


def hashes() -> dict[str, dict[str, str]]:
    return {
        name: {g: pattern.render(size).digest() for g, size in GEOMETRIES.items() if pattern.fits(size)}
        for name, pattern in PATTERNS.items()
    }


def written(found: dict[str, dict[str, str]]) -> str:
    lines = ["# SHA-256 over size and pixels of every pattern; written by `python -m tests.checks.test_patterns`.\n"]
    for name, sizes in found.items():
        lines += [f'\n["{name}"]\n', *(f'"{geometry}" = "{digest}"\n' for geometry, digest in sizes.items())]
    return "".join(lines)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_the_stored_picture_on_every_geometry(name: str) -> None:
    stored = tomllib.loads(STORED.read_text("utf-8"))
    assert hashes()[name] == stored[name]


def test_no_stored_picture_belongs_to_a_pattern_that_is_gone() -> None:
    assert set(tomllib.loads(STORED.read_text("utf-8"))) == set(PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "geometry"),
    [
        pytest.param(pattern, size, id=f"{pattern.id}-{name}")
        for pattern in PATTERNS.values()
        for name, size in GEOMETRIES.items()
        if pattern.fits(size)
    ],
)
def test_a_pattern_fills_its_geometry_and_nothing_else(pattern: Pattern, geometry: DisplayGeometry) -> None:
    picture = pattern.render(geometry)
    assert (picture.width, picture.height) == (geometry.width, geometry.height)
    assert pattern.render(geometry) == picture
    if geometry.kind is DisplayKind.MONO:
        assert set(picture.pixels.ravel().tolist()) <= {0, 255}
    if geometry.kind in (DisplayKind.MONO, DisplayKind.GREY):
        assert (picture.pixels == picture.pixels[:, :, :1]).all()


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda p: p.id)
def test_a_pattern_is_sent_as_text_to_character_screens_and_as_a_picture_to_others(pattern: Pattern) -> None:
    characters, *others = NONE
    assert not any(pattern.fits(geometry) for geometry in others)
    assert pattern.fits(characters) == (not any(pattern.fits(geometry) for geometry in GEOMETRIES.values()))
    lines = pattern.lines(characters) if pattern.fits(characters) else pattern.lines(GEOMETRIES["colour-240x320"])
    assert [len(line) for line in lines] == ([16, 16] if pattern.fits(characters) else [])


def test_every_character_of_the_set_is_shown_on_a_character_screen() -> None:
    wide = DisplayGeometry(DisplayKind.CHARACTER, 0, 0, 16, 2)
    shown = {
        char for pattern in PATTERNS.values() if pattern.fits(wide) for line in pattern.lines(wide) for char in line
    }
    assert shown == {chr(code) for code in range(0x20, 0x7F)}


def test_the_quick_set_is_small_and_shows_both_kinds_of_dots() -> None:
    quick = [p for p in PATTERNS.values() if p.quick and p.fits(GEOMETRIES["colour-240x320"])]
    assert 2 <= len(quick) <= 4
    seen = {symptom for p in quick for symptom in p.look.symptoms}
    assert {Symptom.BRIGHT_DOTS, Symptom.DARK_DOTS, Symptom.NO_PICTURE, Symptom.COLOUR_CAST} <= seen
    assert all(p.look.min_look_s >= 1.0 for p in PATTERNS.values())


def test_pictures_are_small_on_a_slow_line() -> None:
    """At 19200 baud a second carries under 2 kB."""
    for pattern in (p for p in PATTERNS.values() if p.fits(GEOMETRIES["colour-240x320"])):
        picture: Raster = pattern.render(GEOMETRIES["colour-240x320"])
        assert len(picture.png()) < 4000, pattern.id


def test_the_digest_is_the_one_documented() -> None:
    white = PATTERNS["white"].render(GEOMETRIES["colour-1x1"])
    assert white.digest() == hashlib.sha256(b"\x00\x00\x00\x01\x00\x00\x00\x01\xff\xff\xff").hexdigest()


if __name__ == "__main__":
    STORED.parent.mkdir(parents=True, exist_ok=True)
    STORED.write_text(written(hashes()), "utf-8", newline="\n")
