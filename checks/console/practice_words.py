"""How a series of exercises ended, in words: for the window and the command line. Signs nothing."""

from checks.practice import SERIES
from checks.practice_log import Series
from checks.words import Catalogue


def result_word(series: Series, words: Catalogue) -> str:
    """Passed, not passed, or still under way."""
    result = series.result
    if result.passed:
        return words.text("practice.passed")
    return words.text("practice.not_passed" if result.done >= SERIES else "practice.under_way")
