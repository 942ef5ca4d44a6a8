"""Small deterministic SVG pictures for the page: the keypad map, its legend, outcome signs and the QR code.

Own writers, because plotting libraries give files that differ from run to run or render wrongly in the page engine.
Every mark differs in shape, not only in colour. Text is escaped here and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import segno

from checks.measurement import Outcome
from checks.record import KeyMark

FONT: Final = "Noto Sans SC"
PITCH: Final = 46.0
GAP: Final = 4.0
INK: Final = "#16222c"
MUTED: Final = "#5d6b77"
GREEN: Final = "#0a6b4a"
BLUE: Final = "#1f5fa8"
RED: Final = "#b3261e"
RUST: Final = "#9a4a00"
GREY: Final = "#8a96a1"
VIOLET: Final = "#6b3fa0"


@dataclass(frozen=True, slots=True)
class Cap:
    """One key to draw: place and size in key pitches, what its cap says, its mark."""

    x: float
    y: float
    w: float
    h: float
    legend: tuple[str, ...]
    mark: KeyMark


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str
    edge: str
    ink: str
    width: float = 1.2
    dash: str = ""


_LOOKS: Final[dict[KeyMark, _Look]] = {
    KeyMark.NONE: _Look("#ffffff", "#c3ccd4", MUTED, 1.0),
    KeyMark.ASKED: _Look("#ffffff", INK, INK, 2.4),
    KeyMark.IDENTIFIED: _Look(GREEN, GREEN, "#ffffff"),
    KeyMark.MASKED: _Look("#e9f5f0", GREEN, INK, 2.0, "0.1 4"),
    KeyMark.OPERATOR: _Look("#e8f0fa", BLUE, INK, 1.6),
    KeyMark.DEAD: _Look("#fdeceb", RED, RED, 2.2),
    KeyMark.CROSSED: _Look("#fdf1e4", RUST, INK, 1.8),
    KeyMark.CHATTER: _Look("#fdf1e4", RUST, INK, 1.8),
    KeyMark.STUCK: _Look("#fdf1e4", RUST, INK, 1.8),
    KeyMark.MISSING: _Look("#f4f6f8", RED, GREY, 1.6, "5 4"),
    KeyMark.UNSURE: _Look("#f4f6f8", MUTED, INK, 1.4, "2 3"),
}


def svg(width: float, height: float, body: Iterable[str]) -> str:
    """A complete picture of so many units."""
    size = f'width="{n(width)}" height="{n(height)}" viewBox="0 0 {n(width)} {n(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(body)}</svg>'


def n(value: float) -> str:
    """A coordinate with at most two decimals, so that the same input gives the same bytes."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def label(x: float, y: float, text: str, size: float, fill: str = MUTED, anchor: str = "middle") -> str:
    """A piece of text on its baseline."""
    style = f'font-family={quoteattr(FONT)} font-size="{n(size)}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text x="{n(x)}" y="{n(y)}" {style}>{escape(text)}</text>'


