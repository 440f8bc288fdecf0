"""What does Alembic run? The migrations, on the connection that it was handed."""

from alembic import context

from newscrawler.storage.schema import METADATA


def migrate() -> None:
    """Run the migrations inside the transaction that the caller began."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA)
    context.run_migrations()


# only Alembic gives the context a configuration; a collector of doctests imports too
if hasattr(context, "config"):
    migrate()
