"""Any board that prints its measurements as text, by the convention of the Arduino serial plotter. Listens and never writes.

A line is ``label:value`` pairs or bare numbers, with commas, tabs or spaces between; labels may stand alone on a line
before bare numbers. Source: arduino/Arduino, build/shared/ArduinoSerialPlotterProtocol.md. Columns are those a person
chose, else those whose label names a unit (``devices.columns``).

There is no check value, so a line counts whole or not at all: its beginning must have been seen, each of its parts must be
a number, and it must have the columns of the line before it. What prints ``nan`` or a value that cannot be has no reading.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from devices.capability import Capability
from devices.codec import Codec, Output, Redactor, SerialSettings, soonest
from devices.codecs._meter import Plain, interval_s_of, plausible
from devices.columns import OPTION, Column, labelled, parse_columns
from devices.commands import Abort, Command, Identify, StartReading, StopReading
from devices.errors import ColumnsError, CommandRefused
from devices.events import (
    CapabilitiesFound,
    CommandDone,
    CommandFailed,
    Event,
    Failure,
    Identified,
    Quantity,
    Reading,
    Source,
    UnknownFrame,
)
from devices.profile import Profile

_LISTEN_S: Final = 8.0
"""Own: many boards start anew when their port is opened, and some print once a second or less."""
_SILENT_S: Final = 3.0
_STALLED_S: Final = 1.5
"""Own: a line that stops for so long in its middle is no line."""
_LONGEST: Final = 512
_MORE_S: Final = 1.0
"""Own: some boards print each value on a line of its own."""
_MOST_COLUMNS: Final = 32
_MOST_SHAPES: Final = 16
_SEPARATORS: Final = re.compile(r"[,\t ]+")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_NO_NUMBER: Final = ("nan", "-nan", "inf", "-inf", "+inf", "ovf")  # what Arduino's print() writes for them
_LABEL: Final = re.compile("[^\\d\\s:=+.\ufffd-][^:=\ufffd]{0,39}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A whole line: names of its columns, and their numbers, None for one that is none; without numbers, a heading."""

    names: tuple[str, ...]
    numbers: tuple[float | None, ...] = ()


def _parsed(text: str) -> _Line | None:
    """The line; None where any part of it is neither number nor pair, or labels and numbers are mixed."""
    parts = [part for part in _SEPARATORS.split(re.sub(r":[ \t]+(?=[-+.0-9]|nan|inf|ovf)", ":", text)) if part]
    if not 0 < len(parts) <= _MOST_COLUMNS:
        return None
    pairs = [part.rpartition(":") for part in parts]
    labels = tuple(label for label, colon, _ in pairs if colon)
    if all(_is_value(value) for _, _, value in pairs) and len(labels) in (0, len(parts)):
        names = labels or tuple(str(place) for place in range(1, len(parts) + 1))
        sound = all(map(_LABEL.fullmatch, labels)) and len(set(names)) == len(names)
        return _Line(names, tuple(_number(value) for _, _, value in pairs)) if sound else None
    heading = tuple(part.removesuffix(":") for part in parts)
    return _Line(heading) if all(map(_LABEL.fullmatch, heading)) and len(set(heading)) == len(heading) else None


