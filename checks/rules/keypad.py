"""From key faults to their cause. Opening a healthy PIN pad trips its tamper protection, so the cure outside comes first."""

from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Finding, Message, message

_GROUP: Final = 3  # dead keys from which one common cause is likelier than so many single ones


def _subjects(found: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(finding.subject for finding in found)


def _clean_then_replace(keys: str) -> tuple[Message, ...]:
    return (
        message("remedy.power_off"),
        message("remedy.clean_keys", keys=keys),
        message("remedy.retest"),
        message("remedy.replace_keypad_authorised"),
    )


def dead_line(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Dead keys that share a row or column of the matrix, and no live one on it: the line, not the keys."""
    lines = evidence.findings("keypad.line")
    if not lines:
        return ()
    keys = _on_lines(evidence)
    found = lines + tuple(f for f in evidence.findings("keypad.dead") if f.subject in keys)
    steps = (message("remedy.check_liquid"), message("remedy.power_off"), message("remedy.check_flex_authorised"))
    return (Diagnosis("cause.keypad_line", 0.9, found, steps, keys, "keypad", ("keypad",), do_not_open=True),)


def _on_lines(evidence: Evidences) -> tuple[str, ...]:
    """Keys that a broken line explains: counted once, there."""
    return tuple(dict.fromkeys(key for line in evidence.findings("keypad.line") for key in line.subject.split(", ")))


def dead_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """One or two dead keys: contact or dome. More: what they have in common."""
    explained = _on_lines(evidence)
    found = tuple(f for f in evidence.findings("keypad.dead") if f.subject not in explained)
    if not found:
        return ()
    keys = _subjects(found)
    steps = _clean_then_replace(", ".join(keys))
    cause, confidence = "cause.key_contact", 0.8
    if len(keys) >= _GROUP:
        steps = (
            message("remedy.check_liquid"),
            message("remedy.power_off"),
            message("remedy.replace_keypad_authorised"),
        )
        cause, confidence = "cause.keypad_flex", 0.75
    return (Diagnosis(cause, confidence, found, steps, keys, "keypad", ("keypad",), do_not_open=True),)


def missing_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Caps that are gone or damaged."""
    found = evidence.findings("keypad.missing")
    if not found:
        return ()
    steps = (message("remedy.replace_keypad_authorised"), message("remedy.retest"))
    return (
        Diagnosis("cause.key_damaged", 0.95, found, steps, _subjects(found), "keypad", ("keypad",), do_not_open=True),
    )


def crossed_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A key that answers as another: bridged traces."""
    found = evidence.findings("keypad.crossed")
    if not found:
        return ()
    steps = (message("remedy.check_liquid"), message("remedy.power_off"), message("remedy.replace_keypad_authorised"))
    return (
        Diagnosis("cause.keys_bridged", 0.8, found, steps, _subjects(found), "keypad", ("keypad",), do_not_open=True),
    )


def chattering_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Two characters from one press, or a press that does not end: a worn or dirty dome."""
    found = evidence.findings("keypad.chatter") + evidence.findings("keypad.edges")
    if not found:
        return ()
    keys = _subjects(found)
    steps = _clean_then_replace(", ".join(keys))
    return (Diagnosis("cause.worn_dome", 0.85, found, steps, keys, "keypad", ("keypad",), do_not_open=True),)


def stuck_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A key that is down by itself."""
    found = evidence.findings("keypad.stuck") + evidence.findings("keypad.ghost")
    if not found:
        return ()
    keys = _subjects(found)
    steps = (message("remedy.free_key", keys=", ".join(keys)), *_clean_then_replace(", ".join(keys)))
    sure = 0.85 if evidence.findings("keypad.stuck") else 0.5
    return (Diagnosis("cause.key_stuck", sure, found, steps, keys, "keypad", ("keypad",), do_not_open=True),)


def slow_keys(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Keys that come up late, or need a second press: dirt or age, before they die."""
    found = evidence.findings("keypad.slow") + evidence.findings("keypad.weak")
    if not found:
        return ()
    keys = tuple(dict.fromkeys(_subjects(found)))
    steps = _clean_then_replace(", ".join(keys))
    return (Diagnosis("cause.key_slow", 0.6, found, steps, keys, "keypad", ("keypad",), do_not_open=True),)


def hanging_entry(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A key that works and an entry that does not let go: the program's, not the keypad's."""
    found = evidence.findings("keypad.clear-hangs")
    if not found:
        return ()
    steps = (message("remedy.restart_unit"), message("remedy.retest"), message("remedy.update_program"))
    return (Diagnosis("cause.entry_hangs", 0.7, found, steps, (), None, ("keypad",)),)


def dead_after_clear(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """CLEAR held for long restarts the part that keeps the keys: a unit that does not come back from it has lost that part."""
    found = evidence.findings("keypad.clear-kills")
    if not found:
        return ()
    steps = (message("remedy.settle_first"), message("remedy.restart_unit"), message("remedy.send_authorised"),
             message("remedy.key_service"))  # fmt: skip
    return (Diagnosis("cause.pin_module", 0.8, found, steps, (), "mainboard", ("keypad",), do_not_open=True),)


RULES = (
    dead_line,
    slow_keys,
    hanging_entry,
    dead_after_clear,
    dead_keys,
    missing_keys,
    crossed_keys,
    chattering_keys,
    stuck_keys,
)
