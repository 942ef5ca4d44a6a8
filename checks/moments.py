"""Times of day as records keep them: ISO 8601 text, read in one place."""

from datetime import UTC, datetime


def parse_time(iso: str) -> datetime | None:
    """An ISO 8601 time in UTC, or None."""
    try:
        when = datetime.fromisoformat(iso)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # the first day of all in a zone where it was the day before
        return None


def sortable(iso: str) -> str:
    """The same moment in UTC, to the millisecond, so that text order is time order; text that is no time as it is."""
    when = parse_time(iso)
    return iso if when is None else when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
