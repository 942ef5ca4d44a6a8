"""The sending half of a simulated device: bytes wait for their time, at the line's speed, and suffer its faults."""

import random
from typing import Final

from devices.simulator.faults import FaultSet

_BITS_PER_BYTE: Final = 10
_CHUNK: Final = 16


class Line:
    """Outgoing bytes in time order. ``baud`` None sends at once. Random, but the same for the same seed."""

    def __init__(self, faults: FaultSet, seed: int, baud: int | None) -> None:
        self._faults = faults
        self._random = random.Random(f"line {seed}")
        self._byte_s = _BITS_PER_BYTE / baud if baud else 0.0
        self._due: list[tuple[float, bytes]] = []
        self._free_at = 0.0
        self._answers = 0
        self._requests = 0

    def send(self, data: bytes, at: float, now: float, answer: bool = True) -> None:
        """Put ``data`` on the line at ``at`` or when the line is free. ``answer`` marks whole packets."""
        if self._faults.args("silent", now):
            return
        if answer:
            late = self._faults.begun("late", now)
            at += float(late[0]) if late else 0.0
            data = self._spoilt(data, now)
        data = self._noisy(data, now)
        start = max(at, self._free_at)
        if not self._byte_s:
            self._due.append((start, data))
            return
        for begin in range(0, len(data), _CHUNK):
            piece = data[begin : begin + _CHUNK]
            start += len(piece) * self._byte_s
            self._due.append((start, piece))
        self._free_at = start

    def transfer_s(self, size: int) -> float:
        """How long ``size`` bytes need on the line, either way."""
        return size * self._byte_s

    def refuses(self, now: float) -> bool:
        """Whether this request meets the fault ``nak``."""
        fault = self._faults.begun("nak", now)
        self._requests += 1
        return fault is not None and self._requests % int(float(fault[0])) == 0

    def take(self, now: float) -> tuple[bytes, ...]:
        """What is due, in order."""
        self._due.sort(key=lambda entry: entry[0])
        due = tuple(data for at, data in self._due if at <= now)
        self._due = [entry for entry in self._due if entry[0] > now]
        return due

    def clear(self) -> None:
        """Nothing under way any more: power or cable are gone."""
        self._due.clear()
        self._free_at = 0.0

    @property
    def deadline(self) -> float | None:
        """When the next bytes are due."""
        return min((at for at, _ in self._due), default=None)

    def _spoilt(self, data: bytes, now: float) -> bytes:
        self._answers += 1
        crc = self._faults.begun("bad-crc", now)
        if crc is not None and self._answers % int(float(crc[0])) == 0:
            data = data[:-1] + bytes([data[-1] ^ 0x5A])
        if self._faults.args("junk", now):
            data = self._random.randbytes(self._random.randint(1, 12)) + data
        return data

    def _noisy(self, data: bytes, now: float) -> bytes:
        fault = self._faults.begun("link-noise", now)
        if fault is None:
            return data
        share = float(fault[0]) / 100
        return bytes(self._random.randrange(256) if self._random.random() < share else byte for byte in data)
