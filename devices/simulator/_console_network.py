"""The network around a simulated smart terminal: what its own tools find, and what a PC on the same LAN finds.

One table for both sides, so that a fault of the terminal's own path (cable, port, settings) shows on its side only, and a
fault of the LAN, the name server or the host on both. Addresses are those of RFC 5737, the host is RFC 2606's.
"""

from dataclasses import dataclass, replace
from typing import Final

from devices.errors import SimulatorError
from devices.events import FactSubject
from devices.simulator.faults import FaultSet

HOST: Final = "host.example"
_ADDRESS: Final = "198.51.100.7"
_GATEWAY: Final = "192.0.2.1"
_SLOW_S: Final = 0.65
_ETHERNET: Final = 1500
_BURST: Final = 3
_LONG_AGO: Final = "Jan  1 00:00:00 2020 GMT"
_FAR_OFF: Final = "Jan  1 00:00:00 2100 GMT"
Items = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the host from one side."""

    link: bool = True
    gateway: bool = True
    names: bool = True
    host: bool = True
    port: bool = True
    look_up_s: float = 0.0
    lost: int = 0
    """Of three pings."""
    mtu: int = _ETHERNET
    certificate_days: int = 365

    @property
    def out(self) -> bool:
        """Whether anything beyond the LAN is reached."""
        return self.link and self.gateway

    @property
    def resolves(self) -> bool:
        """Whether names are found."""
        return self.out and self.names

    @property
    def answered(self) -> int:
        """Of three pings to the host."""
        return _BURST - self.lost if self.resolves and self.host else 0

    @property
    def connects(self) -> bool:
        """Whether the host's port takes connections."""
        return self.out and self.host and self.port


def ways(faults: FaultSet, now: float) -> tuple[Way, Way]:
    """The terminal's way and the PC's."""

    def on(name: str) -> bool:
        return bool(faults.args(name, now))

    loss, small = faults.begun("packet-loss", now), faults.begun("mtu-small", now)
    lost = max(1, round(_BURST * float(loss[0]) / 100)) if loss else 0
    pc = Way(
        gateway=not on("lan-down"),
        host=not on("host-down"),
        port=not on("port-closed"),
        look_up_s=_SLOW_S if on("slow-dns") else 0.0,
        mtu=int(float(small[0])) if small else _ETHERNET,
        certificate_days=-30 if on("certificate-expired") else 365,
    )
    reached = pc.host and not on("host-unreachable")
    return replace(pc, link=not on("no-link"), names=not on("dns-dead"), host=reached, lost=lost), pc


def terminal_files(way: Way) -> dict[str, str]:
    """What the terminal's kernel and the stand-ins of its tools tell."""
    carrier, state = ("1", "up") if way.link else ("0", "down")
    name = f"Server: 192.0.2.53\n\nName: {HOST}\nAddress: {_ADDRESS}\n"
    ends = _LONG_AGO if way.certificate_days < 0 else _FAR_OFF
    code = "10 (certificate has expired)" if way.certificate_days < 0 else "0 (ok)"
    return {
        "sys/class/net/eth0/carrier": carrier + "\n",
        "sys/class/net/eth0/operstate": state + "\n",
        "sys/class/net/eth0/speed": "100\n" if way.link else "",
        "sys/class/net/eth0/duplex": "full\n" if way.link else "",
        "var/addr": "2: eth0    inet 192.0.2.10/24 brd 192.0.2.255 scope global eth0\n" if way.link else "",
        "var/route": f"default via {_GATEWAY} dev eth0\n192.0.2.0/24 dev eth0 scope link\n" if way.link else "",
        "var/dns": name if way.resolves else ";; connection timed out; no servers could be reached\n",
        "var/dns.exit": "0\n" if way.resolves else "1\n",
        "var/dns.delay": f"{way.look_up_s:g}\n",
        f"var/ping.{_GATEWAY}": _pinged(_BURST if way.out else 0, "0.6/0.7/0.9"),
        "var/ping": _pinged(way.answered, "18.1/19.4/21.0"),
        "var/ping.exit": "0\n" if way.answered else "1\n",
        "var/mtu": f"{way.mtu}\n",
        "var/tcp.exit": "0\n" if way.connects else "1\n",
        "var/tls": f"-----BEGIN CERTIFICATE-----\nVerify return code: {code}\n"
        if way.connects and way.resolves
        else "",
        "var/tls.dates": f"notAfter={ends}\n",
        "var/tls.name": f"Hostname {HOST} does match certificate\n",
    }


def _pinged(answered: int, times: str) -> str:
    lost = round(100 * (_BURST - answered) / _BURST)
    tail = f"round-trip min/avg/max = {times} ms\n" if answered else ""
    return f"{_BURST} packets transmitted, {answered} packets received, {lost}% packet loss\n{tail}"


def from_pc(way: Way, subject: FactSubject, about: str) -> Items:
    """What the PC would find; no byte leaves this computer. Raises ``SimulatorError`` for what is no network question."""
    match subject:
        case FactSubject.NAME:
            found = (("address", _ADDRESS),) if way.resolves else ()
            return (*found, ("ms", f"{way.look_up_s * 1000 + 2:g}"), ("exit", "0" if way.resolves else "1"))
        case FactSubject.PING:
            near = about == _GATEWAY
            return _counted(_BURST if near and way.out else 0 if near else way.answered, "0.5" if near else "17.0")
        case FactSubject.CONNECT:
            return (("ms", "18"),) * 3 if way.connects else (("failed", "3"),) * 3
        case FactSubject.TLS:
            return _session(way) if way.connects and way.resolves else (("failed", "3"),)
        case FactSubject.MTU:
            return (("mtu", str(way.mtu)),) if way.answered else (("error", "no-answer"),)
        case _:
            raise SimulatorError("no question about a network")


def _counted(answered: int, average: str) -> Items:
    sent, received = 2 * _BURST, 2 * answered
    found = (
        ("sent", str(sent)),
        ("received", str(received)),
        ("loss_percent", f"{100 * (sent - received) / sent:.3g}"),
    )
    return (*found, ("avg_ms", average)) if received else found


def _session(way: Way) -> Items:
    good = way.certificate_days > 0
    said = (("verified", str(int(good))), ("verify_text", "ok" if good else "certificate has expired"))
    return (*(("ms", "41"),) * 3, ("days_left", str(way.certificate_days)), ("name_ok", "1"), *said)
