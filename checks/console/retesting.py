"""A re-test from the command line: the record of the inspection before, and that the same unit is on the bench."""

from pathlib import Path

from checks.console.parts import Exit, Refused
from checks.console.sessions import Order
from checks.measurement import message
from checks.plan import PlanKind
from checks.record import Record, RecordError, from_json
from checks.retest import Who, before_of, same_unit, who_was
from devices.lanes import LaneInfo


def record_before(path: Path) -> Record:
    """The record in ``path``, as ``inspect --record`` writes it. Raises ``Refused`` for a file that cannot be one, or is all good."""
    try:
        record = from_json(path.read_bytes())
        PlanKind(record.plan)
    except OSError as error:
        raise _refused(path, error.strerror or type(error).__name__) from error
    except (RecordError, ValueError) as error:
        raise _refused(path, str(error)) from error
    if not before_of(record).wanted:
        raise Refused(message("retest.nothing_failed", path=str(path)))
    return record


def _refused(path: Path, detail: str) -> Refused:
    return Refused(message("retest.unreadable", path=str(path), detail=detail))


def require_same_unit(order: Order, lane: LaneInfo) -> None:
    """Raises ``Refused`` where the unit on the bench is certainly another one than before."""
    before = order.before
    if before is None or lane.profile is None:
        return
    serial = (lane.identity.get("serial") if lane.identity else None) or ""
    if same_unit(who_was(before), Who(lane.profile.id, serial, order.sticker_serial)) is False:
        then, now = before.serial or before.sticker_serial, serial or order.sticker_serial
        raise Refused(message("retest.other_unit", before=then, serial=now), Exit.BENCH_ERROR)
