"""Verifone VIPA as a codec: function keys, text, identity. Digits are never asked for. See ``_apdu_unit``."""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs import _apdu_wire as wire
from devices.codecs._apdu_unit import ApduConversation, Dialect
from devices.codecs._frames import FrameRedactor
from devices.profile import Profile

_DIALECT: Final = Dialect(wire.KEYS_ON[1], has_battery=False)


class _VipaFactory:
    """See ``CodecFactory``. RTS is on whenever pySerial opens a port."""

    id = "vipa"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.SHOW_TEXT})
    serial = SerialSettings(57600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return ApduConversation(_DIALECT, profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return FrameRedactor(wire.cut, wire.kept_of_bench), FrameRedactor(wire.cut, wire.kept_of_unit)


CODEC: Final = _VipaFactory()
