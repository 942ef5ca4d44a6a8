"""The one next thing to do, as a sentence and its key. Pure: from what the session shows to what the bar says."""

from dataclasses import dataclass
from enum import StrEnum

from checks.measurement import Message, message
from checks.session import Phase, Session
from checks.steps import Question, Tone
from checks.words import Words
from devices.lanes import LaneState
from gui.console_view import Console, asking, can_ask_again, wants_log_in, words_of
from gui.naming import with_legends
from gui.ports import SigningNeed
from gui.units import Unit


class Act(StrEnum):
    """What the primary button does."""

    NONE = "none"
    DEMO = "demo"
    START = "start"
    SAVE = "save"
    SIGN = "sign"
    OPEN = "open"
    NEXT = "next"
    LOG_IN = "log-in"
    ASK_AGAIN = "ask-again"
    CONNECT = "connect"
    LEAVE = "leave"
    BEGIN_BATCH = "begin-batch"
    START_PLAIN = "start-plain"
    FILE = "file"
    REPAIR = "repair"
    RETEST = "retest"
    PRACTISE = "practise"
    LOOK_UP = "look-up"


@dataclass(frozen=True, slots=True)
class NextAction:
    """The sentence, what to type for it (empty: nothing on this keyboard), and the button."""

    text: Message
    key: str = ""
    act: Act = Act.NONE
    button: tuple[str, str] | None = None
    """Message id and icon of the button, where the act alone does not tell."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How far the report of a unit is. ``need`` is what must be typed before it can be signed."""

    saving: bool = False
    need: SigningNeed = SigningNeed.NOTHING
    path: str = ""
    failed: str = ""
    signer: str = ""
    """The technician whose passphrase is needed; empty: the bench's."""
    can_hand_out: bool = False
    """Whether a page for the merchant can be written beside it."""
    handout: str = ""
    """Where that page is."""
    handout_failed: str = ""


def next_action(unit: Unit | None, paper: Paper, can_demo: bool, words: Words, now: float = 0.0) -> NextAction:
    """What the person should do ``now``, in monotonic seconds."""
    if unit is None:
        return NextAction(message("window.next.plug_in"), "", Act.DEMO if can_demo else Act.NONE)
    if unit.at_the_door and unit.console is not None:
        return _at_the_door(unit.console, now)
    session = unit.session
    if session is None:
        return _before(unit)
    if session.phase is Phase.DONE:
        return _after(paper)
    if session.phase is Phase.SUSPENDED:
        return NextAction(message("window.next.reconnect"))
    return _during(session, words)


def instructs(session: Session) -> bool:
    """The question only stands beside an instruction, such as *press key 5*: its words belong in the bar.

    Where one of its answers says that all is well, nothing else decides: it is a question like any other.
    """
    question, progress = session.question, session.progress_step
    if question is None or progress is None or any(choice.tone is Tone.GOOD for choice in question.choices):
        return False
    return question.text == progress.text


def answer_keys(question: Question) -> str:
    """What to type: ``1 - 3``, or a number and Enter."""
    if question.number is not None:
        return "0–9 ⏎"
    return f"1–{len(question.choices)}" if len(question.choices) > 1 else "1"


def connecting(complete: bool, typing: bool = False) -> NextAction:
    """While a person names port and model, or types what a multimeter shows."""
    if typing:
        return NextAction(
            message("window.next.type_reading"), "Enter" if complete else "", Act.CONNECT if complete else Act.NONE
        )
    if complete:
        return NextAction(message("window.next.connect"), "Enter", Act.CONNECT)
    return NextAction(message("window.next.connect_port"))


def accepting() -> NextAction:
    """While somebody says why a check is accepted nonetheless: Enter is the form's, and no report is written over it."""
    return NextAction(message("waiver.next"), "Enter")


def of_intake(unit: Unit | None, paper: Paper, has_batch: bool, pending: bool, ready: int) -> NextAction | None:
    """What comes next while returns are taken in; None where it is what it would be otherwise."""
    if unit is not None and unit.busy:
        return None
    if not has_batch:
        return NextAction(message("intake.next.begin"), "Enter", Act.BEGIN_BATCH)
    if unit is not None and unit.done:
        if paper.need is not SigningNeed.NOTHING:
            return NextAction(message(f"window.next.{paper.need}"), "Enter", Act.FILE)
        return NextAction(message("intake.next.file"), "Enter", Act.FILE)
    if pending and ready > 1:
        return NextAction(message("intake.next.which_lane"), "Alt+1\u20139")
    if pending:
        return NextAction(message("intake.next.plug"))
    if unit is not None and ready:
        return NextAction(message("intake.next.scan_ready"), "Enter", Act.START_PLAIN)
    return NextAction(message("intake.next.scan"))


def _at_the_door(console: Console, now: float) -> NextAction:
    if wants_log_in(console, now):
        return NextAction(message(f"console.{console.stage}.next"), "Enter", Act.LOG_IN)
    if can_ask_again(console, now):
        return NextAction(message(f"console.{console.stage}.next"), "Enter", Act.ASK_AGAIN)
    if asking(console, now):
        return NextAction(message("console.asking.next"))
    return NextAction(message(f"{words_of(console, now)}.next"))


def _before(unit: Unit) -> NextAction:
    if unit.info.state is LaneState.CONNECTED and unit.info.profile is not None:
        return NextAction(message("window.next.start"), "Enter", Act.START)
    return NextAction(message(f"window.next.{unit.info.state}"))


def _after(paper: Paper) -> NextAction:
    if paper.saving:
        return NextAction(message("window.next.saving"))
    if paper.need is not SigningNeed.NOTHING:
        return NextAction(message(f"window.next.{paper.need}"), "Enter", Act.SIGN)
    if paper.path:
        return NextAction(message("window.next.next_unit"), "Enter", Act.NEXT)
    return NextAction(message("window.next.save"), "Enter", Act.SAVE)


def _during(session: Session, words: Words) -> NextAction:
    question = session.question
    if question is not None and not instructs(session):
        asks = "window.next.count" if question.number is not None else "window.next.answer"
        return NextAction(message(asks), answer_keys(question))
    if session.progress_step is not None:
        return NextAction(with_legends(session.progress_step.text, session.setup.profile, words))
    return NextAction(message("window.next.wait"))
