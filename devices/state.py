"""What is known of a unit right now: one reducer from events, read by live map, checks and report alike."""

from dataclasses import dataclass, field, replace

from devices.capability import Capability
from devices.commands import ListenKeys
from devices.events import (
    CapabilitiesFound,
    CardSeen,
    Channel,
    CommandDone,
    CommandFailed,
    ConsoleMessage,
    ConsoleState,
    DigitsEntered,
    DigitsNotEntered,
    Event,
    FactsRead,
    FactSubject,
    Identified,
    KeyGap,
    KeyHeld,
    KeyPressed,
    KeyReleased,
    KeysLost,
    LinkLost,
    Reading,
    ReadingTyped,
    Restored,
    ScreenFound,
    ScreenText,
    Sensor,
    SensorsFound,
    Stamped,
    UnknownFrame,
)
from devices.keys import Key


@dataclass(frozen=True, slots=True)
class KeyState:
    """One key's life on the bench. Times are monotonic seconds."""

    presses: int = 0
    down: bool = False
    last_at: float | None = None


@dataclass(frozen=True, slots=True)
class TerminalState:
    """A snapshot; never changed, only replaced by ``apply``."""

    linked: bool = True
    identity: Identified | None = None
    keys: dict[Key, KeyState] = field(default_factory=dict)
    unknown_codes: dict[str, int] = field(default_factory=dict)
    screen_text: str = ""
    latest: dict[Channel, tuple[float, float]] = field(default_factory=dict)
    """Per channel the last value and its time."""
    typed: dict[Channel, float] = field(default_factory=dict)
    """What a person typed last of each channel."""
    damaged_frames: int = 0
    losses: int = 0
    deaf: bool = False
    """It was asked to report keys and did not take it: a press that does not come says nothing of the key."""
    key_gap_s: float | None = None
    """Longest time in which presses could not be reported, for whatever reason."""
    blind_after: dict[float, float] = field(default_factory=dict)
    """By the moment of a press, for how long after it none could be reported; not told of a press that no such time followed."""
    pressed_at: float | None = None
    """The last press of any key, until it is told how long nothing could be reported after it."""
    capabilities: frozenset[Capability] | None = None
    """What this very unit can do, where it was looked at; None: as its profile says."""
    screen: ScreenFound | None = None
    """The screen it really has, where it told."""
    sensors: tuple[Sensor, ...] = ()
    """What the unit said it can measure of itself, with its own trip points."""
    up_since: float | None = None
    """Monotonic seconds at which it was switched on, where it told how long it is up."""

    def key(self, key: Key) -> KeyState:
        """The state of ``key``; a key never seen is at rest."""
        return self.keys.get(key, KeyState())


def apply(state: TerminalState, stamped: Stamped) -> TerminalState:
    """The state after one event. Pure."""
    event: Event = stamped.event
    match event:
        case Identified():
            return replace(state, identity=event)
        case KeyPressed(key=key, code=code):
            return _pressed(state, key, code, stamped.at)
        case KeyReleased(key=key):
            return (
                state if key is None else replace(state, keys={**state.keys, key: replace(state.key(key), down=False)})
            )
        case KeyHeld(key=key):
            return (
                state if key is None else replace(state, keys={**state.keys, key: replace(state.key(key), down=True)})
            )
        case KeyGap(seconds=gap):
            return _blind(state, gap)
        case ScreenText(text=text):
            return replace(state, screen_text=text)
        case Reading(channel=channel, value=value):
            return replace(state, latest={**state.latest, channel: (value, stamped.at)})
        case ReadingTyped(channel=channel, value=value):
            return replace(state, typed={**state.typed, channel: value})
        case UnknownFrame():
            return replace(state, damaged_frames=state.damaged_frames + 1)
        case LinkLost():
            return replace(state, linked=False, losses=state.losses + 1, pressed_at=None)
        case Restored():
            return replace(state, linked=True)
        case CommandDone(command=name) | CommandFailed(command=name) if name == ListenKeys.__name__:
            return replace(state, deaf=isinstance(event, CommandFailed))
        case DigitsEntered() | DigitsNotEntered() | CardSeen() | CommandDone() | CommandFailed():
            return state
        case CapabilitiesFound(capabilities=found):
            return replace(state, capabilities=found)
        case ScreenFound():
            return replace(state, screen=event)
        case ConsoleState() | ConsoleMessage() | KeysLost():
            return state
        case SensorsFound(sensors=sensors):
            return replace(state, sensors=sensors)
        case FactsRead(subject=FactSubject.MEMORY):
            return replace(state, up_since=_up_since(event, stamped.at))
        case FactsRead():
            return state


def _up_since(facts: FactsRead, at: float) -> float | None:
    """Linux tells seconds since its start, and behind them those it was idle."""
    try:
        return at - float((facts.get("uptime") or "").split()[0])
    except (IndexError, ValueError):
        return None


def _pressed(state: TerminalState, key: Key | None, code: str, at: float) -> TerminalState:
    if key is None:
        codes = {**state.unknown_codes, code: state.unknown_codes.get(code, 0) + 1}
        return replace(state, unknown_codes=codes, pressed_at=at)
    pressed = {**state.keys, key: KeyState(state.key(key).presses + 1, True, at)}
    return replace(state, keys=pressed, deaf=False, pressed_at=at)


def _blind(state: TerminalState, seconds: float) -> TerminalState:
    """It could not report presses for so long; where that follows a press, it belongs to that press."""
    longest = max(seconds, state.key_gap_s or 0.0)
    after = {} if state.pressed_at is None else {state.pressed_at: seconds}
    return replace(state, key_gap_s=longest, blind_after={**state.blind_after, **after}, pressed_at=None)
