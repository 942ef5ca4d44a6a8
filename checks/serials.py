"""When two writings of a serial number mean the same unit. Pure."""

import re
import unicodedata


def serial_key(serial: str) -> str:
    """What makes two writings of a serial the same: width, case, spaces and dashes do not count."""
    return re.sub(r"[\s\-_.]+", "", unicodedata.normalize("NFKC", serial)).casefold()
