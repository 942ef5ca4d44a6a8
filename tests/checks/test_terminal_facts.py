"""Checks over facts read from a terminal: software, logs, configuration, network. Driven by hand."""

import msgspec
import pytest

from checks.catalog.configuration import CHECK as CONFIGURATION
from checks.catalog.logs import CHECK as LOGS
from checks.catalog.network import CHECK as NETWORK
from checks.catalog.programs import CHECK as PROGRAMS
from checks.catalog.programs import free_memory
from checks.catalog.security_state import CHECK as SECURITY
from checks.catalog.software import CHECK as SOFTWARE
from checks.log_patterns import LogPatternError, load_log_patterns
from checks.measurement import Outcome
from checks.versions import is_older
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Failure, Identified, Stamped
from devices.profile import AcquirerHost, Profile
from devices.software_rules import FileRule, PatchRule, ProgramRule, SettingRule, VersionRule
from devices.state import apply
from tests.checks.stage import RESOURCES, Alone, pad, profiles

PATTERNS = load_log_patterns(RESOURCES / "messages" / "log_patterns.toml")
LOCK = SettingRule("pin-lock", "file", "/etc/pay/pin.conf", r"^locked=1$", False, "configuration.pin-locked")
PERMISSION = SettingRule("permission", "property", "pay.allowed", r"^yes$", True, "configuration.no-permission")


def terminal() -> Profile:
    able = {Capability.PACKAGES, Capability.LOGS, Capability.FILES, Capability.NETWORK}
    return msgspec.structs.replace(
        pad(),
        capabilities=pad().capabilities | able,
        versions=(VersionRule("payapp", "2.4.1"), VersionRule("emv-kernel")),
        settings=(LOCK, PERMISSION),
        host=AcquirerHost("host.example"),
    )


def started(check: object) -> Alone:
    return Alone(check, profile=terminal(), log_patterns=PATTERNS)  # type: ignore[arg-type]


def found(stage: Alone) -> dict[str, str]:
    assert stage.result is not None
    return {f.fault: f.subject for f in stage.result.findings}


@pytest.mark.parametrize(
    ("older", "newer"),
    [("1.9", "1.10"), ("2.0-rc1", "2.0"), ("2.0", "2.0.1"), ("002.13 200921", "002.14 200921"), ("", "1")],
)
def test_versions_compare_as_people_read_them(older: str, newer: str) -> None:
    assert is_older(older, newer)
    assert not is_older(newer, older)
    assert not is_older(newer, newer)


def test_programs_that_are_there_and_new_enough_pass() -> None:
    stage = started(SOFTWARE)
    stage.event(FactsRead(FactSubject.PACKAGES, "", (("payapp", "2.10.0"), ("emv-kernel", "1"))))
    assert stage.result is not None
    assert stage.result.outcome is Outcome.PASS


def test_an_old_and_a_missing_program_are_named() -> None:
    stage = started(SOFTWARE)
    stage.event(FactsRead(FactSubject.PACKAGES, "", (("payapp", "2.4.0"),)))
    assert found(stage) == {"software.missing": "emv-kernel", "software.old": "payapp 2.4.0 < 2.4.1"}
    assert stage.result is not None
    assert stage.result.outcome is Outcome.FAIL


def test_packages_that_cannot_be_read_are_not_judged() -> None:
    for end in (CommandFailed("ReadFacts", Failure.UNSUPPORTED), None):
        stage = started(SOFTWARE)
        if end is not None:
            stage.event(end)
        else:
            stage.wait(60.1)
        assert stage.result is not None
        assert stage.result.outcome is Outcome.NOT_JUDGED


LINES = {
    "logs.crash": "[ 12.3] payapp[411]: segfault at 0 ip 0000 error 4",
    "logs.reset": "[ 0.1] last reset cause: watchdog",
    "logs.under-voltage": "hwmon: Undervoltage detected!",
    "logs.input-error": "gpio-keys: row 2 read error",
    "logs.display-error": "panel-simple: DSI transfer failed",
}


@pytest.mark.parametrize("fault", sorted(LINES))
def test_each_kind_of_trouble_in_a_log_is_named(fault: str) -> None:
    stage = started(LOGS)
    stage.event(FactsRead(FactSubject.LOGS, "", (("dmesg", LINES[fault]), ("dmesg", "usb 1-1: new device"))))
    assert list(found(stage)) == [fault]


