"""Instruments' protocols against programs of other people: their client on our simulator, our codec on their device."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pyvisa
from koradctl.port import get_port
from koradctl.psu import PowerSupply
from pyvisa.resources import MessageBasedResource

from devices.capability import Capability
from devices.commands import Identify, StartReading
from devices.events import CapabilitiesFound, CommandFailed, Event, Identified, Reading
from devices.profile import load_profiles
from devices.registry import load_codecs
from tests.devices.simulated import RESOURCES
from tests.devices.wires import simulator

METERS = load_profiles(RESOURCES / "meters")
DEVICE = """
spec: "1.1"
devices:
  meter:
    eom:
      ASRL INSTR: {q: "\\n", r: "\\n"}
    error: '-113,"Undefined header"'
    dialogues:
      - {q: "*IDN?", r: "ACME,D5000,7712,1.4"}
      - {q: "MEAS:VOLT?", r: "+5.10030E+00"}
      - {q: "MEAS:CURR?", r: "0.3020"}
resources:
  ASRL1::INSTR: {device: meter}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_koradctl_reads_our_simulated_supply() -> None:
    with simulator(METERS["korad-ka3005p"]) as device, closing(get_port(device.url)) as port:
        supply = PowerSupply(port)
        assert supply.get_identity() == "KORADKA3005PV2.0"
        status = supply.get_status()
        assert (status.output_enabled, status.cv_active) == (True, True)
        assert supply.get_voltage_setpoint().value == 5.1
        assert supply.get_current_setpoint().value == 2.0
        volts, amperes, _ = supply.get_output_readings()
    assert 5.0 < volts.value < 5.2
    assert 0.1 < amperes.value < 0.6


@pytest.fixture
def their_meter(tmp_path: Path) -> Iterator[MessageBasedResource]:
    """A device of pyvisa-sim that knows nothing of a temperature, and says so."""
    path = tmp_path / "meter.yaml"
    path.write_text(DEVICE, "utf-8")
    manager = pyvisa.ResourceManager(f"{path}@sim")
    try:
        resource = manager.open_resource("ASRL1::INSTR")
        assert isinstance(resource, MessageBasedResource)
        yield resource
    finally:
        manager.close()


def test_our_codec_reads_a_device_of_pyvisa_sim_and_leaves_out_what_it_does_not_know(
    their_meter: MessageBasedResource,
) -> None:
    codec = load_codecs()["scpi"].open(METERS["scpi-meter"])
    events: list[Event] = []
    now = 0.0
    for command in (Identify(), StartReading(0.0)):
        output = codec.send(command, now)
        for _ in range(12):
            events += output.events
            for data in output.write:
                their_meter.write_raw(data)
                answer = b""
                while not answer.endswith(b"\n"):
                    answer += their_meter.read_bytes(1)
                events += codec.feed(answer, now).events
            now += 0.05
            output = codec.tick(now)
    identified = next(event for event in events if isinstance(event, Identified))
    assert dict(identified.items) == {"maker": "ACME", "model": "D5000", "serial": "7712", "version": "1.4"}
    (found,) = [event for event in events if isinstance(event, CapabilitiesFound)]
    assert found.capabilities == {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT}
    readings = {(event.channel.id, event.value) for event in events if isinstance(event, Reading)}
    assert readings == {("voltage@meter", 5.1003), ("current@meter", 0.302)}
    assert not [event for event in events if isinstance(event, CommandFailed)]
