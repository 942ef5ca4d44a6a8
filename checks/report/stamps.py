"""Where a report's time stamp is asked for, before anything that signs is loaded. Connects to nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from checks.measurement import Message, message


@dataclass(frozen=True, slots=True)
class Stamps:
    """A time-stamp server's URL, empty for none. ``missing`` is told why a report has no stamp."""

    url: str = ""
    missing: Callable[[Message], None] = lambda reason: None


NO_STAMPS: Final = Stamps()


def trouble_with(url: str) -> Message | None:
    """Why this cannot be a server's URL; None where it can."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if good and "@" not in parts.netloc and url.isascii() and url.isprintable() and " " not in url:
        return None
    return message("stamp.url", url=url[:120])
