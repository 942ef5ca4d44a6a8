"""Colours, sizes and shapes: the one place that says how an outcome looks. Never colour alone: each has a shape too."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette

from checks.measurement import CONCEDED, Outcome, Overall, Verdict
from checks.record import KeyMark

GAP: Final = 8
"""The spacing unit in pixels; everything is a multiple."""
TARGET: Final = 44
"""Smallest side of anything a finger must hit."""
RADIUS: Final = 10
CAPTION, BODY, LEAD, TITLE, HEADING, VERDICT = 12, 14, 17, 21, 30, 68
"""The type scale in pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of one theme, as ``#rrggbb``."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    warn: str
    warn_soft: str
    unsure: str
    unsure_soft: str
    bench: str
    bench_soft: str
    on_strong: str
    curve_voltage: str
    curve_current: str
    curve_temperature: str


LIGHT: Final = Colours(
    dark=False,
    window="#eef1f5",
    surface="#ffffff",
    raised="#f6f8fa",
    line="#cfd7e0",
    text="#15202b",
    quiet="#546270",
    accent="#2457d6",
    on_accent="#ffffff",
    accent_soft="#e3ebff",
    good="#1a7a3c",
    good_soft="#dff3e5",
    bad="#bd1f2d",
    bad_soft="#fde6e3",
    warn="#9a5b00",
    warn_soft="#fdf0d3",
    unsure="#5a6675",
    unsure_soft="#e8ecf1",
    bench="#7637b3",
    bench_soft="#f0e6fa",
    on_strong="#ffffff",
    curve_voltage="#2457d6",
    curve_current="#b3540a",
    curve_temperature="#b0246f",
)

DARK: Final = Colours(
    dark=True,
    window="#10151b",
    surface="#19212a",
    raised="#222c37",
    line="#384553",
    text="#e9eef3",
    quiet="#9fadbb",
    accent="#86a9ff",
    on_accent="#0d1524",
    accent_soft="#223259",
    good="#52cb7e",
    good_soft="#163a25",
    bad="#ff7a6e",
    bad_soft="#4a201d",
    warn="#f2b544",
    warn_soft="#43330f",
    unsure="#a5b2c0",
    unsure_soft="#2c3744",
    bench="#c795ff",
    bench_soft="#382650",
    on_strong="#0f151b",
    curve_voltage="#86a9ff",
    curve_current="#f0a35e",
    curve_temperature="#f082b9",
)


CONTRAST: Final = Colours(
    dark=True,
    window="#000000",
    surface="#000000",
    raised="#161616",
    line="#b8c0c8",
    text="#ffffff",
    quiet="#e2e8ee",
    accent="#ffd60a",
    on_accent="#000000",
    accent_soft="#332b00",
    good="#7fe0ff",
    good_soft="#00303c",
    bad="#ff9d8a",
    bad_soft="#4a0d00",
    warn="#fff27a",
    warn_soft="#333000",
    unsure="#d7dde3",
    unsure_soft="#1f2429",
    bench="#e3c2ff",
    bench_soft="#301a45",
    on_strong="#000000",
    curve_voltage="#7fe0ff",
    curve_current="#ffd60a",
    curve_temperature="#ffa6d6",
)
"""All text at 7:1 and more against every ground it stands on (WCAG 2.2, 1.4.6)."""

THEMES: Final = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Sign:
    """How something is shown: an icon, its colour, and the soft colour behind it. Colours are field names of ``Colours``."""

    icon: str
    colour: str
    soft: str


OUTCOMES: Final[dict[Outcome, Sign]] = {
    Outcome.PASS: Sign("pass", "good", "good_soft"),
    Outcome.FAIL: Sign("fail", "bad", "bad_soft"),
    Outcome.MARGINAL: Sign("marginal", "warn", "warn_soft"),
    Outcome.NOT_JUDGED: Sign("not-judged", "unsure", "unsure_soft"),
    Outcome.SKIPPED: Sign("skipped", "unsure", "unsure_soft"),
    Outcome.WAIVED: Sign("waived", "accent", "accent_soft"),
    Outcome.ERROR: Sign("error", "bench", "bench_soft"),
    Outcome.ABORTED: Sign("aborted", "unsure", "unsure_soft"),
}

