"""A file is written whole or not at all, and every failure is told in words."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.report.errors import ReportError
from checks.report.files import write_atomically


def told(path: Path, data: bytes = b"x") -> str:
    with pytest.raises(ReportError) as caught:
        write_atomically(path, data)
    return caught.value.message.id


def test_a_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "报告 report.pdf"
    write_atomically(path, b"old")
    write_atomically(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "none" / "r.pdf") == "report.error.no_folder"


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert told(tmp_path) == "report.error.is_folder"


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / ("x" * 300 + ".pdf")) == "report.error.write"
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow beyond 10,000 bytes."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, old[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, old)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_write_cut_short_leaves_the_old_file_and_nothing_else(tmp_path: Path, small_files: None) -> None:
    path = tmp_path / "r.pdf"
    write_atomically(path, b"old")
    assert told(path, b"n" * 50_000) == "report.error.too_large"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.pdf"
    write_atomically(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checks.report.files.os.fsync", full)
    assert told(path) == "report.error.full"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_importing_the_report_loads_neither_page_engine_nor_signature_library() -> None:
    code = "import sys, checks.report.publish; print([m for m in ('typst', 'pyhanko', 'aiohttp') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
