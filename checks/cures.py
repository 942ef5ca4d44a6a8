"""What a cure costs, endangers, and whom it needs; and how diagnoses are put in order, one cure counted once. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from checks.diagnosis import Diagnosis
from checks.measurement import Finding, Message, message

STOPS: Final = ("tamper.triggered", "offline.vendor-code", "key.pin-missing")
"""Faults after which a unit is not tested on: limits.md, order and disposition. The worst first."""

_FIRST: Final = (
    *STOPS,
    "message.tamper",
    "seen.burnt",
    "seen.swollen-battery",
    "seen.liquid",
    "seen.seal-broken",
    "identity.serial_mismatch",
    "programs.recorder",
    "configuration.secret-in-clear",
    "heat.battery",
    "supply.high",
)
"""Faults that are told before all others, however sure the others are."""

MINUTES: Final = {
    "remedy.settle_first": 3,
    "remedy.retest": 3,
    "remedy.soak": 10,
    "remedy.clean_keys": 10,
    "remedy.replace_keypad_authorised": 30,
    "remedy.replace_display_authorised": 30,
    "remedy.reseat_display_authorised": 20,
    "remedy.update_by_acquirer": 20,
    "remedy.parameters_by_acquirer": 10,
    "remedy.unlock_by_acquirer": 5,
    "remedy.key_service": 15,
    "remedy.quarantine": 5,
    "remedy.sign_on_again": 3,
    "remedy.replace_battery": 5,
    "remedy.replace_backup_authorised": 30,
    "remedy.unplug_and_cool": 10,
    "remedy.reinstall_by_acquirer": 30,
}
"""Minutes of a person's time at the bench, own estimates; what is not named takes two."""
_OTHERWISE: Final = 2

_LOSES_KEYS: Final = frozenset({"remedy.reinstall_by_acquirer"})
_CHANGES: Final = frozenset(
    {
        "remedy.select_pin_pad",
        "remedy.close_debug",
        "remedy.function_by_acquirer",
        "remedy.merchant_record",
        "remedy.location_by_acquirer",
        "remedy.update_by_acquirer",
        "remedy.parameters_by_acquirer",
        "remedy.remove_program",
        "remedy.free_storage",
        "remedy.reinstall_by_acquirer",
    }
)
_GUARDS: Final = (
    ("guard.loses_keys", _LOSES_KEYS),
    ("guard.backup_first", _CHANGES),
    ("guard.settle_first", frozenset({"remedy.key_service"})),
    ("guard.power_kept", frozenset({"remedy.replace_backup_authorised"})),
    (
        "guard.private_apn",
        frozenset(
            {
                "remedy.check_dns",
                "remedy.check_router",
                "remedy.check_sim",
                "remedy.network_settings",
                "remedy.apn_by_acquirer",
            }
        ),
    ),
)
"""What a step endangers, whatever its cause."""
GUARDED: Final = frozenset(step for _, steps in _GUARDS for step in steps)
_CALLS: Final = (
    ("key-service", frozenset({"remedy.key_service", "remedy.vendor_offline_code"})),
    (
        "security",
        frozenset(
            {"remedy.quarantine", "remedy.quarantine_unit", "remedy.quarantine_software", "remedy.report_secret"}
        ),
    ),
    (
        "maker",
        frozenset(
            {
                "remedy.replace_keypad_authorised",
                "remedy.replace_display_authorised",
                "remedy.reseat_display_authorised",
                "remedy.replace_backup_authorised",
                "remedy.send_authorised",
                "remedy.replace_mainboard_authorised",
            }
        ),
    ),
    (
        "acquirer",
        frozenset(
            {
                "remedy.update_by_acquirer",
                "remedy.parameters_by_acquirer",
                "remedy.unlock_by_acquirer",
                "remedy.reinstall_by_acquirer",
                "remedy.function_by_acquirer",
                "remedy.location_by_acquirer",
                "remedy.admin_by_acquirer",
                "remedy.apn_by_acquirer",
                "remedy.ask_acquirer_host",
                "remedy.merchant_record",
                "remedy.free_storage",
                "remedy.close_debug",
                "remedy.operator_password",
                "remedy.check_licence",
            }
        ),
    ),
    ("issuer", frozenset({"remedy.cardholder_asks_issuer", "remedy.keep_card"})),
    ("provider", frozenset({"remedy.check_router", "remedy.check_sim", "remedy.check_bandwidth", "remedy.check_mtu"})),
)
"""Whom a step needs; the first that fits any step is called."""


