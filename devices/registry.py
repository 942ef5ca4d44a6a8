"""What protocols this program knows: found by looking at the package, never listed by hand."""

import importlib
import pkgutil

from devices.codec import CodecFactory, SerialSettings
from devices.errors import RegistryError
from devices.profile import Profile


def load_codecs() -> dict[str, CodecFactory]:
    """Every codec by protocol id. Raises ``RegistryError`` for a file without CODEC, a doubled id, or an empty package."""
    package = importlib.import_module("devices.codecs")
    found: dict[str, CodecFactory] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"devices.codecs.{info.name}")
        codec: CodecFactory | None = getattr(module, "CODEC", None)
        if codec is None:
            raise RegistryError(f"{module.__name__} exports no CODEC")
        if codec.id in found:
            raise RegistryError(f"two codecs are called {codec.id}")
        found[codec.id] = codec
    if not found:
        raise RegistryError("devices.codecs has no modules: this program was packed without them")
    return found


def line_settings(profile: Profile, codec: CodecFactory) -> SerialSettings:
    """The protocol's line settings with the model's own over them."""
    base, over = codec.serial, profile.serial
    return SerialSettings(
        over.baud or base.baud,
        over.bytesize or base.bytesize,
        over.parity or base.parity,
        over.stopbits or base.stopbits,
    )
