"""From marks and intervals to the keypad's measurements and findings, whatever way the keys were asked for. Pure."""

import json
from dataclasses import dataclass, field
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
    message,
    outcome_of,
)
from checks.record import KeyMark
from devices.keys import Key
from devices.profile import KeyCap

SETTLE_S: Final = 0.15
"""A second press of one key inside this time is no human."""
_GOOD: Final = (KeyMark.IDENTIFIED, KeyMark.MASKED, KeyMark.OPERATOR)


@dataclass(slots=True)
class Tally:
    """What a run of the keypad check saw: press-to-press intervals in seconds, presses nobody asked for, keys held down."""

    intervals: list[tuple[float, Key]] = field(default_factory=list)
    ghosts: list[Key] = field(default_factory=list)
    stuck: set[Key] = field(default_factory=set)
    done: int = 0

    def packed(self) -> str:
        """What must survive a lost link, as text."""
        return json.dumps({"intervals": self.intervals, "ghosts": self.ghosts, "stuck": sorted(self.stuck)})

    @classmethod
    def unpacked(cls, text: str | None) -> "Tally":
        """The tally of the run before, or a new one."""
        if text is None:
            return cls()
        kept = json.loads(text)
        return cls([(gap, key) for gap, key in kept["intervals"]], kept["ghosts"], set(kept["stuck"]))


def chatters(context: Context, key: Key, tally: Tally) -> bool:
    """Whether ``key`` came again faster than its limit allows."""
    limit = context.profile.limits["keypad.repeat_interval"]
    return any(k == key and judge(limit, gap) is not Outcome.PASS for gap, k in tally.intervals)


def keypad_result(context: Context, caps: tuple[KeyCap, ...], tally: Tally) -> CheckResult:
    """The result of a keypad check from the marks on the map and what was tallied."""
    marks = {cap.id: context.now.mark_of(cap.id) for cap in caps}
    measurements = (
        _missing(context, marks),
        _crossed(context, marks),
        _ghosts(context, tally),
        _repeat_interval(context, tally),
        _repeat_gap(context),
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
    limit = context.profile.limits["keypad.presses_missing"]
    bad = [key for key, mark in marks.items() if mark in (KeyMark.DEAD, KeyMark.MISSING)]
    open_keys = [key for key, mark in marks.items() if mark in (KeyMark.UNSURE, KeyMark.NONE, KeyMark.ASKED)]
    value = None if open_keys and not bad else float(len(bad))
    note = message("note.keys_open", keys=", ".join(open_keys)) if open_keys else None
    return Measurement(
        "keypad.presses_missing",
        judge(limit, value),
        Evidence.IDENTIFIED,
        limit.unit,
        value,
        ", ".join(bad),
        limit,
        limit.required,
        note=note,
    )


def _crossed(context: Context, marks: dict[Key, KeyMark]) -> Measurement:
    limit = context.profile.limits["keypad.crossed"]
    bad = [key for key, mark in marks.items() if mark is KeyMark.CROSSED]
    value = float(len(bad))
    return Measurement(
        "keypad.crossed",
        judge(limit, value),
        Evidence.IDENTIFIED,
        limit.unit,
        value,
        ", ".join(bad),
        limit,
        limit.required,
    )


def _ghosts(context: Context, tally: Tally) -> Measurement:
    limit = context.profile.limits["keypad.ghost"]
    names = sorted({*tally.ghosts, *tally.stuck})
    value = float(len(tally.ghosts) + len(tally.stuck))
    return Measurement(
        "keypad.ghost",
        judge(limit, value),
        Evidence.IDENTIFIED,
        limit.unit,
        value,
        ", ".join(names),
        limit,
        limit.required,
    )


def _repeat_interval(context: Context, tally: Tally) -> Measurement:
    """Shortest press-to-press time of one key. Not judged where the link is blind for longer than the limit."""
    limit = context.profile.limits["keypad.repeat_interval"]
    blind = context.now.state.key_gap_s
    gap, key = min(tally.intervals, default=(None, ""))
    seen = gap is not None and gap < SETTLE_S
    resolves = blind is None or limit.normal.low is None or blind < limit.normal.low
    value = gap if seen or resolves else None
    note = None if seen or value is None else message("note.no_repeat", seconds=SETTLE_S)
    return Measurement(
        "keypad.repeat_interval",
        judge(limit, value),
        Evidence.IDENTIFIED,
        limit.unit,
        value,
        key if seen else "",
        limit,
        limit.required,
        resolution=blind,
        note=note,
    )


def _repeat_gap(context: Context) -> Measurement:
    """Chatter after release: without release events nothing is known of it."""
    limit = context.profile.limits["keypad.repeat_gap"]
    blind = context.now.state.key_gap_s
    note = message("note.no_release", milliseconds=round((blind or 0.0) * 1000))
    return Measurement(
        "keypad.repeat_gap",
        Outcome.NOT_JUDGED,
        Evidence.IDENTIFIED,
        limit.unit,
        None,
        "",
        limit,
        limit.required,
        resolution=blind,
        note=note,
    )


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
