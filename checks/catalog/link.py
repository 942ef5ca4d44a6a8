"""How well the cable held: lost links and damaged frames over the whole inspection."""

from checks.check import WatchContext
from checks.measurement import CheckResult, Evidence, Finding, Measurement, Outcome, measured, outcome_of
from devices.profile import Profile


class LinkWatch:
    """Part of every inspection over a data link."""

    id = "link"
    order = 90
    claims = frozenset({"link.lost", "link.noise"})

    def applies(self, profile: Profile, meter: Profile | None) -> bool:
        """Wherever there is a link."""
        return profile.protocol != "none"

    def judge(self, context: WatchContext) -> CheckResult:
        """See ``Watch``."""
        state = context.state
        measurements = (
            _measure(context, "link.losses", state.losses),
            _measure(context, "link.damaged_frames", state.damaged_frames),
        )
        findings = [Finding("link.lost", str(state.losses))] if state.losses else []
        if measurements[1].outcome is not Outcome.PASS:
            findings.append(Finding("link.noise", str(state.damaged_frames)))
        return CheckResult(self.id, outcome_of(measurements), measurements, tuple(findings))


def _measure(context: WatchContext, name: str, count: int) -> Measurement:
    return measured(context.profile, name, float(count), Evidence.MEASURED)


CHECK = LinkWatch()
