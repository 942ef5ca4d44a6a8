"""Linux input events: which devices are keypads, what a line of the key stream means, and names for key codes. Pure.

Source: Linux ``input-event-codes.h`` and ``/proc/bus/input/devices``; times are the kernel's own, in seconds of its clock.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from devices import keys
from devices.events import Event, KeyHeld, KeyPressed, KeyReleased, KeysLost
from devices.keys import Key
from devices.profile import Profile

_EV_SYN: Final = 0
_EV_KEY: Final = 1
_SYN_DROPPED: Final = 3
_AUTOREPEAT: Final = 2
_MASKED: Final = "*"
_FEWEST_KEYS: Final = 3
_MOST_DEVICES: Final = 9
_MOST_WORDS: Final = 64
_LONGEST_WORD: Final = 16
"""Hexadecimal digits; 768 codes in words of 64 bits are all that Linux has."""
_OPTION: Final = "key."
_MOST_CODE: Final = 0x2FF  # KEY_MAX

_ROW: Final = dict(zip(range(2, 12), keys.DIGITS, strict=True))
_PAD: Final = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9"}
_NUMERIC: Final = {0x200 + digit: str(digit) for digit in range(10)}
_OTHERS: Final = {
    28: keys.OK,
    96: keys.OK,
    352: keys.OK,
    1: keys.CANCEL,
    223: keys.CANCEL,
    14: keys.CLEAR,
    355: keys.CLEAR,
    59: keys.F1,
    60: keys.F2,
    61: keys.F3,
    62: keys.F4,
    103: keys.ARROW_A,
    108: keys.ARROW_B,
}
DEFAULT_KEYS: Final[Mapping[int, Key]] = {**_ROW, **_PAD, **_NUMERIC, **_OTHERS}
"""Linux key code to key; a profile's option ``key.CODE`` comes first."""
DIGIT_CODES: Final = frozenset({*_ROW, *_PAD, *_NUMERIC})

_SHORT: Final = re.compile(
    r"K(\d) ((?:[0-9a-f]+\.){4}|(?:[0-9a-f]+\.){2})(?P<edge>([0-9a-f]+)\.(\*+|[0-9a-f]+)\.(\*+|[0-9a-f]+)):(?P=edge)$"
)
"""Type, code and value come twice: ``hexdump`` can format one event two ways, and what differs came damaged."""
_PIECE: Final = re.compile(r"K\d |(?:[0-9a-f]+\.){3}|(?:[0-9a-f]+[.:]){4}|^ ?(?:[0-9a-f]{2} ){4}")
_RAW: Final = re.compile(r"^ ?((?:[0-9a-f*]{2} ?){16}|(?:[0-9a-f*]{2} ?){24})$")


@dataclass(frozen=True, slots=True)
class KeyEdge:
    """One input event. ``code`` is None where a log was masked. ``at`` is the kernel's time in seconds."""

    device: str
    kind: int
    code: int | None
    value: int
    at: float


def key_map(profile: Profile) -> dict[int, Key]:
    """Codes of this model: its options over the usual ones, without keys it does not have. A wrong option has no effect."""
    named = {
        int(name.removeprefix(_OPTION)): str(value)
        for name, value in profile.options.items()
        if name.startswith(_OPTION) and not _option_problem(name, value, profile)
    }
    known = {cap.id for cap in profile.keypad.keys} if profile.keypad else None
    usual = {code: key for code, key in DEFAULT_KEYS.items() if known is None or key in known}
    return {**usual, **named}


def harmless_codes(profile: Profile) -> frozenset[int]:
    """Codes that a log may keep: of this model's keys that are no digits. What nobody knows may be a digit's."""
    return frozenset(code for code, key in key_map(profile).items() if not keys.is_digit(key)) - DIGIT_CODES


def option_problems(profile: Profile) -> tuple[str, ...]:
    """See ``OwnCodes``."""
    found = ((name, _option_problem(name, value, profile)) for name, value in profile.options.items())
    typed = "must be false: a console is only typed on where somebody says that there is one"
    blind = (f"options.ask_blindly: {typed}",) if profile.options.get("ask_blindly", True) else ()
    return (*blind, *(f"options.{name}: {why}" for name, why in found if why))


def _option_problem(name: str, value: object, profile: Profile) -> str:
    """Why an option ``key.CODE`` cannot be followed; empty where it can, and for other options."""
    code = name.removeprefix(_OPTION)
    if not name.startswith(_OPTION):
        return ""
    if not (code.isascii() and code.isdigit()) or int(code) > _MOST_CODE:
        return f"behind key. stands a Linux key code, a number up to {_MOST_CODE}"
    if str(value) not in ({cap.id for cap in profile.keypad.keys} if profile.keypad else DEFAULT_KEYS.values()):
        return f"the keypad has no key called {value}"
    if int(code) in DIGIT_CODES and not keys.is_digit(str(value)):
        return f"Linux says of {code} that it is a digit's code: it can only be a digit's, or the order of digits would be kept"
    return ""