def test_a_quiet_log_passes() -> None:
    stage = started(LOGS)
    stage.event(FactsRead(FactSubject.LOGS, "", ()))
    assert stage.result is not None
    assert stage.result.outcome is Outcome.PASS


def test_settings_are_judged_by_whether_they_match_and_by_nothing_else() -> None:
    stage = started(CONFIGURATION)
    stage.event(FactsRead(FactSubject.FILE, LOCK.where, (("matched", "1"),)))
    stage.event(FactsRead(FactSubject.PROPERTY, PERMISSION.where, (("matched", "0"),)))
    assert found(stage) == {
        "configuration.pin-locked": "/etc/pay/pin.conf",
        "configuration.no-permission": "pay.allowed",
    }


def test_a_setting_that_cannot_be_read_is_not_judged() -> None:
    stage = started(CONFIGURATION)
    stage.event(FactsRead(FactSubject.FILE, LOCK.where, (("error", "unreadable"),)))
    stage.event(FactsRead(FactSubject.PROPERTY, PERMISSION.where, (("matched", "1"),)))
    assert stage.result is not None
    assert stage.result.outcome is Outcome.NOT_JUDGED
    assert found(stage) == {"configuration.unread": "/etc/pay/pin.conf"}


def test_no_other_answer_is_taken_for_what_is_known_of_the_protection() -> None:
    rules = profiles()["smart-terminal"].security
    stage = Alone(SECURITY, profile=profiles()["smart-terminal"])
    (asked,) = stage.sent
    assert isinstance(asked, ReadFacts)
    assert asked.patterns == tuple(rule.pattern for rule in rules), "one file is read once"
    stage.event(CommandFailed("ReadSensors", Failure.NO_ANSWER))
    stage.event(FactsRead(FactSubject.FILE, "/etc/another", tuple(("matched", "0") for _ in rules)))
    assert (stage.result, len(stage.sent)) == (None, 1)
    stage.event(FactsRead(FactSubject.FILE, asked.about, tuple(("matched", "1" if r.wanted else "0") for r in rules)))
    assert stage.result is not None
    assert (stage.result.outcome, stage.result.findings) == (Outcome.PASS, ())


def test_a_protection_that_could_not_be_read_is_asked_of_the_screen_and_never_bad() -> None:
    for end in (CommandFailed("ReadFacts", Failure.GARBLED), FactsRead(FactSubject.FILE, "", ()), None):
        stage = Alone(SECURITY, profile=profiles()["smart-terminal"])
        (asked,) = stage.sent
        assert isinstance(asked, ReadFacts)
        if isinstance(end, FactsRead):
            stage.event(FactsRead(FactSubject.FILE, asked.about, (("matched", "1"),)))
        elif end is not None:
            stage.event(end)
        else:
            stage.wait(31.0)
        assert stage.runner.question is not None
        assert stage.say("none-of-these")
        assert stage.result is not None
        assert (stage.result.outcome, stage.result.findings) == (Outcome.PASS, ())


def test_only_facts_are_asked_for_never_changed() -> None:
    for check in (SOFTWARE, LOGS, CONFIGURATION, NETWORK, PROGRAMS):
        assert all(isinstance(command, ReadFacts) for command in started(check).sent)


