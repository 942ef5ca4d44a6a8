"""Who is on the bench: the unit's own answer against its profile and the sticker."""

from dataclasses import replace
from typing import Final

from checks.check import Context, has
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, message, outcome_of
from checks.serials import serial_key
from checks.steps import Await, Progress, Send, Steps
from devices.capability import Capability
from devices.commands import Identify
from devices.events import CommandFailed, Identified, Stamped
from devices.profile import Profile

_ANSWER_S: Final = 20.0


class IdentityCheck:
    """Asks the unit, or takes what the bench heard when it connected."""

    id = "identity"
    order = 10
    claims = frozenset({"identity.no_answer", "identity.wrong_model", "identity.serial_mismatch"})

    def applies(self, profile: Profile) -> bool:
        """Models that can tell who they are."""
        return has(profile, Capability.IDENTITY)

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        yield Progress(0, 1, message("do.identity"))
        identity = context.now.state.identity
        if identity is None:
            yield Send(Identify())
            got = yield Await((Identified, CommandFailed), _ANSWER_S, _mine)
            identity = got.event if isinstance(got, Stamped) and isinstance(got.event, Identified) else None
        if identity is None:
            return CheckResult(self.id, Outcome.NOT_JUDGED, findings=(Finding("identity.no_answer"),))
        return _result(context, identity)


def _mine(event: object) -> bool:
    return isinstance(event, Identified) or getattr(event, "command", "") == Identify.__name__


def _result(context: Context, identity: Identified) -> CheckResult:
    model = identity.get("model") or ""
    fits = context.profile.matches_model(model)
    measurements = [_measure(context, "identity.model", fits, model)]
    findings = [] if fits else [Finding("identity.wrong_model", model)]
    serial = identity.get("serial") or ""
    if context.sticker_serial and serial_key(serial):
        same = serial_key(serial) == serial_key(context.sticker_serial)
        measurements.append(_measure(context, "identity.serial", same, serial))
        findings += [] if same else [Finding("identity.serial_mismatch", serial)]
    elif context.sticker_serial:  # a unit that names no number is not another one
        untold = measured(context.profile, "identity.serial", None, Evidence.IDENTIFIED)
        note = message("note.serial_untold", sticker=context.sticker_serial)
        measurements.append(replace(untold, required=False, note=note))
    return CheckResult("identity", outcome_of(measurements), tuple(measurements), tuple(findings))


def _measure(context: Context, limit_id: str, good: bool, subject: str) -> Measurement:
    return measured(context.profile, limit_id, float(good), Evidence.IDENTIFIED, subject)


CHECK = IdentityCheck()
