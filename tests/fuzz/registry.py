"""Every target there is: found by looking into ``targets``, whose files export ``TARGETS``."""

from devices.plugins import exports
from tests.fuzz.target import Target


def load_targets() -> dict[str, Target]:
    """Targets by id, in order."""
    found: dict[str, Target] = {}
    for several in exports("tests.fuzz.targets", "TARGETS"):
        for target in several:
            assert target.id not in found, f"two targets are called {target.id}"
            found[target.id] = target
    return found
