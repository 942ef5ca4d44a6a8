"""All that is known of one model, as data: read from TOML, checked, with every error listed at once.

The only importer of msgspec besides the record's loader. A profile over ``_defaults.toml`` gives the limits in force.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from devices.capability import Capability
from devices.errors import ProfileError
from devices.keys import Key
from devices.raster import DisplayGeometry, DisplayKind

LocalText = dict[str, str]
"""Text by language code; ``en`` is always there."""

_Positive = Annotated[float, Meta(gt=0)]
_UsbId = Annotated[int, Meta(ge=0, le=0xFFFF)]
T = TypeVar("T")


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """A range of values. A missing edge is open; an edge belongs to the band unless said otherwise."""

    low: float | None = None
    high: float | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True

    def holds(self, value: float) -> bool:
        """True where ``value`` lies in the band. A NaN lies in none."""
        above = self.low is None or value > self.low or (self.low_inclusive and value == self.low)
        below = self.high is None or value < self.high or (self.high_inclusive and value == self.high)
        return above and below and value == value


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """What a value must keep to. ``source`` is printed beside it in every report; ``own`` marks a Posbench default."""

    unit: str
    normal: Band
    source: Annotated[str, Meta(min_length=1)]
    marginal: Band | None = None
    required: bool = True
    own: bool = False


class UsbMatch(Struct, frozen=True, forbid_unknown_fields=True):
    """A USB identity that suggests this model. ``product`` narrows it where several models share the numbers."""

    vid: _UsbId
    pid: _UsbId
    product: str | None = None


class SerialOverride(Struct, frozen=True, forbid_unknown_fields=True):
    """Line settings of this model where they differ from its protocol's."""

    baud: Annotated[int, Meta(gt=0)] | None = None
    bytesize: Literal[5, 6, 7, 8] | None = None
    parity: Literal["N", "E", "O", "M", "S"] | None = None
    stopbits: Literal[1, 2] | None = None


class Display(Struct, frozen=True, forbid_unknown_fields=True):
    """The model's main screen."""

    kind: DisplayKind
    width: Annotated[int, Meta(ge=0, le=8192)]
    height: Annotated[int, Meta(ge=0, le=8192)]
    text_columns: Annotated[int, Meta(ge=0, le=200)] = 0
    text_rows: Annotated[int, Meta(ge=0, le=100)] = 0
    diagonal_inch: _Positive | None = None

    def geometry(self) -> DisplayGeometry:
        """The same as the vocabulary's type."""
        return DisplayGeometry(
            self.kind, self.width, self.height, self.text_columns, self.text_rows, self.diagonal_inch
        )


class KeyCap(Struct, frozen=True, forbid_unknown_fields=True):
    """One key as it sits on the unit. ``x y w h`` are in key pitches, from the top left of the keypad."""

    id: Annotated[Key, Meta(min_length=1, max_length=16)]
    x: Annotated[float, Meta(ge=0, le=40)]
    y: Annotated[float, Meta(ge=0, le=40)]
    w: _Positive = 1.0
    h: _Positive = 1.0
    legend: LocalText = {}
    role: Literal["digit", "ok", "cancel", "clear", "function", "navigation"] = "function"
    matrix: tuple[int, int] | None = None
    """Row and column of the scanning matrix, where somebody measured or published it."""
    evidence: Literal["identified", "masked", "operator"] = "identified"
    """The best evidence this key can ever give over this protocol."""


class Keypad(Struct, frozen=True, forbid_unknown_fields=True):
    """The keys and how sure we are of their places."""

    keys: tuple[KeyCap, ...]
    layout_confirmed: bool = False
    layout_source: str = ""

    def key(self, key: Key) -> KeyCap | None:
        """The cap with this id."""
        return next((cap for cap in self.keys if cap.id == key), None)


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """What this model's spare part for a role is called."""

    name: LocalText
    code: str = ""


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A model of terminal or meter. Build it with ``load_profiles``; ``limits`` already holds the defaults."""

    id: str
    kind: Literal["terminal", "meter"]
    maker: str
    model: str
    protocol: str
    evidence: str
    name: LocalText
    sources: tuple[str, ...]
    capabilities: frozenset[Capability]
    unobservable: tuple[str, ...] = ()
    """Ids of limits this model can never give a value for; printed as such, they neither fail nor block."""
    model_pattern: str = ""
    """Regular expression the device's own model name must match; empty accepts any."""
    usb: tuple[UsbMatch, ...] = ()
    serial: SerialOverride = SerialOverride()
    display: Display | None = None
    keypad: Keypad | None = None
    parts: dict[str, Part] = {}
    contact: LocalText = {}
    limits: dict[str, Limit] = {}
    options: dict[str, str | int | float | bool] = {}
    """Settings only this model's codec understands."""

    def can(self, capability: Capability) -> bool:
        """Whether the model offers it."""
        return capability in self.capabilities

    def matches_model(self, reported: str | None) -> bool:
        """Whether a device that calls itself ``reported`` may be this model."""
        return not self.model_pattern or re.search(self.model_pattern, reported or "") is not None


