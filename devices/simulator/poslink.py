"""A simulated PAX terminal that answers POSLink's ``A00`` and NAKs everything else. All facts but their places are invented."""

from typing import Final

from devices.codecs import _poslink_wire as wire
from devices.codecs._frames import xor
from devices.codecs._poslink_wire import END, START, Message
from devices.profile import Profile
from devices.simulator._talker import HOSTILE, Talker
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 9600
_ANSWER_S: Final = 0.2


def _framed(text: bytes) -> bytes:
    body = text + bytes([END])
    return bytes([START]) + body + bytes([xor(body)])


class _Terminal(Talker[Message]):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None) -> None:
        super().__init__(profile, seed, now, baud, wire.cut)
        self._serial = f"{self.random.randrange(10**8):08d}"

    def answer(self, raw: bytes, frame: Message) -> None:
        """See ``Talker``."""
        if frame.control == "ACK":
            self.say(b"\x04", answer=False)
        elif frame.fields[:1] == (wire.INITIALIZE.encode("ascii"),):
            self.say(b"\x06", raw, answer=False)
            model = HOSTILE if self.on("hostile-text") else "SIM-S300"
            facts = (
                "0",
                wire.ANSWER,
                wire.VERSION,
                "000000",
                "OK",
                self._serial,
                model,
                "SIM 1.0",
                "00:00:5E:00:53:01",
            )
            more = ("8", "21", "0", "0", "POSBENCH-SIM")
            text = wire.SEPARATOR.join(fact.encode("utf-8") for fact in (*facts, *more))
            self.say(_framed(text), raw, _ANSWER_S)
        elif not frame.control:
            self.say(b"\x15", raw, answer=False)

    def refused(self, raw: bytes, frame: Message) -> None:
        """See ``Talker``."""
        self.say(b"\x15", raw, answer=False)


class _PoslinkDevice:
    """See ``DeviceFactory``."""

    protocol = "poslink"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Terminal(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)


DEVICE: Final = _PoslinkDevice()
