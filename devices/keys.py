"""Names of keys, in the words printed on real pads. A profile may use further names; these have a meaning to the program."""

from typing import Final, TypeAlias

Key: TypeAlias = str

DIGITS: Final[tuple[Key, ...]] = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
OK: Final[Key] = "OK"
CANCEL: Final[Key] = "CANCEL"
CLEAR: Final[Key] = "CLEAR"
F1: Final[Key] = "F1"
F2: Final[Key] = "F2"
F3: Final[Key] = "F3"
F4: Final[Key] = "F4"
ARROW_A: Final[Key] = "ARROW_A"
ARROW_B: Final[Key] = "ARROW_B"
DOUBLE_ZERO: Final[Key] = "00"

SOME_DIGIT: Final = "*"
"""Code of a press that was a digit's, and nobody knows which: where a unit, or a log, hides digits."""


def is_digit(key: Key) -> bool:
    """True for the keys whose order must never be kept: the ten digits, and the key that types two of them."""
    return key in DIGITS or key == DOUBLE_ZERO
