"""What the probe's readers print, as named items: identity, packages, logs, files, programs, memory. Pure."""

import hashlib
import re
from collections.abc import Callable
from typing import Final

from devices.card_numbers import without_numbers
from devices.codecs import _console_network
from devices.codecs._console_items import Items, number, pairs
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
_SETTING: Final = re.compile(r"^settings/(?:global|secure|system)/[0-9A-Za-z._-]{1,100}$")
_PATH: Final = re.compile(r"^/[0-9A-Za-z._/ @+:,-]{1,200}$")
_FORBIDDEN: Final = re.compile(
    r"(?:^|/)\.{1,2}(?:/|$)|//|^/dev(?:/|$)|^/sys/kernel|^/proc/(?:kcore|kmsg|self|thread-self|\d+)(?:/|$)|^/proc/sysrq"
)
_PATTERN: Final = re.compile(r"^[\x20-\x7e]{1,200}$")
_MOST_BYTES: Final = 262_144
PATIENCE_S: Final = {FactSubject.MTU: 45.0}
"""How long a reader may be silent before its answer, where it is longer than usual."""
_BURST: Final = 3  # docs/limits.md, network: pings in bursts of 3
_SMALLEST_MTU: Final = 576
_LARGEST_MTU: Final = 9000


def words_of(command: ReadFacts) -> tuple[str, str | None]:
    """Arguments and data of a command. Raises ``CommandRefused`` for what the probe must not be asked."""
    about, limit = command.about, command.limit
    match command.subject:
        case FactSubject.FILE:
            if not _PATH.match(about) or _FORBIDDEN.search(about):
                raise CommandRefused(f"ReadFacts: {about!r} is no file the bench reads")
            return str(min(max(limit, 1), _MOST_BYTES)), about
        case FactSubject.PROPERTY:
            if not (_NAME.match(about) or _SETTING.match(about)):
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
        case FactSubject.USB:
            raise CommandRefused("ReadFacts: what is plugged in is asked of the PC")
        case FactSubject.STATE | FactSubject.SELF_TEST | FactSubject.HOST_LINE | FactSubject.PRINTOUT:
            raise CommandRefused("ReadFacts: a console reports no faults of its own")


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
    ("screen", ("screen",)),
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
    """Numbers and names of programs. Arguments may hold secrets: they end here."""
    overlays = tuple(dict.fromkeys(re.findall(r"package=(\S+) appop=SYSTEM_ALERT_WINDOW", text)))
    head, *rows = [line for line in text.splitlines() if "appop=" not in line] or [""]
    columns = head.upper().split()
    at = columns.index("PID") if "PID" in columns else 0
    last = len(columns) - 1
    found = []
    for row in rows:
        parts = row.split(None, last)
        if len(parts) > max(at, last - 1) and parts[at].isdigit():
            found.append((parts[at], _program_name(parts[-1])))
    return (*found, *(("overlay", package) for package in overlays))


def _program_name(command: str) -> str:
    """The name in a command line: kernel threads keep their brackets, a log-in shell loses its dash."""
    if command.startswith("["):
        return command
    shown = re.match(r"\{([^}]*)\} ", command)  # busybox: the name in braces where a script runs
    first = shown[1] if shown else (command.split() or [""])[0]
    return first.rstrip("/:").rpartition("/")[2].removeprefix("-") or first


_DISK: Final = re.compile(r"^\S+\s+([0-9]{1,15})\s+[0-9]+\s+([0-9]{1,15})\s+[0-9]+%\s+(/\S*)$")
_IN_MEMORY: Final = frozenset(
    {"tmpfs", "devtmpfs", "ramfs", "proc", "sysfs", "cgroup", "cgroup2", "squashfs", "overlay"}
)


def _memory(text: str) -> Items:
    """Lines of meminfo, the uptime, and the storage that can be written."""
    kinds = {mount: kind for kind, mount in re.findall(r"^rw=(\S+) (\S+)$", text, re.M)}
    meminfo = tuple(re.findall(r"^(\w+(?:\(\w+\))?):\s+(\d+ kB)$", text, re.M))
    uptime = re.findall(r"^(uptime)=(.*)$", text, re.M)
    disks = []
    for line in re.sub(r"^(\S+)\n\s+", r"\1 ", text, flags=re.M).splitlines():  # a long name stands alone on its line
        match = _DISK.match(line)
        if match and int(match[1]) and kinds.get(match[3], "tmpfs" if kinds else "") not in _IN_MEMORY:
            disks.append((f"disk {match[3]}", f"{match[1]} {match[2]}"))
    return (*meminfo, *uptime, *disks)


_READERS: Final[dict[str, Callable[[str], Items]]] = {
    "pkg": _packages,
    "log": _logs,
    "file": _file,
    "prop": _property,
    **_console_network.READERS,
    "ps": _programs,
    "mem": _memory,
}
_SUBJECTS: Final = {verb: subject for subject, verb in VERBS.items()}


def facts_read(verb: str, asked: ReadFacts | None, text: str) -> FactsRead | None:
    """The event for what a reader printed; None for verbs that read no facts, or where ``asked`` is about another one.

    A file or property asked for with patterns or a digest is looked at and forgotten: only what matched is told, so that
    a secret in clear text is found without being kept. Everything else loses long digit runs (card numbers).
    """
    subject = _SUBJECTS.get(verb)
    if subject is None:
        return None
    about = asked.about if asked else ""
    items = _READERS[verb](text)
    if subject in (FactSubject.FILE, FactSubject.PROPERTY) and asked and (asked.patterns or asked.digest):
        items = _judged(items, asked)
    return FactsRead(subject, about, tuple((without_numbers(name), without_numbers(value)) for name, value in items))


def _judged(items: Items, asked: ReadFacts) -> Items:
    found = dict(items)
    text = found.get("content", found.get("value"))
    if text is None:
        return items
    if asked.subject is FactSubject.FILE:
        size = number(found.get("size", "") or "0")
        if size is None or size > asked.limit:
            return (("error", "too-long" if size else "unreadable"),)  # what was not read may hold anything
    try:
        told = tuple(("matched", "1" if re.search(pattern, text, re.MULTILINE) else "0") for pattern in asked.patterns)
        return (*told, ("sha256", _digest(text, asked.ignore))) if asked.digest else told
    except re.error:
        return (("error", "pattern"),)


def _digest(text: str, ignore: str) -> str:
    """SHA-256 of the lines that say something: no comments, no blank lines, no space at their ends."""
    lines = (line.strip() for line in text.splitlines())
    kept = (line for line in lines if line and line[0] not in "#;" and not (ignore and re.search(ignore, line)))
    return hashlib.sha256("\n".join(kept).encode("utf-8")).hexdigest()
