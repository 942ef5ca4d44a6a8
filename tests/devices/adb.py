"""Shared by the tests of adb: a server of the platform's own adb, on a port and in a home of its own, stopped at the end."""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

needs_adb = pytest.mark.skipif(shutil.which("adb") is None, reason="adb is not installed here (Debian package adb)")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def own_server(home: Path) -> Iterator[dict[str, str]]:
    """adb's variables for a server nobody else has, also set for this process; no server is left."""
    home.mkdir(exist_ok=True)
    told = {"ANDROID_ADB_SERVER_PORT": str(free_port()), "HOME": str(home), "TMPDIR": str(home)}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ADB_SERVER_SOCKET", "ANDROID_ADB_SERVER_ADDRESS", "ANDROID_SERIAL"):
            patch.delenv(name, raising=False)
        for name, value in told.items():
            patch.setenv(name, value)
        try:
            yield told
        finally:
            if shutil.which("adb"):
                subprocess.run(
                    ["adb", "kill-server"], env={**os.environ, **told}, capture_output=True, check=False, timeout=20
                )
