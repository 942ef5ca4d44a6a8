"""What the probe's readers print, as named items: identity, packages, logs, files, programs, memory. Pure."""

import re
from collections.abc import Callable
from typing import Final

from devices.codecs import _console_network
from devices.codecs._console_items import Items, pairs
from devices.commands import ReadFacts, host_and_port, is_host
from devices.errors import CommandRefused
from devices.events import FactsRead, FactSubject

VERBS: Final = {
    FactSubject.PACKAGES: "pkg",
    FactSubject.LOGS: "log",
    FactSubject.FILE: "file",
    FactSubject.PROPERTY: "prop",
    FactSubject.NETWORK: "net",
    FactSubject.PING: "ping",
    FactSubject.NAME: "dns",
    FactSubject.CONNECT: "tcp",
    FactSubject.TLS: "tls",
    FactSubject.MTU: "mtu",
    FactSubject.PROGRAMS: "ps",
    FactSubject.MEMORY: "mem",
}
_NAME: Final = re.compile(r"^[0-9A-Za-z._-]{1,100}$")
_PATH: Final = re.compile(r"^/[0-9A-Za-z._/ @+:,-]{1,200}$")
_FORBIDDEN: Final = re.compile(
    r"(?:^|/)\.\.(?:/|$)|^/dev(?:/|$)|^/sys/kernel|^/proc/(?:kcore|kmsg|[^/]+/mem)|^/proc/sysrq"
)
_PATTERN: Final = re.compile(r"^[\x20-\x7e]{1,200}$")
_MOST_BYTES: Final = 262_144
PATIENCE_S: Final = {FactSubject.MTU: 45.0}
"""How long a reader may be silent before its answer, where it is longer than usual."""
_BURST: Final = 3  # docs/limits.md, network: pings in bursts of 3
_SMALLEST_MTU: Final = 576
_LARGEST_MTU: Final = 9000
_CARD: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")


def words_of(command: ReadFacts) -> tuple[str, str | None]:
    """Arguments and data of a command. Raises ``CommandRefused`` for what the probe must not be asked."""
    about, limit = command.about, command.limit
    match command.subject:
        case FactSubject.FILE:
            if not _PATH.match(about) or _FORBIDDEN.search(about):
                raise CommandRefused(f"ReadFacts: {about!r} is no file the bench reads")
            return str(min(max(limit, 1), _MOST_BYTES)), about
        case FactSubject.PROPERTY:
            if not _NAME.match(about):
                raise CommandRefused(f"ReadFacts: {about!r} is no name of a property")
            return "", about
        case FactSubject.LOGS:
            if not all(_PATTERN.match(pattern) for pattern in command.patterns):
                raise CommandRefused("ReadFacts: a pattern is one line of ASCII")
            return str(min(max(limit, 1), 2000)), "|".join(command.patterns)
        case FactSubject.PING | FactSubject.NAME | FactSubject.MTU | FactSubject.CONNECT | FactSubject.TLS:
            return _network_words(command), None
        case FactSubject.PACKAGES | FactSubject.NETWORK | FactSubject.PROGRAMS | FactSubject.MEMORY:
            return "", None


def _network_words(command: ReadFacts) -> str:
    about, limit = command.about, command.limit
    if command.subject in (FactSubject.CONNECT, FactSubject.TLS):
        host, port = host_and_port(about)
        return f"{host} {port}"
    if not is_host(about):
        raise CommandRefused(f"ReadFacts: {about!r} is no host")
    match command.subject:
        case FactSubject.PING:
            return f"{1 if limit <= _BURST else 2} {about}"
        case FactSubject.MTU:
            return f"{min(max(limit, _SMALLEST_MTU + 1), _LARGEST_MTU)} {about}"
        case _:
            return about


