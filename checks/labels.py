"""How sure a profile's facts are, in the reader's language: labels of profiles are data in English, and known ones have a translation.

A label that a contributor writes anew stands as it is: nothing is guessed.
"""

from typing import Final

from checks.words import Words

_KNOWN: Final = {
    "third-party source, unproven on hardware": "third_party",
    "vendor manuals, unproven on hardware": "manuals",
    "third party reports hardware tests on a PPC930": "tested_ppc930",
    "specification 13.08": "zvt",
    "specification 2.12/2.20": "abecs",
    "specification 2.12/2.20; real-device capture replayed": "abecs_replayed",
    "kernel interfaces, documented; measured on emulated hardware; no real unit seen": "kernel",
    "kernel interfaces, documented; adb's own client and server tried against a simulated device; "
    "no real Android terminal seen": "android",
    "nothing is read from the unit: all evidence is the operator's and the meter's": "no_link",
    "fictitious: no such terminal exists": "fictitious",
    "instrument reading": "instrument",
    "operator": "operator",
}

_SHORT: Final = 24


def label_id(label: str) -> str:
    """The sentence for a label; empty where there is none."""
    name = _KNOWN.get(label)
    return f"label.{name}" if name is not None else ""


def label_in(label: str, words: Words) -> str:
    """A label in a language, or as it is."""
    known = label_id(label)
    return words.text(known) if known else label


def short_label(label: str, words: Words) -> str:
    """The same in two or three words, for a line that has no room; one nobody knows is cut."""
    name = _KNOWN.get(label)
    return words.text(f"label.short.{name}") if name is not None else label[:_SHORT]
