"""What is handed out, as far as it can be judged without building it. The build itself is tried out by ``make package``."""

import configparser
import io
import os
import plistlib
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from PySide6.QtGui import QImage

from devices.profile import load_profiles
from shipping import apple, archive, debian, elf, icons, licences, udev, windows
from shipping.parts import TEXTS, Kind, Part, text_named, vendored_library
from shipping.product import ROOT, CannotShip, four_numbers, version
from shipping.runtime import installed, modules_left_out, wanted
from tests.frozen import unpack

LINUX = ROOT / "shipping" / "linux"
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def desktop_entry() -> configparser.SectionProxy:
    reader = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    reader.optionxform = str  # type: ignore[assignment,method-assign]
    reader.read(LINUX / "posbench.desktop", "utf-8")
    return reader["Desktop Entry"]


def test_the_desktop_entry_speaks_both_languages() -> None:
    entry = desktop_entry()
    for key in ("GenericName", "Comment", "Keywords"):
        assert entry[key].isascii()
        assert re.search(r"[\u4e00-\u9fff]", entry[f"{key}[zh_CN]"])
    assert (entry["Exec"], entry["Icon"], entry["Type"]) == ("posbench", "posbench", "Application")


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_desktop_entry_is_valid() -> None:
    done = subprocess.run(["desktop-file-validate", str(LINUX / "posbench.desktop")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_window_names_the_desktop_entry_and_wears_its_icon() -> None:
    told = (ROOT / "gui" / "start.py").read_text("utf-8")
    assert f'setDesktopFileName("{(LINUX / "posbench.desktop").stem}")' in told
    assert icons.DRAWING.name in told


def test_the_udev_rule_opens_serial_ports_and_keeps_modem_commands_from_every_known_unit() -> None:
    text = udev.rules(udev.known_units())
    profiles = load_profiles(ROOT / "resources" / "terminals")
    numbers = {(usb.vid, usb.pid) for profile in profiles.values() for usb in profile.usb}
    assert numbers
    for vid, pid in numbers:
        assert f'ATTR{{idVendor}}=="{vid:04x}", ATTR{{idProduct}}=="{pid:04x}", ENV{{ID_MM_DEVICE_IGNORE}}="1"' in text
    assert 'KERNEL=="ttyUSB[0-9]*|ttyACM[0-9]*", TAG+="uaccess"' in text
    assert udev.FILE < "73-seat-late.rules", "access is given there"
    word = r'[A-Z]+(\{\w+\})?(==|!=|\+=|=)"[^"]*"'
    for line in text.splitlines():
        assert not line or line.startswith("#") or re.fullmatch(rf"{word}(, {word})*", line), line
    assert set(re.findall(r'GOTO="(\w+)"', text)) == set(re.findall(r'LABEL="(\w+)"', text))


def test_the_version_is_one_everywhere() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    assert [one["version"] for one in lock if one["name"] == "posbench"] == [version()]
    assert apple.info_plist()["CFBundleShortVersionString"] == version()
    assert f"\nVersion: {version()}\n" in debian.control(elf.Asked(("libgl1",), (), (2, 36)), 1)
    assert dict(evaluated("posbench"))["ProductVersion"] == version()


def test_the_package_asks_for_what_was_read_from_its_libraries() -> None:
    text = debian.control(elf.Asked(("libegl1", "libgl1"), ("libwayland-egl1",), (2, 36)), 7)
    assert "\nDepends: libc6 (>= 2.36), libegl1, libgl1\n" in text
    assert "\nRecommends: libwayland-egl1\n" in text
    assert text.endswith(debian.LONG)
    assert "Recommends" not in debian.control(elf.Asked((), (), (2, 36)), 7), "an empty field is an error to dpkg"


class Recorded:
    """What PyInstaller's classes would be given by the version resource."""

    def __init__(self, name: str, seen: list[tuple[str, str]]) -> None:
        self.name, self.seen = name, seen

    def __call__(self, *values: Any, **named: Any) -> str:
        if self.name == "StringStruct":
            self.seen.append((values[0], values[1]))
        if self.name == "FixedFileInfo":
            assert named["filevers"] == named["prodvers"] == four_numbers()
        return self.name


def evaluated(program: str) -> list[tuple[str, str]]:
    seen: list[tuple[str, str]] = []
    names = re.findall(r"[A-Z]\w+(?=\()", windows.version_resource(program))
    eval(windows.version_resource(program), {name: Recorded(name, seen) for name in names})  # as PyInstaller does
    return seen


def test_the_version_resource_names_each_program_as_it_is_called() -> None:
    for program in ("posbench", "posbench-cli"):
        assert dict(evaluated(program))["OriginalFilename"] == f"{program}.exe"


def test_windows_programs_are_signed_with_a_time_or_not_at_all() -> None:
    files = [Path("a.exe"), Path("b.exe")]
    assert windows.signing({}, files) is None
    with pytest.raises(CannotShip, match="POSBENCH_SIGN_TIMESTAMP"):
        windows.signing({"POSBENCH_SIGN_THUMBPRINT": "ab" * 20}, files)
    told = {"POSBENCH_SIGN_THUMBPRINT": "ab" * 20, "POSBENCH_SIGN_TIMESTAMP": "http://stamp.example"}
    command = windows.signing(told, files)
    assert command is not None
    assert command[-2:] == ["a.exe", "b.exe"]
    assert command[command.index("/tr") + 1] == "http://stamp.example"


def test_the_bundle_is_notarised_only_when_it_is_signed() -> None:
    assert apple.notarising({}, Path("Posbench.app")) == []
    with pytest.raises(CannotShip, match="POSBENCH_CODESIGN_IDENTITY"):
        apple.notarising({"POSBENCH_NOTARY_PROFILE": "shop"}, Path("Posbench.app"))
    told = {"POSBENCH_NOTARY_PROFILE": "shop", "POSBENCH_CODESIGN_IDENTITY": "Developer ID Application: A"}
    assert [command[0] for command in apple.notarising(told, Path("Posbench.app"))] == ["ditto", "xcrun", "xcrun"]


def test_the_bundle_says_its_languages_and_a_system_that_qt_has() -> None:
    plist = apple.info_plist()
    assert plist["CFBundleLocalizations"] == ["en", "zh-Hans"]
    lock = (ROOT / "uv.lock").read_text("utf-8")
    tag = apple.OLDEST_SYSTEM.replace(".", "_")
    assert re.search(rf"pyside6_essentials-[0-9.]+-cp\d+-abi3-macosx_{tag}_", lock), "Qt is made for another system"
    rights = plistlib.loads(apple.ENTITLEMENTS.read_bytes())
    assert "com.apple.security.cs.disable-library-validation" in rights, "a token's library could not be loaded"


def test_icons_hold_the_drawing_in_every_size() -> None:
    ico, icns = icons.ico((16, 256)), icons.icns()
    _, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, 2)
    for index, edge in enumerate((16, 256)):
        size, place = struct.unpack_from("<II", ico, 6 + 16 * index + 8)
        assert looks_drawn(ico[place : place + size], edge)
    assert struct.unpack_from(">4sI", icns) == (b"icns", len(icns))
    place = 8
    for name, edge in icons.ICNS:
        found, size = struct.unpack_from(">4sI", icns, place)
        assert found.decode() == name
        assert looks_drawn(icns[place + 8 : place + size], edge)
        place += size
    assert place == len(icns)


def looks_drawn(png: bytes, edge: int) -> bool:
    image = QImage.fromData(png)
    corner, middle = image.pixelColor(0, 0), image.pixelColor(edge // 2, edge // 2)
    return (image.width(), image.height()) == (edge, edge) and corner.alpha() == 0 and middle.alpha() == 255


def a_folder(place: Path) -> Path:
    folder = place / "frozen"
    (folder / "sub").mkdir(parents=True)
    (folder / "program").write_bytes(b"\x7fELF" * 1000)
    (folder / "program").chmod(0o700)
    (folder / "sub" / "\u952e.txt").write_bytes(os.urandom(1000) if place.name == "other" else bytes(range(200)))
    (folder / "link").symlink_to("sub/\u952e.txt")
    return folder


@pytest.mark.skipif(os.name == "nt", reason="links and modes of Linux")
def test_the_same_folder_gives_the_same_archive(tmp_path: Path) -> None:
    made = []
    for name, mtime in (("one", 1_000_000_000), ("two", 1_700_000_000), ("other", 1_700_000_000)):
        folder = a_folder(tmp_path / name)
        for path in folder.rglob("*"):
            os.utime(path, (mtime, mtime), follow_symlinks=False)
        target = tmp_path / f"{name}.tar.xz"
        archive.write_tar(folder, target, "posbench-1", 1_600_000_000, {"extra.rules": b"rule"}, {"LICENSE": "sub/x"})
        made.append(target.read_bytes())
    assert made[0] == made[1] != made[2]
    with tarfile.open(fileobj=io.BytesIO(made[0])) as tar:
        rows = {info.name: info for info in tar}
        assert {(info.uid, info.gid, info.mtime) for info in rows.values()} == {(0, 0, 1_600_000_000)}
        assert (rows["posbench-1/program"].mode, rows["posbench-1/extra.rules"].mode) == (0o755, 0o644)
        assert rows["posbench-1/link"].linkname == "sub/\u952e.txt"
        packed = tar.extractfile("posbench-1/sub/\u952e.txt")
        assert packed is not None
        assert packed.read() == bytes(range(200))


def test_an_archive_of_several_blocks_is_one_file_to_every_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BLOCK", 1000)
    folder = a_folder(tmp_path / "one")
    archive.write_tar(folder, tmp_path / "a.tar.xz", "top", 0, {}, {})
    unpack(tmp_path / "a.tar.xz", tmp_path / "out")
    assert (tmp_path / "out/top/program").read_bytes() == b"\x7fELF" * 1000
    assert os.access(tmp_path / "out/top/program", os.X_OK)


def test_the_zip_of_windows_is_the_same_for_the_same_folder(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        archive.write_zip(a_folder(tmp_path / name), tmp_path / f"{name}.zip", "top", 1_600_000_000)
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as file:
        assert "top/sub/\u952e.txt" in file.namelist()


def test_a_library_that_nobody_knows_stops_the_build() -> None:
    with pytest.raises(CannotShip, match="libmystery"):
        vendored_library("numpy.libs", "libmystery-1234.so.1", "numpy")
    known = vendored_library("numpy.libs", "libscipy_openblas64_-1.so", "numpy")
    assert known is not None
    assert known.licence == "BSD-3-Clause"


def test_every_text_that_is_named_is_there() -> None:
    table = tomllib.loads((ROOT / "shipping" / "vendored.toml").read_text("utf-8"))
    named = {row["text"] for row in table["library"]} | {text for row in table["distribution"] for text in row["texts"]}
    for name in named - {"wheel"}:
        assert text_named(name).stat().st_size > 500
    with pytest.raises(CannotShip, match="nowhere"):
        text_named("NO-SUCH-1.0")


def test_licences_stand_once_and_each_part_points_at_its_own() -> None:
    def part(name: str, *texts: str) -> Part:
        return Part(Kind.PYPI, name, "1", "X", f"pkg:pypi/{name}@1", tuple(TEXTS / text for text in texts))

    text = licences.document([part("a", "LGPL-3.txt", "GPL-3.txt"), part("b", "pyserial.txt"), part("c", "GPL-3.txt")])
    assert "  a 1: X [1], [2]\n" in text
    assert "  b 1: X [3]\n" in text
    assert "  c 1: X [2]\n" in text
    assert text.count("GNU GENERAL PUBLIC LICENSE\n                       Version 3") == 1


def test_what_the_program_is_developed_with_is_not_in_it() -> None:
    kept, out = set(wanted()), set(modules_left_out())
    assert {"numpy", "pyside6-essentials", "pyserial", "pyhanko", "psycopg-binary", "python-pkcs11"} <= kept
    assert not kept & {"pytest", "mypy", "ruff", "hypothesis", "fonttools", "pyinstaller"}
    assert {"pytest", "mypy", "hypothesis"} <= out
    assert not out & {"numpy", "PySide6", "serial", "psycopg", "pkcs11", "cryptography"}
    assert kept <= set(installed())


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    return found


def test_the_workflow_runs_the_readmes_commands_on_three_systems(workflow: dict[str, Any]) -> None:
    runs = {name: [step.get("run", "") for step in job["steps"]] for name, job in workflow["jobs"].items()}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {"make test", "make run", "make package"} <= set(runs["linux"])
    assert "make run " in readme
    assert "make test " in readme
    systems = {one["runs-on"].split("-")[0] for one in workflow["jobs"]["desktop"]["strategy"]["matrix"]["include"]}
    assert systems == {"windows", "macos"}
    for needed in ("pytest", "pyinstaller", "python -m shipping", "python -m tests.frozen"):
        assert any(needed in line for line in runs["desktop"]), needed


def test_the_workflow_may_only_read_and_trusts_no_moving_name(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in WORKFLOW.read_text("utf-8")
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in used)


def test_a_program_without_streams_still_starts(tmp_path: Path) -> None:
    """As the window's program of Windows is started: ``sys.stdout`` and ``sys.stderr`` are None."""
    code = (
        "import sys; sys.stdout = sys.stderr = None; sys.argv = ['posbench', 'ports']; import app; sys.exit(app.main())"
    )
    env = {**os.environ, "POSBENCH_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
