"""Which of two version texts is older, in whatever way the maker writes them. Pure."""

import re
from itertools import zip_longest
from typing import Final

_PIECE: Final = re.compile(r"\d+|[A-Za-z]+")


def is_older(version: str, than: str) -> bool:
    """Whether ``version`` comes before ``than``: numbers as numbers, words as words, a missing piece first.

    ``1.9`` is older than ``1.10``, ``2.0-rc1`` older than ``2.0``.
    """
    for left, right in zip_longest(_pieces(version), _pieces(than), fillvalue=(0, 0, "")):
        if left != right:
            return left < right
    return False


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Comparable pieces: a word such as ``rc`` sorts before the end of the text, a number after it."""
    found = _PIECE.findall(text)
    return [(1, int(piece), "") if piece.isdigit() else (-1, 0, piece.lower()) for piece in found]
