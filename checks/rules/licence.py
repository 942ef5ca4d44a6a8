"""Whether a unit is of the licence holder it claims: the official list's answer, and the acquirer named in its software."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.licences.register import LookUp, Standing
from checks.measurement import Evidence, Finding, message

_SURE: Final = {Standing.ENDED: 0.85, Standing.EXPIRED: 0.75, Standing.NOT_LISTED: 0.5}
"""A name that is not listed may be spelt in another way; a number or name that is listed as ended is not."""
_BOTH: Final = 0.9


def licence(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A licence that is over or not listed, and software of another acquirer, are one cause."""
    listed = _listed(evidence.licence)
    software = evidence.findings("configuration.other-acquirer")
    found = (*software, *listed)
    if not found:
        return ()
    known = _SURE[evidence.licence.standing] if listed and evidence.licence else 0.6
    steps = (message("remedy.settle_first"), message("remedy.check_licence"), message("remedy.retest"))
    checks = ("configuration",) if software else ()
    sure = _BOTH if software and listed else known
    return (Diagnosis("cause.licence", sure, found, steps, (), None, checks, message("decide.licence_list")),)


def _listed(told: LookUp | None) -> tuple[Finding, ...]:
    if told is None or told.standing not in _SURE:
        return ()
    return (Finding(f"licence.{told.standing}", told.wanted, Evidence.MEASURED),)


RULES = (licence,)
