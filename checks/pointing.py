"""The lane's number on a unit's own screen: which of two equal units is which, told by the unit itself. Pure."""

from typing import Final

import numpy as np

from checks.glyphs import drawn
from devices.capability import Capability
from devices.commands import Abort, Command, RestoreScreen, ShowImage, ShowText
from devices.profile import Profile
from devices.raster import DisplayGeometry, DisplayKind, Raster

_NAME: Final = "LANE"
_SHARE: Final = 0.8
"""Own: how much of the screen the number takes."""


def point_out(profile: Profile, lane: int) -> tuple[Command, ...]:
    """What makes the unit show its lane; empty where it can show nothing."""
    display = profile.display
    if display is not None and profile.can(Capability.SHOW_IMAGE) and display.kind is not DisplayKind.CHARACTER:
        return (ShowImage(_NAME, number_on(display.geometry(), lane)),)
    if profile.can(Capability.SHOW_TEXT):
        return (ShowText((f"LANE {lane}",)),)
    return ()


def put_back(profile: Profile) -> tuple[Command, ...]:
    """What takes the number away again."""
    return (RestoreScreen(),) if profile.can(Capability.SHOW_IMAGE) else (Abort(),)


def number_on(geometry: DisplayGeometry, lane: int) -> Raster:
    """The number, white on black, as large as the screen allows."""
    dots = drawn((str(lane),), len(str(lane)))[:7, :-1]
    scale = max(1, int(min(geometry.height / dots.shape[0], geometry.width / dots.shape[1]) * _SHARE))
    large = np.kron(dots, np.ones((scale, scale), np.uint8))[: geometry.height, : geometry.width]
    plane = np.zeros((geometry.height, geometry.width), np.uint8)
    top, left = (geometry.height - large.shape[0]) // 2, (geometry.width - large.shape[1]) // 2
    plane[top : top + large.shape[0], left : left + large.shape[1]] = large * np.uint8(255)
    return Raster(np.repeat(plane[:, :, None], 3, axis=2))
