"""``history trends``: who drifts towards a limit, how models wear, what is due, and the lead's overview, as lines or JSON."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from checks.console.facts import show_json
from checks.console.parts import Exit, Parts, Refused
from checks.console.terminal import printable, sentence
from checks.history.overview import Due, Overview
from checks.history.trends import Drift, Limits, Trends
from checks.measurement import Argument, Message, message
from checks.moments import parse_time
from checks.words import Catalogue
from devices.profile import Profile

if TYPE_CHECKING:
    from checks.history.store import History

_FEW: Final = 10


def trends(args: argparse.Namespace, words: Catalogue, parts: Parts, opened: "History") -> int:
    """0 where nobody drifts and nothing is due, 1 where something is named."""
    profiles, since, until = parts.profiles(), moment(args.since), moment(args.until)
    told = opened.trends(limits_of(profiles), since, until, args.serial or "")
    seen = opened.overview(parts.utc_now(), since, until)
    code = Exit.FAILED if told.drifting or seen.due else Exit.DONE
    if args.json:
        show_json({"overview": asdict(seen), "trends": asdict(told)})
        return code
    for line in lines(told, seen, profiles, words):
        print(sentence(line))
    return code


def moment(given: str | None) -> str:
    """A time as the history tells it, UTC; empty for none. Raises ``Refused`` for what is none: it would find nothing."""
    when = parse_time(given) if given else None
    if given and when is None:
        raise Refused(message("cli.bad_time", text=printable(given)))
    return when.strftime("%Y-%m-%dT%H:%M:%S") if when is not None else ""


def limits_of(profiles: Mapping[str, Profile]) -> Limits:
    """Every model's limits."""
    return {name: profile.limits for name, profile in profiles.items()}


def lines(told: Trends, seen: Overview, profiles: Mapping[str, Profile], words: Catalogue) -> Iterator[str]:
    """What a person is told, most urgent first."""
    yield words.say(summary_of(seen))
    yield words.text("trends.rows", rows=told.rows, named=len(told.drifting))
    for drift in told.drifting:
        yield f"  {words.say(drift_words(drift, profiles, words))}  {words.say(arithmetic_of(drift))}"
    if seen.due:
        yield words.text("trends.due")
    for due in seen.due[:_FEW]:
        yield f"  {words.say(due_words(due, profiles, words))}"
    for title, rows in (("models", _models(seen, words)), ("keys", _keys(seen, profiles, words)),
                        ("causes", [f"{words.text(c.what)}: {c.inspections}" for c in seen.causes[:_FEW]]),
                        ("operators", _operators(seen, words)), ("wear", _wear(told, profiles, words))):  # fmt: skip
        if rows:
            yield words.text(f"trends.{title}")
        for row in rows:
            yield f"  {row}"


def summary_of(seen: Overview) -> Message:
    """The whole span in one sentence."""
    return message(
        "trends.summary",
        inspections=seen.inspections,
        units=seen.units,
        first=share(seen.first_pass),
        minutes=number(seen.minutes),
        agreed=seen.agreed,
        compared=seen.compared,
    )


def drift_words(drift: Drift, profiles: Mapping[str, Profile], words: Catalogue) -> Message:
    """Who meets which limit in how many days."""
    who = drift.who[:60] or words.text("trends.whole_model")
    return message(
        f"trends.drift.{drift.of}",
        who=who,
        model=model_name(drift.profile, profiles, words),
        what=place_words(drift.profile, drift.name, drift.subject, profiles, words),
        now=f"{drift.slope.now:.4g}",
        edge=f"{drift.meeting.edge:g}",
        unit=drift.unit,
        days=round(drift.meeting.days),
    )


def arithmetic_of(drift: Drift) -> Message:
    """All numbers that the sentence rests on."""
    latest = drift.meeting.latest
    told: dict[str, Argument] = {
        "n": drift.slope.n,
        "span": round(drift.slope.days),
        "month": f"{drift.per_month:+.3g}",
        "hundred": f"{drift.slope.per_100:+.3g}",
        "unit": drift.unit,
        "earliest": round(drift.meeting.earliest),
        "latest": "\u2013" if latest is None or latest > 9999 else round(latest),
        "chance": "< 0.1" if drift.chance < 0.001 else f"{drift.chance * 100:.1f}",
        "rows": drift.rows,
    }
    return message("trends.arithmetic", **told)


def due_words(due: Due, profiles: Mapping[str, Profile], words: Catalogue) -> Message:
    """Which unit, and which rule calls for it."""
    return message(
        f"trends.due.{due.rule}",
        serial=due.serial[:60],
        model=model_name(due.profile, profiles, words),
        count=due.count,
        days=round(due.days),
        what=place_words(due.profile, due.name, due.subject, profiles, words) if due.name else "",
    )


def model_name(profile: str, profiles: Mapping[str, Profile], words: Catalogue) -> str:
    """The model in this language, or its id where this program does not know it."""
    known = profiles.get(profile)
    return (words.local(known.name) if known is not None else "") or profile[:60]


def key_name(profile: str, key: str, profiles: Mapping[str, Profile], words: Catalogue) -> str:
    """What is printed on a key; pictures and channels by their names."""
    known = profiles.get(profile)
    for cap in known.keypad.keys if known is not None and known.keypad else ():
        if cap.id == key:
            return words.local(cap.legend) or key
    said = next((s for n in ("pattern", "report.channel") if (s := words.text(f"{n}.{key}")) != f"{n}.{key}"), key)
    return said[:60]


def place_words(profile: str, name: str, subject: str, profiles: Mapping[str, Profile], words: Catalogue) -> str:
    """The measured thing: its name, and the key, picture or channel it is of."""
    parts = (words.text(f"limit.{name}"), key_name(profile, subject, profiles, words) if subject else "")
    return " \u00b7 ".join(part for part in parts if part)


def share(value: float | None) -> str:
    """In per cent."""
    return "\u2013" if value is None else f"{value * 100:.1f} %"


def number(value: float | None) -> str:
    """Short."""
    return "\u2013" if value is None else f"{value:.3g}"


def _models(seen: Overview, words: Catalogue) -> list[str]:
    return [
        words.text("trends.model", model=m.name[:60], inspections=m.inspections, units=m.units, failed=m.failed,
                   first=share(m.first_pass), minutes=number(m.minutes))
        for m in seen.models[:_FEW]
    ]  # fmt: skip


def _keys(seen: Overview, profiles: Mapping[str, Profile], words: Catalogue) -> list[str]:
    return [
        f"{model_name(c.profile, profiles, words)} \u00b7 {key_name(c.profile, c.subject, profiles, words)}: {c.inspections}"
        for c in seen.keys[:_FEW]
    ]


def _operators(seen: Overview, words: Catalogue) -> list[str]:
    return [
        words.text("trends.operator", name=o.name[:60], inspections=o.inspections, failed=o.failed,
                   minutes=number(o.minutes), agreed=o.agreed, compared=o.compared)
        for o in seen.operators[:_FEW]
    ]  # fmt: skip


def _wear(told: Trends, profiles: Mapping[str, Profile], words: Catalogue) -> list[str]:
    return [
        words.text("trends.wear.line", model=model_name(w.profile, profiles, words), unit=w.unit, units=w.units, n=w.values,
                   what=place_words(w.profile, w.name, w.subject, profiles, words), now=f"{w.now:.4g}",
                   month=f"{w.per_month:+.3g}", hundred=f"{w.per_100:+.3g}", moving=w.moving)
        for w in told.wear[:_FEW]
    ]  # fmt: skip
