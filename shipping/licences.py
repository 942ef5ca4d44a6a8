"""THIRD-PARTY-LICENCES.txt: every part of the frozen program that is not ours, with its licence's text. Each text stands once."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from shipping.parts import Kind, Part, text_named

HEAD: Final = """\
Licences of the parts of Posbench
=================================

Posbench itself is under the Apache License 2.0 (LICENSE). What follows are the parts of others that this build contains, each
with its licence. Texts are numbered; a text that several parts share stands once. posbench.cdx.json lists the same parts for
programs (CycloneDX), and the crates inside the Rust libraries as their own packages name them.

Qt, Qt for Python (PySide6, shiboken6) and psycopg are under the GNU LGPL version 3. Their native libraries are files of their
own in this folder, as their makers built them: replace those in PySide6/, shiboken6/ or psycopg_binary/ by your own build of
the same version and start the program again. Their Python modules are in the program's archive, which "make package" builds
anew from Posbench's sources. Their own: https://download.qt.io/official_releases/, https://github.com/psycopg/psycopg.
What Qt itself contains: https://doc.qt.io/qt-6/licenses-used-in-qt.html. The sources of Debian's libraries:
https://snapshot.debian.org/, by the package's name and version.
"""
RULE: Final = "-" * 100
POINTER: Final = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9+])")


def document(parts: Iterable[Part]) -> str:
    """The whole file."""
    others = [part for part in parts if part.kind is not Kind.OURS]
    texts = _numbered(others)
    lines = [HEAD]
    for kind in Kind:
        of_kind = [part for part in others if part.kind is kind]
        if of_kind:
            lines += ["", f"{kind.value[0].upper()}{kind.value[1:]}", ""]
            lines += [_line(part, texts) for part in of_kind]
    for number, text in enumerate(texts.values(), 1):
        lines += ["", RULE, f"[{number}]", RULE, "", text.strip("\n")]
    return "\n".join(lines) + "\n"


def _numbered(parts: list[Part]) -> dict[str, str]:
    """Every different text by its digest, in the order in which it is first needed, and what Debian's texts point at."""
    texts: dict[str, str] = {}
    waiting = [path for part in parts for path in part.texts]
    while waiting:
        text = _read(waiting.pop(0))
        if texts.setdefault(_digest(text), text) is text:
            waiting += [text_named(name) for name in sorted(set(POINTER.findall(text)))]
    return texts


def _line(part: Part, texts: dict[str, str]) -> str:
    places = list(texts)
    numbers = sorted({places.index(_digest(_read(path))) + 1 for path in part.texts})
    shown = ", ".join(f"[{number}]" for number in numbers)
    return f"  {part.name} {part.version}".rstrip() + f": {part.licence} {shown}"


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
