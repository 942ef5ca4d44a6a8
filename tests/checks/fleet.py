"""A whole inspection on the virtual clock: any simulated terminal, a meter, the PC's side, and the played operator."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from checks.measurement import Outcome
from checks.operator import SimulatedOperator
from checks.record import Record
from checks.session import Phase, Session
from checks.steps import Target
from devices.commands import Command, Identify, ReadFacts
from devices.events import (
    CapabilitiesFound,
    CommandFailed,
    Event,
    FactsRead,
    Identified,
    LinkLost,
    Restored,
    ScreenFound,
    SensorsFound,
    Stamped,
)
from devices.keys import Key
from devices.loopback import Loopback
from devices.profile import Profile
from devices.raster import Raster
from devices.registry import load_codecs
from devices.simulator.device import OnNetwork, OwnProcess
from devices.simulator.faults import looks
from devices.simulator.person import SimulatedPerson
from devices.simulator.shell import _keys
from tests.checks.stage import make_setup, meter, pad
from tests.devices.simulated import joined

_STEP_S = 0.02


@dataclass(frozen=True)
class Seen:
    raster: Raster | None
    text: str = ""


class NeverIdentified(AssertionError):
    """Nobody answered in all that time: the window says so, and no inspection begins."""


class Body:
    """The person's hands and eyes at the simulated pad."""

    def __init__(self, loop: Loopback, profile: Profile) -> None:
        self._loop = loop
        keys = tuple(key for key in _keys(profile))
        self._person = SimulatedPerson("auto", 1, tries=keys)

    def asked(self, keys: list[Key], digits: str | None) -> None:
        self._person.asked(tuple(keys), digits)

    def to_press(self) -> int:
        return self._person.left

    def screen(self) -> Seen:
        return Seen(self._loop.device.screen(), self._loop.device.screen_text())

    def looks(self) -> tuple[str, ...]:
        return looks(self._loop.device.faults())

    def act(self) -> None:
        self._person.act(self, self._loop.now)  # type: ignore[arg-type]

    def waiting_for(self) -> Any:
        return self._loop.device.waiting_for()

    def digits_wanted(self) -> int:
        return self._loop.device.digits_wanted()

    def press(self, key: Key, now: float, hold_s: float = 0.1) -> None:
        self._loop.press(key, hold_s)


class Inspection:
    """Plays one inspection to its end. Faults in their notation; those of a meter after ``meter_faults``."""

    def __init__(
        self,
        *faults: str,
        meter_faults: tuple[str, ...] = (),
        plan: str = "quick",
        profile: Profile | None = None,
        with_meter: bool = True,
        joining: Callable[..., Loopback] = joined,
        **setup: Any,
    ) -> None:
        self.profile = profile or pad()
        self.pad = joining(self.profile, *faults, seed=setup.get("seed", 0) + 1)
        metered: Profile = setup.get("metered") or meter()
        self._reads = metered.protocol != "none"
        self.meter = joined(metered if self._reads else meter(), *meter_faults)
        self.body = Body(self.pad, self.profile)
        self.answers = 0
        self.first_fail_s: float | None = None
        self._found: list[Event] = []
        self._from_pc: list[FactsRead] = []
        self.operator = SimulatedOperator(self.body)
        self._plugged = True
        self._identify()
        setup.setdefault("operator_simulated", True)
        setup.setdefault("demonstration", True)
        self.session = Session(make_setup(plan, with_meter, profile=self.profile, **setup), self._send)
        self.offset = self.session.setup.start - self.pad.now
        self.meter.advance(self.pad.now)
        if self.identity is None:
            raise NeverIdentified
        for event in (self.identity, *self._found):
            self.session.handle(self._stamped(Stamped(event, self.pad.now)))

    def _send(self, target: Target, command: Command) -> None:
        if target is Target.HOST:
            self._ask_pc(command)
            return
        if target is Target.METER and not self._reads:
            return
        loop = self.meter if target is Target.METER else self.pad
        if target is Target.METER or self._plugged:
            loop.send(command)

    def _ask_pc(self, command: Command) -> None:
        """What a simulated unit's PC side answers; heard with the next turn, never at once."""
        assert isinstance(command, ReadFacts)
        device = self.pad.device
        assert isinstance(device, OnNetwork)
        items = device.from_pc(command.subject, command.about, self.pad.now)
        self._from_pc.append(FactsRead(command.subject, command.about, items))

    def close(self) -> None:
        for loop in (self.pad, self.meter):
            if isinstance(loop.device, OwnProcess):
                loop.device.close()

    def _identify(self, tries: int = 10) -> None:
        self.identity: Identified | None = None
        for _ in range(tries):  # as a bench does on a bad line
            self.pad.send(Identify())
            seen = self.pad.until(lambda s: isinstance(s.event, Identified | CommandFailed), 60)
            self._found = [s.event for s in seen if isinstance(s.event, ScreenFound | CapabilitiesFound | SensorsFound)]
            self.identity = next((s.event for s in seen if isinstance(s.event, Identified)), None)
            if self.identity is not None:
                break

    def _stamped(self, stamped: Stamped) -> Stamped:
        return replace(stamped, at=stamped.at + self.offset)

    def _tell(self, event: Any) -> None:
        self.session.handle(Stamped(event, self.pad.now + self.offset))

    def play(self, limit_s: float = 600.0) -> Record:
        self.session.start(self.pad.now + self.offset)
        end = self.pad.now + limit_s
        while self.session.phase is not Phase.DONE:
            assert self.pad.now < end, (self.session.current, self.session.question)
            self._turn()
        self.close()
        return self.session.record("x")

    def _turn(self) -> None:
        self.body.act()
        heard = self.pad.advance(_STEP_S)
        for stamped in heard if self._plugged else ():
            self.session.handle(self._stamped(stamped))
        if self._plugged and any(isinstance(stamped.event, LinkLost) for stamped in heard):
            self._find_again()
        for stamped in self.meter.advance(_STEP_S):
            if self.session.setup.meter is not None:
                self.session.handle(self._stamped(stamped), Target.METER)
        for facts in self._take_pc():
            self.session.handle(self._stamped(Stamped(facts, self.pad.now)), Target.HOST)
        self._cable()
        now = self.pad.now + self.offset
        self.session.tick(now)
        answer = self.operator.look(self.session, now) if self.session.phase is Phase.RUNNING else None
        if answer is not None:
            self.answers += 1
            self.session.answer(answer, now)
        if self.first_fail_s is None and any(r.outcome is Outcome.FAIL for r in self.session.results.values()):
            self.first_fail_s = self.session.now_s

    def _find_again(self) -> None:
        """What a bench does about a unit that answers no more: a real shell on a busy machine may come too late for this clock."""
        self._identify()
        if self.identity is None:
            raise NeverIdentified
        self._tell(self.identity)
        self._tell(Restored())

    def _take_pc(self) -> list[FactsRead]:
        facts, self._from_pc = self._from_pc, []
        return facts

    def _cable(self) -> None:
        """What a bench does about a pulled cable."""
        plugged = self.pad.device.cut_until(self.pad.now) is None
        if self._plugged and not plugged:
            self._plugged = False
            self._tell(LinkLost("cable"))
        elif plugged and not self._plugged:
            self.pad.restore(load_codecs()[self.profile.protocol].open(self.profile))
            self._plugged = True
            self._find_again()
            for stamped in self.meter.advance(self.pad.now - self.meter.now):
                self.session.handle(self._stamped(stamped), Target.METER)
