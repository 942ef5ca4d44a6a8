from pathlib import Path

import pytest

from devices.capability import Capability
from devices.errors import ProfileError
from devices.profile import Band, load_profile, load_profiles
from devices.registry import line_settings, load_checked, load_codecs
from tests.devices.simulated import RESOURCES

DEFAULTS = RESOURCES / "terminals" / "_defaults.toml"
GOOD = (RESOURCES / "terminals" / "gertec-ppc930.toml").read_text("utf-8")


def problems(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "bad.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(path, DEFAULTS)
    assert str(path) in str(caught.value)
    return caught.value.problems


def test_every_profile_loads_knows_its_codec_and_has_limits_with_units_and_sources() -> None:
    codecs = load_codecs()
    found = load_profiles(RESOURCES / "terminals") | load_profiles(RESOURCES / "meters")
    assert found
    for profile in found.values():
        assert profile.protocol in codecs
        assert profile.capabilities <= codecs[profile.protocol].capabilities
        assert profile.sources
        assert line_settings(profile, codecs[profile.protocol]).baud > 0
        for limit in profile.limits.values():
            assert limit.unit is not None
            assert limit.source
    for profile in load_profiles(RESOURCES / "terminals").values():
        assert profile.limits
        assert profile.keypad or not profile.can(Capability.LIVE_KEYS)


def test_every_problem_of_a_file_is_listed_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace('kind = "terminal"', 'kind = "toaster"')
        .replace('maker = "Gertec"', "maker = 7")
        .replace('model = "PPC-930"\n', "")
        .replace('"keypad.stuck", "battery.charge"]', '"keypad.stuck", "no.such.limit"]')
        .replace('"identity", "live-keys"', '"identity", "telepathy"')
        .replace('{ id = "F2", x = 1,', '{ id = "F1", x = 1,')
        .replace('{ id = "F3", x = 2, y = 0,', '{ id = "F3", x = -1, y = 0,')
        .replace("width = 240", 'width = "wide"\nlight = 3')
        .replace("vid = 0x1753", "vid = 0x1FFFF")
        .replace("layout_confirmed = false", "layout_confirmed = false\ncolour = 3")
        .replace("[parts.keypad]\nname", "[parts.keypad]\nnmae")
        .replace('capabilities = [', 'capabilitys = []\ncapabilities = [')
        .replace("required = false", 'required = "perhaps"\nlow = 3', 1)
    )  # fmt: skip
    found = "\n".join(problems(tmp_path, text))
    for word in (
        "kind: ", "maker: ", "model: missing", "no.such.limit", "capabilities[1]", "F1 appears twice", "keypad.keys[2]",
        "display.width: ", "display.light: unknown key", "usb[0]", "keypad.colour: unknown key",
        "parts.keypad.nmae: unknown key", "parts.keypad.name: missing", "capabilitys: unknown key", 'limits."keypad.repeat_gap"',
    ):  # fmt: skip
        assert word in found, f"{word!r} is not in:\n{found}"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('id = "gertec-ppc930"\n', "", "id: missing"),
        ('id = "gertec-ppc930"', "id = 930", "id: "),
        ('model_pattern = "^PPC-?930"', 'model_pattern = "("', "model_pattern: "),
        ('en = "Gertec PPC-930 PIN pad"\n', "", "name: needs at least en"),
        ('role = "ok"', 'role = "okay"', "keypad.keys["),
        ('evidence = "masked", legend = { en = "1" }', 'evidence = "sworn", legend = { en = "1" }', "keypad.keys["),
        ('id = "1", x', 'id = "ONE", x', "ONE is a digit"),
        ('role = "digit"', 'role = "function"', None),
        ('legend = { en = "F1" }', 'legend = { en = "1", zh = "F1" }', "F1 is a digit"),
        ("[display]", "[serial]\nparity = 'X'\n\n[display]", "serial.parity: "),
        ("[display]", '[limits."keypad.dead"]\nunit = "x"\nnormal = {}\n\n[display]', 'limits."keypad.dead"'),
        (
            "[display]",
            '[limits."a.b"]\nunit = "V"\nsource = "s"\nnormal = { low = 2, high = 1 }\n\n[display]',
            "low is above high",
        ),
        ("keys = [", "keys = 3\nnokeys = [", "keypad.keys: "),
        ('id = "gertec-ppc930"', 'id = "Gertec PPC930/../x"', "id: small letters"),
        ("x = 1, y = 0, role", "matrix = [1, 1], x = 1, y = 0, role", None),
    ],
)
def test_a_wrong_value_is_named_by_its_place(tmp_path: Path, old: str, new: str, word: str | None) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    if word is None:
        path = tmp_path / "good.toml"
        path.write_text(text, "utf-8")
        assert load_profile(path, DEFAULTS).keypad
        return
    found = problems(tmp_path, text)
    assert any(word in problem for problem in found), found


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('"key.400" = "1"', None),
        ('"key.400" = "ONE"', "options.key.400: the keypad has no key called ONE"),
        ('"key.2" = "OK"', "options.key.2: "),
        ("ask_blindly = true", "options.ask_blindly: "),
    ],
)
def test_an_option_of_a_console_that_weakens_a_guard_is_a_problem(tmp_path: Path, line: str, word: str | None) -> None:
    text = DEFAULTS.with_name("smart-terminal.toml").read_text("utf-8")
    path = tmp_path / "own.toml"
    path.write_text(
        text.replace("ask_blindly = false", line if "ask" in line else f"ask_blindly = false\n{line}"), "utf-8"
    )
    if word is None:
        assert load_checked(path, DEFAULTS).options["key.400"] == "1"
        return
    with pytest.raises(ProfileError) as caught:
        load_checked(path, DEFAULTS)
    assert any(problem.startswith(word) for problem in caught.value.problems), caught.value.problems


