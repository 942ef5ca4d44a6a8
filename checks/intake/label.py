"""A label to stick on a unit: where it goes, who it is, and codes a scanner reads. Typeset by the report's page engine."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from checks.intake.batch import Arrival
from checks.intake.sizes import Size
from checks.measurement import message
from checks.report.drawings import qr
from checks.report.errors import ReportError
from checks.report.pdf import render_page
from checks.report.plain import plain
from checks.words import Words

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "resources" / "report" / "label.typ"
_CODABLE: Final = re.compile(r"[ -~]{1,32}")
"""What Code 128 can hold and a hand scanner still reads from a label of this width."""
_LONGEST: Final = 64


def labels_pdf(units: Iterable[Arrival], size: Size, words: Words, fonts: Path) -> bytes:
    """One page of exactly that size for each unit. Any thread. Raises ``ReportError``."""
    pages = [_page(unit, words) for unit in units]
    if not pages:
        raise ReportError(message("batch.error.no-units"))
    told = {"width": size.width_mm, "height": size.height_mm, "lang": words.language.partition("_")[0], "pages": pages}
    return render_page(TEMPLATE, told, fonts)


def _page(unit: Arrival, words: Words) -> dict[str, Any]:
    serial = unit.serial or unit.sticker_serial
    return {
        "fate": words.text(f"fate.{unit.fate}"),
        "tone": unit.verdict,
        "verdict": words.text(f"verdict.{unit.verdict_word}"),
        "model": plain(unit.model, _LONGEST),
        "serial": plain(serial, _LONGEST),
        "why": plain(words.text(f"fault.{unit.faults[0]}"), _LONGEST) if unit.faults else "",
        "order": plain(unit.work_order, _LONGEST),
        "day": unit.ended[:10],
        "demonstration": words.text("batch.label.demonstration") if unit.demonstration else "",
        "code": _code_128(serial),
        "qr": qr(label_text(unit)),
    }


def label_text(unit: Arrival) -> str:
    """What the square code says: serial, fate and the inspection it rests on."""
    told = {"sn": unit.serial or unit.sticker_serial, "fate": unit.fate, "id": unit.inspection}
    return f"posbench:1?{urlencode(told)}"


def _code_128(serial: str) -> str:
    """The serial as bars in SVG; empty where the code has no signs for it."""
    if not _CODABLE.fullmatch(serial):
        return ""
    import zxingcpp  # here, because no window needs it to be shown

    made = zxingcpp.create_barcode(serial, zxingcpp.BarcodeFormat.Code128)
    return str(made.to_svg(add_hrt=False, add_quiet_zones=True))
