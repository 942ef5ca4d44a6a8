"""The instrument of an inspection without a window: which model it is. Named by a person, or known of a simulator; never tried out."""

import argparse
from typing import Final

from checks.console.connecting import profile_id, simulated_at
from checks.console.parsing import typed
from checks.console.parts import Parts, Refused
from checks.measurement import message
from checks.typed_readings import PROFILE, RANGES, parse_reading
from devices.columns import OPTION, InstrumentChoice, parse_columns
from devices.errors import ColumnsError
from devices.events import ReadingTyped
from devices.lanes import NO_PORT

USUAL: Final = "tc66c"
"""What a meter without a name is taken for, since there were no others: its question is five letters, which set nothing."""


def meter_url(args: argparse.Namespace) -> str | None:
    """Where the meter is; nowhere for one that a person reads. Raises ``Refused`` where nobody says what it reads."""
    if _read_by_hand(args) and not args.reading:
        raise Refused(message("cli.reading_needed"))
    return NO_PORT if _read_by_hand(args) else args.meter


def typed_readings(args: argparse.Namespace) -> tuple[ReadingTyped, ...]:
    """What was read off a multimeter. Raises ``Refused`` for what is no reading, or cannot be."""
    found = []
    for text in args.reading:
        reading = parse_reading(typed(text))
        if reading is None:
            known = ", ".join(f"{channel.id} {low:g}..{high:g}" for channel, (low, high) in RANGES.items())
            raise Refused(message("cli.bad_reading", text=typed(text), known=known))
        found.append(reading)
    return tuple(found)


def _read_by_hand(args: argparse.Namespace) -> bool:
    return PROFILE in (args.meter, args.meter_profile) or (not args.meter and bool(args.reading))


def meter_profile(args: argparse.Namespace, parts: Parts) -> str:
    """The profile of ``--meter``. Raises ``Refused`` for one that is no meter's."""
    if _read_by_hand(args):
        return PROFILE
    named = profile_id(args.meter_profile, parts) or _simulated(args.meter, parts)
    if named is None:
        return USUAL
    known = parts.profiles()
    if known[named].kind != "meter":
        meters = ", ".join(sorted(p.id for p in known.values() if p.kind == "meter"))
        raise Refused(message("cli.no_meter_profile", profile=named, known=meters))
    return named


def instrument(args: argparse.Namespace, metered: str, parts: Parts) -> InstrumentChoice:
    """What is said of the very instrument. Raises ``Refused`` for columns or a speed that cannot be."""
    boards = sorted(p.id for p in parts.profiles().values() if OPTION in p.options)
    if args.meter_columns and metered not in boards:
        raise Refused(message("cli.no_columns", profile=metered, known=", ".join(boards)))
    if args.meter_baud is not None and not 300 <= args.meter_baud <= 4_000_000:
        raise Refused(message("cli.bad_baud", baud=args.meter_baud))
    choice = InstrumentChoice(typed(args.meter_columns), args.meter_baud)
    try:
        parse_columns(choice.columns)
    except ColumnsError as error:
        raise Refused(message("cli.bad_columns", entry=error.entry, problem=error.problem)) from error
    return choice


def _simulated(url: str | None, parts: Parts) -> str | None:
    with simulated_at(url, parts) as control:
        return profile_id(control.profile, parts) if control is not None else None
