"""Miura MPI as a codec: function keys by name, digits as *some digit*, text, battery, identity. See ``_apdu_unit``."""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _apdu_wire as wire
from devices.codecs._apdu_unit import ApduConversation, Dialect
from devices.codecs._frames import FrameRedactor
from devices.profile import Profile

_DIALECT: Final = Dialect(wire.KEYS_ON[0], has_battery=True)


class _MpiFactory:
    """See ``CodecFactory``. The speed is no fact: over USB the number does not matter."""

    id = "mpi"
    capabilities = frozenset(
        {Capability.IDENTITY, Capability.LIVE_KEYS, Capability.SHOW_TEXT, Capability.BATTERY_LEVEL}
    )
    serial = SerialSettings(115200)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return ApduConversation(_DIALECT, profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return FrameRedactor(wire.cut, wire.kept_of_bench), FrameRedactor(wire.cut, wire.kept_of_unit)


CODEC: Final = _MpiFactory()
