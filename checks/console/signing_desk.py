"""Who signs, and the verbs around signatures: verify a report; create, show, export, renew, revoke an identity."""

import argparse
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from checks.console.facts import show_json
from checks.console.operators import count_challenges
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.photo_shelf import file_recorded, pictures_of
from checks.console.terminal import PassphraseError, passphrase
from checks.console.verified import verification_facts, verification_lines
from checks.measurement import message
from checks.record import Record
from checks.report.handout import make_handout
from checks.report.publish import make_report, write_atomically
from checks.report.signing import identity
from checks.report.signing.identity import Identity
from checks.report.signing.trust import TrustError
from checks.report.signing.verify import Status, Verification, verify_pdf
from checks.words import Catalogue

_DEMONSTRATION_ROOTS = "demonstration-roots.pem"


def read_passphrase(args: argparse.Namespace, words: Catalogue, *, new: bool = False) -> bytes:
    """From the file given, or typed unseen. Raises ``Refused`` where neither is possible."""
    try:
        return passphrase(args.passphrase_file, words, new)
    except PassphraseError as error:
        raise Refused(error.text) from error


def identity_for(args: argparse.Namespace, words: Catalogue, home: Home, demonstration: bool) -> Identity:
    """Who signs: the bench, made at first use; or a throw-away identity for simulated units without a passphrase."""
    folder = home.folder("identity")
    if demonstration and not args.passphrase_file:
        return demonstration_identity(home)
    if identity.exists(folder):
        return identity.open_identity(folder, read_passphrase(args, words), now=datetime.now(UTC))
    return new_identity(folder, read_passphrase(args, words, new=True))


def new_identity(folder: Path, secret: bytes, workshop: str | None = None, bench: str | None = None) -> Identity:
    """The workshop's root and this bench's certificate. Until somebody names them, the machine's name tells them apart."""
    node = platform.node() or "unnamed"
    return identity.create(
        folder,
        secret,
        workshop=workshop or f"Posbench workshop {node}",
        bench=bench or f"Posbench bench {node}",
        now=datetime.now(UTC),
    )


def demonstration_identity(home: Home) -> Identity:
    """A throw-away identity. Only the public half of its root is kept, so that its report can be verified."""
    made = identity.demonstration(datetime.now(UTC))
    with (home.folder("identity") / _DEMONSTRATION_ROOTS).open("ab") as file:
        file.write(made.root_pem())
    return made


def demonstration_roots(home: Home) -> Path:
    """The public roots of all demonstrations on this machine."""
    return home.folder("identity") / _DEMONSTRATION_ROOTS


def publish(parts: Parts, record: Record, words: Sequence[Catalogue], who: Identity, path: Path) -> Path:
    """Render, sign, write. Raises ``ReportError`` with a sentence; nothing is lost then, the journal stays."""
    pictures = pictures_of(parts.home, record)
    pdf = make_report(record, tuple(words), who, parts.fonts(), now=datetime.now(UTC), pictures=pictures)
    write_atomically(path, pdf)
    file_recorded(parts.home, record)
    count_challenges(parts.home, record)
    return path


def hand_out(parts: Parts, record: Record, words: Catalogue, who: Identity, path: Path) -> Path:
    """Write the merchant's page about an inspection. Task thread. Raises ``ReportError`` with a sentence."""
    write_atomically(path, make_handout(record, words, who, parts.fonts(), now=datetime.now(UTC)))
    return path


def verify(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Is a report intact, and whose is it? The worst of several files decides."""
    trust = _trust(args.trust)
    try:
        found = [(path, verify_file(path, trust)) for path in args.reports]
    except TrustError as error:
        raise Refused(error.message) from error
    if args.json:
        show_json([verification_facts(path, verification, words) for path, verification in found])
    else:
        print("\n".join(line for path, v in found for line in verification_lines(path, v, words)))
    codes = [verification.status.exit_code for _, verification in found]
    return min(codes, key=(Exit.FAILED, Exit.BENCH_ERROR, Exit.NOT_DECIDED, Exit.DONE).index)


def verify_file(path: str, trust: tuple[bytes, ...]) -> Verification:
    """The verifier's answer for a file; one that cannot be read is not a report."""
    try:
        return verify_pdf(Path(path).read_bytes(), trust, now=datetime.now(UTC))
    except OSError as error:
        return Verification(Status.NOT_OURS, (message("cli.cannot_read", detail=error.strerror or ""),))


def _trust(paths: Sequence[str]) -> tuple[bytes, ...]:
    try:
        return tuple(Path(path).read_bytes() for path in paths)
    except OSError as error:
        raise Refused(message("cli.trust_file", path=str(error.filename), detail=error.strerror or "")) from error


def identities(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``identity``."""
    folder, now = parts.home.folder("identity"), datetime.now(UTC)
    if args.action == "create":
        new_identity(folder, read_passphrase(args, words, new=True), args.workshop, args.bench)
    elif args.action == "renew":
        identity.renew(folder, read_passphrase(args, words), now=now, bench=args.bench)
    elif args.action == "revoke":
        identity.revoke(folder, read_passphrase(args, words), now=now, reason=identity.Reason(args.reason))
    elif args.action == "export":
        return _export(folder, parts.home, args)
    return _show(folder, args, words)


def _export(folder: Path, home: Home, args: argparse.Namespace) -> int:
    """The public root and the list of revoked certificates as PEM. Demonstration roots where there is no other."""
    demonstration = demonstration_roots(home)
    only_demonstration = not identity.exists(folder) and demonstration.exists()
    pem = demonstration.read_bytes() if only_demonstration else identity.export(folder)
    if args.out:
        write_atomically(Path(args.out), pem)
    else:
        print(pem.decode("ascii"), end="")
    return Exit.DONE


def _show(folder: Path, args: argparse.Namespace, words: Catalogue) -> int:
    facts = identity.show(folder)
    if args.json:
        return show_json(facts)
    for role, c in (("bench", facts.bench), ("root", facts.root)):
        until = c.valid_until.strftime("%Y-%m-%d")
        print(words.text(f"identity.line.{role}", name=c.name, until=until, fingerprint=c.fingerprint))
    return Exit.DONE
