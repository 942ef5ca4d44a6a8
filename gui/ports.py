"""All that the window is given by ``app``: one frozen ``Workbench``. The window builds none of it and knows no concrete part.

Threads: ``bench`` may be called from any thread; ``publish``, ``verify``, ``start_demo``, ``list_ports`` and every method of a
``ControlPort`` run in a task thread, never in the window's; everything else runs in the window's thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

from checks.before import Before
from checks.handling import NO_HANDLING, Handling, Photo
from checks.history.entry import Entry as PastEntry
from checks.history.outbox import Sent
from checks.history.overview import Overview
from checks.history.trends import Limits, Trends
from checks.history.wanted import Wanted
from checks.intake.batch import Batch
from checks.intake.effort import Effort
from checks.measurement import Message
from checks.plan import PlanKind
from checks.practice import Exercise, Level
from checks.practice_log import Entry
from checks.record import Record
from checks.report.several import Told
from checks.session import Session
from checks.steps import Target
from checks.words import Catalogue
from devices.commands import Command
from devices.lanes import BenchPort, LaneInfo, PortInfo, Sink
from devices.profile import Profile
from devices.raster import Raster

SendCommand = Callable[[Target, Command], None]

COMPLAINTS: Final = ("routine", "pin", "key", "display", "no-power", "restarts", "hot", "no-link", "unknown")
"""What the customer said; the sentence is ``complaint.<id>``. ``routine`` means none."""


class MakeSession(Protocol):
    """Builds a session for a connected unit, journal included; the window starts it. Must not block.

    ``send`` takes what is meant for terminal and meter; what is meant for the PC is routed behind this port, and comes
    back as a ``HostEvent``.
    """

    def __call__(
        self,
        lane: LaneInfo,
        meter: LaneInfo | None,
        send: SendCommand,
        *,
        plan: PlanKind,
        complaint: str,
        sticker_serial: str,
        operator: str,
        language: str,
        handling: Handling = NO_HANDLING,
        before: Before | None = None,
    ) -> Session:
        """A session in phase READY."""
        ...


class Unable(Exception):
    """Something cannot be done; ``text`` says why and what to do."""

    def __init__(self, text: Message) -> None:
        super().__init__(text.id)
        self.text = text


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person set for inspections to come; empty where the usual holds. ``host`` is host:port, ``database`` the
    address of the history, ``time_stamp`` a server's URL, ``paper`` a4 or letter.
    """

    bench: str = ""
    host: str = ""
    reports: Path | None = None
    database: str = ""
    time_stamp: str = ""
    paper: str = ""
    signer: str = ""
    """The technician whose key signs; empty: the bench's."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """A root certificate that reports are verified with. ``id`` is its SHA-256."""

    id: str
    name: str


class TrustPort(Protocol):
    """Root certificates that a person trusts. ``add`` and ``remove`` raise ``Unable``; small files in the window's thread."""

    def known(self) -> tuple[Trusted, ...]:
        """Those added, by name."""
        ...

    def add(self, path: Path) -> None:
        """Every root in a file."""
        ...

    def take(self, bundle: bytes) -> None:
        """Every root in what was read already."""
        ...

    def remove(self, trusted_id: str) -> None:
        """Trust it no longer."""
        ...