def test_a_broken_pattern_file_is_refused_in_words(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "patterns.toml"
    path.write_text('[[pattern]]\nfault = "logs.crash"\nexpression = "("\n')
    with pytest.raises(LogPatternError, match=r"logs\.crash"):
        load_log_patterns(path)


# -- patch level, programs, memory, logs of several starts


def with_rules(**rules: object) -> Profile:
    return msgspec.structs.replace(terminal(), **rules)


def patched(rule: PatchRule, **told: str) -> Alone:
    stage = Alone(SOFTWARE, profile=with_rules(patch=rule, versions=()))
    stage.state = apply(stage.state, Stamped(Identified(tuple((k.replace("_", "-"), v) for k, v in told.items())), 0.0))
    stage.event(FactsRead(FactSubject.PACKAGES, "", (("payapp", "1"),)))
    return stage


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"os_version": "9.1", "patch_level": "2025-06-05"}, Outcome.PASS),
        ({"os_version": "10", "patch_level": "2025-06-01"}, Outcome.PASS),
        ({"os_version": "8.9", "patch_level": "2025-06-05"}, Outcome.FAIL),
        ({"os_version": "9.1", "patch_level": "2025-05-31"}, Outcome.FAIL),
        ({"os_version": "9.1", "patch_level": "rolling"}, Outcome.NOT_JUDGED),
        ({"os_version": "9.1"}, Outcome.NOT_JUDGED),
        ({"os_version": "8.9"}, Outcome.FAIL),
        ({}, Outcome.NOT_JUDGED),
    ],
)
def test_a_patch_level_is_judged_only_where_it_is_a_date(told: dict[str, str], outcome: Outcome) -> None:
    stage = patched(PatchRule("9.0", "2025-06-01"), **told)
    assert stage.result is not None
    patch = next(m for m in stage.result.measurements if m.limit_id == "software.patch")
    assert patch.outcome is outcome
    assert ("software.patch-old" in found(stage)) == (outcome is Outcome.FAIL)


APP = ProgramRule("app", "^payapp$", True, "programs.payment-stopped")
BALL = ProgramRule("ball", "(?i)ball", False, "programs.overlay")
MEM = (("MemTotal", "100000 kB"), ("MemAvailable", "50000 kB"), ("disk /", "1000 500"), ("disk /data", "1000 400"))


def running(programs: FactsRead | CommandFailed, memory: tuple[tuple[str, str], ...] = MEM) -> Alone:
    stage = Alone(PROGRAMS, profile=with_rules(programs=(APP, BALL)))
    stage.event(programs)
    stage.event(FactsRead(FactSubject.MEMORY, "", memory))
    return stage


def names(*programs: str) -> FactsRead:
    return FactsRead(FactSubject.PROGRAMS, "", tuple((str(n), name) for n, name in enumerate(programs)))


def test_what_must_run_and_runs_passes() -> None:
    stage = running(names("init", "payapp"))
    assert stage.result is not None
    assert stage.result.outcome is Outcome.PASS
    assert found(stage) == {}


def test_an_overlay_is_found_by_its_name_and_by_its_window() -> None:
    by_window = FactsRead(FactSubject.PROGRAMS, "", (("1", "payapp"), ("overlay", "com.example.any")))
    assert found(running(names("payapp", "FloatingBall"))) == {"programs.overlay": "FloatingBall"}
    assert found(running(by_window)) == {"programs.overlay": "com.example.any"}


def test_programs_that_could_not_be_read_are_not_judged_and_none_is_said_to_be_stopped() -> None:
    for answer in (CommandFailed("ReadFacts", Failure.UNSUPPORTED), names()):
        stage = running(answer)
        assert stage.result is not None
        assert stage.result.outcome is Outcome.NOT_JUDGED
        assert found(stage) == {"programs.unread": ""}


def test_hardly_any_memory_or_storage_is_told_and_decides_nothing() -> None:
    short = (("MemTotal", "100000 kB"), ("MemAvailable", "4000 kB"), ("disk /", "1000 500"), ("disk /data", "1000 70"))
    stage = running(names("payapp"), short)
    assert found(stage) == {"programs.memory-low": "4 %", "programs.storage-full": "7 %"}
    assert stage.result is not None
    assert stage.result.outcome is Outcome.PASS
    assert {m.limit_id: m.outcome for m in stage.result.measurements if not m.required} == {
        "memory.free": Outcome.FAIL,
        "storage.free": Outcome.MARGINAL,
    }


def test_an_old_kernel_without_an_estimate_of_available_memory_is_understood() -> None:
    assert (
        free_memory((("MemTotal", "1000 kB"), ("MemFree", "50 kB"), ("Buffers", "30 kB"), ("Cached", "120 kB"))) == 20.0
    )
    assert free_memory((("MemTotal", "1000 kB"),)) is None
    assert free_memory(None) is None


