"""The probe's network readers in real shells with real tools against real servers: nothing here is a stand-in."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.commands import EndVisit, Identify, ReadFacts
from devices.events import CommandDone, FactsRead, FactSubject, Identified
from tests.devices.console_rig import NEEDED, SHELLS, Rig, shell_words
from tests.devices.servers import HERE, Authority, black_hole, listening

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
REAL = sorted(SHELLS.keys() - {"toybox"})


def rig_with(folder: Path, shell: str, **tools: str) -> Rig:
    """A terminal with this system's own tools, but for those given: a program each, or nothing."""
    place = folder / "real"
    place.mkdir()
    for wanted in filter(None, tools.values()):
        if shutil.which(wanted) is None:
            pytest.skip(f"{wanted} is not installed here")
    for name in (*NEEDED.split(), "openssl", "nc", "true"):
        path = shutil.which(tools.get(name, name) or "no such tool")
        if path is not None and tools.get(name) != "":
            (place / name).unlink(missing_ok=True)
            (place / name).symlink_to(path)
    return Rig(folder, (shutil.which("env") or "env", f"PATH={place}", *shell_words(shell)))


@pytest.fixture(params=REAL)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made = rig_with(tmp_path, request.param, nc="busybox", ping="busybox")
    made.ask(Identify(), Identified)
    yield made
    made.close()


def asked(rig: Rig, subject: FactSubject, about: str, limit: int = 6) -> list[tuple[str, str]]:
    found = rig.ask(ReadFacts(subject, about, limit=limit), FactsRead, 30.0)
    return list(found.items)  # type: ignore[attr-defined]


def names(items: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in items]


def test_ports_that_are_open_closed_and_swallowed_are_told_apart(rig: Rig) -> None:
    with listening() as port:
        found = asked(rig, FactSubject.CONNECT, f"{HERE}:{port}")
    assert names(found) == ["ms", "ms", "ms", "resolution_ms", "tool"]
    assert all(0 <= float(value) < 2000 for name, value in found if name == "ms")
    assert names(asked(rig, FactSubject.CONNECT, f"{HERE}:{port}")) == ["failed"] * 3 + ["resolution_ms", "tool"]
    with black_hole() as hole:
        swallowed = asked(rig, FactSubject.CONNECT, f"{HERE}:{hole}")
    assert names(swallowed) == ["failed", "resolution_ms", "tool"]
    assert 4500 < float(swallowed[0][1]) < 15_000  # the terminal waits 5 s, however busy this PC is
    rig.ask(EndVisit(), CommandDone)
    rig.idle(3.0)
    assert not rig.left_running()


def test_a_certificate_is_read_and_its_trust_told(rig: Rig, tmp_path: Path) -> None:
    with listening(Authority(tmp_path, 20).server) as port:
        found = dict(asked(rig, FactSubject.TLS, f"localhost:{port}"))
    assert 19.8 < float(found["days_left"]) < 20.2
    assert (found["name_ok"], found["verified"]) == ("1", "0")


def test_an_expired_certificate_for_another_host_is_told(rig: Rig, tmp_path: Path) -> None:
    with listening(Authority(tmp_path, -5, "other.example").server) as port:
        found = dict(asked(rig, FactSubject.TLS, f"localhost:{port}"))
    assert -5.2 < float(found["days_left"]) < -4.8
    assert (found["name_ok"], found["verified"]) == ("0", "0")


def test_a_port_that_speaks_no_tls_has_no_certificate(rig: Rig) -> None:
    with listening() as port:
        assert names(asked(rig, FactSubject.TLS, f"{HERE}:{port}")) == ["failed", "resolution_ms"]


def test_busybox_pings_in_two_bursts_and_cannot_forbid_fragments(rig: Rig) -> None:
    found = dict(asked(rig, FactSubject.PING, HERE))
    if found["received"] == "0":
        pytest.skip("this system lets nobody ping")
    assert (found["sent"], found["received"], found["loss_percent"]) == ("6", "6", "0")
    assert asked(rig, FactSubject.MTU, HERE, 1500) == [("error", "no-df")]


@pytest.mark.parametrize("shell", REAL)
def test_a_terminal_without_tools_says_so_and_bash_needs_none(shell: str, tmp_path: Path) -> None:
    rig = rig_with(tmp_path, shell, nc="", openssl="", ping="", nslookup="")
    try:
        rig.ask(Identify(), Identified)
        with listening() as port, black_hole() as hole:
            found = names(asked(rig, FactSubject.CONNECT, f"{HERE}:{port}"))
            assert found == (["ms"] * 3 + ["resolution_ms", "tool"] if shell == "bash" else ["error"])
            if shell == "bash":
                assert names(asked(rig, FactSubject.CONNECT, f"{HERE}:{hole}")) == ["failed", "resolution_ms", "tool"]
        for subject, about in (
            (FactSubject.TLS, f"{HERE}:1"), (FactSubject.PING, HERE), (FactSubject.NAME, "localhost"),
        ):  # fmt: skip
            assert asked(rig, subject, about) == [("error", "no-tool")]
    finally:
        rig.close()


def test_toyboxs_nc_connects_without_telling_its_time(tmp_path: Path) -> None:
    if shutil.which("toybox") is None:
        pytest.skip("toybox is not installed here")
    rig = rig_with(tmp_path, "mksh", nc="toybox", ping="toybox")
    try:
        rig.ask(Identify(), Identified)
        with listening() as port:
            assert names(asked(rig, FactSubject.CONNECT, f"{HERE}:{port}")) == ["reached"] * 3 + [
                "resolution_ms",
                "tool",
            ]
        assert names(asked(rig, FactSubject.CONNECT, f"{HERE}:1"))[0] == "failed"
        assert asked(rig, FactSubject.MTU, HERE, 1500) == [("error", "no-df")]
    finally:
        rig.close()
