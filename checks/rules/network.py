"""From the way to the host to what cures it. What the PC beside the terminal found tells terminal and LAN apart."""

from dataclasses import dataclass
from typing import Final

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Finding, message


@dataclass(frozen=True, slots=True)
class _Case:
    """A fault on the way, with its cause where only the terminal has it, where the PC has it too, and where nobody knows.

    A cause is its id, the remedy's and the confidence. ``cable``: where only the terminal has it, the cable may be it.
    """

    fault: str
    alone: tuple[str, str, float]
    everywhere: tuple[str, str, float]
    unknown: tuple[str, str, float]
    cable: bool = False
    always_cable: bool = False


_CABLE: Final = "remedy.check_network_cable"
_ROUTER: Final = "remedy.check_router"
_DNS: Final = "remedy.check_dns"
_HOST: Final = "remedy.ask_acquirer_host"
_SETTINGS: Final = "remedy.network_settings"
_CASES: Final = (
    _Case("network.no-link", ("cause.no_link", _CABLE, 0.9), ("cause.no_link", _CABLE, 0.75), ("cause.no_link", _CABLE, 0.8),
          True, True),
    _Case("network.no-address", ("cause.no_address", _SETTINGS, 0.8), ("cause.lan_down", _ROUTER, 0.8),
          ("cause.no_address", _SETTINGS, 0.55)),
    _Case("network.no-gateway", ("cause.no_route", _SETTINGS, 0.85), ("cause.lan_down", _ROUTER, 0.8),
          ("cause.no_route", _SETTINGS, 0.6)),
    _Case("network.gateway", ("cause.terminal_lan", _CABLE, 0.8), ("cause.lan_down", _ROUTER, 0.85),
          ("cause.gateway_silent", _CABLE, 0.55), True),
    _Case("network.dns", ("cause.dns_settings", _DNS, 0.85), ("cause.dns_dead", _ROUTER, 0.85),
          ("cause.dns_unknown", _DNS, 0.6)),
    _Case("network.host", ("cause.terminal_blocked", _SETTINGS, 0.8), ("cause.host_down", _HOST, 0.85),
          ("cause.host_unreachable", _HOST, 0.55), True),
    _Case("network.port", ("cause.terminal_blocked", _SETTINGS, 0.8), ("cause.host_port", _HOST, 0.8),
          ("cause.host_port", _HOST, 0.55)),
    _Case("network.loss", ("cause.terminal_loss", _CABLE, 0.8), ("cause.packet_loss", _ROUTER, 0.75),
          ("cause.packet_loss", _CABLE, 0.55), True),
    _Case("network.dns-slow", ("cause.dns_settings", _DNS, 0.65), ("cause.dns_slow", _ROUTER, 0.8),
          ("cause.dns_slow", _DNS, 0.55)),
    _Case("network.slow", ("cause.terminal_slow", _CABLE, 0.65), ("cause.host_slow", _HOST, 0.65),
          ("cause.host_slow", _HOST, 0.5), True),
    _Case("network.certificate", ("cause.clock_wrong", "remedy.set_clock", 0.85), ("cause.certificate", _HOST, 0.9),
          ("cause.certificate", _HOST, 0.7)),
    _Case("network.certificate-name", ("cause.wrong_host", _SETTINGS, 0.75), ("cause.certificate_name", _HOST, 0.85),
          ("cause.certificate_name", _HOST, 0.65)),
    _Case("network.mtu", ("cause.terminal_mtu", _SETTINGS, 0.7), ("cause.mtu_small", "remedy.check_mtu", 0.8),
          ("cause.mtu_small", "remedy.check_mtu", 0.6)),
)  # fmt: skip


def network(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """One diagnosis for each fault on the way; the PC's answer belongs to the first, the one it was asked about."""
    pc = _pc_says(evidence)
    found: dict[str, Diagnosis] = {}
    for case in _CASES:
        wrong = evidence.findings(case.fault)
        if wrong:
            diagnosis = _diagnosed(case, wrong, pc)
            found.setdefault(diagnosis.cause, diagnosis)
            pc = ()
    return tuple(found.values())


def _pc_says(evidence: Evidences) -> tuple[Finding, ...]:
    alone = evidence.findings("network.only-terminal") + evidence.findings("network.clock")
    return alone or evidence.findings("network.everywhere")


def _diagnosed(case: _Case, wrong: tuple[Finding, ...], pc: tuple[Finding, ...]) -> Diagnosis:
    alone = bool(pc) and pc[0].fault != "network.everywhere"
    cause, remedy, sure = case.alone if alone else case.everywhere if pc else case.unknown
    part = "network-cable" if case.always_cable or (case.cable and alone) else None
    steps = (message(remedy), message("remedy.retest"))
    undecided = None if pc or case.always_cable else message("decide.test_from_pc")
    return Diagnosis(cause, sure, wrong + pc, steps, (), part, ("network",), undecided)


RULES = (network,)
