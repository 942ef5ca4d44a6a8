"""From a unit's state to what header, cards and stepper show. Pure but for the words."""

from typing import Final

from checks.cures import stopping
from checks.labels import short_label
from checks.measurement import Message, Outcome, message
from checks.session import Phase, Session
from devices.lanes import NO_PORT, LaneState
from gui.console_view import sign_of, words_of
from gui.face import Face
from gui.naming import LINKS, last_six, model_of, plain, port_of
from gui.theme import OUTCOMES, Sign, sign_of_verdict
from gui.units import Unit
from gui.widgets.stepper import StepView
from gui.widgets.unit_card import CardView

GONE: Final = Sign("link-off", "unsure", "unsure_soft")
DANGER: Final = Sign("shield", "bad", "bad_soft")
CAUTION: Final = Sign("shield", "warn", "warn_soft")
_DANGERS: Final = (("seen.burnt", "burnt"), ("seen.swollen-battery", "swollen"), ("heat.battery", "hot_battery"))
"""Faults that ask for the plug before anything else, the worst first."""
BENCH: Final = Sign("error", "bench", "bench_soft")


def link_of(unit: Unit, face: Face, now: float = 0.0) -> tuple[Sign, str]:
    """The link's shape and words, at ``now`` in monotonic seconds."""
    if unit.gone:
        return GONE, face.text("window.unit.gone")
    if unit.at_the_door and unit.console is not None:
        return sign_of(unit.console, now), face.text(f"{words_of(unit.console, now)}.link")
    if unit.info.url == NO_PORT:
        return Sign("link-off", "unsure", "unsure_soft"), face.text("lane.no-cable")
    return LINKS[unit.info.state], face.text(f"lane.{unit.info.state}")


def card_of(unit: Unit, face: Face, now: float = 0.0) -> CardView:
    """A unit's card."""
    sign, words = link_of(unit, face, now)
    info, session = unit.info, unit.session
    done = unit.done and session is not None
    return CardView(
        lane=info.id,
        model=model_of(info, face.words),
        serial=last_six(serial_of(unit)) or face.text("window.unit.no_serial"),
        port=port_of(info),
        link=words,
        sign=sign,
        progress=progress_of(session) if session is not None and not done else None,
        verdict=sign_of_verdict(session.overall()) if done and session and not unit.untold else None,
    )


def serial_of(unit: Unit) -> str:
    """The device's own serial number, else what the sticker says."""
    return unit.info.serial or unit.intake.sticker_serial


def progress_of(session: Session) -> float:
    """Share of the planned checks that is done, the running one by its own progress."""
    planned = session.setup.plan.checks
    done = sum(1 for check in planned if check.id in session.results)
    step = session.progress_step
    part = step.done / step.total if step and step.total else 0.0
    return (done + min(part, 1.0)) / max(1, len(planned))


def steps_of(unit: Unit | None, reported: bool, face: Face) -> tuple[StepView, ...]:
    """Intake, the plan's checks, what is watched all along, the result, the report."""
    session = unit.session if unit else None
    begun = session is not None
    done = begun and session is not None and session.phase is Phase.DONE
    passed = OUTCOMES[Outcome.PASS]
    steps = [
        StepView(face.text("window.step.intake"), "intake", passed if begun else None, unit is not None and not begun)
    ]
    if session is not None:
        untold = unit is not None and unit.untold
        steps += [_check_step(session, check, face, untold) for check in session.planned]
    else:
        steps.append(StepView(face.text("window.step.checks"), "keypad"))
    verdict = sign_of_verdict(session.overall()) if done and session else None
    steps.append(
        StepView(face.text("window.step.result"), "result", verdict if reported else None, bool(done) and not reported)
    )
    steps.append(StepView(face.text("window.step.report"), "report", None, reported))
    return tuple(steps)


def _check_step(session: Session, check: str, face: Face, untold: bool) -> StepView:
    result = session.results.get(check)
    watched = check in {watch.id for watch in session.setup.plan.watches}
    icon = "watch" if watched and result is None and session.phase is not Phase.DONE else check
    now = session.current == check and session.phase is not Phase.DONE
    sign = (Sign(icon, "accent", "accent_soft") if untold else OUTCOMES[result.outcome]) if result else None
    return StepView(face.text(f"check.{check}"), icon, sign, now)


def safety_of(unit: Unit | None) -> tuple[Sign | None, Message | None, bool]:
    """The band that cannot scroll away. Unknown tamper behaviour counts as: it trips when opened."""
    if unit is None or unit.info.profile is None or unit.info.profile.kind != "terminal":
        return None, None, False
    session = unit.session if not unit.untold else None
    danger = endangered_by(session) if session is not None else None
    if danger is not None:
        return DANGER, message(f"window.safety.{danger}"), True
    stop = stopped_by(session) if session is not None else None
    if stop == "tamper.triggered":
        return DANGER, message("window.safety.tampered"), True
    if stop is not None:
        return DANGER, message("window.safety.stopped", fault_id=f"fault.{stop}"), True
    if session is not None and unit.done and any(d.do_not_open for d in session.diagnoses()):
        return DANGER, message("window.safety.forbidden"), True
    return CAUTION, message("window.safety.do_not_open"), False


def stopped_by(session: Session) -> str | None:
    """The fault after which the unit must not be tested on, as soon as it is found."""
    return stopping(finding for result in tuple(session.results.values()) for finding in result.findings)


def endangered_by(session: Session) -> str | None:
    """What is dangerous to whoever sits beside it, as soon as it is found: whether it is told, not judged."""
    told = {finding.fault for result in tuple(session.results.values()) for finding in result.findings}
    return next((name for fault, name in _DANGERS if fault in told), None)


def trouble_of(unit: Unit | None) -> tuple[Sign | None, Message | None]:
    """What is wrong with the bench or the link, and what happens next."""
    if unit is None:
        return None, None
    journal = unit.session.journal if unit.session is not None else None
    if journal is not None and journal.failure:
        return BENCH, message("window.trouble.journal", reason=journal.failure)
    if unit.trouble:
        return BENCH, message("window.trouble.session", reason=unit.trouble)
    session = unit.session
    if unit.at_the_door:
        return None, None
    if session is not None and session.phase is Phase.SUSPENDED:
        return BENCH, message("window.trouble.lost")
    if session is not None and not unit.done and unit.info.state is LaneState.LOST:
        return BENCH, message("window.trouble.lost")
    return None, None


def detail_of(unit: Unit, face: Face) -> str:
    """The line below the name: port, how sure the model's facts are, complaint, operator."""
    info = unit.info
    parts = [port_of(info)] if info.url != NO_PORT else []
    if info.usb is not None and unit.session is None:  # later there is no room
        parts.append(f"USB {info.usb.text}")
    if info.profile is not None:
        parts.append(plain(short_label(info.profile.evidence, face.words), 40))
    if unit.session is not None:
        parts.append(_complaint(unit.session.setup.complaint, face))
        parts.append(plain(unit.session.setup.operator, 40))
    if info.detail and info.state is not LaneState.CONNECTED and not unit.at_the_door:
        parts.append(plain(face.words.technical(info.detail), 120))
    return "  ·  ".join(part for part in parts if part)


def _complaint(said: str, face: Face) -> str:
    """One of the list in words; a response code as it was typed."""
    return plain(said, 20) if ":" in said else face.text(f"complaint.{said or 'routine'}")
