"""The fake tree of a simulated smart terminal: sysfs, /proc, /etc, logs, and small stand-ins for tools of the system.

Everything here is invented but for the form of the files, which follows ``docs/protocols/console.md``.
"""

import os
import random
import shutil
import struct
import sys
from pathlib import Path
from typing import Final

from devices.codecs._console_screen import screen_found, unpacked
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._console_network import terminal_files, ways
from devices.simulator.faults import FaultSet
from devices.simulator.picture import dimmed

EVENT: Final = struct.Struct("@llHHi")
CRITICAL_C: Final = 105
_SUPPLY_MV: Final = 5080
_BOARD_C: Final = 38.0
_SAG_S: Final = 2.5
"""Long enough for three samples at two a second also where this PC is slow to ask."""
_HOTTEST_C: Final = 120.0
_BRIGHTEST: Final = 255
_PATHS: Final = ("proc/bus/input", "proc/sys/kernel", "proc/device-tree", "dev/input", "etc/pos", "var/log", "tools")
_FB: Final = "sys/class/graphics/fb0"
_PACKAGES: Final = (
    ("base-files", "1.9"),
    ("busybox", "1.35.0-r4"),
    ("payment-kernel", "4.3.1"),
    ("pin-entry", "2.8.0"),
)
_PROGRAMS: Final = (
    "  PID USER     COMMAND",
    "    1 root     init",
    "   24 root     [kworker/0:1]",
    "  207 root     /sbin/syslogd -n",
    "  412 root     payment --kiosk --host-password=hunter3",
)
_STRANGERS: Final = (
    ("overlay", "  873 root     /usr/bin/floating-ball --alpha 40"),
    ("debug-service", "  911 root     telnetd -l /bin/sh"),
    ("screen-recorder", "  920 root     /usr/bin/ffmpeg -f fbdev -i /dev/fb0 out.mkv"),
    ("remote-control", "  931 root     x11vnc -passwd hunter4"),
)
_SOFTWARE_FAULTS: Final = (
    "patch-old",
    "old-application",
    "extra-package",
    "payment-app-stopped",
    "overlay",
    "debug-enabled",
    "debug-service",
    "screen-recorder",
    "remote-control",
    "memory-low",
    "storage-full",
)
_GOOD_LOG: Final = (
    "[    0.000000] Linux version 6.1.0 (builder@host)",
    "[    0.412345] input: matrix-keypad as /devices/platform/keypad/input/input1",
    "[    1.204411] fb0: simple frame buffer device",
    "[    3.000817] payment[412]: ready",
)
_CRASH: Final = "[   95.221734] payment[412]: segfault at 0000000c ip b6f21a44 error 4 in libpay.so"
_SCRIPTS: Final = {
    "dmesg": 'cat "$PB_ROOT/var/log/kernel"',
    "opkg": 'while read -r n v; do echo "$n - $v"; done <"$PB_ROOT/var/packages"',
    "ping": "m=; while [ $# -gt 1 ]; do case $1 in -M) m=$2;; -s) s=$2;; esac; shift; done; "
    'read -r l <"$PB_ROOT/var/mtu"; [ "$m" ] && [ $((s+28)) -gt "$l" ] && { echo "ping: local error: message too long"; exit 1; }\n'
    'cat "$PB_ROOT/var/ping.$1" 2>/dev/null || cat "$PB_ROOT/var/ping"; exit "$(cat "$PB_ROOT/var/ping.exit")"',
    "nslookup": 'read -r d <"$PB_ROOT/var/dns.delay"; [ "$d" = 0 ] || sleep "$d"; '
    'cat "$PB_ROOT/var/dns"; exit "$(cat "$PB_ROOT/var/dns.exit")"',
    "nc": 'case $1 in -h) echo "-z zero-I/O mode"; exit 1;; esac; exit "$(cat "$PB_ROOT/var/tcp.exit")"',
    "openssl": 'case "$*" in s_client*) cat "$PB_ROOT/var/tls";; *enddate*) cat "$PB_ROOT/var/tls.dates";; '
    '*) cat "$PB_ROOT/var/tls.name";; esac',
    "ip": 'case "$*" in *addr*) cat "$PB_ROOT/var/addr";; *) cat "$PB_ROOT/var/route";; esac',
    "uname": "echo Linux 6.1.0 armv7l",
    "ps": 'cat "$PB_ROOT/var/programs"',
    "df": 'cat "$PB_ROOT/var/df"',
    "dumpsys": 'cat "$PB_ROOT/var/windows" 2>/dev/null',
    "logcat": "exit 1",
    "logread": "exit 1",
    "journalctl": "exit 1",
}


