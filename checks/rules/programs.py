"""From what runs on a terminal, and what is unlike the known-good unit, to what cures it. None of these opens the unit."""

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Message, message


def running(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Programs that should run and do not, or should not and do."""
    causes = (
        (
            "programs.payment-stopped",
            "cause.payment_stopped",
            ("remedy.restart_unit", "remedy.update_by_acquirer"),
            0.85,
        ),
        ("programs.overlay", "cause.overlay", ("remedy.remove_program", "remedy.update_by_acquirer"), 0.75),
        ("programs.recorder", "cause.recorder", ("remedy.quarantine_software",), 0.75),
        (
            "programs.remote-control",
            "cause.remote_control",
            ("remedy.ask_remote_control", "remedy.remove_program"),
            0.6,
        ),
        ("programs.debug-service", "cause.debug_enabled", ("remedy.close_debug",), 0.85),
    )
    return tuple(
        Diagnosis(cause, sure, found, _steps(cure), (), None, ("programs",))
        for fault, cause, cure, sure in causes
        if (found := evidence.findings(fault)) and not _told_by_settings(evidence, fault)
    )


def _told_by_settings(evidence: Evidences, fault: str) -> bool:
    """A debug service that runs because a setting allows it is one cause, told with the setting."""
    return fault == "programs.debug-service" and bool(evidence.findings("configuration.debug-enabled"))


def exhausted(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Memory or storage nearly used up: slow entries, programs that are ended, trades that cannot be stored."""
    memory, storage = evidence.findings("programs.memory-low"), evidence.findings("programs.storage-full")
    causes = []
    if memory:
        steps = _steps(("remedy.restart_unit", "remedy.remove_program"))
        causes.append(Diagnosis("cause.memory_low", 0.5, memory, steps, (), None, ("programs",)))
    if storage:
        steps = _steps(("remedy.free_storage",))
        causes.append(Diagnosis("cause.storage_full", 0.6, storage, steps, (), None, ("programs",)))
    return tuple(causes)


def unlike(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Differences from the known-good unit: a hint, not a verdict; another release may be as good."""
    checks = [c for c in ("software", "configuration", "programs") if evidence.findings(f"{c}.differs")]
    found = tuple(finding for check in checks for finding in evidence.findings(f"{check}.differs"))
    if not found:
        return ()
    steps = _steps(("remedy.compare_release",))
    return (Diagnosis("cause.unlike_good_unit", 0.35, found, steps, (), None, tuple(checks)),)


def _steps(cures: tuple[str, ...]) -> tuple[Message, ...]:
    return (message("remedy.settle_first"), *(message(cure) for cure in cures), message("remedy.retest"))


RULES = (running, exhausted, unlike)
