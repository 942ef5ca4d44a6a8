"""Whether a key was looked at after its press: a unit that is asked for each key anew is blind until it is asked again. Pure.

How long, the codec tells of each press. One late moment of a busy PC says nothing of the other keys: each key needs one look
that could have seen it come again, and no more.
"""

from collections.abc import Iterable

from checks.check import Context
from checks.keypad.tally import Tally
from checks.sweep import SETTLE_S
from devices.capability import Capability
from devices.keys import Key

_SEVERAL = 2
LIMIT = "keypad.repeat_interval"


def shortest_seen(context: Context) -> float | None:
    """What must be seen: how soon after its press a key may come again, seconds; None where nothing is demanded."""
    limit = context.profile.limits.get(LIMIT)
    return limit.normal.low if limit is not None else None


def blind_after(context: Context, tally: Tally) -> dict[Key, float]:
    """For each key the shortest time in which nothing could be seen after one of its presses, seconds."""
    told, found = context.now.state.blind_after, dict[Key, float]()
    lacking = [at for at, _ in tally.looks if at not in told]
    unheard = len(lacking) == 1 and len(tally.looks) > _SEVERAL  # each other press was followed by its gap
    usual = SETTLE_S if unheard else 0.0 if told else (context.now.state.key_gap_s or 0.0)
    for seconds, key in (*((told.get(at, usual), key) for at, key in tally.looks), *tally.late):
        found[key] = min(seconds, found.get(key, seconds))
    return found


def unlooked(context: Context, tally: Tally) -> dict[Key, float]:
    """Keys that nobody could have seen come again, and for how long not."""
    low = shortest_seen(context)
    return {key: blind for key, blind in blind_after(context, tally).items() if low is not None and blind >= low}


def worth_another(context: Context, tally: Tally, keys: Iterable[Key]) -> list[Key]:
    """Those of ``keys`` to ask for once more: where the link can look in time, and the verdict needs it."""
    if context.profile.can(Capability.KEY_RELEASE) or LIMIT in context.profile.unobservable:
        return []
    late, every = unlooked(context, tally), blind_after(context, tally)
    in_time = bool(tally.blinds) or len(late) < len(every)
    wanted = in_time and context.profile.limits[LIMIT].required
    return [key for key in keys if wanted and key in late and key not in tally.stuck]


def resolution(context: Context, tally: Tally) -> float | None:
    """The longest blind time among the looks that count; None where a link is never blind."""
    low = shortest_seen(context)
    good = [blind for blind in blind_after(context, tally).values() if low is None or blind < low]
    told = context.now.state.key_gap_s is not None
    return max((*good, *tally.blinds), default=context.now.state.key_gap_s) if told else None
