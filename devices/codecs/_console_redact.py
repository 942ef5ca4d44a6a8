"""Makes console traffic safe to keep. Nothing typed on the way in survives but what is the bench's own, to the letter.

Outgoing: every line that is not part of the probe or a command whose check value is right becomes ``*``: so a user name
or password can never be mistaken for ours. Incoming: what stands behind a log-in or password prompt, everything between
a prompt and the probe's first word but prompts and boot messages is left; codes and scan codes of keys (an order of
digits) but those of the model's other keys, and the content of files, properties, logs and program lists, become ``*``.
Lengths stay, but for codes: how long one is tells something of it.
"""

import re
from typing import Final

from devices.codecs import _console_script as script
from devices.codecs._console_frames import CheckValue
from devices.codecs._console_keys import is_piece

_STAR: Final = 0x2A
_OURS: Final = frozenset(
    line.encode()
    for line in (*script.script_lines(), script.BOOTSTRAP, script.COLLECT, script.BEGIN, ",", ".", "exit", "")
)
_COMMAND: Final = re.compile(r"^(\d+[a-z]+) ([0-9a-f]+) ([a-z]+ .*|[a-z]+)$")
_DATA: Final = re.compile(rb"^d \d+ ")
_PRIVATE: Final = re.compile(rb"~\d+(?:file|log|prop|ps)\.p?\d+ ")
_PROMPT: Final = re.compile(rb"(?:login|user ?name|user|password|passwd|passcode)[^:\r\n]{0,40}: ?", re.I)
_KEY: Final = re.compile(rb"(K\d (?:[0-9a-f]+\.)+)(?P<edge>([0-9a-f]+)\.([0-9a-f]+)\.([0-9a-f]+)):(?P=edge)(\s*)$")
_RAW: Final = re.compile(rb"^ ?(?:[0-9a-f]{2} ?){16}(?:(?:[0-9a-f]{2} ?){8})?\s*$")
_FRAGMENT: Final = re.compile(rb"^([K0-9a-f.: ]*)(\[ *\d+\.\d.*)?\s*$", re.S)
"""A piece of the key stream that a kernel message cut in two."""
_CODE: Final = b"***"
"""Any code that is masked: all that Linux has fit in three digits, and fewer would tell 0 to F from the others."""
_ENDS: Final = re.compile(rb"(?<=[\r\n])")
_LONGEST: Final = 65_536


def _stars(data: bytes) -> bytes:
    """As long as ``data``; line ends stay."""
    return bytes(byte if byte in b"\r\n" else _STAR for byte in data)


class _Lines:
    """Holds bytes back until their line is complete."""

    def __init__(self) -> None:
        self._held = bytearray()
        """No line end is in it, so only what comes is searched for one."""

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor``."""
        *ended, last = _ENDS.split(data)
        safe = [self._safe(self._taken(part)) for part in ended]
        self._held += last
        if len(self._held) > _LONGEST:
            safe.append(_stars(self._taken()))
        return b"".join(safe)

    def flush(self) -> bytes:
        """See ``Redactor``."""
        return _stars(self._taken())

    def _taken(self, more: bytes = b"") -> bytes:
        taken = bytes(self._held) + more
        self._held.clear()
        return taken

    def _safe(self, line: bytes) -> bytes:
        raise NotImplementedError


class BenchRedactor(_Lines):
    """Bench to terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._check = CheckValue()
        self._open = False

    def _safe(self, line: bytes) -> bytes:
        words = line.strip(b"\r\n").lstrip(b"\x03")
        if words == script.BOOTSTRAP.encode():
            self._open = True
        if words in _OURS or (self._open and (_DATA.match(words) or self._is_command(words))):
            return line
        return _stars(line)

    def _is_command(self, words: bytes) -> bool:
        match = _COMMAND.match(words.decode("ascii", "replace"))
        return match is not None and self._check.fits(f"{match[1]} {match[3]}", match[2])


class ConsoleRedactor(_Lines):
    """Terminal to bench. ``kept``: codes of keys that are no digits on this model; every other code is masked."""

    def __init__(self, kept: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._kept = kept

    def _safe(self, line: bytes) -> bytes:
        prompt = _PROMPT.search(line)
        if prompt is not None and b"~" not in line:
            asks = line[: prompt.end()]
            return (_stars(asks) if is_piece(asks.decode("latin-1")) else asks) + _stars(line[prompt.end() :])
        key = _KEY.search(line)
        if key is not None:
            return _stars(line[: key.start()]) + self._safe_key(
                key
            )  # what stands before it may be another key, damaged
        if _RAW.match(line):
            return re.sub(rb"[0-9a-f]", b"*", line)
        piece = _FRAGMENT.match(line)
        if piece is not None:
            return _stars(piece[1]) + line[piece.end(1) :]
        if b"~" not in line and is_piece(line.decode("latin-1")):
            return _stars(line)
        private = _PRIVATE.search(line)
        return line if private is None else line[: private.end()] + _stars(line[private.end() :])

    def _safe_key(self, match: re.Match[bytes]) -> bytes:
        """Codes that may be a digit's, and what a scan code would tell, masked; the model's other keys stay."""
        head, _, kind, code, value, rest = match.groups()
        if int(kind, 16) == 1 and int(code, 16) not in self._kept:
            code = max(_CODE, _stars(code), key=len)
        elif int(kind, 16) not in (0, 1):
            value = _stars(value)
        edge = b".".join((kind, code, value))
        return head + edge + b":" + edge + rest
