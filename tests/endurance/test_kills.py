"""A sample of what ``python -m tests.endurance.kills`` does two hundred times."""

import os
import sys
from pathlib import Path

import pytest

from tests.endurance.kills import killed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pseudo-terminals and mounts")


def test_a_killed_bench_loses_a_second_at_most(tmp_path: Path) -> None:
    found = killed(7, 2, False, tmp_path)
    assert found.trouble == []
    assert found.readings > 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_costs_nothing_of_what_was_there_before(tmp_path: Path) -> None:
    assert killed(2, 2, True, tmp_path).trouble == []
