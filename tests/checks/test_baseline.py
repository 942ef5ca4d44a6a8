"""A known-good unit: compared in readable differences, written and read back whole, refused with every problem at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.baseline import Baseline, Difference, DifferenceKind, Part, Sample, compare
from checks.baseline_file import FORMAT, BaselineError, read_baseline, to_toml

GOOD = Sample(
    system=(("os-version", "5.2.1"), ("patch-level", "2026-03-05"), ("kernel", "Linux 6.1.0 armv7l")),
    packages=(("base-files", "1.9"), ("payment-kernel", "4.10.0"), ("pin-entry", "2.8.0")),
    settings=(("pin-lock", "kept"), ("telnet", "kept")),
    files=(("/etc/pay.conf", "a" * 64), ("/etc/gone.conf", "b" * 64), ("/etc/none.conf", "")),
    programs=("init", "payment"),
    memory_kb=510_480,
)
BASELINE = Baseline("smart-terminal", "Generic terminal", "2026-03-05T08:00:00.000+00:00", "\u674e", "SN 1", GOOD)


def kinds(now: Sample) -> list[tuple[str, str, str]]:
    return [(d.kind.value, d.part.value, d.name) for d in compare(GOOD, now)]


def test_a_unit_is_the_same_as_itself() -> None:
    assert compare(GOOD, GOOD) == ()


def test_each_kind_of_difference_has_its_name() -> None:
    now = replace(
        GOOD,
        system=(("os-version", "5.2.1"), ("patch-level", "2025-01-01"), ("kernel", "Linux 6.6.0 armv7l")),
        packages=(("payment-kernel", "4.9.2"), ("pin-entry", "2.8.1"), ("screen-helper", "1")),
        settings=(("pin-lock", "broken"), ("telnet", "kept")),
        files=(("/etc/pay.conf", "c" * 64), ("/etc/gone.conf", ""), ("/etc/none.conf", "d" * 64)),
        programs=("init", "telnetd"),
        memory_kb=255_000,
    )
    assert kinds(now) == [
        ("newer", "system", "kernel"), ("older", "system", "patch-level"),
        ("missing", "packages", "base-files"), ("older", "packages", "payment-kernel"),
        ("newer", "packages", "pin-entry"), ("extra", "packages", "screen-helper"),
        ("changed", "settings", "pin-lock"),
        ("missing", "files", "/etc/gone.conf"), ("extra", "files", "/etc/none.conf"), ("changed", "files", "/etc/pay.conf"),
        ("missing", "programs", "payment"), ("extra", "programs", "telnetd"),
        ("changed", "memory", "MemTotal"),
    ]  # fmt: skip
    assert compare(GOOD, now)[3].line() == "payment-kernel 4.10.0 -> 4.9.2"


def test_versions_that_read_alike_and_are_not_are_changed() -> None:
    assert [d.kind for d in compare(Sample(packages=(("a", "1.0"),)), Sample(packages=(("a", "1-0"),)))] == [
        DifferenceKind.CHANGED
    ]


def test_what_could_not_be_read_is_neither_missing_nor_the_same() -> None:
    assert compare(GOOD, Sample()) == ()
    assert Sample().read == frozenset()
    assert GOOD.read == set(Part)
    assert compare(Sample(packages=(("a", "1"),)), Sample(packages=())) == (
        Difference(DifferenceKind.MISSING, Part.PACKAGES, "a", "1"),
    )


def test_kernel_threads_and_the_benchs_own_tools_are_no_difference() -> None:
    assert kinds(replace(GOOD, programs=("init", "payment", "[kworker/0:1]", "sleep", "base64", "sh"))) == []


def test_a_kernel_that_keeps_a_little_memory_for_itself_is_no_difference() -> None:
    assert kinds(replace(GOOD, memory_kb=510_480 - 4_000)) == []


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(to_toml(BASELINE), "utf-8")
    assert read_baseline(path) == BASELINE


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(texts, texts, texts)
def test_whatever_a_unit_says_stays_a_text(
    tmp_path_factory: pytest.TempPathFactory, one: str, two: str, three: str
) -> None:
    path = tmp_path_factory.mktemp("b") / "x.toml"
    sample = replace(GOOD, packages=((one, two), ("x" + one, three)), programs=(three,), files=((two, ""),))
    baseline = replace(BASELINE, model=one, serial=two, operator=three, sample=sample)
    path.write_text(to_toml(baseline), "utf-8", newline="")
    assert read_baseline(path) == baseline


@pytest.mark.parametrize(
    "evil", ['"\nprofile = "other', '"]\n[files]\n"/etc/x" = "', "\\", '"""', "\x00\x1b[31m\u202e", "a\r\nb"]
)
def test_hostile_names_do_not_become_keys_of_the_file(tmp_path: Path, evil: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        to_toml(replace(BASELINE, serial=evil, sample=Sample(packages=((evil, evil),)))), "utf-8", newline=""
    )
    found = read_baseline(path)
    assert (found.profile, found.serial, found.sample) == ("smart-terminal", evil, Sample(packages=((evil, evil),)))


def test_what_was_not_read_has_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(to_toml(replace(BASELINE, sample=Sample(packages=()))), "utf-8")
    assert "[files]" not in path.read_text("utf-8")
    assert read_baseline(path).sample == Sample(packages=())


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('profile = "../../etc"\nmodel = 3\nfoo = 1\nmemory_kb = -1\nprograms = [1]\n'
                    '[packages]\na = 1\nb = "2"\nc = 3\n', "utf-8")  # fmt: skip
    with pytest.raises(BaselineError) as caught:
        read_baseline(path)
    told = "\n".join(caught.value.problems)
    for part in ("format:", "captured: missing", "operator: missing", "serial: missing", "foo: unknown", "profile:",
                 "model:", "memory_kb:", "programs:", 'packages."a"', 'packages."c"'):  # fmt: skip
        assert part in told, part
    assert 'packages."b"' not in told


@pytest.mark.parametrize("content", [b"not = [toml", b"\xff\xfe", b"", b"[" * 100_000])
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(BaselineError):
        read_baseline(path)
    with pytest.raises(BaselineError, match="cannot be read"):
        read_baseline(tmp_path / "none.toml")


def test_a_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    path.write_text(to_toml(BASELINE).replace(FORMAT, "posbench-baseline/2"), "utf-8")
    with pytest.raises(BaselineError, match="format"):
        read_baseline(path)
