"""The verifier's answer as plain data and as lines. Apart from the other facts: only this verb needs cryptography."""

from typing import Any

import msgspec

from checks.measurement import Message
from checks.report.plain import plain
from checks.report.printed import Printed
from checks.report.several import answer_of
from checks.report.signing.verify import Verification
from checks.words import Words


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
        "role": ("technician" if found.technician else "bench") if found.signer else "",
        "organisation": found.organisation,
        "signed_at": found.signed_at,
        "stamp": msgspec.to_builtins(found.stamp),
        "fingerprint": found.fingerprint,
        "root_fingerprint": found.root_fingerprint,
        "kind": found.kind.value,
        "answer": answer_of(found).value,
        "page": [_compared(fact) for fact in found.printed],
        "record": msgspec.to_builtins(found.record),
        "certificate": msgspec.to_builtins(found.certificate),
        "comparison": msgspec.to_builtins(found.comparison),
        "handout": msgspec.to_builtins(found.handout),
    }


def verification_lines(path: str, found: Verification, words: Words) -> list[str]:
    """The same for people: the answer first, then why. Names in a stranger's certificate are foreign text."""
    because: tuple[Message, ...] = (*found.reasons, *found.notes)
    role = words.text("verify.role.technician" if found.technician else "verify.role.bench")
    who = [f"  {role}: {plain(found.signer)} ({plain(found.organisation)})"] if found.signer else []
    return [f"{path}: {words.say(found.headline)}", *who, *(f"  {plain(words.say(sentence))}" for sentence in because)]


def _compared(fact: Printed) -> dict[str, str | bool | None]:
    """A fact of the record beside the page: ids of words as they are, for programs."""
    about = {"fact": fact.fact.value, "agrees": fact.agrees, "record": fact.says or fact.says_id}
    return about | ({"page": fact.page_id} if fact.page_id else {}) | ({"check": fact.check} if fact.check else {})
