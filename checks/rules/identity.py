"""From what a unit says of itself to what that means."""

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import message


def other_serial(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The sticker and the software disagree: exchanged case or board, or a wrong scan."""
    found = evidence.findings("identity.serial_mismatch")
    if not found:
        return ()
    steps = (message("remedy.scan_again"), message("remedy.quarantine"))
    return (Diagnosis("cause.serial_mismatch", 0.8, found, steps, (), None, ("identity",), do_not_open=True),)


def other_model(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The unit is not the model it is treated as."""
    found = evidence.findings("identity.wrong_model")
    if not found:
        return ()
    return (Diagnosis("cause.wrong_model", 0.9, found, (message("remedy.choose_profile"),), (), None, ("identity",)),)


RULES = (other_serial, other_model)
