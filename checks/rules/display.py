"""From what was seen on the screen to its cause."""

from checks.diagnosis import Diagnosis, Evidences
from checks.measurement import message


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
    """A colour that is wrong everywhere, or lines: the way to the panel rather than the panel."""
    found = evidence.findings("display.colour-cast") + evidence.findings("display.lines")
    if not found:
        return ()
    steps = (message("remedy.restart_unit"), message("remedy.retest"), message("remedy.reseat_display_authorised"))
    return (Diagnosis("cause.display_flex", 0.7, found, steps, (), "display", ("display",), do_not_open=True),)


def dark(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """No picture although the unit takes it: backlight, panel or their supply."""
    found = evidence.findings("display.no-picture")
    if not found:
        return ()
    weak = evidence.findings("supply.sag") + evidence.findings("supply.low")
    steps = (
        message("remedy.shine_light"),
        message("remedy.check_supply"),
        message("remedy.replace_display_authorised"),
    )
    sure = 0.5 if weak else 0.75
    decide = message("decide.backlight")
    return (
        Diagnosis(
            "cause.no_picture",
            sure,
            found + weak,
            steps,
            (),
            "display",
            ("display", "supply"),
            decide,
            do_not_open=True,
        ),
    )


def uneven(evidence: Evidences) -> tuple[Diagnosis, ...]:
    """Uneven light: backlight ageing or pressure on the panel."""
    found = evidence.findings("display.uneven")
    if not found:
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


RULES = (pixels, cast, dark, uneven, refused)
