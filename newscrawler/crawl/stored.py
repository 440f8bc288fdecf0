"""What is in the store already, and since when is it to be looked at?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    read_configuration,
)
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.opening import place, store_url

FIXTURES_STORE = "sqlite:///newscrawler-fixtures.db"
"""Where a crawl of the fixture sites goes: nobody's own store."""

SOURCES = "sources"
"""The usual folder of sources: who only looks into a store may have none."""


def looking_configuration(settings: BaseSettings) -> Configuration:
    """Return by what a store is looked into; ConfigurationError, but for no sources.

    A folder that somebody named has to be there.
    """
    usual = settings["NEWSCRAWLER_SOURCES"] == SOURCES
    if usual and not Path(SOURCES).exists():
        settings.set("NEWSCRAWLER_SOURCES", "", "cmdline")
    return read_configuration(settings)


def read_moment(text: str, now: float) -> float:
    """Return the epoch seconds of a date's last moment, or of a time; UTC if unsaid."""
    try:
        if len(text) == len("2026-11-20"):
            day = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            moment = min((day + timedelta(days=1)).timestamp() - 0.001, now)
            is_past = day.timestamp() <= now
        else:
            found = datetime.fromisoformat(text)
            moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
            is_past = moment <= now
    except (ValueError, OverflowError):
        raise ConfigurationError(
            f"--as-of {text!r}: write a date, 2026-11-20, or a time, 2026-11-20T09:00Z"
        ) from None
    if not is_past:
        raise ConfigurationError(f"--as-of {text!r} is to come; name a day that was")
    return moment


def read_since(text: str, now: float) -> float:
    """Return the epoch seconds of a date's first moment, or of a time; UTC if unsaid."""
    try:
        day = f"{text}T00:00" if len(text) == len("2026-11-20") else text
        return read_moment(day, now)
    except ConfigurationError as error:
        raise ConfigurationError(str(error).replace("--as-of", "--since")) from None


def existing_store(uri: str | None, signer: Signer | None = None) -> Store:
    """Return the store of a setting; ConfigurationError where there is none yet.

    ``signer``: what signs the checkpoints of runs that end, None for nobody.
    """
    if not uri:
        raise ConfigurationError("NEWSCRAWLER_STORE: name the store to look into")
    if not _is_there(uri):
        file = place(store_url(uri))
        told = f"NEWSCRAWLER_STORE: {file} is not there; a crawl makes it"
        if _is_there(FIXTURES_STORE):
            told += f" (crawl fixtures: -s NEWSCRAWLER_STORE={FIXTURES_STORE})"
        raise ConfigurationError(told)
    return open_store(uri, signer)


def store_at_hand(uri: str | None) -> Store | None:
    """Return the store of a setting, None where it names none, or none is there yet.

    StoreError where one is there and cannot be read: what it knows may refuse.
    """
    return open_store(uri) if uri and _is_there(uri) else None


def _is_there(uri: str) -> bool:
    parts = store_url(uri)
    return parts.drivername != "sqlite" or Path(place(parts)).is_file()
