"""The bench: lanes of devices that come, go and come back. Opens, identifies, reopens; tells everything to one sink.

Threads: one keeper per lane, one reader per open link, one watcher for hot-plug. The sink is called from any of them
and must not block. No Qt here.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol

from devices.codec import CodecFactory, OwnCodes, SerialSettings
from devices.columns import AS_ITS_MODEL, InstrumentChoice
from devices.commands import Abort, Command, EndVisit, Identify, LogIn
from devices.discovery import candidates, find_again
from devices.errors import CommandRefused, TransportError, TransportFault, WireLogError
from devices.events import (
    CapabilitiesFound,
    CommandFailed,
    ConsoleState,
    Failure,
    Identified,
    LinkLost,
    Restored,
    ScreenFound,
    Stamped,
)
from devices.lanes import ASK_WHO, LaneChanged, LaneEvent, LaneGone, LaneInfo, LaneState, PortInfo, Sink, UsbIdentity
from devices.link import Link
from devices.profile import Profile
from devices.registry import line_settings
from devices.transport import Transport
from devices.wire_log import WireLog

_log = logging.getLogger(__name__)
_WATCH_INTERVAL_S: Final = 1.0
_REOPEN_INTERVAL_S: Final = 0.3
_ASK_AGAIN_S: Final = 3.0
_IDENTIFY_LIMIT_S: Final = 20.0
_CLOSE_LIMIT_S: Final = 3.0
_STATE_OF_FAULT: Final = {
    TransportFault.NO_PERMISSION: LaneState.NO_PERMISSION,
    TransportFault.BUSY: LaneState.BUSY,
    TransportFault.NO_TOOL: LaneState.ADB_NO_TOOL,
    TransportFault.NO_SERVER: LaneState.ADB_NO_SERVER,
    TransportFault.NO_DEVICE: LaneState.ADB_NO_DEVICE,
    TransportFault.SEVERAL: LaneState.ADB_SEVERAL,
    TransportFault.UNAUTHORIZED: LaneState.ADB_UNAUTHORIZED,
    TransportFault.ADB_NO_PERMISSION: LaneState.ADB_NO_PERMISSION,
    TransportFault.OFFLINE: LaneState.ADB_OFFLINE,
}
_AWAY: Final = frozenset({TransportFault.NO_DEVICE, TransportFault.OFFLINE})
"""A known unit that adb does not see, or cannot talk to, is a lost one."""


class OpenTransport(Protocol):
    """How a URL becomes a transport."""

    def __call__(self, url: str, settings: SerialSettings, /) -> Transport:
        """Open it or raise ``TransportError``."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything outside that a bench needs; the composition root decides it."""

    profiles: Mapping[str, Profile]
    codecs: Mapping[str, CodecFactory]
    open_transport: OpenTransport
    list_ports: Callable[[], tuple[PortInfo, ...]]
    clock: Callable[[], float]
    wire_log: Callable[[LaneInfo, CodecFactory, Profile], WireLog | None] = lambda lane, codec, profile: None


def _may_ask(profile: Profile, codec: CodecFactory, url: str, agreed: bool) -> bool:
    if profile.options.get("ask_blindly", True):
        return not (isinstance(codec, OwnCodes) and codec.option_problems(profile))
    wire = "network" if url.startswith("socket://") else "serial"
    return agreed and profile.options.get("ask_on_request") == wire


