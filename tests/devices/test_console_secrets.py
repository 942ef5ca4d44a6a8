"""What is read of a terminal's files never carries a secret or a card number further."""

from devices.card_numbers import without_numbers
from devices.codecs._console_facts import facts_read
from devices.commands import ReadFacts
from devices.events import FactsRead, FactSubject


def test_a_file_asked_for_with_a_pattern_is_judged_and_forgotten() -> None:
    text = "+30\nuser=shop\npassword=hunter2\n"
    found = facts_read("file", ReadFacts(FactSubject.FILE, "/etc/app.conf", (r"^password=\S+",)), text)
    assert found is not None
    assert found.items == (("matched", "1"),)
    assert "hunter2" not in repr(found)


def test_a_property_is_judged_the_same_way() -> None:
    found = facts_read("prop", ReadFacts(FactSubject.PROPERTY, "pay.allowed", (r"^yes$",)), "+no\n")
    assert found is not None
    assert found.items == (("matched", "0"),)


def test_a_missing_file_says_so_instead_of_matching_nothing() -> None:
    found = facts_read("file", ReadFacts(FactSubject.FILE, "/etc/app.conf", ("x",)), "!missing\n")
    assert found is not None
    assert found.get("matched") is None
    assert found.get("error") is not None


def test_card_numbers_in_logs_are_masked_and_times_and_serials_stay() -> None:
    line = "[12.345678] swipe 4111 1111 1111 1111 ok, sn 8682459653, 5500005555555559"
    assert without_numbers(line) == "[12.345678] swipe **** **** **** **** ok, sn 8682459653, ****************"


def digest_of(text: str, ignore: str = "") -> FactsRead:
    asked = ReadFacts(FactSubject.FILE, "/etc/app.conf", (r"^password=\S+",), 65_536, True, ignore)
    found = facts_read("file", asked, f"+{len(text)}\n{text}")
    assert found is not None
    return found


def test_a_digest_tells_a_change_and_nothing_else() -> None:
    one = digest_of("# made in March\nmode=a\npassword=hunter2\n\nterminal=0001\n", "^(terminal|password)=")
    same = digest_of("mode=a  \r\nterminal=0002\npassword=other\n", "^(terminal|password)=")
    other = digest_of("mode=b\nterminal=0001\n", "^(terminal|password)=")
    assert one.items == same.items
    assert one.get("sha256") != other.get("sha256")
    assert [name for name, _ in one.items] == ["matched", "sha256"]
    assert "hunter2" not in repr(one)


def test_a_file_that_was_not_read_to_its_end_is_not_judged() -> None:
    asked = ReadFacts(FactSubject.FILE, "/etc/app.conf", (r"^password=\S+",), 10)
    found = facts_read("file", asked, "+30\nuser=shop\n")
    assert found is not None
    assert found.items == (("error", "too-long"),)


def test_each_pattern_of_one_file_is_answered() -> None:
    asked = ReadFacts(FactSubject.FILE, "/etc/app.conf", ("^a$", "^b$", "^c$"), 200)
    found = facts_read("file", asked, "+4\nc\na\n")
    assert found is not None
    assert found.items == (("matched", "1"), ("matched", "0"), ("matched", "1"))


PS = """UID   PID PPID C STIME TTY  TIME CMD
root    1    0 0 10:00 ?    00:00:01 {init} /bin/sh /etc/init --password=one
root   24    2 0 10:00 ?    00:00:00 [kworker/0:1H-kblockd]
u0_a8 500    1 0 10:00 ?    00:00:00 com.example.pay:remote token=four
root  412    1 0 10:00 ?    00:00:00 /opt/pay/payment --host-password hunter2 4111111111111111
root  413    1 0 10:00 ?    00:00:00 -sh
root  414    1 0 10:00 ?    00:00:00 sshd: root@pts/0
package=com.example.ball appop=SYSTEM_ALERT_WINDOW
package=com.example.ball appop=SYSTEM_ALERT_WINDOW
"""


def test_programs_are_told_by_name_and_their_arguments_end_in_the_codec() -> None:
    found = facts_read("ps", None, PS)
    assert found is not None
    assert [name for _, name in found.items] == [
        "init", "[kworker/0:1H-kblockd]", "com.example.pay:remote", "payment", "sh", "sshd", "com.example.ball",
    ]  # fmt: skip
    assert found.items[-1][0] == "overlay"
    assert not any(secret in repr(found) for secret in ("hunter2", "one", "four", "4111"))


def test_only_storage_that_is_written_to_counts_and_long_names_are_put_together() -> None:
    text = (
        "MemTotal:         510480 kB\nMemAvailable:      9112 kB\nuptime=412.55 800.12\nrw=ext4 /\nrw=tmpfs /tmp\n"
        "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/block/platform/long-name-of-a-partition\n"
        "                262144 181002 81142 70% /\ntmpfs 255240 255240 0 100% /tmp\n/dev/mtd1 4096 4096 0 100% /rom\n"
    )
    found = facts_read("mem", None, text)
    assert found is not None
    assert found.items == (
        ("MemTotal", "510480 kB"), ("MemAvailable", "9112 kB"), ("uptime", "412.55 800.12"), ("disk /", "262144 81142"),
    )  # fmt: skip
