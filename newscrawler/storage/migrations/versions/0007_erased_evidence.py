"""Which number had a withdrawn article, and where is its page in an archive?"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Let tombstones name what exports and WARC files hold; older ones do not know."""
    op.add_column("tombstones", sa.Column("article", sa.BigInteger))
    op.add_column("tombstones", sa.Column("warc", sa.Text))
    op.create_index(None, "tombstones", ["article"])
