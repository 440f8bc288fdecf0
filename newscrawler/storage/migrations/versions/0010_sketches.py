"""Which articles are nearly the same? Sketches of their texts, and what was found.

Articles of before have no sketch: nothing is found to be like them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BANDS = 5


def upgrade() -> None:
    """Make both tables, and the index by which an article finds its URLs."""
    serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "sketches",
        sa.Column("article", serial, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        *(
            sa.Column(f"band_{one}", sa.BigInteger, nullable=False)
            for one in range(BANDS)
        ),
        _of_article("article"),
    )
    for one in range(BANDS):
        name = f"band_{one}"
        op.create_index(f"ix_sketches_{name}", "sketches", [name])
    op.create_table(
        "near_duplicates",
        sa.Column("article", serial, primary_key=True, autoincrement=False),
        sa.Column("earlier", serial, primary_key=True, autoincrement=False),
        sa.Column("likeness", sa.Double, nullable=False),
        _of_article("article"),
        _of_article("earlier"),
    )
    op.create_index("ix_near_duplicates_earlier", "near_duplicates", ["earlier"])
    op.create_index("ix_urls_article", "urls", ["article"])


def _of_article(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["articles.number"], ondelete="CASCADE")
