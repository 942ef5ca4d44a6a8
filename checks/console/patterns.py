"""The verb ``patterns``: the test pictures listed, or shown full-screen on a monitor of this PC.

For customer displays that the PC itself drives. The list needs no display; what shows pictures is given by ``app``.
"""

import argparse
from typing import Final

from checks.console.facts import show_json
from checks.console.parts import Exit, Parts
from checks.pattern import Pattern
from checks.registry import load_patterns
from checks.words import Catalogue
from devices.raster import DisplayGeometry, DisplayKind

_KINDS: Final = (DisplayKind.COLOUR, DisplayKind.GREY, DisplayKind.MONO, DisplayKind.CHARACTER)


def patterns(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The pictures in their order, with the kinds of display they suit and what can be seen wrong on each."""
    known = load_patterns().values()
    if args.json:
        return show_json([_facts(pattern) for pattern in known])
    for pattern in known:
        symptoms = ", ".join(words.text(f"choice.{symptom}") for symptom in pattern.look.symptoms)
        kinds = ", ".join(_kinds(pattern))
        print(
            f"{pattern.id}\t{words.text(f'pattern.{pattern.id}')}\t{kinds}\t{pattern.look.min_look_s:g} s\t{symptoms}"
        )
    return Exit.DONE


def _facts(pattern: Pattern) -> dict[str, object]:
    return {
        "id": pattern.id,
        "kinds": _kinds(pattern),
        "quick": pattern.quick,
        "min_look_s": pattern.look.min_look_s,
        "symptoms": [symptom.value for symptom in pattern.look.symptoms],
    }


def _kinds(pattern: Pattern) -> list[str]:
    sample = {kind: DisplayGeometry(kind, 16, 16, 16, 2) for kind in _KINDS}
    return [kind.value for kind in _KINDS if pattern.fits(sample[kind])]