class Lane:
    """One device's place on the bench, kept open by a thread of its own."""

    def __init__(self, info: LaneInfo, options: tuple[Profile, ...], around: Surroundings, sink: Sink) -> None:
        self.info = info
        self._options = options
        self._around = around
        self._sink = sink
        self._turns = tuple({(option.protocol, option.serial): option for option in reversed(options)}.values())[::-1]
        """One for each protocol and its settings: whoever answers is told apart by what it calls itself."""
        self._silent: dict[str, None] = {}
        self._turn = 0
        self._link: Link | None = None
        self._connected = False
        self._ever_connected = False
        self._stop = threading.Event()
        self._hurry = threading.Event()
        self._news = threading.Condition()
        self._found: dict[type, CapabilitiesFound | ScreenFound] = {}
        self._answer: Identified | CommandFailed | LinkLost | None = None
        self._keeper = threading.Thread(target=self._keep, name=f"posbench-lane-{info.id}", daemon=True)

    def start(self) -> None:
        """Begin to open and identify."""
        self._keeper.start()

    def send(self, command: Command) -> None:
        """Send where the device is connected, a log-in also before. ``Identify`` before means: ask again now."""
        link = self._link
        if isinstance(command, Identify) and not self._connected:
            self._hurry.set()
        if link is None or not (self._connected or isinstance(command, LogIn)):
            return
        try:
            link.send(command)
        except CommandRefused as error:
            failed = CommandFailed(type(command).__name__, Failure.UNSUPPORTED, str(error))
            self._sink(LaneEvent(self.info.id, Stamped(failed, self._around.clock())))

    def _take_leave(self) -> None:
        link = self._link
        if link is not None:
            with suppress(CommandRefused):  # most devices have nothing to put back
                link.send(EndVisit())

    def close(self) -> None:
        """Leave the device idle and give its port back."""
        self.send(Abort())
        self._take_leave()
        self._stop.set()
        self._hurry.set()
        with self._news:
            self._news.notify_all()
        if self._keeper.is_alive() and threading.current_thread() is not self._keeper:
            self._keeper.join(_CLOSE_LIMIT_S)

    # The keeper's thread

    def _keep(self) -> None:
        try:
            while not self._stop.is_set():
                self._live_once()
                self._stop.wait(_REOPEN_INTERVAL_S)
        except Exception:  # an edge: a lane must not die without a word
            _log.exception("lane %d failed", self.info.id)
            self._become(LaneState.NOT_UNDERSTOOD, "internal error")
        finally:
            self._drop_link()

    def _live_once(self) -> None:
        profile = self._turns[self._turn % len(self._turns)]
        codec = self._around.codecs[profile.protocol]
        try:
            self._find_port()
            transport = self._around.open_transport(self.info.url, line_settings(profile, codec))
        except TransportError as error:
            self._not_open(error)
            return
        if not self._ever_connected:
            self._become(LaneState.IDENTIFYING)
        self._link = self._linked(transport, profile, codec)
        try:
            if self._identify():
                self._wait_until_lost()
            else:
                self._turn += 1
        finally:
            self._drop_link()

    def _linked(self, transport: Transport, profile: Profile, codec: CodecFactory) -> Link:
        try:
            log = self._around.wire_log(self.info, codec, profile)
        except WireLogError as error:
            _log.warning("no wire log: %s", error)
            log = None
        self._answer = None
        return Link(transport, codec.open(profile), self._heard, self._around.clock, log, f"reader-{self.info.id}")

    def _find_port(self) -> None:
        """After a re-plug the same device may have another name."""
        if self.info.usb is None:
            return
        port = find_again(self.info.usb, self._around.list_ports())
        if port is None:
            raise TransportError(TransportFault.ABSENT, "not plugged in")
        if port.url != self.info.url:
            self.info = replace(self.info, url=port.url)

    def _not_open(self, error: TransportError) -> None:
        state = _STATE_OF_FAULT.get(error.fault)
        if self._ever_connected and (state is None or error.fault in _AWAY):
            state = LaneState.LOST
        self._become(state or LaneState.OPENING, error.detail)

    def _identify(self) -> bool:
        """Ask until somebody answers as a model we know. False: the link died, or another protocol should be tried."""
        while self._link is not None and self._link.alive and not self._stop.is_set():
            self._answer = None
            self._found.clear()
            self._link.send(Identify())
            answer = self._wait_for_answer()
            if isinstance(answer, Identified):
                return self._welcome(answer)
            if isinstance(answer, LinkLost):
                return False
            self._say_silence(answer)
            if len(self._turns) > 1:
                self._silent[self._turns[self._turn % len(self._turns)].protocol] = None
                return False
            self._rest()
        return False

    def _rest(self) -> None:
        """Before asking again, unless somebody is in a hurry."""
        self._hurry.wait(_ASK_AGAIN_S)
        if not self._stop.is_set():
            self._hurry.clear()

    def _wait_for_answer(self) -> Identified | CommandFailed | LinkLost | None:
        with self._news:
            link = self._link
            self._news.wait_for(
                lambda: self._answer is not None or self._stop.is_set() or link is None or not link.alive,
                _IDENTIFY_LIMIT_S,
            )
            return LinkLost("") if link is None or not link.alive else self._answer

    def _say_silence(self, answer: CommandFailed | None) -> None:
        silent = answer is None or answer.failure is Failure.NO_ANSWER
        talks = self._link is not None and self._link.received > 0
        state = LaneState.NO_ANSWER if silent and not talks else LaneState.NOT_UNDERSTOOD
        if not self._ever_connected:
            self._become(state, answer.detail if answer else "")

    def _welcome(self, answer: Identified) -> bool:
        tried = self._turns[self._turn % len(self._turns)]
        known = [p for p in self._options if p.protocol == tried.protocol]
        profile = next((p for p in known if p.matches_model(answer.get("model"))), None)
        if profile is None:
            self._become(LaneState.UNKNOWN_MODEL, answer.get("model") or "")
            self._rest()
            return False
        if len(self._turns) > 1:  # who was asked before it stands with who it is, for the record
            asked = ", ".join((*(name for name in self._silent if name != tried.protocol), tried.protocol))
            answer = Identified((*answer.items, ("asked", asked)))
        back = self._ever_connected and self._same_unit(answer)
        with self._news:  # a link lost at this moment is told after it was restored, never before
            if isinstance(self._answer, LinkLost):
                return False
            self.info = replace(self.info, profile=profile, identity=answer, found=tuple(self._found.values()))
            self._connected = self._ever_connected = True
            self._become(LaneState.CONNECTED)
            now = self._around.clock()
            self._sink(LaneEvent(self.info.id, Stamped(answer, now)))
            if back:
                self._sink(LaneEvent(self.info.id, Stamped(Restored(), now)))
        return True

    def _same_unit(self, answer: Identified) -> bool:
        before = self.info.identity
        return before is not None and before.get("serial") == answer.get("serial")

    def _wait_until_lost(self) -> None:
        with self._news:
            self._news.wait_for(lambda: isinstance(self._answer, LinkLost) or self._stop.is_set())
        if not self._stop.is_set():
            self._become(LaneState.LOST)

    def _drop_link(self) -> None:
        self._connected = False
        if self._link is not None:
            self._link.close()
            self._link = None

    # The reader's thread

    def _heard(self, stamped: Stamped) -> None:
        event = stamped.event
        with self._news:
            was_connected = self._connected
            if isinstance(event, LinkLost):
                self._connected = False
            if isinstance(event, LinkLost) or (not was_connected and isinstance(event, Identified | CommandFailed)):
                self._answer = event
                self._news.notify_all()
            if isinstance(event, CapabilitiesFound | ScreenFound):
                self._found[type(event)] = event
        if was_connected or isinstance(event, ConsoleState):
            self._sink(LaneEvent(self.info.id, stamped))

    def _become(self, state: LaneState, detail: str = "") -> None:
        changed = replace(self.info, state=state, detail=detail)
        if changed != self.info:
            self.info = changed
            self._sink(LaneChanged(changed))


