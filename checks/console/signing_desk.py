"""Who signs, and the verbs around signatures: verify a report; create, show, export, renew, revoke an identity."""

import argparse
import platform
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from checks.console.facts import show_json
from checks.console.operators import count_challenges
from checks.console.parsing import typed
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.photo_shelf import file_recorded, pictures_of
from checks.console.terminal import PassphraseError, passphrase, sentence
from checks.console.verified import verification_facts, verification_lines
from checks.measurement import Message, message
from checks.record import Record
from checks.report.compared import Compared
from checks.report.comparison import make_comparison
from checks.report.files import write_atomically
from checks.report.handout import make_handout
from checks.report.pdf import Paper
from checks.report.publish import make_report
from checks.report.several import NoReports, NoTable, answer_of, as_file, reports_in, summary, table_kind, told_of
from checks.report.signing import identity
from checks.report.signing.errors import IdentityUnusable
from checks.report.signing.identity import Identity
from checks.report.signing.token import Place
from checks.report.signing.trust import TrustError
from checks.report.signing.verify import Status, Verification, verify_pdf
from checks.report.stamps import NO_STAMPS, Stamps, trouble_with
from checks.words import Catalogue, Words

_DEMONSTRATION_ROOTS = "demonstration-roots.pem"


def read_passphrase(args: argparse.Namespace, words: Catalogue, *, new: bool = False) -> bytes:
    """From the file given, or typed unseen. Raises ``Refused`` where neither is possible."""
    try:
        return passphrase(args.passphrase_file, words, new)
    except PassphraseError as error:
        raise Refused(error.text) from error


def identity_for(args: argparse.Namespace, words: Catalogue, home: Home, demonstration: bool) -> Identity:
    """Who signs: the bench, made at first use, or a technician; or a throw-away identity for simulated units without a
    passphrase.
    """
    folder, person = home.folder("identity"), typed(args.technician)
    if demonstration and not args.passphrase_file and not person:
        return demonstration_identity(home)
    if person:
        identity.export(folder, person)  # nobody is asked for the passphrase of somebody unknown
    if identity.exists(folder):
        return identity.open_identity(folder, read_passphrase(args, words), now=datetime.now(UTC), technician=person)
    return new_identity(folder, read_passphrase(args, words, new=True))


