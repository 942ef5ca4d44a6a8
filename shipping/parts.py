"""What lies in the frozen program, file by file: each belongs to a part with a name, a version, a licence and its texts.

A file that belongs to nothing known, or a part without a licence text, stops the build. Native libraries from the build
system are named by the Debian package that owns them; those that a wheel carries along, by ``vendored.toml``.
"""

import platform
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, Final

from shipping.product import BUILD, ROOT, CannotShip, project, version
from shipping.runtime import installed, wanted

TEXTS: Final = Path(__file__).parent / "texts"
COMMON: Final = Path("/usr/share/common-licenses")
LICENCE_FILE: Final = re.compile(r"(?i)(^|/)(licen[cs]es?|copying|notice)[^/]*(/|$)")


class Kind(StrEnum):
    """Where a part comes from."""

    OURS = "this program"
    PYPI = "Python package"
    PYTHON = "Python"
    VENDORED = "library in a Python package"
    DEBIAN = "library of the build system"


@dataclass(frozen=True, slots=True)
class Collected:
    """A file of the frozen program: where it lies there, whose it was, and what its bytes are where they are not the source's."""

    place: str
    source: Path
    content: Path | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing with a licence of its own. ``files`` lie in the frozen program; ``bills`` are what its wheel says of its insides."""

    kind: Kind
    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[Path, ...]
    bills: tuple[Path, ...] = ()
    files: tuple[Collected, ...] = ()


def parts_of(collected: Iterable[Collected]) -> list[Part]:
    """Every part, with its files; raises CannotShip where one is not accounted for."""
    files: defaultdict[Part, list[Collected]] = defaultdict(list)
    files[_distribution("pyinstaller")] = []  # its boot loader is in front of the program, and no file of its own
    for entry in collected:
        files[_part_of(entry)].append(entry)
    parts = [replace(part, files=tuple(sorted(its, key=lambda one: one.place))) for part, its in files.items()]
    naked = [f"{part.name} ({part.kind})" for part in parts if not part.texts]
    if naked:
        raise CannotShip(f"no licence text for {', '.join(sorted(naked))}: name one in shipping/vendored.toml")
    return sorted(parts, key=lambda part: (part.kind, part.name.lower(), part.version))


def _part_of(entry: Collected) -> Part:
    source = entry.source
    owner = _owners().get(source)
    if owner is not None:
        return vendored_library(source.parent.name, source.name, owner) or _distribution(owner)
    if source.is_relative_to(BUILD / "fonts"):
        return _distribution("pylopdf-fonts-zh-cn")
    if "site-packages" in source.parts:
        raise CannotShip(f"{source} is listed by no package that the program needs: leave it out, or remake .venv")
    if source.is_relative_to(ROOT):
        return _ours()
    return _python() if _is_python(source) else _debian(package_of(source))


@cache
def _owners() -> dict[Path, str]:
    """Installed file -> distribution. Only what may be in the program, and the boot loader's own scripts."""
    allowed = {**wanted(), **{name: one for name, one in installed().items() if name.startswith("pyinstaller")}}
    return {
        Path(str(one.locate_file(file))).absolute(): name for name, one in allowed.items() for file in one.files or ()
    }


@cache
def _tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((TEXTS.parent / "vendored.toml").read_text("utf-8"))


@cache
def _ours() -> Part:
    purl = f"pkg:generic/posbench@{version()}"
    return Part(Kind.OURS, "posbench", version(), str(project()["license"]), purl, (ROOT / "LICENSE",))


@cache
def _distribution(name: str) -> Part:
    one = installed()[name]
    told = next((row for row in _tables()["distribution"] if row["name"] == name), None)
    texts = licence_texts(one) if told is None or told["texts"] == ["wheel"] else tuple(map(text_named, told["texts"]))
    licence = told["licence"] if told else licence_of(one)
    bills = tuple(
        Path(str(one.locate_file(f))) for f in one.files or () if "/sboms/" in f.as_posix() and f.suffix == ".json"
    )
    return Part(
        Kind.PYPI, one.metadata["Name"], one.version, licence, f"pkg:pypi/{name}@{one.version}", texts, bills=bills
    )


