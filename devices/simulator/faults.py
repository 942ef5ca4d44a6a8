"""Faults of simulated devices as data, and their notation ``NAME[=ARG][@SECONDS]``."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from devices.errors import SimulatorUsage
from devices.events import SELF_FAULTS
from devices.profile import Profile
from devices.raster import DisplayKind

Side = Literal["terminal", "meter", "any", "link", "console", "matrix", "outside", "self", "questions", "columns"]


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """A kind of fault. ``argument`` shows its form, ``default`` stands in where none is given (None: it must be)."""

    name: str
    side: Side
    argument: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one device, beginning ``at`` seconds after it is set."""

    name: str
    arg: str = ""
    at: float = 0.0

    def text(self) -> str:
        """The notation that ``parse_fault`` reads."""
        return self.name + (f"={self.arg}" if self.arg else "") + (f"@{self.at:g}" if self.at else "")


_SIGNS: Final = (
    "swollen-battery",
    "liquid",
    "burnt",
    "cracked-screen",
    "seal-broken",
    "missing-keys",
    "lights-off",
    "unsettled-trades",
)
FAULTS: Final = (
    FaultSpec("dead-key", "terminal", "KEY", None, "presses of this key do nothing"),
    FaultSpec("crossed-keys", "terminal", "KEY:KEY", None, "two keys send each other's code"),
    FaultSpec("chatter", "terminal", "KEY[:MS]", None, "one press counts twice, the second MS milliseconds later (45)"),
    FaultSpec("stuck-key", "terminal", "KEY", None, "the key is down for good and reported again and again"),
    FaultSpec("dead-row", "matrix", "N", "1", "a row of the key matrix is broken: none of its keys does anything"),
    FaultSpec(
        "dead-column", "matrix", "N", "1", "a column of the key matrix is broken: none of its keys does anything"
    ),
    FaultSpec("dead-pixels", "terminal", "COUNT", "3", "so many dots stay dark"),
    FaultSpec("bright-pixels", "terminal", "COUNT", "2", "so many dots stay bright"),
    FaultSpec("colour-cast", "terminal", "red|green|blue", "blue", "one colour is too weak over the whole screen"),
    FaultSpec("no-picture", "terminal", "", "", "the screen stays dark"),
    FaultSpec("sign", "outside", "SIGN", "swollen-battery", "an eye sees it: " + ", ".join(_SIGNS)),
    FaultSpec(
        "message", "outside", "ID", "tamper", "the screen says so before anybody tests it (screen_messages.toml)"
    ),
    FaultSpec("part", "outside", "ROLE", "printer", "a part that only a person can try does not work"),
    FaultSpec("white-screen", "terminal", "", "", "the screen is lit and shows nothing"),
    FaultSpec("backlight-dead", "terminal", "", "", "the screen's light is out; a lamp shows the picture faintly"),
    FaultSpec("uneven", "terminal", "PERCENT", "65", "a quarter of the screen has only so much of its light"),
    FaultSpec("lines", "terminal", "COUNT", "2", "so many columns of the screen stay dark"),
    FaultSpec("tampered", "terminal", "", "", "the tamper protection has triggered"),
    FaultSpec("no-pin-key", "terminal", "", "", "no key for PINs is loaded"),
    FaultSpec("offline-code", "terminal", "CODE", "27", "the vendor switched the terminal off with a code"),
    FaultSpec("says", "self", "FAULT", "printer", "the unit says so of itself: " + ", ".join(SELF_FAULTS)),
    FaultSpec("anti-removal", "self", "", "", "the switch that notices removal from its mount is open"),
    FaultSpec("hostile-text", "any", "", "", "the identity holds markup, control characters and direction marks"),
    FaultSpec("sag", "meter", "VOLT", "4.55", "the supply sags to VOLT for 1.5 s every 6 s"),
    FaultSpec("drop-out", "meter", "", "", "the supply is away for 0.6 s every 8 s"),
    FaultSpec("charger-low", "meter", "VOLT", "4.6", "the charger gives only so much"),
    FaultSpec("charger-high", "meter", "VOLT", "5.6", "the charger gives as much as that"),
    FaultSpec(
        "unknown-question", "questions", "WORD[:silent]", "TEMP", "it declines questions with this word, or is silent"
    ),
    FaultSpec("bare-numbers", "columns", "", "", "it prints numbers without labels"),
    FaultSpec("no-number", "columns", "", "", "it prints nan for the temperature, as a board without its sensor does"),
    FaultSpec("absurd", "columns", "", "", "now and then it prints a value that cannot be"),
    FaultSpec("cut-lines", "columns", "EVERY", "3", "each EVERYth line lacks its end"),
    FaultSpec("overheating", "meter", "K/MIN", "30", "the meter's temperature climbs"),
    FaultSpec("supply-sag", "console", "VOLT", "4.40", "the terminal's own supply sags to VOLT for 2.5 s every 6 s"),
    FaultSpec(
        "weak-charger", "console", "VOLT", "0.35", "the supply drops by so much when the screen is at its brightest"
    ),
    FaultSpec("battery-hot", "console", "C", "62", "the battery's temperature"),
    FaultSpec("battery-old", "console", "VOLT", "2.9", "the battery's voltage"),
    FaultSpec("sensor-gone", "console", "", "", "the board's temperature sensor vanishes"),
    FaultSpec("sensor-broken", "console", "C", "-40", "the board's temperature sensor reads nonsense"),
    FaultSpec("board-heat", "console", "K/MIN", "30", "the terminal's own board temperature climbs"),
    FaultSpec("crash-in-log", "console", "", "", "the payment application crashed: a line in the kernel's log"),
    FaultSpec("old-application", "console", "", "", "the payment kernel is an old version"),
    FaultSpec("pin-lockout", "console", "", "", "PIN entry is locked after failed entries"),
    FaultSpec("no-payment-permission", "console", "", "", "payments are not allowed on this terminal"),
    FaultSpec("stale-key", "console", "", "", "the working key is of yesterday"),
    FaultSpec("clock-wrong", "console", "", "", "the clock was lost"),
    FaultSpec("secret-in-clear", "console", "", "", "a password stands in a configuration file"),
    FaultSpec("pin-restricted", "console", "", "", "PIN entry is restricted by the configuration"),
    FaultSpec("external-pin-pad", "console", "", "", "an external PIN pad is selected, and there is none"),
    FaultSpec("no-pin-limit", "console", "", "", "the amount up to which no PIN is asked for is absurd"),
    FaultSpec("account-type", "console", "", "", "the merchant's account is of the wrong type"),
    FaultSpec("function-off", "console", "", "", "the payment application does not offer payment by PIN"),
    FaultSpec("wrong-apn", "console", "", "", "the access point of the data SIM is not the acquirer's private one"),
    FaultSpec("site-locked", "console", "", "", "the acquirer locks the terminal to another place"),
    FaultSpec("other-acquirer", "console", "", "", "the software is another acquirer's"),
    FaultSpec("debug-enabled", "console", "", "", "telnet is switched on in the configuration"),
    FaultSpec("debug-service", "console", "", "", "a telnet service is running"),
    FaultSpec("screen-recorder", "console", "", "", "a program records the screen"),
    FaultSpec("remote-control", "console", "", "", "a remote-control program is running"),
    FaultSpec("patch-old", "console", "", "", "the operating system was last patched years ago"),
    FaultSpec("extra-package", "console", "", "", "a package that does not belong there"),
    FaultSpec("payment-app-stopped", "console", "", "", "the payment application does not run"),
    FaultSpec("overlay", "console", "", "", "a program draws over the entry of the PIN"),
    FaultSpec("memory-low", "console", "", "", "hardly any memory is free"),
    FaultSpec("storage-full", "console", "", "", "the file system is full"),
    FaultSpec("dns-dead", "console", "", "", "no name is resolved"),
    FaultSpec(
        "host-unreachable", "console", "", "", "the acquirer's host does not answer the terminal, but a PC beside it"
    ),
    FaultSpec("packet-loss", "console", "PERCENT", "34", "so many pings of the terminal are lost"),
    FaultSpec("no-link", "console", "", "", "the terminal's network cable is out"),
    FaultSpec("lan-down", "console", "", "", "link, but the gateway answers nobody"),
    FaultSpec("host-down", "console", "", "", "the acquirer's host answers nobody"),
    FaultSpec("port-closed", "console", "", "", "the acquirer's host answers pings, but takes no connection"),
    FaultSpec("mtu-small", "console", "BYTES", "1400", "larger packets do not pass whole"),
    FaultSpec("slow-dns", "console", "", "", "the name server takes its time"),
    FaultSpec("certificate-expired", "console", "", "", "the host's certificate has expired"),
    FaultSpec("kernel-noise", "console", "PER SECOND", "5", "kernel messages in the middle of everything"),
    FaultSpec("restart", "console", "SECONDS", "6", "the terminal restarts and needs SECONDS to start again"),
    FaultSpec("login", "console", "USER:PASSWORD", "service:1234", "the console wants a log-in"),
    FaultSpec("boot-loader", "console", "", "", "the terminal stopped in its boot loader"),
    FaultSpec("boot-messages", "console", "", "", "the console prints messages and never a prompt"),
    FaultSpec("locked-console", "console", "", "", "the console echoes, and nobody is behind it"),
    FaultSpec("restricted-shell", "console", "", "", "the console gives a shell that refuses most commands"),
    FaultSpec("no-screen", "console", "", "", "the terminal has no frame buffer"),
    FaultSpec("no-keypad", "console", "", "", "the terminal has no input device"),
    FaultSpec("link-noise", "link", "PERCENT", "0.2", "so many of the bytes sent are garbled"),
    FaultSpec("bad-crc", "link", "EVERY", "3", "each EVERYth answer has a wrong check sum"),
    FaultSpec("nak", "link", "EVERY", "3", "each EVERYth request is refused with NAK although it was good"),
    FaultSpec("late", "link", "SECONDS", "1.0", "answers come so much later"),
    FaultSpec("junk", "link", "", "", "random bytes between the answers"),
    FaultSpec("silent", "link", "", "", "nothing is answered"),
    FaultSpec("unplug", "link", "SECONDS", "3", "the cable is pulled for so long"),
)