def new_identity(folder: Path, secret: bytes, workshop: str | None = None, bench: str | None = None,
                 token: Place | None = None, root_secret: bytes | None = None) -> Identity:  # fmt: skip
    """The workshop's root and this bench's certificate. Until somebody names them, the machine's name tells them apart."""
    node = platform.node() or "unnamed"
    return identity.create(
        folder,
        secret,
        workshop=workshop or f"Posbench workshop {node}",
        bench=bench or f"Posbench bench {node}",
        now=datetime.now(UTC),
        token=token,
        root_passphrase=root_secret,
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


@dataclass(frozen=True, slots=True)
class Making:
    """How documents are made: on which paper, and where a time stamp is asked for."""

    paper: Paper = Paper.A4
    stamps: Stamps = NO_STAMPS


USUAL: Final = Making()


def making(args: argparse.Namespace, words: Catalogue) -> Making:
    """As the command line says. Raises ``Refused`` for what is no server's URL. Why a stamp is missing goes to stderr."""
    trouble = trouble_with(args.time_stamp) if args.time_stamp else None
    if trouble is not None:
        raise Refused(trouble)

    def tell(reason: Message) -> None:
        sys.stderr.write(f"{words.say(reason)} {words.text('stamp.none')}\n")

    return Making(Paper.named(args.paper), Stamps(args.time_stamp or "", tell))


def report_words(args: argparse.Namespace, words: Catalogue, parts: Parts) -> list[Catalogue]:
    """The report's languages, by default the program's."""
    return [parts.words(code) for code in args.report_lang] if args.report_lang else [words]


def publish(parts: Parts, record: Record, words: Sequence[Catalogue], who: Identity, path: Path,
            how: Making = USUAL) -> Path:  # fmt: skip
    """Render, sign, write. Raises ``ReportError`` with a sentence; nothing is lost then, the journal stays."""
    pictures = pictures_of(parts.home, record)
    pdf = make_report(record, tuple(words), who, parts.fonts(), now=datetime.now(UTC), paper=how.paper,
                      pictures=pictures, stamps=how.stamps)  # fmt: skip
    write_atomically(path, pdf)
    file_recorded(parts.home, record)
    count_challenges(parts.home, record)
    return path


def hand_out(parts: Parts, record: Record, words: Catalogue, who: Identity, path: Path,
             how: Making = USUAL) -> Path:  # fmt: skip
    """Write the merchant's page about an inspection. Task thread. Raises ``ReportError`` with a sentence."""
    now = datetime.now(UTC)
    write_atomically(path, make_handout(record, words, who, parts.fonts(), now=now, paper=how.paper, stamps=how.stamps))
    return path


def write_comparison(parts: Parts, told: Compared, words: Sequence[Catalogue], who: Identity, path: Path,
                     how: Making = USUAL) -> Path:  # fmt: skip
    """Write two inspections of one unit as one signed document. Task thread. Raises ``ReportError`` with a sentence."""
    made = make_comparison(told, tuple(words), who, parts.fonts(), now=datetime.now(UTC), paper=how.paper,
                           stamps=how.stamps)  # fmt: skip
    write_atomically(path, made)
    return path


def verify(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Are reports intact, and whose are they? The worst of several decides."""
    trust, languages = _trust(args.trust), tuple(parts.catalogues().values())
    try:
        if args.table:
            table_kind(args.table)
        paths = [str(path) for path in reports_in(Path(given) for given in args.reports)]
        found = [(path, verify_file(path, trust, languages)) for path in paths]
    except (TrustError, NoReports, NoTable) as error:
        raise Refused(error.message) from error
    if args.table:
        write_atomically(Path(args.table), as_file([told_of(p, v) for p, v in found], words, args.table))
    if args.json:
        show_json([verification_facts(path, verification, words) for path, verification in found])
    else:
        print("\n".join(line for path, v in found for line in verification_lines(path, v, words)))
        if len(found) > 1:
            print(summary(Counter(answer_of(verification) for _, verification in found), words))
    codes = [verification.status.exit_code for _, verification in found]
    return min(codes, key=(Exit.FAILED, Exit.BENCH_ERROR, Exit.NOT_DECIDED, Exit.DONE).index)


def verify_file(path: str, trust: tuple[bytes, ...], languages: tuple[Words, ...] = ()) -> Verification:
    """The verifier's answer for a file; one that cannot be read is not a report. ``languages``: its page may be in."""
    try:
        return verify_pdf(Path(path).read_bytes(), trust, now=datetime.now(UTC), words=languages)
    except OSError as error:
        return Verification(Status.NOT_OURS, (message("cli.cannot_read", detail=error.strerror or ""),))


def _trust(paths: Sequence[str]) -> tuple[bytes, ...]:
    try:
        return tuple(Path(path).read_bytes() for path in paths)
    except OSError as error:
        raise Refused(message("cli.trust_file", path=str(error.filename), detail=error.strerror or "")) from error


def identities(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The verb ``identity``."""
    folder, now, person = parts.home.folder("identity"), datetime.now(UTC), typed(args.technician)
    if args.action == "create" and person:
        token, root = _token(args.token), _root_secret(args, words, person)
        secret = read_passphrase(args, words, new=token is None)
        identity.add_technician(folder, secret, name=person, now=now, root_passphrase=root or secret, token=token)
    elif args.action == "create":
        token = _token(args.token)
        secret = read_passphrase(args, words, new=token is None)  # a PIN was given to the token before
        new_identity(folder, secret, args.workshop, args.bench, token, _root_secret(args, words))
    elif args.action == "renew":
        root = _root_secret(args, words, person)
        secret = read_passphrase(args, words)
        identity.renew(folder, secret, now=now, bench=args.bench, root_passphrase=root, technician=person)
    elif args.action == "revoke":
        secret = _root_secret(args, words) or read_passphrase(args, words)
        identity.revoke(folder, secret, now=now, reason=identity.Reason(args.reason), technician=person)
    elif args.action == "export":
        return _export(folder, parts.home, args)
    return _show(folder, args, words)


def _token(text: str | None) -> Place | None:
    try:
        return Place.named(text) if text else None
    except IdentityUnusable as error:
        raise Refused(error.message) from error


def _root_secret(args: argparse.Namespace, words: Catalogue, technician: str = "") -> bytes | None:
    """The root's own passphrase, where a file names one; for a technician, whose own is another, also typed."""
    asked = bool(technician) and (not args.passphrase_file or sys.stdin.isatty())
    if not args.root_passphrase_file and not asked:
        return None
    try:
        return passphrase(args.root_passphrase_file, words, False, prompt="cli.root_passphrase_prompt")
    except PassphraseError as error:
        raise Refused(error.text) from error


def _export(folder: Path, home: Home, args: argparse.Namespace) -> int:
    """The public root and the list of revoked certificates as PEM. Demonstration roots where there is no other."""
    demonstration = demonstration_roots(home)
    only_demonstration = not identity.exists(folder) and demonstration.exists()
    pem = demonstration.read_bytes() if only_demonstration else identity.export(folder, typed(args.technician))
    if args.out:
        write_atomically(Path(args.out), pem)
    if args.json:
        return show_json({"file": args.out or "", "pem": pem.decode("ascii")})
    if not args.out:
        print(pem.decode("ascii"), end="")
    return Exit.DONE


def _show(folder: Path, args: argparse.Namespace, words: Catalogue) -> int:
    facts = identity.show(folder)
    if args.json:
        return show_json(facts)
    people = (("technician", one) for one in facts.technicians)
    for role, c in (("bench", facts.bench), ("root", facts.root), *people):
        until = c.valid_until.strftime("%Y-%m-%d")
        print(sentence(words.text(f"identity.line.{role}", name=c.name, until=until, fingerprint=c.fingerprint)))
        if c.revoked is not None:
            print(words.text("identity.line.revoked", time=c.revoked.strftime("%Y-%m-%d")))
    if facts.token:
        print(words.text("identity.line.token", label=facts.token))
    return Exit.DONE
