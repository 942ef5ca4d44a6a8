"""The way to the acquirer's host, asked on the terminal itself; and where that is not clean, the same from this PC.

The PC connects to nothing that the operator did not allow: one question comes first.
"""

from collections.abc import Generator
from typing import Final

from checks.check import Context
from checks.facts_asked import Asked, read_facts
from checks.measurement import message
from checks.network_facts import ETHERNET_MTU, Lan, Seen, Side, found_name, has_host, lan_of, number
from checks.network_result import faults_of, result_of
from checks.steps import Answer, Ask, Choice, Progress, Question, Received, Save, Step, Steps, Target
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import FactSubject
from devices.profile import AcquirerHost, Profile

_ANSWER_S: Final = 50.0
_PINGS: Final = 6  # docs/limits.md, network: bursts of 3, again 3
_SLOW_MS: Final = 400.0
_ASKED: Final = "network.from_pc"
_ORDER: Final = (
    FactSubject.NETWORK,
    FactSubject.PING,
    FactSubject.NAME,
    FactSubject.CONNECT,
    FactSubject.TLS,
    FactSubject.MTU,
)

Tried = Generator[Step, Received, Side]


class NetworkCheck:
    """Needs a terminal that can be asked about its network, and a host to reach."""

    id = "network"
    order = 43
    claims = frozenset(
        {
            "network.no-link",
            "network.no-address",
            "network.no-gateway",
            "network.gateway",
            "network.dns",
            "network.dns-slow",
            "network.host",
            "network.port",
            "network.loss",
            "network.slow",
            "network.certificate",
            "network.certificate-name",
            "network.mtu",
            "network.clock",
            "network.only-terminal",
            "network.everywhere",
        }
    )

    def applies(self, profile: Profile) -> bool:
        """Models with a network and a host."""
        return profile.can(Capability.NETWORK) and profile.host is not None

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        host = context.profile.host
        assert host is not None, "applies() was asked first"
        lan = lan_of((yield from _asked(ReadFacts(FactSubject.NETWORK), Target.TERMINAL)))
        terminal = Side() if _cut_off(lan) else (yield from _way(Target.TERMINAL, host, lan))
        pc: Side | None = None
        if faults_of(context.profile, terminal, lan) and (yield from _allowed(context)):
            pc = yield from _way(Target.HOST, host, lan)
        return result_of(context.profile, Seen(lan, terminal, pc, host.name))


def _cut_off(lan: Lan | None) -> bool:
    """Without link, address or way out nothing beyond can answer: it would only cost a minute of time-outs."""
    return lan is not None and (lan.linked is False or not lan.addresses or not lan.gateway)


def _allowed(context: Context) -> Generator[Step, Received, bool]:
    said = context.now.saved(_ASKED)
    if said is None:
        question = Question(_ASKED, message("ask.network_from_pc"), (Choice("yes"), Choice("no")))
        answer = yield Ask(question)
        said = answer.choice if isinstance(answer, Answer) else "no"
        yield Save(_ASKED, said)
    return said == "yes"


def _way(target: Target, host: AcquirerHost, lan: Lan | None) -> Tried:
    """Every place on the way, near to far; beyond one that stops everything nothing is tried."""
    side, place = Side(), f"{host.name}:{host.port}"
    if lan is not None and lan.gateway:
        side.gateway = yield from _asked(ReadFacts(FactSubject.PING, lan.gateway, limit=_PINGS), target)
    side.name = yield from _named(host.name, target)
    if found_name(side.name) is False:
        return side
    side.host = yield from _asked(ReadFacts(FactSubject.PING, host.name, limit=_PINGS), target)
    address = (side.name.get("address") if side.name else None) or host.name
    side.connect = yield from _asked(ReadFacts(FactSubject.CONNECT, f"{address}:{host.port}"), target)
    if has_host(side) is False:
        return side
    side.tls = yield from _asked(ReadFacts(FactSubject.TLS, place), target)
    largest = (lan.mtu if lan else None) or ETHERNET_MTU
    side.mtu = yield from _asked(ReadFacts(FactSubject.MTU, host.name, limit=min(largest, ETHERNET_MTU)), target)
    return side


def _named(host: str, target: Target) -> Asked:
    """Looked up again where it took long: the first time a name server may have to ask others itself."""
    first = yield from _asked(ReadFacts(FactSubject.NAME, host), target)
    took = number(first, "ms")
    if first is None or took is None or took <= _SLOW_MS or not found_name(first):
        return first
    again = yield from _asked(ReadFacts(FactSubject.NAME, host), target)
    return again if again is not None and (number(again, "ms") or took) < took else first


def _asked(command: ReadFacts, target: Target) -> Asked:
    done = _ORDER.index(command.subject) + (len(_ORDER) if target is Target.HOST else 0)
    text = "do.test_network_from_pc" if target is Target.HOST else "do.test_network"
    yield Progress(done, 2 * len(_ORDER), message(text))
    return (yield from read_facts(command, _ANSWER_S, target))


CHECK = NetworkCheck()
