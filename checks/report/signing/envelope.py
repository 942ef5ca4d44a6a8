"""Where the signature lies in the file: one gap, whose every byte is fixed, and everything else under the digest."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from checks.measurement import Message, message
from checks.report.signing.cms import Block, take_apart
from checks.report.signing.der import DerError, first

_MARK: Final = b"/ByteRange"
_RANGE: Final = re.compile(rb"/ByteRange \[0 ([1-9][0-9]{0,11}) ([1-9][0-9]{0,11}) ([1-9][0-9]{0,11})\]")


class Rejected(Exception):
    """The file is not what a bench signed. ``message`` says in which respect."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.message = reason


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed file's parts: ends of the gap, its block, and the digest of all the rest."""

    start: int
    end: int
    block: Block
    digest: bytes


def open_envelope(data: bytes) -> Envelope:
    """The envelope of ``data``. Raises ``Rejected`` unless one signature covers everything but its own gap."""
    start, end = gap(data)
    try:
        block = take_apart(_gap_content(data[start:end]))
    except (DerError, ValueError, IndexError) as error:
        raise Rejected(message("verify.signature_damaged")) from error
    digest = hashlib.sha256(data[:start])
    digest.update(data[end:])
    return Envelope(start, end, block, digest.digest())


def gap(data: bytes) -> tuple[int, int]:
    """First byte of the gap and first byte after it. Raises ``Rejected``.

    A unit's own text may imitate a range; only one that leads from the first byte to the last counts.
    """
    told = [tuple(int(number) for number in found.groups()) for found in _RANGE.finditer(data)]
    whole = {(start, end) for start, end, rest in told if end + rest == len(data) and _is_gap(data, start, end)}
    if len(whole) == 1:
        return whole.pop()
    if whole:
        raise Rejected(message("verify.several_signatures"))
    if told:
        raise Rejected(message("verify.not_whole_file"))
    raise Rejected(message("verify.structure" if _MARK in data else "verify.no_signature"))


def _is_gap(data: bytes, start: int, end: int) -> bool:
    return start + 2 < end and data[start : start + 1] == b"<" and data[end - 1 : end] == b">"


def _gap_content(gap_bytes: bytes) -> bytes:
    """The block in the gap: between angle brackets, lower-case hex, then zeros."""
    padded = bytes.fromhex(gap_bytes[1:-1].decode("ascii"))
    block = first(padded).raw
    if filled_gap(block, len(gap_bytes)) != gap_bytes:
        raise DerError("gap not in the one accepted form")
    return block


def filled_gap(block: bytes, length: int) -> bytes:
    """The one form of a gap of ``length`` bytes that holds ``block``. Raises ``ValueError`` where it does not fit."""
    digits = block.hex().encode("ascii")
    if len(digits) + 2 > length:
        raise ValueError("the signature does not fit its gap")
    return b"<" + digits.ljust(length - 2, b"0") + b">"


def in_one_form(data: bytes) -> bytes:
    """A freshly signed file with its gap in the one accepted form. Raises ``Rejected`` or ``ValueError``."""
    start, end = gap(data)
    block = first(bytes.fromhex(data[start + 1 : end - 1].decode("ascii"))).raw
    return data[:start] + filled_gap(block, end - start) + data[end:]
