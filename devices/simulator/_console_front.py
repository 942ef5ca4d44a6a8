"""What may stand between a console and its shell: a getty, a boot loader, boot messages, a console nobody answers.

Each is fed what is typed while it is not ``open``, and gives what it prints.
"""

from typing import Final, Protocol

_WRONG_S: Final = 3.0
_LINE_S: Final = 0.15
_ENDLESS_S: Final = 86_400.0
_BOOT_TEXT: Final = (
    "U-Boot 2022.04 (Mar 05 2026)",
    "DRAM:  512 MiB",
    "Starting kernel ...",
    "[    0.000000] Booting Linux on physical CPU 0x0",
    "[    0.000000] Linux version 6.1.0 (builder@host)",
    "[    0.412345] input: matrix-keypad as /devices/platform/keypad/input/input1",
    "[    1.204411] fb0: simple frame buffer device",
)


class Front(Protocol):
    """Stands before the shell until it is ``open``."""

    @property
    def open(self) -> bool:
        """Whether what is typed reaches the shell."""
        ...

    @property
    def deadline(self) -> float | None:
        """When it prints something by itself."""
        ...

    def feed(self, data: bytes, now: float) -> bytes:
        """What it prints when this is typed."""
        ...

    def tick(self, now: float) -> bytes:
        """What it prints by itself."""
        ...


class Straight:
    """Nothing in between."""

    open = True
    deadline: float | None = None

    def feed(self, data: bytes, now: float) -> bytes:
        """See ``Front``."""
        return b""

    def tick(self, now: float) -> bytes:
        """See ``Front``."""
        return b""


class Prompting:
    """A boot loader, or a locked console whose prompt is empty: echoes, and never does anything."""

    open = False
    deadline: float | None = None

    def __init__(self, prompt: bytes) -> None:
        self._prompt = prompt

    def feed(self, data: bytes, now: float) -> bytes:
        """See ``Front``."""
        return data.replace(b"\r", b"\r\n" + self._prompt).replace(b"\x03", b"^C\r\n" + self._prompt)

    def tick(self, now: float) -> bytes:
        """See ``Front``."""
        return b""


class Booting:
    """Boot messages for ``seconds``, then ``then``; without it they go on and no prompt ever comes."""

    def __init__(self, now: float, seconds: float = _ENDLESS_S, then: Front | None = None) -> None:
        self._then = then
        self._end = now + seconds
        self._line = 0
        self._next = now
        self._over = False

    @property
    def open(self) -> bool:
        """See ``Front``."""
        return self._over and self._then is not None and self._then.open

    @property
    def deadline(self) -> float | None:
        """See ``Front``."""
        if self._over:
            return self._then.deadline if self._then else None
        return min(self._next, self._end)

    def feed(self, data: bytes, now: float) -> bytes:
        """See ``Front``."""
        return self._then.feed(data, now) if self._over and self._then else b""

    def tick(self, now: float) -> bytes:
        """See ``Front``."""
        if self._over:
            return self._then.tick(now) if self._then else b""
        if now >= self._end and self._then is not None:
            self._over = True
            return b"\r\n"
        if now < self._next:
            return b""
        rest = self._line - len(_BOOT_TEXT)
        text = _BOOT_TEXT[self._line] if rest < 0 else f"[{2 + rest:5d}.000000] systemd[1]: unit {rest} is ready"
        self._line += 1
        self._next = now + (_LINE_S if rest < 0 else 1.0)
        return text.encode() + b"\r\n"


class Getty:
    """Asks for user and password before it lets through. Knows one account; forgets what was typed."""

    def __init__(self, account: str, host: str) -> None:
        self._account = account
        self._prompt = f"\r\n{host} login: ".encode()
        self._typed = b""
        self._user: bytes | None = None
        self._again_at: float | None = None
        self.open = not account

    def feed(self, data: bytes, now: float) -> bytes:
        """What it prints when this is typed."""
        out = b""
        for byte in data:
            if self._again_at is None and not self.open:
                out += self._key(byte, now)
        return out

    def tick(self, now: float) -> bytes:
        """What it prints by itself."""
        if self._again_at is None or now < self._again_at:
            return b""
        self._again_at = None
        return b"Login incorrect" + self._prompt

    @property
    def deadline(self) -> float | None:
        """When it prints something by itself."""
        return self._again_at

    def _key(self, byte: int, now: float) -> bytes:
        if byte == 3:
            self._typed, self._user = b"", None
            return self._prompt
        if byte not in b"\r\n":
            self._typed += bytes([byte])
            return bytes([byte]) if self._user is None else b""
        typed, self._typed = self._typed, b""
        if self._user is None:
            if not typed:
                return self._prompt
            self._user = typed
            return b"\r\nPassword: "
        user, self._user = self._user, None
        self.open = user + b":" + typed == self._account.encode()
        if not self.open:
            self._again_at = now + _WRONG_S
        return b"\r\n"
