"""How sure a model's facts are is said in the reader's language, word for word what the profile says in English."""

from pathlib import Path

from checks.labels import label_id, label_in, short_label
from checks.words import load_catalogues
from devices.profile import load_profiles

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def test_every_label_of_a_profile_has_its_sentence_in_every_language() -> None:
    words = load_catalogues(RESOURCES / "i18n")
    profiles = load_profiles(RESOURCES / "terminals") | load_profiles(RESOURCES / "meters")
    for label in {profile.evidence for profile in profiles.values()}:
        assert label_in(label, words["en"]) == label
        assert label_in(label, words["zh_CN"]) != label
        for spoken in words.values():
            assert 1 < len(short_label(label, spoken)) <= 24
            assert "label." not in short_label(label, spoken)


def test_a_label_nobody_knows_stands_as_it_is() -> None:
    words = load_catalogues(RESOURCES / "i18n")
    assert (label_id("seen in a dream"), label_in("seen in a dream", words["zh_CN"])) == ("", "seen in a dream")
