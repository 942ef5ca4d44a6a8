"""From the program's parts to the window's ``Workbench``: bench events, sessions with journals, signing, simulated units."""

import argparse
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.before import Before
from checks.console.baselines import captured
from checks.console.demo import UNITS, Simulated, spawn
from checks.console.histories import HistoryUnread, records_since
from checks.console.host_side import HostSide
from checks.console.parts import ClosableBench, ControlPort, Parts
from checks.console.photo_shelf import sweep_photos
from checks.console.sessions import Order, journal_path, make_session, recovered
from checks.console.shelf import keep_baseline
from checks.console.upkeep import clean_up
from checks.handling import NO_HANDLING, Handling
from checks.history.journal import JournalError, JournalFile, is_published, read_head, unfinished
from checks.measurement import Message, message
from checks.plan import PlanKind
from checks.record import Record
from checks.report.compared import Compared
from checks.report.errors import ReportError
from checks.report.pdf import Paper
from checks.report.several import told_of
from checks.report.signing.errors import IdentityError
from checks.report.stamps import Stamps
from checks.session import Session
from checks.steps import Target
from checks.words import Catalogue
from devices.events import Restored, Stamped
from devices.lanes import BenchEvent, LaneInfo, Sink
from gui.early import Late, warm
from gui.history_shelf import HistoryShelf
from gui.photo_shelf import PhotoShelf
from gui.ports import (
    FaultSwitch,
    Interrupted,
    Preferences,
    Seal,
    SendCommand,
    SigningNeed,
    Verification,
    VirtualUnit,
    Workbench,
)
from gui.practice_stand import PracticeStand
from gui.shelf import Shelf
from gui.start import start
from gui.trust_shelf import TrustShelf

if TYPE_CHECKING:
    from checks.console.signing_desk import Making
    from checks.report.signing.identity import Identity
    from checks.report.signing.verify import Verification as Answer

_SEALS = {
    "intact-trusted": Seal.TRUSTED,
    "intact-untrusted": Seal.UNKNOWN_SIGNER,
    "altered": Seal.ALTERED,
    "not-ours": Seal.UNREADABLE,
}
"""By the verifier's answer."""
_desk: Any = Late("checks.console.signing_desk")
_closing: Any = Late("checks.console.inspecting")
identity: Any = Late("checks.report.signing.identity")


def open_on(args: argparse.Namespace, parts: Parts) -> int:
    """Open the window on ``parts`` and stay until it is closed. ``args`` are those of the command line."""
    announcer = Announcer()
    bench = parts.make_bench(announcer.tell)
    simulated = SimulatedUnits(parts, bench, tuple(args.demo or UNITS))
    desk = Desk(parts, announcer.tell)
    stand = PracticeStand(parts, bench, desk.opened, desk.need)
    try:
        if args.demo is None:
            bench.watch()
        return start(workbench(args, parts, bench, announcer, simulated, desk, stand))
    finally:
        stand.take_down()
        bench.close()
        simulated.close()
        desk.close()


def workbench(
    args: argparse.Namespace,
    parts: Parts,
    bench: ClosableBench,
    announcer: "Announcer",
    simulated: "SimulatedUnits",
    desk: "Desk",
    stand: PracticeStand | None = None,
) -> Workbench:
    """Everything the window needs."""
    return Workbench(
        bench=bench,
        subscribe=announcer.subscribe,
        make_session=desk.make_session,
        let_go=desk.let_go,
        curves=parts.home.folder("journal"),
        signing=desk.signing,
        publish=desk.publish,
        verify=desk.verify,
        catalogues=parts.catalogues(),
        profiles=parts.profiles(),
        icons=parts.resources / "icons",
        fonts=tuple(sorted(parts.fonts().glob("NotoSans*.otf"))),
        reports=parts.home.reports,
        settings=parts.home.folder("settings"),
        clock=parts.clock,
        utc_now=parts.utc_now,
        version=parts.version,
        language=args.lang,
        start_demo=simulated.start,
        demo=args.demo is not None,
        interrupted=desk.interrupted(),
        keep_sample=desk.keep_sample,
        batches=Shelf(parts, desk.reports),
        practice=stand,
        photos=PhotoShelf(parts.home),
        tidy=desk.tidy,
        history=desk.history,
        prefer=desk.prefer,
        trust=desk.trust,
        compare=desk.compare,
        hand_out=desk.hand_out,
        signers=desk.signers,
        manual=parts.resources.parent / "docs" / "manual",
        list_ports=parts.list_ports,
    )