class Bench:
    """All lanes. Any thread may call any method; see ``BenchPort`` for the part windows use."""

    def __init__(self, around: Surroundings, sink: Sink) -> None:
        self._around = around
        self._sink = sink
        self._lanes: dict[int, Lane] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None

    def watch(self) -> None:
        """Begin to look for devices being plugged in."""
        self._watcher = threading.Thread(target=self._watch, name="posbench-hotplug", daemon=True)
        self._watcher.start()

    def lanes(self) -> tuple[LaneInfo, ...]:
        """See ``BenchPort``."""
        with self._lock:
            return tuple(self._lanes[number].info for number in sorted(self._lanes))

    def add(self, url: str, profile_id: str | None = None, choice: InstrumentChoice = AS_ITS_MODEL) -> int:
        """See ``BenchPort``. Without a profile one model of each family that may be asked blindly is, one after another.

        With ``ASK_WHO`` also those that want a person's consent (option ``ask_on_request``: ``serial`` or ``network``);
        never a console, on which asking is typing, and never at another speed than the model's own.
        """
        if profile_id is not None and profile_id != ASK_WHO:
            return self._open(url, None, (choice.of(self._around.profiles[profile_id]),))
        options = tuple(
            p
            for p in self._around.profiles.values()
            if p.kind == "terminal"
            and not p.like
            and _may_ask(p, self._around.codecs[p.protocol], url, profile_id == ASK_WHO)
        )
        return self._open(url, None, options)

    def remove(self, lane: int) -> None:
        """See ``BenchPort``."""
        with self._lock:
            found = self._lanes.pop(lane, None)
        if found is not None:
            found.close()
            self._sink(LaneGone(lane))

    def send(self, lane: int, command: Command) -> None:
        """See ``BenchPort``."""
        with self._lock:
            found = self._lanes.get(lane)
        if found is not None:
            found.send(command)

    def close(self) -> None:
        """Close everything. No event comes after it returns."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join(_CLOSE_LIMIT_S)
        with self._lock:
            lanes, self._lanes = list(self._lanes.values()), {}
        for lane in lanes:
            lane.close()

    def _open(self, url: str, usb: UsbIdentity | None, options: tuple[Profile, ...], wanted: int | None = None) -> int:
        with self._lock:
            free = (n for n in range(1, len(self._lanes) + 2) if n not in self._lanes)
            number = wanted if wanted is not None and wanted not in self._lanes else next(free)
            lane = Lane(LaneInfo(number, url, LaneState.OPENING, usb=usb), options, self._around, self._sink)
            self._lanes[number] = lane
        self._sink(LaneChanged(lane.info))
        lane.start()
        return number

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
            except Exception:  # an edge: listing ports must never end hot-plug
                _log.exception("looking for ports failed")
            self._stop.wait(_WATCH_INTERVAL_S)

    def _look(self) -> None:
        ports = self._around.list_ports()
        for port in ports:
            if port.usb is None or self._known(port, ports):
                continue
            options = candidates(port, self._around.profiles)
            if options and not self._stop.is_set():
                self._open(port.url, port.usb, options, self._retire(port.usb, ports))

    def _known(self, port: PortInfo, ports: tuple[PortInfo, ...]) -> bool:
        return any(
            lane.url == port.url if lane.usb is None else find_again(lane.usb, ports) == port for lane in self.lanes()
        )

    def _retire(self, usb: UsbIdentity, ports: tuple[PortInfo, ...]) -> int | None:
        """Another unit in a socket whose unit is gone takes over that lane's place; the number that became free."""
        for lane in self.lanes():
            same_socket = lane.usb is not None and lane.usb.location and lane.usb.location == usb.location
            if same_socket and lane.usb is not None and find_again(lane.usb, ports) is None:
                self.remove(lane.id)
                return lane.id
        return None
