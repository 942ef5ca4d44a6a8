"""The tables as this program uses them. How older ones become these is in ``migrations``."""

from typing import Final

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table

METADATA: Final = MetaData()

INSPECTION: Final = Table(
    "inspection",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("started", String(32), nullable=False),
    Column("ended", String(32), nullable=False),
    Column("serial", String(128), nullable=False),
    Column("serial_key", String(128), nullable=False),
    Column("sticker_serial", String(128), nullable=False),
    Column("profile", String(64), nullable=False),
    Column("model", String(200), nullable=False),
    Column("operator", String(128), nullable=False),
    Column("bench", String(128), nullable=False),
    Column("plan", String(16), nullable=False),
    Column("complaint", String(64), nullable=False),
    Column("work_order", String(128), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("fate", String(16), nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("before", String(64), nullable=False),
    Column("waived", Boolean, nullable=False),
)

FINDING: Final = Table(
    "finding",
    METADATA,
    Column("inspection", String(64), ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("fault", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
)

NAMED: Final = Table(
    "named",
    METADATA,
    Column("inspection", String(64), ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("cause", String(64), nullable=False),
)

MEASURED: Final = Table(
    "measured",
    METADATA,
    Column("inspection", String(64), ForeignKey("inspection.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("value", Float, nullable=False),
    Column("outcome", String(16), nullable=False),
)
