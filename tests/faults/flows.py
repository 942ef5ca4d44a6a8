"""Whole inspections on a bad line, and what must hold of each: an end, an honest record, no order of digits anywhere."""

import json
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from checks.history.entry import canonical
from checks.measurement import Outcome
from checks.record import Record, from_json, to_json
from checks.report.build import build_model
from checks.retest import before_of
from checks.session import Phase
from checks.steps import Target
from checks.words import Catalogue, load_catalogues
from devices.commands import AskDigits
from devices.events import LinkLost, Restored
from devices.profile import Profile
from devices.registry import load_codecs
from devices.wire_log import WireLog, WireLogHead
from tests.checks.fleet import Inspection, NeverIdentified
from tests.checks.stage import profiles
from tests.devices.simulated import joined
from tests.faults.mischief import KINDS, FaultyLine, Rates

ROOT: Final = Path(__file__).resolve().parents[2]
_NAKED: Final = re.compile(r"(?<![\w.])(?:check|finding|limit|log|remedy)\.[a-z][\w.-]+")
_LIMIT_S: Final = 9000.0
_PATIENCE_S: Final = 60.0
_AGAIN_S: Final = 2.0
WRONG: Final = (Outcome.PASS, Outcome.MARGINAL)


class BadLine(Inspection):
    """An inspection whose terminal hangs on a bad line. Ends with a record, or with a unit nobody could identify."""

    def __init__(self, rates: Rates, seed: int, log: WireLog | None, *faults: str, **setup: Any) -> None:
        self.asked_for: list[str] = []
        line_seed = seed
        self._away_since: float | None = None

        def bad(profile: Profile, *more: str, seed: int = 1, paced: bool = False) -> FaultyLine:
            line = FaultyLine.under(joined(profile, *more, seed=seed, paced=paced), rates, line_seed)
            if log is not None:
                line.keep = log.write  # type: ignore[assignment]
            return line

        super().__init__(*faults, joining=bad, seed=seed, patience_s=_PATIENCE_S, **setup)

    def _send(self, target: Any, command: Any) -> None:
        if isinstance(command, AskDigits):
            self.asked_for.append(command.expected)
        super()._send(target, command)

    def _cable(self) -> None:
        """As a bench does: the link is lost, opened again, and counts only when the same unit answers."""
        line = self.pad
        assert isinstance(line, FaultyLine)
        parted = line.parted_until() is not None
        if self._plugged and parted:
            self._plugged, self._away_since = False, self.pad.now
            self._tell(LinkLost("cable"))
        elif not self._plugged and not parted and self.session.phase is not Phase.DONE:
            line.restore(load_codecs()[self.profile.protocol].open(self.profile))
            before = self.identity
            self._identify(tries=1)
            if self.identity is None:
                self.identity = before
            else:
                self._plugged = True
                self._tell(self.identity)
                self._tell(Restored())
            for stamped in self.meter.advance(max(self.pad.now - self.meter.now, 0.0)):
                self.session.handle(self._stamped(stamped), Target.METER)


@dataclass
class Came:
    """What came of one flow."""

    flow: str
    profile: str
    kind: str
    seed: int
    record: Record | None = None
    problems: list[str] = field(default_factory=list)
    false_fails: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How it is repeated."""
        return f"{self.flow} {self.profile} {self.kind} {self.seed}"


def models() -> dict[str, Profile]:
    """One of each protocol."""
    found = {}
    for profile in profiles().values():
        if profile.kind == "meter" or profile.protocol == "none":
            continue
        if profile.protocol not in found or profile.id == "smart-terminal":
            found[profile.protocol] = profile
    return {profile.id: profile for profile in found.values()}


def _inspect(model: Profile, rates: Rates, seed: int, log: WireLog, *faults: str, **more: Any) -> BadLine:
    return BadLine(rates, seed, log, *faults, profile=model, with_meter=seed % 2 == 0, **more)


def inspect(model: Profile, rates: Rates, seed: int, log: WireLog) -> BadLine:
    """A repair technician's quick or full inspection."""
    return _inspect(model, rates, seed, log, plan="full" if seed % 5 == 0 else "quick")


def broken(model: Profile, rates: Rates, seed: int, log: WireLog) -> BadLine:
    """A unit with a fault in it."""
    return _inspect(model, rates, seed, log, *_fault(model, seed))


def intake(model: Profile, rates: Rates, seed: int, log: WireLog) -> BadLine:
    """A returned unit: the shortest plan."""
    return _inspect(model, rates, seed, log, complaint="routine")


def retest(model: Profile, rates: Rates, seed: int, log: WireLog) -> BadLine:
    """After a repair: what failed before is repeated."""
    before = Inspection(*_fault(model, seed), profile=model, with_meter=False, seed=seed)
    return _inspect(model, rates, seed, log, before=before_of(before.play(_LIMIT_S)))


