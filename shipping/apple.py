"""What only macOS wants: the bundle's Info.plist, its entitlements, and Apple's notary.

``POSBENCH_CODESIGN_IDENTITY`` names the identity that PyInstaller signs with (hardened runtime, the entitlements beside this
file); without it the bundle is signed ad hoc. ``POSBENCH_NOTARY_PROFILE`` names credentials that ``xcrun notarytool
store-credentials`` keeps in the key chain; with it the bundle is notarised and the ticket stapled.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shipping.product import BUILD, PUBLISHER, CannotShip, version

ENTITLEMENTS: Final = Path(__file__).parent / "macos" / "entitlements.plist"
OLDEST_SYSTEM: Final = "13.0"
"""Qt 6.11's wheels are made for it (``macosx_13_0`` in uv.lock)."""


def info_plist() -> dict[str, Any]:
    """What Finder and the system are told of the bundle. It opens no documents: reports are dropped on the window."""
    return {
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": f"{PUBLISHER}, Apache License 2.0",
        "NSRequiresAquaSystemAppearance": False,  # dark mode is ours to answer
    }


def notarising(environment: Mapping[str, str], bundle: Path) -> list[list[str]]:
    """The commands that have a signed bundle notarised, none where no profile is named."""
    profile = environment.get("POSBENCH_NOTARY_PROFILE")
    if not profile:
        return []
    if not environment.get("POSBENCH_CODESIGN_IDENTITY"):
        raise CannotShip(
            "POSBENCH_NOTARY_PROFILE needs POSBENCH_CODESIGN_IDENTITY: Apple notarises signed bundles only"
        )
    sent = str(BUILD / "notarise.zip")
    return [
        ["ditto", "-c", "-k", "--keepParent", str(bundle), sent],
        ["xcrun", "notarytool", "submit", sent, "--keychain-profile", profile, "--wait"],
        ["xcrun", "stapler", "staple", str(bundle)],
    ]


def notarise(environment: Mapping[str, str], bundle: Path) -> bool:
    """Have the bundle notarised where a profile is named; says whether it was."""
    commands = notarising(environment, bundle)
    for command in commands:
        subprocess.run(command, check=True)
    return bool(commands)


def zipped(bundle: Path, target: Path) -> Path:
    """The bundle as a zip that keeps its links and signature, which Python's own would not."""
    subprocess.run(["ditto", "-c", "-k", "--keepParent", str(bundle), str(target)], check=True)
    return target
