"""Distinguished encoding, strictly: only the one shortest form is read, so that it can be written back the same.

Exists because the usual parsers forgive, and a forgiven byte is a byte somebody may change unnoticed.
"""

from dataclasses import dataclass
from typing import Final

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
NULL: Final = 0x05
OID: Final = 0x06
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT_0: Final = 0xA0
CONTEXT_1: Final = 0xA1


class DerError(ValueError):
    """Not in the one accepted form."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its tag, what it holds, and itself as bytes."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> tuple["Node", ...]:
        """The elements inside, in time that grows with their length, however many they are."""
        found, at = [], 0
        while at < len(self.content):
            node = first(self.content, at)
            found.append(node)
            at += len(node.raw)
        return tuple(found)

    def must(self, tag: int) -> "Node":
        """Itself, where it has this tag. Raises ``DerError``."""
        if self.tag != tag:
            raise DerError(f"tag {self.tag:#x} where {tag:#x} belongs")
        return self


def first(data: bytes, at: int = 0) -> Node:
    """The element that begins at ``at``. Raises ``DerError``."""
    left = len(data) - at
    if left < 2 or data[at] & 0x1F == 0x1F:
        raise DerError("no element")
    size, start = data[at + 1], 2
    if size & 0x80:
        digits = size & 0x7F
        if not 1 <= digits <= 4 or left < 2 + digits:
            raise DerError("bad length")
        size, start = int.from_bytes(data[at + 2 : at + 2 + digits], "big"), 2 + digits
    if left < start + size:
        raise DerError("cut short")
    node = Node(data[at], data[at + start : at + start + size], data[at : at + start + size])
    if _head(node.tag, size) != node.raw[:start]:
        raise DerError("length not in its shortest form")
    return node


def only(data: bytes, tag: int) -> Node:
    """The one element ``data`` consists of. Raises ``DerError`` where anything follows."""
    node = first(data).must(tag)
    if len(node.raw) != len(data):
        raise DerError("more than one element")
    return node


def element(tag: int, *parts: bytes) -> bytes:
    """An element of these parts, length in its shortest form."""
    content = b"".join(parts)
    return _head(tag, len(content)) + content


def _head(tag: int, size: int) -> bytes:
    if size < 0x80:
        return bytes((tag, size))
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits


def sorted_set(*parts: bytes) -> bytes:
    """A SET OF in its one accepted order."""
    return element(SET, *sorted(parts))


def integer(number: int) -> bytes:
    """A number that is not negative, in its shortest form."""
    return element(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """An object identifier."""
    numbers = [int(part) for part in dotted.split(".")]
    body = bytearray()
    for number in (numbers[0] * 40 + numbers[1], *numbers[2:]):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | (number & 0x7F))
        body.extend(reversed(groups))
    return element(OID, bytes(body))
