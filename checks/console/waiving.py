"""``inspect --waive``: checks that a person accepts nonetheless, named before the inspection, decided after it."""

import argparse
from typing import TextIO

from checks.console.parsing import typed
from checks.console.parts import Refused
from checks.console.terminal import sentence
from checks.measurement import message
from checks.record import Record, waivers_of
from checks.registry import load_checks
from checks.session import Session
from checks.waiver import MOST_NAME, MOST_WHY, NO_NEED, kept
from checks.words import Words


def require_waivers(args: argparse.Namespace) -> None:
    """Said before anybody works: who and why, and only checks that there are. Raises ``Refused``."""
    named = (kept(typed(args.waived_by), MOST_NAME), kept(typed(args.waived_why), MOST_WHY))
    if bool(args.waive) != any(named) or (args.waive and not all(named)):
        raise Refused(message("cli.waive_words"))
    checks, watches = load_checks()
    known = sorted((*checks, *watches))
    for check in args.waive:
        if check not in known:
            raise Refused(message("cli.waive_unknown", check=typed(check), known=", ".join(known)))


def waive(session: Session, args: argparse.Namespace, at: float, words: Words, to: TextIO) -> None:
    """Accept what was named and did not pass. What may not be accepted is said, and the verdict is as it was."""
    for check in dict.fromkeys(args.waive):
        refused = session.concessions.grant(check, typed(args.waived_by), typed(args.waived_why), at)
        if refused is not None and refused != NO_NEED:
            why = words.say(refused)
            to.write(sentence(words.text("cli.not_waived", check_id=f"check.{check}", why=why)) + "\n")


def told_waivers(record: Record, words: Words) -> list[str]:
    """One line for each: check, by whom, why, what it came to."""
    return [
        words.text(
            "waiver.row",
            check_id=f"check.{check}",
            said=words.text("waiver.told", by=told.by, why=told.why, was_id=f"outcome.{told.was}"),
        )
        for check, told in waivers_of(record)
    ]