def practice(model: Profile, rates: Rates, seed: int, log: WireLog) -> BadLine:
    """A trainee's exercise: hidden faults, a simulated unit."""
    return _inspect(model, rates, seed, log, *_fault(model, seed + 1), operator="Li", demonstration=True)


FLOWS: Final[dict[str, Callable[..., BadLine]]] = {
    "inspect": inspect, "broken": broken, "intake": intake, "retest": retest, "practice": practice,
}  # fmt: skip


def _fault(model: Profile, seed: int) -> tuple[str, ...]:
    keys = {cap.id for cap in model.keypad.keys} if model.keypad else set()
    named = next((key for key in ("CLEAR", "OK", "CANCEL", "F1") if key in keys), None)
    return (f"dead-key={named}",) if named else ()


def play(flow: str, model: Profile, kind: str, seed: int) -> Came:
    """One flow, and everything that must hold of it."""
    came = Came(flow, model.id, kind, seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.wire"
        clock = [0.0]
        log = WireLog(path, WireLogHead(model.protocol, model.id), load_codecs()[model.protocol], lambda: clock[0])
        try:
            bad = FLOWS[flow](model, KINDS[kind], seed, log)
        except NeverIdentified:
            log.close()
            return came
        try:
            came.record = bad.play(_LIMIT_S)
        except AssertionError as error:
            came.problems.append(f"never ended: {error}")
        except Exception as error:  # whatever it is, it is the finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            came.problems.append(f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})")
        finally:
            bad.close()
            log.close()
        came.problems += _problems(came, bad, path)
    return came


def _problems(came: Came, bad: BadLine, log: Path) -> list[str]:
    record, found = came.record, []
    if record is None:
        return found
    text = to_json(record)
    if to_json(from_json(text)) != canonical(record) or from_json(canonical(record)) != from_json(text):
        found.append("the record does not read back the same")
    if came.flow in ("broken", "practice"):
        found += [
            f"{r.check}: {r.outcome.value} on a broken unit"
            for r in record.results
            if _hides(r.check, r.outcome, came, record)
        ]
    missing = set(bad.session.planned) - {result.check for result in record.results}
    if missing and record.overall.verdict.value == "pass":
        found.append(f"a pass without {sorted(missing)}")
    found += _digits(bad, text, log)
    found += _words(record)
    if came.flow in ("inspect", "intake"):
        came.false_fails = tuple(r.check for r in record.results if r.outcome is Outcome.FAIL)
    return found


def _hides(check: str, outcome: Outcome, came: Came, record: Record) -> bool:
    """A pass of the keypad where a key is dead."""
    dead = _fault(models()[came.profile], came.seed + (came.flow == "practice"))
    if check != "keypad" or outcome not in WRONG or not dead:
        return False
    key = dead[0].partition("=")[2]
    return any(row.key == key and row.mark.value in ("identified", "masked") for row in record.keys)


def _digits(bad: BadLine, text: bytes, log: Path) -> list[str]:
    """What was to be typed, in order, in the log of the wire or in the record."""
    long = [wanted for wanted in bad.asked_for if len(wanted) >= 4]
    lines = (line.split(" ") for line in log.read_text("ascii").splitlines()[1:])
    wire = b"".join(bytes.fromhex(data) for _, direction, data in lines if direction == "<")
    kept = (("wire log", wire), ("record", text))
    return [
        f"the digits asked for are in the {name}" for wanted in long for name, data in kept if wanted.encode() in data
    ]


def _words(record: Record) -> list[str]:
    """Every sentence of the report exists in both languages."""
    found = []
    for words in _catalogues():
        try:
            told = build_model(record, (words,), None)
        except Exception as error:  # whatever it is, it is the finding
            found.append(f"no report: {type(error).__name__} {error}")
            continue
        said = json.dumps(_texts(told), ensure_ascii=False)
        found += [
            f"a word without words: {name}"
            for name in re.findall(r"(?<![\w.])(?:check|finding|limit|log|remedy)\.[a-z][\w.-]+", said)[:3]
        ]
    return found


def _texts(told: Any) -> list[str]:
    if isinstance(told, str):
        return [told]
    if isinstance(told, tuple | list):
        return [text for part in told for text in _texts(part)]
    if hasattr(told, "__dataclass_fields__"):
        return [text for name in told.__dataclass_fields__ for text in _texts(getattr(told, name))]
    return []


def _catalogues() -> tuple[Catalogue, ...]:
    found = load_catalogues(ROOT / "resources" / "i18n")
    return (found["zh_CN"], found["en"])
