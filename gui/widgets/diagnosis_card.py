"""One named cause: how sure, what it rests on, what cures it, which part, what decides it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame

from checks.diagnosis import Diagnosis
from checks.measurement import CheckResult, Finding
from checks.where_found import place_of
from devices.profile import Profile
from gui.face import Face
from gui.naming import subject_text, with_legends
from gui.widgets.bar import ShareBar
from gui.widgets.evidence_links import EvidenceLinks
from gui.widgets.words import Picture, Text, columns, rows


class DiagnosisCard(QFrame):
    """The card of a diagnosis. Rebuilt on a change of language. ``evidence`` leads to the rows it rests on."""

    def __init__(self, face: Face, profile: Profile, diagnosis: Diagnosis, results: Iterable[CheckResult]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        kept = tuple(results)
        self.evidence = EvidenceLinks(
            face,
            [(f, _finding(face, profile, f), place_of(f, kept, profile)) for f in dict.fromkeys(diagnosis.rests_on)],
        )
        _filled(self, face, profile, diagnosis)


def _filled(frame: DiagnosisCard, face: Face, profile: Profile, diagnosis: Diagnosis) -> None:
    box = rows(frame, margin=16, gap=6)
    top = columns(gap=10)
    subjects = face.text("window.join").join(subject_text(s, profile, face.words) for s in diagnosis.subjects)
    cause = face.text(diagnosis.cause)
    top.addWidget(Text("title", f"{cause} · {subjects}" if subjects else cause, wrap=True), 1)
    sure = Text("strong", face.text("window.diagnosis.confidence", percent=round(diagnosis.confidence * 100)))
    top.addWidget(sure)
    box.addLayout(top)
    bar = ShareBar(face, 4)
    bar.put(diagnosis.confidence, 1.0)
    box.addWidget(bar)
    box.addWidget(frame.evidence)
    for number, step in enumerate(diagnosis.remedy, start=1):
        box.addWidget(_step(face, number, face.say(with_legends(step, profile, face.words))))
    if diagnosis.decide_by is not None:
        box.addWidget(
            _line(face, "question", "accent", face.say(with_legends(diagnosis.decide_by, profile, face.words)))
        )
    part = profile.parts.get(diagnosis.part) if diagnosis.part else None
    if part is not None:
        name = face.words.local(part.name)
        words = face.text("window.diagnosis.part", part=f"{name} ({part.code})" if part.code else name)
        box.addWidget(_line(face, "part", "quiet", words))
    if diagnosis.also:
        also = face.text("window.join").join(face.text(cause) for cause in diagnosis.also)
        box.addWidget(_line(face, "pass", "quiet", face.text("window.diagnosis.also", causes=also)))
    if diagnosis.minutes and diagnosis.call:
        call = face.text(f"call.{diagnosis.call}")
        words = face.text("window.diagnosis.minutes", minutes=diagnosis.minutes, call=call)
        box.addWidget(_line(face, "wait", "quiet", words))
    for guard in diagnosis.guards:
        if guard.id != "guard.opening_trips":  # said below, for every cause that needs it
            box.addWidget(_line(face, "shield", "warn", face.say(guard)))
    if diagnosis.do_not_open:
        box.addWidget(_line(face, "shield", "warn", face.text("window.safety.do_not_open")))


def _finding(face: Face, profile: Profile, finding: Finding) -> str:
    """The fault, where it is, and how it is known."""
    fault = f"{face.text(f'fault.{finding.fault}')} {subject_text(finding.subject, profile, face.words)}".strip()
    return face.text("window.diagnosis.finding", finding=fault, evidence=face.text(f"evidence.{finding.evidence}"))


def _step(face: Face, number: int, words: str) -> QFrame:
    frame = QFrame()
    line = columns(frame, gap=10)
    badge = Text("key", str(number))
    badge.setFixedHeight(26)
    line.addWidget(badge)
    line.addWidget(Text("", words, wrap=True), 1)
    return frame


def _line(face: Face, icon: str, colour: str, words: str) -> QFrame:
    frame = QFrame()
    line = columns(frame, gap=10)
    line.addWidget(Picture(face, icon, colour, 20))
    line.addWidget(Text("strong", words, wrap=True), 1)
    return frame
