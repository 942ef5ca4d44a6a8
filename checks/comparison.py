"""A unit held against the known-good one, as a check tells it: how many differences, which, and with whom it was compared."""

from dataclasses import dataclass
from typing import Final

from checks.baseline import Baseline, Difference, Part, Sample, compare
from checks.check import Context
from checks.measurement import Evidence, Finding, Kept, Measurement, Message, keep, measured, message

_MOST_FINDINGS: Final = 20
_MOST_NOTES: Final = 8


@dataclass(frozen=True, slots=True)
class Held:
    """What the comparison adds to a check's result; nothing of all where there is no known-good unit."""

    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
    kept: tuple[Kept, ...] = ()


def differing(context: Context, check: str, now: Sample) -> Held:
    """The parts of ``now`` against the known-good unit; ``check`` names limit and fault: ``<check>.differences``, ``.differs``."""
    good = context.baseline
    if good is None:
        return Held()
    comparable = good.sample.read & now.read
    found = compare(good.sample, now)
    value = float(len(found)) if comparable else None
    measurement = measured(context.profile, f"{check}.differences", value, Evidence.IDENTIFIED)
    findings = tuple(Finding(f"{check}.differs", d.line(), Evidence.IDENTIFIED) for d in found[:_MOST_FINDINGS])
    notes = (compared_with(good), *(difference_words(d) for d in found[:_MOST_NOTES]))
    return Held((measurement,), findings, notes if found else (), (keep("differences", (d.row() for d in found)),))


def compared_with(good: Baseline) -> Message:
    """Whose facts the unit was held against."""
    return message(
        "note.compared_with",
        model=good.model[:80],
        serial=good.serial[:40] or "-",
        captured=good.captured[:10],
        operator=good.operator[:40] or "-",
    )


def difference_words(difference: Difference) -> Message:
    """One difference as a sentence. A setting and a file have no value that may be told."""
    was, now = ("", "") if difference.part is Part.SETTINGS else (difference.was[:60], difference.now[:60])
    name = "both" if was and now else "was" if was else "now" if now else "bare"
    return message(
        f"note.difference.{name}",
        name=difference.name[:80],
        was=was,
        now=now,
        kind_id=f"difference.{difference.kind.value}",
        part_id=f"software_part.{difference.part.value}",
    )
