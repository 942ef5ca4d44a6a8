"""What people did around an inspection as a block of the page: notes, steps, parts, photos, and lines for the hand-over."""

from collections.abc import Mapping
from typing import Final

from checks.handling import MOST_PHOTOS, Handling, PartUsed, Photo
from checks.record import Record
from checks.report.blocks import Subjects
from checks.report.model import PartRow, PhotoBlock, RepairBlock, Row
from checks.report.phrases import Phrases, Text

_LONGEST_NOTE: Final = 2000
_MOST: Final = 20


def picture_name(digest: str, data: bytes) -> str:
    """What the page engine calls a photo."""
    kind = "jpg" if data.startswith(b"\xff\xd8") else "png"
    return f"{digest}.{kind}"


def repair_block(record: Record, phrases: Phrases, pictures: Mapping[str, bytes]) -> RepairBlock | None:
    """None where nobody wrote anything down. ``pictures`` by their SHA-256."""
    told = record.handling
    if not told.repaired:
        return None
    subjects = Subjects(record.keys, phrases)
    return RepairBlock(
        rows=_rows(told, phrases),
        steps=tuple(subjects.say(step) for step in told.steps[:_MOST]),
        parts=tuple(_part(used, phrases) for used in told.parts[:_MOST]),
        photos=tuple(_photo(photo, phrases, pictures) for photo in told.photos[:MOST_PHOTOS]),
        signatures=(phrases.text("repair.signature.workshop"), phrases.text("repair.signature.customer")),
    )


def _rows(told: Handling, phrases: Phrases) -> tuple[Row, ...]:
    judged = phrases.text(f"repair.damage.{told.damage}") if told.damage else phrases.text("repair.not_judged")
    rows = (
        Row(phrases.text("repair.row.notes"), phrases.same(told.notes, _LONGEST_NOTE)),
        Row(phrases.text("repair.row.damage"), judged),
    )
    return tuple(row for row in rows if row.value[0])


def part_name(used: PartUsed, phrases: Phrases) -> Text:
    """The shop's own name for it, else ours."""
    named = (f"part.{used.part}", f"report.part.{used.part}")
    return phrases.same(used.name, 120) if used.name.strip() else phrases.first_known(named, used.part)


def _part(used: PartUsed, phrases: Phrases) -> PartRow:
    return PartRow(part_name(used, phrases), phrases.same(used.code or "\u2013", 60), str(used.quantity))


def _photo(photo: Photo, phrases: Phrases, pictures: Mapping[str, bytes]) -> PhotoBlock:
    data = pictures.get(photo.sha256)
    file = picture_name(photo.sha256, data) if data is not None else ""
    return PhotoBlock(phrases.same(photo.name, 80), phrases.moment(photo.taken), photo.sha256, file)
