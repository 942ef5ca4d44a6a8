"""From marks and intervals to the keypad's measurements and findings, whatever way the keys were asked for. Pure."""

import json
from dataclasses import dataclass, field, replace
from typing import Final

from checks.check import Context
from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Message,
    Outcome,
    judge,
    measured,
    message,
    outcome_of,
)
from checks.record import KeyMark
from devices.capability import Capability
from devices.events import Stamped
from devices.keys import Key
from devices.profile import KeyCap

SETTLE_S: Final = 0.15
"""A second press of one key inside this time is no human."""
_GOOD: Final = (KeyMark.IDENTIFIED, KeyMark.MASKED, KeyMark.OPERATOR)


@dataclass(slots=True)
class Tally:
    """What a run of the keypad check saw. Times in seconds, each with its key.

    ``intervals`` from press to press, ``gaps`` from release to the next press, ``holds`` from press to release; ``ghosts``
    are presses nobody asked for, ``stuck`` keys that stay down.
    """

    intervals: list[tuple[float, Key]] = field(default_factory=list)
    gaps: list[tuple[float, Key]] = field(default_factory=list)
    holds: list[tuple[float, Key]] = field(default_factory=list)
    ghosts: list[Key] = field(default_factory=list)
    stuck: set[Key] = field(default_factory=set)
    done: int = 0

    def held(self, key: Key, seconds: float) -> None:
        """A key came up after so long."""
        self.holds.append((seconds, key))

    def again(self, key: Key, released: bool, seconds: float) -> None:
        """A key came again so long after its release, or after its press where no release is reported."""
        (self.gaps if released else self.intervals).append((seconds, key))

    def packed(self) -> str:
        """What must survive a lost link, as text."""
        return json.dumps(
            {
                "intervals": self.intervals,
                "gaps": self.gaps,
                "holds": self.holds,
                "ghosts": self.ghosts,
                "stuck": sorted(self.stuck),
            }
        )

    @classmethod
    def unpacked(cls, text: str | None) -> "Tally":
        """The tally of the run before, or a new one."""
        if text is None:
            return cls()
        kept = json.loads(text)
        intervals, gaps, holds = (
            [(seconds, key) for seconds, key in kept[name]] for name in ("intervals", "gaps", "holds")
        )
        return cls(intervals, gaps, holds, kept["ghosts"], set(kept["stuck"]))


def moment(stamped: Stamped) -> float:
    """When it happened, by the device's own clock where it has one: intervals are right then, however late bytes come."""
    return stamped.at if stamped.device_at is None else stamped.device_at


def chatters(context: Context, key: Key, tally: Tally) -> bool:
    """Whether ``key`` came again faster than its limit allows."""
    limits = context.profile.limits
    seen = [(gap, "keypad.repeat_interval") for gap, k in tally.intervals if k == key]
    seen += [(gap, "keypad.repeat_gap") for gap, k in tally.gaps if k == key]
    return any(judge(limits[name], gap) is not Outcome.PASS for gap, name in seen)


def keypad_result(context: Context, caps: tuple[KeyCap, ...], tally: Tally) -> CheckResult:
    """The result of a keypad check from the marks on the map and what was tallied."""
    marks = {cap.id: context.now.mark_of(cap.id) for cap in caps}
    measurements = (
        _missing(context, marks),
        _crossed(context, marks),
        _ghosts(context, tally),
        *_repeats(context, tally),
        _longest_hold(context, tally),
    )
    return CheckResult(
        "keypad", outcome_of(measurements), measurements, tuple(_findings(context, marks, tally)), (_evidence(marks),)
    )


def _evidence(marks: dict[Key, KeyMark]) -> Message:
    counts = {mark: sum(1 for m in marks.values() if m is mark) for mark in _GOOD}
    return message(
        "note.key_evidence",
        identified=counts[KeyMark.IDENTIFIED],
        masked=counts[KeyMark.MASKED],
        operator=counts[KeyMark.OPERATOR],
        total=len(marks),
    )


