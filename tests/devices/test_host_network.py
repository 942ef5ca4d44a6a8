"""The PC's side of the network test against real sockets of this computer: open, closed and silent ports, TLS of every kind."""

import queue
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from devices.commands import Abort, ReadFacts
from devices.errors import CommandRefused, SimulatorError
from devices.events import CommandFailed, FactsRead, FactSubject, Failure, Stamped
from devices.host_network import (
    HostNetwork,
    Items,
    answers,
    connect,
    halved,
    handshake,
    look_up,
    path_mtu,
    ping,
    this_pc,
)
from tests.devices.servers import HERE, Authority, black_hole, listening


def value(items: Items, name: str) -> str | None:
    return dict(items).get(name)


def names(items: Items) -> list[str]:
    return [name for name, _ in items]


def test_an_open_port_is_timed_three_times() -> None:
    with listening() as port:
        items = connect(HERE, port)
    assert names(items) == ["ms", "ms", "ms", "resolution_ms"]
    assert all(0 <= float(text) < 1000 for name, text in items if name == "ms")


def test_a_closed_port_fails_at_once_and_is_tried_again() -> None:
    with socket.create_server((HERE, 0)) as gone:
        port = int(gone.getsockname()[1])
    assert names(connect(HERE, port)) == ["failed", "failed", "failed", "resolution_ms"]


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels refuse what their queue cannot take")
def test_a_black_hole_costs_its_patience_once() -> None:
    with black_hole() as port:
        began = time.monotonic()
        items = connect(HERE, port, patience_s=0.3)
        assert names(handshake(HERE, port, patience_s=0.3)) == ["failed", "resolution_ms"]
    assert names(items) == ["failed", "resolution_ms"]
    assert 0.5 < time.monotonic() - began < 20.0


def test_a_trusted_certificate_for_this_host_is_verified(tmp_path: Path) -> None:
    authority = Authority(tmp_path, 20)
    with listening(authority.server) as port:
        items = handshake("localhost", port, trust=authority.trust())
    assert names(items)[:3] == ["ms", "ms", "ms"]
    assert (value(items, "verified"), value(items, "name_ok")) == ("1", "1")
    assert 19.9 < float(value(items, "days_left") or "") <= 20.0


def test_a_self_signed_certificate_is_looked_at_but_not_verified(tmp_path: Path) -> None:
    with listening(Authority(tmp_path, 20).server) as port:
        items = handshake("localhost", port)
    assert (value(items, "verified"), value(items, "name_ok")) == ("0", "1")
    assert "self" in (value(items, "verify_text") or "")


def test_an_expired_certificate_tells_how_long_ago(tmp_path: Path) -> None:
    authority = Authority(tmp_path, -5)
    with listening(authority.server) as port:
        items = handshake("localhost", port, trust=authority.trust())
    assert -5.1 < float(value(items, "days_left") or "") < -4.9
    assert (value(items, "verified"), value(items, "verify_text")) == ("0", "certificate has expired")


@pytest.mark.parametrize(
    ("host", "alternative", "fits"),
    [("other.example", True, "0"), ("*.example", True, "0"), ("other.example", False, "0"), ("localhost", False, "1")],
)
def test_a_certificate_is_held_against_the_hosts_name(tmp_path: Path, host: str, alternative: bool, fits: str) -> None:
    authority = Authority(tmp_path, 20, host, alternative)
    with listening(authority.server) as port:
        items = handshake("localhost", port, trust=authority.trust())
    assert (value(items, "verified"), value(items, "name_ok")) == (fits, fits)


def test_an_address_must_be_named_as_an_address(tmp_path: Path) -> None:
    with listening(Authority(tmp_path, 20, HERE).server) as port:
        assert value(handshake(HERE, port), "name_ok") == "1"


def test_a_port_without_tls_fails_the_handshake() -> None:
    with listening() as port:
        assert names(handshake(HERE, port, patience_s=1.0)) == ["failed", "resolution_ms"]


def test_a_name_is_found_with_its_time_and_a_made_up_one_is_not() -> None:
    found = look_up("localhost")
    assert value(found, "address") in (HERE, "::1")
    assert (value(found, "exit"), float(value(found, "ms") or "") >= 0) == ("0", True)
    assert value(look_up("a..b"), "exit") == "1"
    assert value(look_up("x" * 300), "exit") == "1"


PING = """#!/bin/sh
echo "PING x (192.0.2.1): 56 data bytes"
for a; do case $a in -M) m=1;; esac; last=$size; size=$a; done
[ "$m" ] && [ "$last" -gt 1372 ] && { echo "ping: local error: message too long, mtu=1400"; exit 1; }
echo "64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=1.5 ms"
echo "64 bytes from 192.0.2.1: icmp_seq=2 ttl=64 time=0.5 ms"
"""


@pytest.fixture
def pinging(tmp_path: Path) -> str:
    if sys.platform != "linux":
        pytest.skip("the stand-in is a shell script with Linux's options")
    path = tmp_path / "ping"
    path.write_text(PING)
    path.chmod(0o755)
    return str(path)


