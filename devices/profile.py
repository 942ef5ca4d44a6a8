"""All that is known of one model, as data: read from TOML, checked, with every error listed at once.

The only importer of msgspec besides the record's loader. A profile over ``_defaults.toml`` gives the limits in force.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec
import msgspec.structs
from msgspec import Meta, Struct

from devices.capability import Capability
from devices.commands import host_and_port
from devices.errors import ProfileError
from devices.keys import Key, is_digit
from devices.profile_family import overlaid, with_family
from devices.raster import DisplayGeometry, DisplayKind
from devices.software_rules import FileRule, PatchRule, ProgramRule, SecurityRule, SettingRule, VersionRule

LocalText = dict[str, str]
"""Text by language code; ``en`` is always there."""

Protocols = Mapping[str, frozenset[Capability]]
"""What each protocol can do."""

_Positive = Annotated[float, Meta(gt=0)]
_SMALL_INCH: Final = 5.0  # limits.md, display
_UsbId = Annotated[int, Meta(ge=0, le=0xFFFF)]


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
    table: Literal["module-maker", "class-2"] | None = None
    """Which table of faulty dots decides; None: a module maker's up to 5 inch and where the size is not known."""

    @property
    def deciding_table(self) -> Literal["module-maker", "class-2"]:
        """The table of faulty dots that decides."""
        small = self.diagonal_inch is None or self.diagonal_inch <= _SMALL_INCH
        return self.table or ("module-maker" if small else "class-2")

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


