"""The address of a history as a person writes it: whether it can be one, and how it is shown without its secret. Pure."""

import re
from typing import Final

_SECRET: Final = re.compile(r"(?<=://)([^:@/]*):.*@")
_BEGUN: Final = re.compile(r"://[^:@/]*:(?!\d{0,5}/)[^@]*$")
"""A colon that may be followed by a password as well as by a port."""
_OPTION: Final = re.compile(r"(?i)([?&](?:password|sslpassword)=)[^&]*")
_SET_OPTION: Final = re.compile(r"(?i)(?<=[?&])(?:password|sslpassword)=[^&]*&?")
_FILE: Final = re.compile(r"sqlite:///(?!:)(?!file:).+")
_SERVER: Final = re.compile(r"postgresql\+psycopg://(?:[^@/\s]+@)?[^@/\s]+/[^@/\s]+")


def shown(url: str) -> str:
    """The address with its password left out, also where it is no proper address."""
    return _OPTION.sub(r"\1***", _SECRET.sub(r"\1:***@", url))


def is_secret(url: str) -> bool:
    """Whether it holds a password, or may as far as it is typed."""
    return shown(url) != url or bool(_BEGUN.search(url))


def without_secret(url: str) -> str:
    """The address as it may lie on a disk: PostgreSQL's own client finds the password in the user's password file."""
    return _SET_OPTION.sub("", _SECRET.sub(r"\1@", url))


def is_address(url: str) -> bool:
    """Whether a file or a PostgreSQL server is meant; nothing is opened."""
    return bool(_FILE.fullmatch(url) or _SERVER.fullmatch(url))
