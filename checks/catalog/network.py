"""The terminal's own way to its host: link, gateway, name, loss and round trip, asked on the terminal itself."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from checks.check import Context
from checks.measurement import CheckResult, Evidence, Finding, Measurement, measured, message, outcome_of
from checks.steps import Await, Progress, Received, Send, Step, Steps
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import Profile

_ANSWER_S: Final = 40.0
_PINGS: Final = 6  # limits.md, network: bursts of 3, again 3
_STEPS: Final = 4

Asked = Generator[Step, Received, FactsRead | None]


@dataclass(slots=True)
class _Seen:
    """What came back; None where it could not be asked."""

    network: FactsRead | None = None
    gateway: FactsRead | None = None
    name: FactsRead | None = None
    host: FactsRead | None = None


class NetworkCheck:
    """Needs a terminal that can be asked about its network, and a host to reach."""

    id = "network"
    order = 43
    claims = frozenset({"network.no-gateway", "network.dns", "network.host", "network.loss"})

    def applies(self, profile: Profile) -> bool:
        """Models with a network and a host."""
        return profile.can(Capability.NETWORK) and profile.host is not None

    def run(self, context: Context) -> Steps:
        """See ``Check``."""
        host = context.profile.host.name if context.profile.host else ""
        seen = _Seen()
        seen.network = yield from _asked(0, ReadFacts(FactSubject.NETWORK))
        gateway = gateway_of(seen.network)
        if gateway:
            seen.gateway = yield from _asked(1, ReadFacts(FactSubject.PING, gateway, limit=_PINGS))
        seen.name = yield from _asked(2, ReadFacts(FactSubject.NAME, host))
        seen.host = yield from _asked(3, ReadFacts(FactSubject.PING, host, limit=_PINGS))
        return _result(context, seen, gateway)


def _asked(number: int, command: ReadFacts) -> Asked:
    yield Progress(number, _STEPS, message("do.test_network"))
    yield Send(command)
    got = yield Await(
        (FactsRead, CommandFailed), _ANSWER_S, lambda e: getattr(e, "subject", command.subject) is command.subject
    )
    event = got.event if isinstance(got, Stamped) else None
    return event if isinstance(event, FactsRead) else None


def gateway_of(network: FactsRead | None) -> str:
    """The default gateway's address in the terminal's own routing table, or nothing."""
    routes = network.get("route") or "" if network else ""
    for line in routes.splitlines():
        words = line.split()
        if words[:2] == ["default", "via"] and len(words) > 2:
            return words[2]
        if words[:1] in (["0.0.0.0"], ["default"]) and len(words) > 1 and words[1] != "0.0.0.0":
            return words[1]
    return ""


def _number(facts: FactsRead | None, name: str) -> float | None:
    try:
        return float(facts.get(name) or "") if facts else None
    except ValueError:
        return None


def _result(context: Context, seen: _Seen, gateway: str) -> CheckResult:
    resolved = None if seen.name is None else float(bool(seen.name.get("address")))
    loss = _number(seen.host, "loss_percent")
    trip = _number(seen.gateway, "avg_ms")
    measurements = (
        _measure(context, "network.gateway", None if seen.network is None else float(bool(gateway)), gateway),
        _measure(context, "network.gateway_trip", trip, gateway),
        _measure(context, "network.dns", resolved),
        _measure(context, "network.loss", loss),
    )
    return CheckResult(
        "network", outcome_of(measurements), measurements, tuple(_findings(gateway, seen, resolved, loss))
    )


def _measure(context: Context, name: str, value: float | None, subject: str = "") -> Measurement:
    return measured(context.profile, name, value, Evidence.MEASURED, subject)


def _findings(gateway: str, seen: _Seen, resolved: float | None, loss: float | None) -> list[Finding]:
    found: list[Finding] = []
    if seen.network is not None and not gateway:
        found.append(Finding("network.no-gateway"))
    if resolved == 0.0:
        found.append(Finding("network.dns"))
    elif loss == 100.0:
        found.append(Finding("network.host"))
    elif loss is not None and loss > 5.0:
        found.append(Finding("network.loss", f"{loss:g} %"))
    return found


CHECK = NetworkCheck()
