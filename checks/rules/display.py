"""From what was seen on the screen to its cause."""

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import Finding, message


def pixels(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Dots that stay dark or bright: the panel itself."""
    found = evidence.findings("display.dark-dots") + evidence.findings("display.bright-dots")
    if not found:
        return ()
    steps = (
        message("remedy.clean_screen"),
        message("remedy.compare_dot_limits"),
        message("remedy.replace_display_authorised"),
    )
    return (Diagnosis("cause.panel_pixels", 0.9, found, steps, (), "display", ("display",), do_not_open=True),)


def cast(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """A colour that is wrong everywhere, lines, shades or a place that are wrong: the way to the panel."""
    found = tuple(
        finding
        for name in ("colour-cast", "lines", "steps-missing", "out-of-place")
        for finding in evidence.findings(f"display.{name}")
    )
    if not found:
        return ()
    steps = (message("remedy.restart_unit"), message("remedy.retest"), message("remedy.reseat_display_authorised"))
    return (Diagnosis("cause.display_flex", 0.7, found, steps, (), "display", ("display",), do_not_open=True),)


def aged(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """An old picture that shines through, or shadows beside a box: the panel itself."""
    found = evidence.findings("display.burn-in") + evidence.findings("display.shadows")
    if not found:
        return ()
    steps = (message("remedy.retest"), message("remedy.replace_display_authorised"))
    return (Diagnosis("cause.panel_aged", 0.6, found, steps, (), "display", ("display",), do_not_open=True),)


def dark(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """No picture although the unit takes it: told apart by its light, by a lamp, and by the supply."""
    nothing = evidence.findings("display.no-picture")
    for fault, tell in (("no-light", _no_light), ("no-image", _no_image), ("all-dark", _all_dark)):
        found = evidence.findings(f"display.{fault}")
        if found:
            return (tell(evidence, nothing + found + evidence.findings("display.uneven")),)
    return (_unknown_dark(evidence, nothing),) if nothing else ()


def _no_light(evidence: Evidences, found: tuple[Finding, ...]) -> Diagnosis:
    steps = (message("remedy.restart_unit"), message("remedy.replace_backlight_authorised"))
    return Diagnosis("cause.backlight_dead", 0.9, found, steps, (), "display", ("display",), do_not_open=True)


def _no_image(evidence: Evidences, found: tuple[Finding, ...]) -> Diagnosis:
    steps = (
        message("remedy.restart_unit"),
        message("remedy.reseat_display_authorised"),
        message("remedy.replace_display_authorised"),
    )
    decide = message("decide.reseat_first")
    return Diagnosis("cause.panel_dead", 0.8, found, steps, (), "display", ("display",), decide, do_not_open=True)


def _all_dark(evidence: Evidences, found: tuple[Finding, ...]) -> Diagnosis:
    """The unit carried the command out, so its processor runs: without a weak supply it is the way to the screen."""
    weak = _weak(evidence)
    steps = (
        message("remedy.check_supply"),
        message("remedy.reseat_display_authorised"),
        message("remedy.replace_mainboard_authorised"),
    )
    decide = message("decide.known_good_display")
    sure = 0.5 if weak else 0.7
    return Diagnosis(
        "cause.display_board",
        sure,
        found + weak,
        steps,
        (),
        "mainboard",
        ("display", "supply"),
        decide,
        do_not_open=True,
    )


def _unknown_dark(evidence: Evidences, found: tuple[Finding, ...]) -> Diagnosis:
    weak = _weak(evidence)
    steps = (
        message("remedy.shine_light"),
        message("remedy.check_supply"),
        message("remedy.replace_display_authorised"),
    )
    sure = 0.5 if weak else 0.75
    decide = message("decide.backlight")
    retest = ("display", "supply")
    return Diagnosis("cause.no_picture", sure, found + weak, steps, (), "display", retest, decide, do_not_open=True)


def _weak(evidence: Evidences) -> tuple[Finding, ...]:
    return evidence.findings("supply.sag") + evidence.findings("supply.low")


def uneven(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Uneven light: backlight ageing or pressure on the panel. Where there is no picture or no light, that explains it."""
    found = evidence.findings("display.uneven")
    if not found or any(evidence.findings(f"display.{name}") for name in ("no-light", "no-image", "all-dark")):
        return ()
    steps = (message("remedy.check_case_pressure"), message("remedy.replace_display_authorised"))
    return (Diagnosis("cause.backlight", 0.7, found, steps, (), "display", ("display",), do_not_open=True),)


def refused(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """The unit does not take pictures at all."""
    found = evidence.findings("display.rejected")
    if not found:
        return ()
    steps = (message("remedy.restart_unit"), message("remedy.retest"))
    return (Diagnosis("cause.display_rejected", 0.4, found, steps, (), None, ("display",), message("decide.firmware")),)


RULES = (pixels, cast, aged, dark, uneven, refused)
