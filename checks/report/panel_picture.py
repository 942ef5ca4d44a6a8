"""The unit's screen with the places an operator marked on it, and a list that says the same in words."""

from typing import Final

from checks.measurement import Outcome
from checks.panel import DisplayMark, MarkKind, Panel
from checks.record import Record
from checks.report.drawings import INK, RED, label, line, n, rect, svg
from checks.report.model import PanelBlock, Row
from checks.report.phrases import Phrases
from checks.report.plain import plain

_WIDE: Final = 200.0
_EDGE: Final = 6.0
_MOST_DRAWN: Final = 200
_MOST_ROWS: Final = 12
_LARGEST: Final = 8192


def panel_block(record: Record, phrases: Phrases) -> PanelBlock | None:
    """None where nothing was marked, or the panel is no panel."""
    panel = next((result.panel for result in record.results if result.panel is not None), None)
    if panel is None or not panel.marks or not all(0 < size <= _LARGEST for size in (panel.width, panel.height)):
        return None
    marks = tuple(mark for mark in panel.marks[:_MOST_DRAWN] if _drawable(mark, panel))
    left = len(panel.marks) - _MOST_ROWS
    return PanelBlock(
        picture=_picture(panel, marks),
        alternative=phrases.text("report.alt.panel"),
        size=phrases.text("report.panel.size", width=panel.width, height=panel.height),
        rows=tuple(_row(number, mark, phrases) for number, mark in enumerate(marks[:_MOST_ROWS], start=1)),
        more=phrases.text("report.panel.more", count=left) if left > 0 else phrases.same(""),
    )


def _drawable(mark: DisplayMark, panel: Panel) -> bool:
    inside = 0 <= mark.x < panel.width and 0 <= mark.y < panel.height
    return inside and 0 < mark.w <= panel.width and 0 < mark.h <= panel.height


def _picture(panel: Panel, marks: tuple[DisplayMark, ...]) -> str:
    scale = _WIDE / max(panel.width, panel.height)
    wide, high = panel.width * scale, panel.height * scale
    body = [rect(0.5, 0.5, wide + 2 * _EDGE - 1, high + 2 * _EDGE - 1, fill="#ffffff", rx=5, edge=INK, width=1.2)]
    body.append(rect(_EDGE, _EDGE, wide, high, fill="#f4f6f8", edge="#c3ccd4", width=0.6))
    for number, mark in enumerate(marks, start=1):
        body.append(_drawn(mark, scale))
        if number <= _MOST_ROWS:
            x, y = _EDGE + (mark.x + mark.w) * scale + 4, _EDGE + mark.y * scale + 3
            body.append(label(min(x, wide), max(y, 10), str(number), 8, INK, "start"))
    return svg(wide + 2 * _EDGE, high + 2 * _EDGE, body)


def _drawn(mark: DisplayMark, scale: float) -> str:
    """A dot as a cross in a ring, a line as a stroke, a zone as a dashed box: told apart without their colour."""
    x, y, w, h = (value * scale for value in (mark.x, mark.y, mark.w, mark.h))
    x, y = x + _EDGE, y + _EDGE
    match mark.kind:
        case MarkKind.DOT:
            ring = f'<circle cx="{n(x)}" cy="{n(y)}" r="3.4" fill="none" stroke="{RED}" stroke-width="1.1"/>'
            return ring + line(f"M{n(x - 1.2)} {n(y)}h2.4M{n(x)} {n(y - 1.2)}v2.4", RED, 0.9)
        case MarkKind.LINE:
            end = (x + w / 2, y + h) if h >= w else (x + w, y + h / 2)
            start = (x + w / 2, y) if h >= w else (x, y + h / 2)
            return line(f"M{n(start[0])} {n(start[1])}L{n(end[0])} {n(end[1])}", RED, 1.6)
        case MarkKind.ZONE:
            return line(f"M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}z", RED, 1.2, dash="4 3")


def _row(number: int, mark: DisplayMark, phrases: Phrases) -> Row:
    kind = phrases.text(f"mark-kind.{mark.kind.value}")
    said = phrases.first_known((f"choice.{plain(mark.symptom, 20)}",), plain(mark.symptom, 20))
    on = phrases.first_known((f"pattern.{plain(mark.pattern, 30)}",), plain(mark.pattern, 30))
    place = f"{mark.x}, {mark.y}" if mark.kind is MarkKind.DOT else f"{mark.x}, {mark.y}, {mark.w} x {mark.h}"
    told = phrases.join("report.join", said, on, phrases.same(place))
    return Row(phrases.join("report.join", phrases.same(str(number)), kind), told, Outcome.FAIL.value)