def fault_switches(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Names and default arguments of the faults a model can have, those of its link included.

    A fault that must be told a key has the default ``""``. A console has no packets that could be spoilt or refused.
    """
    console = profile.protocol == "console"
    matrix = profile.keypad is not None and any(cap.matrix for cap in profile.keypad.keys)
    sides = (profile.kind, "link", *(("console",) if console else ()), *(("matrix",) if matrix else ()))
    sides += ("outside",) if profile.kind == "terminal" else ()
    sides += ("self",) if profile.self_tests else ()
    sides += {"scpi": ("questions",), "plotter": ("columns",)}.get(profile.protocol, ())
    without = (_OF_PACKETS if console else frozenset()) | _unseen(profile)
    without |= _NOT_ANDROID if profile.options.get("sim_system") == "android" else frozenset()
    offered = (spec for spec in FAULTS if spec.side in sides and spec.name not in without)
    mine = [spec for spec in offered if _ONLY.get(spec.name, profile.protocol) == profile.protocol]
    mine += [spec for spec in FAULTS if profile.protocol in _ALSO.get(spec.name, ())]
    return tuple((spec.name, _DEFAULTS.get((profile.protocol, spec.name), spec.default or "")) for spec in mine)


def _unseen(profile: Profile) -> frozenset[str]:
    """Faults that this one can show nowhere: a screen without dots of its own is dark or it is not.

    Without a screen that a person could read, what protects the unit shows only where its protocol tells of it.
    """
    if profile.kind != "terminal":
        return frozenset()
    if profile.display is not None:
        return _OF_SCREENS if profile.display.kind is DisplayKind.CHARACTER else frozenset()
    told = {rule.id for rule in profile.security}
    hidden = {name for name, rule in _TOLD_BY.items() if rule not in told and not profile.screen_readable}
    return _OF_SCREENS | hidden | {"no-picture", "offline-code"}


def possible(profile: Profile) -> frozenset[str]:
    """Names of all faults that a simulated unit of this model can have."""
    anywhere = {spec.name for spec in FAULTS if spec.side == "any"}
    return frozenset(name for name, _ in fault_switches(profile)) | anywhere


_TOLD_BY: Final = {"tampered": "tamper", "no-pin-key": "pin-key"}
"""The rule of a profile by which a unit tells it itself."""
_OF_PACKETS: Final = frozenset({"bad-crc", "nak", "late", "junk"})
_ALSO: Final = {"battery-old": ("neo2",)}
"""Faults of a console that another protocol tells as well."""
_OF_SCREENS: Final = frozenset(
    {"dead-pixels", "bright-pixels", "colour-cast", "white-screen", "backlight-dead", "uneven", "lines"}
)
_NOT_ANDROID: Final = _OF_SCREENS | {
    "supply-sag", "weak-charger", "old-application", "pin-lockout", "no-payment-permission", "stale-key", "clock-wrong",
    "secret-in-clear", "pin-restricted", "external-pin-pad", "no-pin-limit", "account-type", "function-off", "wrong-apn",
    "site-locked", "other-acquirer", "debug-service", "payment-app-stopped", "kernel-noise", "boot-loader", "boot-messages",
    "no-screen",
}  # fmt: skip
"""What a shell user of Android has no means to see, or no generic place to look for."""
_ONLY: Final = {"anti-removal": "szzt"}
_DEFAULTS: Final = {("szzt", "says"): "backup-low"}
"""What a protocol can say, where the usual default is beyond it."""


_OF_SOME: Final = {"terminal": ("console", "matrix", "outside", "self"), "meter": ("questions", "columns")}
"""Sides of faults that only some models of a kind can have; another one takes no notice of them."""
_BY_NAME: Final = {spec.name: spec for spec in FAULTS}
_KEY_FAULTS: Final = ("dead-key", "stuck-key")
_NUMBERS: Final = {
    "dead-pixels": (1, 10_000),
    "bright-pixels": (1, 10_000),
    "charger-low": (0, 5),
    "charger-high": (5, 30),
    "weak-charger": (0, 5),
    "battery-hot": (-60, 200),
    "battery-old": (0, 5),
    "sensor-broken": (-60, 200),
    "uneven": (0, 95),
    "lines": (1, 1000),
    "sag": (0, 30),
    "overheating": (0, 10_000),
    "link-noise": (0, 100),
    "dead-row": (0, 40),
    "dead-column": (0, 40),
    "supply-sag": (0, 30),
    "board-heat": (0, 10_000),
    "packet-loss": (0, 100),
    "mtu-small": (600, 1499),
    "kernel-noise": (0.1, 1000),
    "bad-crc": (1, 1000),
    "cut-lines": (1, 1000),
    "nak": (1, 1000),
    "late": (0, 600),
    "unplug": (0, 3600),
    "restart": (0, 600),
}


def fault_facts(profile: Profile | None = None) -> list[dict[str, str | None]]:
    """Every fault, or those of one model, for ``--fault list``: name, form, side, default argument, description."""
    known = None if profile is None else possible(profile)
    return [
        {
            "name": spec.name,
            "form": _form(spec),
            "side": spec.side,
            "argument": spec.argument,
            "default": spec.default,
            "description": spec.description,
        }
        for spec in FAULTS
        if known is None or spec.name in known
    ]


def _form(spec: FaultSpec) -> str:
    if not spec.argument:
        return spec.name
    return f"{spec.name}={spec.argument}" if spec.default is None else f"{spec.name}[={spec.argument}]"


def parse_fault(text: str, kind: Literal["terminal", "meter"], keys: Iterable[str] = ()) -> Fault:
    """The fault in ``NAME[=ARG][@SECONDS]`` for a device of ``kind`` with ``keys``. Raises ``SimulatorUsage``."""
    body, _, at = text.partition("@")
    name, _, arg = body.partition("=")
    spec = _BY_NAME.get(name)
    if spec is None:
        raise SimulatorUsage(f"there is no fault called {name!r}; --fault list names them")
    if spec.side not in (kind, "any", "link", *_OF_SOME[kind]):
        raise SimulatorUsage(f"{name} is not a fault of a {kind}")
    if not arg:
        if spec.default is None:
            raise SimulatorUsage(f"{name} needs an argument: {_form(spec)}")
        arg = spec.default
    elif not spec.argument:
        raise SimulatorUsage(f"{name} takes no argument")
    _check_argument(spec, arg, frozenset(keys))
    return Fault(name, arg, _number(at, 0, 86_400, "@SECONDS") if at else 0.0)


def _check_argument(spec: FaultSpec, arg: str, keys: frozenset[str]) -> None:
    if spec.name in _NUMBERS:
        _number(arg, *_NUMBERS[spec.name], spec.name)
    elif spec.name in _KEY_FAULTS:
        _check_keys([arg], keys)
    elif spec.name == "crossed-keys":
        first, _, second = arg.partition(":")
        _check_keys([first, second], keys)
    elif spec.name == "chatter":
        key, _, ms = arg.partition(":")
        _check_keys([key], keys)
        if ms:
            _number(ms, 0, 10_000, "MS")
    elif spec.name == "says" and arg not in SELF_FAULTS:
        raise SimulatorUsage("says: " + ", ".join(SELF_FAULTS))
    elif spec.name == "sign" and arg not in _SIGNS:
        raise SimulatorUsage("sign: " + ", ".join(_SIGNS))
    elif spec.name == "login" and not all(arg.partition(":")[::2]):
        raise SimulatorUsage("login: USER:PASSWORD")
    elif spec.name == "colour-cast" and arg not in ("red", "green", "blue"):
        raise SimulatorUsage("colour-cast: red, green or blue")


def _check_keys(named: list[str], keys: frozenset[str]) -> None:
    for key in named:
        if key not in keys:
            raise SimulatorUsage(f"this model has no key {key!r}; it has " + ", ".join(sorted(keys)))


def _number(text: str, low: float, high: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise SimulatorUsage(f"{what}: a number from {low:g} to {high:g}, not {text!r}")
    return value


def looks(faults: Iterable[Fault]) -> tuple[str, ...]:
    """What of these faults an eye sees at the unit itself, in their notation without time."""
    return tuple(f"{fault.name}={fault.arg}" for fault in faults if _BY_NAME[fault.name].side == "outside")


class FaultSet:
    """The faults of one device with the time each begins."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], tuple[Fault, float]] = {}

    def set(self, fault: Fault, on: bool, now: float) -> None:
        """Switch on, from ``fault.at`` seconds after ``now``; or off, all of that name where ``arg`` is empty."""
        if on:
            self._faults[(fault.name, fault.arg)] = (fault, now + fault.at)
            return
        for key in [key for key in self._faults if key[0] == fault.name and fault.arg in ("", key[1])]:
            del self._faults[key]

    def all(self) -> tuple[Fault, ...]:
        """Every fault, in the order they were set."""
        return tuple(fault for fault, _ in self._faults.values())

    def args(self, name: str, now: float) -> list[str]:
        """Arguments of the faults of this name that have begun."""
        return [arg for arg, _ in self._begun_all(name, now)]

    def begun(self, name: str, now: float) -> tuple[str, float] | None:
        """Argument and beginning of the first such fault under way."""
        return next(iter(self._begun_all(name, now)), None)

    def next_begin(self, now: float) -> float | None:
        """When the next scheduled fault begins."""
        return min((begin for _, begin in self._faults.values() if begin > now), default=None)

    def cut_until(self, now: float) -> float | None:
        """While a fault ``unplug`` is under way, when the cable is back."""
        ends = [begin + float(arg) for arg, begin in self._begun_all("unplug", now)]
        return max((end for end in ends if end > now), default=None)

    def _begun_all(self, name: str, now: float) -> list[tuple[str, float]]:
        return [(arg, begin) for (known, arg), (_, begin) in self._faults.items() if known == name and now >= begin]
