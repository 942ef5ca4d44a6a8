"""The Debian package: the frozen folder in /opt/posbench, a command, a desktop entry with its icon, the udev rule.

Made with ``dpkg-deb``; the same folder gives the same package.
"""

import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Final

from shipping import elf, icons, udev
from shipping.archive import members, mode_of
from shipping.product import BUILD, DIST, FROZEN, ROOT, SUMMARY, version

LINUX: Final = Path(__file__).parent / "linux"
MAINTAINER: Final = os.environ.get("POSBENCH_MAINTAINER", "Posbench contributors <contributors@posbench.invalid>")
LONG: Final = """\
 Plug a card-payment terminal or PIN pad in over USB-serial: Posbench recognises it, shows its keypad live, draws test
 patterns on its screen, graphs supply and temperature, names what is broken with remedy and part, and exports a report
 with a digital signature. Nothing is installed on the terminal.
 .
 The package carries Python, Qt and all libraries but those of the graphics driver.
"""


def architecture() -> str:
    """Debian's name of this machine's processor."""
    return {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine().lower()]


def write(at: int) -> Path:
    """``dist/posbench_VERSION_amd64.deb``; ``at`` is the time of every file in it, in seconds since 1970."""
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(FROZEN, root / "opt" / "posbench", symlinks=True)
    _stage(root)
    _control(root)
    for _, path in (*members(root), ("", root)):
        if not path.is_symlink():
            path.chmod(mode_of(path))
        os.utime(path, (at, at), follow_symlinks=False)
    target = DIST / f"posbench_{version()}_{architecture()}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z6", "--threads-max=1", "--build", str(root), str(target)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(at)}
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    shutil.rmtree(root)
    return target


def _stage(root: Path) -> None:
    """What lies outside /opt."""
    _put(root / "usr/share/applications/posbench.desktop", (LINUX / "posbench.desktop").read_bytes())
    _put(root / "usr/lib/udev/rules.d" / udev.FILE, udev.rules(udev.known_units()).encode())
    _put(root / "usr/share/doc/posbench/copyright", (LINUX / "copyright").read_bytes())
    _put(root / "usr/share/doc/posbench/changelog.md", (ROOT / "CHANGELOG.md").read_bytes())
    for edge in icons.HICOLOR:
        _put(root / f"usr/share/icons/hicolor/{edge}x{edge}/apps/posbench.png", icons.png(edge))
    _put(root / "usr/share/icons/hicolor/scalable/apps/posbench.svg", icons.DRAWING.read_bytes())
    command = root / "usr/bin/posbench"
    command.parent.mkdir(parents=True)
    command.symlink_to("../../opt/posbench/posbench")


def control(asked: elf.Asked, size_kib: int) -> str:
    """The control file."""
    depends = ", ".join([f"libc6 (>= {asked.glibc[0]}.{asked.glibc[1]})", *asked.needed])
    fields = {
        "Package": "posbench",
        "Version": version(),
        "Architecture": architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": size_kib,
        "Depends": depends,
        "Recommends": ", ".join(asked.better),
        "Suggests": "adb",
        "Section": "electronics",
        "Priority": "optional",
        "Description": SUMMARY["en"][0].lower() + SUMMARY["en"][1:],
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value) + LONG


def _control(root: Path) -> None:
    files = [(name, path) for name, path in members(root) if path.is_file() and not path.is_symlink()]
    sums = "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {name}\n" for name, path in files
    )
    size = sum(path.stat().st_size for _, path in files)
    place = root / "DEBIAN"
    _put(place / "control", control(elf.asked_by(root / "opt" / "posbench"), size // 1024).encode())
    _put(place / "md5sums", sums.encode())
    for name in ("postinst", "postrm"):
        _put(place / name, (LINUX / name).read_bytes())
        (place / name).chmod(0o755)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
