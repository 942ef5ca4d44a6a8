"""What the live panel knows of the graph before pyqtgraph is imported: the data it draws and what it can do."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from devices.events import Channel
from devices.profile import Limit
from devices.telemetry import Series


@dataclass(frozen=True, slots=True)
class Traces:
    """What to draw. ``zero`` is the monotonic time of 0:00; ``moments`` are presses as (time, key or nothing for a digit)."""

    series: tuple[tuple[Channel, Series], ...]
    zero: float
    limits: dict[str, Limit]
    moments: tuple[tuple[float, str], ...] = ()


class GraphPort(Protocol):
    """The graph as the live panel uses it."""

    def widget(self) -> QWidget:
        """What is put into the panel."""
        ...

    def following_signal(self) -> SignalInstance:
        """Says whether the newest minute is kept in view."""
        ...

    def show_traces(self, traces: Traces | None, end: float) -> None:
        """Draw these from now on."""
        ...

    def follow(self, on: bool = True) -> None:
        """Keep the newest minute in view, or stop moving."""
        ...

    def span(self, start: float, end: float) -> None:
        """Look at a stretch of time, in seconds after zero."""
        ...

    def close_down(self) -> None:
        """Stop redrawing."""
        ...
