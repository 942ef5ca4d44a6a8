"""What a practice certificate holds, as data: a passed series with every exercise. Pure.

Whoever reads one recomputes the result from the exercises; a certificate of a series that is not passed is none.
"""

from typing import Final

import msgspec

from checks.practice import SeriesResult, result_of
from checks.practice_log import Entry, Series

CERTIFICATE_FORMAT: Final = "posbench-certificate/1"
CERTIFICATE_NAME: Final = "certificate.json"


class CertifiedError(Exception):
    """The data is not that of a passed series; the text says why."""


class Certified(msgspec.Struct, frozen=True):
    """A certificate's data. ``issued`` is UTC in ISO 8601, ``version`` that of the program that issued it."""

    format: str
    trainee: str
    level: str
    issued: str
    version: str
    exercises: tuple[Entry, ...]

    @property
    def result(self) -> SeriesResult:
        """Computed from the exercises, never told."""
        return result_of([entry.total for entry in self.exercises])

    @property
    def models(self) -> tuple[str, ...]:
        """Ids of the models practised on."""
        return tuple(dict.fromkeys(entry.model for entry in self.exercises))


def certified_of(series: Series, issued: str, version: str) -> Certified:
    """The data of a series' certificate. Raises ``CertifiedError`` for one that is not passed."""
    return _checked(Certified(CERTIFICATE_FORMAT, series.trainee, series.level, issued, version, series.entries))


def certified_from(data: bytes) -> Certified:
    """The data in an attachment. Raises ``CertifiedError``."""
    try:
        return _checked(msgspec.json.decode(data, type=Certified))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CertifiedError(str(error)) from error


def to_json(told: Certified) -> bytes:
    """The attachment."""
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def keywords_for(told: Certified, sha256: str) -> tuple[str, ...]:
    """PDF keywords in a fixed order; ASCII without commas."""
    return (CERTIFICATE_FORMAT, f"sha256={sha256}", f"level={told.level}", f"mean={told.result.mean:g}")


def _checked(told: Certified) -> Certified:
    if told.format != CERTIFICATE_FORMAT:
        raise CertifiedError("format")
    same = {(entry.series, entry.trainee, entry.level) for entry in told.exercises}
    if len(same) != 1 or next(iter(same))[1:] != (told.trainee, told.level):
        raise CertifiedError("exercises of another series")
    if told.level not in ("routine", "advanced") or not told.result.passed:
        raise CertifiedError("not passed")
    return told
