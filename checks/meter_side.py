"""When the meter in the supply line was away, or there and silent: a sag nobody measured is no drop-out."""

from dataclasses import dataclass, field

from checks.check import Span
from checks.measurement import Message, message
from devices.events import CommandFailed, Failure, LinkLost, ReadingTyped, Restored, Stamped


@dataclass(slots=True)
class MeterSide:
    """Monotonic seconds."""

    lost_at: float | None = None
    gaps: list[Span] = field(default_factory=list)
    silent: list[float] = field(default_factory=list)

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

    def end(self, now: float) -> None:
        """It is back, or nobody waits for it any more."""
        if self.lost_at is not None:
            self.gaps.append(Span(self.lost_at, now))
            self.lost_at = None