def licence_texts(one: Distribution) -> tuple[Path, ...]:
    """Licence files that a wheel has in its metadata."""
    files = (f for f in one.files or () if f.parts[0].endswith(".dist-info") and LICENCE_FILE.search(f.as_posix()))
    return tuple(sorted(Path(str(one.locate_file(file))) for file in files))


def licence_of(one: Distribution) -> str:
    """What a distribution says of its licence: an SPDX expression, a short name, or its classifier's last words."""
    for field in ("License-Expression", "License"):
        told = one.metadata[field] if field in one.metadata else ""  # noqa: SIM401  # it is no dict
        if told and "\n" not in told and len(told) < 80:
            return told
    named = [line for line in one.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return str(named[0].split(" :: ")[-1]) if named else "see its text"


@cache
def vendored_library(folder: str, name: str, owner: str) -> Part | None:
    """A native library that a wheel carries in a folder for such, or ICU beside Qt."""
    if not (folder.endswith((".libs", ".dylibs")) or name.startswith("libicu")):
        return None
    for row in _tables()["library"]:
        if name.startswith(tuple(row["names"])):
            texts = licence_texts(installed()[owner]) if row["text"] == "wheel" else (text_named(row["text"]),)
            number = _version_in(name) if row.get("versioned") else ""
            purl = f"pkg:generic/{row['name'].lower().replace(' ', '-')}{'@' + number if number else ''}"
            return Part(Kind.VENDORED, f"{row['name']} in {owner}", number, row["licence"], purl, texts)
    raise CannotShip(f"{name} in {owner}: tell shipping/vendored.toml what it is and which licence it has")


def _version_in(name: str) -> str:
    found = re.search(r"\.so\.([0-9.]+)$|\.([0-9.]+)\.dylib$", name)
    return (found.group(1) or found.group(2)) if found else ""


def text_named(name: str) -> Path:
    """A text of this folder, this program's own for Apache-2.0, or one that Debian has for all."""
    short = name.removesuffix(".0")  # some of Debian's copyright files say GPL-2.0 where the file is GPL-2
    for path in (TEXTS / name, TEXTS / f"{short}.txt", COMMON / name, COMMON / short):
        if path.exists():
            return path
    if name == "Apache-2.0":
        return ROOT / "LICENSE"
    raise CannotShip(f"the licence text {name} is nowhere: put it into shipping/texts")


def _is_python(source: Path) -> bool:
    library = Path(sysconfig.get_path("stdlib")).resolve()
    base = Path(sys.base_prefix).resolve()
    inside = source.is_relative_to(library) or (base != Path("/usr") and source.is_relative_to(base))
    return inside or bool(re.match(r"(lib)?python3?[0-9.]*\.(so|dll|dylib)", source.name)) or source.name == "Python"


@cache
def _python() -> Part:
    number = platform.python_version()
    library, base = Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)
    short = ".".join(number.split(".")[:2])
    may_be = (
        library / "LICENSE.txt",
        base / "LICENSE.txt",
        base / "LICENSE",
        Path(f"/usr/share/doc/python{short}/copyright"),
    )
    texts = tuple(path for path in may_be if path.exists())[:1]
    return Part(Kind.PYTHON, "CPython", number, "PSF-2.0", f"pkg:generic/python@{number}", texts)


@cache
def package_of(source: Path) -> str:
    """The Debian package that owns a file of this system, with its architecture: ``libxcb1:amd64``."""
    real = source.resolve()
    merged = [str(real), str(real).removeprefix("/usr"), f"/usr{real}", str(source)]
    for path in merged:
        done = _run("dpkg", "-S", path)
        if done:
            return done.splitlines()[0].rsplit(": ", 1)[0].split(", ")[0]
    raise CannotShip(f"{source} belongs to no Debian package and to no Python package: whose is it?")


@cache
def _debian(package: str) -> Part:
    name, number = package.split(":")[0], _run("dpkg-query", "-W", "-f", "${Version}", package)
    text = Path(f"/usr/share/doc/{name}/copyright")
    purl = f"pkg:deb/debian/{name}@{number}"
    return Part(Kind.DEBIAN, name, number, "Debian copyright file", purl, (text,) if text.exists() else ())


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
