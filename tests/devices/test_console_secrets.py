"""What is read of a terminal's files never carries a secret or a card number further."""

from devices.codecs._console_facts import facts_read, without_numbers


def test_a_file_asked_for_with_a_pattern_is_judged_and_forgotten() -> None:
    text = "+30\nuser=shop\npassword=hunter2\n"
    found = facts_read("file", "/etc/app.conf", text, (r"^password=\S+",))
    assert found is not None
    assert found.items == (("matched", "1"),)
    assert "hunter2" not in repr(found)


def test_a_property_is_judged_the_same_way() -> None:
    found = facts_read("prop", "pay.allowed", "+no\n", (r"^yes$",))
    assert found is not None
    assert found.items == (("matched", "0"),)


def test_a_missing_file_says_so_instead_of_matching_nothing() -> None:
    found = facts_read("file", "/etc/app.conf", "!missing\n", ("x",))
    assert found is not None
    assert found.get("matched") is None
    assert found.get("error") is not None


def test_card_numbers_in_logs_are_masked_and_times_and_serials_stay() -> None:
    line = "[12.345678] swipe 4111 1111 1111 1111 ok, sn 8682459653, 5500005555555559"
    assert without_numbers(line) == "[12.345678] swipe **** **** **** **** ok, sn 8682459653, ****************"
