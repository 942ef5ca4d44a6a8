"""Copies of photos that nothing names any more go; what a record, a journal or an open inspection names stays."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.console.histories import HistoryUnread, records_since, remember
from checks.console.parts import Home
from checks.console.photo_shelf import file_recorded, keep_photo, photo_path, pictures_of, sweep_photos
from checks.handling import Handling, Photo, packed
from checks.record import Record
from tests.checks.stage import FakeUnit, make_setup
from tests.checks.test_photos import drawn

NOW = 1_800_000_000.0
DAY = 86_400.0


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def kept(home: Home, wide: int, age_s: float = 2 * DAY) -> Photo:
    """A photo as it is after so long."""
    source = home.data.parent / f"{wide}.png"
    source.write_bytes(drawn("PNG", wide))
    photo = keep_photo(home, source)
    path = photo_path(home, photo)
    assert path is not None
    os.utime(path, (NOW - age_s, NOW - age_s))
    return photo


def nobody(since: str) -> Iterator[Record]:
    raise AssertionError("the history need not be asked")


def recorded(*photos: Photo) -> Record:
    unit = FakeUnit()
    session = unit.start(make_setup())
    session.abort(unit.now)
    return replace(session.record("2027-01-15T08:00:00.000+00:00"), handling=Handling(photos=photos))


def test_a_photo_that_nothing_names_goes_and_a_young_one_stays(home: Home) -> None:
    old, young = kept(home, 24), kept(home, 25, DAY / 2)
    asked: list[str] = []
    assert sweep_photos(home, NOW, lambda since: asked.append(since) or ()) == 1
    assert (photo_path(home, old), photo_path(home, young) is not None) == (None, True)
    assert asked == ["2027-01-12T08:00:00+00:00"], "from a day before it was kept"


@pytest.mark.parametrize("place", ["journal/a.journal", "reports/interrupted-1.json"])
def test_what_an_open_or_an_interrupted_inspection_names_stays(home: Home, place: str) -> None:
    photo = kept(home, 24)
    path = home.data / place
    path.parent.mkdir(parents=True)
    path.write_text(packed(Handling(photos=(photo,))))
    assert sweep_photos(home, NOW, nobody) == 0
    assert photo_path(home, photo) is not None


def test_what_a_record_names_stays_for_good_and_is_asked_for_once(home: Home) -> None:
    reported, older, forgotten = (kept(home, wide) for wide in (24, 25, 26))
    first = recorded(reported)
    file_recorded(home, first)
    assert pictures_of(home, first).keys() == {reported.sha256}, "still found for the next report"
    remember(home, recorded(older), None)
    assert sweep_photos(home, NOW, lambda since: records_since(home, None, since)) == 1
    assert photo_path(home, forgotten) is None
    assert photo_path(home, older) is not None
    assert sweep_photos(home, NOW, nobody) == 0


def test_what_a_record_on_its_way_into_the_history_names_stays(home: Home) -> None:
    waiting, forgotten = kept(home, 24), kept(home, 25)
    away = "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"
    assert remember(home, recorded(waiting), away).waiting == 1
    assert sweep_photos(home, NOW, lambda since: records_since(home, None, since)) == 1
    assert (photo_path(home, waiting) is not None, photo_path(home, forgotten)) == (True, None)


def test_a_history_that_is_away_removes_nothing(home: Home) -> None:
    photo = kept(home, 24)
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"
    with pytest.raises(HistoryUnread):
        sweep_photos(home, NOW, lambda since: records_since(home, nowhere, since))
    assert photo_path(home, photo) is not None
