"""The PC's own side of a test: names, TCP, TLS and pings from this computer, so that terminal and LAN are told apart, and
what it sees on USB.

Connects nowhere unless it is sent a ``ReadFacts``: the operator was asked before. Sends no byte beyond TCP and TLS
handshakes and pings, and believes no certificate: it tells what was offered and whether this system trusts it.
"""

import queue
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from devices.commands import Command, ReadFacts, host_and_port, is_host
from devices.errors import CommandRefused, DeviceError
from devices.events import CommandFailed, FactsRead, FactSubject, Failure, Stamped
from devices.host_usb import usb_devices

if TYPE_CHECKING:
    from cryptography import x509

PATIENCE_S: Final = 5.0  # docs/limits.md, network
_TRIES: Final = 3
_BURST_PAUSE_S: Final = 0.5
_SMALLEST_MTU: Final = 576
_HEADERS: Final = 28  # IPv4 and ICMP, bytes
_DAY_S: Final = 86_400
_ENDED_S: Final = 0.5

Items: TypeAlias = tuple[tuple[str, str], ...]
Tell: TypeAlias = Callable[[Stamped], None]


class Network(Protocol):
    """Whoever answers for the PC: this computer, or a simulated unit's idea of one on the same LAN."""

    def __call__(self, subject: FactSubject, about: str, limit: int) -> Items:
        """Named items as in ``FactsRead``. May block for as long as the network does; raises ``DeviceError``, ``OSError``."""
        ...


class HostNetwork:
    """Asks ``network`` in a thread of its own, one question after the other. ``send`` and ``close`` return at once.

    The thread begins with the first question, so that nothing runs for a session that never asks.
    """

    def __init__(self, network: Network, tell: Tell, clock: Callable[[], float]) -> None:
        self._network, self._tell, self._clock = network, tell, clock
        self._asked: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def send(self, command: Command) -> None:
        """Ask. Answered with ``FactsRead`` or ``CommandFailed``."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="posbench-host-network", daemon=True)
            self._thread.start()
        self._asked.put(command)

    def close(self) -> None:
        """No more answers. A look-up that hangs in the system may outlive this call; it tells nobody."""
        self._tell = _nobody
        self._asked.put(None)
        if self._thread is not None:
            self._thread.join(_ENDED_S)

    def _run(self) -> None:
        while (command := self._asked.get()) is not None:
            event = self._answer(command)
            self._tell(Stamped(event, self._clock()))

    def _answer(self, command: Command) -> FactsRead | CommandFailed:
        name = type(command).__name__
        if not isinstance(command, ReadFacts):
            return CommandFailed(name, Failure.UNSUPPORTED)
        subject = command.subject
        try:
            return FactsRead(subject, command.about, self._network(subject, command.about, command.limit))
        except (DeviceError, OSError) as error:
            return CommandFailed(name, Failure.REJECTED, f"{subject.value}: {error}")


def _nobody(stamped: Stamped) -> None:
    """Nobody listens any more."""


def this_pc(subject: FactSubject, about: str, limit: int) -> Items:
    """See ``Network``: this computer itself. Raises ``CommandRefused`` for what only a terminal can tell."""
    match subject:
        case FactSubject.NAME:
            return look_up(_host(about))
        case FactSubject.CONNECT:
            return connect(*host_and_port(about))
        case FactSubject.TLS:
            return handshake(*host_and_port(about))
        case FactSubject.PING:
            return ping(_host(about), 1 if limit <= _TRIES else 2)
        case FactSubject.MTU:
            return path_mtu(_host(about), limit)
        case FactSubject.USB:
            return usb_devices()
        case _:
            raise CommandRefused(f"this PC is not asked for {subject.value}")


def _host(about: str) -> str:
    if not is_host(about):
        raise CommandRefused(f"ReadFacts: {about!r} is no host")
    return about


def _ms(began: float) -> str:
    return f"{(time.perf_counter() - began) * 1000:.1f}"


def _resolution() -> tuple[str, str]:
    return ("resolution_ms", f"{max(time.get_clock_info('perf_counter').resolution * 1000, 0.1):g}")


def look_up(host: str) -> Items:
    """A name's addresses and the time it took."""
    began = time.perf_counter()
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return (("ms", _ms(began)), _resolution(), ("exit", "1"))
    took = _ms(began)
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return (*(("address", address) for address in addresses), ("ms", took), _resolution(), ("exit", "0"))


def connect(host: str, port: int, patience_s: float = PATIENCE_S) -> Items:
    """Three TCP connections, made and closed, after the name was looked up."""
    items: list[tuple[str, str]] = []
    address = _address(host, port)
    for _ in range(_TRIES):
        began = time.perf_counter()
        try:
            socket.create_connection(address, patience_s).close()
        except TimeoutError:
            items.append(("failed", _ms(began)))
            break
        except OSError:
            items.append(("failed", _ms(began)))
        else:
            items.append(("ms", _ms(began)))
    return (*items, _resolution())


def _address(host: str, port: int) -> tuple[str, int]:
    """The first address of a name, so that its look-up is not part of a connection's time; the name where it has none."""
    try:
        return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]), port
    except (OSError, UnicodeError):
        return host, port


def handshake(host: str, port: int, patience_s: float = PATIENCE_S, trust: ssl.SSLContext | None = None) -> Items:
    """Three TLS sessions, made and closed, and what the certificate says. ``trust``: the system's own where None."""
    items: list[tuple[str, str]] = []
    offered: bytes | None = None
    address = _address(host, port)
    for _ in range(_TRIES):
        began = time.perf_counter()
        try:
            offered = _offered(address, host, _unchecked(), patience_s)
        except OSError:  # ssl.SSLError and TimeoutError are such
            items.append(("failed", _ms(began)))
            break
        items.append(("ms", _ms(began)))
    items.append(_resolution())
    if offered is None:
        return tuple(items)
    return (*items, *_certificate(offered, host), *_trusted(address, host, trust, patience_s))


