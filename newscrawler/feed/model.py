"""Of what is a feed made?"""

from dataclasses import dataclass
from urllib.parse import urljoin

from newscrawler.address import usable_url

MAX_ENTRIES = 5000
"""Entries of a feed that we look at: our choice."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a feed asks to be asked.

    ``interval`` in seconds, None if it does not say. ``skip_hours``: 0 to 23, GMT;
    ``skip_days``: 0 (Monday) to 6, as the RSS specification names them.
    """

    interval: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


UNSAID = Cadence()
"""The cadence of a feed that says nothing of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed; ``published`` as printed, None if it does not say.

    ``published_at`` is what that says in epoch seconds, UTC where it names no zone;
    None where it cannot be read.
    """

    url: str
    headline: str | None = None
    published: str | None = None
    published_at: float | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, its entries in their order, the rights that it states.

    ``beyond``: which bound it crosses, None if it was read as a whole.
    """

    title: str | None
    entries: tuple[Entry, ...]
    rights: str | None = None
    cadence: Cadence = UNSAID
    beyond: str | None = None


def beyond_entries(many: int) -> str | None:
    """Return which bound so many entries cross, None if none."""
    return f"more than {MAX_ENTRIES} entries" if many > MAX_ENTRIES else None


def entry_url(link: str | None, base: str) -> str | None:
    """Return where an entry's link leads, None where it cannot be requested."""
    if not link:
        return None
    try:
        return usable_url(urljoin(base, link))
    except ValueError:
        return None


def some_text(value: object) -> str | None:
    """Return a text without the white space round it, None where there is none."""
    return value.strip() or None if isinstance(value, str) else None
