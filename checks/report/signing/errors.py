"""Why an identity cannot be used: one exception per reaction a caller can have."""

from checks.measurement import Message


class IdentityError(Exception):
    """Root of this package's exceptions. ``message`` says why, in words of the catalogues."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message.id} {dict(message.args)}")
        self.message = message


class WrongPassphrase(IdentityError):  # noqa: N818  named by the reaction it asks for
    """Ask again."""


class NoIdentity(IdentityError):  # noqa: N818  named by the reaction it asks for
    """Create one first."""


class IdentityExists(IdentityError):  # noqa: N818  named by the reaction it asks for
    """There is one already: renew it instead."""


class IdentityUnusable(IdentityError):  # noqa: N818  named by the reaction it asks for
    """Damaged, expired or revoked: the message says what to do."""
