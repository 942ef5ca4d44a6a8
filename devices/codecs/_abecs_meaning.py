"""What an ABECS answer means to the bench: pure functions from items to events. Device text is cleaned and cut.

Facts: ABECS 2.12 / 2.20. Digits a person typed are compared here and leave only their number.
"""

from collections.abc import Callable, Mapping
from typing import Final

from devices import keys
from devices.codecs import _text
from devices.codecs._abecs_wire import Answer, Items
from devices.events import (
    CardEvent,
    CardSeen,
    Channel,
    DigitsEntered,
    Event,
    Identified,
    KeyPressed,
    Quantity,
    Reading,
    ScreenText,
    Source,
)

ITEM_EVENT: Final = 0x8040
ITEM_TYPED: Final = 0x804D
ITEM_BATTERY: Final = 0x8064
ITEM_SERIAL: Final = 0x8001
NEEDED: Final = frozenset({ITEM_SERIAL, 0x8003})
"""Serial and model: without them a damaged identity is none."""
MAX_TEXT: Final = 128

_KEYS: Final = {
    "00": keys.OK,
    "02": keys.ARROW_A,
    "03": keys.ARROW_B,
    "04": keys.F1,
    "05": keys.F2,
    "06": keys.F3,
    "07": keys.F4,
    "08": keys.CLEAR,
    "13": keys.CANCEL,
}
_CARDS: Final = {
    "90": CardEvent.SWIPED,
    "91": CardEvent.REMOVED,
    "92": CardEvent.INSERTED,
    "94": CardEvent.TAPPED,
}
EVENT_CODES: Final = frozenset(code.encode("ascii") for code in (*_KEYS, *_CARDS, "93"))
"""All that a key or reader event can be; whatever else stands there is not told apart."""
_STATUS_KEYS: Final = {"004": "04", "005": "05", "006": "06", "007": "07", "008": "08", "013": "13"}


def clean(value: bytes) -> str:
    """Text of a device, cut."""
    return _text.clean(value)[:MAX_TEXT]


def masked(text: str) -> str:
    """``text`` with each digit as ``*``: a screen may echo what a person types."""
    return "".join("*" if char.isdigit() else char for char in text)


def key_event(answer: Answer) -> Event | None:
    """The key or card a CEX answer reports; None for a time-out, an error or an event without a meaning here."""
    value = answer.value(ITEM_EVENT)
    code = clean(value) if value is not None else _STATUS_KEYS.get(answer.status)
    if code is None or (value is not None and len(value) != 2):
        return None
    if code in _CARDS:
        return CardSeen(_CARDS[code])
    return None if code == "93" else KeyPressed(_KEYS.get(code), code)


def screen_text(answer: Answer) -> ScreenText:
    """What the pad says its own screen shows, two lines of 16, digits masked."""
    text = b"".join(answer.blocks)
    lines = [masked(clean(text[at : at + 16])) for at in range(0, min(len(text), 32), 16)]
    return ScreenText("\n".join(lines).strip())


def typed_digits(answer: Answer, expected: str | None) -> DigitsEntered:
    """How many digits came and whether they were ``expected``; the digits themselves end here."""
    typed = (answer.value(ITEM_TYPED) or b"").decode("iso8859-1").strip()
    if expected is None or "*" in typed:
        return DigitsEntered(len(typed), None)
    single = len(expected) == 1 and len(typed) == 1 and typed != expected and typed in keys.DIGITS
    return DigitsEntered(len(typed), typed == expected, typed if single else None)


def battery(value: bytes) -> Reading | None:
    """Charge in percent from item 8064; None where it is not a percentage."""
    if not value or value[0] > 100:
        return None
    return Reading(Channel(Quantity.CHARGE, Source.BATTERY), float(value[0]))


def _battery_text(value: bytes) -> str:
    charger = "on charger" if len(value) > 1 and value[1] & 1 else "no charger"
    return f"{value[0]} %, {charger}" if value else ""


def _key_slots(value: bytes) -> str:
    count = {digit: value.count(digit) for digit in (b"0", b"1")}
    return f"{count[b'1']} loaded, {count[b'0']} empty"


def _size(value: bytes) -> str:
    half = len(value) // 2
    if not value or len(value) % 2 or not value.isdigit():
        return clean(value)
    return f"{int(value[half:])} x {int(value[:half])}"


def _formats(value: bytes) -> str:
    names = ("PNG", "JPG", "GIF")
    return " ".join(name for name, flag in zip(names, value.decode("iso8859-1"), strict=False) if flag == "1")


_Text = Callable[[bytes], str]
IDENTITY: Final[Mapping[int, tuple[str, _Text]]] = {
    0x8001: ("serial", clean),
    0x8002: ("part_number", clean),
    0x8003: ("model", clean),
    0x8004: ("maker", clean),
    0x8005: ("capabilities", clean),
    0x8006: ("os", clean),
    0x8007: ("specification", clean),
    0x8008: ("manager", clean),
    0x8009: ("application", clean),
    0x800A: ("extension", clean),
    0x8010: ("kernel_contact", clean),
    0x8012: ("kernel_mastercard", clean),
    0x8013: ("kernel_visa", clean),
    0x8020: ("text_size", _size),
    0x8021: ("pixels", _size),
    0x8022: ("image_formats", _formats),
    0x8032: ("keys_mkwk_pin", _key_slots),
    0x8033: ("keys_mkwk_data", _key_slots),
    0x8035: ("keys_dukpt_pin", _key_slots),
    0x8036: ("keys_dukpt_data", _key_slots),
    ITEM_BATTERY: ("battery", _battery_text),
}
"""Items of the identity with their names: sizes as ``columns x rows``, key slots (TDES) as counts, never as a map."""


def identified(items: Items) -> Identified:
    """The named facts among ``items``, in the order of ``IDENTITY``; the memory stands apart from the model."""
    found = dict(items)
    facts: list[tuple[str, str]] = []
    for number, (name, text) in IDENTITY.items():
        if number not in found:
            continue
        if name == "model":
            model, _, memory = found[number].partition(b";")
            facts.append((name, clean(model)))
            facts += [("memory", clean(memory))] if memory else []
        else:
            facts.append((name, text(found[number])))
    return Identified(tuple(facts))
