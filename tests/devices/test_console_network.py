"""The probe's network readers: what tools of many makers print is understood, and nothing printed can break the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs._console_facts import VERBS, facts_read, words_of
from devices.codecs._console_network import READERS
from devices.commands import ReadFacts, host_and_port
from devices.errors import CommandRefused
from devices.events import FactSubject

IPUTILS = (
    "--- x ping statistics ---\n3 packets transmitted, {} received, {}% packet loss, time 2003ms\n"
    "rtt min/avg/max/mdev = {}/{}/{}/0.1 ms\nexit=0\n"
)
NETWORK = (FactSubject.PING, FactSubject.NAME, FactSubject.CONNECT, FactSubject.TLS, FactSubject.MTU)


def read(verb: str, text: str) -> dict[str, str]:
    return dict(READERS[verb](text))


@given(st.sampled_from(sorted(READERS)), st.text(max_size=300))
def test_no_text_breaks_a_reader(verb: str, text: str) -> None:
    event = facts_read(verb, None, text)
    assert event is not None
    assert all(isinstance(part, str) for item in event.items for part in item)


@given(st.sampled_from(sorted(READERS)), st.lists(st.sampled_from(
    ["ms=", "exit=0", "mtu=x", "clock=99999999999999999999", "clock=-1", "notAfter=Feb 31 00:00:00 2026 GMT",
     "notAfter=Jan  1 00:00:00 0001 GMT", "3 packets transmitted, 9 received, x% packet loss", "= 1/2/3 ms", "= ./../. ms",
     "Verify return code: 9 (", "\nName:", "Address: ", "getent=", "PING a ()", "does not match certificate"])).map("\n".join),
)  # fmt: skip
def test_no_half_answer_breaks_a_reader(verb: str, text: str) -> None:
    assert facts_read(verb, None, text) is not None


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.1, 900).map(lambda v: round(v, 1))), min_size=1, max_size=2))
def test_bursts_are_added_up(bursts: list[tuple[int, float]]) -> None:
    text = "".join(
        IPUTILS.format(got, round(100 * (3 - got) / 3), ms, ms, ms)
        if got
        else "3 packets transmitted, 0 received, 100% packet loss\nexit=1\n"
        for got, ms in bursts
    )
    found = read("ping", text)
    sent, received = 3 * len(bursts), sum(got for got, _ in bursts)
    assert (int(found["sent"]), int(found["received"])) == (sent, received)
    assert abs(float(found["loss_percent"]) - 100 * (sent - received) / sent) < 0.1
    answered = [ms for got, ms in bursts if got]
    assert ("avg_ms" in found) == bool(answered)
    if answered:
        mean = sum(got * ms for got, ms in bursts) / received
        assert abs(float(found["avg_ms"]) - mean) < 0.01
        assert (float(found["min_ms"]), float(found["max_ms"])) == (min(answered), max(answered))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Server: 10.0.0.1\nAddress: 10.0.0.1:53\n\nName:\tx\nAddress: 1.2.3.4\nexit=0\n", "1.2.3.4"),
        ("Server:    10.0.0.1\nAddress 1: 10.0.0.1\n\nName:      x\nAddress 1: 1.2.3.4 x\nexit=0\n", "1.2.3.4"),
        ("exit=0\ngetent=1.2.3.4       x\nms=3.1\n", "1.2.3.4"),
        ("PING x (1.2.3.4) 56(84) bytes of data.\n", "1.2.3.4"),
        ("Ping x (1.2.3.4): 56(84) bytes.\n", "1.2.3.4"),
        ("Server: 10.0.0.1\nAddress: 10.0.0.1:53\n\n** server can't find x: NXDOMAIN\nexit=1\n", None),
        ("exit=2\ngetent=\nms=3.1\n", None),
    ],
)
def test_addresses_are_found_in_what_each_tool_prints(text: str, address: str | None) -> None:
    assert read("dns", text).get("address") == address


def test_a_name_server_that_is_silent_is_told_from_a_name_that_is_unknown() -> None:
    assert read("dns", ";; connection timed out; no servers could be reached\nexit=1\n")["reason"] == "no-server"
    assert "reason" not in read("dns", "** server can't find x: NXDOMAIN\nexit=1\n")


def test_a_certificate_is_read_with_the_terminals_own_clock() -> None:
    text = (
        "ms=70.0\nms=60.0\nms=70.0\nresolution_ms=10\nclock=1795373358\nVerify return code: 18 (self-signed certificate)\n"
        "    Verify return code: 18 (self-signed certificate)\nnotAfter=Dec 12 18:48:59 2026 GMT\n"
        "Hostname localhost does match certificate\n"
    )
    found = read("tls", text)
    assert found["not_after"] == "2026-12-12T18:48:59+00:00"
    assert (found["days_left"], found["clock"]) == ("20.0", "1795373358")
    assert (found["name_ok"], found["verified"], found["verify_text"]) == ("1", "0", "self-signed certificate")
    assert read("tls", text.replace("does match", "does NOT match"))["name_ok"] == "0"


def test_without_a_certificate_nothing_is_said_of_its_trust() -> None:
    assert read("tls", "failed=60.0\nclock=1795373358\nVerify return code: 0 (ok)\n") == {"failed": "60.0"}


def test_commands_become_words_the_shell_cannot_misunderstand() -> None:
    def words(subject: FactSubject, about: str, limit: int = 200) -> str:
        return words_of(ReadFacts(subject, about, limit=limit))[0]

    assert words(FactSubject.PING, "host.example", 6) == "2 host.example"
    assert words(FactSubject.PING, "host.example", 3) == "1 host.example"
    assert words(FactSubject.CONNECT, "host.example:443") == "host.example 443"
    assert words(FactSubject.TLS, "2001:db8::7:443") == "2001:db8::7 443"
    assert words(FactSubject.MTU, "host.example", 100_000) == "9000 host.example"
    assert words(FactSubject.MTU, "host.example", 0) == "577 host.example"


@given(st.sampled_from(NETWORK), st.text(alphabet="ab1.:-;$`'\"|&<>(){}\\ \n\t*?[]!~#%=/", max_size=20))
def test_a_word_that_could_be_more_than_a_word_is_refused(subject: FactSubject, about: str) -> None:
    try:
        words, data = words_of(ReadFacts(subject, about))
    except CommandRefused:
        return
    assert data is None
    assert set(words) <= set("ab0123456789.:- ")
    assert not any(word.startswith("-") for word in words.split(" "))


@pytest.mark.parametrize(
    "about", ["host", "host:", "host:0", "host:65536", "host:44a", ":443", "-x:443", "host:\u0664\u0664"]
)
def test_a_port_is_a_number_from_1_to_65535(about: str) -> None:
    with pytest.raises(CommandRefused):
        host_and_port(about)


def test_each_network_subject_has_a_verb_and_a_reader() -> None:
    assert {VERBS[subject] for subject in (*NETWORK, FactSubject.NETWORK)} == set(READERS)
