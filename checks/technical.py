"""Technical words in the reader's language: what this program's own errors, Python's command line and Linux say of themselves.

An error of a lower room carries English, for the log. Where such a text stands as the *detail* in a sentence, a reader of
another language is left with half a sentence; so each phrase that may stand there is a message like any other, whose English
is the very text. Nothing else is touched: names, paths and what a unit said stay as they are.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

IDS: Final = (
    "technical.os.no_space",
    "technical.os.denied",
    "technical.os.not_permitted",
    "technical.os.no_file",
    "technical.os.read_only",
    "technical.os.io",
    "technical.os.is_folder",
    "technical.os.no_folder",
    "technical.os.exists",
    "technical.os.open_files",
    "technical.os.long_name",
    "technical.os.busy",
    "technical.os.locked",
    "technical.os.no_address",
    "technical.os.no_device",
    "technical.os.timed_out",
    "technical.os.refused",
    "technical.os.no_route",
    "technical.os.no_network",
    "technical.os.reset",
    "technical.os.pipe",
    "technical.os.quota",
    "technical.os.address_used",
    "technical.os.big_file",
    "technical.os.not_empty",
    "technical.usage.required",
    "technical.usage.unrecognized",
    "technical.usage.choice",
    "technical.usage.type",
    "technical.usage.one",
    "technical.usage.some",
    "technical.usage.most_one",
    "technical.usage.count",
    "technical.usage.both",
    "technical.usage.either",
    "technical.usage.ambiguous",
    "technical.usage.explicit",
    "technical.usage.argument",
    "technical.file.not_wire_log",
    "technical.file.line_of_none",
    "technical.file.line",
    "technical.file.not_journal",
    "technical.file.newer_schema",
    "technical.file.newer",
    "technical.file.not_record",
    "technical.file.not_json",
    "technical.file.not_toml",
    "technical.file.not_whole",
    "technical.file.damaged",
    "technical.file.unread",
    "technical.wire.protocol",
    "technical.wire.profile",
    "technical.link.closed_reading",
    "technical.link.closed_writing",
    "technical.link.stuck",
    "technical.link.unplugged",
    "technical.link.no_cable",
    "technical.link.internal",
    "technical.link.no_answer",
    "technical.link.restarted",
    "technical.link.probe_ended",
    "technical.link.overrun",
    "technical.link.noise",
    "technical.link.damage",
    "technical.link.answers",
    "technical.link.key_before",
    "technical.link.key_line",
    "technical.link.adb_takes",
    "technical.link.adb_ended",
    "technical.link.no_serial",
    "technical.link.adb_start",
    "technical.link.adb_version",
    "technical.unit.no_name",
    "technical.unit.no_information",
    "technical.unit.no_keypad_list",
    "technical.unit.no_keypad",
    "technical.unit.no_sensor",
    "technical.unit.no_battery",
    "technical.unit.no_frame_buffer",
    "technical.unit.other_picture",
    "technical.unit.no_sum",
    "technical.unit.screen",
    "technical.unit.host",
    "technical.unit.password",
    "technical.profile.unknown_key",
    "technical.profile.twice",
    "technical.profile.digit",
    "technical.profile.place",
    "technical.profile.no_limit",
    "technical.profile.english",
    "technical.profile.low_high",
    "technical.profile.protocol",
    "technical.profile.taken",
    "technical.profile.like_id",
    "technical.profile.like_none",
    "technical.profile.key_code",
    "technical.profile.no_key",
    "technical.profile.digit_code",
    "technical.profile.typed_on",
    "technical.columns.twice",
    "technical.columns.units",
    "technical.columns.quantity",
    "technical.simulator.no_fault",
    "technical.simulator.not_of",
    "technical.simulator.needs",
    "technical.simulator.no_argument",
    "technical.simulator.no_key",
    "technical.simulator.range",
    "technical.simulator.no_pty",
    "technical.simulator.listen",
    "technical.simulator.port",
    "technical.simulator.no_profile",
    "technical.simulator.none",
    "technical.simulator.silent",
    "technical.simulator.gone",
)
"""The longer of two that begin alike comes first."""
DETAILS: Final = frozenset({"detail", "details", "error", "problem", "problems", "reason"})
"""Arguments of messages that may hold such a text."""

Rules: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
_GAP: Final = re.compile(r"\{(\w+)\}")


def rules(originals: Mapping[str, str], sentences: Mapping[str, str]) -> Rules:
    """How to tell and say each phrase, from the English and the other language's sentences."""
    known = [(originals[name], sentences[name]) for name in IDS if name in originals and name in sentences]
    return tuple((_pattern(english), other) for english, other in known if english != other)


def _pattern(english: str) -> re.Pattern[str]:
    """A gap takes what stands there: as little as it can, at the end of a phrase all that follows."""
    parts = _GAP.split(english)
    told = "".join(re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts))
    begin = r"(?<!\w)" if parts[0] else ""
    end = "$" if not parts[-1] else r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return re.compile(f"{begin}{told}{end}", re.S)


def said(text: str, known: Rules) -> str:
    """``text`` with every phrase that is known said in the other language."""
    for pattern, other in known:
        text = pattern.sub(lambda found, other=other: other.format_map(found.groupdict()), text)  # type: ignore[misc]
    return text
