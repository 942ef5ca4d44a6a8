"""The fake tree of a simulated Android terminal: what a shell user of Android may read, and stand-ins for Android's tools.

Forms follow AOSP: ``getevent -p`` and ``-t`` (toolbox), ``dumpsys battery`` (BatteryService), ``pm list packages --show-versioncode``,
``settings get``, ``logcat -d``, ``wm size``, ``ps -ef`` of toybox. What they say is invented. There is no frame buffer, no supply and
no list of input devices in sysfs and /proc: a shell user of Android usually may not read them.
"""

from typing import Final

import numpy as np

from devices.profile import Profile
from devices.raster import Raster
from devices.simulator._console_tree import Tree
from devices.simulator.faults import FaultSet

ANDROID: Final = "android"
"""The value of the option ``sim_system``."""
_PACKAGES: Final = (
    ("com.android.settings", "29"),
    ("com.android.systemui", "29"),
    ("com.example.payment", "40301"),
    ("com.example.pinentry", "20800"),
)
_PROGRAMS: Final = (
    "UID            PID  PPID C STIME TTY          TIME CMD",
    "root             1     0 0 08:00:00 ?     00:00:02 init",
    "root            24     2 0 08:00:00 ?     00:00:00 [kworker/0:1]",
    "shell          310     1 0 08:00:01 ?     00:00:01 adbd --root_seclabel=u:r:su:s0",
    "system         640   401 1 08:00:02 ?     00:00:20 system_server",
    "u0_a71        1412   401 0 08:00:09 ?     00:00:05 com.example.payment",
)
_STRANGERS: Final = (
    ("screen-recorder", "shell         1920   310 0 08:10:00 ?     00:00:01 /system/bin/screenrecord /sdcard/out.mp4"),
    ("remote-control", "u0_a80        1931   401 0 08:11:00 ?     00:00:01 com.teamviewer.quicksupport.market"),
)
_GOOD_LOG: Final = (
    "03-05 08:00:02.100   640   640 I SystemServer: Entered the Android system server!",
    "03-05 08:00:09.313  1412  1412 I Payment : ready",
)
_CRASH: Final = (
    "03-05 08:01:35.221  1412  1412 E AndroidRuntime: FATAL EXCEPTION: main",
    "03-05 08:01:35.221  1412  1412 E AndroidRuntime: Process: com.example.payment, PID: 1412",
)
_ROW: Final = 8
_SCRIPTS: Final = {
    "getprop": 'while IFS= read -r l; do case $l in "$1="*) echo "${l#*=}"; exit;; esac; done <"$PB_ROOT/var/props"; echo',
    "settings": '[ "$1" = get ] || exit 1\n'
    'while IFS= read -r l; do case $l in "$2/$3="*) echo "${l#*=}"; exit;; esac; done <"$PB_ROOT/var/settings"; echo null',
    "dumpsys": 'case $1 in battery) cat "$PB_ROOT/var/battery";; *) cat "$PB_ROOT/var/windows";; esac',
    "pm": '[ "$1 $2" = "list packages" ] || exit 1\n'
    'while read -r n v; do echo "package:$n versionCode:$v"; done <"$PB_ROOT/var/packages"',
    "logcat": '[ "$1" = -d ] && cat "$PB_ROOT/var/log/logcat"',
    "wm": '[ "$1" = size ] && echo "Physical size: $(cat "$PB_ROOT/var/size")"',
    "getevent": 'case $1 in -p) cat "$PB_ROOT/var/getevent"; exit;; esac\nexec 3<>"$2"\n'
    "while :; do set -- $(dd bs=24 count=1 <&3 2>/dev/null | od -An -v -tu4)\n"
    "printf '[%8d.%06d] %04x %04x %08x\\n' $1 $3 $(($5&65535)) $(($5>>16)) $6; done",
    "dmesg": 'echo "dmesg: klogctl: Permission denied" >&2; exit 1',
}
_NOT_THERE: Final = ("opkg", "logread", "journalctl")


