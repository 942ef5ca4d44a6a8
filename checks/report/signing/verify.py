"""Is this the file a bench signed, byte for byte, and does a root the reader trusts vouch for that bench?

A touched file is never called intact: our own reading accounts for every byte of the file and of the signature, and
pyHanko must agree, and the page must say what the attached record says. Trusts what is passed in and nothing else;
believes the time of signing only as the bench's claim, unless somebody trusted stamped it.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from checks.measurement import Message, message
from checks.record import Record, RecordError, from_json
from checks.report import compared, handed_out
from checks.report.certified import Certified, CertifiedError, certified_from, keywords_for
from checks.report.compared import ComparedError, ComparedFacts, compared_from
from checks.report.handed_out import HandedOut, HandedOutError, handed_out_from
from checks.report.model import keywords_of
from checks.report.page_text import page_texts
from checks.report.printed import Printed, printed_facts
from checks.report.signing.certificates import common_name, fingerprint, is_technician, organisation
from checks.report.signing.contents import Contents, Kind, looks_like, prepare, read_contents
from checks.report.signing.envelope import Rejected, open_envelope
from checks.report.signing.identity import DEMONSTRATION_ORGANISATION, CertificateFacts, certificate_facts
from checks.report.signing.trust import (
    Chain,
    SigningTime,
    Trust,
    as_pem,
    distrust,
    moment,
    open_chain,
    open_stamp,
    read_trust,
    revoked_later,
    signing_time,
)
from checks.words import Words

MOST_BYTES: Final = 512 * 1024 * 1024
_CLOCKS: Final = timedelta(minutes=10)
"""A bench's clock and a stamp that are farther apart are worth a sentence."""


class Status(StrEnum):
    """The four answers."""

    INTACT_TRUSTED = "intact-trusted"
    ALTERED = "altered"
    INTACT_UNTRUSTED = "intact-untrusted"
    NOT_OURS = "not-ours"

    @property
    def exit_code(self) -> int:
        """What the command line answers: 0, 1, 3 or 4."""
        return _CODES[self]


_CODES: Final = {Status.INTACT_TRUSTED: 0, Status.ALTERED: 1, Status.INTACT_UNTRUSTED: 3, Status.NOT_OURS: 4}


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """What the attached record says, for a line on the screen."""

    id: str
    verdict: str
    maker: str
    model: str
    serial: str
    ended: str
    operator: str
    bench: str
    version: str
    demonstration: bool
    operator_simulated: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class StampFacts:
    """A time stamp: whose, when (UTC, ISO 8601), and whether a trusted root vouches for its maker."""

    maker: str
    organisation: str
    at: str
    known: bool
    fingerprint: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer. ``reasons`` say why, ``notes`` what else to know; signer and record: intact files only.

    ``printed`` holds the record's facts beside the page's, also where they differ and the file counts as altered.
    """

    status: Status
    reasons: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    signer: str = ""
    organisation: str = ""
    signed_at: str = ""
    fingerprint: str = ""
    root_fingerprint: str = ""
    chain: tuple[CertificateFacts, ...] = ()
    record: RecordSummary | None = None
    kind: Kind = Kind.REPORT
    """What the file is, or says it is where it is not intact."""
    certificate: Certified | None = None
    printed: tuple[Printed, ...] = ()
    root: bytes = b""
    """The signer's root as PEM."""
    handout: HandedOut | None = None
    comparison: ComparedFacts | None = None
    technician: bool = False
    """Signed by a person's key, else by a bench's; said by the root."""
    stamp: StampFacts | None = None
    """The time stamp; ``signed_at`` is its time where it is known, else the bench's claim."""

    @property
    def headline(self) -> Message:
        """The answer in one sentence."""
        if self.status is Status.ALTERED and self.printed:
            return message("verify.altered_page")
        told = self.status.value.replace("-", "_")
        if self.kind is not Kind.REPORT and self.status is not Status.NOT_OURS:
            return message(f"verify.{self.kind.value}.{told}")
        return message(f"verify.{told}")


def verify_pdf(
    data: bytes, trust: tuple[bytes, ...] = (), *, now: datetime | None = None, words: tuple[Words, ...] = ()
) -> Verification:
    """The strict answer for a file's bytes. ``trust``: PEM bundles (roots, revocation lists) or DER certificates.

    ``now`` lets a claimed time in the future be noticed. ``words``: languages the pages may be in; without any, only
    what has no language is compared with the record. Raises ``TrustError`` for unusable ``trust``, and what is
    no fault of the file: a missing library, a running event loop, no memory.
    Takes about a second the first time.
    """
    trusted = read_trust(trust)
    prepare()
    try:
        return _verified(data, trusted, now, words)
    except MemoryError:
        raise  # says nothing about the file
    except Rejected as rejected:
        return _refused(data, rejected.message)
    except Exception as error:  # parsers of a stranger's file may throw anything: an edge, and never an "intact"
        return _refused(data, message("verify.unreadable", detail=type(error).__name__))


