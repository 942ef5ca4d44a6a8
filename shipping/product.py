"""Who the product is, said once for desktop entry, bundle, version resource, package and bill of materials.

Name, version and description come from ``pyproject.toml``; nothing here reads the clock.
"""

import os
import platform
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
BUILD: Final = ROOT / "build"
FROZEN: Final = DIST / "posbench"
NAME: Final = "Posbench"
BUNDLE_ID: Final = os.environ.get("POSBENCH_BUNDLE_ID", "org.posbench.posbench")
"""Whoever signs for macOS names an identifier under a domain of their own."""
PUBLISHER: Final = "Posbench contributors"
SUMMARY: Final = {
    "en": "Service bench for payment terminals and PIN pads",
    "zh_CN": "POS\u673a\u4e0e\u5bc6\u7801\u952e\u76d8\u7684\u68c0\u4fee\u6d4b\u8bd5\u53f0",
}


class CannotShip(Exception):
    """What stands in the way of a package, in a sentence that says what to do."""


@cache
def project() -> dict[str, Any]:
    """The ``[project]`` table."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def version() -> str:
    """The one version."""
    return str(project()["version"])


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows counts it."""
    numbers = [int(part) for part in version().split(".")[:4] if part.isdigit()]
    first, second, third, fourth = (*numbers, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def source_date() -> int:
    """Seconds since 1970 that every file made carries: SOURCE_DATE_EPOCH, else the last commit's, else pyproject.toml's time."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    asked = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int((ROOT / "pyproject.toml").stat().st_mtime)


def system() -> str:
    """System and processor, as archives are named."""
    name = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    return f"{name}-{platform.machine().lower()}"
