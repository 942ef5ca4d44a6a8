"""Why an identity cannot be used: one exception per reaction a caller can have."""

from checks.measurement import Message


class IdentityError(Exception):
    """Root of this package's exceptions. ``message`` says why, in words of the catalogues."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message.id} {dict(message.args)}")
        self.message = message


class WrongPassphrase(IdentityError):
    """Ask again."""


class NoIdentity(IdentityError):
    """Create one first."""


class IdentityExists(IdentityError):
    """There is one already: renew it instead."""


class NoTechnician(IdentityError):
    """Nobody of that name signs here."""


class IdentityUnusable(IdentityError):
    """Damaged, expired or revoked: the message says what to do."""
