"""Measured values in a table of their own, so that wear can be seen over time; filled from the records that are there."""

import sqlalchemy as sa
from alembic import op

from checks.history.entry import unpacked
from checks.history.values import values_of
from checks.record import RecordError

revision = "a002"
down_revision = "a001"
branch_labels = None
depends_on = None

_AT_ONCE = 200


def upgrade() -> None:
    """A record that cannot be read keeps its place in the history; it has no values."""
    measured = op.create_table(
        "measured",
        sa.Column("inspection", sa.String(64), sa.ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
    )
    op.create_index("measured_inspection", "measured", ["inspection"])
    op.create_index("measured_name", "measured", ["name", "subject", "inspection"])
    bind = op.get_bind()
    inspection = sa.table("inspection", sa.column("id", sa.String), sa.column("record", sa.LargeBinary))
    ids = list(bind.execute(sa.select(inspection.c.id).order_by(inspection.c.id)).scalars())
    for start in range(0, len(ids), _AT_ONCE):
        some = sa.select(inspection).where(inspection.c.id.in_(ids[start : start + _AT_ONCE]))
        rows = [row for found in bind.execute(some) for row in _rows(found.id, found.record)]
        if rows:
            bind.execute(measured.insert(), rows)


def _rows(inspection: str, record: bytes) -> list[dict[str, object]]:
    try:
        values = values_of(unpacked(record))
    except RecordError:
        return []
    return [
        {"inspection": inspection, "name": v.name, "subject": v.subject, "value": v.value, "outcome": v.outcome}
        for v in values
    ]
