"""Inspections with their records, and what was found in them."""

import sqlalchemy as sa
from alembic import op

revision = "a001"
down_revision = None
branch_labels = None
depends_on = None

_TEXTS = (
    ("started", 32),
    ("ended", 32),
    ("serial", 128),
    ("serial_key", 128),
    ("sticker_serial", 128),
    ("profile", 64),
    ("model", 200),
    ("operator", 128),
    ("bench", 128),
    ("plan", 16),
    ("complaint", 64),
    ("work_order", 128),
    ("verdict", 16),
    ("fate", 16),
)


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "inspection",
        sa.Column("id", sa.String(64), primary_key=True),
        *(sa.Column(name, sa.String(size), nullable=False) for name, size in _TEXTS),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    for name in ("serial_key", "ended", "model", "operator"):
        op.create_index(f"inspection_{name}", "inspection", [name])
    op.create_table(
        "finding",
        sa.Column("inspection", sa.String(64), sa.ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("fault", sa.String(64), nullable=False),
    )
    op.create_index("finding_inspection", "finding", ["inspection"])
    op.create_index("finding_fault", "finding", ["fault", "inspection"])
