"""When two writings of a serial number mean the same unit."""

import re
import unicodedata


def serial_key(serial: str) -> str:
    """Width, case, spaces, dashes and points do not count."""
    return re.sub(r"[\s\-_.]+", "", unicodedata.normalize("NFKC", serial)).casefold()
