"""What do months, spans of time and zones of a language look like?"""

from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawler.article.words import Table, strings, tables

UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800}
"""Seconds in a unit of "2 hours ago"; a month is a twelfth of a Julian year."""


def _own_tables(language: str | None) -> list[Table]:
    """Return a language's tables, the most special first."""
    known = tables("dates.toml")
    tag = (language or "").lower().replace("_", "-")
    tags = [tag, tag.partition("-")[0]]
    return [known[one] for one in dict.fromkeys(tags) if one in known]


def _readings(language: str | None) -> list[Table]:
    """Return all tables: what the page's own language says comes first."""
    return [*_own_tables(language), *tables("dates.toml").values()]


@lru_cache(maxsize=64)
def months(language: str | None) -> Mapping[str, int]:
    """Return the number of each month by its names.

    >>> months("pl")["listopada"], months("hr")["listopada"], months("en")["mai"]
    (11, 10, 5)
    """
    found: dict[str, int] = {}
    for table in _readings(language):
        named = table.get("months", ())
        assert isinstance(named, list | tuple)
        for number, names in enumerate(named, 1):
            for name in names:
                found.setdefault(name, number)
    return found


def is_calendar_word(word: str) -> bool:
    """Tell whether a word names a month or a day in some language.

    >>> is_calendar_word("Dezember"), is_calendar_word("Kern")
    (True, False)
    """
    plain = word.strip(".,").lower()
    return plain in months(None) or plain in _days()


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    return frozenset(strings(tables("persons.toml")["days"], "words"))


@lru_cache(maxsize=64)
def day_first(language: str | None) -> bool:
    """Tell whether 1/2/2026 is in February."""
    for table in _own_tables(language):
        if "order" in table:
            return table["order"] != "mdy"
    return True


@lru_cache(maxsize=64)
def spans(
    language: str | None,
) -> tuple[tuple[tuple[str, ...], tuple[str, ...], Mapping[str, str]], ...]:
    """Return words before, words after, and units by name, of each language."""
    return tuple(
        (
            strings(table, "before"),
            strings(table, "after"),
            {name: unit for unit in UNITS for name in strings(table, unit)},
        )
        for table in _readings(language)
        if "hour" in table
    )


@lru_cache(maxsize=64)
def named_zone(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, None where this machine knows no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


@lru_cache(maxsize=1)
def zones() -> Mapping[str, tzinfo]:
    """Return time zones by their abbreviation in lower case."""
    stated = tables("zones.toml")
    found: dict[str, tzinfo] = {}
    for abbreviation, east in stated["minutes"].items():
        if isinstance(east, int):
            found[abbreviation] = timezone(timedelta(minutes=east))
    for abbreviation, name in stated["names"].items():
        if zone := named_zone(str(name)):
            found[abbreviation] = zone
    return found
