"""Real databases for tests: a file for SQLite, and a PostgreSQL server that the tests start and stop themselves."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def tool(name: str) -> str | None:
    """A program of PostgreSQL, wherever the system keeps it."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


class Server:
    """A PostgreSQL of one's own on a free port of this computer. It refuses to run as root: then as another user."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self._user = next((n for n in ("postgres", "nobody") if _exists(n)), None) if os.getuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
            folder.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run(
            "initdb", "-D", str(self.data), "-U", "posbench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "posbench", "posbench")

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://posbench@127.0.0.1:{self.port}/posbench"

    def start(self) -> None:
        """Answer from now on."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Answer no longer. ``immediate`` is a power cut."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def _run(self, name: str, *line: str) -> None:
        program = tool(name)
        assert program is not None
        more = {"user": self._user} if self._user else {}
        done = subprocess.run(
            [program, *line], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, **more
        )  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is needed; skips where there is none installed."""
    if tool("initdb") is None:
        pytest.skip("PostgreSQL is not installed here")
    with running() as made:
        yield made


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="posbench-pg-") as name:
        made = Server(Path(name))
        try:
            yield made
        finally:
            made.stop("immediate")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
