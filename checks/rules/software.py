"""From software, settings and logs to what cures them. None of these opens the unit; none wipes it."""

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Message, message
from checks.whose_reading import is_own


def outdated(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Programs missing or too old: the acquirer's update, after unsettled trades are settled."""
    found = evidence.findings("software.missing") + evidence.findings("software.old")
    found += evidence.findings("software.patch-old")
    if not found:
        return ()
    steps = (message("remedy.settle_first"), message("remedy.update_by_acquirer"), message("remedy.retest"))
    return (Diagnosis("cause.software_outdated", 0.8, found, steps, (), None, ("software",)),)


def crashes(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Crashes and resets in the log: a weak supply first, where there is one, else the software."""
    found = evidence.findings("logs.crash") + evidence.findings("logs.reset")
    if not found:
        return ()
    weak = evidence.findings("logs.under-voltage") + evidence.findings("supply.sag") + evidence.findings("supply.low")
    if weak:
        cleared = all(is_own(finding) for finding in weak)  # the charger: a meter beside it read a good supply
        first = (
            (message("remedy.swap_cable"),)
            if cleared
            else (message("remedy.swap_charger"), message("remedy.swap_cable"))
        )
        steps = (*first, message("remedy.retest"))
        retest = ("supply", "logs")
        cause = "cause.restarts_by_supply"
        return (Diagnosis(cause, 0.75, found + weak, steps, (), "cable", retest, do_not_open=cleared),)
    steps = (message("remedy.settle_first"), message("remedy.update_by_acquirer"), message("remedy.soak"))
    return (
        Diagnosis(
            "cause.software_crashes", 0.65, found, steps, (), None, ("logs",), message("decide.supply_or_software")
        ),
    )


def drivers(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Errors of the input or display driver without a fault seen: a contact that begins to fail."""
    keys, screen = evidence.findings("logs.input-error"), evidence.findings("logs.display-error")
    found = keys + screen
    if not found:
        return ()
    part = "keypad" if keys else "display"
    steps = (message("remedy.soak"), message("remedy.retest"))
    return (
        Diagnosis("cause.driver_errors", 0.5, found, steps, (), part, ("keypad", "display"), message("decide.soak")),
    )


def settings(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """What the configuration forbids. Each is undone by whoever set it, never by the bench."""
    causes = (
        ("configuration.pin-locked", "cause.pin_locked", "remedy.unlock_by_acquirer", 0.9),
        ("configuration.pin-restricted", "cause.pin_restricted", "remedy.parameters_by_acquirer", 0.85),
        ("configuration.no-permission", "cause.no_permission", "remedy.parameters_by_acquirer", 0.85),
        ("configuration.wrong-pin-pad", "cause.wrong_pin_pad", "remedy.select_pin_pad", 0.85),
        ("configuration.no-pin-limit", "cause.no_pin_limit", "remedy.parameters_by_acquirer", 0.8),
        ("configuration.account-type", "cause.account_type", "remedy.merchant_record", 0.85),
        ("configuration.function-off", "cause.function_missing", "remedy.function_by_acquirer", 0.85),
        ("configuration.wrong-apn", "cause.wrong_apn", "remedy.apn_by_acquirer", 0.8),
        ("configuration.location-lock", "cause.location_lock", "remedy.location_by_acquirer", 0.85),
        ("configuration.debug-enabled", "cause.debug_enabled", "remedy.close_debug", 0.85),
        ("configuration.secret-in-clear", "cause.secret_in_clear", "remedy.report_secret", 0.95),
    )
    return tuple(
        Diagnosis(cause, sure, found, _by_its_owner(remedy), (), None, ("configuration",))
        for fault, cause, remedy, sure in causes
        if (found := evidence.findings(fault))
    )


def _by_its_owner(remedy: str) -> tuple[Message, ...]:
    return message("remedy.settle_first"), message(remedy), message("remedy.retest")


RULES = (outdated, crashes, drivers, settings)