def line(path: str, stroke: str, width: float = 1.4, *, dash: str = "", fill: str = "none") -> str:
    """A stroked path with round ends."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{n(width)}" {ends}{dashes}/>'


def rect(x: float, y: float, w: float, h: float, *, fill: str, rx: float = 0, edge: str = "", width: float = 1) -> str:
    """A rectangle, outlined where ``edge`` is given."""
    outline = f' stroke="{edge}" stroke-width="{n(width)}"' if edge else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(rx)}" fill="{fill}"{outline}/>'


def text_width(text: str, size: float) -> float:
    """About how wide ``text`` is: Chinese signs one em, others a little over half."""
    return size * sum(1.0 if ord(sign) > 0x2E7F else 0.58 for sign in text)


def keypad_map(caps: tuple[Cap, ...], bands: tuple[tuple[Cap, ...], ...] = ()) -> str:
    """The pad as it sits on the unit, every key with its mark; a band behind keys that share a broken line.

    Empty text without keys.
    """
    if not caps:
        return ""
    width = max(cap.x + cap.w for cap in caps) * PITCH
    height = max(cap.y + cap.h for cap in caps) * PITCH
    return svg(width, height, (*(_band(band) for band in bands if band), *(_cap(cap) for cap in caps)))


def _band(caps: tuple[Cap, ...]) -> str:
    left, top = min(cap.x for cap in caps) * PITCH, min(cap.y for cap in caps) * PITCH
    right, bottom = max(cap.x + cap.w for cap in caps) * PITCH, max(cap.y + cap.h for cap in caps) * PITCH
    return rect(left, top, right - left, bottom - top, fill="#f9dedc", rx=7)


def swatch(mark: KeyMark) -> str:
    """A small key with this mark, for the legend."""
    return svg(30, 26, [_key(2, 2, 26, 22, mark), *_sign(mark, 2, 2, 26, 22)])


def _cap(cap: Cap) -> str:
    x, y = cap.x * PITCH + GAP / 2, cap.y * PITCH + GAP / 2
    w, h = cap.w * PITCH - GAP, cap.h * PITCH - GAP
    corner = () if cap.mark is KeyMark.DEAD else _sign(cap.mark, x + w - 17, y + 1, 16, 15)
    cross = _sign(cap.mark, x, y, w, h) if cap.mark is KeyMark.DEAD else ()
    return "".join([_key(x, y, w, h, cap.mark), *cross, *_legend(cap, x, y, w, h), *corner])


def _key(x: float, y: float, w: float, h: float, mark: KeyMark) -> str:
    look = _LOOKS[mark]
    dash = f' stroke-dasharray="{look.dash}" stroke-linecap="round"' if look.dash else ""
    place = f'x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="5"'
    return f'<rect {place} fill="{look.fill}" stroke="{look.edge}" stroke-width="{n(look.width)}"{dash}/>'


def _legend(cap: Cap, x: float, y: float, w: float, h: float) -> list[str]:
    lines = list(dict.fromkeys(text for text in cap.legend if text))[:2]
    if not lines:
        return []
    ink = _LOOKS[cap.mark].ink
    first = min(
        17.0 if text_width(lines[0], 1) <= 1.2 else 13.0 if text_width(lines[0], 1) <= 2.1 else 11.0,
        (w - 6) / max(text_width(lines[0], 1), 0.1),
    )
    middle = y + h / 2
    if len(lines) == 1:
        return [label(x + w / 2, middle + first * 0.36, lines[0], first, ink)]
    second = min(7.5, 7.5 * (w - 6) / max(text_width(lines[1], 7.5), 1))
    return [
        label(x + w / 2, middle + first * 0.2, lines[0], first, ink),
        label(x + w / 2, middle + first * 0.2 + second * 1.45, lines[1], second, ink),
    ]


def _sign(mark: KeyMark, x: float, y: float, w: float, h: float) -> tuple[str, ...]:
    """What tells a mark without its colour, inside the box given."""
    cx, cy = x + w / 2, y + h / 2
    edge = _LOOKS[mark].edge
    match mark:
        case KeyMark.IDENTIFIED:
            return (line(f"M{n(cx - 4)} {n(cy)}l3 3.2l5.4 -6.2", "#ffffff", 1.7),)
        case KeyMark.MASKED:
            return tuple(f'<circle cx="{n(cx + d)}" cy="{n(cy)}" r="1.3" fill="{edge}"/>' for d in (-3.6, 0, 3.6))
        case KeyMark.OPERATOR:
            return (_hand(cx, cy, edge),)
        case KeyMark.DEAD:
            a, b, c, d = n(x + 5), n(y + 5), n(x + w - 5), n(y + h - 5)
            return (f'<g opacity="0.55">{line(f"M{a} {b}L{c} {d}M{c} {b}L{a} {d}", edge, 2.2)}</g>',)
        case KeyMark.CROSSED:
            return (line(f"M{n(cx - 5)} {n(cy - 3)}h9l-2.6 -2.4M{n(cx + 5)} {n(cy + 3)}h-9l2.6 2.4", edge, 1.4),)
        case KeyMark.CHATTER:
            return (
                line(f"M{n(cx - 4.6)} {n(cy - 4)}v8M{n(cx - 1.6)} {n(cy - 4)}v8M{n(cx + 4.4)} {n(cy - 4)}v8", edge),
            )
        case KeyMark.STUCK:
            return (
                line(
                    f"M{n(cx)} {n(cy - 5)}v7l-2.6 -2.6M{n(cx)} {n(cy + 2)}l2.6 -2.6M{n(cx - 4.5)} {n(cy + 5)}h9", edge
                ),
            )
        case KeyMark.UNSURE:
            return (label(cx, cy + 4, "?", 11, edge),)
        case KeyMark.MISSING:
            return (line(f"M{n(cx - 4)} {n(cy + 4)}l8 -8", edge, 1.4),)
        case KeyMark.NONE | KeyMark.ASKED:
            return ()


def _hand(cx: float, cy: float, ink: str) -> str:
    path = (
        f"M{n(cx - 3)} {n(cy + 5)}v-3l-2 -2.6M{n(cx - 3)} {n(cy + 1)}v-4.6M{n(cx - 0.8)} {n(cy - 0.4)}v-4.8"
        f"M{n(cx + 1.4)} {n(cy - 0.4)}v-4.4M{n(cx + 3.6)} {n(cy + 0.4)}v-3.2M{n(cx + 3.6)} {n(cy)}v2l-1 3"
    )
    return line(path, ink, 1.2)


_OUTCOMES: Final[dict[Outcome, tuple[str, str, str]]] = {
    Outcome.PASS: (GREEN, "M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0 -19z", "M7.4 12.4l3.2 3.2l6 -7"),
    Outcome.MARGINAL: ("#8a6100", "M12 2.5L22.5 21H1.5z", "M12 9v5.4M12 17.6v0.2"),
    Outcome.FAIL: (RED, "M7.6 2h8.8L22 7.6v8.8L16.4 22H7.6L2 16.4V7.6z", "M8 8l8 8M16 8l-8 8"),
    Outcome.NOT_JUDGED: (
        MUTED,
        "M5 2h14a3 3 0 0 1 3 3v14a3 3 0 0 1 -3 3h-14a3 3 0 0 1 -3 -3v-14a3 3 0 0 1 3 -3z",
        "M8.6 9a3.4 3.4 0 1 1 4.9 3.1q-1.5 0.8 -1.5 2.4M12 18v0.1",
    ),
    Outcome.SKIPPED: (GREY, "M3 5h18v14H3z", "M8 12h8"),
    Outcome.WAIVED: (BLUE, "M3 5h18v14H3z", "M9 16V8h6l-2 2l2 2H9"),
    Outcome.ERROR: (VIOLET, "M12 1.5L21.5 7v10L12 22.5L2.5 17V7z", "M12 7v6.4M12 16.8v0.2"),
    Outcome.ABORTED: (GREY, "M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0 -19z", "M8.5 8.5h7v7h-7z"),
}


def outcome_sign(outcome: Outcome) -> str:
    """The sign of an outcome: each has its own outline."""
    colour, outline, inner = _OUTCOMES[outcome]
    return svg(24, 24, [f'<path d="{outline}" fill="{colour}"/>', line(inner, "#ffffff", 2.2)])


def verdict_sign(outcome: Outcome) -> str:
    """The same sign in white, for the verdict's coloured band."""
    colour, outline, inner = _OUTCOMES[outcome]
    return svg(24, 24, [f'<path d="{outline}" fill="#ffffff"/>', line(inner, colour, 2.2)])


def qr(content: str) -> str:
    """A QR code with its quiet zone, one path, one unit per module."""
    rows = [list(row) for row in segno.make(content, error="m", micro=False).matrix]
    side = len(rows) + 8
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return svg(side, side, [rect(0, 0, side, side, fill="#ffffff"), f'<path d="{path}" fill="#000000"/>'])
