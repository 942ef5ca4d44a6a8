"""Report model to PDF/A-3b with the record attached: the only importer of the page engine.

The template is data. Texts reach it as JSON strings, never as markup, so that nothing a unit says can act on the page.
The same input gives the same bytes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from checks.measurement import message
from checks.report.errors import ReportError
from checks.report.font import FontError, coverage
from checks.report.model import ReportModel

if TYPE_CHECKING:
    from typst import Fonts

FONT_FILE: Final = "NotoSansSC-Regular.otf"
TEMPLATE: Final = Path(__file__).resolve().parents[2] / "resources" / "report" / "report.typ"
PAGES: Final = "posbench-page-"
"""How a folder with a page's pictures begins: what a killed program left is known by it."""
_MISSING: Final = "□"
_BLANKS: Final = 5
"""The page engine keeps what it worked out for its last ten or so documents, several MB each, and drops the oldest with each
new one. Nothing of a report is of use to the next, so empty documents push it out, at a few ms each."""


class Paper(StrEnum):
    """Paper size, by the page engine's names."""

    A4 = "a4"
    LETTER = "us-letter"

    @classmethod
    def named(cls, word: str) -> "Paper":
        """By the word people use: ``letter``; everything else is A4."""
        return cls.LETTER if word == "letter" else cls.A4


def render_pdf(
    model: ReportModel,
    record_json: bytes,
    fonts: Path,
    *,
    paper: Paper = Paper.A4,
    template: Path = TEMPLATE,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The unsigned PDF with ``record_json`` attached as ``record.json``. ``fonts``: the folder with Noto Sans SC.

    ``files`` are pictures that the model names; the page engine sees no others.
    Any thread; 0.1-1 s. Raises ``ReportError`` where font or template fail.
    """
    inputs = {"model": _payload(model, paper, _drawable(fonts)), "record": record_json.decode("utf-8")}
    if not files:
        return _compiled(template, inputs, fonts, archival=True)
    with TemporaryDirectory(prefix=PAGES) as folder:  # the page engine sees what lies beside its template
        page = Path(folder) / template.name
        try:
            page.write_bytes(template.read_bytes())
            for name, data in files.items():
                (page.parent / name).write_bytes(data)
        except OSError as error:
            raise ReportError(message("report.error.template", detail=error.strerror or str(error))) from error
        return _compiled(page, inputs, fonts, archival=True)


def render_page(template: Path, told: dict[str, Any], fonts: Path) -> bytes:
    """A PDF from a template and plain data. Signs that the font cannot draw become boxes. Raises ``ReportError``."""
    drawable = _drawable(fonts)
    data = _mapped(told, lambda text: _covered(text, drawable))
    return _compiled(template, {"model": json.dumps(data, ensure_ascii=False, allow_nan=False)}, fonts, archival=False)


def render_archival(template: Path, told: dict[str, Any], attached: bytes, fonts: Path) -> bytes:
    """As ``render_page``, as PDF/A-3b with ``attached`` at hand to the template as ``record``. Raises ``ReportError``."""
    drawable = _drawable(fonts)
    data = _mapped(told, lambda text: _covered(text, drawable))
    inputs = {
        "model": json.dumps(data, ensure_ascii=False, allow_nan=False),
        "record": attached.decode("utf-8"),
    }
    return _compiled(template, inputs, fonts, archival=True)


def _compiled(template: Path, inputs: dict[str, str], fonts: Path, *, archival: bool) -> bytes:
    import typst

    known = _fonts(fonts)
    try:
        made = typst.compile(
            template,
            font_paths=known,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-3b"] if archival else [],
        )
    except OSError as error:
        raise ReportError(message("report.error.template", detail=str(error))) from error
    except typst.TypstError as error:
        raise ReportError(message("report.error.template", detail=str(error))) from error
    finally:
        for _ in range(_BLANKS):
            typst.compile(b"", font_paths=known, ignore_system_fonts=True, format="pdf")
    if not isinstance(made, bytes):
        raise ReportError(message("report.error.template", detail="no pages"))
    return made


@lru_cache(maxsize=2)
def _fonts(folder: Path) -> "Fonts":
    """Read once: each document that the page engine still remembers would have a copy of the 8 MB font of its own."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _drawable(fonts: Path) -> frozenset[int]:
    try:
        return _coverage(fonts / FONT_FILE)
    except FontError as error:
        raise ReportError(message("report.error.no_font", path=str(fonts))) from error


@lru_cache(maxsize=2)
def _coverage(path: Path) -> frozenset[int]:
    return coverage(path)


def _payload(model: ReportModel, paper: Paper, drawable: frozenset[int]) -> str:
    language, _, region = model.languages[0].partition("_")
    data: dict[str, Any] = asdict(model)
    data |= {
        "paper": paper.value,
        "lang": language,
        "region": region or None,
        "second": {"lang": model.languages[1].partition("_")[0]} if len(model.languages) > 1 else {},
        "keywords": model.facts.keywords(),
        "footer": model.facts.title,
        "page_of": model.labels["page_of"][0],
        "attachment": model.labels["attachment"][0],
    }
    return json.dumps(_mapped(data, lambda text: _covered(text, drawable)), ensure_ascii=False, allow_nan=False)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _mapped(inner, change) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(inner, change) for inner in value]
    return value


def _covered(text: str, drawable: frozenset[int]) -> str:
    """``text`` with a box for each sign the font cannot draw. A break point needs no glyph."""
    if text.isascii():
        return text
    return "".join(sign if ord(sign) in drawable or sign == "\u200b" else _MISSING for sign in text)