def test_pings_are_counted_by_their_answers(pinging: str) -> None:
    items = dict(ping("192.0.2.1", 2, pinging))
    assert (items["sent"], items["received"], items["loss_percent"]) == ("6", "4", "33.3")
    assert (items["min_ms"], items["avg_ms"], items["max_ms"]) == ("0.5", "1.0", "1.5")


def test_the_largest_packet_that_passes_is_found_through_the_systems_ping(pinging: str) -> None:
    assert path_mtu("192.0.2.1", 1500, pinging) == (("mtu", "1400"),)


def test_a_system_without_ping_says_so() -> None:
    assert ping("192.0.2.1", 1, "no-such-ping") == (("error", "no-tool"),)
    assert path_mtu("192.0.2.1", 1500, "no-such-ping") == (("error", "no-tool"),)


@pytest.mark.parametrize("mtu", [1500, 1499, 1492, 1400, 1280, 577, 576])
def test_halving_finds_every_size_in_few_tries(mtu: int) -> None:
    tries: list[int] = []

    def passes(size: int) -> bool:
        tries.append(size)
        return size <= mtu

    assert halved(passes, 1500) == (("mtu", str(mtu)),)
    assert len(tries) <= 13


def test_nothing_that_passes_is_no_mtu() -> None:
    assert halved(lambda size: False, 1500) == (("error", "no-answer"),)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("64 bytes from 1.2.3.4: icmp_seq=1 ttl=64 time=0.045 ms", [0.045]),
        ("Reply from 192.0.2.1: bytes=32 time<1ms TTL=64", [1.0]),
        ("\u6765\u81ea 192.0.2.1 \u7684\u56de\u590d: \u5b57\u8282=32 \u65f6\u95f4=14ms TTL=52", [14.0]),
        ("Antwort von 192.0.2.1: Bytes=32 Zeit=7ms TTL=64", [7.0]),
        ("Reply from 192.0.2.9: Destination host unreachable.", []),
        ("rtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms", []),
    ],
)
def test_answers_are_told_from_complaints_in_any_language(said: str, times: list[float]) -> None:
    assert answers(said) == times


@pytest.mark.parametrize("about", ["", "-c", "a b", "a;b", "$(x)", "a\nb", "host:443/x"])
def test_nothing_but_a_host_goes_on_a_command_line(about: str) -> None:
    for subject in (FactSubject.PING, FactSubject.NAME, FactSubject.MTU, FactSubject.CONNECT, FactSubject.TLS):
        with pytest.raises(CommandRefused):
            this_pc(subject, about, 6)


def test_only_network_questions_are_answered() -> None:
    with pytest.raises(CommandRefused):
        this_pc(FactSubject.FILE, "/etc/passwd", 1)


class Told:
    def __init__(self) -> None:
        self.queue: queue.SimpleQueue[Stamped] = queue.SimpleQueue()

    def next(self) -> object:
        return self.queue.get(timeout=60.0).event


def test_questions_are_answered_in_order_and_in_a_thread_of_its_own() -> None:
    told = Told()
    before = {thread.name for thread in threading.enumerate()}
    host = HostNetwork(this_pc, told.queue.put, lambda: 7.0)
    assert {thread.name for thread in threading.enumerate()} == before, "nothing runs before somebody asks"
    with listening() as port:
        host.send(ReadFacts(FactSubject.CONNECT, f"{HERE}:{port}"))
        host.send(ReadFacts(FactSubject.FILE, "/etc/passwd"))
        host.send(Abort())
        first = told.next()
        assert isinstance(first, FactsRead)
        assert (first.subject, first.about) == (FactSubject.CONNECT, f"{HERE}:{port}")
        assert told.next() == CommandFailed("ReadFacts", Failure.REJECTED, "file: this PC is not asked for file")
        assert told.next() == CommandFailed("Abort", Failure.UNSUPPORTED)
    host.close()


def test_a_simulated_unit_that_is_gone_is_an_answer_and_no_crash() -> None:
    def gone(subject: FactSubject, about: str, limit: int) -> Items:
        raise SimulatorError("no simulator")

    told = Told()
    host = HostNetwork(gone, told.queue.put, lambda: 7.0)
    host.send(ReadFacts(FactSubject.NAME, "host.example"))
    assert told.next() == CommandFailed("ReadFacts", Failure.REJECTED, "name: no simulator")
    host.close()


def test_nobody_is_told_after_the_end() -> None:
    held, told = threading.Event(), Told()

    def slow(subject: FactSubject, about: str, limit: int) -> Items:
        held.wait(60.0)
        return ()

    host = HostNetwork(slow, told.queue.put, lambda: 7.0)
    host.send(ReadFacts(FactSubject.NAME, "host.example"))
    threading.Timer(0.1, held.set).start()
    host.close()
    assert told.queue.empty()
