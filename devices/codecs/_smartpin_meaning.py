"""What a SmartPIN pad's answers mean to the bench. Pure. Text of the pad is cleaned; a layout that does not fit tells nothing."""

from collections.abc import Mapping
from typing import Final

from devices.codecs._smartpin_wire import HIDDEN, Body
from devices.events import KeyPressed
from devices.keys import CANCEL, CLEAR, DIGITS, F1, F2, F3, F4, OK, SOME_DIGIT, Key

KEYS: Final[Mapping[bytes, Key]] = {
    b"E": OK, b"C": CANCEL, b"B": CLEAR, b"*": "STAR", b"#": "HASH", b"?": "HELP", b"F1": F1, b"F2": F2, b"F3": F3, b"F4": F4,
    **{digit.encode("ascii"): digit for digit in DIGITS},
}  # fmt: skip
_KEY_BLOCK: Final = 4
_PIN_KEYS: Final = (0x01, 0x08)
"""PIN DUKPT key, PIN master key."""
_LOADED: Final = 0x01
_RECORD: Final = 17


def pressed(body: Body) -> KeyPressed | None:
    """A key; None where the answer is none."""
    if not body.good or not 2 <= len(body.data) <= 3:
        return None
    code = body.data[1:]
    if code == bytes([HIDDEN]):
        return KeyPressed(None, SOME_DIGIT)
    key = KEYS.get(code)
    if key is None:
        return KeyPressed(None, "unknown") if len(code) == 1 and code.decode("iso8859-1").isprintable() else None
    return KeyPressed(key, code.decode("ascii"))


def pin_keys(body: Body) -> str:
    """How many keys for PINs are loaded, in words; empty where the answer does not have the layout that is known."""
    if not body.good or len(body.data) < 3:
        return ""
    blocks = body.data[3:]
    if len(blocks) != int.from_bytes(body.data[1:3], "little") * _KEY_BLOCK:
        return ""
    states = [blocks[at + 3] for at in range(0, len(blocks), _KEY_BLOCK) if blocks[at] in _PIN_KEYS]
    loaded = sum(state == _LOADED for state in states)
    return f"{loaded} loaded" if states else ""


def removals(body: Body) -> str:
    """How often the pad was taken off its mount, in words; empty where the layout is not the known one."""
    if not body.good or len(body.data) < 3:
        return ""
    second = 2 + body.data[1] * _RECORD
    if second >= len(body.data) or len(body.data) != second + 1 + body.data[second] * _RECORD:
        return ""
    return f"{body.data[1]} by users, {body.data[second]} illegal"
