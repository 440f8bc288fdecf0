"""Of which types are columns that neither database has of its own?"""

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

from newscrawler.storage.text import storable


class SoundText(TypeDecorator[str]):
    """Text that may come from the web: what a database refuses is replaced here."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what is sent to the database, in comparisons too."""
        return None if value is None else storable(value)


SERIAL = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is called INTEGER."""