class Tree:
    """Owns one folder. ``root`` stands before every path; ``tools`` comes first in the shell's PATH."""

    def __init__(self, folder: Path, profile: Profile, seed: int) -> None:
        self.root = folder
        self.tools = folder / "tools"
        self._profile = profile
        self._random = random.Random(f"tree {seed}")
        self._serial = f"SIM{seed % 1_000_000:06d}"
        for path in _PATHS:
            (folder / path).mkdir(parents=True, exist_ok=True)
        self._write_system()
        self._write_input()
        self._write_screen()
        self._write_tools()

    def put(self, path: str, text: str) -> None:
        """Replace a file at once, so that nobody reads half of it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8")
        if target.exists() and target.read_bytes() == data:
            return
        fresh = target.with_name(target.name + ".new")
        fresh.write_bytes(data)
        fresh.replace(target)

    @property
    def screen(self) -> Path:
        """The frame buffer, a plain file."""
        return self.root / "dev/fb0"

    @property
    def keypad(self) -> Path:
        """The keypad's event device, a FIFO."""
        return self.root / "dev/input/event1"

    def remove(self) -> None:
        """Take the whole folder away."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _write_system(self) -> None:
        self.put("proc/device-tree/model", f"{self._profile.maker} {self._profile.model}\0")
        self.put("proc/device-tree/serial-number", self._serial + "\0")
        self.put("proc/sys/kernel/hostname", "simpos\n")
        self.put("proc/sys/kernel/printk", "7\t4\t1\t7\n")
        self.put("proc/uptime", "412.55 800.12\n")
        self.put(
            "proc/mounts", "/dev/root / ext4 rw,relatime 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/mtd1 /rom squashfs ro 0 0\n"
        )
        self.put("sys/class/net/eth0/address", "02:00:00:00:00:01\n")
        self.put("sys/class/net/eth0/mtu", "1500\n")
        self.put("sys/class/net/eth0/type", "1\n")
        self.put("sys/class/net/eth0/device/uevent", "DRIVER=simeth\n")
        self.put("etc/resolv.conf", "nameserver 192.0.2.53\n")

    def _write_input(self) -> None:
        self.put(
            "proc/bus/input/devices",
            'I: Bus=0019 Vendor=0000 Product=0001 Version=0000\nN: Name="Power Button"\nP: Phys=pwr/input0\n'
            "H: Handlers=kbd event0\nB: PROP=0\nB: EV=3\nB: KEY=10000000000000 0\n\n"
            'I: Bus=0019 Vendor=0001 Product=0001 Version=0100\nN: Name="matrix-keypad"\nP: Phys=keypad/input0\n'
            f"H: Handlers=kbd event1\nB: PROP=0\nB: EV=100013\nB: KEY={_bits(range(1, 128))}\nB: MSC=10\n\n",
        )
        for name in ("event0", "event1"):
            path = self.root / "dev/input" / name
            if sys.platform == "win32":  # the built-in shell hears of keys without a file
                path.touch()
            else:
                os.mkfifo(path)

    def _write_screen(self) -> None:
        display = self._profile.display
        if display is None or not display.width:
            return
        bits = int(self._profile.options.get("sim_bits_per_pixel", 16))
        stride = display.width * bits // 8
        self.put(f"{_FB}/name", "simfb\n")
        self.put(f"{_FB}/modes", f"U:{display.width}x{display.height}p-0\n")
        self.put(f"{_FB}/virtual_size", f"{display.width},{display.height}\n")
        self.put(f"{_FB}/stride", f"{stride}\n")
        self.put(f"{_FB}/bits_per_pixel", f"{bits}\n")
        self.put("sys/class/graphics/fbcon/cursor_blink", "1\n")
        self._light()
        logo = idle_picture(display.width, display.height, bits)
        self.screen.write_bytes(logo)

    def _write_tools(self) -> None:
        for name, body in _SCRIPTS.items():
            path = self.tools / name
            path.write_text(f"#!/bin/sh\n{body}\n", "ascii")
            path.chmod(0o755)

    def live(self, faults: FaultSet, now: float, since_s: float) -> None:
        """Sensors, logs, settings and network as they are now. Cheap: only what changed is written."""
        self._live_sensors(faults, now, since_s)
        self._live_log(bool(faults.args("crash-in-log", now)))
        self._live_software(faults, now)
        self._live_settings(faults, now)
        for path, text in terminal_files(ways(faults, now)[0]).items():
            self.put(path, text)
        self._live_hardware(faults, now)

    def _live_log(self, crashed: bool) -> None:
        self.put("var/log/kernel", "\n".join((*_GOOD_LOG, *((_CRASH,) if crashed else ()))) + "\n")

    def _live_software(self, faults: FaultSet, now: float) -> None:
        on = {name for name in _SOFTWARE_FAULTS if faults.args(name, now)}
        build = "2019-01-05" if "patch-old" in on else "2026-03-05"
        self.put(
            "etc/os-release", f'NAME="SimPOS"\nVERSION_ID="5.2.1"\nPRETTY_NAME="SimPOS 5.2.1"\nBUILD_ID="{build}"\n'
        )
        old = "old-application" in on
        versions = [(name, "3.9.0" if old and name == "payment-kernel" else version) for name, version in _PACKAGES]
        versions += [("screen-helper", "1.0.2")] if "extra-package" in on else []
        self.put("var/packages", "".join(f"{name} {version}\n" for name, version in versions))
        programs = [row for row in _PROGRAMS if "payment" not in row or "payment-app-stopped" not in on]
        programs += [row for name, row in _STRANGERS if name in on]
        self.put("var/programs", "\n".join(programs) + "\n")
        windows = "    mOwnerUid=1000 showForAllUsers=false package=com.example.ball appop=SYSTEM_ALERT_WINDOW\n"
        self.put("var/windows", windows if "overlay" in on else "")
        self.put("etc/inetd.conf", f"{'' if 'debug-enabled' in on else '#'}telnet stream tcp nowait root telnetd\n")
        self._live_memory("memory-low" in on, "storage-full" in on, "/dev/root", "/")

    def _live_memory(self, low: bool, full: bool, device: str, mount: str) -> None:
        free = 9_112 if low else 340_112
        self.put(
            "proc/meminfo",
            f"MemTotal:         510480 kB\nMemFree:          {free // 2} kB\nMemAvailable:     {free} kB\n",
        )
        used = 260_900 if full else 181_002
        root = f"{device} 262144 {used} {262_144 - used} {100 * used // 262_144}% {mount}\n"
        head = "Filesystem 1024-blocks Used Available Capacity Mounted on\n"
        self.put("var/df", f"{head}{root}tmpfs 255240 255240 0 100% /tmp\n/dev/mtd1 4096 4096 0 100% /rom\n")

    def _live_hardware(self, faults: FaultSet, now: float) -> None:
        """Drivers that found nothing: their places in sysfs are empty."""
        for fault, path in (("no-screen", self.root / _FB), ("no-keypad", self.root / "proc/bus/input/devices")):
            gone, aside = bool(faults.args(fault, now)), path.with_name(path.name + ".gone")
            if gone and path.exists():
                path.rename(aside)
            elif not gone and aside.exists():
                aside.rename(path)

    def _live_sensors(self, faults: FaultSet, now: float, since_s: float) -> None:
        sag = faults.begun("supply-sag", now)
        sagging = sag is not None and (now - sag[1]) % 6.0 < _SAG_S
        weak = faults.args("weak-charger", now)
        volt = float(sag[0]) if sag and sagging else _SUPPLY_MV / 1000
        volt -= float(weak[0]) * self.brightness() if weak else 0.0
        noise = self._random.randint(-4, 4)
        self.put("sys/class/hwmon/hwmon0/name", "simmon\n")
        self.put("sys/class/hwmon/hwmon0/in0_label", "VIN\n")
        self.put("sys/class/hwmon/hwmon0/in0_input", f"{int(volt * 1000) + noise}\n")
        self.put("sys/class/hwmon/hwmon0/in1_label", "aux\n")
        self.put("sys/class/hwmon/hwmon0/in1_input", "-500\n")
        self._live_board(faults, now, since_s)
        self.put("sys/class/power_supply/bat0/type", "Battery\n")
        self.put("sys/class/power_supply/bat0/capacity", "87\n")
        old = faults.args("battery-old", now)
        self.put("sys/class/power_supply/bat0/voltage_now", f"{int(float(old[0]) * 1e6) if old else 3_980_000}\n")
        hot = faults.args("battery-hot", now)
        if hot:
            self.put("sys/class/power_supply/bat0/temp", f"{int(float(hot[0]) * 10)}\n")

    def _live_board(self, faults: FaultSet, now: float, since_s: float) -> None:
        heat = faults.begun("board-heat", now)
        board = _BOARD_C + min(since_s, 120.0) / 60 + (float(heat[0]) * (now - heat[1]) / 60 if heat else 0.0)
        self.put("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
        broken = faults.args("sensor-broken", now)
        board = float(broken[0]) if broken else min(board, _HOTTEST_C)
        if faults.args("sensor-gone", now):
            (self.root / "sys/class/thermal/thermal_zone0/temp").unlink(missing_ok=True)
        else:
            self.put("sys/class/thermal/thermal_zone0/temp", f"{int(board * 1000)}\n")
        self.put("sys/class/thermal/thermal_zone0/trip_point_0_type", "critical\n")
        self.put("sys/class/thermal/thermal_zone0/trip_point_0_temp", f"{CRITICAL_C * 1000}\n")

    def panel(self) -> Raster | None:
        """What the frame buffer holds, as lit as it is; None without one."""
        folder = self.root / _FB
        names = {path.name: path.read_text("ascii").strip() for path in folder.iterdir()} if folder.is_dir() else {}
        found = screen_found({**names, "writable": "1", "tools": "1"})
        if found is None:
            return None
        bgr = self._profile.options.get("screen_order") == "bgr"
        return dimmed(unpacked(self.screen.read_bytes(), found, bgr), self.brightness())

    def _light(self) -> None:
        """The screen's light, at its brightest."""
        self.put("sys/class/backlight/panel/max_brightness", f"{_BRIGHTEST}\n")
        self.put("sys/class/backlight/panel/brightness", f"{_BRIGHTEST}\n")

    def brightness(self) -> float:
        """The screen's light: 0 dark, 1 brightest."""
        try:
            now = int((self.root / "sys/class/backlight/panel/brightness").read_text("ascii"))
        except (OSError, ValueError):
            return 1.0
        return min(max(now / _BRIGHTEST, 0.0), 1.0)

    def _live_settings(self, faults: FaultSet, now: float) -> None:
        locked = "5" if faults.args("pin-lockout", now) else "0"
        allowed = "no" if faults.args("no-payment-permission", now) else "yes"
        restricted = "yes" if faults.args("pin-restricted", now) else "no"
        pad = "external" if faults.args("external-pin-pad", now) else "internal"
        free = "99999999" if faults.args("no-pin-limit", now) else "100000"
        secret = "host_password=hunter2\n" if faults.args("secret-in-clear", now) else ""
        other = "".join(f"{bad if faults.args(name, now) else good}\n" for name, good, bad in _SETTINGS)
        self.put(
            "etc/pos/payment.conf",
            f"# payment application\npin_entry={pad}\npin_failed_entries={locked}\npin_restricted={restricted}\n"
            f"no_pin_limit={free}\npayment_allowed={allowed}\n{other}terminal_number={self._serial}\n{secret}",
        )
        self.put("etc/pos/security.state", _security(faults, now))


