"""A simulated SCPI bench meter. Fault ``unknown-question`` lets it decline one of the questions, or say nothing to it."""

from typing import Final

from devices.profile import Profile
from devices.simulator._meter_body import MeterBody
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 9600
_ANSWER_S: Final = 0.02
_UNDEFINED: Final = b'-113,"Undefined header"'  # SCPI-99, 21.8.9
_LONGEST: Final = 256


class _Meter(MeterBody):
    """See ``SimulatedDevice``."""

    def __init__(self, seed: int, now: float, paced: bool) -> None:
        super().__init__(seed, now, _BAUD if paced else None)
        self._held = b""

    def _hear(self, data: bytes) -> None:
        *lines, self._held = (self._held + data)[-_LONGEST:].split(b"\n")
        for line in lines:
            answer = self._answer(line.strip().upper(), self._now)
            if answer is not None and not self._line.refuses(self._now):
                self._line.send(answer + b"\n", self._now + _ANSWER_S, self._now)

    def _answer(self, request: bytes, now: float) -> bytes | None:
        for unknown in self._faults.args("unknown-question", now):
            name, _, how = unknown.partition(":")
            if name.upper().encode() in request:
                return None if how == "silent" else _UNDEFINED
        match request:
            case b"*IDN?":
                hostile = bool(self._faults.args("hostile-text", now))
                model = b"<b>\x1b" if hostile else b"BENCH METER"
                return b"POSBENCH,%s,%05d,1.0" % (model, self._serial)
            case b"MEAS:VOLT?":
                return b"%.5E" % self._volts(now)
            case b"MEAS:CURR?":
                return b"%.5E" % self._amperes(now)
            case b"MEAS:TEMP?":
                return b"%.2f" % self._celsius(now)
            case b"":
                return None
            case _:
                return _UNDEFINED


class _ScpiDevice:
    """See ``DeviceFactory``."""

    protocol = "scpi"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Meter(seed, now, paced)


DEVICE: Final = _ScpiDevice()
