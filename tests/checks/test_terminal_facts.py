"""Checks over facts read from a terminal: software, logs, configuration, network. Driven by hand."""

import msgspec
import pytest

from checks.catalog.configuration import CHECK as CONFIGURATION
from checks.catalog.logs import CHECK as LOGS
from checks.catalog.network import CHECK as NETWORK
from checks.catalog.software import CHECK as SOFTWARE
from checks.log_patterns import LogPatternError, load_log_patterns
from checks.measurement import Outcome
from checks.versions import is_older
from devices.capability import Capability
from devices.commands import ReadFacts
from devices.events import CommandFailed, FactsRead, FactSubject, Failure
from devices.profile import AcquirerHost, Profile, SettingRule, VersionRule
from tests.checks.stage import RESOURCES, Alone, pad

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


def test_only_facts_are_asked_for_never_changed() -> None:
    for check in (SOFTWARE, LOGS, CONFIGURATION, NETWORK):
        assert all(isinstance(command, ReadFacts) for command in started(check).sent)


def test_a_broken_pattern_file_is_refused_in_words(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "patterns.toml"
    path.write_text('[[pattern]]\nfault = "logs.crash"\nexpression = "("\n')
    with pytest.raises(LogPatternError, match=r"logs\.crash"):
        load_log_patterns(path)
