"""What can be audited of the dependencies without a network: where each comes from, that it cannot be swapped, that it earns its line.

``make audit`` asks the advisory database (osv.dev) besides, and needs a network.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[dict[str, Any]] = [p for p in LOCK["package"] if "virtual" not in p["source"]]
TOLD = re.sub(r"[-_.]+", "-", (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower())


def named(requirements: list[Any]) -> set[str]:
    """Names as PyPI writes them (PEP 503)."""
    words = [re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0] for one in requirements if isinstance(one, str)]
    return {re.sub(r"[-_.]+", "-", word.lower()) for word in words}


def wanted() -> set[str]:
    project = PROJECT["project"]
    extras = [one for extra in project.get("optional-dependencies", {}).values() for one in extra]
    groups = [one for group in PROJECT.get("dependency-groups", {}).values() for one in group]
    return named([*project["dependencies"], *extras, *groups])


def test_every_part_comes_from_the_public_registry_and_no_byte_of_it_can_be_another() -> None:
    assert len(PACKAGES) > 20
    for package in PACKAGES:
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        assert files, package["name"]
        for file in files:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]), package["name"]
            assert file["url"].startswith("https://files.pythonhosted.org/"), file["url"]


def test_what_is_asked_for_is_locked_and_earns_its_line() -> None:
    locked = {package["name"] for package in PACKAGES}
    assert wanted() <= locked
    assert not {name for name in wanted() if name not in TOLD}