def test_two_keys_in_one_place_of_the_matrix_are_a_problem(tmp_path: Path) -> None:
    text = GOOD.replace('"F1", x', '"F1", matrix = [1, 2], x').replace('"F2", x', '"F2", matrix = [1, 2], x')
    assert problems(tmp_path, text) == ("keypad.keys: two keys share one place of the matrix",)


@pytest.mark.parametrize("text", ["this is not TOML", "a = 1\na = 2\n", "[x\n", "id = 'a'\x00"])
def test_what_is_not_toml_is_said_in_one_problem(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, text)
    assert "is not TOML" in found


def test_bytes_that_are_no_text_a_folder_and_a_missing_file_are_problems(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe\x00")
    for wrong in (path, tmp_path, tmp_path / "none.toml"):
        with pytest.raises(ProfileError):
            load_profile(wrong, DEFAULTS)


def test_an_empty_file_names_all_that_is_missing(tmp_path: Path) -> None:
    found = problems(tmp_path, "")
    assert [p for p in found if p.endswith(": missing")] == list(found)
    assert {"id: missing", "kind: missing", "capabilities: missing"} <= set(found)


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    (tmp_path / "_defaults.toml").write_text(DEFAULTS.read_text("utf-8"), "utf-8")
    with pytest.raises(ProfileError, match="already taken"):
        load_profiles(tmp_path)


def test_a_profile_changes_only_what_it_names_of_a_default_limit() -> None:
    profile = load_profiles(RESOURCES / "terminals")["gertec-ppc930"]
    default = load_profile(RESOURCES / "meters" / "tc66c.toml", DEFAULTS).limits["keypad.repeat_gap"]
    own = profile.limits["keypad.repeat_gap"]
    assert (own.normal, own.unit, own.source) == (default.normal, default.unit, default.source)
    assert not own.required


def test_edges_belong_to_a_band_unless_it_says_otherwise_and_nan_to_none() -> None:
    closed, opened = Band(1, 2), Band(1, 2, low_inclusive=False, high_inclusive=False)
    assert [closed.holds(v) for v in (0.99, 1, 1.5, 2, 2.01)] == [False, True, True, True, False]
    assert [opened.holds(v) for v in (1, 1.5, 2)] == [False, True, False]
    assert Band().holds(-1e300)
    assert not Band().holds(float("nan"))
    assert not Band(low=0).holds(float("nan"))


def test_a_model_matches_by_its_pattern_and_any_where_there_is_none() -> None:
    profile = load_profiles(RESOURCES / "terminals")["gertec-ppc930"]
    assert profile.matches_model("PPC-930;192MB")
    assert not profile.matches_model("VX520")
    assert not profile.matches_model(None)


def test_every_bad_rule_about_software_is_told_with_its_place(tmp_path: Path) -> None:
    text = DEFAULTS.with_name("smart-terminal.toml").read_text("utf-8")
    text += """
[[settings]]
id = "bad"
kind = "file"
where = "/etc/x"
pattern = "("
wanted = true
fault = "configuration.pin-locked"

[[programs]]
id = "bad"
pattern = "["
wanted = true

[[files]]
where = 3
"""
    path = tmp_path / "bad.toml"
    path.write_text(text.replace('security_minimum = "2024-01-01"', 'security_minimum = "soon"'), "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(path, DEFAULTS)
    told = "\n".join(caught.value.problems)
    before = len(load_profiles(DEFAULTS.parent)["smart-terminal"].settings)
    for part in (f"settings[{before}].pattern:", "programs[5].fault:", "files[2].where:", "patch.security_minimum:"):
        assert part in told, told


COUSIN = """
id = "cousin"
like = "gertec-ppc930"
maker = "Gertec"
model = "PPC-900"
evidence = "third-party source, unproven on hardware"
sources = ["a shop's list"]
[name]
en = "PPC-900"
[limits."keypad.stuck"]
normal = { high = 5.0 }
"""


def test_a_model_that_is_like_another_takes_over_how_it_speaks_and_nothing_of_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cousin.toml"
    path.write_text(COUSIN, "utf-8")
    other = load_profile(RESOURCES / "terminals" / "gertec-ppc930.toml", DEFAULTS)
    cousin = load_profile(path, DEFAULTS)
    assert (cousin.protocol, cousin.capabilities, cousin.unobservable) == (
        other.protocol, other.capabilities, other.unobservable
    )  # fmt: skip
    assert (cousin.id, cousin.model, cousin.usb, cousin.display, cousin.model_pattern) == (
        "cousin",
        "PPC-900",
        (),
        None,
        "",
    )
    assert (cousin.like, other.like) == ("gertec-ppc930", "")
    assert cousin.keypad is not None
    assert other.keypad is not None
    assert cousin.keypad.keys == other.keypad.keys
    assert not cousin.keypad.layout_confirmed
    assert cousin.keypad.layout_source.startswith("as gertec-ppc930, not confirmed for this model")
    assert cousin.limits["keypad.stuck"].normal.high == 5.0
    assert cousin.limits["keypad.stuck"].source == other.limits["keypad.stuck"].source
    assert cousin.limits["keypad.repeat_gap"] == other.limits["keypad.repeat_gap"]


@pytest.mark.parametrize(
    ("like", "word"),
    [
        ('"nobody"', "no other model called nobody"),
        ('"../../etc/passwd"', "must be the id"),
        ("7", "must be the id"),
        ('"cousin"', "no other model"),
    ],
)
def test_a_model_that_is_like_nothing_known_says_so(tmp_path: Path, like: str, word: str) -> None:
    path = tmp_path / "cousin.toml"
    path.write_text(COUSIN.replace('"gertec-ppc930"', like), "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(path, DEFAULTS)
    assert word in caught.value.problems[0]


def test_two_models_that_are_like_each_other_are_refused(tmp_path: Path) -> None:
    for name, like in (("one", "two"), ("two", "three"), ("three", "two")):
        (tmp_path / f"{name}.toml").write_text(COUSIN.replace("gertec-ppc930", like).replace("cousin", name), "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path / "one.toml", DEFAULTS)
    assert "one behind the other" in caught.value.problems[0]


def test_a_protocol_nobody_knows_and_an_ability_it_lacks_are_named_among_the_other_problems(tmp_path: Path) -> None:
    text = GOOD.replace('"identity", "live-keys"', '"identity", "logs"').replace('maker = "Gertec"', "maker = 7")
    for bad, words in (
        (text, ("maker: ", "capabilities: abecs cannot do logs")),
        (text.replace('protocol = "abecs"', 'protocol = "abacus"'), ("maker: ", "known are abecs, console")),
    ):
        path = tmp_path / "bad.toml"
        path.write_text(bad, "utf-8")
        with pytest.raises(ProfileError) as caught:
            load_checked(path, DEFAULTS)
        assert all(any(word in problem for problem in caught.value.problems) for word in words)