def _missing(context: Context, marks: dict[Key, KeyMark]) -> Measurement:
    bad = [key for key, mark in marks.items() if mark in (KeyMark.DEAD, KeyMark.MISSING)]
    open_keys = [key for key, mark in marks.items() if mark in (KeyMark.UNSURE, KeyMark.NONE, KeyMark.ASKED)]
    value = None if open_keys and not bad else float(len(bad))
    note = message("note.keys_open", keys=", ".join(open_keys)) if open_keys else None
    return _identified(context, "keypad.presses_missing", value, ", ".join(bad), note=note)


def _crossed(context: Context, marks: dict[Key, KeyMark]) -> Measurement:
    bad = [key for key, mark in marks.items() if mark is KeyMark.CROSSED]
    return _identified(context, "keypad.crossed", float(len(bad)), ", ".join(bad))


def _ghosts(context: Context, tally: Tally) -> Measurement:
    names = sorted({*tally.ghosts, *tally.stuck})
    return _identified(context, "keypad.ghost", float(len(tally.ghosts) + len(tally.stuck)), ", ".join(names))


def _identified(
    context: Context,
    limit_id: str,
    value: float | None,
    subject: str,
    resolution: float | None = None,
    note: Message | None = None,
) -> Measurement:
    return measured(context.profile, limit_id, value, Evidence.IDENTIFIED, subject, resolution, note)


def _repeats(context: Context, tally: Tally) -> tuple[Measurement, Measurement]:
    """Shortest repeats of one key: press to press, and from release to press where releases are reported."""
    if context.profile.can(Capability.KEY_RELEASE):
        blind = context.now.state.key_gap_s
        between = _shortest(context, "keypad.repeat_gap", tally.gaps, blind)
        return between, replace(_shortest(context, "keypad.repeat_interval", [], blind), observable=False)
    return _shortest(context, "keypad.repeat_interval", tally.intervals, context.now.state.key_gap_s), _unseen(context)


def _shortest(context: Context, name: str, times: list[tuple[float, Key]], blind: float | None) -> Measurement:
    """Not judged where the link is blind for longer than the limit."""
    shortest = context.profile.limits[name].normal.low
    gap, key = min(times, default=(None, ""))
    seen = gap is not None and gap < SETTLE_S
    resolves = blind is None or shortest is None or blind < shortest
    value = gap if seen or resolves else None
    note = None if seen or value is None else message("note.no_repeat", seconds=SETTLE_S)
    return _identified(context, name, value, key if seen else "", blind, note)


def _unseen(context: Context) -> Measurement:
    """Chatter after release: without release events nothing is known of it."""
    blind = context.now.state.key_gap_s
    note = message("note.no_release", milliseconds=round((blind or 0.0) * 1000))
    return _identified(context, "keypad.repeat_gap", None, "", blind, note)


def _longest_hold(context: Context, tally: Tally) -> Measurement:
    """How long the slowest key stayed down; not observable where no release is reported."""
    value, key = max(tally.holds, default=(None, ""))
    bad = judge(context.profile.limits["keypad.stuck"], value) is not Outcome.PASS
    return _identified(context, "keypad.stuck", value, key if bad and value is not None else "")


_FAULTS: Final = {
    KeyMark.DEAD: ("keypad.dead", Evidence.OPERATOR),
    KeyMark.MISSING: ("keypad.missing", Evidence.OPERATOR),
    KeyMark.CROSSED: ("keypad.crossed", Evidence.IDENTIFIED),
    KeyMark.CHATTER: ("keypad.chatter", Evidence.IDENTIFIED),
    KeyMark.STUCK: ("keypad.stuck", Evidence.IDENTIFIED),
    KeyMark.UNSURE: ("keypad.unsure", Evidence.OPERATOR),
}


def _findings(context: Context, marks: dict[Key, KeyMark], tally: Tally) -> list[Finding]:
    found = [Finding(_FAULTS[mark][0], key, _FAULTS[mark][1]) for key, mark in marks.items() if mark in _FAULTS]
    found += [Finding("keypad.ghost", key, Evidence.IDENTIFIED) for key in dict.fromkeys(tally.ghosts)]
    return found
