"""A simulated UM24C, UM25C or UM34C: 130 bytes for each F0, and nothing for anything else."""

import struct
from typing import Final

from devices.codecs.um import END, MODELS, REQUEST, SIZE, Model, xor_of
from devices.profile import Profile
from devices.simulator._meter_body import MeterBody
from devices.simulator.device import SimulatedDevice

_ANSWER_S: Final = 0.15
"""Over Bluetooth a real one gives two to five answers a second."""
_FASTEST_S: Final = 0.2


class _Meter(MeterBody):
    """See ``SimulatedDevice``."""

    def __init__(self, model: Model, seed: int, now: float) -> None:
        super().__init__(seed, now, None)
        self._model = model
        self._free_at = now

    def _hear(self, data: bytes) -> None:
        for byte in data:
            if byte == REQUEST[0] and not self._line.refuses(self._now):
                self._free_at = max(self._free_at + _FASTEST_S, self._now + _ANSWER_S)
                self._line.send(self._answer(self._now), self._free_at, self._now)

    def _answer(self, now: float) -> bytes:
        model, volts, amperes = self._model, self._volts(now), max(self._amperes(now), 0.0)
        celsius = round(self._celsius(now))
        head = model.number + struct.pack(
            ">HHIHH",
            round(volts / model.volt),
            round(amperes / model.ampere),
            round(volts * amperes * 1000),
            celsius,
            round(celsius * 1.8 + 32),
        )
        frame = bytearray(head.ljust(SIZE - 2, b"\x00") + END)
        frame[96:100] = struct.pack(">HH", 281, 280)
        frame[122:126] = struct.pack(">I", round(volts / max(amperes, 1e-3) * 10))
        if model.xor_end:
            frame[-1] = xor_of(bytes(frame))
        return bytes(frame)


class _UmDevice:
    """See ``DeviceFactory``."""

    protocol = "um"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        model = next((m for m in MODELS if m.name == profile.model), MODELS[0])
        return _Meter(model, seed, now)


DEVICE: Final = _UmDevice()
