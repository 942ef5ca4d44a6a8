"""One named cause: how sure, what it rests on, what cures it, which part, what decides it."""

from PySide6.QtWidgets import QFrame

from checks.diagnosis import Diagnosis
from devices.profile import Profile
from gui.face import Face
from gui.naming import subject_text, with_legends
from gui.widgets.bar import ShareBar
from gui.widgets.words import Picture, Text, card, columns, rows


def diagnosis_card(face: Face, profile: Profile, diagnosis: Diagnosis) -> QFrame:
    """The card of a diagnosis. Rebuilt on a change of language."""
    frame = card()
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
    box.addWidget(Text("caption", _rests_on(face, profile, diagnosis), wrap=True))
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
    return frame


def _rests_on(face: Face, profile: Profile, diagnosis: Diagnosis) -> str:
    """The same fault at several places in one breath."""
    places: dict[str, list[str]] = {}
    for finding in diagnosis.rests_on:
        where = subject_text(finding.subject, profile, face.words)
        places.setdefault(face.text(f"fault.{finding.fault}"), []).extend([where] if where else [])
    join = face.text("window.join")
    found = [
        face.text("window.fault_at", fault=f, where=join.join(where)) if where else f for f, where in places.items()
    ]
    how = dict.fromkeys(face.text(f"evidence.{f.evidence}") for f in diagnosis.rests_on)
    return face.text(
        "window.diagnosis.rests_on", findings=face.text("window.join_more").join(found), evidence=join.join(how)
    )


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
