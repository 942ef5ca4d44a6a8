"""Tamper, vendor's offline codes, keys and clock: what must be known before anything else is done to a unit."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import message

_AGAIN: Final = ("security-state",)


def tampered(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The protection has triggered: the keys are gone, and nobody at a bench may bring them back."""
    found = evidence.findings("tamper.triggered")
    if not found:
        return ()
    steps = (message("remedy.leave_closed"), message("remedy.quarantine"), message("remedy.ask_tamper_history"))
    aged = evidence.findings("clock.wrong")
    decide = message("decide.backup_cell") if aged else message("decide.opened_or_battery")
    return (Diagnosis("cause.tampered", 0.98, found + aged, steps, (), None, _AGAIN, decide, do_not_open=True),)


def offline(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The maker or acquirer has switched the unit off with a code of its own."""
    found = evidence.findings("offline.vendor-code")
    if not found:
        return ()
    steps = (message("remedy.note_code"), message("remedy.vendor_offline_code"))
    return (Diagnosis("cause.vendor_offline", 0.97, found, steps, (), None, _AGAIN, do_not_open=True),)


def no_key(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """No master key for PINs: the key service. After a tamper it is the tamper's consequence and no cause of its own."""
    found = evidence.findings("key.pin-missing")
    if not found or evidence.findings("tamper.triggered"):
        return ()
    steps = (message("remedy.settle_first"), message("remedy.key_service"), message("remedy.sign_on_again"))
    decide = message("decide.key_scheme")
    return (Diagnosis("cause.pin_key_missing", 0.95, found, steps, (), None, _AGAIN, decide, do_not_open=True),)


def stale_key(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The working key is old: sign on again. No part, no key service."""
    found = evidence.findings("key.working-stale")
    if not found:
        return ()
    steps = (message("remedy.settle_first"), message("remedy.sign_on_again"), message("remedy.retest"))
    return (Diagnosis("cause.working_key_stale", 0.9, found, steps, (), None, _AGAIN, message("decide.sign_on")),)


def clock(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A clock that is wrong after the mains were off: the backup cell, where it stays wrong."""
    found = evidence.findings("clock.wrong")
    if not found or evidence.findings("tamper.triggered") or evidence.findings("network.clock"):
        return ()
    steps = (
        message("remedy.set_clock"),
        message("remedy.off_overnight"),
        message("remedy.replace_backup_authorised"),
    )
    decide = message("decide.backup_cell")
    return (Diagnosis("cause.backup_cell", 0.7, found, steps, (), "backup-cell", _AGAIN, decide, do_not_open=True),)


RULES = (tampered, offline, no_key, stale_key, clock)