@dataclass(frozen=True, slots=True)
class InputDevice:
    """One device of ``/proc/bus/input/devices``: ``event`` is its name in ``/dev/input``."""

    name: str
    event: str
    codes: frozenset[int]


def input_devices(text: str, word_bits: int) -> list[InputDevice]:
    """Every input device with its key codes. ``word_bits``: of the process that read the file.

    ``text`` is ``/proc/bus/input/devices``, or what Android's ``getevent -p`` prints where a shell may not read that.
    """
    found = [] if "I: Bus=" in text else _told_by_getevent(text)
    for block in re.split(r"\n\s*\n", text):
        name = re.search(r'^N: Name="(.*)"$', block, re.M)
        event = re.search(r"^H: Handlers=.*\b(event\d+)\b", block, re.M)
        bits = re.search(r"^B: KEY=([0-9a-f ]+)$", block, re.M)
        if event:
            found.append(InputDevice(name[1] if name else "", event[1], _codes(bits[1] if bits else "", word_bits)))
    return found


def _told_by_getevent(text: str) -> list[InputDevice]:
    """Source: AOSP, toolbox ``getevent.c``: codes in hexadecimal, a key that is down now with a star behind it."""
    found = []
    for block in text.split("add device ")[1:]:
        name = re.search(r'^ *name: +"(.*)"$', block, re.M)
        event = re.search(r"^\d+: \S*/(event\d+)$", block, re.M)
        codes = re.search(r"KEY \(0001\):((?:\s+[0-9a-f]{4}\b\*?)+)", block)
        if event:
            listed = re.findall(r"[0-9a-f]{4}", codes[1]) if codes else []
            found.append(InputDevice(name[1] if name else "", event[1], frozenset(int(code, 16) for code in listed)))
    return found


def _codes(words: str, word_bits: int) -> frozenset[int]:
    found = set()
    for index, word in enumerate(reversed(words.split()[-_MOST_WORDS:])):
        value = int(word[-_LONGEST_WORD:], 16)
        found |= {index * word_bits + bit for bit in range(value.bit_length()) if value >> bit & 1}
    return frozenset(found)


def keypads(devices: list[InputDevice], known: Mapping[int, Key]) -> list[InputDevice]:
    """Those that have at least three of the model's keys, or all of them: not power buttons and lids."""
    fewest = min(_FEWEST_KEYS, max(len(set(known.values())), 1))
    return [device for device in devices if len({known[c] for c in device.codes if c in known}) >= fewest][
        :_MOST_DEVICES
    ]


def is_piece(line: str) -> bool:
    """Whether ``line``, no event itself, may be a damaged piece of the key stream: nothing of it may be kept."""
    return _PIECE.search(line) is not None


def parse_edge(line: str) -> tuple[int, KeyEdge] | None:
    """Where in ``line`` an input event begins, and the event; None where there is none."""
    short = _SHORT.search(line)
    if short is not None:
        return short.start(), _short_edge(short)
    raw = _RAW.match(line)
    return (0, _raw_edge(raw[1].replace(" ", ""))) if raw else None


def _short_edge(match: re.Match[str]) -> KeyEdge:
    times = [int(part, 16) for part in match[2].split(".")[:-1]]
    if len(times) == 4:  # 64 bit: halves, the empty one first on big-endian machines
        times = [low or high for low, high in (times[0:2], times[2:4])]
    code = None if match[5].startswith(_MASKED) else int(match[5], 16)
    value = 0 if match[6].startswith(_MASKED) else int(match[6], 16)
    return KeyEdge(match[1], int(match[4], 16), code, value, times[0] + times[1] / 1e6)


def _raw_edge(text: str) -> KeyEdge:
    half = len(text) // 2 - 8
    masked = _MASKED in text
    data = bytes.fromhex(text.replace(_MASKED, "0"))
    order = ">" if data[:2] == b"\0\0" and half == 16 else "<"
    seconds, micros, kind, code, value = struct.unpack(order + ("qq" if half == 16 else "ii") + "HHi", data)
    return KeyEdge("", kind, None if masked else code, value, seconds + micros / 1e6)


def edge_event(edge: KeyEdge, known: Mapping[int, Key]) -> Event | None:
    """What an input event means; None for what is no key: sync marks, scan codes."""
    if edge.kind == _EV_SYN and edge.code == _SYN_DROPPED:
        return KeysLost("the terminal's own event buffer overran")
    if edge.kind != _EV_KEY:
        return None
    key = None if edge.code is None else known.get(edge.code)
    digit = key is None and edge.code in DIGIT_CODES
    code = _MASKED if edge.code is None or digit else str(edge.code)
    if edge.value == _AUTOREPEAT:
        return KeyHeld(key, code)
    return KeyPressed(key, code) if edge.value else KeyReleased(key, code)
