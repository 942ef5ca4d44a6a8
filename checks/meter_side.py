"""When the meter in the supply line was away, or there and silent: a sag nobody measured is no drop-out."""

from dataclasses import dataclass, field
from typing import Final

from checks.check import Span
from checks.measurement import Message, message
from devices.capability import Capability
from devices.events import Channel, CommandFailed, Failure, LinkLost, ReadingTyped, Restored, Source, Stamped
from devices.profile import Profile

_OF_THE_UNIT: Final = (Source.SUPPLY, Source.BOARD, Source.BATTERY)
_TELLS: Final = (Capability.SUPPLY_VOLTAGE, Capability.TEMPERATURE)


def told_by_unit(profile: Profile, channel: Channel) -> bool:
    """Whether a meter's reading is of a place that a unit of this model measures itself: two hands on one curve lie."""
    return channel.source in _OF_THE_UNIT and any(map(profile.can, _TELLS))


@dataclass(slots=True)
class MeterSide:
    """Monotonic seconds."""

    lost_at: float | None = None
    gaps: list[Span] = field(default_factory=list)
    silent: list[float] = field(default_factory=list)
    not_taken: set[Channel] = field(default_factory=set)

    def take(self, stamped: Stamped, now: float) -> Message | None:
        """An event of the meter that is no reading; what the log says of it, if anything."""
        event = stamped.event
        if isinstance(event, ReadingTyped):
            channel = event.channel
            return message(
                "log.reading_typed",
                channel_id=f"report.channel.{channel.id}",
                value=f"{event.value:g}",
                unit=channel.quantity.unit,
            )
        if isinstance(event, CommandFailed) and event.failure is Failure.NO_ANSWER:
            self.silent.append(stamped.at)
        elif isinstance(event, LinkLost) and self.lost_at is None:
            self.lost_at = now
            return message("log.meter_lost", reason=event.reason)
        elif isinstance(event, Restored) and self.lost_at is not None:
            self.end(now)
            return message("log.meter_restored")
        return None

    def left_out(self, channel: Channel) -> Message | None:
        """A column of a board that would mix with what the unit itself tells; said once."""
        known = channel in self.not_taken
        self.not_taken.add(channel)
        return None if known else message("log.column_left_out", channel_id=f"report.channel.{channel.id}")

    def end(self, now: float) -> None:
        """It is back, or nobody waits for it any more."""
        if self.lost_at is not None:
            self.gaps.append(Span(self.lost_at, now))
            self.lost_at = None
