"""How large the package is on the disk, beside the libraries it is made of as they are installed here.

Needs ``make package``. python -m tests.benchmarks.bench_package
"""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402

PARTS = (
    "PySide6",
    "shiboken6",
    "numpy",
    "numpy.libs",
    "pyqtgraph",
    "typst",
    "cryptography",
    "pypdfium2_raw",
    "sqlalchemy",
)


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> int:
    dist = ROOT / "dist" / "posbench"
    if not dist.is_dir():
        tell("package", None, "MB", note="no package in dist/: make package")
        return 0
    installed = Path(sysconfig.get_path("purelib"))
    qt = megabytes(installed / "PySide6")
    parts = ", ".join(f"{name} {megabytes(installed / name):.0f}" for name in PARTS if (installed / name).is_dir())
    tell("package", megabytes(dist), "MB", "PySide6-Essentials as installed", qt, f"installed here in MB: {parts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
