"""The bench's commands over a running probe, as scripts that yield when to go on."""

from collections.abc import Generator
from dataclasses import replace
from typing import Final, TypeAlias

from devices.capability import Capability
from devices.codecs._console_door import Line
from devices.codecs._console_facts import PATIENCE_S, VERBS, facts_read, identity, words_of
from devices.codecs._console_frames import Answer, command_line, data_lines
from devices.codecs._console_items import Items, pairs
from devices.codecs._console_keys import input_devices, key_map, keypads
from devices.codecs._console_screen import picture, screen_found, screen_size
from devices.codecs._console_sensors import Gauge, gauges, implausible, streamed
from devices.commands import (
    Identify,
    ListenKeys,
    ReadBattery,
    ReadFacts,
    ReadSensors,
    RestoreScreen,
    SetBacklight,
    ShowImage,
    StartReading,
    StopListening,
    StopReading,
)
from devices.events import (
    CapabilitiesFound,
    Channel,
    CommandDone,
    CommandFailed,
    Failure,
    Identified,
    Quantity,
    Reading,
    ScreenFound,
    Sensor,
    SensorsFound,
    Source,
)
from devices.profile import Profile

_TRIES: Final = 3
_SILENCE_S: Final = 3.0
"""Frames of an answer may be so far apart; before the first one a command has its own patience."""
_BYTES_PER_S: Final = 11_520
_BACKLIGHT: Final = "/sys/class/backlight/"
_BATTERY: Final = Channel(Quantity.CHARGE, Source.BATTERY)

_MEASURING: Final = {
    Quantity.VOLTAGE: Capability.SUPPLY_VOLTAGE,
    Quantity.CURRENT: Capability.SUPPLY_CURRENT,
    Quantity.TEMPERATURE: Capability.TEMPERATURE,
    Quantity.CHARGE: Capability.BATTERY_LEVEL,
}
_HEARING: Final = frozenset({Capability.LIVE_KEYS, Capability.LIVE_DIGITS, Capability.KEY_RELEASE})
"""What an answer that a bad line lost would have told is left as the model has it: only an answer takes it away."""

Asked: TypeAlias = Generator[float, None, "Answer | Failure"]
Script: TypeAlias = Generator[float, None, None]
Sent: TypeAlias = (
    Identify
    | ListenKeys
    | StopListening
    | ShowImage
    | ReadBattery
    | StartReading
    | StopReading
    | ReadSensors
    | ReadFacts
    | RestoreScreen
    | SetBacklight
)


