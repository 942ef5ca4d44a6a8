"""What comes from a service console, as lines: kernel messages taken out wherever they stand, escape sequences dropped.

Pure. Facts: a kernel message lands at any character of other output, always whole, as ``[ time] text`` CR LF. The probe
never prints ``[``, so taking the messages out gives every line back.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_KERNEL: Final = re.compile(rb"(?:<\d{1,2}>)?\[ *\d+\.\d{3,9}\](?:\[ *[A-Z]\d+\])? ")
_HALF_KERNEL: Final = re.compile(rb"(?:<\d{1,2}>)?\[ *\d+\.\d{3,9}\][^\n]*$")
_ESCAPES: Final = re.compile(
    r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78cM])|[\x00\x07]"
)
_LONGEST: Final = 65_536
_LONGEST_TAIL: Final = 2048
"""Bytes that may be a prompt with half a kernel message behind it (those have a thousand): more is looked at with every piece."""
_SHOWN: Final = 200


class Kind(Enum):
    """What a piece of console output is."""

    LINE = auto()
    KERNEL = auto()
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One finished line, without its end."""

    kind: Kind
    text: str
    length: int


class ConsoleText:
    """Collects bytes; gives finished lines, and the unfinished rest for prompts."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Piece]:
        """Lines that ``data`` completes."""
        found: list[Piece] = []
        *ended, last = data.split(b"\n")
        for part in ended:
            found += self._line(self._rest + part + b"\n")
        self._rest += last
        if len(self._rest) > _LONGEST:
            found.append(Piece(Kind.TOO_LONG, "", len(self._rest)))
            self._rest = b""
        return found

    def _line(self, line: bytes) -> list[Piece]:
        message = _KERNEL.search(line, line.rstrip(b"\r\n").rfind(b"\r") + 1)  # it has no line end within
        if message is not None:
            said, self._rest = line[message.start() :], line[: message.start()]
            return [Piece(Kind.KERNEL, readable(said)[:_SHOWN], len(said))]
        self._rest = b""
        return [Piece(Kind.LINE, readable(line), len(line))]

    @property
    def tail(self) -> str:
        """What stands on the line that has no end yet: a prompt, perhaps."""
        rest = _HALF_KERNEL.sub(b"", self._rest[-_LONGEST_TAIL:])
        return readable(rest.rsplit(b"\r", 1)[-1] if not rest.endswith(b"\r") else rest)

    @property
    def overlong(self) -> bool:
        """Whether the unfinished line is longer than what ``tail`` looks at: then it changes unseen."""
        return len(self._rest) > _LONGEST_TAIL

    @property
    def pending(self) -> int:
        """Bytes of the unfinished line."""
        return len(self._rest)

    def drop(self) -> int:
        """Forget the unfinished line; how long it was."""
        length, self._rest = len(self._rest), b""
        return length


def readable(data: bytes) -> str:
    """Text without line ends and escape sequences; what is not UTF-8 becomes a replacement character."""
    return _ESCAPES.sub("", data.decode("utf-8", "replace")).strip("\r\n")


class Sight(Enum):
    """What a console seems to show, as far as its last line tells."""

    NOTHING = auto()
    TEXT = auto()
    SHELL = auto()
    LOGIN = auto()
    PASSWORD = auto()
    LOADER = auto()
    AUTOBOOT = auto()
    ACTIVATE = auto()


_LOADER: Final = re.compile(
    r"^(?:=>|hboot ?>|(?:U-Boot|u-boot|uboot|MX\w*|imx\w*|Marvell|ar7240|rk\w*|barebox[^>]*|CFE|RedBoot|grub|fastboot)\w*\s*[>#:]+"
    r"|.*U-Boot ?[>#]+) *$"
)
_LOGIN: Final = re.compile(r"(?:^|[\s\S])(?:login|user ?name|user|\u7528\u6237\u540d) ?[:\uff1a] *$", re.I)
_PASSWORD: Final = re.compile(r"(?:password|passwd|passcode|\u5bc6\u7801)[^:\uff1a]{0,40}[:\uff1a] *$", re.I)
_SHELL: Final = re.compile(r"^.{0,120}[#$%>] ?$")
_AUTOBOOT: Final = re.compile(
    r"(?:hit|press) (?:any|a|space|ctrl|enter)[^\n]{0,30} (?:to|key)[^\n]{0,20}(?:stop|abort|interrupt|boot)", re.I
)
_ACTIVATE: Final = re.compile(r"press (?:enter|return)[^\n]{0,40}(?:activate|console)", re.I)
BOOTING: Final = re.compile(
    r"U-Boot (?:SPL )?\d{4}|^(?:DRAM|Starting kernel|Booting Linux|Linux version)\b|Hit any key", re.I
)
WRONG: Final = re.compile(r"incorrect|wrong|fail|denied|invalid", re.I)
LOCKED: Final = re.compile(r"locked|too many|maximum number|disabled|expired|not allowed|nologin", re.I)
NO_FORK: Final = re.compile(
    r"(?:can.?t|cannot) fork|fork:|Resource temporarily unavailable|out of memory|Cannot allocate", re.I
)
NO_SHELL: Final = re.compile(
    r"not found|restricted|unknown|invalid|syntax|unrecogni[sz]ed|bad command|not (?:allowed|permitted)|error|denied",
    re.I,
)


def sight(tail: str, text: str) -> Sight:
    """What stands there. ``tail``: the unfinished line; ``text``: finished lines since the bench typed last."""
    if _AUTOBOOT.search(tail) or (not tail.strip() and _AUTOBOOT.search(text)):
        return Sight.AUTOBOOT
    if _LOADER.match(tail):
        return Sight.LOADER
    if _PASSWORD.search(tail):
        return Sight.PASSWORD
    if _LOGIN.search(tail):
        return Sight.LOGIN
    if _SHELL.match(tail):
        return Sight.SHELL
    if _ACTIVATE.search(tail) or _ACTIVATE.search(text):
        return Sight.ACTIVATE
    return Sight.TEXT if tail.strip() or text.strip() else Sight.NOTHING
