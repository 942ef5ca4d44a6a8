"""From marks and intervals to the keypad's measurements and findings, whatever way the keys were asked for. Pure."""

from collections import Counter
from dataclasses import replace
from typing import Final

from checks.check import Context
from checks.keypad.clear_key import HANGS, KILLS, TRIED
from checks.keypad.lines import dead_lines
from checks.keypad.looks import LIMIT, blind_after, resolution, unlooked
from checks.keypad.tally import Tally
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
from checks.sweep import SETTLE_S
from devices.capability import Capability
from devices.keys import CLEAR, Key
from devices.profile import KeyCap

_GOOD: Final = (KeyMark.IDENTIFIED, KeyMark.MASKED, KeyMark.OPERATOR)
_OFTEN: Final = 2
"""Once may be the finger."""


def keypad_result(context: Context, caps: tuple[KeyCap, ...], tally: Tally) -> CheckResult:
    """The result of a keypad check from the marks on the map and what was tallied."""
    marks = {cap.id: context.now.mark_of(cap.id) for cap in caps}
    measurements = (
        _missing(context, marks),
        _crossed(context, marks, tally),
        _ghosts(context, tally),
        *_repeats(context, tally),
        _longest_hold(context, tally),
        *_edges(context, tally),
        *_touch(context, tally),
        *_clear(context, tally),
    )
    findings = (*_line_findings(caps, marks), *_spoilt(caps, _findings(marks, tally), tally), *_slow(context, tally))
    return CheckResult("keypad", outcome_of(measurements), measurements, findings, _notes(marks, tally))


def word_result(context: Context, caps: tuple[KeyCap, ...]) -> CheckResult:
    """The result where all is a person's word."""
    marks = {cap.id: context.now.mark_of(cap.id) for cap in caps}
    chatter = [key for key, mark in marks.items() if mark is KeyMark.CHATTER]
    measurements = tuple(
        replace(measurement, evidence=Evidence.OPERATOR)
        for measurement in (_missing(context, marks), _crossed(context, marks, Tally()))
    )
    found = [replace(f, evidence=Evidence.OPERATOR) for f in (*_line_findings(caps, marks), *_findings(marks, Tally()))]
    outcome = Outcome.FAIL if chatter else outcome_of(measurements)
    return CheckResult("keypad", outcome, measurements, tuple(found), (_evidence(marks),))


