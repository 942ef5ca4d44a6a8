"""Facts as plain data for ``--json``: what people's scripts read. Names stay as they are."""

import json
from typing import Any

import msgspec

from checks.cures import parts_of
from checks.record import Record, waivers_of
from devices.events import Stamped
from devices.lanes import PortInfo
from devices.profile import Profile


def port_facts(port: PortInfo, profiles: list[str]) -> dict[str, Any]:
    """A serial port and the profiles that may match."""
    return {
        "url": port.url,
        "description": port.description,
        "usb": msgspec.to_builtins(port.usb),
        "profiles": profiles,
    }


def profile_facts(profile: Profile) -> dict[str, Any]:
    """A profile as JSON."""
    names = ("id", "kind", "maker", "model", "protocol", "evidence", "name")
    capabilities = sorted(profile.capabilities)
    return {n: getattr(profile, n) for n in names} | {
        "capabilities": capabilities,
        "unobservable": list(profile.unobservable),
    }


def verdict_facts(record: Record, report: str) -> dict[str, Any]:
    """What an inspection came to."""
    return {
        "verdict": record.overall.verdict.value,
        "failed": list(record.overall.failed),
        "undecided": list(record.overall.undecided),
        "marginal": list(record.overall.marginal),
        "waived": [
            {"check": check, "by": told.by, "why": told.why, "was": told.was.value}
            for check, told in waivers_of(record)
        ],
        "findings": [f"{f.fault} {f.subject}".strip() for r in record.results for f in r.findings],
        "causes": [d.cause for d in record.diagnoses],
        "parts": list(parts_of(record.diagnoses)),
        "licence": record.licence.standing.value if record.licence else None,
        "disposition": msgspec.to_builtins(record.disposition),
        "report": report,
        "id": record.id,
    }


def stamped_facts(stamped: Stamped) -> dict[str, Any]:
    """An event with its time and its name."""
    return {"at": stamped.at, "event": type(stamped.event).__name__, **msgspec.to_builtins(stamped.event)}


def show_json(facts: Any) -> int:
    """Facts on stdout. The exit code for done, so that a verb can end with it."""
    print(json.dumps(msgspec.to_builtins(facts), ensure_ascii=False, indent=1, default=str))
    return 0
