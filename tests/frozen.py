"""``make package`` ends here: what is handed out is taken as a user takes it, and tried out.

The frozen program must count what the source tree counts; the archive, unpacked where a path has spaces and Chinese in it, must
finish an inspection and keep it; the Debian package must hold what it says and run from another root; licences and bill of
materials must know every native file. Run it with ``python -m tests.frozen`` after ``python -m shipping``.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
PROGRAM: Final = "posbench-cli.exe" if os.name == "nt" else "posbench"
FOLDER: Final = "bench \u68c0\u4fee \u53f0"
NATIVE: Final = (".so", ".dll", ".pyd", ".dylib")


def said(*command: str, home: Path) -> str:
    """What a program prints, without a display, with nothing in its home. A failure ends the test."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONHASHSEED", "POSBENCH_HOME")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    home.mkdir(parents=True, exist_ok=True)
    env |= {"HOME": str(home), "USERPROFILE": str(home), "XDG_DATA_HOME": str(home / "data")}
    done = subprocess.run(
        command,
        env=env,
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(otherwise)


def unpack(archive: Path, place: Path) -> None:
    """As ``tar`` does. Debian 12's Python knows no filters yet, and later ones want to be told which."""
    with tarfile.open(archive) as packed:
        packed.extractall(place, **({"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}))


def same_counts(home: Path) -> None:
    """Codecs, checks, rules, profiles, sentences: frozen as in the source."""
    frozen = json.loads(said(str(DIST / "posbench" / PROGRAM), "self-check", "--json", home=home / "frozen"))
    source = json.loads(said(sys.executable, str(ROOT / "app.py"), "self-check", "--json", home=home / "source"))
    must(frozen == source, f"frozen program counts {frozen}\nsource tree counts    {source}")
    print("frozen program counts what the source tree counts:", frozen)


def archive_inspects(home: Path) -> None:
    """The archive in a folder with spaces and Chinese in its name: an inspection, its report verified, its record kept."""
    place = home / FOLDER
    if sys.platform == "linux":
        (found,) = DIST.glob("posbench-*-linux-*.tar.xz")
        unpack(found, place)
    else:
        (found,) = DIST.glob("posbench-*.zip")
        shutil.unpack_archive(found, place)
    (program,) = (one for one in place.rglob(PROGRAM) if one.is_file())
    print(f"{found.name} in {place.name!r}:")
    print(said(str(program), "--lang", "zh_CN", "--demo", home=home / FOLDER / "home"))
    kept = json.loads(said(str(program), "history", "list", "--json", home=home / FOLDER / "home"))
    must(bool(kept), "the frozen program keeps no history")
    print("its history:", [entry["verdict"] for entry in kept])


def package_is_whole(home: Path) -> None:
    """The Debian package, unpacked beside the system: its sums hold, its command runs, its entry names its command and icon."""
    (found,) = DIST.glob("posbench_*.deb")
    place = home / "deb"
    subprocess.run(["dpkg-deb", "-R", str(found), str(place)], check=True)
    for line in (place / "DEBIAN" / "md5sums").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        real = hashlib.md5((place / name).read_bytes(), usedforsecurity=False).hexdigest()
        must(real == digest, f"{found.name}: {name} is not what md5sums says")
    counts = json.loads(said(str(place / "usr/bin/posbench"), "self-check", "--json", home=home / "deb-home"))
    must(counts["checks"] > 0, "the packaged program has no checks")
    entry = (place / "usr/share/applications/posbench.desktop").read_text("utf-8")
    must("\nExec=posbench\n" in entry and "\nIcon=posbench\n" in entry, "the desktop entry starts nothing")
    must((place / "usr/share/icons/hicolor/256x256/apps/posbench.png").is_file(), "the icon is missing")
    must('TAG+="uaccess"' in (place / "usr/lib/udev/rules.d/70-posbench.rules").read_text("utf-8"), "no udev rule")
    owners = subprocess.run(["dpkg-deb", "-c", str(found)], capture_output=True, text=True, check=True).stdout
    must(all(" root/root " in line for line in owners.splitlines()), "a file in the package is not root's")
    fields = subprocess.run(
        ["dpkg-deb", "-f", str(found), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    print(f"{found.name}: whole, runs from {place.name}/; depends on {fields.strip()}")


def bill_knows_every_file() -> None:
    """Each native file of the program stands in the bill of materials with its own digest, and each part has a licence."""
    (papers,) = (path for path in (DIST / "posbench").rglob("papers") if path.is_dir())
    bill: dict[str, Any] = json.loads((papers / "posbench.cdx.json").read_text("utf-8"))
    told = {
        file["name"]: file["hashes"][0]["content"]
        for part in bill["components"]
        for file in part.get("components", ())
        if file["type"] == "file"
    }
    real = {path.relative_to(papers.parent).as_posix(): path for path in papers.parent.rglob("*") if is_native(path)}
    must(set(real) == set(told), f"the bill and the folder differ: {sorted(set(real) ^ set(told))}")
    if sys.platform == "linux":  # elsewhere signing changes files after they were collected
        wrong = [name for name, path in real.items() if hashlib.sha256(path.read_bytes()).hexdigest() != told[name]]
        must(not wrong, f"not what the bill says: {wrong}")
    bare = [part["name"] for part in bill["components"] if not part.get("licenses")]
    must(not bare, f"no licence in the bill: {bare}")
    texts = (papers / "THIRD-PARTY-LICENCES.txt").read_text("utf-8")
    silent = [
        part["name"]
        for part in bill["components"]
        if f"  {part['name']} " not in texts and f"  {part['name']}:" not in texts
    ]
    must(not silent, f"no licence text: {silent}")
    print(
        f"bill of materials: {len(bill['components'])} parts, {len(told)} native files with their digests, every licence told"
    )


def every_extension_loads() -> None:
    """Each native module of Python, also those that only a token or a server needs, with the libraries beside it alone."""
    (inside,) = (path.parent for path in (DIST / "posbench").rglob("papers") if path.is_dir())
    modules = [str(path) for path in inside.rglob("*.so") if ".cpython-" in path.name or ".abi3." in path.name]
    must(len(modules) > 50, f"only {len(modules)} native modules")
    code = "import ctypes, sys\nfor path in sys.argv[1:]: ctypes.CDLL(path)"
    env = {**os.environ, "LD_LIBRARY_PATH": str(inside)}
    done = subprocess.run([sys.executable, "-c", code, *modules], env=env, capture_output=True, text=True)
    must(done.returncode == 0, f"a native module does not load: {done.stderr}")
    print(f"{len(modules)} native modules load")


def is_native(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and any(end in path.name for end in NATIVE)


def main() -> None:
    tests = [same_counts, archive_inspects]
    if sys.platform == "linux":
        tests.append(package_is_whole)
    for test in tests:
        with tempfile.TemporaryDirectory() as home:
            test(Path(home))
    rest = [bill_knows_every_file, *([every_extension_loads] if sys.platform == "linux" else [])]
    for check in rest:
        check()
    folder = DIST / "posbench"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{folder}: {size / 1e6:.0f} MB")
    print(f"{len(tests) + len(rest)} passed, 0 failed")


if __name__ == "__main__":
    main()