def _refused(data: bytes, reason: Message) -> Verification:
    said = looks_like(data) if len(data) <= MOST_BYTES else None
    if said is not None:
        return Verification(Status.ALTERED, (reason,), kind=said)
    if not data:
        return Verification(Status.NOT_OURS, (message("verify.empty"),))
    known = (
        reason
        if reason.id == "verify.too_large"
        else message("verify.not_posbench" if b"%PDF-" in data[:1024] else "verify.not_a_pdf")
    )
    return Verification(Status.NOT_OURS, (known,))


def _verified(data: bytes, trust: Trust, now: datetime | None, words: tuple[Words, ...]) -> Verification:
    if len(data) > MOST_BYTES:
        raise Rejected(message("verify.too_large"))
    envelope = open_envelope(data)
    chain = open_chain(envelope.block, envelope.digest)
    stamp = open_stamp(envelope.block, chain)
    contents = read_contents(data, envelope, chain, stamp)
    signed = signing_time(contents.signed_at, stamp, chain, trust)
    digest = hashlib.sha256(contents.record).hexdigest()
    if contents.kind is Kind.CERTIFICATE:
        return _certificate(chain, contents, signed, digest, trust, now)
    if contents.kind is Kind.HANDOUT:
        return _handout(chain, contents, signed, digest, trust, now)
    if contents.kind is Kind.COMPARISON:
        return _comparison(chain, contents, signed, digest, trust, now)
    try:
        record = from_json(contents.record)
    except RecordError as error:
        return Verification(Status.NOT_OURS, (message("verify.record_damaged", detail=str(error)),))
    if not _agree(record, contents, digest):
        raise Rejected(message("verify.record_differs"))
    with closing(page_texts(data)) as texts:
        printed = printed_facts(record, digest, texts, words, contents.language)
    different = tuple(fact.difference() for fact in printed if fact.agrees is False)
    if different:
        return Verification(Status.ALTERED, (message("verify.page_is_another"), *different), printed=printed)
    return replace(_answer(chain, signed, record, digest, trust, now), printed=printed)


def _certificate(chain: Chain, contents: Contents, signed: SigningTime, digest: str, trust: Trust,
                 now: datetime | None) -> Verification:  # fmt: skip
    """A practice certificate: what it says must follow from the exercises attached."""
    try:
        told = certified_from(contents.record)
    except CertifiedError as error:
        raise Rejected(message("verify.certificate.damaged", detail=str(error))) from error
    if contents.keywords != ", ".join(keywords_for(told, digest)):
        raise Rejected(message("verify.certificate.differs"))
    result = told.result
    about = message(
        "verify.certificate.of",
        trainee=told.trainee,
        level_id=f"practice.level.{told.level}",
        mean=result.mean,
        least=result.least,
    )
    answer = _signed(chain, signed, trust, now)
    notes = (about, message("verify.certificate.no_report"), *answer.notes)
    return replace(answer, notes=notes, kind=Kind.CERTIFICATE, certificate=told)


def _handout(chain: Chain, contents: Contents, signed: SigningTime, digest: str, trust: Trust,
             now: datetime | None) -> Verification:  # fmt: skip
    """A merchant's hand-out: whose terminal, how it came out, and which report has the measurements."""
    try:
        told = handed_out_from(contents.record)
    except HandedOutError as error:
        raise Rejected(message("verify.handout.damaged", detail=str(error))) from error
    if contents.keywords != ", ".join(handed_out.keywords_for(told, digest)):
        raise Rejected(message("verify.handout.differs"))
    about = message(
        "verify.handout.of",
        model=told.model,
        serial=told.serial,
        verdict_id=f"verdict.{told.verdict.value}",
        day=told.ended[:10],
    )
    answer = _signed(chain, signed, trust, now, told.demonstration)
    notes = (about, message("verify.handout.no_report", id=told.inspection), *answer.notes)
    return replace(answer, notes=notes, kind=Kind.HANDOUT, handout=told)


