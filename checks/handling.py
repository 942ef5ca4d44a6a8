"""What people did around an inspection: the order it belongs to, what came with the unit, what was mended. Plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handling:
    """As people wrote it down: escape it when shown."""

    work_order: str = ""
    accessories: tuple[str, ...] = ()
    """What came with the unit."""


NO_HANDLING = Handling()
