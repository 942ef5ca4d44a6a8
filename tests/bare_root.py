"""What is handed out, on a system that has nothing: ``make bare`` (root and a network are needed, and debootstrap).

Debian is put into a folder twice by debootstrap, minimal. One gets libGL and libEGL and the archive, the other the Debian
package by ``apt``, with what that asks for. In both, without a display, a font or Python: self-check, an inspection of simulated
units, its report verified by the bench and again with the workshop's root, and the window for a few seconds on Qt's own
off-screen platform. Fails on any failure; removes the folders unless ``--keep``.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
MIRROR: Final = "http://deb.debian.org/debian"
WINDOW_S: Final = 12.0
ENVIRONMENT: Final = {"HOME": "/home/inspector", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def step(what: str) -> None:
    print(f"--- {what}", flush=True)


def run(*command: str, quiet: bool = False) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=900
    )
    if done.returncode != 0:
        raise SystemExit(
            f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    if not quiet:
        print(done.stdout.rstrip(), flush=True)
    return done.stdout


class Bare:
    """A minimal Debian in a folder, and commands inside it, as root or as a user who has nothing but a home."""

    def __init__(self, folder: Path, pristine: Path) -> None:
        self.folder = folder
        run("cp", "-a", str(pristine), str(folder), quiet=True)
        for name in ("proc", "dev", "dev/pts"):
            run("mount", "--bind", f"/{name}", str(folder / name), quiet=True)
        shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
        self.inside("useradd", "--create-home", "--uid", "4242", "inspector")

    def command(self, *words: str, user: str | None) -> list[str]:
        told = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        whose = [f"--userspec={user}:{user}"] if user else []
        return ["chroot", *whose, str(self.folder), "env", "-i", *told, *words]

    def inside(self, *words: str, user: str | None = None, quiet: bool = True) -> str:
        return run(*self.command(*words, user=user), quiet=quiet)

    def apt(self, *words: str) -> None:
        self.inside("apt-get", "-qq", "update")
        self.inside(
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-qq",
            "install",
            "-y",
            "--no-install-recommends",
            *words,
        )

    def packages(self) -> int:
        return len(self.inside("dpkg-query", "-W", "-f", "${Package}\n").splitlines())

    def close(self) -> None:
        for name in ("dev/pts", "dev", "proc"):
            subprocess.run(["umount", str(self.folder / name)], check=False)


@contextlib.contextmanager
def bare(folder: Path, pristine: Path) -> Iterator[Bare]:
    system = Bare(folder, pristine)
    try:
        yield system
    finally:
        system.close()


def inspect(system: Bare, program: str) -> None:
    """Everything a bench is bought for, in a root without anything."""
    counts = json.loads(system.inside(program, "self-check", "--json", user="inspector"))
    source = json.loads(run(sys.executable, str(ROOT / "app.py"), "self-check", "--json", quiet=True))
    if counts != source:
        raise SystemExit(f"here {counts}\nsource tree {source}")
    step(f"self-check: the source tree's counts, {counts}")
    step("an inspection of simulated units, its report signed and verified")
    system.inside(program, "--lang", "en", "--demo", user="inspector", quiet=False)
    home = system.folder / "home" / "inspector"
    (report,) = home.rglob("*.pdf")
    inner = "/" + report.relative_to(system.folder).as_posix()
    step("verified once more, by the command, without trusting anybody: exit code 3")
    asked = system.command(program, "--lang", "en", "verify", inner, user="inspector")
    answer = subprocess.run(asked, capture_output=True, text=True)
    print(answer.stdout.rstrip(), flush=True)
    if answer.returncode != 3:
        raise SystemExit(f"verify ended with {answer.returncode}: {answer.stderr}")
    step("altered by one byte: exit code 1")
    altered = report.with_name("altered.pdf")
    content = bytearray(report.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    altered.chmod(0o644)
    asked = system.command(program, "verify", "/" + altered.relative_to(system.folder).as_posix(), user="inspector")
    if subprocess.run(asked, capture_output=True).returncode != 1:
        raise SystemExit("an altered report was not called altered")
    window(system, program)


def window(system: Bare, program: str) -> None:
    """The window opens, paints and stays; it is closed by a signal to this very program."""
    step(f"the window, {WINDOW_S:g} s on Qt's off-screen platform")
    asked = system.command("QT_QPA_PLATFORM=offscreen", program, user="inspector")
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = process.communicate(timeout=WINDOW_S)
        raise SystemExit(f"the window closed by itself with {process.returncode}: {out}{err}")
    except subprocess.TimeoutExpired:
        process.terminate()
    _, err = process.communicate(timeout=30)
    logs = [path.read_text("utf-8") for path in (system.folder / "home" / "inspector").rglob("posbench.log")]
    if "CRITICAL" in "".join(logs) or "Traceback" in err:
        raise SystemExit(f"the window complained: {err}\n{''.join(logs)[-3000:]}")
    print("it stayed open, nothing in its log", flush=True)


def with_archive(system: Bare) -> None:
    step("way 1: libgl1 and libegl1, and the archive")
    system.apt("libgl1", "libegl1")
    (found,) = DIST.glob("posbench-*-linux-*.tar.xz")
    run("tar", "xJf", str(found), "-C", str(system.folder / "opt"), quiet=True)
    (program,) = (system.folder / "opt").glob("posbench-*/posbench")
    inspect(system, "/" + program.relative_to(system.folder).as_posix())


def with_package(system: Bare) -> None:
    step("way 2: apt install ./posbench.deb")
    (found,) = DIST.glob("posbench_*.deb")
    shutil.copy(found, system.folder / "tmp" / "posbench.deb")
    before = system.packages()
    system.apt("/tmp/posbench.deb")
    print(f"{system.packages() - before} packages came with it", flush=True)
    inspect(system, "posbench")
    step("taken away again")
    system.inside("apt-get", "-qq", "purge", "-y", "posbench")
    left = list((system.folder / "opt").rglob("*"))
    if left:
        raise SystemExit(f"left behind: {left[:5]}")
    if not list((system.folder / "home" / "inspector").rglob("*.pdf")):
        raise SystemExit("the inspector's reports went with the program")
    print("nothing of the program left, the inspector's reports are", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--suite", default="bookworm", help="the Debian release to try on")
    parser.add_argument("--keep", action="store_true", help="leave the folders")
    args = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.stderr.write("root and debootstrap are needed: apt-get install debootstrap\n")
        return 2
    began = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="posbench-bare-"))
    try:
        step(f"debootstrap --variant=minbase {args.suite}")
        run("debootstrap", "--variant=minbase", args.suite, str(place / "pristine"), MIRROR, quiet=True)
        for name, way in (("archive", with_archive), ("package", with_package)):
            with bare(place / name, place / "pristine") as system:
                way(system)
    finally:
        mounted = Path("/proc/mounts").read_text("utf-8")
        if not args.keep and str(place) not in mounted:
            shutil.rmtree(place)
    print(f"2 passed, 0 failed, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
