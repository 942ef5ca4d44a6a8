"""What an overview asks for: re-tests, where a fault was found, named causes; and the order of a list in one index."""

import sqlalchemy as sa
from alembic import op

from checks.history.entry import causes_of, goes_back_to, places_of, unpacked
from checks.record import Record, RecordError

revision = "a003"
down_revision = "a002"
branch_labels = None
depends_on = None

_AT_ONCE = 200


def upgrade() -> None:
    """A record that cannot be read keeps what was told of it."""
    op.add_column("inspection", sa.Column("before", sa.String(64), nullable=False, server_default=""))
    op.add_column("finding", sa.Column("subject", sa.String(128), nullable=False, server_default=""))
    op.create_table(
        "named",
        sa.Column("inspection", sa.String(64), sa.ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("cause", sa.String(64), nullable=False),
    )
    op.create_index("named_inspection", "named", ["inspection"])
    op.create_index("inspection_latest", "inspection", [sa.text("ended DESC"), "id"])
    op.drop_index("inspection_model", "inspection")
    op.create_index("inspection_model", "inspection", ["model", "profile"])
    op.create_index("inspection_unit", "inspection", ["serial_key", "ended"])
    bind = op.get_bind()
    inspection = sa.table("inspection", sa.column("id", sa.String), sa.column("record", sa.LargeBinary))
    ids = list(bind.execute(sa.select(inspection.c.id).order_by(inspection.c.id)).scalars())
    for start in range(0, len(ids), _AT_ONCE):
        some = sa.select(inspection).where(inspection.c.id.in_(ids[start : start + _AT_ONCE]))
        for found in bind.execute(some).all():
            try:
                _fill(bind, found.id, unpacked(found.record))
            except RecordError:
                continue


def _fill(bind: sa.Connection, inspection: str, record: Record) -> None:
    inspections = sa.table("inspection", sa.column("id", sa.String), sa.column("before", sa.String))
    finding = sa.table("finding", *(sa.column(name) for name in ("inspection", "place", "fault", "subject")))
    named = sa.table("named", *(sa.column(name) for name in ("inspection", "place", "cause")))
    bind.execute(inspections.update().where(inspections.c.id == inspection).values(before=goes_back_to(record)))
    bind.execute(finding.delete().where(finding.c.inspection == inspection))
    places = [
        {"inspection": inspection, "place": place, "fault": fault, "subject": subject}
        for place, (fault, subject) in enumerate(places_of(record))
    ]
    if places:
        bind.execute(finding.insert(), places)
    causes = [
        {"inspection": inspection, "place": place, "cause": cause} for place, cause in enumerate(causes_of(record))
    ]
    if causes:
        bind.execute(named.insert(), causes)
