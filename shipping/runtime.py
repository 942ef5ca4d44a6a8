"""Which installed distributions belong in the program: what it depends on, never what it is developed with.

``make run`` starts the program from an environment without the development groups, so a module of theirs can be left out of
the build without asking what imports it. It also makes a build the same in a rich environment and in a bare one.
"""

import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions, packages_distributions
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from shipping.product import CannotShip, project

EXTRAS: Final = ("postgres", "token")
"""The options that the build has inside."""


def installed() -> dict[str, Distribution]:
    """Every distribution of this environment, by its canonical name. Copies that setuptools carries for itself do not count."""
    places = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    return {canonicalize_name(one.metadata["Name"]): one for one in distributions(path=places)}


def wanted() -> dict[str, Distribution]:
    """The program's dependencies and theirs, for this system."""
    known, kept = installed(), dict[str, Distribution]()
    waiting = [Requirement(line) for line in _required()]
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if name not in known:
            raise CannotShip(f"{name} is not installed: run 'uv sync --frozen --group package'")
        news = name not in kept
        kept[name] = known[name]
        if news or asked.extras:
            waiting += [one for one in _of(known[name], asked.extras) if canonicalize_name(one.name) not in kept]
    return kept


def modules_left_out() -> list[str]:
    """Top-level modules that only distributions outside ``wanted`` bring."""
    kept = set(wanted())
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if not any(canonicalize_name(owner) in kept for owner in owners)
    )


def _required() -> Iterator[str]:
    yield from project()["dependencies"]
    for extra in EXTRAS:
        yield from project()["optional-dependencies"][extra]


def _of(one: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in one.requires or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield needed
