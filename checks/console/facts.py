"""Facts as plain data for ``--json``: what people's scripts read. Names stay as they are."""

import json
from typing import Any

import msgspec

from checks.cures import parts_of
from checks.measurement import Message
from checks.record import Record
from checks.report.signing.verify import Verification
from checks.words import Words
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
        "findings": [f"{f.fault} {f.subject}".strip() for r in record.results for f in r.findings],
        "causes": [d.cause for d in record.diagnoses],
        "parts": list(parts_of(record.diagnoses)),
        "licence": record.licence.standing.value if record.licence else None,
        "disposition": msgspec.to_builtins(record.disposition),
        "report": report,
        "id": record.id,
    }


def verification_facts(path: str, found: Verification, words: Words) -> dict[str, Any]:
    """The verifier's answer, codes and sentences."""
    return {
        "file": path,
        "status": found.status.value,
        "exit": found.status.exit_code,
        "headline": words.say(found.headline),
        "reasons": [words.say(reason) for reason in found.reasons],
        "notes": [words.say(note) for note in found.notes],
        "signer": found.signer,
        "organisation": found.organisation,
        "signed_at": found.signed_at,
        "fingerprint": found.fingerprint,
        "root_fingerprint": found.root_fingerprint,
        "kind": found.kind.value,
        "record": msgspec.to_builtins(found.record),
        "certificate": msgspec.to_builtins(found.certificate),
        "handout": msgspec.to_builtins(found.handout),
    }


def verification_lines(path: str, found: Verification, words: Words) -> list[str]:
    """The same for people: the answer first, then why."""
    because: tuple[Message, ...] = (*found.reasons, *found.notes)
    who = [f"  {found.signer} ({found.organisation})"] if found.signer else []
    return [f"{path}: {words.say(found.headline)}", *who, *(f"  {words.say(sentence)}" for sentence in because)]


def stamped_facts(stamped: Stamped) -> dict[str, Any]:
    """An event with its time and its name."""
    return {"at": stamped.at, "event": type(stamped.event).__name__, **msgspec.to_builtins(stamped.event)}


def show_json(facts: Any) -> int:
    """Facts on stdout. The exit code for done, so that a verb can end with it."""
    print(json.dumps(msgspec.to_builtins(facts), ensure_ascii=False, indent=1, default=str))
    return 0