class BatchPort(Protocol):
    """Batches of returned units on disk. ``labels`` and ``export`` belong to a task thread; every method raises ``Unable``."""

    def known(self) -> tuple[Batch, ...]:
        """Every batch, the newest first."""
        ...

    def begin(self, name: str, operator: str, source: Path | None) -> Batch:
        """A new one, with the list in ``source``."""
        ...

    def open(self, name: str) -> Batch:
        """One that exists."""
        ...

    def announce(self, name: str, source: Path) -> Batch:
        """The list of announced units, in place of the one before."""
        ...

    def count(self, name: str, record: Record, effort: Effort, report: str) -> Batch:
        """Add an inspection, or what is new of it."""
        ...

    def labels(self, name: str, language: str) -> Path:
        """Labels of every unit, as a PDF."""
        ...

    def export(self, name: str, language: str) -> Path:
        """A spreadsheet."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A page of past inspections, the latest first. ``total`` is told with the first page, else 0."""

    total: int
    entries: tuple[PastEntry, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the history knows over many inspections."""

    overview: Overview
    trends: Trends


class HistoryPort(Protocol):
    """Past inspections. Every method belongs to a task thread and raises ``Unable``; ``sent`` may be read anywhere."""

    def search(self, wanted: Wanted) -> Found:
        """Those that fit."""
        ...

    def record(self, inspection: str) -> Record:
        """One as it was."""
        ...

    def earlier(self, entry: PastEntry) -> Record | None:
        """The unit's inspection before this one."""
        ...

    def trends(self, limits: Limits, now: str, since: str) -> Known:
        """Drift, wear, what is due and the overview. May take seconds."""
        ...

    @property
    def sent(self) -> Sent:
        """What became of those that waited, when they were brought last."""
        ...

    def catch_up(self) -> Sent:
        """Bring what waits. Never raises."""
        ...


class PhotoPort(Protocol):
    """Photos of repairs on disk, without their metadata."""

    def keep(self, path: Path) -> Photo:
        """Keep a picture. Task thread; raises ``Unable``."""
        ...

    def path(self, photo: Photo) -> Path | None:
        """Its file, or None where it is gone."""
        ...


class Seal(StrEnum):
    """What the verifier says of a report; the headline is ``window.seal.<value>``."""

    TRUSTED = "trusted"
    UNKNOWN_SIGNER = "unknown-signer"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verifier's answer. ``details`` are further sentences, such as the signer's name or the reason.

    ``told`` holds all that is known of the file, for whoever wants more than the seal.
    """

    seal: Seal
    details: tuple[Message, ...] = ()
    told: Told | None = None


class SigningNeed(StrEnum):
    """What a person must type before a report can be signed."""

    NOTHING = "nothing"
    PASSPHRASE = "passphrase"
    NEW_PASSPHRASE = "new-passphrase"  # first use: the bench's identity is made with it


class Seen(Protocol):
    """What an eye sees on a simulated device. ``text`` is foreign."""

    @property
    def raster(self) -> Raster | None:
        """The picture, or None where the screen shows text only."""
        ...

    @property
    def text(self) -> str:
        """Lines of text, or nothing."""
        ...


class ControlPort(Protocol):
    """The operator's side of a simulated device (``devices.simulator.control.ControlClient`` fits as it is).

    Each call may block for a moment: only ever called in a task thread.
    """

    def state(self) -> dict[str, Any]:
        """``faults`` (list of notations switched on), ``screen_id`` (changes with the screen), ``waiting_for``, ``unplugged``."""
        ...

    def screen(self) -> Seen:
        """What is on its screen, faults of the panel included."""
        ...

    def press(self, key: str, hold_s: float = 0.1) -> None:
        """Put a finger on a key for so long."""
        ...

    def set_fault(self, fault: str, on: bool = True) -> None:
        """Switch a fault on by its notation ``NAME[=ARG]``, or off by its name."""
        ...

    def close(self) -> None:
        """Let go of the connection. The device may go on."""
        ...


@dataclass(frozen=True, slots=True)
class FaultSwitch:
    """A fault the virtual terminal offers. ``argument`` is what it is switched on with; the words are ``window.fault.<name>``."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class VirtualUnit:
    """A simulated terminal or meter that is plugged in."""

    profile: Profile
    control: ControlPort
    faults: tuple[FaultSwitch, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """A unit set up for practice. ``meter_url`` is the port of the simulated meter beside it."""

    exercise: Exercise
    unit: VirtualUnit
    meter_url: str = ""


class PracticePort(Protocol):
    """Simulated units with hidden faults, and the log of who practised. ``set_up``, ``take_down``, ``certificate``: task thread."""

    def models(self) -> tuple[Profile, ...]:
        """Models that can be practised on, the usual one first."""
        ...

    def set_up(self, model: str, level: Level, seed: int) -> Staged:
        """Draw the faults, start unit and meter, put both on the bench. Raises with a sentence."""
        ...

    def take_down(self) -> None:
        """Take them off the bench and end them. Does nothing where there are none."""
        ...

    def entries(self) -> tuple[Entry, ...]:
        """Every exercise made on this bench. Raises ``Unable``."""
        ...

    def keep(self, entry: Entry) -> None:
        """Write an exercise down. Raises ``Unable``."""
        ...

    def need(self) -> SigningNeed:
        """What must be typed before a certificate can be signed."""
        ...

    def certificate(self, series: str, language: str, passphrase: str) -> Path:
        """The signed certificate of a passed series. Raises with a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Interrupted:
    """An inspection that a killed program left behind. ``started`` is UTC in ISO 8601."""

    id: str
    model: str
    serial: str
    started: str
    profile_id: str
    resume: Callable[[LaneInfo, LaneInfo | None, SendCommand], Session]
    """Gives the session as it stood, not yet running its check again; the window calls ``handle``/``tick`` on it from then on."""
    close: Callable[[], None]
    """Keeps what was found as an aborted inspection and forgets the journal."""
    same_program: bool = True
    """False: another version wrote it. Its checks may ask in another order, so it can be closed but not continued."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything the window needs. Paths are absolute; ``settings`` and ``reports`` are folders that may not exist yet."""

    bench: BenchPort
    subscribe: Callable[[Sink], Callable[[], None]]
    """Adds a receiver of bench events (called from link threads); returns what removes it again."""
    make_session: MakeSession
    publish: Callable[..., Path]
    """``publish(record, languages, path, passphrase="")`` writes and signs the report; returns the path. Raises with a sentence."""
    verify: Callable[[Path], Verification]
    catalogues: Mapping[str, Catalogue]
    profiles: Mapping[str, Profile]
    icons: Path
    fonts: tuple[Path, ...]
    """Font files to load; the first family found is the window's."""
    reports: Path
    settings: Path
    clock: Callable[[], float]
    """Monotonic seconds: the clock that stamps events."""
    utc_now: Callable[[], str]
    """Time of day in UTC, ISO 8601."""
    version: str = ""
    signing: Callable[[Record], SigningNeed] = lambda record: SigningNeed.NOTHING
    """What must be typed before this record can be signed. Returns at once."""
    language: str | None = None
    """Forced by the command line; None follows settings, then the system."""
    operator: str = ""
    curves: Path | None = None
    """Folder for an instrument's readings that outgrow the memory; without one they stay there."""
    let_go: Callable[[Session], None] = lambda session: None
    """Nobody looks at this session any more: its journal is closed, and gone where its report is written. Returns at once."""
    start_demo: Callable[[], tuple[VirtualUnit, ...]] | None = None
    """Starts simulated devices and adds them to the bench; None where there are none to start."""
    demo: bool = False
    """Start the simulated bench at once."""
    interrupted: tuple[Interrupted, ...] = ()
    complaints: tuple[str, ...] = COMPLAINTS
    keep_sample: Callable[[Session], Path] | None = None
    """Keeps a passed unit as the known-good sample of its model. Writes one small file in the window's thread."""
    batches: BatchPort | None = None
    photos: PhotoPort | None = None
    tidy: Callable[[], object] | None = None
    """Removes what nothing needs any more from the data folder. Task thread, once the window is there."""
    history: HistoryPort | None = None
    prefer: Callable[[Preferences], None] = lambda preferences: None
    """Takes what a person set; holds from the next inspection, report or list on."""
    compare: Callable[..., Path] | None = None
    """``compare(first, second, languages, path, passphrase="")`` signs two inspections of one unit as one document, as ``publish``."""
    hand_out: Callable[..., Path] | None = None
    """``hand_out(record, language, path)`` signs one page for the merchant; returns the path. Task thread, raises with a sentence.

    Nobody is asked for a passphrase: it is written beside a report that was signed a moment before."""
    signers: Callable[[], tuple[str, ...]] = tuple
    """Technicians who have a key of their own here."""
    trust: TrustPort | None = None
    manual: Path = Path("docs/manual")
    """Folder with a folder of Markdown pages for each language."""
    practice: PracticePort | None = None
    list_ports: Callable[[], tuple[PortInfo, ...]] = tuple
    """Serial ports that exist now. Task thread."""
