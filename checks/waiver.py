"""Accepting a unit in spite of a check: which results may be waived, by whose word, and how that is kept. Pure.

A waiver changes what the verdict counts, never what was found: measurements, findings and causes stay as they were. Refuses what a
person's word cannot mend: a bench that failed, a check nobody made, a unit that must not go back to a counter whoever says so.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from checks.disposition import decisive
from checks.measurement import CheckResult, Message, Outcome, Waiver, message
from devices.card_numbers import without_numbers

MOST_NAME: Final = 60
"""Characters of whoever answers for it."""
MOST_WHY: Final = 200
NO_NEED: Final = message("waiver.no.need")
"""Why a good result is not waived: nothing that anybody must be told."""
_MAY: Final = (Outcome.FAIL, Outcome.NOT_JUDGED, Outcome.SKIPPED, Outcome.ABORTED)


def why_not(result: CheckResult | None) -> Message | None:
    """Why this result may not be waived; None where it may."""
    if result is None:
        return message("waiver.no.result")
    if result.found is Outcome.ERROR:
        return message("waiver.no.error")
    if result.found not in _MAY or result.waiver is not None:
        return NO_NEED
    if not result.required:
        return message("waiver.no.informative")
    fault = decisive(finding.fault for finding in result.findings)
    if fault is not None:
        return message("waiver.no.forbidden", fault_id=f"fault.{fault}")
    return message("waiver.no.danger") if result.ends else None


def waived(result: CheckResult | None, by: str, why: str) -> CheckResult | Message:
    """The result as somebody accepts it, or why that cannot be."""
    refused = why_not(result)
    if refused is not None or result is None:
        return refused or message("waiver.no.result")
    name, reason = kept(by, MOST_NAME), kept(why, MOST_WHY)
    if not name or not reason:
        return message("waiver.no.words")
    return replace(result, outcome=Outcome.WAIVED, waiver=Waiver(name, reason, result.outcome))


def kept(typed: str, most: int) -> str:
    """What a person typed, on one line without invisible signs, cut, and without what may be a card's number."""
    shown = "".join(sign if sign.isprintable() else " " * sign.isspace() for sign in typed[: most * 4])
    line = without_numbers(" ".join(unicodedata.normalize("NFC", shown).split()))
    return without_numbers(line[:most]).strip()


class Concessions:
    """The waivers of one session: given and taken back while it is ``open``, between the end of its checks and its report.
    What is signed is fixed, until a check is repeated.

    ``results`` are the session's own; ``note`` writes an input down, as ``checks.session`` does with every other.
    """

    def __init__(self, results: dict[str, CheckResult], note: Callable[[str, float, str], None]) -> None:
        self.open = False
        self._results, self._note = results, note

    def close(self) -> None:
        """The report is written, or the checks go on."""
        self.open = False

    def why_not(self, check: str) -> Message | None:
        """Why a check may not be waived now; None where it may."""
        return why_not(self._results.get(check)) if self.open else message("waiver.no.closed")

    def grant(self, check: str, by: str, why: str, at: float) -> Message | None:
        """Waive a check's result. Returns why that cannot be, and changes nothing then."""
        told = waived(self._results.get(check), by, why) if self.open else message("waiver.no.closed")
        if isinstance(told, Message):
            return told
        assert told.waiver is not None
        self._note("waive", at, packed(check, told.waiver))
        self._results[check] = told
        return None

    def take_back(self, check: str, at: float) -> bool:
        """The result is again what the check found. False where nothing was waived, or it is signed."""
        result = self._results.get(check)
        if not self.open or result is None or result.waiver is None:
            return False
        self._note("unwaive", at, check)
        self._results[check] = replace(result, outcome=result.found, waiver=None)
        return True


def packed(check: str, waiver: Waiver) -> str:
    """One line of text, for a journal."""
    return json.dumps({"check": check, "by": waiver.by, "why": waiver.why}, ensure_ascii=False)


def unpacked(text: str) -> tuple[str, str, str]:
    """Check, by whom, why. Raises ``ValueError`` for what ``packed`` did not make."""
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise ValueError("not a waiver") from error
    if not isinstance(told, dict) or set(told) != {"check", "by", "why"}:
        raise ValueError("not a waiver")
    check, by, why = told["check"], told["by"], told["why"]
    if not (isinstance(check, str) and isinstance(by, str) and isinstance(why, str)):
        raise ValueError("not a waiver")
    return check, by, why
