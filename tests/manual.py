"""Writes the manual's pages of checks and causes from registry, profiles and rules: ``python -m tests.manual``.

A test holds the committed pages to what is made here; the other pages are written by hand.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from checks.measurement import Message
from checks.registry import load_checks
from checks.words import Catalogue, load_catalogues
from devices.profile import Limit, Profile, load_profiles
from gui.naming import band_text, unit_text
from tests.causes_table import diagnoses
from tests.checks.stage import RESOURCES

FOLDER: Final = Path(__file__).parents[1] / "docs" / "manual"
LANGUAGES: Final = ("en", "zh_CN")
LIMITS_OF: Final = {
    "first-minute": ("seen", "trades"), "security-state": ("security",), "power": ("power", "usb"), "heat": ("temperature",),
    "programs": ("programs", "memory", "storage"), "supply": ("supply", "battery"), "accessories": ("part",),
}  # fmt: skip
"""Beginnings of the limits that belong to a check, where they are not its own name."""
TEXT: Final = {
    "en": {
        "checks": "# The checks", "made": "Figures and faults on this page are made from the program itself.",
        "finds": "Finds:", "limits": "| quantity | good | borderline | source |",
        "own": " (Posbench default)",
        "causes": "# Faults, causes and remedies",
        "made2": "Each cause with what it rests on, how sure it is when that stands alone, "
        "what cures it, and what to mind. Minutes are own estimates of a person at the bench.",
        "rests": "Found by ", "sure": "sure", "part": "Part", "minutes": "{n} min", "guard": "Mind", "decide": "To decide",
        "closed": "The case stays closed: opening trips the tamper protection.", "back": "[Contents](first-steps.md)", "join": ", ",
        "colon": ": ",
    },
    "zh_CN": {
        "checks": "# 各项检测", "made": "本页的数值和故障由程序自动生成。",
        "finds": "可查出：", "limits": "| 项目 | 合格 | 临界 | 来源 |",
        "own": "（Posbench 默认值）",
        "causes": "# 故障、原因与处理",
        "made2": "每个原因：依据、单凭该依据时的把握、处理步骤和注意事项。时间为本程序估计的台前人工分钟数。",
        "rests": "依据：", "sure": "把握", "part": "配件", "minutes": "{n} 分钟", "guard": "注意", "decide": "如何确定",
        "closed": "禁止拆机：打开机壳会触发自毁。", "back": "[目录](first-steps.md)", "join": "、", "colon": "：",
    },
}  # fmt: skip


def checks_page(language: str) -> str:
    """One section for each check, in the order of a plan."""
    words, text = load_catalogues(RESOURCES / "i18n")[language], TEXT[language]
    told = tomllib.loads((FOLDER / "checks.toml").read_text("utf-8"))
    checks, watches = load_checks()
    limits = _limits()
    lines = [text["checks"], "", text["back"], "", text["made"]]
    for check in sorted((*checks.values(), *watches.values()), key=lambda each: (each.order, each.id)):
        lines += ["", f"## {words.text(f'check.{check.id}')}", "", told[check.id][language[:2]]]
        faults = text["join"].join(sorted({words.text(f"fault.{fault}") for fault in check.claims}))
        lines += ["", f"**{text['finds']}** {faults}"]
        starts = LIMITS_OF.get(check.id, (check.id,))
        own = [(name, limit) for name, limit in limits.items() if name.split(".")[0] in starts]
        if own and check.id not in ("display-by-eye", "load-step"):
            lines += ["", text["limits"], "|---|---|---|---|", *(_limit(words, text, *each) for each in own)]
    return "\n".join(lines) + "\n"


def _limits() -> dict[str, Limit]:
    """The usual ones, and what a model alone has."""
    found: dict[str, Limit] = {}
    for profile in _models():
        for name, limit in profile.limits.items():
            found.setdefault(name, limit)
    return dict(sorted(found.items()))


def _models() -> tuple[Profile, ...]:
    known = load_profiles(RESOURCES / "terminals")
    return tuple(known[name] for name in sorted(known))


def _limit(words: Catalogue, text: dict[str, str], name: str, limit: Limit) -> str:
    source = words.known(f"source.{name}", limit.source) + (text["own"] if limit.own else "")
    unit = unit_text(limit.unit, words)
    marginal = band_text(limit.marginal, unit) if limit.marginal else ""
    cells = (words.text(f"limit.{name}"), band_text(limit.normal, unit), marginal, source)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def causes_page(language: str) -> str:
    """One section for each cause."""
    words, text = load_catalogues(RESOURCES / "i18n")[language], TEXT[language]
    lines = [text["causes"], "", text["back"], "", text["made2"]]
    for cause, (d, why) in diagnoses().items():
        lines += [
            "",
            f"## {words.text(cause)}",
            "",
            f"{text['rests']}{_why(words, why)} · {text['sure']} {d.confidence:.0%}",
            "",
        ]
        lines += [f"{number}. {words.say(step)}" for number, step in enumerate(d.remedy, start=1)]
        lines += ["", *(f"- {line}" for line in _more(words, text, d.part, d.minutes, d.call, d.decide_by))]
        guards = [words.say(guard) for guard in d.guards if guard.id != "guard.opening_trips"]
        lines += [
            f"- **{text['guard']}**{text['colon']}{guard}"
            for guard in ([text["closed"]] if d.do_not_open else []) + guards
        ]
    return "\n".join(lines) + "\n"


def _why(words: Catalogue, why: str) -> str:
    """The fault in words where it is a fault alone."""
    return f"`{why}`" if (said := words.text(f"fault.{why}")) == f"fault.{why}" else said


def _more(
    words: Catalogue, text: dict[str, str], part: str | None, minutes: int, call: str, decide: Message | None
) -> Iterator[str]:
    if part and (named := _part(words, part)):
        yield f"**{text['part']}**{text['colon']}{named}"
    yield text["minutes"].format(n=minutes) + (f" · {words.text(f'call.{call}')}" if call else "")
    if decide is not None:
        yield f"**{text['decide']}**{text['colon']}{words.say(decide)}"


def _part(words: Catalogue, part: str) -> str:
    """As the first model that has it names it; empty where none does."""
    return next((words.local(p.parts[part].name) for p in _models() if part in p.parts), "")


PAGES: Final = {"checks": checks_page, "causes": causes_page}

if __name__ == "__main__":
    for code in LANGUAGES:
        for name, make in PAGES.items():
            (FOLDER / code / f"{name}.md").write_text(make(code), "utf-8")