def _unchecked() -> ssl.SSLContext:
    """To see what is offered, whoever offers it. Nothing is sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _offered(address: tuple[str, int], host: str, context: ssl.SSLContext, patience_s: float) -> bytes | None:
    with (
        socket.create_connection(address, patience_s) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return secured.getpeercert(binary_form=True)


def _trusted(address: tuple[str, int], host: str, trust: ssl.SSLContext | None, patience_s: float) -> Items:
    try:
        _offered(address, host, trust or ssl.create_default_context(), patience_s)
    except ssl.SSLCertVerificationError as error:
        return (("verified", "0"), ("verify_text", error.verify_message))
    except OSError as error:
        return (("verify_text", str(error)),)
    return (("verified", "1"), ("verify_text", "ok"))


def _certificate(offered: bytes, host: str) -> Items:
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(offered)
        ends, named = certificate.not_valid_after_utc, _is_named(certificate, host)
    except (ValueError, x509.UnsupportedGeneralNameType, x509.DuplicateExtension):
        return ()
    clock = datetime.now(UTC).timestamp()
    days = (ends.timestamp() - clock) / _DAY_S
    found = (("not_after", ends.isoformat()), ("clock", str(int(clock))), ("days_left", f"{days:.1f}"))
    return (*found, ("name_ok", str(int(named))))


def _is_named(certificate: "x509.Certificate", host: str) -> bool:
    """As OpenSSL does on the terminal's side: an address must be there as such, a wildcard stands for the whole
    left-most label, and the common name counts only where there is no alternative name (RFC 6125).
    """
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        named = [str(name.value) for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    else:
        named = known.get_values_for_type(x509.DNSName)
        with suppress(ValueError):
            return ip_address(host) in known.get_values_for_type(x509.IPAddress)
    wanted = host.lower().rstrip(".")
    parent = wanted.partition(".")[2]
    return any(name.lower() == wanted or (parent and name.lower() == f"*.{parent}") for name in named)


def ping(host: str, bursts: int, program: str = "ping") -> Items:
    """Bursts of three through the system's own program, which may ping without being root."""
    path = shutil.which(program)
    if path is None:
        return (("error", "no-tool"),)
    times: list[float] = []
    for burst in range(bursts):
        if burst:
            time.sleep(_BURST_PAUSE_S)
        times += answers(_said([path, *_COUNT[_system()], host]))
    sent = bursts * _TRIES
    received = min(len(times), sent)
    found = (
        ("sent", str(sent)),
        ("received", str(received)),
        ("loss_percent", f"{100 * (sent - received) / sent:.3g}"),
    )
    if not times:
        return (*found, ("exit", "1"))
    mean = f"{sum(times) / len(times):.1f}"
    return (*found, ("min_ms", f"{min(times):g}"), ("avg_ms", mean), ("max_ms", f"{max(times):g}"), ("exit", "0"))


_ANSWER: Final = re.compile(r"ttl[=:].*", re.I)
_TIME: Final = re.compile(r"[=<] ?(\d+(?:[.,]\d+)?) ?(?:ms|\u6beb\u79d2)", re.I)


def answers(said: str) -> list[float]:
    """Round trips in ms of the answers in what ``ping`` printed, whatever language it speaks: only answers have a TTL."""
    lines = [line for line in said.splitlines() if _ANSWER.search(line)]
    times = [_TIME.search(line) for line in lines]
    return [float(found[1].replace(",", ".")) for found in times if found is not None]


_COUNT: Final[Mapping[str, tuple[str, ...]]] = {
    "win32": ("-n", "3", "-w", "2000"),
    "darwin": ("-c", "3", "-W", "2000"),
    "linux": ("-c", "3", "-W", "2"),
}
_WHOLE: Final[Mapping[str, tuple[str, ...]]] = {
    "win32": ("-n", "1", "-w", "1000", "-f", "-l"),
    "darwin": ("-c", "1", "-W", "1000", "-D", "-s"),
    "linux": ("-c", "1", "-W", "1", "-M", "do", "-s"),
}


def _system() -> str:
    return sys.platform if sys.platform in _COUNT else "linux"


def _said(words: list[str]) -> str:
    """What a program printed, in at most 15 s."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            words, capture_output=True, timeout=15, stdin=subprocess.DEVNULL, check=False, creationflags=hidden
        )
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "replace")


def path_mtu(host: str, largest: int, program: str = "ping") -> Items:
    """The largest packet up to ``largest`` bytes that passes whole, found by halving."""
    path = shutil.which(program)
    if path is None:
        return (("error", "no-tool"),)

    def passes(mtu: int) -> bool:
        words = [path, *_WHOLE[_system()], str(mtu - _HEADERS), host]
        return any(answers(_said(words)) for _ in range(2))

    return halved(passes, largest)


def halved(passes: Callable[[int], bool], largest: int) -> Items:
    """By as few tries as it takes. ``error`` where not even the smallest size every host must take (576) passes."""
    if passes(largest):
        return (("mtu", str(largest)),)
    if not passes(_SMALLEST_MTU):
        return (("error", "no-answer"),)
    good, bad = _SMALLEST_MTU, largest
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if passes(middle) else (good, middle)
    return (("mtu", str(good)),)
