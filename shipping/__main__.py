"""``python -m shipping``: after PyInstaller, what is handed out, in ``dist``, with SHA256SUMS."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from shipping import apple, archive, debian, udev
from shipping.product import DIST, FROZEN, NAME, CannotShip, source_date, system, version


def made() -> Iterator[Path]:
    """Each file as it is done."""
    at, name = source_date(), f"posbench-{version()}-{system()}"
    match sys.platform:
        case "linux":
            links = {path.name: f"_internal/papers/{path.name}" for path in (FROZEN / "_internal" / "papers").iterdir()}
            extra = {udev.FILE: udev.rules(udev.known_units()).encode()}
            archive.write_tar(FROZEN, DIST / f"{name}.tar.xz", name, at, extra, links)
            yield DIST / f"{name}.tar.xz"
            yield debian.write(at)
        case "darwin":
            bundle = DIST / f"{NAME}.app"
            apple.notarise(os.environ, bundle)
            yield apple.zipped(bundle, DIST / f"{name}.zip")
        case _:
            archive.write_zip(FROZEN, DIST / f"{name}.zip", name, at)
            yield DIST / f"{name}.zip"


def main() -> int:
    """Make all, and say what was made."""
    if not FROZEN.is_dir():
        sys.stderr.write("dist/posbench is missing: run 'pyinstaller build.spec' first, or 'make package'\n")
        return 1
    try:
        sums = {path.name: archive.digest(path) for path in made()}
    except CannotShip as error:
        sys.stderr.write(f"{error}\n")
        return 1
    (DIST / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()), encoding="utf-8")
    for name, digest in sums.items():
        sys.stdout.write(f"{digest}  dist/{name}  {(DIST / name).stat().st_size / 1e6:.0f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
