"""Whether a verdict rests on somebody's word. No record of an older program does."""

import sqlalchemy as sa
from alembic import op

revision = "a004"
down_revision = "a003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to look for in what is there."""
    op.add_column("inspection", sa.Column("waived", sa.Boolean, nullable=False, server_default=sa.false()))
