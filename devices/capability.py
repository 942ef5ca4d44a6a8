"""What a terminal can do for the bench. A profile declares it, a codec or the identity may narrow it."""

from enum import StrEnum


class Capability(StrEnum):
    """One thing the bench may ask of a terminal or a meter."""

    IDENTITY = "identity"
    LIVE_KEYS = "live-keys"  # a code for each press of a function key
    LIVE_DIGITS = "live-digits"  # a code for each press of a digit key
    KEY_RELEASE = "key-release"
    DIGIT_SWEEP = "digit-sweep"  # digits arrive together, after OK
    SHOW_TEXT = "show-text"
    SHOW_IMAGE = "show-image"
    BATTERY_LEVEL = "battery-level"
    BACKLIGHT = "backlight"  # its brightness can be set, and is put back
    SUPPLY_VOLTAGE = "supply-voltage"
    SUPPLY_CURRENT = "supply-current"
    TEMPERATURE = "temperature"
    PACKAGES = "packages"
    LOGS = "logs"
    FILES = "files"
    NETWORK = "network"
