"""The bench's own folders are nobody else's."""

import os
import sys
from pathlib import Path

import pytest

from checks.console.parts import Home


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's data folder to the user by itself")
def test_what_the_bench_keeps_is_readable_by_its_user_alone_also_under_a_loose_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = Home(tmp_path / "not" / "there").folder("journals")
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o700
    assert made.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_a_folder_somebody_made_keeps_the_mode_they_gave_it(tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    place.chmod(0o750)
    Home(place).folder("journals")
    assert place.stat().st_mode & 0o777 == 0o750
