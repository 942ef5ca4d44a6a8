"""``history compare``: two past inspections of one unit as one signed document."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from checks.console.facts import show_json
from checks.console.parts import Exit, Parts, Refused
from checks.history.pairing import NoPair, pair
from checks.report.compared import Compared, facts_of
from checks.words import Catalogue

if TYPE_CHECKING:
    from checks.history.store import History


def compare(args: argparse.Namespace, words: Catalogue, parts: Parts, opened: "History") -> int:
    """Which two is ``pair``'s decision."""
    from checks.console.signing_desk import identity_for, making, report_words, write_comparison

    how = making(args, words)
    try:
        found = pair(opened, args.serial_number, args.first, args.second)
    except NoPair as error:
        raise Refused(error.message) from error
    told = Compared(found.first, found.second, found.others)
    who = identity_for(args, words, parts.home, told.demonstration)
    write_comparison(parts, told, report_words(args, words, parts), who, Path(args.report), how)
    if args.json:
        return show_json({"report": args.report, **asdict(facts_of(told))})
    print(args.report)
    return Exit.DONE
