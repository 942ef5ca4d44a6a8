"""A simulated board that prints volts, amperes and degrees as text, twenty lines a second, asked by nobody."""

from typing import Final

from devices.profile import Profile
from devices.simulator._meter_body import MeterBody
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 9600
_EVERY_S: Final = 0.05
_STARTS_S: Final = 0.3
_ABSURD_EVERY: Final = 7


class _Board(MeterBody):
    """See ``SimulatedDevice``."""

    def __init__(self, seed: int, now: float, paced: bool) -> None:
        super().__init__(seed, now, _BAUD if paced else None)
        self._next_at = now + _STARTS_S
        self._lines = 0

    def _hear(self, data: bytes) -> None:
        """It does not listen."""

    def _run(self) -> None:
        """See ``Body``."""
        while self._next_at <= self._now:
            if self.cut_until(self._now) is None:
                self._line.send(self._text(self._next_at), self._next_at, self._now)
            self._next_at += _EVERY_S
        super()._run()

    def _waits(self) -> tuple[float | None, ...]:
        """See ``Body``."""
        return (self._next_at,)

    def _text(self, now: float) -> bytes:
        self._lines += 1
        if self._lines == 1:
            return b"Posbench board, ready\r\n"
        volts, amperes, celsius = self._volts(now), self._amperes(now), self._celsius(now)
        if self._faults.args("absurd", now) and self._lines % _ABSURD_EVERY == 0:
            volts, celsius = 4.2e6, -127.0
        degrees = "nan" if self._faults.args("no-number", now) else f"{celsius:.2f}"
        label = "<b>\u202e" if self._faults.args("hostile-text", now) else "T_C"
        if self._faults.args("bare-numbers", now):
            line = f"{volts * 1000:.0f}\t{amperes:.4f}\t{degrees}"
        else:
            line = f"U_mV:{volts * 1000:.0f},I_A:{amperes:.4f},{label}:{degrees}"
        cut = self._faults.begun("cut-lines", now)
        if cut is not None and self._lines % int(float(cut[0])) == 0:
            return line[: self._random.randrange(1, len(line))].encode()
        return line.encode() + b"\r\n"


class _PlotterDevice:
    """See ``DeviceFactory``."""

    protocol = "plotter"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Board(seed, now, paced)


DEVICE: Final = _PlotterDevice()
