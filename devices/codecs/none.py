"""No protocol: a unit that nothing can be asked. It is who the bench was told it is; everything else a person answers.

Made for the profile ``no-link``: a terminal whose console is locked, that has no data line, or that does not start. And for
``typed``: a multimeter without a line, whose readings a person types.
Says nothing on any wire, whatever it is asked; what would need a wire is refused.
"""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings
from devices.commands import Abort, Command, EndVisit, Identify, StartReading, StopListening, StopReading
from devices.errors import CommandRefused
from devices.events import Identified, UnknownFrame
from devices.profile import Profile

_NOTHING_TO_DO: Final = (Abort, EndVisit, StopListening, StartReading, StopReading)


class _Silent:
    """See ``Codec``."""

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec.send``."""
        if isinstance(command, Identify):
            return Output((Identified(()),))
        if isinstance(command, _NOTHING_TO_DO):
            return Output()
        raise CommandRefused("there is no link to this unit")

    def feed(self, data: bytes, now: float) -> Output:
        """Nobody was asked, so nothing that comes means anything."""
        return Output((UnknownFrame(len(data), "nobody was asked"),)) if data else Output()

    def tick(self, now: float) -> Output:
        """See ``Codec.tick``."""
        return Output()


class _Keeps:
    """See ``Redactor``: nothing is known of these bytes, so none is kept."""

    def feed(self, data: bytes) -> bytes:
        """See ``Redactor.feed``."""
        return b"*" * len(data)

    def flush(self) -> bytes:
        """See ``Redactor.flush``."""
        return b""


class _NoneCodec:
    """See ``CodecFactory``."""

    id = "none"
    capabilities = frozenset({Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE})
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return _Silent()

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return _Keeps(), _Keeps()


CODEC: Final = _NoneCodec()