class AcquirerHost(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the terminal's transactions go."""

    name: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Annotated[int, Meta(gt=0, le=65535)] = 443


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
    like: str = ""
    """The model whose way of speaking this one takes over (``profile_family``); already filled in here."""
    unobservable: tuple[str, ...] = ()
    """Ids of limits this model can never give a value for; printed as such, they neither fail nor block."""
    model_pattern: str = ""
    """Regular expression the device's own model name must match; empty accepts any."""
    usb: tuple[UsbMatch, ...] = ()
    serial: SerialOverride = SerialOverride()
    display: Display | None = None
    screen_readable: bool = False
    """A person can read messages off its screen, which nothing is known of and this protocol does not draw on."""
    keypad: Keypad | None = None
    parts: dict[str, Part] = {}
    contact: LocalText = {}
    limits: dict[str, Limit] = {}
    versions: tuple[VersionRule, ...] = ()
    patch: PatchRule | None = None
    settings: tuple[SettingRule, ...] = ()
    security: tuple[SecurityRule, ...] = ()
    """What the unit tells of tamper, keys, offline codes and clock. What no rule tells, a person reads off the screen."""
    files: tuple[FileRule, ...] = ()
    """Files that are the same on every good unit; their digests are compared with the known-good unit's."""
    programs: tuple[ProgramRule, ...] = ()
    host: AcquirerHost | None = None
    self_tests: tuple[Literal["state", "self-test", "host-line", "printout"], ...] = ()
    """What the unit can be asked about itself over this protocol, in the words of ``FactSubject``."""
    options: dict[str, str | int | float | bool] = {}
    """Settings only this model's codec understands."""

    def with_parts(self, parts: dict[str, Part]) -> "Profile":
        """The same model with other spare parts."""
        return msgspec.structs.replace(self, parts=parts)

    def can(self, capability: Capability) -> bool:
        """Whether the model offers it."""
        return capability in self.capabilities

    def less(self, missing: frozenset[Capability]) -> "Profile":
        """The same model without these capabilities: a very unit may lack some."""
        return msgspec.structs.replace(self, capabilities=self.capabilities - missing)

    def matches_model(self, reported: str | None) -> bool:
        """Whether a device that calls itself ``reported`` may be this model."""
        return not self.model_pattern or re.search(self.model_pattern, reported or "") is not None


def with_host(profile: Profile, place: str) -> Profile:
    """The same model with another acquirer's host, as ``host:port``; itself for none. Raises ``CommandRefused``."""
    if not place:
        return profile
    name, port = host_and_port(place)
    return msgspec.structs.replace(profile, host=AcquirerHost(name, port))


def load_profiles(folder: Path) -> dict[str, Profile]:
    """Every ``*.toml`` of ``folder`` by id, over its ``_defaults.toml``. Raises ``ProfileError`` for the first bad file."""
    defaults = folder / "_defaults.toml"
    found: dict[str, Profile] = {}
    once = cache(_read_toml)  # the defaults, and a family's first model, are asked for again and again

    def read(path: Path) -> dict[str, Any]:
        return dict(once(path))

    for path in sorted(folder.glob("*.toml")):
        if path.name.startswith("_"):
            continue
        profile = _loaded(path, defaults, None, read)
        if profile.id in found:
            raise ProfileError(str(path), (f"id: {profile.id} is already taken by another file",))
        found[profile.id] = profile
    return found


def load_profile(path: Path, defaults: Path | None = None, protocols: Protocols | None = None) -> Profile:
    """One file, held against the ``protocols`` of this program where they are given. Raises ``ProfileError`` with every problem."""
    return _loaded(path, defaults, protocols, _read_toml)


def _loaded(
    path: Path, defaults: Path | None, protocols: Protocols | None, read: Callable[[Path], dict[str, Any]]
) -> Profile:
    folders = (path.parent, defaults.parent if defaults is not None else path.parent)
    table = with_family(path, folders, read)
    base = read(defaults).get("limits", {}) if defaults is not None and defaults.exists() else {}
    limits = table.get("limits", {})
    if isinstance(limits, dict) and isinstance(base, dict):
        table["limits"] = {**base, **overlaid(base, limits)}
    problems = tuple(_problems(table, protocols))
    if problems:
        raise ProfileError(str(path), problems)
    try:
        return msgspec.convert(table, Profile)
    except msgspec.ValidationError as error:  # nothing known gets here
        raise ProfileError(str(path), (str(error),)) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProfileError(str(path), (f"cannot be read: {error.strerror}",)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is only a ValueError
        raise ProfileError(str(path), (f"is not TOML: {error}",)) from error


def _problems(table: dict[str, Any], protocols: Protocols | None) -> Iterator[str]:
    """Each part on its own, because msgspec stops at its first error; then what the good parts say together."""
    good: dict[str, Any] = {}
    for field in msgspec.structs.fields(Profile):
        if field.name not in table:
            if field.required:
                yield f"{field.name}: missing"
            continue
        found = list(_part_problems(field.name, table[field.name], field.type))
        yield from found
        if not found:
            good[field.name] = msgspec.convert(table[field.name], field.type)
    yield from (f"{name}: unknown key" for name in table if name not in Profile.__struct_fields__)
    yield from _cross_references(table, good)
    if protocols is not None:
        yield from _protocol_problems(good, protocols)


def _part_problems(name: str, value: Any, kind: Any) -> Iterator[str]:
    if name == "limits" and isinstance(value, dict):
        for limit, of_it in value.items():
            yield from _attempt(f'limits."{limit}"', of_it, Limit)
    elif name in _ITEMS and isinstance(value, list):
        yield from _attempt_each(name, value, _ITEMS[name])
    elif name == "keypad" and isinstance(value, dict) and isinstance(value.get("keys"), list):
        yield from _attempt_each("keypad.keys", value["keys"], KeyCap)
        yield from _attempt("keypad", {**value, "keys": []}, kind)
    else:
        yield from _attempt(name, value, kind)


def _attempt(where: str, value: Any, kind: Any) -> Iterator[str]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        each = list(_inner_problems(where, value, kind)) if isinstance(value, dict) else []
        yield from each or [f"{where}: {error}"]


def _inner_problems(where: str, table: dict[str, Any], kind: Any) -> Iterator[str]:
    """What is wrong inside a table or a table of tables; nothing where the type says nothing of its parts."""
    if get_origin(kind) is dict:
        for name, inner in table.items():
            yield from _attempt(f"{where}.{name}", inner, get_args(kind)[1])
        return
    for choice in (kind, *get_args(kind)):
        if isinstance(choice, type) and issubclass(choice, Struct):
            yield from _field_problems(where, table, choice)


def _field_problems(where: str, table: dict[str, Any], struct: type[Struct]) -> Iterator[str]:
    """Every field on its own, so that a table with two errors needs one look."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, field in fields.items():
        if name in table:
            yield from _attempt(f"{where}.{name}", table[name], field.type)
        elif field.required:
            yield f"{where}.{name}: missing"
    if struct.__struct_config__.forbid_unknown_fields:
        yield from (f"{where}.{name}: unknown key" for name in table if name not in fields)


def _attempt_each(where: str, values: list[Any], kind: Any) -> Iterator[str]:
    for index, value in enumerate(values):
        yield from _attempt(f"{where}[{index}]", value, kind)


_ITEMS: Final[dict[str, Any]] = {
    "usb": UsbMatch,
    "sources": str,
    "capabilities": Capability,
    "unobservable": str,
    "versions": VersionRule,
    "settings": SettingRule,
    "security": SecurityRule,
    "files": FileRule,
    "programs": ProgramRule,
}
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_EXPRESSIONS: Final = (("settings", "pattern"), ("security", "pattern"), ("programs", "pattern"), ("files", "ignore"))


def _cross_references(table: dict[str, Any], good: dict[str, Any]) -> Iterator[str]:
    """``table`` as written, for names; ``good`` holds the parts that could be read."""
    if not _ID.fullmatch(good.get("id", "x")):
        yield "id: small letters, digits and hyphens only: it is typed, and stands in names of files"
    yield from _key_problems(table.get("keypad"))
    names = table.get("limits")
    known = frozenset(names) if isinstance(names, dict) else frozenset[str]()
    yield from (f"unobservable: there is no limit called {n}" for n in good.get("unobservable", ()) if n not in known)
    yield from _limit_problems(good.get("limits", {}))
    if "name" in good and "en" not in good["name"]:
        yield "name: needs at least en"
    yield from _expression_problem("model_pattern", good.get("model_pattern", ""))
    for part, name in _EXPRESSIONS:
        for index, rule in enumerate(good.get(part, ())):
            yield from _expression_problem(f"{part}[{index}].{name}", getattr(rule, name))


def _protocol_problems(good: dict[str, Any], protocols: Protocols) -> Iterator[str]:
    spoken = good.get("protocol")
    if spoken is not None and spoken not in protocols:
        yield f"protocol: there is none called {spoken}; known are {', '.join(sorted(protocols))}"
    elif spoken is not None:
        beyond = sorted(good.get("capabilities", frozenset()) - protocols[spoken])
        yield from (f"capabilities: {spoken} cannot do {name}" for name in beyond)


def _expression_problem(where: str, expression: str) -> Iterator[str]:
    try:
        re.compile(expression)
    except re.error as error:
        yield f"{where}: {error}"


def _key_problems(keypad: Any) -> Iterator[str]:
    keys = keypad.get("keys") if isinstance(keypad, dict) else None
    caps = [cap for cap in keys if isinstance(cap, dict)] if isinstance(keys, list) else []
    ids = [cap["id"] for cap in caps if isinstance(cap.get("id"), str)]
    yield from (f"keypad.keys: {key} appears twice" for key in dict.fromkeys(ids) if ids.count(key) > 1)
    yield from (
        f"keypad.keys: {key} is a digit and must be called 0 to 9 or 00" for key in ids if _hides_digit(caps, key)
    )
    places = [str(cap["matrix"]) for cap in caps if "matrix" in cap]
    if len(places) != len(set(places)):
        yield "keypad.keys: two keys share one place of the matrix"


def _hides_digit(caps: list[dict[str, Any]], key: str) -> bool:
    """Whether a digit has another name: whatever keeps the order of digits out of files knows them by their names."""
    cap = next(cap for cap in caps if cap.get("id") == key)
    legend = cap.get("legend")
    printed = legend.values() if isinstance(legend, dict) else ()
    shows = any(isinstance(text, str) and text.strip().isdigit() for text in printed)
    return (cap.get("role") == "digit" or shows) and not is_digit(key)


def _limit_problems(limits: dict[str, Limit]) -> Iterator[str]:
    for name, limit in limits.items():
        for band in (limit.normal, limit.marginal):
            if band and band.low is not None and band.high is not None and band.low > band.high:
                yield f'limits."{name}": low is above high'
