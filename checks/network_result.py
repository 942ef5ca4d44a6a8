"""From what terminal and PC found on the network to measurements, and to the first place on the way that fails. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from checks.measurement import (
    CheckResult,
    Evidence,
    Finding,
    Measurement,
    Outcome,
    measured,
    message,
    outcome_of,
)
from checks.network_facts import ALL_LOST, Lan, Seen, Side, found_name, has_host, lacks, middle_ms, number, reached
from devices.events import FactsRead
from devices.profile import Profile

# Judging one side


def faults_of(profile: Profile, side: Side, lan: Lan | None) -> list[str]:
    """Fault codes in the order of the way out. The first of those that stop everything beyond stands alone."""
    blocked = _blocked(side, lan)
    return [blocked] if blocked else [code for code, wrong in _weak(profile, side) if wrong]


def _blocked(side: Side, lan: Lan | None) -> str:
    silent = number(side.gateway, "loss_percent") == ALL_LOST
    unnamed, away = found_name(side.name) is False, has_host(side) is False
    if lan is not None:
        if lan.linked is False:
            return "network.no-link"
        if not lan.addresses:
            return "network.no-address"
        if not lan.gateway:
            return "network.no-gateway"
    if silent and (unnamed or away):
        return "network.gateway"
    if unnamed:
        return "network.dns"
    if away:
        pinged = number(side.host, "loss_percent")
        return "network.port" if pinged is not None and pinged < ALL_LOST else "network.host"
    return ""


def _weak(profile: Profile, side: Side) -> Iterable[tuple[str, bool]]:
    def out(limit: str, value: float | None) -> bool:
        return value is not None and not profile.limits[limit].normal.holds(value)

    loss, days = number(side.host, "loss_percent"), number(side.tls, "days_left")
    yield "network.loss", out("network.loss", loss) and loss != ALL_LOST
    yield "network.dns-slow", out("network.dns_time", number(side.name, "ms"))
    yield "network.slow", out("network.connect_time", middle_ms(side.connect))
    yield "network.certificate", out("network.certificate_days", days)
    yield "network.certificate-name", out("network.certificate_name", number(side.tls, "name_ok"))
    yield "network.mtu", out("network.mtu", number(side.mtu, "mtu"))


# The result


def result_of(profile: Profile, seen: Seen) -> CheckResult:
    """Measurements of the terminal, then those of the PC, which decide nothing; and where on the way it fails."""
    faults = faults_of(profile, seen.terminal, seen.lan)
    measurements = (*_of_lan(profile, seen), *_of_side(profile, seen.terminal, seen), *_of_pc(profile, seen))
    findings = [Finding(fault, _subject(fault, seen)) for fault in faults]
    findings += _compared(profile, seen, faults)
    return CheckResult("network", outcome_of(measurements), measurements, tuple(findings))


def _subject(fault: str, seen: Seen) -> str:
    lan, side = seen.lan, seen.terminal
    told: dict[str, Callable[[], str]] = {
        "network.no-link": lambda: lan.links if lan else "",
        "network.gateway": lambda: lan.gateway if lan else "",
        "network.loss": lambda: f"{number(side.host, 'loss_percent'):g} %",
        "network.mtu": lambda: f"{number(side.mtu, 'mtu'):g}",
        "network.dns-slow": lambda: f"{number(side.name, 'ms'):g} ms",
        "network.slow": lambda: f"{middle_ms(side.connect):g} ms",
        "network.certificate": lambda: (side.tls.get("not_after") or "")[:10] if side.tls else "",
    }
    return told.get(fault, lambda: "" if fault.startswith("network.no-") else seen.host)()


def _of_lan(profile: Profile, seen: Seen) -> tuple[Measurement, ...]:
    lan = seen.lan
    links, where = (lan.links, lan.gateway) if lan else ("", "")
    linked = None if lan is None or lan.linked is None else float(lan.linked)
    without_carrier = lan is not None and lan.linked is None
    return (
        _or_unknown(_held(profile, "network.link", linked, links), without_carrier, "network.no_carrier"),
        _held(
            profile,
            "network.address",
            float(len(lan.addresses)) if lan else None,
            ", ".join(lan.addresses) if lan else "",
        ),
        _held(profile, "network.gateway", float(bool(lan.gateway)) if lan else None, where),
        _held(profile, "network.link_mtu", float(lan.mtu) if lan and lan.mtu else None, links),
    )


def _of_side(profile: Profile, side: Side, seen: Seen) -> tuple[Measurement, ...]:
    gateway = seen.lan.gateway if seen.lan else ""
    connected, loss, trip = reached(side.connect), number(side.host, "loss_percent"), number(side.gateway, "avg_ms")
    deaf = loss == ALL_LOST and connected is True
    near_deaf = number(side.gateway, "loss_percent") == ALL_LOST and bool(connected)
    pingless, toolless = lacks(side.host), lacks(side.connect)
    timeless = toolless or (bool(connected) and middle_ms(side.connect) is None)
    nameless = lacks(side.name) or (found_name(side.name) is True and number(side.name, "ms") is None)
    return (
        _or_unknown(_held(profile, "network.gateway_trip", trip, gateway), near_deaf or pingless, "network.no_ping"),
        _or_unknown(_found(profile, side), lacks(side.name), "network.no_tool"),
        _or_unknown(
            _timed(profile, "network.dns_time", side.name, number(side.name, "ms"), seen.host),
            nameless,
            "network.no_tool",
        ),
        _or_unknown(_lost(profile, None if deaf else loss, seen.host), deaf or pingless, "network.no_ping"),
        _held(profile, "network.host_trip", number(side.host, "avg_ms"), seen.host),
        _or_unknown(
            _held(profile, "network.connect", None if connected is None else float(connected), seen.host),
            toolless,
            "network.no_tool",
        ),
        _or_unknown(
            _timed(profile, "network.connect_time", side.connect, middle_ms(side.connect), seen.host),
            timeless,
            "network.no_tool",
        ),
        *_of_tls(profile, side, seen.host),
        _of_mtu(profile, side, seen.host),
    )


def _found(profile: Profile, side: Side) -> Measurement:
    found = found_name(side.name)
    address = (side.name.get("address") or "") if side.name else ""
    return _held(profile, "network.dns", None if found is None else float(found), address)


def _lost(profile: Profile, loss: float | None, host: str) -> Measurement:
    return measured(profile, "network.loss", loss, Evidence.MEASURED, host, resolution=round(ALL_LOST / 6, 1))


def _of_tls(profile: Profile, side: Side, host: str) -> tuple[Measurement, ...]:
    """Not every host speaks TLS on its port, and not every terminal has a tool that could tell."""
    unknown = lacks(side.tls) or (side.tls is not None and side.tls.get("not_after") is None and _days(side) is None)
    why = "network.no_tool" if lacks(side.tls) else "network.no_tls"
    told = (
        _timed(profile, "network.tls_time", side.tls, middle_ms(side.tls), host),
        _held(profile, "network.certificate_days", _days(side), host),
        _held(profile, "network.certificate_name", number(side.tls, "name_ok"), host),
        _held(profile, "network.certificate_trust", number(side.tls, "verified"), host),
    )
    return tuple(_or_unknown(one, unknown, why) for one in told)


def _days(side: Side) -> float | None:
    return number(side.tls, "days_left")


def _of_mtu(profile: Profile, side: Side, host: str) -> Measurement:
    held = _held(profile, "network.mtu", number(side.mtu, "mtu"), host)
    error = side.mtu.get("error") if side.mtu else None
    return _or_unknown(held, error is not None, "network.no_df" if error == "no-df" else "network.no_ping")


def _of_pc(profile: Profile, seen: Seen) -> tuple[Measurement, ...]:
    if seen.pc is None:
        return ()
    told = _of_side(profile, seen.pc, seen)
    return tuple(
        replace(one, required=False, subject=f"PC: {one.subject}".rstrip(": ")) for one in told if one.value is not None
    )


def _held(profile: Profile, limit: str, value: float | None, subject: str) -> Measurement:
    return measured(profile, limit, value, Evidence.MEASURED, subject)


def _timed(profile: Profile, limit: str, facts: FactsRead | None, value: float | None, subject: str) -> Measurement:
    return measured(profile, limit, value, Evidence.MEASURED, subject, resolution=number(facts, "resolution_ms"))


def _or_unknown(one: Measurement, never: bool, why: str) -> Measurement:
    """What this terminal or this host can never tell is said so, and neither fails nor blocks; the rest stays open."""
    if one.outcome is not Outcome.NOT_JUDGED or not never:
        return one
    return replace(one, required=False, note=message(why))


# Terminal against PC


def _compared(profile: Profile, seen: Seen, faults: list[str]) -> list[Finding]:
    """What the PC's side says of the first fault: the same there, or the terminal's alone; nothing where it cannot tell."""
    if seen.pc is None or not faults:
        return []
    same = _same_there(profile, seen.pc, faults[0])
    if same is None:
        return []
    if faults[0] == "network.certificate" and not same:
        return [Finding("network.clock", (seen.terminal.tls.get("not_after") or "")[:10] if seen.terminal.tls else "")]
    return [Finding("network.everywhere" if same else "network.only-terminal", seen.host)]


_STOPPING: Final = ("network.no-link", "network.no-address", "network.no-gateway", "network.host", "network.port")


def _same_there(profile: Profile, pc: Side, fault: str) -> bool | None:
    if fault == "network.gateway" and has_host(pc) is not True:
        loss = number(pc.gateway, "loss_percent")
        return None if loss is None else loss == ALL_LOST
    if fault in _STOPPING or fault == "network.gateway":
        there = has_host(pc)
        return None if there is None else not there
    if fault == "network.dns":
        found = found_name(pc.name)
        return None if found is None else not found
    return _weak_there(profile, pc, fault)


def _weak_there(profile: Profile, pc: Side, fault: str) -> bool | None:
    value = {
        "network.loss": number(pc.host, "loss_percent"),
        "network.dns-slow": number(pc.name, "ms"),
        "network.slow": middle_ms(pc.connect),
        "network.certificate": number(pc.tls, "days_left"),
        "network.certificate-name": number(pc.tls, "name_ok"),
        "network.mtu": number(pc.mtu, "mtu"),
    }.get(fault)
    if value is None or (fault == "network.loss" and value == ALL_LOST and reached(pc.connect)):
        return None
    return fault in [code for code, wrong in _weak(profile, pc) if wrong]