_TABLES: Final[dict[str, Any]] = {
    "serial": SerialOverride,
    "display": Display,
    "parts": dict[str, Part],
    "options": dict[str, str | int | float | bool],
}
_LISTS: Final[dict[str, Any]] = {"usb": UsbMatch}


def load_profiles(folder: Path) -> dict[str, Profile]:
    """Every ``*.toml`` of ``folder`` by id, over its ``_defaults.toml``. Raises ``ProfileError`` for the first bad file."""
    defaults = folder / "_defaults.toml"
    found: dict[str, Profile] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name.startswith("_"):
            continue
        profile = load_profile(path, defaults)
        if profile.id in found:
            raise ProfileError(str(path), (f"id: {profile.id} is already taken by another file",))
        found[profile.id] = profile
    return found


def load_profile(path: Path, defaults: Path | None = None) -> Profile:
    """One file. Raises ``ProfileError`` with every problem of the file."""
    table = _read_toml(path)
    base = _read_toml(defaults).get("limits", {}) if defaults is not None and defaults.exists() else {}
    limits = table.get("limits", {})
    if isinstance(limits, dict) and isinstance(base, dict):
        table["limits"] = {**base, **{k: _merged(base.get(k), v) for k, v in limits.items()}}
    problems = list(_problems(table))
    if not problems:
        try:
            profile = msgspec.convert(table, Profile)
        except msgspec.ValidationError as error:
            problems.append(str(error))
        else:
            problems.extend(_cross_references(profile))
            if not problems:
                return profile
    raise ProfileError(str(path), tuple(problems))


def _merged(base: Any, over: Any) -> Any:
    return {**base, **over} if isinstance(base, dict) and isinstance(over, dict) else over


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProfileError(str(path), (f"cannot be read: {error.strerror}",)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(str(path), (f"is not TOML: {error}",)) from error


def _problems(table: dict[str, Any]) -> Iterator[str]:
    """Each part converted on its own, because msgspec stops at the first error it meets."""
    for name, kind in _TABLES.items():
        if name in table:
            yield from _attempt(name, table[name], kind)
    for name, kind in _LISTS.items():
        yield from _attempt_each(name, table.get(name, []), kind)
    limits = table.get("limits", {})
    for name, value in limits.items() if isinstance(limits, dict) else ():
        yield from _attempt(f'limits."{name}"', value, Limit)
    keypad = table.get("keypad", {})
    yield from _attempt_each("keypad.keys", keypad.get("keys", []) if isinstance(keypad, dict) else [], KeyCap)
    allowed = set(Profile.__struct_fields__)
    yield from (f"{name}: unknown key" for name in table if name not in allowed)
    needed = ("id", "kind", "maker", "model", "protocol", "evidence", "name", "sources", "capabilities")
    yield from (f"{name}: missing" for name in needed if name not in table)


def _attempt(where: str, value: Any, kind: Any) -> Iterator[str]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield f"{where}: {error}"


def _attempt_each(where: str, values: Any, kind: Any) -> Iterator[str]:
    if not isinstance(values, list):
        yield f"{where}: must be a list of tables"
        return
    for index, value in enumerate(values):
        yield from _attempt(f"{where}[{index}]", value, kind)


def _cross_references(profile: Profile) -> Iterator[str]:
    rules: tuple[Callable[[Profile], Iterator[str]], ...] = (_key_problems, _limit_problems, _text_problems)
    for rule in rules:
        yield from rule(profile)


def _key_problems(profile: Profile) -> Iterator[str]:
    caps = profile.keypad.keys if profile.keypad else ()
    seen: set[Key] = set()
    for cap in caps:
        if cap.id in seen:
            yield f"keypad.keys: {cap.id} appears twice"
        seen.add(cap.id)
    places = [cap.matrix for cap in caps if cap.matrix is not None]
    if len(places) != len(set(places)):
        yield "keypad.keys: two keys share one place of the matrix"


def _limit_problems(profile: Profile) -> Iterator[str]:
    for name in profile.unobservable:
        if name not in profile.limits:
            yield f"unobservable: there is no limit called {name}"
    for name, limit in profile.limits.items():
        for band in (limit.normal, limit.marginal):
            if band and band.low is not None and band.high is not None and band.low > band.high:
                yield f'limits."{name}": low is above high'


def _text_problems(profile: Profile) -> Iterator[str]:
    if "en" not in profile.name:
        yield "name: needs at least en"
    try:
        re.compile(profile.model_pattern)
    except re.error as error:
        yield f"model_pattern: {error}"