_WANTED: Final = (
    ("serial", ("/proc/device-tree/serial-number", "ro.serialno", "/sys/class/dmi/id/product_serial", "Serial")),
    ("model", ("/proc/device-tree/model", "ro.product.model", "/sys/class/dmi/id/product_name", "Model", "Hardware")),
    ("maker", ("ro.product.manufacturer", "/sys/class/dmi/id/sys_vendor")),
    ("os", ("PRETTY_NAME", "ro.build.version.release", "NAME")),
    ("os-version", ("VERSION_ID", "ro.build.display.id")),
    ("patch-level", ("ro.build.version.security_patch", "BUILD_ID")),
    ("kernel", ("uname",)),
    ("host", ("/proc/sys/kernel/hostname", "/etc/hostname")),
    ("firmware", ("/sys/class/dmi/id/bios_version",)),
    ("user", ("uid",)),
    ("tools", ("tools",)),
    ("key-tool", ("keytool",)),
)


def identity(text: str) -> Items:
    """The bench's names for what ``id`` printed, then everything else as it came."""
    found = {name: value for name, value in (*pairs(text, ":"), *pairs(text)) if value}
    first = ((name, next((found[key] for key in keys if found.get(key)), "")) for name, keys in _WANTED)
    return tuple((name, value) for name, value in first if value)


def _packages(text: str) -> Items:
    found = []
    for line in text.splitlines():
        name, _, version = line.strip().removeprefix("package:").partition(" ")
        if name and name != "-":
            found.append((name, version.removeprefix("versionCode:").strip()))
    return tuple(found)


def _logs(text: str) -> Items:
    return tuple((source, line) for source, sep, line in (row.partition(":") for row in text.splitlines()) if sep)


def _file(text: str) -> Items:
    head, _, rest = text.partition("\n")
    if head.startswith("+"):
        return (("size", head[1:].strip()), ("content", rest))
    return (("error", head.removeprefix("!") or "unreadable"),)


def _property(text: str) -> Items:
    return (("value", text[1:].strip("\n")),) if text.startswith("+") else (("error", text.strip().removeprefix("!")),)


def _programs(text: str) -> Items:
    head, *rows = text.splitlines() or [""]
    columns = head.upper().split()
    at = columns.index("PID") if "PID" in columns else 0
    last = len(columns) - 1
    found = []
    for row in rows:
        parts = row.split(None, last)
        if len(parts) > max(at, last - 1):
            found.append((parts[at], parts[-1]))
    return tuple(found)


_READERS: Final[dict[str, Callable[[str], Items]]] = {
    "pkg": _packages,
    "log": _logs,
    "file": _file,
    "prop": _property,
    **_console_network.READERS,
    "ps": _programs,
    "mem": lambda text: (*pairs(text, ":"), *pairs(text)),
}
_SUBJECTS: Final = {verb: subject for subject, verb in VERBS.items()}


def facts_read(verb: str, about: str, text: str, patterns: tuple[str, ...] = ()) -> FactsRead | None:
    """The event for what a reader printed; None for verbs that read no facts.

    A file or property asked for with patterns is looked at and forgotten: only whether the first of them matched is told,
    so that a secret in clear text is found without being kept. Everything else loses long digit runs (card numbers).
    """
    subject = _SUBJECTS.get(verb)
    if subject is None:
        return None
    items = _READERS[verb](text)
    if subject in (FactSubject.FILE, FactSubject.PROPERTY) and patterns:
        return FactsRead(subject, about, _matched(items, patterns[0]))
    return FactsRead(subject, about, tuple((name, without_numbers(value)) for name, value in items))


def _matched(items: Items, pattern: str) -> Items:
    found = dict(items)
    text = found.get("content", found.get("value"))
    if text is None:
        return items
    try:
        return (("matched", "1" if re.search(pattern, text, re.MULTILINE) else "0"),)
    except re.error:
        return (("error", "pattern"),)


def without_numbers(text: str) -> str:
    """``text`` with the digits of every run that could be a card number (12-19 digits, perhaps in groups) masked."""
    return _CARD.sub(lambda run: re.sub(r"\d", "*", run[0]), text)
