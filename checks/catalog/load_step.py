"""The supply under a step of load that the unit makes itself: its screen's light full, low and full again.

A charger or cable that is too weak shows it by how far the voltage gives way, even where it stays in its band. Nothing
else of the unit is loaded: no program is run on it for that.
"""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Outcome, measured, message
from checks.showing import light
from checks.steps import Pause, Progress, Received, Send, Step, Steps
from devices.capability import Capability
from devices.commands import RestoreScreen
from devices.events import Channel, Quantity, Source
from devices.profile import Profile

_CHANNELS: Final = (Channel(Quantity.VOLTAGE, Source.METER), Channel(Quantity.VOLTAGE, Source.SUPPLY))
_LEVELS: Final = (100, 10, 100, 10)  # percent of the screen's light; own
_SETTLE_S: Final = 1.0
_LISTEN_S: Final = 2.0
_LOOK_S: Final = 0.1
_FEWEST: Final = 4  # readings at each level; own


@dataclass(slots=True)
class _Seen:
    """Readings at each level, and how often the light was not set."""

    levels: list[list[float]] = field(default_factory=list)
    channel: Channel | None = None


class LoadStepCheck:
    """Part of the full plan. Where there is no light to switch or nobody measures the supply, it says so."""

    id = "load-step"
    order = 75
    full_only = True
    claims = frozenset({"supply.weak-under-load"})

    def applies(self, profile: Profile) -> bool:
        """Any terminal on a wire: that one cannot make a step of load is worth a line."""
        return profile.kind == "terminal" and profile.protocol != "none"

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        if not context.profile.can(Capability.BACKLIGHT):
            return _unjudged(context, "note.no_load_step")
        seen = _Seen()
        for index, level in enumerate(_LEVELS):
            yield Progress(index, len(_LEVELS), message("do.load_step", percent=level))
            if not (yield from light(level)):
                yield Send(RestoreScreen())
                return _unjudged(context, "note.no_load_step")
            yield Pause(_SETTLE_S)
            yield from _listen(context, seen)
        yield Send(RestoreScreen())
        return _result(context, seen)


def _listen(context: Context, seen: _Seen) -> Generator[Step, Received, None]:
    """Every reading that comes while the load stays as it is."""
    found: list[tuple[float, float]] = []
    for _ in range(round(_LISTEN_S / _LOOK_S)):
        latest = context.now.state.latest
        seen.channel = seen.channel or next((c for c in _CHANNELS if c in latest), None)
        now = latest.get(seen.channel) if seen.channel is not None else None
        if now is not None and (not found or now[1] != found[-1][1]):
            found.append(now)
        yield Pause(_LOOK_S)
    seen.levels.append([value for value, _ in found[1:]])  # the first may be from before the step


def _unjudged(context: Context, note: str) -> CheckResult:
    found = replace(measured(context.profile, "supply.load_step", None, Evidence.MEASURED), required=False)
    return CheckResult("load-step", Outcome.NOT_JUDGED, (found,), notes=(message(note),), required=False)


def _result(context: Context, seen: _Seen) -> CheckResult:
    if any(len(level) < _FEWEST for level in seen.levels):
        return _unjudged(context, "note.load_unseen")
    middle = [float(np.median(level)) for level in seen.levels]
    spread = max(float(np.ptp(level)) for level in seen.levels)
    drop = (middle[1] + middle[3] - middle[0] - middle[2]) / 2
    subject = f"report.channel.{seen.channel.id}" if seen.channel is not None else ""
    found = measured(
        context.profile, "supply.load_step", round(drop, 3), Evidence.MEASURED, subject, round(spread, 3) or 0.001
    )
    bad = found.outcome in (Outcome.FAIL, Outcome.MARGINAL)
    findings = (Finding("supply.weak-under-load", f"{drop:.2f} V"),) if bad else ()
    return CheckResult("load-step", found.outcome, (found,), findings)


CHECK = LoadStepCheck()