def settled(found: Iterable[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Diagnoses as a person should read them: one cure counted once, what must not be opened first, then by confidence."""
    return tuple(completed(diagnosis) for diagnosis in merged(sorted(found, key=_rank)))


def _rank(diagnosis: Diagnosis) -> tuple[int, float, int]:
    place = min((_FIRST.index(f.fault) for f in diagnosis.rests_on if f.fault in _FIRST), default=len(_FIRST))
    stops = place if place < len(_FIRST) else len(_FIRST)
    return stops, -diagnosis.confidence, 0 if diagnosis.do_not_open else 1


def merged(found: Iterable[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Two causes that one cure takes away become one, under the name of the first; the order stays."""
    kept: list[Diagnosis] = []
    for diagnosis in found:
        place = next((n for n, known in enumerate(kept) if one_cure(known, diagnosis)), None)
        if place is None:
            kept.append(diagnosis)
        else:
            kept[place] = _joined(kept[place], diagnosis)
    return tuple(kept)


def one_cure(one: Diagnosis, other: Diagnosis) -> bool:
    """Whether the same part, or where there is none the same steps, cures both."""
    if (one.part, one.do_not_open) != (other.part, other.do_not_open):
        return False
    first, second = ({step.id for step in d.remedy} for d in (one, other))
    return first == second or (one.part is not None and (first <= second or second <= first))


def _joined(one: Diagnosis, other: Diagnosis) -> Diagnosis:
    longer = one.remedy if len(one.remedy) >= len(other.remedy) else other.remedy
    causes = (*one.also, other.cause, *other.also)
    return replace(
        one,
        rests_on=tuple(dict.fromkeys((*one.rests_on, *other.rests_on))),
        remedy=longer,
        subjects=tuple(dict.fromkeys((*one.subjects, *other.subjects))),
        retest=tuple(dict.fromkeys((*one.retest, *other.retest))),
        decide_by=one.decide_by or other.decide_by,
        also=tuple(cause for cause in dict.fromkeys(causes) if cause != one.cause),
    )


def completed(diagnosis: Diagnosis) -> Diagnosis:
    """The same with time, guards and whom to call, where its rule did not say them itself."""
    steps = {step.id for step in diagnosis.remedy}
    return replace(
        diagnosis,
        minutes=diagnosis.minutes or sum(MINUTES.get(step, _OTHERWISE) for step in steps),
        guards=diagnosis.guards or _guards(diagnosis, steps),
        call=diagnosis.call or next((who for who, needs in _CALLS if needs & steps), ""),
    )


def _guards(diagnosis: Diagnosis, steps: set[str]) -> tuple[Message, ...]:
    return (
        *((message("guard.opening_trips"),) if diagnosis.do_not_open else ()),
        *(message(guard) for guard, needs in _GUARDS if needs & steps),
    )


def parts_of(found: Iterable[Diagnosis]) -> tuple[str, ...]:
    """The parts to order: each once, in the order of the diagnoses."""
    return tuple(dict.fromkeys(diagnosis.part for diagnosis in found if diagnosis.part))


def stopping(findings: Iterable[Finding]) -> str | None:
    """The worst fault after which a unit is not tested on, where there is one."""
    told = {finding.fault for finding in findings}
    return next((fault for fault in STOPS if fault in told), None)
