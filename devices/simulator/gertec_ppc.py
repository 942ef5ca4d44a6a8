"""A simulated Gertec pad in its own protocol: alive, who it is, text; NAK for everything else. The first command is lost.

Invented, because no source tells: times of processing, that an answer has the next code (MT04), the facts themselves.
"""

from typing import Final

from devices.codecs import _gertec_wire as wire
from devices.codecs._frames import xor
from devices.codecs._gertec_wire import END, START, Message
from devices.profile import Profile
from devices.simulator._talker import HOSTILE, Talker
from devices.simulator.device import SimulatedDevice

_BAUD: Final = 19_200
_ANSWER_S: Final = 0.15
_FIELD: Final = b"\x1f"


def _framed(code: str, data: bytes = b"") -> bytes:
    body = bytes([START, len(data) + 8]) + code.encode("ascii") + data + bytes([END])
    return body + bytes([xor(body)])


class _Pad(Talker[Message]):
    """See ``SimulatedDevice``."""

    def __init__(self, profile: Profile, seed: int, now: float, baud: int | None) -> None:
        super().__init__(profile, seed, now, baud, wire.cut)
        self._serial = f"{self.random.randrange(10**10):010d}"
        self._opened = False

    def restarted(self) -> None:
        """See ``Talker``."""
        self._opened = False

    def screen_text(self) -> str:
        """See ``SimulatedDevice``: what a tampered pad says is known."""
        return "APP Blocked" if self.on("tampered") and not self.on("no-picture") else super().screen_text()

    def answer(self, raw: bytes, frame: Message) -> None:
        """See ``Talker``."""
        if not self._opened:
            self._opened = True
            return
        if frame.code not in (wire.ALIVE, wire.WHO, wire.SHOW):
            self.say(b"\x15", raw, answer=False)
            return
        self.say(bytes([wire.ACK]), raw, answer=False)
        if frame.code == wire.WHO:
            model = HOSTILE if self.on("hostile-text") else "PPC930"
            facts = _FIELD.join(text.encode("utf-8") for text in (self._serial, model, "SIM 1.00"))
            self.say(_framed(wire.follower(wire.WHO), bytes([wire.SEPARATOR]) + facts), raw, _ANSWER_S)
        elif frame.code == wire.SHOW and frame.data[:1].isdigit():
            row = int(frame.data[:1])
            lines = [*self.lines, *[""] * wire.ROWS][: max(wire.ROWS, row)]
            lines[row - 1] = frame.data[2:].decode("ascii", "replace")
            self.lines = tuple(lines)

    def refused(self, raw: bytes, frame: Message) -> None:
        """See ``Talker``."""
        self.say(b"\x15", raw, answer=False)


class _GertecPpcDevice:
    """See ``DeviceFactory``."""

    protocol = "gertec_ppc"

    def open(self, profile: Profile, seed: int, now: float, paced: bool = False) -> SimulatedDevice:
        """See ``DeviceFactory``."""
        return _Pad(profile, seed, now, (profile.serial.baud or _BAUD) if paced else None)


DEVICE: Final = _GertecPpcDevice()
