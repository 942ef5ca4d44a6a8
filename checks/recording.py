"""From a session to its record: everything that happened, as plain data. Pure."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from checks.cures import parts_of
from checks.diagnosis import Diagnosis
from checks.disposition import Disposition
from checks.handling import Handling
from checks.keymap import KeyMap
from checks.measurement import CheckResult, Overall
from checks.record import ComparedWith, KeyMoment, KeyRecord, LogLine, PartToOrder, Record, Unit, pack_telemetry
from checks.setup import Setup
from devices.profile import Profile
from devices.state import TerminalState
from devices.telemetry import TelemetryBuffer


class Sitting(Protocol):
    """What a record needs of a session."""

    @property
    def setup(self) -> Setup:
        """What was decided before."""
        ...

    @property
    def state(self) -> TerminalState:
        """The unit as known now."""
        ...

    @property
    def handling(self) -> Handling:
        """What people did around it."""
        ...

    @property
    def telemetry(self) -> TelemetryBuffer:
        """All readings."""
        ...

    @property
    def keymap(self) -> KeyMap:
        """The marks."""
        ...

    @property
    def results(self) -> Mapping[str, CheckResult]:
        """By check."""
        ...

    @property
    def log(self) -> Sequence[LogLine]:
        """What happened."""
        ...

    @property
    def moments(self) -> Sequence[KeyMoment]:
        """Presses on the time axis."""
        ...

    @property
    def aborted(self) -> bool:
        """Whether somebody ended it early."""
        ...

    def overall(self) -> Overall:
        """The verdict."""
        ...

    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What the rules say."""
        ...

    def disposition(self) -> Disposition:
        """What becomes of the unit."""
        ...


def record_of(session: "Sitting", ended: str) -> Record:
    """Everything so far as data. ``ended`` is UTC in ISO 8601."""
    setup = session.setup
    return Record(
        id=setup.id,
        started=setup.started,
        ended=ended,
        bench=setup.bench,
        unit=_unit(session),
        plan=setup.plan.kind.value,
        seed=setup.seed,
        operator=setup.operator,
        operator_simulated=setup.operator_simulated,
        complaint=setup.complaint,
        results=tuple(session.results[c] for c in setup.plan.required if c in session.results),
        overall=session.overall(),
        diagnoses=session.diagnoses(),
        keys=_key_records(session),
        key_moments=tuple(session.moments),
        telemetry=pack_telemetry(session.telemetry, setup.start),
        log=tuple(session.log),
        meter=setup.meter.model if setup.meter else "",
        link_losses=session.state.losses,
        damaged_frames=session.state.damaged_frames,
        aborted=session.aborted,
        demonstration=setup.demonstration,
        compared_with=_compared_with(setup),
        disposition=session.disposition(),
        handling=session.handling,
        licence=setup.licence,
        before=setup.before,
        parts=_parts(session.diagnoses(), setup.profile),
    )


def _parts(diagnoses: Sequence[Diagnosis], profile: Profile) -> tuple[PartToOrder, ...]:
    known = ((role, profile.parts.get(role)) for role in parts_of(diagnoses))
    return tuple(PartToOrder(role, dict(part.name), part.code) for role, part in known if part is not None)


def _compared_with(setup: Setup) -> ComparedWith | None:
    good = setup.baseline
    return None if good is None else ComparedWith(good.model, good.serial, good.captured, good.operator)


def _unit(session: "Sitting") -> Unit:
    profile, identity = session.setup.profile, session.state.identity
    items = identity.items if identity else ()
    return Unit(
        profile=profile.id,
        maker=profile.maker,
        model=profile.model,
        evidence=profile.evidence,
        serial=(identity.get("serial") or "") if identity else "",
        sticker_serial=session.setup.sticker_serial,
        identity=items,
        port=session.setup.port,
        usb=session.setup.usb,
        sources=profile.sources,
        layout_confirmed=profile.keypad.layout_confirmed if profile.keypad else True,
    )


def _key_records(session: "Sitting") -> tuple[KeyRecord, ...]:
    caps = session.setup.profile.keypad.keys if session.setup.profile.keypad else ()
    return tuple(
        KeyRecord(
            cap.id,
            session.keymap.mark_of(cap.id),
            session.state.key(cap.id).presses,
            cap.x,
            cap.y,
            cap.w,
            cap.h,
            cap.legend,
            cap.role,
            session.keymap.detail_of(cap.id),
        )
        for cap in caps
    )
