"""The way in, on virtual time: consoles that are silent, starting, locked, restricted, or ask who is there."""

from collections.abc import Callable

import pytest

from devices.codecs import _console_script as script
from devices.codecs._console_frames import cksum
from devices.codecs.console import CODEC
from devices.commands import Command, Identify, LogIn
from devices.events import CommandFailed, ConsoleStage, ConsoleState, Event, Failure
from tests.devices.console_rig import profile

Reply = Callable[[bytes], bytes]
ENTERED = script.BOOTSTRAP.encode()


class Scripted:
    """A console that answers what ``reply`` says to each write; ``speech`` comes by itself at its times."""

    def __init__(self, reply: Reply, speech: tuple[tuple[float, bytes], ...] = ()) -> None:
        self.codec = CODEC.open(profile())
        self.reply = reply
        self.typed: list[tuple[float, bytes]] = []
        self.events: list[Event] = []
        self._now = 0.0
        self._due: float | None = None
        self._queue = list(speech)

    def send(self, command: Command, seconds: float = 60.0) -> list[ConsoleStage]:
        begin = len(self.events)
        self._do(self.codec.send(command, self._now))
        end = self._now + seconds
        while True:
            times = [at for at in (self._due, self._queue[0][0] if self._queue else None) if at is not None]
            if not times or min(times) > end:
                break
            self._now = max(self._now, min(times))
            if self._queue and self._queue[0][0] <= self._now:
                self._do(self.codec.feed(self._queue.pop(0)[1], self._now))
            else:
                self._do(self.codec.tick(self._now))
        return [e.stage for e in self.events[begin:] if isinstance(e, ConsoleState)]

    def _do(self, output: object) -> None:
        self._due = output.deadline  # type: ignore[attr-defined]
        self.events += output.events  # type: ignore[attr-defined]
        for data in output.write:  # type: ignore[attr-defined]
            self.typed.append((self._now, data))
            answer = self.reply(data)
            if answer:
                self._queue.append((self._now + 0.01, answer))
                self._queue.sort(key=lambda entry: entry[0])


def getty(account: bytes, prompt_after: bytes = b"/ # ", refusal: bytes = b"Login incorrect") -> Reply:
    state = {"user": b"", "at": "login"}

    def reply(data: bytes) -> bytes:
        word = data.rstrip(b"\r").lstrip(b"\x03")
        if state["at"] == "login":
            if not word:
                return b"\r\npos login: "
            state["user"], state["at"] = word, "password"
            return word + b"\r\nPassword: "
        if state["at"] == "password":
            good = state["user"] + b":" + word == account
            state["at"] = "in" if good and prompt_after else "login"
            return (
                b"\r\nWelcome\r\n" + (prompt_after or b"pos login: ")
                if good
                else b"\r\n" + refusal + b"\r\npos login: "
            )
        return b"\r\nsh: syntax error\r\n/ # "

    return reply


def test_a_console_that_prints_nothing_is_silent() -> None:
    console = Scripted(lambda data: b"")
    assert console.send(Identify())[-1] is ConsoleStage.SILENT
    assert CommandFailed("Identify", Failure.NO_ANSWER, "silent") in console.events


def test_a_console_switched_off_at_its_log_in_prompt_is_silent() -> None:
    on = [True]
    console = Scripted(lambda data: b"\r\npos login: " if on[0] else b"")
    assert console.send(Identify())[-1] is ConsoleStage.LOGIN_WANTED
    on[0] = False
    assert console.send(Identify())[-1] is ConsoleStage.SILENT


def test_a_console_that_prints_only_kernel_messages_is_said_to() -> None:
    console = Scripted(lambda data: b"", tuple((at / 5, b"[ %5d.100000] eth0: link up\r\n" % at) for at in range(50)))
    assert console.send(Identify())[-1] is ConsoleStage.ONLY_MESSAGES


def test_a_console_that_only_echoes_is_locked() -> None:
    assert Scripted(lambda data: data.replace(b"\r", b"\r\n")).send(Identify())[-1] is ConsoleStage.LOCKED


@pytest.mark.parametrize("prompt", [b"=> ", b"hboot>", b"U-Boot> "])
def test_a_boot_loader_is_told_and_gets_nothing_but_a_line_end(prompt: bytes) -> None:
    console = Scripted(lambda data: b"\r\n" + prompt)
    assert console.send(Identify())[-1] is ConsoleStage.BOOT_LOADER
    assert b"".join(data for _, data in console.typed) == b"\r"


def test_nothing_is_typed_while_a_key_would_stop_the_start() -> None:
    boot = (
        (0.1, b"U-Boot 2021.01 (Jan 01 2024)\r\nDRAM: 512 MiB\r\n"),
        (0.3, b"Hit any key to stop autoboot:  3 "),
        (1.3, b"\b\b\b 2 "),
        (2.3, b"\b\b\b 1 "),
        (3.3, b"\b\b\b 0 \r\nStarting kernel ...\r\n"),
        *((4.0 + n / 2, b"[    %d.000000] driver\r\n" % n) for n in range(8)),
        (9.0, b"\r\npos login: "),
    )
    console = Scripted(getty(b"a:b"), boot)
    stages = console.send(Identify())
    assert ConsoleStage.BOOTING in stages
    assert stages[-1] is ConsoleStage.LOGIN_WANTED
    assert all(at > 9.0 for at, _ in console.typed), console.typed


def test_a_log_in_prompt_is_told_then_user_and_password_lead_to_the_shell() -> None:
    console = Scripted(getty(b"service:right"))
    assert console.send(Identify())[-1] is ConsoleStage.LOGIN_WANTED
    console.send(LogIn("service", "right"), 15.0)
    assert b"service\r" in [data for _, data in console.typed]
    assert any(data.startswith(ENTERED) for _, data in console.typed), "the probe is typed into the shell"


