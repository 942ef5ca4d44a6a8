"""How sure a profile's facts are, in the reader's language: labels of profiles are data in English, and known ones have a translation.

A label that a contributor writes anew stands as it is: nothing is guessed.
"""

from typing import Final

from checks.words import Words

_KNOWN: Final = {
    "third-party source, unproven on hardware": "label.third_party",
    "vendor manuals, unproven on hardware": "label.manuals",
    "third party reports hardware tests on a PPC930": "label.tested_ppc930",
    "specification 13.08": "label.zvt",
    "specification 2.12/2.20": "label.abecs",
    "specification 2.12/2.20; real-device capture replayed": "label.abecs_replayed",
    "kernel interfaces, documented; measured on emulated hardware; no real unit seen": "label.kernel",
    "kernel interfaces, documented; adb's own client and server tried against a simulated device; "
    "no real Android terminal seen": "label.android",
    "nothing is read from the unit: all evidence is the operator's and the meter's": "label.no_link",
    "fictitious: no such terminal exists": "label.fictitious",
    "instrument reading": "label.instrument",
    "operator": "label.operator",
}


def label_id(label: str) -> str:
    """The sentence for a label; empty where there is none."""
    return _KNOWN.get(label, "")


def label_in(label: str, words: Words) -> str:
    """A label in a language, or as it is."""
    known = label_id(label)
    return words.text(known) if known else label
