"""What the probe's network readers print, as named items: links, pings, names, connections, certificates, MTU. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from devices.codecs._console_items import Items, number, pairs

_SERVER: Final = re.compile(r"nameserver\s+(\S+)")
_COUNTED: Final = re.compile(r"([0-9]{1,9}) packets transmitted, ([0-9]{1,9}) (?:packets )?received")
_TIMES: Final = re.compile(r"= ([\d.]+)/([\d.]+)/([\d.]+)")
_PINGED: Final = re.compile(r"^PING \S+ \(([0-9A-Fa-f.:]+)\)", re.M | re.I)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOT_AFTER: Final = re.compile(
    r"(?P<month>\w{3}) (?P<day>[0-9]{1,2}) (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}) (?P<year>[0-9]{4}) GMT"
)
_TOLD: Final = frozenset({"ms", "failed", "reached", "resolution_ms", "tool", "error", "exit", "mtu"})


def _told(text: str) -> Items:
    """What the probe itself says, as it came; a tool may print anything else."""
    return tuple(item for item in pairs(text) if item[0] in _TOLD)


def _network(text: str) -> Items:
    found: list[tuple[str, str]] = []
    for name, value in pairs(text):
        if name == "/etc/resolv.conf":
            found += [("nameserver", server) for server in _SERVER.findall(value)]
        elif name == "dns":
            found += [("nameserver", value)] if value else []
        else:
            found.append((name, value))
    return tuple(found)


def _ping(text: str) -> Items:
    """All bursts together: minimum of minima, average weighted by answers, maximum of maxima."""
    counts = [(int(sent), int(received)) for sent, received in _COUNTED.findall(text)]
    found: list[tuple[str, str]] = []
    sent, received = sum(s for s, _ in counts), sum(r for _, r in counts)
    if sent:
        loss = 100 * max(sent - received, 0) / sent
        found += [("sent", str(sent)), ("received", str(received)), ("loss_percent", f"{loss:.3g}")]
    times = [(float(low), float(mean), float(high)) for low, mean, high in _numbers(text)]
    if times:
        answered = [r for _, r in counts if r][: len(times)] or [1]
        weights = answered + [answered[-1]] * (len(times) - len(answered))
        mean = sum(t[1] * w for t, w in zip(times, weights, strict=True)) / sum(weights)
        low, high = min(t[0] for t in times), max(t[2] for t in times)
        found += [("min_ms", f"{low:g}"), ("avg_ms", f"{round(mean, 3):g}"), ("max_ms", f"{high:g}")]
    return (*found, *(item for item in _told(text) if item[0] in ("exit", "error")))


def _numbers(text: str) -> list[tuple[str, str, str]]:
    return [
        found
        for found in _TIMES.findall(text)
        if all(re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", part) for part in found)
    ]


def _name(text: str) -> Items:
    answers = text.partition("\nName:")[2]
    addresses = re.findall(r"^Address(?: \d+)?:\s*(\S+)", answers, re.M)
    addresses += re.findall(r"^getent=(\S+)", text, re.M) + _PINGED.findall(text)
    silent = "no servers could be reached" in text
    reason = (("reason", "no-server"),) if silent and not addresses else ()
    return (*(("address", address) for address in addresses), *reason, *_told(text))


def _tls(text: str) -> Items:
    """Days are counted by the terminal's own clock, which is told beside them: a wrong one makes a certificate look old."""
    found = dict(pairs(text))
    items = list(_told(text))
    ends = _moment(found.get("notAfter", ""))
    if ends is None:
        return tuple(items)
    items.append(("not_after", ends.isoformat()))
    clock = number(found.get("clock", ""))
    if clock is not None:
        items += [("clock", str(clock)), ("days_left", f"{(ends.timestamp() - clock) / 86_400:.1f}")]
    code = re.search(r"Verify return code: (\d+) \(([^)\n]*)\)", text)
    if code:
        items += [("verified", str(int(code[1] == "0"))), ("verify_text", code[2])]
    named = re.search(r"does (not )?match certificate", text, re.I)
    if named:
        items.append(("name_ok", str(int(named[1] is None))))
    return tuple(items)


def _moment(text: str) -> datetime | None:
    """OpenSSL's own English form. Not by ``strptime``, which takes the months of whatever language this PC is set to."""
    told = _NOT_AFTER.fullmatch(" ".join(text.split()))
    if told is None or told["month"] not in _MONTHS:
        return None
    day, hour, minute, second, year = (int(told[name]) for name in ("day", "hour", "minute", "second", "year"))
    try:
        return datetime(year, 1 + _MONTHS.index(told["month"]), day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


READERS: Final[dict[str, Callable[[str], Items]]] = {
    "net": _network,
    "ping": _ping,
    "dns": _name,
    "tcp": _told,
    "tls": _tls,
    "mtu": _told,
}
