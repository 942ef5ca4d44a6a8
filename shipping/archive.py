"""The frozen folder as one file: ``.tar.xz`` on Linux, ``.zip`` elsewhere. The same folder gives the same bytes.

Names are sorted, every time is the source's, every owner is 0, and modes are 755 or 644. The tar is compressed in blocks on
all cores; several ``.xz`` streams behind one another are one ``.xz`` file for every reader.
"""

import hashlib
import io
import lzma
import os
import tarfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Final

BLOCK: Final = 16 * 2**20
PRESET: Final = 0
"""Of 0 to 9: 132 MB; 1 takes twice as long for 126 MB."""


def members(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below ``folder`` with its relative name, sorted, folders before what is in them."""
    found = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    yield from sorted(found, key=lambda pair: pair[0].split("/"))


def mode_of(path: Path) -> int:
    """Folders and programs 755, all else 644, whatever the umask was."""
    return 0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644


def write_tar(folder: Path, target: Path, top: str, at: int, extra: dict[str, bytes], links: dict[str, str]) -> None:
    """``folder`` as ``top/`` in a tar.xz, with files and symbolic links more. ``at``: seconds since 1970."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_info(top, tarfile.DIRTYPE, 0o755, at))
        for name, path in members(folder):
            _add(tar, f"{top}/{name}", path, at)
        for name, content in sorted(extra.items()):
            info = _info(f"{top}/{name}", tarfile.REGTYPE, 0o644, at)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        for name, to in sorted(links.items()):
            info = _info(f"{top}/{name}", tarfile.SYMTYPE, 0o777, at)
            info.linkname = to
            tar.addfile(info)
    with target.open("wb") as file:
        compress(plain.getbuffer(), file)


def compress(plain: memoryview, file: IO[bytes]) -> None:
    """Block by block, so that the bytes do not depend on how many cores there are."""
    blocks = (plain[at : at + BLOCK] for at in range(0, len(plain), BLOCK))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for packed in pool.map(lambda block: lzma.compress(block, preset=PRESET), blocks):
            file.write(packed)


def write_zip(folder: Path, target: Path, top: str, at: int) -> None:
    """``folder`` as ``top/`` in a zip, which has no links: where PyInstaller made some, they become files."""
    when = time.gmtime(max(at, 315532800))[:6]  # a zip begins in 1980
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, path in members(folder):
            if path.is_file():
                info = zipfile.ZipInfo(f"{top}/{name}", (when[0], when[1], when[2], when[3], when[4], when[5]))
                info.external_attr = (0o100000 | mode_of(path)) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(info, path.read_bytes())


def digest(path: Path) -> str:
    """SHA-256 in hex, as ``sha256sum`` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, path: Path, at: int) -> None:
    if path.is_symlink():
        info = _info(name, tarfile.SYMTYPE, 0o777, at)
        info.linkname = path.readlink().as_posix()
        tar.addfile(info)
    elif path.is_dir():
        tar.addfile(_info(name, tarfile.DIRTYPE, 0o755, at))
    else:
        info = _info(name, tarfile.REGTYPE, mode_of(path), at)
        info.size = path.stat().st_size
        with path.open("rb") as file:
            tar.addfile(info, file)


def _info(name: str, kind: bytes, mode: int, at: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, at
    return info
