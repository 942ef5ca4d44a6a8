"""docs/adding.md keeps its word: each file of it, put where the page says, is found and works."""

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import checks.catalog
import checks.patterns
import checks.rules
import devices.codecs
import devices.simulator
from checks.diagnosis import Evidences
from checks.measurement import Outcome
from checks.registry import load_checks, load_patterns, load_rules
from checks.steps import CANNOT_TELL, Answer
from checks.words import load_catalogues
from devices.commands import Identify, StartReading
from devices.errors import ProfileError
from devices.events import Identified, Reading
from devices.profile import Profile, load_profile
from devices.raster import DisplayGeometry, DisplayKind
from devices.registry import load_checked
from devices.state import TerminalState
from tests.checks.stage import Alone
from tests.devices.simulated import RESOURCES, joined, told

ROOT = RESOURCES.parent
PAGE = (ROOT / "docs" / "adding.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```", PAGE, re.M | re.S))
PACKAGES = (checks.catalog, checks.rules, checks.patterns, devices.codecs, devices.simulator)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what is read as data, with the page's files in it; the packages look into it, too."""
    shutil.copytree(RESOURCES, tmp_path / "resources")
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    known = set(sys.modules)
    for package in PACKAGES:
        own = tmp_path / package.__name__.replace(".", "/")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(own)])
    importlib.invalidate_caches()
    yield tmp_path
    for name in set(sys.modules) - known:
        if name.rpartition(".")[2].startswith("acme"):
            del sys.modules[name]


def model(tree: Path, path: str) -> Profile:
    return load_checked(tree / path, tree / "resources/terminals/_defaults.toml")


def test_the_page_has_a_file_of_each_kind() -> None:
    kinds = {str(Path(path).parent) for path in FILES}
    assert kinds == {
        "resources/terminals", "resources/meters", "resources/i18n", "devices/codecs", "devices/simulator",
        "checks/catalog", "checks/rules", "checks/patterns", "tests/wire",
    }  # fmt: skip


def test_its_model_is_one_file_that_loads_and_answers_when_it_is_simulated(tree: Path) -> None:
    profile = model(tree, "resources/terminals/acme-p20.toml")
    assert (profile.protocol, profile.usb[0].vid) == ("abecs", 0x1209)
    loop = joined(profile)
    loop.send(Identify())
    (who,) = (
        event
        for event in told(loop.until(lambda s: isinstance(s.event, Identified), 30.0))
        if isinstance(event, Identified)
    )
    assert profile.matches_model(who.get("model"))


def test_its_protocol_reads_the_device_that_it_simulates_and_keeps_to_its_golden_bytes(tree: Path) -> None:
    profile = model(tree, "resources/meters/acme-1.toml")
    loop = joined(profile)
    loop.send(Identify())
    loop.until(lambda s: isinstance(s.event, Identified), 10.0)
    loop.send(StartReading(0.2))
    events = told(loop.until(lambda s: isinstance(s.event, Reading), 10.0))
    assert any(isinstance(event, Reading) and 5.0 < event.value < 5.2 for event in events)
    golden = tomllib.loads(FILES["tests/wire/acme.toml"])
    (row,) = golden["dialogue"]
    asked, answer = (bytes.fromhex(line[1:]) for line in row["wire"])
    codec = importlib.import_module("devices.codecs.acme").CODEC.open(profile)
    assert b"".join(codec.send(Identify(), 0.0).write) == asked
    (event,) = codec.feed(answer, 0.0).events
    assert f"Identified model={event.get('model')}" == row["events"][0]


@pytest.mark.parametrize(
    ("said", "outcome", "causes"),
    [
        ("cover-closes", Outcome.PASS, []),
        ("cover-open", Outcome.FAIL, ["cause.acme_cover"]),
        (CANNOT_TELL, Outcome.NOT_JUDGED, []),
    ],
)
def test_its_check_asks_and_its_rule_knows_what_the_answer_means(
    tree: Path, said: str, outcome: Outcome, causes: list[str]
) -> None:
    profile = model(tree, "resources/terminals/acme-p20.toml")
    check = load_checks()[0]["acme-cover"]
    assert check.applies(profile)
    alone = Alone(check, profile=profile)
    assert alone.runner.question is not None
    alone.runner.answer(Answer(alone.runner.question.id, said), 1.0)
    assert alone.result is not None
    assert alone.result.outcome is outcome
    rule = next(rule for rule in load_rules() if rule.__module__ == "checks.rules.acme_cover")
    evidence = Evidences(profile, TerminalState(), (alone.result,))
    assert [diagnosis.cause for diagnosis in rule(evidence)] == causes


def test_its_picture_is_among_the_patterns(tree: Path) -> None:
    picture = load_patterns()["acme-stripes"].render(DisplayGeometry(DisplayKind.MONO, 8, 2)).pixels
    assert picture[0, :, 0].tolist() == [255, 0] * 4


def test_every_sentence_it_uses_is_there_in_both_languages(tree: Path) -> None:
    ids = set(re.findall(r'<message id="([^"]+)"', FILES["resources/i18n/acme.en.ts"]))
    for language, words in load_catalogues(tree / "resources/i18n").items():
        assert ids <= words.sentences.keys(), language
    code = "\n".join(text for path, text in FILES.items() if path.endswith(".py"))
    for used in re.findall(r'message\("([^"]+)"', code):
        assert used in ids


def test_its_files_have_our_format() -> None:
    for path, text in FILES.items():
        if path.endswith(".py"):
            line = [sys.executable, "-m", "ruff", "format", "--check", "--stdin-filename", path, "-"]
            done = subprocess.run(line, input=text, text=True, capture_output=True, check=False, cwd=ROOT)
            assert done.returncode == 0, f"{path}: {done.stdout}{done.stderr}"


def test_a_mistake_in_its_model_is_named(tree: Path) -> None:
    path = tree / "resources/terminals/acme-p20.toml"
    path.write_text(FILES["resources/terminals/acme-p20.toml"].replace("abecs-pinpad", "nobody"), "utf-8")
    with pytest.raises(ProfileError, match="there is no other model called nobody"):
        load_profile(path, tree / "resources/terminals/_defaults.toml")
