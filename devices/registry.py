"""What protocols this program knows: found by looking at the package, never listed by hand."""

from pathlib import Path

from devices.codec import CodecFactory, OwnCodes, SerialSettings
from devices.columns import OPTION, parse_columns
from devices.errors import ColumnsError, ProfileError
from devices.plugins import exports, unique
from devices.profile import Profile, load_profile


def load_codecs() -> dict[str, CodecFactory]:
    """Every codec by protocol id. Raises ``RegistryError`` for a file without CODEC, a doubled id, or an empty package."""
    return unique(exports("devices.codecs", "CODEC"), "id", "codecs")


def load_checked(path: Path, defaults: Path) -> Profile:
    """One profile, held against the protocols of this program, too. Raises ``ProfileError`` with every problem."""
    codecs = load_codecs()
    profile = load_profile(path, defaults, {name: codec.capabilities for name, codec in codecs.items()})
    codec = codecs[profile.protocol]
    if isinstance(codec, OwnCodes) and (problems := codec.option_problems(profile)):
        raise ProfileError(str(path), problems)
    try:
        parse_columns(str(profile.options.get(OPTION, "")))
    except ColumnsError as error:
        raise ProfileError(str(path), (f"options.{OPTION}: {error}",)) from error
    return profile


def line_settings(profile: Profile, codec: CodecFactory) -> SerialSettings:
    """The protocol's line settings with the model's own over them."""
    base, over = codec.serial, profile.serial
    return SerialSettings(
        over.baud or base.baud,
        over.bytesize or base.bytesize,
        over.parity or base.parity,
        over.stopbits or base.stopbits,
    )
