"""ZVT over TCP, port 20007: the bare messages, one after another. Everything else is as over a serial line.

A terminal is named as ``socket://HOST:20007``. Which of the two framings a link has is the model's choice (profile
``zvt-terminal-tcp``): nothing on the wire tells it before the first word.
"""

from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Redactor, SerialSettings
from devices.codecs._zvt_codec import ZvtCodec
from devices.codecs._zvt_redact import BenchRedactor, TerminalRedactor
from devices.codecs._zvt_wire import TcpFraming
from devices.profile import Profile


class _ZvtTcpFactory:
    """See ``CodecFactory``."""

    id = "zvt-tcp"
    capabilities = frozenset({Capability.IDENTITY, Capability.LIVE_KEYS, Capability.SHOW_TEXT, Capability.SHOW_IMAGE})
    serial = SerialSettings(9600, stopbits=2)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``."""
        return ZvtCodec(profile, TcpFraming(), profile.serial.baud or self.serial.baud)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return BenchRedactor(TcpFraming()), TerminalRedactor(TcpFraming())


CODEC: Final = _ZvtTcpFactory()
