"""When an inspection leaves its remaining checks out: a unit that must not be tested on, or a question that is answered. Pure."""

from collections.abc import Sequence

from checks.complaints import Guide
from checks.cures import stopping
from checks.disposition import decided_early
from checks.measurement import CheckResult


def left_out_because(results: Sequence[CheckResult], quick: bool, guide: Guide | None) -> str | None:
    """Message id of the reason, or None where the inspection goes on.

    A danger seen before the cable ends everything. Tamper, a vendor's code and a missing PIN key end every plan (limits.md,
    order). A quick plan, which only decides what becomes of the unit, ends when that is decided, and when the complaint it
    was given is explained.
    """
    if any(result.ends for result in results):
        return "note.left_out.danger"
    if stopping(finding for result in results for finding in result.findings) is not None:
        return "note.left_out.forbidden"
    if quick and decided_early(results):
        return "note.left_out.decided"
    if quick and guide is not None and guide.explained_by(results):
        return "note.left_out.explained"
    return None
