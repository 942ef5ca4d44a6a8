"""What the map shows for each key, and how to take it back."""

from dataclasses import dataclass, field

from checks.record import KeyMark
from devices.keys import Key


@dataclass(slots=True)
class KeyMap:
    """Marks of the map with the history that undo needs."""

    marks: dict[Key, tuple[KeyMark, str]] = field(default_factory=dict)
    history: list[tuple[Key, tuple[KeyMark, str]]] = field(default_factory=list)

    def mark_of(self, key: Key) -> KeyMark:
        """The mark of ``key``."""
        return self.marks.get(key, (KeyMark.NONE, ""))[0]

    def detail_of(self, key: Key) -> str:
        """What belongs to the mark, such as the key that answered instead."""
        return self.marks.get(key, (KeyMark.NONE, ""))[1]

    @property
    def asked(self) -> Key | None:
        """The one key that is asked for; None where there is none, or several."""
        keys = [key for key, (mark, _) in self.marks.items() if mark is KeyMark.ASKED]
        return keys[0] if len(keys) == 1 else None

    def set(self, key: Key, mark: KeyMark, detail: str = "") -> None:
        """Change a mark."""
        if mark is not KeyMark.ASKED:
            self.history.append((key, self.marks.get(key, (KeyMark.NONE, ""))))
        self.marks[key] = (mark, detail)

    def settle(self) -> None:
        """A check was judged by the marks so far: nobody takes them back but by repeating it."""
        self.history.clear()

    def withdraw(self) -> None:
        """Nothing is asked any more: whoever asked was skipped or cancelled."""
        for key, (mark, _) in self.marks.items():
            if mark is KeyMark.ASKED:
                self.marks[key] = (KeyMark.NONE, "")
