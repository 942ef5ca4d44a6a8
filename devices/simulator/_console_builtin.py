"""A shell that is none: speaks the probe's line protocol over the fake tree, for systems without pseudo-terminals.

It understands what the bench types and nothing else: the probe's own lines, an empty line and ``exit``. What it answers
is held against a real shell by the tests, reader by reader.
"""

import base64
import binascii
import contextlib
import gzip
import hashlib
import time
import zlib
from collections.abc import Callable
from typing import Final

from devices.codecs import _console_script as script
from devices.codecs._console_frames import cksum
from devices.simulator._console_readers import READERS, read_text
from devices.simulator._console_tree import EVENT, Tree

_PROMPT: Final = "/ # "
_INTERRUPT: Final = 3
_DEAD_MAN_S: Final = 6.0
_LINES_PER_FRAME: Final = 12
_LINE: Final = 76
_WITH_DATA: Final = frozenset({"file", "log", "prop"})
_PRINTK: Final = "proc/sys/kernel/printk"
_BLINK: Final = "sys/class/graphics/fbcon/cursor_blink"
_LIGHT: Final = "sys/class/backlight/panel"


class BuiltInShell:
    """See the module. The same methods as a shell behind a pseudo-terminal; ``fd`` is -1: nothing to wait for."""

    fd: Final = -1

    def __init__(self, tree: Tree, clock: Callable[[], float] = time.monotonic) -> None:
        self._tree = tree
        self._clock = clock
        self._out = _PROMPT
        self._restricted = False
        self._begin()

    def _begin(self) -> None:
        self._mode = "shell"
        self._typed = ""
        self._script: list[str] = []
        self._data, self._next = "", 0
        self._beat = self._clock()
        self._listening = False
        self._tele: tuple[float, list[str]] | None = None
        self._tele_due, self._tele_count = 0.0, 0
        self._kept: bytes | None = None
        self._before: dict[str, str] = {}
        self._ended = False

    # -- as a shell behind a line

    def read(self) -> bytes:
        """What was printed."""
        now = self._clock()
        if self._mode != "shell" and now - self._beat > _DEAD_MAN_S:
            self._leave()
        self._stream(now)
        out, self._out = self._out, ""
        return out.encode()

    def write(self, data: bytes) -> None:
        """Type."""
        for char in data.decode("latin-1"):
            self._type(char)

    def respawn(self) -> bool:
        """A new shell where the old one ended. Whether it did."""
        if not self._ended:
            return False
        self._begin()
        self._out += _PROMPT
        return True

    def restrict(self) -> None:
        """A shell that refuses most of what a shell can do."""
        self._restricted = True

    def hang_up(self) -> None:
        """Whoever typed is gone; a fresh shell for the next."""
        self._put_back()
        self._begin()
        self._out = _PROMPT

    def kill(self) -> None:
        """The power goes."""
        self._put_back()
        self._begin()
        self._ended, self._out = True, ""

    def close(self) -> None:
        """Nothing is left."""
        self._put_back()

    # -- as an input device

    def heard(self) -> bool:
        """Whether somebody reads the keypad now."""
        return self._listening

    def edge(self, data: bytes) -> None:
        """Input events, as the kernel writes them."""
        if not self._listening:
            return
        for at in range(0, len(data), EVENT.size):
            seconds, micros, kind, code, value = EVENT.unpack_from(data, at)
            edge = f"{kind:x}.{code:x}.{value:x}"
            self._print(f"K0 {seconds:x}.0.{micros:x}.0.{edge}:{edge}")

    # -- typing

    def _print(self, line: str) -> None:
        self._out += line + "\r\n"

    def _frame(self, head: str, payload: str) -> None:
        check = cksum(f"{head} {payload}\n".encode())
        self._print(f"~{head} {check} {payload}")

    def _type(self, char: str) -> None:
        echo = self._mode == "shell"
        if ord(char) == _INTERRUPT:
            self._typed = ""
            if echo:
                self._out += "^C\r\n" + _PROMPT
            else:
                self._leave()
        elif char in "\r\n":
            line, self._typed = self._typed, ""
            self._out += "\r\n" if echo else ""
            self._line(line)
        else:
            self._typed += char
            self._out += char if echo else ""

    def _line(self, line: str) -> None:
        match self._mode:
            case "shell":
                self._command(line)
            case "open":
                self._opened(line)
            case "collect":
                self._collect(line)
            case _:
                self._run(line)

    def _command(self, line: str) -> None:
        if line == script.BOOTSTRAP and self._restricted:
            self._print("sh: /proc/self/stat: restricted: cannot redirect")
        elif line == script.BOOTSTRAP:
            self._mode, self._beat = "open", self._clock()
            return self._print(script.READY_MARK)
        elif line == "exit":
            self._ended = True
            return None
        elif line.strip():
            self._print(f"sh: {line.split()[0]}: not found")
        self._out += _PROMPT
        return None

    def _opened(self, line: str) -> None:
        if line == script.COLLECT:
            self._mode, self._script = "collect", []
        elif line == script.BEGIN:
            self._mode, self._beat = "run", self._clock()
            self._set(_PRINTK, "1")
            self._frame("b", f"z {self._length}")

    @property
    def _length(self) -> int:
        return sum(len(line) + 1 for line in self._script)

    def _collect(self, line: str) -> None:
        self._beat = self._clock()
        if line == ",":
            self._print(f"<U{self._length}>")
        elif line == ".":
            text = "".join(line + "\n" for line in self._script).encode()
            self._print(f"<V{len(text)}:{cksum(text)} {len(text)}>")
            self._mode = "open"
        else:
            self._script.append(line)

    # -- the probe

    def _run(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word.startswith("h"):
            self._beat = self._clock()
            self._frame(line, "ok")
        elif word == "d":
            number, _, chunk = rest.partition(" ")
            if number == "0":
                self._data, self._next = "", 0
            if number == str(self._next):
                self._data, self._next = self._data + chunk, self._next + 1
        elif word:
            self._ask(word, rest)

    def _ask(self, ident: str, rest: str) -> None:
        given, _, words = rest.partition(" ")
        if given != str(cksum(f"{ident} {words}\n".encode())):
            return self._frame("?", ident)
        verb, wanted, *more = [*words.split(), "-"][: max(len(words.split()), 2)]
        data_check = str(cksum(self._data.encode() + b"\n"))
        if verb == "quit":
            self._frame(f"{ident}.0", "0 -")
            return self._leave()
        if verb in _STREAMS:
            return _STREAMS[verb](self, ident, more) if wanted == data_check else self._frame(f"{ident}.!", "data")
        if verb not in READERS:
            return self._frame(f"{ident}.!", "verb")
        if verb in _WITH_DATA and (not more or more.pop(0) != data_check):
            return self._frame(f"{ident}.!", "data")
        self._answer(
            f"{ident}.{'p' if verb in _WITH_DATA else 'a'}", wanted, READERS[verb](self._tree, more, self._data)
        )
        return None

    def _answer(self, head: str, wanted: str, text: str) -> None:
        packed = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
        step = _LINE * _LINES_PER_FRAME
        chunks = [packed[at : at + step] for at in range(0, len(packed), step)]
        for number, chunk in enumerate(chunks, start=1):
            if wanted == "-" or str(number) in wanted.split(","):
                self._frame(f"{head}{number}", chunk)
        self._frame(f"{head}0", f"{len(chunks)} z")

    def _done(self, ident: str, detail: str = "-") -> None:
        self._frame(f"{ident}.0", f"0 {detail}")

    def _keys(self, ident: str, words: list[str]) -> None:
        devices = [name for name in words[1:] if (self._tree.root / "dev/input" / name).exists()]
        self._listening = bool(devices)
        self._done(ident, f"{len(devices)}.builtin")

    def _telemetry(self, ident: str, words: list[str]) -> None:
        self._tele = (float(words[0]), self._data.split())
        self._tele_due, self._tele_count = self._clock(), 0
        self._done(ident)

    def _stop(self, ident: str, words: list[str]) -> None:
        if words == ["keys"]:
            self._listening = False
        elif words == ["tele"]:
            self._tele = None
        self._done(ident)

    def _save(self, ident: str, words: list[str]) -> None:
        if self._kept is None:
            self._kept = self._tree.screen.read_bytes()
            self._set(_BLINK, "0")
        self._done(ident, str(len(self._kept)))

    def _draw(self, ident: str, words: list[str]) -> None:
        size = int(words[0])
        with contextlib.suppress(binascii.Error, OSError, EOFError, zlib.error):
            picture = gzip.decompress(gzip.decompress(base64.b64decode(self._data)))
            with self._tree.screen.open("r+b") as screen:
                screen.write(picture)
        shown = self._tree.screen.read_bytes()[:size]
        self._done(ident, hashlib.md5(shown, usedforsecurity=False).hexdigest())

    def _light(self, ident: str, words: list[str]) -> None:
        most = read_text(self._tree, f"{_LIGHT}/max_brightness").strip()
        if not most.isdigit():
            return self._done(ident)
        value = str(int(most) * int(words[0]) // 100)
        self._set(f"{_LIGHT}/brightness", value)
        return self._done(ident, value)

    def _undo(self, ident: str, words: list[str]) -> None:
        self._restore()
        self._done(ident)

    def _stream(self, now: float) -> None:
        while self._mode == "run" and self._tele is not None and now >= self._tele_due:
            interval, paths = self._tele
            self._tele_count += 1
            self._tele_due = max(self._tele_due + interval, now)
            raw = [read_text(self._tree, path).strip() for path in paths]
            values = [value if value.lstrip("-").isdigit() else "x" for value in raw]
            total = sum(int(value) for value in values if value != "x")
            self._print(f"~t {self._tele_count} {total}," + ",".join(values))

    # -- the way out

    def _set(self, path: str, text: str) -> None:
        """Change a file, and remember what was there."""
        if (self._tree.root / path).exists():
            self._before.setdefault(path, read_text(self._tree, path))
            self._tree.put(path, text + "\n")

    def _restore(self) -> None:
        if self._kept is not None:
            self._tree.screen.write_bytes(self._kept)
            self._kept = None
        for path in [path for path in self._before if path != _PRINTK]:
            self._tree.put(path, self._before.pop(path))

    def _put_back(self) -> None:
        self._restore()
        for path, text in self._before.items():
            self._tree.put(path, text)
        self._before = {}

    def _leave(self) -> None:
        self._put_back()
        if self._mode == "run":
            self._frame("e", "bye")
        self._begin()
        self._out += _PROMPT


_STREAMS: Final[dict[str, Callable[[BuiltInShell, str, list[str]], None]]] = {
    "keys": BuiltInShell._keys,
    "tele": BuiltInShell._telemetry,
    "stop": BuiltInShell._stop,
    "save": BuiltInShell._save,
    "draw": BuiltInShell._draw,
    "light": BuiltInShell._light,
    "undo": BuiltInShell._undo,
}
