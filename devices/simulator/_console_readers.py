"""What the probe's readers print, read from the fake tree without a shell: for ``_console_builtin``."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devices.simulator._console_tree import Tree

_SHOWN: Final = 400
_OPENSSL: Final = ("tls", "tls.dates", "tls.name")
_LOGS: Final = ("messages.0", "messages.1", "messages", "syslog.1", "syslog", "kern.log")


def read_text(tree: Tree, path: str) -> str:
    """A file of the tree; empty where there is none."""
    try:
        return (tree.root / path.lstrip("/")).read_text("utf-8", "replace")
    except OSError:
        return ""


def _values(tree: Tree, *patterns: str) -> str:
    """``path=content`` of every file that fits, on one line each."""
    lines = []
    for pattern in patterns:
        for path in sorted(tree.root.glob(pattern.lstrip("/"))):
            if path.is_file():
                text = path.read_bytes()[:_SHOWN].decode("utf-8", "replace").replace("\0", " ").replace("\n", " ")
                lines.append(f"/{path.relative_to(tree.root).as_posix()}={text}\n")
    return "".join(lines)


def _identity(tree: Tree) -> str:
    named = _values(
        tree,
        "/proc/device-tree/model",
        "/proc/device-tree/serial-number",
        "/proc/sys/kernel/hostname",
        "/proc/version",
        "/etc/hostname",
    )
    props = read_text(tree, "var/props")
    return (
        read_text(tree, "etc/os-release")
        + named
        + props
        + "uname=Linux 6.1.0 armv7l\nuid=0\nfast=f\ntools=\nkeytool=builtin\n"
    )


def _screen(tree: Tree) -> str:
    names = ("name", "modes", "virtual_size", "stride", "bits_per_pixel", "pan")
    found = _values(tree, *(f"/sys/class/graphics/fb0/{name}" for name in names))
    return found + ("writable=1\n" if tree.screen.exists() else "") + "tools=1\n"


def _sensors(tree: Tree) -> str:
    groups = (
        ("power_supply/*", "type scope status health capacity voltage_now current_now temp"),
        ("hwmon/*", "name in*_input in*_label curr*_input temp*_input temp*_label temp*_crit temp*_max"),
        ("thermal/thermal_zone*", "type temp trip_point_*"),
        ("backlight/*", "brightness max_brightness"),
    )
    files = (f"/sys/class/{folder}/{name}" for folder, names in groups for name in names.split())
    return _values(tree, *files, "/dumpsys/battery/*")


def _network(tree: Tree) -> str:
    names = "carrier address mtu operstate type speed duplex device/uevent statistics/rx_errors statistics/tx_errors"
    links = _values(tree, *(f"/sys/class/net/*/{name}" for name in names.split()), "/etc/resolv.conf")
    tables = (("addr", "var/addr"), ("route", "var/route"))
    return links + "".join(f"{name}={line}\n" for name, path in tables for line in read_text(tree, path).splitlines())


def _exit(tree: Tree, name: str) -> str:
    return read_text(tree, f"var/{name}.exit").strip() or "0"


def _ping(tree: Tree, words: list[str]) -> str:
    times, host = int(words[0]), words[-1]
    text = read_text(tree, f"var/ping.{host}") or read_text(tree, "var/ping")
    return f"{text}exit={_exit(tree, 'ping')}\n" * times


def _name(tree: Tree) -> str:
    delay = read_text(tree, "var/dns.delay").strip() or "0"
    took = round(float(delay) * 1000) + 1
    return f"{read_text(tree, 'var/dns')}exit={_exit(tree, 'dns')}\nms={took}\nresolution_ms=1\n"


def _connect(tree: Tree) -> str:
    word = "ms" if _exit(tree, "tcp") == "0" else "failed"
    return f"{word}=1.0\n" * 3 + "resolution_ms=0.1\ntool=nc -z -w 5\n"


def _tls(tree: Tree) -> str:
    session, dates, name = (read_text(tree, f"var/{file}") for file in _OPENSSL)
    if "BEGIN CERT" not in session:
        return "failed=1.0\nresolution_ms=0.1\n"
    verified = "".join(line + "\n" for line in session.splitlines() if "Verify return code" in line)
    return "ms=1.0\n" * 3 + f"resolution_ms=0.1\nclock={int(time.time())}\n" + verified + dates + name


def _mtu(tree: Tree, words: list[str]) -> str:
    largest = read_text(tree, "var/mtu").strip() or words[0]
    return f"mtu={min(int(words[0]), int(largest))}\n"


def _file(tree: Tree, words: list[str], path: str) -> str:
    if ".." in path or path.startswith(("/dev/", "/proc/kcore", "/proc/kmsg", "/sys/kernel/")):
        return "!refused\n"
    target = tree.root / path.lstrip("/")
    if not target.is_file():
        return "!missing\n"
    content = target.read_bytes()
    return f"+{len(content)}\n" + content[: int(words[0])].decode("utf-8", "replace")


def _logs(tree: Tree, words: list[str], pattern: str) -> str:
    wanted, most = re.compile(pattern, re.IGNORECASE), int(words[0])
    sources = [("dmesg", Path("var/log/kernel")), *((name, Path("var/log") / name) for name in ("logcat", *_LOGS))]
    found = []
    for source, path in sources:
        lines = [line for line in read_text(tree, path.as_posix()).splitlines() if wanted.search(line)]
        found += [f"{source}:{line}\n" for line in lines[-most:]]
    return "".join(found)


def _packages(tree: Tree) -> str:
    return read_text(tree, "var/packages")


def _property(tree: Tree, words: list[str], name: str) -> str:
    setting = name.startswith("settings/")
    rows = read_text(tree, "var/settings" if setting else "var/props").splitlines()
    found = next((value for key, _, value in (row.partition("=") for row in rows) if key == name[9 * setting :]), None)
    return f"+{found or ''}\n" if rows and (found is not None or not setting) else "!missing\n"


def _memory(tree: Tree) -> str:
    rows = [line.split() for line in read_text(tree, "proc/mounts").splitlines()]
    writable = "".join(f"rw={row[2]} {row[1]}\n" for row in rows if len(row) > 3 and row[3].split(",")[0] == "rw")
    uptime = f"uptime={read_text(tree, 'proc/uptime').strip()}\n"
    return read_text(tree, "proc/meminfo") + uptime + writable + read_text(tree, "var/df")


Reader = Callable[[Tree, list[str], str], str]
READERS: Final[dict[str, Reader]] = {
    "id": lambda tree, words, data: _identity(tree),
    "input": lambda tree, words, data: (
        (read_text(tree, "proc/bus/input/devices") or read_text(tree, "var/getevent")) + "elf=b\n"
    ),
    "fb": lambda tree, words, data: _screen(tree),
    "sens": lambda tree, words, data: _sensors(tree),
    "pkg": lambda tree, words, data: _packages(tree),
    "net": lambda tree, words, data: _network(tree),
    "ping": lambda tree, words, data: _ping(tree, words),
    "dns": lambda tree, words, data: _name(tree),
    "tcp": lambda tree, words, data: _connect(tree),
    "tls": lambda tree, words, data: _tls(tree),
    "mtu": lambda tree, words, data: _mtu(tree, words),
    "ps": lambda tree, words, data: read_text(tree, "var/programs") + read_text(tree, "var/windows"),
    "mem": lambda tree, words, data: _memory(tree),
    "file": _file,
    "prop": _property,
    "log": _logs,
}
