"""Times of day as records keep them: ISO 8601 text, read in one place."""

from datetime import UTC, datetime


def parse_time(iso: str) -> datetime | None:
    """An ISO 8601 time in UTC, or None."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def sortable(iso: str) -> str:
    """The same moment in UTC, to the millisecond, so that text order is time order; text that is no time as it is."""
    when = parse_time(iso)
    return iso if when is None else when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