def _comparison(chain: Chain, contents: Contents, signed: SigningTime, digest: str, trust: Trust,
                now: datetime | None) -> Verification:  # fmt: skip
    """Two inspections of one unit: which, and how each came out."""
    try:
        told = compared_from(contents.record)
    except ComparedError as error:
        raise Rejected(message("verify.comparison.damaged", detail=str(error))) from error
    if contents.keywords != ", ".join(compared.keywords_for(told, digest)):
        raise Rejected(message("verify.handout.differs"))
    facts = compared.facts_of(told)
    about = message(
        "verify.comparison.of",
        model=facts.model,
        serial=facts.serial,
        first=facts.first_ended[:10],
        first_id=f"verdict.{facts.first_verdict}",
        second=facts.second_ended[:10],
        second_id=f"verdict.{facts.second_verdict}",
    )
    answer = _signed(chain, signed, trust, now, told.demonstration)
    notes = (about, message("verify.comparison.no_report"), *answer.notes)
    return replace(answer, notes=notes, kind=Kind.COMPARISON, comparison=facts)


def _agree(record: Record, contents: Contents, digest: str) -> bool:
    """Whether the page's facts and the record are about the same thing."""
    keywords = keywords_of(record.id, digest, record.overall.verdict.value, record.demonstration)
    return contents.keywords == ", ".join(keywords)


def _answer(chain: Chain, signed: SigningTime, record: Record, digest: str, trust: Trust,
            now: datetime | None) -> Verification:  # fmt: skip
    answer = _signed(chain, signed, trust, now, record.demonstration)
    told = [message("verify.simulated_operator")] if record.operator_simulated else []
    told += [message("verify.waived", count=len(record.overall.waived))] if record.overall.waived else []
    return replace(answer, notes=(*answer.notes, *told), record=_summary(record, digest))


def _signed(
    chain: Chain, signed: SigningTime, trust: Trust, now: datetime | None, demonstration: bool = False
) -> Verification:
    """Who signed, and whether that is somebody the reader trusts."""
    reasons = distrust(chain, signed, trust, now)
    notes = [*_about_time(signed), *revoked_later(chain, signed, trust)]
    shown = demonstration or organisation(chain.leaf.subject) == DEMONSTRATION_ORGANISATION
    notes += [message("verify.demonstration")] if shown else []
    subject = chain.leaf.subject
    return Verification(
        status=Status.INTACT_UNTRUSTED if reasons else Status.INTACT_TRUSTED,
        reasons=reasons,
        notes=tuple(notes),
        signer=common_name(subject),
        technician=is_technician(chain.leaf),
        organisation=organisation(subject),
        signed_at=signed.when.isoformat(),
        fingerprint=fingerprint(chain.leaf),
        root_fingerprint=fingerprint(chain.root),
        chain=tuple(certificate_facts(certificate) for certificate in (chain.leaf, chain.root)),
        root=as_pem(chain.root),
        stamp=_stamp_facts(signed),
    )


def _about_time(signed: SigningTime) -> tuple[Message, ...]:
    """Whose word the time of signing is."""
    stamp, claimed = signed.stamp, message("verify.time_claimed", time=moment(signed.claimed))
    if stamp is None:
        return (claimed,)
    told = {"name": common_name(stamp.maker.subject), "time": moment(stamp.at)}
    if signed.known:
        apart = abs(stamp.at - signed.claimed) > _CLOCKS
        clock = (message("verify.stamp_apart", time=moment(signed.claimed)),) if apart else ()
        return (message("verify.time_stamped", **told), *clock)
    if signed.revoked is not None:
        return (claimed, message("verify.stamp_revoked", **told, revoked=moment(signed.revoked)))
    return (claimed, message("verify.stamp_unknown", **told, fingerprint=fingerprint(stamp.maker)))


def _stamp_facts(signed: SigningTime) -> StampFacts | None:
    stamp = signed.stamp
    if stamp is None:
        return None
    subject = stamp.maker.subject
    return StampFacts(
        common_name(subject),
        organisation(subject),
        stamp.at.isoformat(),
        signed.known,
        fingerprint(stamp.maker),
        common_name(stamp.path[-1].issuer),
    )


def _summary(record: Record, digest: str) -> RecordSummary:
    unit = record.unit
    return RecordSummary(
        record.id,
        record.overall.verdict.value,
        unit.maker,
        unit.model,
        unit.serial or unit.sticker_serial,
        record.ended,
        record.operator,
        record.bench.name,
        record.bench.version,
        record.demonstration,
        record.operator_simulated,
        digest,
    )
