"""An inspection that is over, as the result page needs it: one on the bench, or one out of the history as it was."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from checks.before import Before
from checks.diagnosis import Diagnosis
from checks.disposition import Disposition, disposition_of
from checks.handling import Handling
from checks.measurement import CheckResult, Overall
from checks.record import Record
from checks.words import Words
from devices.events import Channel, Quantity, Source
from devices.profile import Profile
from devices.telemetry import Series
from gui.panels.graph_port import Traces

_MOST_MOMENTS = 20_000


class Decided(Protocol):
    """What was decided before it began."""

    @property
    def profile(self) -> Profile:
        """The model."""
        ...

    @property
    def before(self) -> Before | None:
        """The inspection before a repair."""
        ...


class Inspection(Protocol):
    """See the module. ``checks.session.Session`` is one."""

    @property
    def setup(self) -> Decided:
        """Model, and what it goes back to."""
        ...

    @property
    def results(self) -> Mapping[str, CheckResult]:
        """By check."""
        ...

    @property
    def handling(self) -> Handling:
        """What people did around it."""
        ...

    @property
    def planned(self) -> tuple[str, ...]:
        """Checks in their order."""
        ...

    def overall(self) -> Overall:
        """The verdict."""
        ...

    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The causes."""
        ...

    def disposition(self) -> Disposition:
        """Where the unit goes."""
        ...


@dataclass(frozen=True, slots=True)
class _Decided:
    profile: Profile
    before: Before | None


class Past:
    """A record as it was: nothing in it is judged again."""

    def __init__(self, record: Record, profiles: Mapping[str, Profile]) -> None:
        self.kept = record
        self.setup = _Decided(model_of(record, profiles), record.before)
        self.results = {result.check: result for result in record.results}
        self.handling = record.handling
        self.planned = tuple(self.results)

    def overall(self) -> Overall:
        """The verdict of then."""
        return self.kept.overall

    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The causes named then."""
        return self.kept.diagnoses

    def disposition(self) -> Disposition:
        """Where the unit went; records that do not say it are told by today's rules."""
        return self.kept.disposition or disposition_of(self.kept.results, self.kept.overall)


def model_of(record: Record, profiles: Mapping[str, Profile]) -> Profile:
    """The record's model; where this program does not know it, one of that name that tells neither keys nor parts."""
    unit = record.unit
    known = profiles.get(unit.profile)
    if known is not None:
        return known
    return Profile(
        id=unit.profile, kind="terminal", maker=unit.maker, model=unit.model, protocol="none", evidence=unit.evidence,
        name={}, sources=(), capabilities=frozenset(),
    )  # fmt: skip


def traces_of(record: Record, profile: Profile, words: Words) -> tuple[Traces, float] | None:
    """The curves of then and how long they last, in seconds; None where there are none that can be read."""
    series: list[tuple[Channel, Series]] = []
    for column in record.telemetry:
        quantity, _, source = column.channel.partition("@")
        try:
            channel = Channel(Quantity(quantity), Source(source))
            at, values = column.unpack()
        except (ValueError, zlib.error):
            continue
        count = min(len(at), len(values))
        good = np.isfinite(at[:count]) & np.isfinite(values[:count])
        if good.any():
            one = Series()
            one.extend(np.maximum.accumulate(at[:count][good]), values[:count][good])
            series.append((channel, one))
    if not series:
        return None
    caps = {key.key: words.local(key.legend) or key.key for key in record.keys}
    moments = tuple((m.at_s, caps.get(m.key, m.key)[:20]) for m in record.key_moments[:_MOST_MOMENTS])
    end = max(float(one.at[-1]) for _, one in series)
    return Traces(tuple(series), 0.0, dict(profile.limits), tuple(sorted(moments))), end