def _is_value(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None or text.lower() in _NO_NUMBER


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


class _PlotterCodec:
    """See ``Codec``. Columns of a line count once they came twice: bare numbers twice in a row, labels at all."""

    def __init__(self, chosen: tuple[Column, ...] | None) -> None:
        self._chosen = chosen
        self._held = bytearray()
        self._whole = False
        self._last_byte = 0.0
        self._heading: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self._counts: dict[tuple[str, ...], int] = {}
        self._shapes: dict[tuple[str, ...], dict[int, Column]] = {}
        self._listen_until: float | None = None
        self._introduce_at: float | None = None
        self._silent_at: float | None = None
        self._heard_any = False
        self._reading = False
        self._passive = True
        self._events: list[Event] = []

    def send(self, command: Command, now: float) -> Output:
        """See ``Codec``. Nothing is ever written."""
        match command:
            case Identify():
                self._listen_until, self._heard_any = now + _LISTEN_S, False
                self._introduce_at = now if self._shapes else None
            case StartReading():
                interval_s_of(command)  # whatever it is, a board prints when it prints
                self._reading, self._silent_at = True, now + _SILENT_S
            case StopReading() | Abort():
                self._reading = False
                self._silent_at = self._listen_until = self._introduce_at = None
                self._events.append(CommandDone(type(command).__name__))
            case _:
                raise CommandRefused("a board that prints is listened to, and nothing else")
        self._passive = False
        return self._output()

    def feed(self, data: bytes, now: float) -> Output:
        """See ``Codec``."""
        self._heard_any = True
        self._held += data
        self._last_byte = now
        while (end := self._held.find(b"\n")) >= 0:
            line = bytes(self._held[:end])
            del self._held[: end + 1]
            self._take(line, now)
        if len(self._held) > _LONGEST:
            self._drop("no line end")
        return self._output()

    def tick(self, now: float) -> Output:
        """See ``Codec``."""
        if self._held and now >= self._last_byte + _STALLED_S:
            self._drop("incomplete")
        if self._introduce_at is not None and now >= self._introduce_at:
            self._introduce()
        if self._listen_until is not None and now >= self._listen_until:
            self._listen_until = None
            failure = Failure.GARBLED if self._heard_any else Failure.NO_ANSWER
            self._events.append(CommandFailed(Identify.__name__, failure))
        if self._silent_at is not None and now >= self._silent_at:
            self._silent_at = None
            self._events.append(CommandFailed(StartReading.__name__, Failure.NO_ANSWER))
        return self._output()

    # Inside

    def _output(self) -> Output:
        events = tuple(self._events)
        self._events.clear()
        stalled = self._last_byte + _STALLED_S if self._held else None
        return Output(events, (), soonest(stalled, self._listen_until, self._introduce_at, self._silent_at))

    def _drop(self, reason: str) -> None:
        """What is held is no line, and the rest of it may still come."""
        self._events.append(UnknownFrame(len(self._held), reason))
        self._held.clear()
        self._whole = False

    def _take(self, raw: bytes, now: float) -> None:
        whole, self._whole = self._whole, True
        line = _parsed(_text(raw)) if whole else None
        if line is None:
            self._before = ()
            if whole and raw.strip():
                self._events.append(UnknownFrame(len(raw), "no line of numbers"))
        elif not line.numbers:
            self._heading = line.names
        else:
            self._measured(line, now)

    def _measured(self, line: _Line, now: float) -> None:
        bare, before, self._before = line.names[0] == "1", self._before, line.names
        names = self._heading if bare and len(self._heading) == len(line.names) else line.names
        if names not in self._shapes:
            if len(self._counts) >= _MOST_SHAPES:
                self._counts.clear()
            self._counts[names] = self._counts.get(names, 0) + 1
            if self._counts[names] < 2 or (bare and before != line.names):
                return
            self._adopt(names, now)
        elif bare and before and before != line.names:
            return  # a line that lost or won a column in between
        self._tell(self._shapes[names], line.numbers, now)

    def _adopt(self, names: tuple[str, ...], now: float) -> None:
        taken = {column.channel for shape in self._shapes.values() for column in shape.values()}
        places = {str(place + 1): place for place in range(len(names))}
        places |= {name: place for place, name in enumerate(names)}
        wanted = labelled(names) if self._chosen is None else self._chosen
        known = [column for column in wanted if column.name in places and column.channel not in taken]
        self._shapes[names] = {places[column.name]: column for column in known}
        if self._listen_until is not None or (self._passive and len(self._shapes) == 1):
            self._introduce_at = now if self._passive else now + _MORE_S
        if self._passive and self._introduce_at is not None:
            self._introduce()

    def _introduce(self) -> None:
        self._listen_until = self._introduce_at = None
        channels = {column.channel for shape in self._shapes.values() for column in shape.values()}
        found = {Capability.IDENTITY}
        for channel in channels:
            if channel.quantity is Quantity.TEMPERATURE:
                found.add(Capability.TEMPERATURE)
            elif channel.quantity is Quantity.VOLTAGE and channel.source in (Source.METER, Source.SUPPLY):
                found.add(Capability.SUPPLY_VOLTAGE)
            elif channel.quantity is Quantity.CURRENT and channel.source is Source.METER:
                found.add(Capability.SUPPLY_CURRENT)
        told = ", ".join(name for names in self._shapes for name in names)
        self._events += [CapabilitiesFound(frozenset(found)), Identified((("columns", told),))]

    def _tell(self, columns: dict[int, Column], numbers: tuple[float | None, ...], now: float) -> None:
        told = [
            Reading(column.channel, round(column.value(number), 6))
            for place, column in columns.items()
            if (number := numbers[place]) is not None and plausible(column.channel.quantity, column.value(number))
        ]
        if told and self._reading:
            self._silent_at = now + _SILENT_S
        if self._reading or self._passive:
            self._events.extend(told)


def _text(raw: bytes) -> str:
    """The line as text, without invisible marks; damage becomes a character that no line may hold."""
    text = raw.removesuffix(b"\r").decode("utf-8", "replace")
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return text if all(char.isprintable() or char == "\t" for char in text) else "\ufffd"


class _PlotterFactory:
    """See ``CodecFactory``."""

    id = "plotter"
    capabilities = frozenset(
        {Capability.IDENTITY, Capability.SUPPLY_VOLTAGE, Capability.SUPPLY_CURRENT, Capability.TEMPERATURE}
    )
    serial = SerialSettings(9600)

    def open(self, profile: Profile) -> Codec:
        """See ``CodecFactory``. Columns that cannot be read choose nothing: whoever sets them looks at them first."""
        written = str(profile.options.get(OPTION, ""))
        try:
            chosen = parse_columns(written) if written else None
        except ColumnsError:
            chosen = ()
        return _PlotterCodec(chosen)

    def redactors(self) -> tuple[Redactor, Redactor]:
        """See ``CodecFactory``."""
        return Plain(), Plain()


CODEC: Final = _PlotterFactory()
