"""A simulated Korad bench supply: it answers questions without a line end, now and then with a 00 behind, and is deaf if rushed."""

from typing import Final

from devices.profile import Profile
from devices.simulator._meter_body import MeterBody
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 9600
_ANSWER_S: Final = 0.01
_GAP_S: Final = 0.049
"""What comes sooner after an answer is not heard: a real one wants 50 ms."""
_ON_AND_VOLTS: Final = 0x41  # output on, constant voltage: the two bits sigrok calls reliable
_SET_VOLTS: Final = 5.10
_SET_AMPERES: Final = 2.0


class _Supply(MeterBody):
    """See ``SimulatedDevice``."""

    def __init__(self, seed: int, now: float, paced: bool) -> None:
        super().__init__(seed, now, _BAUD if paced else None)
        self._held = b""
        self._heard_at = self._free_at = now - 1.0

    def _hear(self, data: bytes) -> None:
        if self._now - self._heard_at > _GAP_S:
            self._held = b""
        self._heard_at = self._now
        if self._now < self._free_at:
            return
        self._held += data
        answer = self._answer(self._held, self._now)
        if answer is not None and not self._line.refuses(self._now):  # a supply has no NAK: it stays silent
            self._held = b""
            ends = self._now + _ANSWER_S + self._line.transfer_s(len(answer))
            self._line.send(answer, self._now + _ANSWER_S, self._now)
            self._free_at = ends + _GAP_S

    def _answer(self, request: bytes, now: float) -> bytes | None:
        end = b"\x00" if self._random.random() < 0.3 else b""
        match request:
            case b"*IDN?":
                hostile = bool(self._faults.args("hostile-text", now))
                return (b"KORAD<b>\x1b" if hostile else b"KORADKA3005PV2.0") + end
            case b"VOUT1?":
                return b"%05.2f" % self._volts(now) + end
            case b"IOUT1?":
                return b"%05.3f" % max(self._amperes(now), 0.0) + end
            case b"VSET1?":
                return b"%05.2f" % _SET_VOLTS + end
            case b"ISET1?":
                return b"%05.3f" % _SET_AMPERES + end
            case b"STATUS?":
                return bytes([_ON_AND_VOLTS])
            case _:
                return None


class _KoradDevice:
    """See ``DeviceFactory``."""

    protocol = "korad"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Supply(seed, now, paced)


DEVICE: Final = _KoradDevice()
