"""ZVT over a serial line: 9600 8N2, frames with doubled 10 and a CRC, each answered 06 or 15. See ``_zvt_codec``."""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs._zvt_codec import ZvtCodec
from devices.codecs._zvt_redact import BenchRedactor, TerminalRedactor
from devices.codecs._zvt_wire import SerialFraming
from devices.profile import Profile


class _ZvtFactory:
    """See ``CodecFactory``."""

    id = "zvt"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.SHOW_TEXT, Capability.SHOW_IMAGE})
    serial = SerialSettings(9600, stopbits=2)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return ZvtCodec(profile, SerialFraming(), profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return BenchRedactor(SerialFraming()), TerminalRedactor(SerialFraming())


CODEC: Final = _ZvtFactory()
