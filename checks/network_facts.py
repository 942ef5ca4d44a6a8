"""What terminal and PC were told of the network, and how it is read: links, addresses, gateway, loss, times. Pure."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from devices.events import FactsRead

ETHERNET_MTU: Final = 1500
_STANDING: Final = "/sys/class/net/"
ALL_LOST: Final = 100.0
_UNREAL: Final = ("lo", "dummy", "ifb", "sit", "tunl", "docker", "veth", "br-", "ip6tnl", "gre", "erspan")


@dataclass(slots=True)
class Side:
    """What one side, the terminal or the PC, was told. None where it was not asked or did not answer."""

    gateway: FactsRead | None = None
    name: FactsRead | None = None
    host: FactsRead | None = None
    connect: FactsRead | None = None
    tls: FactsRead | None = None
    mtu: FactsRead | None = None


@dataclass(frozen=True, slots=True)
class Lan:
    """What the terminal's kernel knows of its own network. ``linked`` is None where it tells of no carrier."""

    linked: bool | None
    links: str
    addresses: tuple[str, ...]
    gateway: str
    mtu: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything to judge. ``lan`` and ``pc`` are None where they were not asked or did not answer."""

    lan: Lan | None
    terminal: Side
    pc: Side | None
    host: str


def lan_of(network: FactsRead | None) -> Lan | None:
    """Real interfaces with their carrier, the addresses, and the default gateway."""
    if network is None:
        return None
    cards = _interfaces(network)
    carriers = [card["carrier"] == "1" for card in cards.values() if "carrier" in card]
    sizes = [int(c["mtu"]) for c in cards.values() if c.get("carrier") == "1" and c.get("mtu", "").isdecimal()]
    links = ", ".join(_described(name, card) for name, card in cards.items())
    linked = any(carriers) if carriers else None
    return Lan(linked, links, addresses_of(network), gateway_of(network), min(sizes, default=None))


def _interfaces(network: FactsRead) -> dict[str, dict[str, str]]:
    """Files of each real interface by name: those with a device behind them where the terminal tells any."""
    found: dict[str, dict[str, str]] = {}
    for path, value in network.items:
        if path.startswith(_STANDING):
            name, _, file = path.removeprefix(_STANDING).partition("/")
            found.setdefault(name, {})[file] = value
    real = {name: card for name, card in found.items() if not name.startswith(_UNREAL)}
    with_device = {name: card for name, card in real.items() if "device/uevent" in card}
    return with_device or real


def _described(name: str, card: dict[str, str]) -> str:
    if card.get("carrier") != "1":
        return f"{name} -"
    speed = card.get("speed", "")
    known = f" {speed} Mbit/s {card.get('duplex', '')}" if speed.isdecimal() else ""
    return f"{name}{known}".rstrip()


def addresses_of(network: FactsRead) -> tuple[str, ...]:
    """Addresses other hosts can reach: no loopback, none that was made up for want of a better (RFC 3927, fe80::/10)."""
    words = [word for name, value in network.items if name == "addr" for word in value.replace("addr:", "").split()]
    after = [word.partition("/")[0] for key, word in pairwise(words) if key in ("inet", "inet6")]
    return tuple(a for a in after if not a.lower().startswith(("127.", "169.254.", "fe80:")) and a != "::1")


def gateway_of(network: FactsRead | None) -> str:
    """The default gateway's address in the terminal's own routing table, or nothing."""
    routes = [value for name, value in network.items if name == "route"] if network else []
    for line in (line for route in routes for line in route.splitlines()):
        words = line.split()
        if words[:2] == ["default", "via"] and len(words) > 2:
            return words[2]
        if words[:1] in (["0.0.0.0"], ["default"]) and len(words) > 1 and words[1] != "0.0.0.0":
            return words[1]
    return ""


def number(facts: FactsRead | None, name: str) -> float | None:
    """The first item of that name as a number."""
    return _float(facts.get(name)) if facts is not None else None


def _float(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def middle_ms(facts: FactsRead | None) -> float | None:
    """Median of the tries' times."""
    times = (
        [value for name, text in facts.items if name == "ms" and (value := _float(text)) is not None] if facts else []
    )
    return median(times) if times else None


def lacks(facts: FactsRead | None) -> bool:
    """Whether whoever was asked has no tool for it, so that it can never be told there."""
    return facts is not None and facts.get("error") in ("no-tool", "no-df")


def reached(facts: FactsRead | None) -> bool | None:
    """Whether any try to connect came through."""
    if facts is None or lacks(facts):
        return None
    return any(name in ("ms", "reached") for name, _ in facts.items)


def found_name(facts: FactsRead | None) -> bool | None:
    """Whether the name has an address."""
    return None if facts is None or lacks(facts) else bool(facts.get("address"))


def has_host(side: Side) -> bool | None:
    """Whether the host is reached: by a connection, or where that cannot be tried, by a ping."""
    connected = reached(side.connect)
    if connected is not None:
        return connected
    loss = number(side.host, "loss_percent")
    return None if loss is None else loss < ALL_LOST