VERDICTS: Final[dict[Verdict, Sign]] = {
    Verdict.PASS: Sign("pass", "good", "good_soft"),
    Verdict.FAIL: Sign("fail", "bad", "bad_soft"),
    Verdict.NOT_DECIDED: Sign("not-judged", "warn", "warn_soft"),
}


def sign_of_verdict(overall: Overall) -> Sign:
    """How a unit's verdict is shown."""
    return sign_of_word(overall.verdict_word)


def sign_of_word(word: str) -> Sign:
    """The sign of one of ``VERDICT_WORDS``: a pass that rests on somebody's word never looks like a plain one."""
    return OUTCOMES[Outcome.WAIVED] if word == CONCEDED else VERDICTS[Verdict(word)]


MARKS: Final[dict[KeyMark, Sign]] = {
    KeyMark.NONE: Sign("", "text", "surface"),
    KeyMark.ASKED: Sign("", "accent", "accent_soft"),
    KeyMark.IDENTIFIED: Sign("pass", "good", "good"),
    KeyMark.MASKED: Sign("pass", "good", "good_soft"),
    KeyMark.OPERATOR: Sign("operator", "good", "good_soft"),
    KeyMark.DEAD: Sign("fail", "bad", "bad_soft"),
    KeyMark.CROSSED: Sign("crossed", "bad", "bad_soft"),
    KeyMark.CHATTER: Sign("chatter", "warn", "warn_soft"),
    KeyMark.STUCK: Sign("stuck", "bad", "bad_soft"),
    KeyMark.MISSING: Sign("missing", "bad", "surface"),
    KeyMark.UNSURE: Sign("question", "unsure", "unsure_soft"),
}


def system_is_dark() -> bool:
    """What the desktop reports; light where it reports nothing (bare X11, offscreen)."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def colours_for(theme: str) -> Colours:
    """The colours of one of ``THEMES``."""
    if theme == "contrast":
        return CONTRAST
    return DARK if theme == "dark" or (theme == "system" and system_is_dark()) else LIGHT


def load_fonts(paths: Iterable[Path]) -> str:
    """Load font files and return the first family found; the system's family where none loads."""
    families: list[str] = []
    for path in paths:
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else QGuiApplication.font().family()


def window_font(family: str) -> QFont:
    """The font of all text: one family for Latin and Chinese, so that both sit on one line well."""
    font = QFont()
    font.setFamilies([family, QGuiApplication.font().family()])
    font.setPixelSize(BODY)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def sized(font: QFont, pixels: int, strong: bool = False) -> QFont:
    """The same font in another size."""
    copy = QFont(font)
    copy.setPixelSize(pixels)
    copy.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Normal)
    return copy


def fitting(font: QFont, text: str, room: float, least: int) -> QFont:
    """The same font, smaller where ``text`` would not fit into ``room`` on one line; never below ``least`` pixels."""
    copy = QFont(font)
    while copy.pixelSize() > least and QFontMetrics(copy).horizontalAdvance(text) > room:
        copy.setPixelSize(copy.pixelSize() - 1)
    return copy


def palette(colours: Colours) -> QPalette:
    """The Qt palette of a theme; always set by us, because bare X11 ignores the colour scheme."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.quiet,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.bad,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Light: colours.raised,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Dark: colours.line,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(mixed(colours.quiet, colours.surface, 0.45)))
    return made


def mixed(one: str, other: str, part: float) -> str:
    """``part`` of ``other`` mixed into ``one``."""
    a, b = QColor(one), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#" + "".join(f"{round(x + (y - x) * part):02x}" for x, y in pairs)
