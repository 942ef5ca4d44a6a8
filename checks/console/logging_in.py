"""The log-in on a service console from the command line: from a file of one's own, or typed with the password unseen.

Never an argument, never stored: what is read or typed lives in the command it is sent with.
"""

import getpass
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from checks.console.parts import Exit, Refused
from checks.console.terminal import printable
from checks.inspect import InspectError
from checks.measurement import message
from checks.words import Words
from devices.commands import LogIn
from devices.events import ConsoleStage, ConsoleState

_TRIES: Final = 3
_LONGEST: Final = 200
_ASKS: Final = (ConsoleStage.LOGIN_WANTED, ConsoleStage.WRONG_PASSWORD, ConsoleStage.LOGIN_LOOP)
_TOLD: Final = (ConsoleStage.BOOTING, ConsoleStage.LOADING, ConsoleStage.WRONG_PASSWORD, ConsoleStage.LOGIN_LOOP)

Ask = Callable[[str, bool], str | None]
"""Puts a prompt, hides what is typed where the flag says so, and gives one line; None where nobody can type."""


@dataclass(slots=True)
class Doorman:
    """See ``checks.inspect.Door``. ``file`` goes before ``ask``."""

    words: Words
    stream: TextIO
    ask: Ask
    file: str | None = None
    _refused: int = 0
    _sent: bool = False
    _told: ConsoleStage | None = None

    def heard(self, state: ConsoleState) -> LogIn | None:
        """A log-in to send now, or nothing. Raises ``InspectError`` where there is none to be had."""
        if state.stage in _TOLD:
            self._tell(state.stage)
        if state.stage is ConsoleStage.READY:
            self._refused, self._sent = 0, False
        if state.stage not in _ASKS:
            return None
        if state.stage is ConsoleStage.LOGIN_WANTED and self._sent:
            return None  # the prompt again behind a refusal that was told already, or a log-in still on its way
        if state.stage is not ConsoleStage.LOGIN_WANTED:
            self._refused += 1
            self._sent = False
        if self._refused >= (1 if self.file else _TRIES):
            raise InspectError(message("cli.login_refused", count=self._refused))
        found = self._credentials()
        self._sent = True
        return found

    def _credentials(self) -> LogIn:
        if self.file:
            return login_from(Path(self.file))
        user = self.ask(self.words.text("cli.login_user"), False)
        password = None if user is None else self.ask(self.words.text("cli.login_password"), True)
        if user is None or password is None:
            raise InspectError(message("cli.login_needed"))
        return LogIn(user, password)

    def _tell(self, stage: ConsoleStage) -> None:
        if stage is self._told:
            return
        self._told = stage
        self.stream.write(self.words.text("inspect.console_stage", what_id=f"console.{stage}.title") + "\n")
        self.stream.flush()


def login_from(path: Path) -> LogIn:
    """User and password from two lines of a file that nobody else may read. Raises ``Refused``."""
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise Refused(message("cli.login_file_open", path=printable(str(path))), Exit.BENCH_ERROR)
            lines = file.read(4 * _LONGEST).decode("utf-8").splitlines()
    except OSError as error:
        text = message("cli.login_file", path=printable(str(path)), detail=error.strerror or "")
        raise Refused(text, Exit.BENCH_ERROR) from error
    except UnicodeDecodeError as error:
        raise Refused(message("cli.login_file_form", path=printable(str(path))), Exit.BENCH_ERROR) from error
    if len(lines) != 2 or any(not _sendable(line) for line in lines):
        raise Refused(message("cli.login_file_form", path=printable(str(path))), Exit.BENCH_ERROR)
    return LogIn(*lines)


def _sendable(line: str) -> bool:
    return len(line) <= _LONGEST and all(ord(char) >= 0x20 and ord(char) != 0x7F for char in line)


def at_the_keyboard(prompt: str, hidden: bool) -> str | None:
    """One line typed at this terminal; None where there is none."""
    if not sys.stdin.isatty():
        return None
    if hidden:
        return getpass.getpass(prompt, sys.stderr)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