def test_no_event_holds_user_or_password() -> None:
    console = Scripted(getty(b"service:right"))
    console.send(LogIn("service", "wrong-secret"))
    assert "wrong-secret" not in repr(console.events)
    assert "wrong-secret" not in repr(vars(console.codec).values())


def test_a_wrong_password_is_told() -> None:
    assert Scripted(getty(b"a:b")).send(LogIn("a", "c"))[-1] is ConsoleStage.WRONG_PASSWORD


def test_a_locked_account_is_told() -> None:
    console = Scripted(getty(b"a:b", refusal=b"Account locked: too many failures"))
    assert console.send(LogIn("a", "c"))[-1] is ConsoleStage.LOCKED


def test_a_log_in_that_is_taken_and_comes_again_is_a_loop() -> None:
    assert Scripted(getty(b"a:b", prompt_after=b"")).send(LogIn("a", "b"))[-1] is ConsoleStage.LOGIN_LOOP


@pytest.mark.parametrize(
    "complaint",
    [b"rbash: S: restricted\r\n", b"-sh: (S=: not found\r\n", b"Unknown command\r\n", b"% Invalid input detected\r\n"],
)
def test_a_prompt_without_a_usable_shell_is_restricted(complaint: bytes) -> None:
    console = Scripted(
        lambda data: b"\r\npos> " if data.strip(b"\r\x03") == b"" else data + b"\r\n" + complaint + b"pos> "
    )
    assert console.send(Identify())[-1] is ConsoleStage.RESTRICTED


def test_a_restricted_shell_that_goes_on_as_if_nothing_were_wrong_is_restricted() -> None:
    typed = [0]

    def reply(data: bytes) -> bytes:
        if data.strip(b"\r\x03") == b"":
            return b"\r\n$ "
        if script.BOOTSTRAP.encode() in data:
            return script.READY_MARK.encode() + b"\r\n"
        if data.endswith(b"\n,\n"):
            refusal = b"" if typed[0] else b"<R2>\r\n"  # once, and in one go with the answer, as on a busy bench
            typed[0] += len(data.rpartition(script.COLLECT.encode() + b"\n")[2]) - 2
            return refusal + b"<U%d>\r\n" % typed[0]
        whole = script.script_text().encode()
        if data == b".\n":
            return b"<V%d:%d %d>\r\n" % (len(whole), cksum(whole), len(whole))
        began = b"b z %d\n" % len(whole)
        return b"~b %d z %d\r\n" % (cksum(began), len(whole)) if script.BEGIN.encode() in data else b""

    assert Scripted(reply).send(Identify())[-1] is ConsoleStage.RESTRICTED


def test_a_shell_that_cannot_fork_is_told() -> None:
    complaint = b"sh: can't fork: Resource temporarily unavailable\r\n/ # "
    console = Scripted(lambda data: b"\r\n/ # " if len(data) < 3 else data + b"\r\n" + complaint)
    assert console.send(Identify())[-1] is ConsoleStage.NO_PROCESSES


def test_somebodys_half_line_is_cleared_before_the_probe_is_typed() -> None:
    half = [True]

    def reply(data: bytes) -> bytes:
        if b"\x03" in data:
            half[0] = False
        return b"\r\n> " if half[0] else b"\r\n/ # "

    console = Scripted(reply)
    console.send(Identify())
    typed = [data for _, data in console.typed]
    assert typed[:2] == [b"\r", b"\x03\r"]
    assert typed[2].startswith(ENTERED)


def test_a_prompt_that_merely_looks_like_the_rest_of_a_line_is_one() -> None:
    console = Scripted(lambda data: b"\r\n> ")
    console.send(Identify())
    assert any(data.startswith(ENTERED) for _, data in console.typed)


def test_a_terminal_that_is_slow_to_put_an_earlier_probe_away_is_waited_for() -> None:
    console = Scripted(lambda data: b"", ((6.5, b"\r\n/ # "),))
    console.send(Identify())
    assert any(data.startswith(ENTERED) for _, data in console.typed)


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r\r\n", b"\n\r"])
def test_every_kind_of_line_end_is_understood(end: bytes) -> None:
    console = Scripted(lambda data: end + b"\x1b[1;32m/ #\x1b[0m " if len(data) < 3 else end)
    console.send(Identify(), 5.0)
    assert any(data.startswith(ENTERED) for _, data in console.typed)


def test_a_bench_that_asks_again_is_told_a_stage_once() -> None:
    console = Scripted(getty(b"a:b"))
    assert console.send(Identify()) == [ConsoleStage.LISTENING, ConsoleStage.LOGIN_WANTED]
    assert console.send(Identify()) == []
    assert console.send(LogIn("a", "c")) == [ConsoleStage.WRONG_PASSWORD]
    assert console.send(LogIn("a", "d")) == [ConsoleStage.WRONG_PASSWORD]


def test_a_log_in_prompt_is_told_again_after_something_else_stood_in_the_way() -> None:
    there = {"getty": True}
    answer = getty(b"a:b")
    console = Scripted(lambda data: answer(data) if there["getty"] else data.replace(b"\r", b"\r\n"))
    assert console.send(Identify())[-1] is ConsoleStage.LOGIN_WANTED
    assert console.send(Identify()) == [], "asked again and again it says the same once"
    there["getty"] = False
    assert console.send(Identify()) == [ConsoleStage.LOCKED]
    there["getty"] = True
    assert console.send(Identify()) == [ConsoleStage.LOGIN_WANTED]
