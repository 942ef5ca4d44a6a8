"""What is imported when: the slow imports beside each other (``begin``, first of all), what no window needs to be shown later (``Late``).

The only place where the window decides that; everything else imports what it uses.
"""

import contextlib
import importlib
import threading
from typing import Any, Final

_SLOW: Final = ("numpy", "msgspec")
_FOR_REPORTS: Final = ("checks.console.signing_desk", "checks.console.inspecting")


def begin() -> None:
    """Import numpy in a thread while the caller imports Qt: a third off the time to the first graph."""
    threading.Thread(target=_load, name="early-imports", daemon=True).start()


def _load() -> None:
    for name in _SLOW:
        importlib.import_module(name)


class Late:
    """A module that is imported when something of it is asked for, or by ``warm`` once the window is there. Any thread."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)


def warm() -> None:
    """Import now what the first report needs. Task thread; a fault shows when it is used."""
    for name in _FOR_REPORTS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
