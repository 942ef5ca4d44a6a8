"""What may be a card's number, made harmless wherever text of a device or a person is kept. Knows no check digit: it masks too much."""

import re
from typing import Final

_CARD: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")


def without_numbers(text: str) -> str:
    """``text`` with the digits of every run that could be a card number (12-19 digits, perhaps in groups) masked."""
    return _CARD.sub(lambda run: re.sub(r"\d", "*", run[0]), text)
