"""Inspections that wait for the history: none is lost, none comes twice, whatever goes wrong on the way."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.history.outbox import Outbox
from checks.record import Record
from tests.checks.test_history import unit


class Fickle:
    """A history that fails as it is told, before or after it has kept a record."""

    def __init__(self, moods: list[str]) -> None:
        self.moods, self.kept = moods, {}  # type: ignore[var-annotated]

    def add(self, record: Record) -> bool:
        mood = self.moods.pop(0) if self.moods else "fine"
        if mood == "before":
            raise ConnectionError("away")
        new = record.id not in self.kept
        self.kept.setdefault(record.id, record)
        if mood == "after":
            raise ConnectionError("away")
        return new


RECORDS = tuple(unit(number) for number in range(3))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["fine", "before", "after"]), max_size=12))
def test_every_one_comes_exactly_once_however_often_the_way_breaks(tmp_path_factory, moods: list[str]) -> None:  # type: ignore[no-untyped-def]
    outbox = Outbox(tmp_path_factory.mktemp("outbox"))
    for record in RECORDS:
        outbox.put(record)
    history = Fickle(moods)
    for _ in range(len(moods) + 1):
        sent = outbox.send(lambda: history)
        assert sent.waiting == len(outbox.waiting())
    assert history.kept == {record.id: record for record in RECORDS}
    assert outbox.waiting() == ()


def test_a_history_that_does_not_open_leaves_all_waiting_and_says_why(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    outbox.put(unit(1))

    def closed() -> Fickle:
        raise ConnectionError("no route")

    sent = outbox.send(closed)
    assert (sent.kept, sent.waiting, str(sent.problem)) == (0, 1, "no route")


def test_a_file_nobody_can_read_stays_and_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    (tmp_path / "a.waiting").write_bytes(b"junk")
    outbox.put(unit(1))
    history = Fickle([])
    sent = outbox.send(lambda: history)
    assert (sent.kept, sent.damaged) == (1, (tmp_path / "a.waiting",))
    assert (tmp_path / "a.waiting").exists()


def test_nothing_to_send_opens_no_database(tmp_path: Path) -> None:
    def never() -> Fickle:
        raise AssertionError("opened for nothing")

    assert Outbox(tmp_path).send(never).problem is None


def test_a_later_state_that_comes_while_the_first_is_sent_waits_on(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    outbox.put(unit(1))

    class Slow(Fickle):
        def add(self, record: Record) -> bool:
            outbox.put(unit(1, complaint="pin"))
            return super().add(record)

    outbox.send(lambda: Slow([]))
    assert len(outbox.waiting()) == 1


def test_what_another_process_brings_meanwhile_is_passed_over(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    for record in RECORDS:
        outbox.put(record)

    class Beside(Fickle):
        def add(self, record: Record) -> bool:
            for path in outbox.waiting():
                path.unlink()
            return super().add(record)

    sent = outbox.send(lambda: Beside([]))
    assert (sent.kept, sent.waiting, sent.problem) == (1, 0, None)
