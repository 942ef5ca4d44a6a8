"""A simulated unit's PC side answers from its control socket; the real network is never touched for it."""

import queue
import socket
import sys

import pytest

import app
from devices.commands import ReadFacts
from devices.errors import SimulatorError
from devices.events import CommandFailed, FactsRead, FactSubject, Stamped
from devices.profile import load_profiles
from devices.simulator.control import find_control
from tests.end_to_end.console_unit import PROFILE, RESOURCES, simulated

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a real shell behind a pseudo-terminal")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def only_here(host: str, *more: object, **named: object) -> object:
        assert host == "127.0.0.1", "the real network was asked"
        return real(host, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", only_here)


def test_each_question_is_answered_as_a_pc_on_the_same_lan_would(no_network: None) -> None:
    told: queue.SimpleQueue[Stamped] = queue.SimpleQueue()
    with simulated(PROFILE, "dns-dead", "no-link", "certificate-expired") as unit:
        host = app.host_network(unit.url, told.put)
        for subject, about, item in (
            (FactSubject.NAME, "host.example", ("exit", "0")),
            (FactSubject.CONNECT, "host.example:443", ("ms", "18")),
            (FactSubject.TLS, "host.example:443", ("days_left", "-30")),
            (FactSubject.PING, "192.0.2.1", ("received", "6")),
            (FactSubject.MTU, "host.example", ("mtu", "1500")),
        ):
            host.send(ReadFacts(subject, about))
            event = told.get(timeout=60.0).event
            assert isinstance(event, FactsRead), event
            assert item in event.items
        host.close()


def test_a_simulated_unit_that_is_gone_is_never_replaced_by_the_real_network(no_network: None) -> None:
    told: queue.SimpleQueue[Stamped] = queue.SimpleQueue()
    with simulated(PROFILE) as unit:
        host = app.host_network(unit.url, told.put)
    host.send(ReadFacts(FactSubject.NAME, "host.example"))
    assert isinstance(told.get(timeout=60.0).event, CommandFailed)
    host.close()


def test_only_network_questions_reach_a_unit_and_a_pin_pad_has_no_network() -> None:
    with simulated(PROFILE) as unit:
        control = find_control(unit.url)
        assert control is not None
        with control, pytest.raises(SimulatorError, match="no question"):
            control.network(FactSubject.FILE, "/etc/passwd")
    with simulated(load_profiles(RESOURCES / "terminals")["gertec-ppc930"]) as pad:
        control = find_control(pad.url)
        assert control is not None
        with control, pytest.raises(SimulatorError, match="no question"):
            control.network(FactSubject.NAME, "host.example")