def test_an_absent_file_fits_only_a_rule_that_says_so() -> None:
    rules = tuple(SettingRule(f"r{n}", "file", "/etc/inetd.conf", "telnet", False, "configuration.debug-enabled", True, bool(n))
                  for n in range(2))  # fmt: skip
    stage = Alone(CONFIGURATION, profile=with_rules(settings=rules, files=(FileRule("/etc/inetd.conf"),)))
    stage.event(FactsRead(FactSubject.FILE, "/etc/inetd.conf", (("error", "missing"),)))
    assert stage.result is not None
    assert [m.outcome for m in stage.result.measurements] == [Outcome.NOT_JUDGED, Outcome.PASS]
    assert stage.result.rows("files") == (("/etc/inetd.conf", ""),)
    assert stage.result.rows("settings") == (("r1", "kept"),)


def test_a_late_answer_about_one_file_is_not_taken_for_another() -> None:
    other = SettingRule("b", "file", "/etc/b", "x", True, "configuration.no-permission")
    stage = Alone(CONFIGURATION, profile=with_rules(settings=(LOCK, other)))
    stage.wait(30.1)
    stage.event(FactsRead(FactSubject.FILE, LOCK.where, (("matched", "1"),)))
    assert stage.result is None
    stage.event(FactsRead(FactSubject.FILE, "/etc/b", (("matched", "1"),)))
    assert stage.result is not None
    assert [m.outcome for m in stage.result.measurements] == [Outcome.NOT_JUDGED, Outcome.PASS]


CRASH = "payapp[411]: segfault at 0 ip 0000 error 4"


def logs(*items: tuple[str, str]) -> Alone:
    stage = started(LOGS)
    stage.event(FactsRead(FactSubject.LOGS, "", items))
    return stage


def test_the_same_line_in_two_logs_counts_once_and_twice_in_one_log_twice() -> None:
    copied = logs(("dmesg", f"[   95.2] {CRASH}"), ("messages", f"Mar 5 10:00:00 pos kernel: [   95.2] {CRASH}"))
    twice = logs(("dmesg", f"[   95.2] {CRASH}"), ("dmesg", f"[  195.2] {CRASH}"))
    for stage, count in ((copied, 1.0), (twice, 2.0)):
        assert stage.result is not None
        assert stage.result.measurements[0].value == count


def note_of(stage: Alone) -> tuple[str, dict[str, object]]:
    assert stage.result is not None
    note = stage.result.findings[0].note
    assert note is not None
    return note.id, dict(note.args)


def test_lines_since_the_last_start_are_counted_only_where_the_log_shows_that_start() -> None:
    start = ("messages", "Mar 5 11:00:00 pos kernel: Linux version 6.1.0 (builder@host)")
    old, new = ("messages", f"Mar 5 10:00:00 pos kernel: {CRASH}"), ("messages", f"Mar 5 12:00:00 pos kernel: x{CRASH}")
    assert note_of(logs(old, start, new)) == ("note.log_lines_recent", {"count": 2, "recent": 1})
    assert note_of(logs(old, new)) == ("note.log_lines", {"count": 2})
    assert note_of(logs(("pstore", "[ 9.1] Kernel panic"))) == ("note.log_lines_recent", {"count": 1, "recent": 0})
    assert note_of(logs(("dmesg", CRASH))) == ("note.log_lines_recent", {"count": 1, "recent": 1})


def test_log_patterns_name_their_sources() -> None:
    text = (RESOURCES / "messages" / "log_patterns.toml").read_text("utf-8")
    assert text.count("[[pattern]]") == text.count("\nsource = ")


def test_whatever_a_profile_calls_a_fault_is_one_that_its_check_claims() -> None:
    for profile in profiles().values():
        assert {rule.fault for rule in profile.settings} <= CONFIGURATION.claims
        assert {rule.fault for rule in profile.programs} <= PROGRAMS.claims


def test_keys_and_protection_are_not_passed_where_neither_the_unit_nor_a_screen_tells() -> None:
    silent = msgspec.structs.replace(terminal(), display=None, security=())
    assert not SECURITY.applies(silent)
    assert SECURITY.applies(msgspec.structs.replace(silent, screen_readable=True))
    assert SECURITY.applies(profiles()["pax-poslink"])
    assert not SECURITY.applies(profiles()["idtech-neo2"])
