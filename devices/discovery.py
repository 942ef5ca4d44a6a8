"""Which ports exist, which came and went, and which models they may be. Suggestions only: the device's own answer decides."""

from collections.abc import Iterable, Mapping

from devices.lanes import PortInfo, UsbIdentity
from devices.profile import Profile


def candidates(port: PortInfo, profiles: Mapping[str, Profile]) -> tuple[Profile, ...]:
    """Profiles whose USB identity fits the port, those that name the product first. Empty for ports without USB."""
    if port.usb is None:
        return ()
    usb = port.usb
    scored = [(_fit(profile, usb), profile) for profile in profiles.values()]
    return tuple(profile for score, profile in sorted(scored, key=lambda s: (-s[0], s[1].id)) if score)


def _fit(profile: Profile, usb: UsbIdentity) -> int:
    """2: numbers and product, 1: numbers, 0: neither."""
    best = 0
    for match in profile.usb:
        if (match.vid, match.pid) != (usb.vid, usb.pid):
            continue
        if match.product is None:
            best = max(best, 1)
        elif match.product.casefold() in usb.product.casefold():
            best = 2
    return best


def same_device(known: UsbIdentity, seen: UsbIdentity) -> bool:
    """Whether a port is the same unit come back: by USB serial where there is one, else by the socket it sits in."""
    if (known.vid, known.pid) != (seen.vid, seen.pid):
        return False
    if known.serial or seen.serial:
        return known.serial == seen.serial
    return known.location == seen.location


def find_again(known: UsbIdentity, ports: Iterable[PortInfo]) -> PortInfo | None:
    """The port behind which this device is now, whatever its name became. Its old socket goes first: makers give one
    serial number to many adapters.
    """
    same = [port for port in ports if port.usb is not None and same_device(known, port.usb)]
    return next((port for port in same if port.usb and port.usb.location == known.location), same[0] if same else None)