def _notes(marks: dict[Key, KeyMark], tally: Tally) -> tuple[Message, ...]:
    healed = ", ".join(sorted(tally.healed))
    return (
        _evidence(marks),
        *((message("note.keys_healed", keys=healed),) if healed else ()),
        *((message("note.keys_unheard"),) if tally.unheard else ()),
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


def _crossed(context: Context, marks: dict[Key, KeyMark], tally: Tally) -> Measurement:
    """By name where each key was asked for; by an eye on the map where hands went freely and no prompt followed."""
    bad = [key for key, mark in marks.items() if mark is KeyMark.CROSSED]
    seen_only = bool(tally.swept - tally.prompted)
    how = Evidence.OPERATOR if seen_only and not bad else Evidence.IDENTIFIED
    return replace(_identified(context, "keypad.crossed", float(len(bad)), ", ".join(bad)), evidence=how)


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
    return _interval(context, tally), _unseen(context, tally)


def _interval(context: Context, tally: Tally) -> Measurement:
    """Press to press. Not judged while there is a key that nobody could have seen come again; a repeat that was seen is one."""
    blind, late = resolution(context, tally), unlooked(context, tally)
    found = _shortest(context, LIMIT, tally.intervals, blind)
    if not late or min(tally.intervals, default=(SETTLE_S, ""))[0] < SETTLE_S:
        return found
    one_by_one = bool(tally.blinds) or len(late) < len(blind_after(context, tally))
    milliseconds, keys = round(max(late.values()) * 1000), ", ".join(sorted(late))
    note = message("note.pc_late", milliseconds=milliseconds, keys=keys)
    if not one_by_one:  # no press of any key could be followed: that is how the link is
        note = message("note.link_blind", milliseconds=milliseconds)
    return _identified(context, LIMIT, None, "", max(late.values()), note)


def _shortest(context: Context, name: str, times: list[tuple[float, Key]], blind: float | None) -> Measurement:
    """Not judged where the link is blind for longer than the limit."""
    shortest = context.profile.limits[name].normal.low
    gap, key = min(times, default=(None, ""))
    seen = gap is not None and gap < SETTLE_S
    resolves = blind is None or shortest is None or blind < shortest
    value = gap if seen or resolves else None
    note = None if seen or value is None else message("note.no_repeat", seconds=SETTLE_S)
    return _identified(context, name, value, key if seen else "", blind, note)


def _unseen(context: Context, tally: Tally) -> Measurement:
    """Chatter after release: without release events nothing is known of it."""
    blind = resolution(context, tally)
    note = message("note.no_release", milliseconds=round((blind or 0.0) * 1000))
    return _identified(context, "keypad.repeat_gap", None, "", blind, note)


def _longest_hold(context: Context, tally: Tally) -> Measurement:
    """How long the slowest key stayed down; not observable where no release is reported."""
    value, key = max(tally.holds, default=(None, ""))
    bad = judge(context.profile.limits["keypad.stuck"], value) is not Outcome.PASS
    return _identified(context, "keypad.stuck", value, key if bad and value is not None else "")


def _edges(context: Context, tally: Tally) -> tuple[Measurement, ...]:
    """Presses that never ended and releases that never began, where the protocol reports both."""
    if not context.profile.can(Capability.KEY_RELEASE):
        return ()
    return (_identified(context, "keypad.edges", float(len(tally.odd)), ", ".join(sorted(set(tally.odd)))),)


def _touch(context: Context, tally: Tally) -> tuple[Measurement, ...]:
    """What can be measured of how a key feels; printed, decides nothing. A press force nobody can measure from here."""
    blind = context.now.state.key_gap_s
    found = []
    if context.profile.can(Capability.KEY_RELEASE):
        hold, key = max(tally.holds, default=(None, ""))
        resolves = hold is None or blind is None or hold > blind
        found.append(_identified(context, "keypad.hold", _rounded(hold) if resolves else None, key, blind))
    if tally.reaches:
        reach, key = max(tally.reaches)
        found.append(_identified(context, "keypad.time_to_press", _rounded(reach), key, blind))
    if tally.prompted:
        again = 100.0 * len(tally.retried) / (len(tally.prompted) + len(tally.retried))
        keys = ", ".join(sorted(set(tally.retried)))
        found.append(_identified(context, "keypad.repress_rate", round(again, 1), keys))
    return tuple(found)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _clear(context: Context, tally: Tally) -> tuple[Measurement, ...]:
    """Printed where it was asked."""
    if not tally.clear_hold:
        return ()
    value = TRIED.get(tally.clear_hold)
    return (measured(context.profile, "keypad.clear_release", value, Evidence.OPERATOR, CLEAR),)


_FAULTS: Final = {
    KeyMark.DEAD: ("keypad.dead", Evidence.OPERATOR),
    KeyMark.MISSING: ("keypad.missing", Evidence.OPERATOR),
    KeyMark.CROSSED: ("keypad.crossed", Evidence.IDENTIFIED),
    KeyMark.CHATTER: ("keypad.chatter", Evidence.IDENTIFIED),
    KeyMark.STUCK: ("keypad.stuck", Evidence.IDENTIFIED),
    KeyMark.UNSURE: ("keypad.unsure", Evidence.OPERATOR),
}


def _findings(marks: dict[Key, KeyMark], tally: Tally) -> list[Finding]:
    found = [Finding(_FAULTS[mark][0], key, _FAULTS[mark][1]) for key, mark in marks.items() if mark in _FAULTS]
    found += [Finding("keypad.ghost", key, Evidence.IDENTIFIED) for key in dict.fromkeys(tally.ghosts)]
    found += [Finding("keypad.edges", key, Evidence.IDENTIFIED) for key in sorted(set(tally.odd))]
    if tally.clear_hold == HANGS.id:
        found.append(Finding("keypad.clear-hangs", CLEAR, Evidence.OPERATOR))
    if tally.clear_hold == KILLS.id:
        found.append(Finding("keypad.clear-kills", CLEAR, Evidence.OPERATOR))
    return found


def _spoilt(caps: tuple[KeyCap, ...], found: list[Finding], tally: Tally) -> list[Finding]:
    """Hidden digits that cannot be judged say which key's fault that is."""
    hidden = {cap.id for cap in caps if cap.evidence == "masked"} if tally.spoiler else set()
    why = message("note.entry_spoilt", key=tally.spoiler)
    return [replace(f, note=why) if f.fault == "keypad.unsure" and f.subject in hidden else f for f in found]


def _line_findings(caps: tuple[KeyCap, ...], marks: dict[Key, KeyMark]) -> list[Finding]:
    """Keys that one broken line of the matrix explains; each of them is named dead as well."""
    return [
        Finding(
            "keypad.line",
            ", ".join(line.keys),
            Evidence.OPERATOR,
            message(f"note.keypad_{line.kind}", number=line.number, count=len(line.keys)),
        )
        for line in dead_lines(caps, marks)
    ]


def _slow(context: Context, tally: Tally) -> list[Finding]:
    """Keys that came up late, or had to be pressed again, more than once. A finger may be slow; twice on one key is the key."""
    limit = context.profile.limits["keypad.hold"]
    late = Counter(key for hold, key in tally.holds if key and judge(limit, hold) is not Outcome.PASS)
    weak = Counter(tally.retried)
    return [
        Finding(fault, key, Evidence.IDENTIFIED)
        for fault, counts in (("keypad.slow", late), ("keypad.weak", weak))
        for key in sorted(counts)
        if counts[key] >= _OFTEN and key not in tally.stuck
    ]
