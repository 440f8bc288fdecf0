"""Is a database's schema what the code says? What one of the two alone has is left out."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from newscrawler.storage.catalogue_table import WORDS
from newscrawler.storage.schema import METADATA


def differences(connection: Connection) -> object:
    """Return what a migration would still have to do."""

    def is_of_both(_one: object, name: str | None, *_: object) -> bool:
        return name is None or not name.startswith(WORDS)

    context = MigrationContext.configure(
        connection, opts={"include_object": is_of_both}
    )
    return compare_metadata(context, METADATA)