class Announcer:
    """Hands the bench's events to whoever listens. Any thread."""

    def __init__(self) -> None:
        self._sinks: tuple[Sink, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Add a receiver; the answer takes it away again."""
        with self._lock:
            self._sinks = (*self._sinks, sink)
        return partial(self._drop, sink)

    def tell(self, event: BenchEvent) -> None:
        """Hand an event on."""
        for sink in self._sinks:
            sink(event)

    def _drop(self, sink: Sink) -> None:
        with self._lock:
            self._sinks = tuple(known for known in self._sinks if known is not sink)


class SimulatedUnits:
    """Simulated devices in processes of their own. ``start`` belongs to a task thread."""

    def __init__(
        self, parts: Parts, bench: ClosableBench, wanted: tuple[str, ...], options: tuple[str, ...] = ()
    ) -> None:
        self._parts, self._bench, self._wanted, self._options = parts, bench, wanted, options
        self._running: list[Simulated] = []
        self._controls: list[ControlPort] = []

    def start(self) -> tuple[VirtualUnit, ...]:
        """Start them and put them on the bench. Raises ``Refused`` where one does not start."""
        known = self._parts.profiles()
        units: list[VirtualUnit] = []
        for name in self._wanted:
            simulated = spawn(self._parts, name, *self._options)
            self._running.append(simulated)
            self._bench.add(simulated.url, name)
            control = self._parts.find_control(simulated.url)
            if control is not None:
                self._controls.append(control)
                offered = self._parts.faults(known[name])
                switches = tuple(FaultSwitch(fault, default) for fault, default in offered)
                units.append(VirtualUnit(known[name], control, switches, simulated.url))
        return tuple(units)

    def close(self) -> None:
        """End their processes."""
        for control in self._controls:
            control.close()
        for simulated in self._running:
            simulated.stop()


class Desk:
    """Sessions with their journals, and who signs. ``publish`` and ``verify`` belong to a task thread."""

    def __init__(self, parts: Parts, tell: Sink) -> None:
        self._parts = parts
        self._hosts = HostSide(parts.host_network, tell)
        self._preferences = Preferences()
        self.history = HistoryShelf(parts.home, lambda: self._preferences.database)
        self.trust = TrustShelf(parts.home.data / "trust")
        self._sessions: dict[str, Session] = {}
        self._known = threading.Lock()
        self._closing = ThreadPoolExecutor(1, thread_name_prefix="closing")
        self._unlocked: dict[str, Identity] = {}
        """By technician; under no name the bench's."""
        self._unstamped: dict[Path, Message] = {}
        """By report written here: why it has no time stamp."""

    def make_session(
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
        """See ``gui.ports.MakeSession``."""
        demonstration = self._parts.is_simulated(lane.url)
        order = Order(
            plan.value,
            complaint,
            sticker_serial,
            operator,
            demonstration=demonstration,
            handling=handling,
            before=before,
            bench=self._preferences.bench,
            host="" if demonstration else self._preferences.host,  # a simulated unit has a simulated host
        )
        send = self._hosts.joined(lane.id, lane.url, send)
        return self._keep(make_session(self._parts, lane, meter, send, order))

    def prefer(self, preferences: Preferences) -> None:
        """See ``gui.ports.Workbench``."""
        self._preferences = preferences

    def reports(self) -> Path:
        """The folder for reports, labels and lists."""
        return self._preferences.reports or self._parts.home.reports

    def signing(self, record: Record) -> SigningNeed:
        """What must be typed before this record can be signed."""
        return SigningNeed.NOTHING if record.demonstration else self.need()

    def need(self) -> SigningNeed:
        """What must be typed before whoever is chosen can sign."""
        if self._preferences.signer in self._unlocked:
            return SigningNeed.NOTHING
        exists = identity.exists(self._parts.home.folder("identity"))
        return SigningNeed.PASSPHRASE if exists else SigningNeed.NEW_PASSPHRASE

    def publish(self, record: Record, languages: tuple[str, ...], path: Path, passphrase: str = "") -> Path:
        """Render, sign and write. Raises with a sentence; the inspection stays in its journal then."""
        words = [self._parts.words(language) for language in languages]
        try:
            who = _desk.demonstration_identity(self._parts.home) if record.demonstration else self.opened(passphrase)
            _desk.publish(self._parts, record, words, who, path, self._making(path))
            self.history.keep(record)
        except (ReportError, IdentityError) as error:  # whoever asked shows the sentence as it is
            raise RuntimeError(words[0].say(error.message)) from error
        with self._known:
            session = self._sessions.get(record.id)
            if session is not None and session.journal is not None:
                session.journal.intent("published", self._parts.clock())
        if session is None:  # let go before its report was written
            self._closing.submit(self._journal_of(record.id).unlink, missing_ok=True)
        return path

    def compare(
        self, first: Record, second: Record, languages: tuple[str, ...], path: Path, passphrase: str = ""
    ) -> Path:
        """Render, sign and write two inspections of one unit as one document. Raises with a sentence."""
        words, told = [self._parts.words(language) for language in languages], Compared(first, second)
        try:
            who = _desk.demonstration_identity(self._parts.home) if told.demonstration else self.opened(passphrase)
            made: Path = _desk.write_comparison(self._parts, told, words, who, path, self._making(path))
        except (ReportError, IdentityError) as error:
            raise RuntimeError(words[0].say(error.message)) from error
        return made

    def hand_out(self, record: Record, language: str, path: Path) -> Path:
        """Render, sign and write the merchant's page. Raises with a sentence."""
        words = self._parts.words(language)
        try:
            who = _desk.demonstration_identity(self._parts.home) if record.demonstration else self.opened("")
            made: Path = _desk.hand_out(self._parts, record, words, who, path, self._making(path))
        except (ReportError, IdentityError) as error:
            raise RuntimeError(words.say(error.message)) from error
        return made

    def _making(self, path: Path) -> "Making":
        """As a person set it. Why a stamp is missing is told with the verifier's answer."""
        self._unstamped.pop(path, None)
        chosen = self._preferences
        made: Making = _desk.Making(
            Paper.named(chosen.paper), Stamps(chosen.time_stamp, partial(self._unstamped.__setitem__, path))
        )
        return made

    @cached_property
    def _languages(self) -> tuple[Catalogue, ...]:
        """Languages that a report's page may be in."""
        return tuple(self._parts.catalogues().values())

    def verify(self, path: Path) -> Verification:
        """The verifier's answer, trusting this bench's own root, those a person added, and the demonstrations made here."""
        folder, roots = self._parts.home.folder("identity"), _desk.demonstration_roots(self._parts.home)
        trust = [identity.export(folder)] if identity.exists(folder) else []
        known = (*trust, *self.trust.bundles(), *([roots.read_bytes()] if roots.exists() else []))
        found: Answer = _desk.verify_file(str(path), known, self._languages)
        missing = self._unstamped.get(path)
        unstamped = (missing, message("stamp.none")) if missing is not None else ()
        details = (found.headline, *unstamped, *found.reasons, *found.notes)
        return Verification(_SEALS[found.status.value], details, told_of(str(path), found))

    def keep_sample(self, session: Session) -> Path:
        """See ``gui.ports.Workbench``. A simulated unit's sample is kept apart: no real unit is compared with it."""
        good = captured(session, self._parts.utc_now(), session.setup.operator)
        return keep_baseline(self._parts.home, good, session.setup.demonstration)

    def interrupted(self) -> tuple[Interrupted, ...]:
        """Inspections whose record is in no report yet. A journal nobody can read stays where it is."""
        found: list[Interrupted] = []
        for path in unfinished(self._parts.home.folder("journal")):
            try:
                found.append(self._interrupted(path))
            except JournalError:
                continue
        return tuple(found)

    def tidy(self) -> int:
        """What the first report needs is imported; logs that are over, and photos that nothing names any more, go.

        A history that is away is no reason to remove a photo, nor a fault.
        """
        warm()
        folder = self._preferences.reports
        clean_up(self._parts.home, time.time(), (folder,) if folder else ())
        since = partial(records_since, self._parts.home, self._preferences.database)
        try:
            return sweep_photos(self._parts.home, time.time(), since)
        except (HistoryUnread, OSError):
            return 0

    def let_go(self, session: Session) -> None:
        """See ``gui.ports.Workbench``. Its journal's thread and file end beside the window; a slow disk holds nobody up."""
        with self._known:
            known = self._sessions.pop(session.setup.id, None) is not None
        if known:
            self._closing.submit(self._shut, session)

    def close(self) -> None:
        """Force the journals to the disk; those whose report is written are done with."""
        self._hosts.close()
        self.history.close()
        for session in tuple(self._sessions.values()):
            self.let_go(session)
        self._closing.shutdown(wait=True)

    def _shut(self, session: Session) -> None:
        session.close()
        path = self._journal_of(session.setup.id)
        if path.exists() and is_published(path):
            path.unlink()

    def _journal_of(self, session_id: str) -> Path:
        return journal_path(self._parts, session_id)

    def _keep(self, session: Session) -> Session:
        with self._known:
            self._sessions[session.setup.id] = session
        return session

    def opened(self, passphrase: str) -> "Identity":
        """The identity of whoever is chosen to sign; the bench's is made at first use. Task thread."""
        person = self._preferences.signer
        if person not in self._unlocked:
            from datetime import UTC, datetime

            folder, secret = self._parts.home.folder("identity"), passphrase.encode("utf-8")
            known = identity.exists(folder)
            self._unlocked[person] = (
                identity.open_identity(folder, secret, now=datetime.now(UTC), technician=person)
                if known or person
                else _desk.new_identity(folder, secret)
            )
        return self._unlocked[person]

    def signers(self) -> tuple[str, ...]:
        """See ``gui.ports.Workbench``. An identity that cannot be read is told when somebody signs."""
        try:
            found: tuple[str, ...] = identity.names(self._parts.home.folder("identity"))
        except IdentityError:
            return ()
        return found

    def _interrupted(self, path: Path) -> Interrupted:
        session, _ = recovered(self._parts, path)
        setup, who = session.setup, session.state.identity
        serial = (who.get("serial") if who else None) or ""
        return Interrupted(
            setup.id,
            setup.profile.model,
            serial,
            setup.started,
            setup.profile.id,
            partial(self._resume, path),
            partial(self._drop, path),
            read_head(path).program == self._parts.version,
        )

    def _resume(self, path: Path, lane: LaneInfo, meter: LaneInfo | None, send: SendCommand) -> Session:
        now = self._parts.clock()
        session, _ = recovered(self._parts, path, self._hosts.joined(lane.id, lane.url, send), now)
        session.journal = JournalFile(path, session.setup, resumed=True)
        if session.setup.meter is not None and meter is not None:
            session.handle(Stamped(Restored(), now), Target.METER)
        session.handle(Stamped(Restored(), now))
        return self._keep(session)

    def _drop(self, path: Path) -> None:
        """Close it as aborted: its record is kept beside the reports, unsigned, and the journal goes."""
        from checks.record import to_json
        from checks.report.files import write_atomically

        record = _closing.aborted_record(self._parts, path)
        folder = self._parts.home.folder("reports")
        write_atomically(folder / f"interrupted-{record.id}.json", to_json(record))
        path.unlink()