class Session:
    """What is known of the unit behind a running probe."""

    def __init__(self, profile: Profile, line: Line) -> None:
        self.gauges: list[Gauge] = []
        self.listening = False
        self._profile = profile
        self._line = line
        self._number = 0
        self._screen: ScreenFound | None = None
        self._saved = False
        self._light_found = False
        self._wide = True
        self._pads: list[tuple[str, str]] | None = None
        self._odd: dict[str, str] = {}

    def forget(self) -> None:
        """The probe is gone."""
        self.gauges, self.listening, self._saved, self._screen = [], False, False, None
        self._pads = None

    def script(self, command: Sent) -> Script:
        """The dialogue of one command."""
        match command:
            case Identify():
                return self._identify()
            case ListenKeys():
                return self._listen()
            case StopListening():
                return self._simple(command, "stop", "keys")
            case StopReading():
                return self._simple(command, "stop", "tele")
            case StartReading(interval_s=interval_s):
                return self._read_on(interval_s)
            case ReadBattery():
                return self._read_battery()
            case ReadSensors():
                return self._tell_sensors()
            case ReadFacts():
                return self._facts(command)
            case ShowImage():
                return self._show(command)
            case RestoreScreen():
                self._saved = False
                return self._simple(command, "undo", "")
            case SetBacklight(percent=percent):
                return self._light(percent)

    def ask(self, verb: str, words: str = "", data: str | None = None, patience_s: float = _SILENCE_S) -> Asked:
        """One answer; frames that came damaged are asked for again, a silent or unpacked answer as a whole."""
        line, wanted, failure = self._line, "-", Failure.NO_ANSWER
        self._number += 1
        ident = f"{self._number}{verb}"
        line.answers[ident] = answer = Answer()
        text = words if data is None else f"{line.check.of(data)} {words}".rstrip()
        for _ in range(_TRIES):
            sent = [*(data_lines(data) if data is not None else ()), self._command(ident, verb, wanted, text, data)]
            line.write.extend(sent)
            yield from self._gather(answer, patience_s + sum(map(len, sent)) / _BYTES_PER_S)
            if answer.refusal == "verb":
                failure = Failure.UNSUPPORTED
                break
            if answer.whole and answer.text() is not None:
                del line.answers[ident]
                return answer
            failure = Failure.GARBLED if answer.frames or answer.refusal else Failure.NO_ANSWER
            wanted = ",".join(map(str, answer.missing[:20])) or "-"
            if wanted == "-":
                line.answers[ident] = answer = Answer()
            answer.count, answer.refusal = None, ""
        line.answers.pop(ident, None)
        return failure

    def _command(self, ident: str, verb: str, wanted: str, text: str, data: str | None) -> bytes:
        if verb in _READ_WITH_DATA or data is None:
            return command_line(ident, f"{verb} {wanted} {text}".rstrip(), self._line.check)
        return command_line(ident, f"{verb} {text}".rstrip(), self._line.check)

    def _gather(self, answer: Answer, patience_s: float) -> Script:
        """Until the last frame came, or silence."""
        last, seen = self._line.now, 0
        while answer.count is None and not answer.refusal:
            if len(answer.frames) != seen:
                last, seen, patience_s = self._line.now, len(answer.frames), _SILENCE_S
            if self._line.now >= last + patience_s:
                return
            yield last + patience_s

    def _end(self, command: str, result: Answer | Failure) -> None:
        if isinstance(result, Failure):
            self._line.tell(CommandFailed(command, result))
        else:
            self._line.tell(CommandDone(command))

    def _simple(self, command: Sent, verb: str, words: str) -> Script:
        self.listening = self.listening and not isinstance(command, StopListening)
        result = yield from self.ask(verb, words, "")
        self._end(type(command).__name__, result)

    def _text(self, verb: str) -> Generator[float, None, str | Failure]:
        result = yield from self.ask(verb, patience_s=10.0)
        return result if isinstance(result, Failure) else result.text() or ""

    def _identify(self) -> Script:
        who = yield from self._text("id")
        if isinstance(who, Failure):
            return self._line.tell(CommandFailed(Identify.__name__, who))
        lost: set[Capability] = set()
        if not (yield from self._sensors(tell=False)):
            lost |= {Capability.BACKLIGHT, *_MEASURING.values()}
        if not (yield from self._look_at_screen()):
            lost.add(Capability.SHOW_IMAGE)
        pads = yield from self._keypads()
        facts = dict(pairs(who))
        if pads is None and facts.get("keytool"):
            lost |= _HEARING
        self._line.tell(CapabilitiesFound(self._capabilities(facts, bool(pads)) | lost))
        more: Items = (("keypad", ", ".join(name for name, _ in pads)),) if pads else ()
        more += tuple((f"battery {name} (as told, not judged)", raw) for name, raw in self._odd.items())
        self._line.tell(Identified((*identity(who), *more)))

    def _capabilities(self, facts: dict[str, str], keys: bool) -> frozenset[Capability]:
        found = {Capability.IDENTITY, Capability.PACKAGES, Capability.LOGS, Capability.FILES, Capability.NETWORK}
        if keys and facts.get("keytool"):
            found |= _HEARING
        if self._screen is not None:
            found.add(Capability.SHOW_IMAGE)
        if self._light_found:
            found.add(Capability.BACKLIGHT)
        measured = {_MEASURING.get(gauge.sensor.channel.quantity) for gauge in self.gauges}
        return frozenset(found | {capability for capability in measured if capability is not None})

    def _sensors(self, tell: bool) -> Generator[float, None, bool]:
        """Whether it told, be it that there are none."""
        text = yield from self._text("sens")
        if isinstance(text, Failure):
            if tell:
                self._line.tell(CommandFailed(ReadSensors.__name__, text))
            return False
        files = dict(pairs(text))
        every, self._odd = gauges(files), implausible(files)
        self.gauges = streamed(every)
        self._light_found = any(path.startswith(_BACKLIGHT) for path in files)
        if tell:
            self._line.tell(SensorsFound(tuple(_marked(gauge, gauge in self.gauges) for gauge in every)))
        return True

    def _tell_sensors(self) -> Script:
        yield from self._sensors(tell=True)

    def stop_listening(self) -> Script:
        """End the key stream without a word."""
        self.listening = False
        yield from self.ask("stop", "keys", "")

    def learn_sensors(self, text: str) -> None:
        """A recorded list of sensors, so that the readings after it mean something."""
        self.gauges = streamed(gauges(dict(pairs(text))))

    def _keypads(self) -> Generator[float, None, list[tuple[str, str]] | None]:
        """Name and event device of each keypad, and the size of an event for the reader; None where nothing answered.

        Where only this answer is lost on a bad line, those it named before.
        """
        text = yield from self._text("input")
        if isinstance(text, Failure):
            return self._pads
        self._wide = "elf=b" in text
        found = keypads(input_devices(text, 64 if self._wide else 32), key_map(self._profile))
        self._pads = [(device.name or device.event, device.event) for device in found]
        return self._pads

    def _listen(self) -> Script:
        pads = yield from self._keypads()
        if not pads:
            failure = Failure.NO_ANSWER if pads is None else Failure.UNSUPPORTED
            why = "the list of keypads did not arrive" if pads is None else "no keypad found"
            return self._line.tell(CommandFailed(ListenKeys.__name__, failure, why))
        words = " ".join(("24" if self._wide else "16", *(event for _, event in pads)))
        self.listening = True  # the stream may begin before its answer comes
        result = yield from self.ask("keys", words, "")
        if isinstance(result, Answer) and _deaf(result):
            result = Failure.UNSUPPORTED
        self.listening = isinstance(result, Answer)
        self._end(ListenKeys.__name__, result)

    def _read_on(self, interval_s: float) -> Script:
        if not self.gauges:
            yield from self._sensors(tell=False)
        if not self.gauges:
            return self._line.tell(CommandFailed(StartReading.__name__, Failure.UNSUPPORTED, "no sensor found"))
        pause = max(interval_s, 0.05)
        data = " ".join(gauge.path for gauge in self.gauges)
        result = yield from self.ask("tele", f"{pause:g} {int(pause * 1e6)}", data)
        self._end(StartReading.__name__, result)

    def _read_battery(self) -> Script:
        yield from self._sensors(tell=False)
        gauge = next((gauge for gauge in self.gauges if gauge.sensor.channel == _BATTERY), None)
        if gauge is None:
            self._line.tell(CommandFailed(ReadBattery.__name__, Failure.UNSUPPORTED, "no battery found"))
        else:
            self._line.tell(Reading(_BATTERY, gauge.sensor.value))

    def _facts(self, command: ReadFacts) -> Script:
        verb = VERBS[command.subject]
        words, data = words_of(command)
        result = yield from self.ask(verb, words, data, patience_s=PATIENCE_S.get(command.subject, 30.0))
        text = None if isinstance(result, Failure) else result.text()
        event = None if text is None else facts_read(verb, command, text)
        if event is None:
            failure = result if isinstance(result, Failure) else Failure.GARBLED
            event_failed = CommandFailed(ReadFacts.__name__, failure, command.subject.value)
            self._line.tell(event_failed)
        else:
            self._line.tell(event)

    def _look_at_screen(self) -> Generator[float, None, bool]:
        """Whether it told, be it that there is none."""
        text = yield from self._text("fb")
        if isinstance(text, Failure):
            return False
        names = {path.rpartition("/")[2]: value for path, value in pairs(text)}
        self._screen = screen_found(names)
        if self._screen is not None:
            self._line.tell(self._screen)
        return True

    def _light(self, percent: int) -> Script:
        result = yield from self.ask("light", str(percent), "")
        if isinstance(result, Answer) and result.encoding == "-":
            result = Failure.UNSUPPORTED
        self._end(SetBacklight.__name__, result)

    def _show(self, command: ShowImage) -> Script:
        name = ShowImage.__name__
        if self._screen is None:
            yield from self._look_at_screen()
        screen = self._screen
        if screen is None:
            return self._line.tell(CommandFailed(name, Failure.UNSUPPORTED, "no frame buffer that can be written"))
        if (command.raster.width, command.raster.height) != (screen.width, screen.height):
            return self._line.tell(
                CommandFailed(name, Failure.REJECTED, f"the screen has {screen.width}x{screen.height}")
            )
        if not self._saved:
            kept = yield from self.ask("save", str(screen_size(screen)), "", patience_s=15.0)
            if isinstance(kept, Failure):
                return self._end(name, kept)
            self._saved = True
        image = picture(command.raster, screen, self._profile.options.get("screen_order") == "bgr")
        result = yield from self.ask("draw", str(image.size), image.text, patience_s=15.0)
        if isinstance(result, Answer) and result.encoding != image.md5:
            shown = "its memory holds another picture" if result.encoding else "no check sum"
            return self._line.tell(CommandFailed(name, Failure.GARBLED, shown))
        self._end(name, result)


_READ_WITH_DATA: Final = frozenset({"file", "log", "prop"})


def _marked(gauge: Gauge, first: bool) -> Sensor:
    return replace(gauge.sensor, streamed=first)


def _deaf(answer: Answer) -> bool:
    """No device could be opened, or no tool reads it: the probe answered ``NUMBER.TOOL``."""
    number, _, tool = answer.encoding.partition(".")
    return number in ("", "0") or not tool