_SETTINGS: Final = (
    ("account-type", "account_type=merchant", "account_type=personal"),
    ("function-off", "functions=sale,pin,refund", "functions=sale,refund"),
    ("wrong-apn", "apn=pos.example", "apn=internet"),
    ("site-locked", "site_lock=off", "site_lock=on"),
    ("other-acquirer", "acquirer=host.example", "acquirer=another.example"),
)
"""A fault, the line as it should be, and as the fault makes it. Invented, as the file is."""


def _security(faults: FaultSet, now: float) -> str:
    """What the payment application tells of its protection. Invented, as the file is."""
    tamper, code = bool(faults.args("tampered", now)), faults.begun("offline-code", now)
    return (
        f"tamper={'triggered' if tamper else 'clear'}\n"
        f"pin_key={'missing' if tamper or faults.args('no-pin-key', now) else 'loaded'}\n"
        f"working_key={'stale' if faults.args('stale-key', now) else 'current'}\n"
        f"offline_code={code[0] if code else ''}\n"
        f"clock={'lost' if faults.args('clock-wrong', now) else 'set'}\n"
    )


def _bits(codes: range) -> str:
    value = sum(1 << code for code in codes)
    words = []
    while value:
        words.append(f"{value & (1 << 64) - 1:x}")
        value >>= 64
    return " ".join(reversed(words))


def idle_picture(width: int, height: int, bits: int) -> bytes:
    """What is on the screen when the terminal idles: grey bars."""
    row = b"".join(bytes([(column * 8 // width) * 30]) * (bits // 8) for column in range(width))
    return row * height