class AndroidTree(Tree):
    """See the module."""

    def _write_system(self) -> None:
        self.put("proc/uptime", "412.55 800.12\n")
        self.put(
            "proc/mounts",
            "/dev/block/dm-0 / ext4 ro,seclabel 0 0\ntmpfs /dev tmpfs rw 0 0\n/dev/block/dm-2 /data ext4 rw,seclabel 0 0\n",
        )
        self.put("sys/class/net/eth0/address", "02:00:00:00:00:01\n")
        self.put("sys/class/net/eth0/mtu", "1500\n")
        self.put("sys/class/net/eth0/type", "1\n")
        self.put("sys/class/net/eth0/device/uevent", "DRIVER=simeth\n")
        self.put("var/settings", "global/adb_enabled=1\nglobal/auto_time=1\n")

    def _write_input(self) -> None:
        super()._write_input()
        (self.root / "proc/bus/input/devices").unlink()
        self._write_getevent(True)

    def _write_getevent(self, keypad: bool) -> None:
        codes = [f"{code:04x} " for code in range(1, 128)]
        rows = [" ".join(codes[at : at + _ROW]) for at in range(0, len(codes), _ROW)]
        keys = "\n                ".join(rows)
        pad = f'add device 2: /dev/input/event1\n  name:     "matrix-keypad"\n  events:\n    KEY (0001): {keys}\n'
        power = 'add device 1: /dev/input/event0\n  name:     "Power Button"\n  events:\n    KEY (0001): 0074 \n'
        props = "  input props:\n    <none>\n"
        self.put("var/getevent", power + props + (pad + props if keypad else ""))

    def _write_screen(self) -> None:
        display = self._profile.display
        self.put("var/size", f"{display.width}x{display.height}\n" if display else "\n")

    def panel(self) -> Raster | None:
        """See ``Tree``: the launcher, seen by the eye alone."""
        display = self._profile.display
        return Raster(np.full((display.height, display.width, 3), 180, np.uint8)) if display and display.width else None

    def _write_tools(self) -> None:
        super()._write_tools()
        for name, body in _SCRIPTS.items():
            path = self.tools / name
            path.write_text(f"#!/bin/sh\n{body}\n", "ascii")
            path.chmod(0o755)
        for name in _NOT_THERE:
            (self.tools / name).unlink()

    def _live_log(self, crashed: bool) -> None:
        self.put("var/log/logcat", "\n".join((*_GOOD_LOG, *(_CRASH if crashed else ()))) + "\n")

    def _live_software(self, faults: FaultSet, now: float) -> None:
        on = {name for name in ("patch-old", "extra-package", "overlay", "debug-enabled", "memory-low", "storage-full",
                                "screen-recorder", "remote-control") if faults.args(name, now)}  # fmt: skip
        props = {
            "ro.product.manufacturer": self._profile.maker,
            "ro.product.model": self._profile.model,
            "ro.serialno": self._serial,
            "ro.build.display.id": "SIMPOS.260305.001",
            "ro.build.version.release": "10",
            "ro.build.version.security_patch": "2019-01-05" if "patch-old" in on else "2026-03-05",
            "ro.hardware": "simpos",
            "ro.debuggable": "1" if "debug-enabled" in on else "0",
            "service.adb.tcp.port": "-1",
        }
        self.put("var/props", "".join(f"{name}={value}\n" for name, value in props.items()))
        packages = (*_PACKAGES, *((("com.example.helper", "102"),) if "extra-package" in on else ()))
        self.put("var/packages", "".join(f"{name} {version}\n" for name, version in packages))
        programs = (*_PROGRAMS, *(row for name, row in _STRANGERS if name in on))
        self.put("var/programs", "\n".join(programs) + "\n")
        windows = "    mOwnerUid=10099 showForAllUsers=false package=com.example.ball appop=SYSTEM_ALERT_WINDOW\n"
        self.put("var/windows", windows if "overlay" in on else "")
        self._live_memory("memory-low" in on, "storage-full" in on, "/dev/block/dm-2", "/data")

    def _live_sensors(self, faults: FaultSet, now: float, since_s: float) -> None:
        self._live_board(faults, now, since_s)
        old, hot = faults.args("battery-old", now), faults.args("battery-hot", now)
        told = {
            "level": "87",
            "scale": "100",
            "voltage": f"{float(old[0]) * 1000:.0f}" if old else "3980",
            "temperature": f"{float(hot[0]) * 10:.0f}" if hot else "284",
        }
        lines = "".join(f"  {name}: {value}\n" for name, value in told.items())
        state = "  AC powered: false\n  USB powered: true\n  status: 2\n  health: 2\n  present: true\n"
        self.put("var/battery", f"Current Battery Service state:\n{state}{lines}  technology: Li-ion\n")
        for name, value in told.items():
            self.put(f"dumpsys/battery/{name}", value + "\n")

    def _live_settings(self, faults: FaultSet, now: float) -> None:
        """Android keeps them where ``settings`` and ``getprop`` tell."""

    def _live_hardware(self, faults: FaultSet, now: float) -> None:
        self._write_getevent(not faults.args("no-keypad", now))


def tree_of(profile: Profile) -> type[Tree]:
    """Which tree a model has."""
    return AndroidTree if profile.options.get("sim_system") == ANDROID else Tree
