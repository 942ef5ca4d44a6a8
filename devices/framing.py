"""Byte stuffing and check sums shared by wire protocols. Pure functions; knows no protocol and no message."""

import binascii
from collections.abc import Mapping
from typing import Final


def crc16_xmodem(data: bytes) -> int:
    """CRC-16 with polynomial 1021, initial 0000, not reflected, no final xor; 31C3 over ``123456789``."""
    return binascii.crc_hqx(data, 0)


def _modbus_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_MODBUS: Final = _modbus_table()


def crc16_modbus(data: bytes) -> int:
    """CRC-16 with polynomial 8005 reflected, initial FFFF, no final xor; 4B37 over ``123456789``."""
    crc = 0xFFFF
    for byte in data:
        crc = (crc >> 8) ^ _MODBUS[(crc ^ byte) & 0xFF]
    return crc


def stuff(data: bytes, escape: int, codes: Mapping[int, int]) -> bytes:
    """``data`` with each byte that has a code sent as ``escape`` and its code; ``escape`` itself must have one."""
    marker = bytes([escape])
    out = data.replace(marker, bytes([escape, codes[escape]]))
    for plain, code in codes.items():
        if plain != escape:
            out = out.replace(bytes([plain]), bytes([escape, code]))
    return out


def unstuff(data: bytes, escape: int, codes: Mapping[int, int]) -> bytes | None:
    """The reverse of ``stuff``; None where an escape is followed by no known code."""
    if escape not in data:
        return data
    plain = {code: byte for byte, code in codes.items()}
    first, *rest = data.split(bytes([escape]))
    out = bytearray(first)
    for part in rest:
        if not part or part[0] not in plain:
            return None
        out.append(plain[part[0]])
        out += part[1:]
    return bytes(out)


def _kermit_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_KERMIT: Final = _kermit_table()


def crc16_kermit(data: bytes) -> int:
    """CRC-16 with polynomial 1021 reflected, initial 0000, no final xor; 2189 over ``123456789``."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _KERMIT[(crc ^ byte) & 0xFF]
    return crc
