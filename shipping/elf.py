"""Libraries of Linux: what the frozen program asks of a system, and what in its own libraries nobody needs (how they were compiled)."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shipping.product import CannotShip

NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
GLIBC: Final = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
PACKAGES: Final = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Debian's and Ubuntu's packages of what is never carried along: it must fit the system's graphics driver."""
OF_LIBC: Final = re.compile(
    r"(libc|libm|libpthread|libdl|librt|libresolv|libutil|ld-linux-x86-64|ld-linux-aarch64)\.so\.\d"
)
OPTIONAL: Final = re.compile(r"wayland|libQt6Wl", re.IGNORECASE)
"""Qt falls back to X11 where these cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Packages without which nothing starts, those that make it better, and the lowest C library."""

    needed: tuple[str, ...]
    better: tuple[str, ...]
    glibc: tuple[int, int]


def asked_by(folder: Path) -> Asked:
    """Read from every program and library below ``folder``."""
    own = {path.name for path in folder.rglob("*") if ".so" in path.name}
    needed, better, glibc = set[str](), set[str](), (0, 0)
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or not is_elf(path):
            continue
        told = _objdump("-p", path)
        glibc = max(glibc, *((int(a), int(b)) for a, b in GLIBC.findall(told)), (0, 0))
        wanted = {_package(name, path) for name in NEEDED.findall(told) if name not in own and not OF_LIBC.match(name)}
        if OPTIONAL.search(path.name) or OPTIONAL.search(path.parent.name):
            better |= wanted
        else:
            needed |= wanted
    return Asked(tuple(sorted(needed)), tuple(sorted(better - needed)), glibc)


def without_debug(source: Path, copies: Path) -> Path:
    """A copy without its debug sections, or ``source`` itself where it has none.

    A library with a search path of its own was edited after it was linked, and is left alone: such ones break when they are stripped.
    """
    if not is_elf(source) or ".debug_info" not in _objdump("-h", source) or "PATH " in _objdump("-p", source):
        return source
    copy = copies / source.name
    copies.mkdir(parents=True, exist_ok=True)
    subprocess.run(["objcopy", "--strip-debug", "--preserve-dates", str(source), str(copy)], check=True)
    return copy


def is_elf(path: Path) -> bool:
    """A program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _package(library: str, by: Path) -> str:
    if library not in PACKAGES:
        raise CannotShip(
            f"{by} needs {library}, which is not in the build: install it here, or name its package in shipping/elf.py"
        )
    return PACKAGES[library]


def _objdump(what: str, path: Path) -> str:
    return subprocess.run(["objdump", what, str(path)], capture_output=True, text=True, check=True).stdout
