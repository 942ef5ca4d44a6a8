"""A window of the whole program, closed also where its test failed: what it left running would be blamed on later tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from gui.start import Running, make_application


@pytest.fixture
def opened() -> Iterator[Callable[..., Running]]:
    """Makes a ``Running`` of what it takes. Name the bench's fixture before this one: it is to be closed later."""
    qt = QApplication.instance() or make_application(["test"])
    with ExitStack() as stack:

        def made(*given: Any, **more: Any) -> Running:
            return stack.enter_context(closing(Running(*given, **more)))

        yield made
    assert qt is not None
