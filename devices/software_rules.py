"""What a profile demands of a terminal's software: versions, patch level, settings, files, programs. Data only."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class VersionRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A package or program that must be there, at least in this version (empty: any)."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    minimum: str = ""


class SettingRule(Struct, frozen=True, forbid_unknown_fields=True):
    """What a configuration file or a property must, or must not, say. ``fault`` names what is wrong otherwise.

    ``pattern`` is a regular expression. The text it is held against is looked at and forgotten: only whether it matched
    leaves the codec, so that a secret in clear is found without being kept.
    """

    id: Annotated[str, Meta(min_length=1, max_length=60)]
    kind: Literal["file", "property"]
    where: Annotated[str, Meta(min_length=1, max_length=200)]
    pattern: Annotated[str, Meta(min_length=1, max_length=200)]
    wanted: bool
    """True: it must match. False: it must not."""
    fault: Annotated[str, Meta(min_length=1, max_length=60)]
    required: bool = True
    optional: bool = False
    """A file or property that is not there counts as one that does not match, instead of as unread."""


class PatchRule(Struct, frozen=True, forbid_unknown_fields=True):
    """How old the operating system may be: at least this version, patched at least on this day. Empty: any."""

    os_minimum: str = ""
    security_minimum: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    """A date such as Android's ``ro.build.version.security_patch`` has."""


class FileRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A file compared with the known-good unit's by its digest. Lines that ``ignore`` matches are left out of it:

    those that differ from unit to unit, such as merchant and terminal number, and any with a secret.
    """

    where: Annotated[str, Meta(min_length=1, max_length=200)]
    ignore: Annotated[str, Meta(max_length=200)] = ""


class ProgramRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A program that must run, or must not. ``pattern``: a regular expression over its name, without its arguments."""

    id: Annotated[str, Meta(min_length=1, max_length=60)]
    pattern: Annotated[str, Meta(min_length=1, max_length=200)]
    wanted: bool
    fault: Annotated[str, Meta(min_length=1, max_length=60)]
    required: bool = True


class SecurityRule(Struct, frozen=True, forbid_unknown_fields=True):
    """What the unit itself says of its protection: a file, a property, or items of its identity (names separated by commas).

    ``pattern`` is a regular expression over the text, of identity items over their values joined by `` / ``. As with a
    setting only whether it matched is kept. Two rules of one id must both be kept.
    """

    id: Literal["tamper", "pin-key", "working-key", "offline-code", "clock"]
    kind: Literal["file", "property", "identity"]
    where: Annotated[str, Meta(min_length=1, max_length=200)]
    pattern: Annotated[str, Meta(min_length=1, max_length=200)]
    wanted: bool
    """True: it must match. False: it must not."""
