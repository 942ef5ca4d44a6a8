"""The network check by hand: what is asked in which order, when the PC may be asked, and what is made of the answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from checks.catalog.network import CHECK
from checks.diagnosis import Evidences
from checks.history.journal import JournalFile, play_back
from checks.measurement import CheckResult, Measurement, Outcome
from checks.network_facts import addresses_of, gateway_of, lan_of
from checks.registry import load_rules
from checks.session import Session
from checks.setup import Setup
from checks.steps import Answer, Target
from devices.capability import Capability
from devices.commands import Command, ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Failure, LinkLost, Restored, Stamped
from devices.profile import AcquirerHost, Profile
from devices.state import TerminalState
from tests.checks.stage import make_setup, pad

Items = tuple[tuple[str, str], ...]
NET = "/sys/class/net/eth0/"
LAN: Items = (
    ("/sys/class/net/lo/carrier", "1"), ("/sys/class/net/lo/mtu", "65536"), (NET + "carrier", "1"), (NET + "mtu", "1500"),
    (NET + "speed", "100"), (NET + "duplex", "full"), ("addr", "2: eth0 inet 10.1.0.9/24"),
    ("route", "default via 10.1.0.1 dev eth0"),
)  # fmt: skip
WELL: dict[FactSubject, Items] = {
    FactSubject.NETWORK: LAN,
    FactSubject.PING: (("loss_percent", "0"), ("avg_ms", "3.1")),
    FactSubject.NAME: (("address", "10.9.9.9"), ("ms", "12"), ("exit", "0")),
    FactSubject.CONNECT: (("ms", "30"), ("ms", "900"), ("ms", "31"), ("resolution_ms", "10")),
    FactSubject.TLS: (
        ("ms", "90"),
        ("not_after", "2030-01-01"),
        ("days_left", "300"),
        ("name_ok", "1"),
        ("verified", "0"),
    ),
    FactSubject.MTU: (("mtu", "1500"),),
}
NO_TOOL: Items = (("error", "no-tool"),)
AWAY: dict[FactSubject, Items] = {FactSubject.CONNECT: (("failed", "5001"),)}


def profile() -> Profile:
    return msgspec.structs.replace(
        pad(), capabilities=pad().capabilities | {Capability.NETWORK}, host=AcquirerHost("host.example")
    )


def setup() -> Setup:
    made = make_setup("quick")
    return replaced(made, profile=profile(), plan=type(made.plan)(made.plan.kind, (CHECK,), ()))


def replaced(made: Setup, **changes: object) -> Setup:
    from dataclasses import replace

    return replace(made, **changes)  # type: ignore[arg-type]


@dataclass
class Bench:
    """Answers at once. ``terminal`` and ``pc`` say what each finds, over a network in order; a missing answer is None."""

    terminal: dict[FactSubject, Items | None] = field(default_factory=dict)
    pc: dict[FactSubject, Items | None] = field(default_factory=dict)
    says: str = "yes"
    gateway: Items | None = None
    sent: list[tuple[Target, ReadFacts]] = field(default_factory=list)
    questions: int = 0
    now: float = 100.0

    def send(self, target: Target, command: Command) -> None:
        if isinstance(command, ReadFacts):
            self.sent.append((target, command))

    def play(self, session: Session) -> CheckResult:
        session.start(self.now)
        while "network" not in session.results:
            if self.sent[len(self.answered) :]:
                self.reply(session, *self.sent[len(self.answered)])
            elif session.question is not None:
                self.questions += 1
                session.answer(Answer(session.question.id, self.says), self.now)
            else:
                self.now = (session.deadline or self.now) + 0.001
                session.tick(self.now)
        return session.results["network"]

    answered: list[ReadFacts] = field(default_factory=list)

    def reply(self, session: Session, target: Target, command: ReadFacts) -> None:
        self.answered.append(command)
        self.now += 0.1
        found = {**WELL, **(self.pc if target is Target.HOST else self.terminal)}[command.subject]
        if command.about == "10.1.0.1" and self.gateway is not None:
            found = self.gateway
        if found is not None:
            session.handle(Stamped(FactsRead(command.subject, command.about, found), self.now), target)


def played(bench: Bench) -> CheckResult:
    return bench.play(Session(setup(), bench.send))


def faults(result: CheckResult) -> list[str]:
    return [finding.fault for finding in result.findings]


def causes(result: CheckResult) -> list[str]:
    evidence = Evidences(profile(), TerminalState(), (result,))
    return [diagnosis.cause for rule in load_rules() for diagnosis in rule(evidence)]


def the(result: CheckResult, limit: str) -> Measurement:
    return next(m for m in result.measurements if m.limit_id == f"network.{limit}")


def test_a_network_in_order_passes_without_a_question() -> None:
    bench = Bench()
    result = played(bench)
    assert (result.outcome, result.findings, bench.questions) == (Outcome.PASS, (), 0)
    assert {target for target, _ in bench.sent} == {Target.TERMINAL}
    assert the(result, "connect_time").value == 31, "the median of three"
    assert the(result, "connect_time").resolution == 10
    assert the(result, "certificate_trust").outcome is Outcome.FAIL, "unverified is told apart, and decides nothing"


def test_the_connection_is_made_to_the_address_found_and_tls_to_the_name() -> None:
    bench = Bench()
    played(bench)
    assert [(command.subject.value, command.about) for _, command in bench.sent] == [
        ("network", ""), ("ping", "10.1.0.1"), ("name", "host.example"), ("ping", "host.example"),
        ("connect", "10.9.9.9:443"), ("tls", "host.example:443"), ("mtu", "host.example"),
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["no", "cannot-tell"])
def test_the_pc_connects_to_nothing_that_was_not_allowed(said: str) -> None:
    bench = Bench(AWAY, says=said)
    result = played(bench)
    assert bench.questions == 1
    assert not [command for target, command in bench.sent if target is Target.HOST]
    assert causes(result) == ["cause.host_port"]


CASES: tuple[tuple[dict[FactSubject, Items | None], dict[FactSubject, Items | None], str, str, str], ...] = (
    ({FactSubject.NETWORK: ((NET + "carrier", "0"),)}, {}, "no-link", "only-terminal", "no_link"),
    ({FactSubject.NETWORK: ((NET + "carrier", "1"),)}, {}, "no-address", "only-terminal", "no_address"),
    ({FactSubject.NETWORK: LAN[:-1]}, {}, "no-gateway", "only-terminal", "no_route"),
    ({FactSubject.NETWORK: LAN[:-1]}, AWAY, "no-gateway", "everywhere", "lan_down"),
    ({FactSubject.NAME: (("exit", "1"),)}, {}, "dns", "only-terminal", "dns_settings"),
    ({FactSubject.NAME: (("exit", "1"),)}, {FactSubject.NAME: (("exit", "1"),)}, "dns", "everywhere", "dns_dead"),
    (AWAY, {}, "port", "only-terminal", "terminal_blocked"),
    (AWAY, AWAY, "port", "everywhere", "host_port"),
    ({FactSubject.CONNECT: (("ms", "700"),)}, {}, "slow", "only-terminal", "terminal_slow"),
    ({FactSubject.TLS: (("days_left", "-1"), ("not_after", "2026-01-01"))}, {}, "certificate", "clock", "clock_wrong"),
    ({FactSubject.TLS: (("days_left", "9"), ("name_ok", "0"))}, {FactSubject.TLS: (("days_left", "9"), ("name_ok", "0"))},
     "certificate", "everywhere", "certificate"),
    ({FactSubject.MTU: (("mtu", "1400"),)}, {}, "mtu", "only-terminal", "terminal_mtu"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("terminal", "pc", "fault", "side", "cause"), CASES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_first_place_that_fails_is_named_and_so_is_the_side(
    terminal: dict[FactSubject, Items | None], pc: dict[FactSubject, Items | None], fault: str, side: str, cause: str
) -> None:
    result = played(Bench(terminal, pc))
    assert faults(result)[0] == f"network.{fault}"
    assert faults(result)[-1] == f"network.{side}"
    assert causes(result)[0] == f"cause.{cause}"
    assert result.outcome in (Outcome.FAIL, Outcome.MARGINAL)


def test_a_pc_that_does_not_answer_leaves_the_side_open() -> None:
    bench = Bench(AWAY, dict.fromkeys(WELL))
    result = played(bench)
    assert faults(result) == ["network.port"]
    assert causes(result) == ["cause.host_port"]


def test_a_silent_gateway_is_blamed_only_where_nothing_beyond_it_answers() -> None:
    silent: Items = (("loss_percent", "100"),)
    assert faults(played(Bench(gateway=silent))) == []
    assert the(played(Bench(gateway=silent)), "gateway_trip").required is False
    beyond: dict[FactSubject, Items | None] = {FactSubject.NAME: (("exit", "1"),)}
    assert faults(played(Bench(beyond, gateway=silent)))[0] == "network.gateway"


def test_a_host_that_answers_no_pings_but_connects_loses_nothing() -> None:
    result = played(Bench({FactSubject.PING: (("loss_percent", "100"),)}))
    assert (result.outcome, faults(result)) == (Outcome.PASS, [])
    loss = the(result, "loss")
    assert (loss.outcome, loss.required) == (Outcome.NOT_JUDGED, False)
    assert loss.note is not None


@pytest.mark.parametrize("subject", [FactSubject.CONNECT, FactSubject.TLS, FactSubject.MTU])
def test_what_a_terminal_has_no_tool_for_is_not_judged_and_blocks_nothing(subject: FactSubject) -> None:
    error = "no-df" if subject is FactSubject.MTU else "no-tool"
    result = played(Bench({subject: (("error", error),)}))
    open_ = [m for m in result.measurements if m.outcome is Outcome.NOT_JUDGED]
    assert open_
    assert all(m.note is not None and not m.required for m in open_)
    assert result.outcome is Outcome.PASS


@pytest.mark.parametrize("subject", [FactSubject.NETWORK, FactSubject.NAME, FactSubject.CONNECT, FactSubject.MTU])
def test_what_was_asked_and_never_answered_leaves_the_check_undecided(subject: FactSubject) -> None:
    assert played(Bench({subject: None})).outcome is Outcome.NOT_JUDGED


def test_loss_is_judged_by_its_bands() -> None:
    def outcome(percent: str) -> Outcome:
        return the(played(Bench({FactSubject.PING: (("loss_percent", percent),)}, says="no")), "loss").outcome

    assert (outcome("0"), outcome("16.7"), outcome("33.3")) == (Outcome.PASS, Outcome.MARGINAL, Outcome.FAIL)


def test_a_cold_name_server_gets_a_second_look_up_and_the_better_counts() -> None:
    bench = Bench()
    times = iter(("900", "20"))
    bench.terminal = {FactSubject.NAME: ()}
    original = bench.reply

    def reply(session: Session, target: Target, command: ReadFacts) -> None:
        if command.subject is FactSubject.NAME:
            bench.terminal[FactSubject.NAME] = (("address", "10.9.9.9"), ("ms", next(times)))
        original(session, target, command)

    bench.reply = reply  # type: ignore[method-assign]
    result = played(bench)
    assert the(result, "dns_time").value == 20
    assert result.outcome is Outcome.PASS


def test_a_late_answer_of_the_terminal_is_never_taken_for_the_pcs() -> None:
    bench = Bench(AWAY, {FactSubject.NAME: None})
    session = Session(setup(), bench.send)
    original = bench.reply

    def reply(of: Session, target: Target, command: ReadFacts) -> None:
        if target is Target.HOST:
            of.handle(Stamped(FactsRead(command.subject, command.about, (("exit", "1"),)), bench.now), Target.TERMINAL)
            of.handle(Stamped(CommandFailed("ReadFacts", Failure.ABORTED), bench.now), Target.TERMINAL)
        original(of, target, command)

    bench.reply = reply  # type: ignore[method-assign]
    result = bench.play(session)
    assert "network.only-terminal" in faults(result)


def test_a_lost_link_asks_the_operator_only_once() -> None:
    bench = Bench(AWAY)
    session = Session(setup(), bench.send)
    original: Callable[[Session, Target, ReadFacts], None] = bench.reply
    lost: list[bool] = []

    def reply(of: Session, target: Target, command: ReadFacts) -> None:
        if target is Target.HOST and not lost:
            lost.append(True)
            bench.answered.append(command)
            of.handle(Stamped(LinkLost("cable"), bench.now))
            of.handle(Stamped(Restored(), bench.now + 1))
            return
        original(of, target, command)

    bench.reply = reply  # type: ignore[method-assign]
    result = bench.play(session)
    assert (bench.questions, result.restarts) == (1, 1)
    assert "network.only-terminal" in faults(result)


def test_answers_of_the_pc_are_inputs_that_a_journal_plays_back(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    bench = Bench(AWAY, {FactSubject.MTU: (("mtu", "1400"),)})
    session = Session(setup(), bench.send, JournalFile(path, setup()))
    result = bench.play(session)
    session.close()
    again, _ = play_back(path, lambda head: Session(setup(), lambda target, command: None))
    assert again.results["network"].findings == result.findings
    assert again.results["network"].measurements == result.measurements


def test_the_terminals_own_tables_are_understood() -> None:
    busybox = "Destination Gateway Genmask Flags\n0.0.0.0 192.168.1.1 0.0.0.0 UG\n"
    assert gateway_of(FactsRead(FactSubject.NETWORK, "", (("route", busybox),))) == "192.168.1.1"
    ifconfig = (("addr", "inet addr:127.0.0.1  Mask:255.0.0.0"), ("addr", "inet addr:192.168.1.7  Bcast:192.168.1.255"),
                ("addr", "inet6 addr: fe80::1/64 Scope:Link"))  # fmt: skip
    assert addresses_of(FactsRead(FactSubject.NETWORK, "", ifconfig)) == ("192.168.1.7",)
    made_up = (("addr", "2: eth0    inet 169.254.7.7/16 scope link"),)
    assert addresses_of(FactsRead(FactSubject.NETWORK, "", made_up)) == ()


def test_only_real_interfaces_have_a_say_about_the_link() -> None:
    lan = lan_of(FactsRead(FactSubject.NETWORK, "", (("/sys/class/net/lo/carrier", "1"), (NET + "carrier", "0"))))
    assert lan is not None
    assert lan.linked is False
    behind = (("/sys/class/net/tun7/carrier", "1"), (NET + "carrier", "0"), (NET + "device/uevent", "DRIVER=x"))
    virtual = lan_of(FactsRead(FactSubject.NETWORK, "", behind))
    assert virtual is not None
    assert virtual.linked is False
