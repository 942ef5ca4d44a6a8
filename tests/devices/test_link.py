import threading
import time
from pathlib import Path

import pytest

from devices.codec import Codec, Output
from devices.commands import Abort, AskDigits, Command, Identify, ListenKeys, ShowImage
from devices.errors import CommandRefused, TransportFault
from devices.events import CommandDone, Identified, KeyPressed, LinkLost, Stamped
from devices.link import Link
from devices.registry import load_codecs
from devices.wire_log import WireLog, WireLogHead
from tests.devices.simulated import PAD
from tests.devices.wires import Plugged, Wire

ABECS = load_codecs()["abecs"]


class Heard(list[Stamped]):
    def __init__(self) -> None:
        super().__init__()
        self._news = threading.Condition()

    def __call__(self, stamped: Stamped) -> None:
        with self._news:
            self.append(stamped)
            self._news.notify_all()

    def wait_for(self, kind: type, count: int = 1, limit_s: float = 60.0) -> Stamped:
        with self._news:
            assert self._news.wait_for(lambda: self.count_of(kind) >= count, limit_s), list(self)
            return [stamped for stamped in self if isinstance(stamped.event, kind)][count - 1]

    def count_of(self, kind: type) -> int:
        return sum(isinstance(stamped.event, kind) for stamped in self)


def linked(wire: Wire, codec: Codec | None = None, log: WireLog | None = None) -> tuple[Link, Heard]:
    heard = Heard()
    return Link(wire, codec or ABECS.open(PAD), heard, time.monotonic, log), heard


class Scripted:
    """A codec that does what the test says."""

    def __init__(self, on_feed: object = None, deadline: float | None = None) -> None:
        self.on_feed = on_feed
        self.deadline = deadline
        self.ticks = 0

    def send(self, command: Command, now: float) -> Output:
        return Output((CommandDone(type(command).__name__),), (b"ping",), None)

    def feed(self, data: bytes, now: float) -> Output:
        if isinstance(self.on_feed, Exception):
            raise self.on_feed
        return Output((CommandDone(data.decode()),))

    def tick(self, now: float) -> Output:
        self.ticks += 1
        return Output((CommandDone("tick"),), (), None)


def test_a_command_goes_out_and_its_answer_comes_back_stamped() -> None:
    link, heard = linked(Plugged())
    link.send(Identify())
    stamped = heard.wait_for(Identified)
    assert abs(stamped.at - time.monotonic()) < 5.0
    link.close()


def test_a_pulled_cable_is_told_once_and_nothing_comes_after_it() -> None:
    wire = Plugged()
    link, heard = linked(wire)
    link.send(ListenKeys())
    heard.wait_for(CommandDone)
    wire.cut()
    heard.wait_for(LinkLost)
    for _ in range(5):
        link.send(Identify())
        link.send(Abort())
    link.close()
    assert heard.count_of(LinkLost) == 1
    assert isinstance(heard[-1].event, LinkLost)
    assert not link.alive
    assert wire.closed


def test_a_write_that_fails_and_a_read_that_fails_together_are_one_loss() -> None:
    for _ in range(30):
        wire = Wire()
        link, heard = linked(wire, Scripted())
        writers = [threading.Thread(target=link.send, args=(Identify(),)) for _ in range(4)]
        for writer in writers[:2]:
            writer.start()
        wire.cut()
        for writer in writers[2:]:
            writer.start()
        heard.wait_for(LinkLost)
        for writer in writers:
            writer.join()
        link.close()
        assert heard.count_of(LinkLost) == 1


def test_a_device_that_takes_no_bytes_loses_the_link() -> None:
    wire = Wire()
    wire.deaf = TransportFault.STUCK
    link, heard = linked(wire, Scripted())
    link.send(Identify())
    heard.wait_for(LinkLost)
    link.close()


def test_closing_is_silent_and_may_be_done_twice_and_from_any_thread() -> None:
    wire = Wire()
    link, heard = linked(wire, Scripted())
    closers = [threading.Thread(target=link.close) for _ in range(4)]
    for closer in closers:
        closer.start()
    for closer in closers:
        closer.join(30.0)
    link.close()
    assert not heard
    assert not [t for t in threading.enumerate() if t.name.startswith("posbench-link")]


def test_closing_from_the_readers_own_thread_does_not_wait_for_itself() -> None:
    wire = Wire()
    box: list[Link] = []
    took: list[float] = []

    def hear(stamped: Stamped) -> None:
        began = time.monotonic()
        box[0].close()
        took.append(time.monotonic() - began)

    box.append(Link(wire, Scripted(), hear, time.monotonic))
    wire.say(b"hello")
    end = time.monotonic() + 30.0
    while not took and time.monotonic() < end:
        time.sleep(0.005)
    assert took[0] < 1.9, "not the two seconds that any other thread waits"
    box[0].close()


@pytest.mark.expects_log
def test_a_defect_in_a_codec_ends_in_one_sentence_and_no_silent_thread() -> None:
    wire = Wire()
    link, heard = linked(wire, Scripted(on_feed=ZeroDivisionError("defect")))
    wire.say(b"x")
    heard.wait_for(LinkLost)
    link.close()
    assert heard.count_of(LinkLost) == 1


def test_what_a_codec_refuses_to_build_is_the_senders_to_know_and_the_link_lives() -> None:
    wire = Plugged()
    link, heard = linked(wire)
    before = bytes(wire.written)
    with pytest.raises(CommandRefused):
        link.send(AskDigits("12x4", 10))
    assert bytes(wire.written) == before
    link.send(Identify())
    heard.wait_for(Identified)
    link.close()


def test_time_passes_for_the_codec_also_when_nothing_arrives() -> None:
    codec = Scripted()
    wire = Wire()
    link, heard = linked(wire, codec)
    with link._lock:
        link._deadline = time.monotonic() + 0.05
    heard.wait_for(CommandDone)
    assert codec.ticks == 1
    link.close()


def test_a_key_is_rearmed_before_anybody_is_told_of_it() -> None:
    wire = Plugged()
    order: list[str] = []
    heard = Heard()

    def hear(stamped: Stamped) -> None:
        if isinstance(stamped.event, KeyPressed):
            order.append("told")
        heard(stamped)

    wire.on_write = lambda data: order.append("wrote")
    link = Link(wire, ABECS.open(PAD), hear, time.monotonic)
    link.send(ListenKeys())
    heard.wait_for(CommandDone)
    order.clear()
    wire.press("OK")
    heard.wait_for(KeyPressed)
    assert order[0] == "wrote"
    assert "told" in order
    link.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_ends_the_wire_log_and_not_the_link() -> None:
    log = WireLog(Path("/dev/full"), WireLogHead("abecs", PAD.id), ABECS, time.monotonic)
    link, heard = linked(Plugged(), log=log)
    link.send(Identify())
    heard.wait_for(Identified)
    link.close()
    assert log.failure
    assert heard.count_of(LinkLost) == 0


def test_nothing_is_left_of_a_hundred_links() -> None:
    before = threading.active_count()
    for _ in range(100):
        link, _ = linked(Wire(), Scripted())
        link.close()
    assert threading.active_count() == before


def test_a_picture_beyond_what_a_name_may_hold_is_refused_before_a_byte_is_sent() -> None:
    import numpy as np

    from devices.raster import Raster

    wire = Wire()
    link, _ = linked(wire)
    with pytest.raises(CommandRefused):
        link.send(ShowImage("NAME-TOO-LONG-FOR-A-PAD", Raster(np.zeros((2, 2, 3), np.uint8))))
    assert not wire.written
    link.close()
