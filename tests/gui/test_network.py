"""The window's side of the network test: the PC is asked behind the window's back, and its answers reach the session."""

from pytestqt.qtbot import QtBot

from checks.catalog.network import CHECK
from checks.console.host_side import HostSide
from checks.plan import Plan, PlanKind
from checks.record import BenchInfo
from checks.session import Session
from checks.setup import Setup
from checks.steps import Answer, Target
from devices.commands import Command, ReadFacts
from devices.events import FactsRead, FactSubject, Stamped
from devices.lanes import LaneInfo
from gui.ports import SendCommand
from gui.session_model import SessionModel
from tests.gui.fakes import FakeBench, FakeClock, profiles


class FakeHost:
    """Takes what the PC is asked; ``tell`` is how it answers."""

    def __init__(self) -> None:
        self.asked: list[Command] = []
        self.closed = 0

    def send(self, command: Command) -> None:
        self.asked.append(command)

    def close(self) -> None:
        self.closed += 1


def test_the_pcs_answer_goes_to_the_session_and_its_question_never_to_the_terminal(qtbot: QtBot) -> None:
    clock, host = FakeClock(), FakeHost()
    bench = FakeBench(clock)
    told: list[object] = []

    def make(url: str, tell: object) -> FakeHost:
        told.append(tell)
        return host

    def make_session(lane: LaneInfo, meter: LaneInfo | None, send: SendCommand, **rest: object) -> Session:
        profile = profiles()["smart-terminal"]
        setup = Setup(
            "0" * 32, profile, Plan(PlanKind.QUICK, (CHECK,), ()), BenchInfo("b", "0", "t", 1e-6), "x", clock()
        )
        return Session(setup, hosts.joined(lane.id, lane.url, send))

    model = SessionModel(bench, make_session, clock)
    hosts = HostSide(make, model.take)
    bench.subscribe(model.take)
    lane = bench.connect("smart-terminal")
    model.start(lane, "en")
    session = model.units[lane].session
    assert session is not None
    unlinked = FactsRead(FactSubject.NETWORK, "", (("/sys/class/net/eth0/carrier", "0"),))
    bench.say(lane, unlinked)
    assert session.question is not None
    model.answer(lane, Answer(session.question.id, "yes"))
    before = len(bench.sent)
    assert [type(command) for command in host.asked] == [ReadFacts]
    tell = told[0]
    for items in ((("address", "198.51.100.7"),), (("loss_percent", "0"),), (("ms", "9"),), (), (("mtu", "1500"),)):
        asked = host.asked[-1]
        assert isinstance(asked, ReadFacts)
        tell(Stamped(FactsRead(asked.subject, asked.about, items), clock()))  # type: ignore[operator]
    assert [command for _, command in bench.sent[before:] if isinstance(command, ReadFacts)] == []
    assert [f.fault for f in session.results["network"].findings] == ["network.no-link", "network.only-terminal"]
    hosts.close()
    assert host.closed == 1
    model.close()


def test_a_send_to_the_pc_that_nobody_routes_is_dropped_and_never_typed_on_a_terminal(qtbot: QtBot) -> None:
    clock = FakeClock()
    bench = FakeBench(clock)
    model = SessionModel(bench, lambda *a, **k: None, clock)  # type: ignore[arg-type,return-value]
    send = model._sender(1, 2)
    send(Target.HOST, ReadFacts(FactSubject.NAME, "host.example"))
    assert bench.sent == []
    model.close()
