"""Text that a device says of itself, made harmless before anything else of the bench sees it."""

import unicodedata


def clean(value: bytes, encoding: str = "iso8859-1") -> str:
    """One line without control or direction marks; what the encoding does not know is replaced."""
    text = value.decode(encoding, "replace")
    return " ".join("".join(char if unicodedata.category(char)[0] != "C" else " " for char in text).split())
