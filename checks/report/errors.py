"""The one exception a report can raise, so that callers show one sentence whatever failed."""

from checks.measurement import Message


class ReportError(Exception):
    """A report could not be made, signed or written. ``message`` says why, in words of the catalogues."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message.id} {dict(message.args)}")
        self.message = message
