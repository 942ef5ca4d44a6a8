"""A dozen flows on bad lines in the suite; ``make faults`` runs thousands. And the same line under a real link."""

import threading
import time

import numpy as np
import pytest

from checks.catalog.supply import _interval
from devices.commands import Identify
from devices.errors import TransportError
from devices.events import Identified, LinkLost, Stamped
from devices.link import Link
from devices.registry import load_codecs
from devices.simulator import simulated_protocols
from tests.devices.simulated import PAD
from tests.devices.wires import Wire
from tests.faults.flows import FLOWS, models, play
from tests.faults.mischief import KINDS, FaultyTransport, Mischief, Rates

MODELS = models()
CHOSEN = [
    ("inspect", "abecs-pinpad", "all", 3),
    ("broken", "szzt-zt588", "bits", 1),
    ("intake", "miura-mpi", "stall", 2),
    ("retest", "zvt-terminal", "part", 2),
    ("practice", "verifone-vipa", "loss", 4),
    ("inspect", "idtech-neo2", "cut", 5),
    ("broken", "idtech-securepin", "delay", 6),
    ("intake", "zvt-terminal-tcp", "double", 7),
    ("inspect", "gertec-ppc930-native", "worse", 8),
    ("intake", "pax-poslink", "worse", 9),
    ("broken", "smart-terminal", "double", 2),
]


@pytest.mark.parametrize(("flow", "profile", "kind", "seed"), CHOSEN, ids=lambda value: str(value))
def test_a_flow_on_a_bad_line_ends_and_is_honest(flow: str, profile: str, kind: str, seed: int) -> None:
    assert play(flow, MODELS[profile], kind, seed).problems == []


def test_readings_that_come_at_one_moment_are_no_pace() -> None:
    """A line that stood still lets go of everything at once. Found by ``make faults``: the verdict was divided by nothing."""
    assert _interval(np.array([1.0, 1.0, 1.0, 1.5, 1.5, 2.0])) == 0.5
    assert _interval(np.ones(9)) == 1.0


def test_every_protocol_and_every_flow_is_among_them_or_in_the_long_run() -> None:
    assert {model.protocol for model in MODELS.values()} == set(load_codecs()) - {
        "none", "tc66c", "um", "scpi", "korad", "plotter",
    }  # fmt: skip
    assert set(FLOWS) >= {"inspect", "broken", "intake", "retest", "practice"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_seed_repeats_what_a_line_does(kind: str) -> None:
    pieces = [bytes(range(at, at + 20)) for at in range(0, 200, 20)] * 200
    told = []
    for _ in range(2):
        line = Mischief(KINDS[kind], "seed")
        told.append([line.spoilt(piece, at * 0.1) for at, piece in enumerate(pieces)])
    assert told[0] == told[1]
    assert told[0] != [[(at * 0.1, piece)] for at, piece in enumerate(pieces)], "a bad line that does nothing"


def test_a_link_over_a_bad_line_ends_in_an_answer_or_in_a_lost_link() -> None:
    wire, told, over = Wire(), list[Stamped](), threading.Event()
    device = simulated_protocols()["abecs"].open(PAD, 1, 0.0)

    def answers(data: bytes) -> None:
        now = time.monotonic()
        for output in (device.feed(data, now), device.tick(now + 5.0)):
            for piece in output.write:
                wire.say(piece)

    def sink(stamped: Stamped) -> None:
        told.append(stamped)
        if isinstance(stamped.event, Identified | LinkLost):
            over.set()

    wire.on_write = answers
    line = FaultyTransport(wire, Rates(loss=0.02, double=0.02, bits=0.001), 3)
    link = Link(line, load_codecs()["abecs"].open(PAD), sink, time.monotonic)
    link.send(Identify())
    assert over.wait(60.0)
    link.close()


def test_a_parting_is_a_lost_link() -> None:
    wire = Wire()
    line = FaultyTransport(wire, Rates(part=1.0), 1)
    wire.say(b"x")
    with pytest.raises(TransportError):
        line.read(0.5)
    with pytest.raises(TransportError):
        line.write(b"x")
