"""Every target's seeds, and every input that ever broke something, without the fuzzer: what held once holds on."""

from pathlib import Path

import pytest

from tests.fuzz.havoc import limited, mutated
from tests.fuzz.registry import load_targets
from tests.fuzz.target import Target

TARGETS = load_targets()
FOUND = sorted(path for path in (Path(__file__).parent / "found").glob("*/*") if path.is_file())
SLOW_S = 20.0


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.id)
def test_what_must_hold_holds_for_every_seed(target: Target) -> None:
    seeds = list(target.seeds())
    assert seeds
    for seed in seeds[:: target.every]:
        assert len(seed) > 0 or target.id == "pdf.stranger"
        with limited(SLOW_S):
            target.check(seed)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}: {path.name}")
def test_what_broke_something_once_breaks_nothing(path: Path) -> None:
    with limited(SLOW_S):
        TARGETS[path.parent.name].check(path.read_bytes())


def test_every_codec_is_fuzzed() -> None:
    from devices.registry import load_codecs

    assert {f"codec.{codec}" for codec in load_codecs()} <= set(TARGETS)


def test_the_fuzzer_finds_what_is_wrong() -> None:
    """A parser with a fault in it is caught: else all of this would prove nothing."""
    import random

    def faulty(data: bytes) -> None:
        assert not data.startswith(b"\x02\x00") or len(data) < 4, "found"

    chance, known = random.Random("faulty"), [b"\x02\x01abcd"]
    with pytest.raises(AssertionError, match="found"):
        for _ in range(20_000):
            faulty(mutated(chance, chance.choice(known), known, (), 64))
