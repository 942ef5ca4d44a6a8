"""ABECS messages from the pad's side: answers as they travel, requests taken apart. Builds no request."""

from dataclasses import dataclass

from devices.codecs._abecs_wire import END, ESCAPE, ESCAPES, MAX_BLOCK, START, parse_items, split_blocks
from devices.framing import crc16_xmodem, stuff


def packet(message: bytes) -> bytes:
    """A message of the pad as it travels."""
    crc = crc16_xmodem(message + bytes([END]))
    return bytes([START]) + stuff(message, ESCAPE, ESCAPES) + bytes([END]) + crc.to_bytes(2, "big")


def item(number: int, value: bytes) -> bytes:
    """One item of an answer."""
    return number.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value


def blocks_of(items: list[bytes]) -> bytes:
    """Items in as few blocks as hold them."""
    blocks: list[bytes] = []
    for entry in items:
        if blocks and len(blocks[-1]) + len(entry) <= MAX_BLOCK:
            blocks[-1] += entry
        else:
            blocks.append(entry)
    return b"".join(b"%03d" % len(block) + block for block in blocks)


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its blocks and the items in them; ``whole`` is False where they do not add up."""

    command: str
    items: dict[int, bytes]
    blocks: tuple[bytes, ...]
    whole: bool

    @staticmethod
    def of(message: bytes) -> "Request":
        """Whatever ``message`` says, however badly."""
        blocks, whole = split_blocks(message[3:])
        items = {number: value for block in blocks for number, value in parse_items(block) or ()}
        return Request(message[:3].decode("iso8859-1"), items, blocks, whole)
