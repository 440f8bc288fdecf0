"""What do months, spans of time and zones of a language look like?"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from newscrawler.article.solar_years import in_common_days
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
        for number, names in enumerate(_names(table), 1):
            for name in names:
                found.setdefault(name, number)
    return found


def in_common_years(text: str, language: str | None) -> str:
    """Return a text with its years counted as in most countries.

    Only as the page's own language counts them: a Thai 2569 is 2026. Months of two
    words become numbers.

    >>> in_common_years("4 มิ.ย. 69", "th"), in_common_years("令和8年6月4日", "ja")
    ('4 มิ.ย. 2026', '2026年6月4日')
    """
    for pattern, change in _recounted(language):
        text = pattern.sub(change, text)
    solar = _solar_months(language)
    return in_common_days(text, solar) if solar else text


@lru_cache(maxsize=64)
def _solar_months(language: str | None) -> Mapping[str, int]:
    """Return the months of the solar Hijri calendar where the language counts by it."""
    return {
        name: number
        for table in _own_tables(language)
        for number, names in enumerate(_names(table, "solar"), 1)
        for name in names
    }


Change: TypeAlias = Callable[[re.Match[str]], str]


@lru_cache(maxsize=64)
def _recounted(language: str | None) -> tuple[tuple[re.Pattern[str], Change], ...]:
    found: list[tuple[re.Pattern[str], Change]] = []
    for table in _own_tables(language):
        eras = table.get("eras", {})
        assert isinstance(eras, dict)
        for name, more in eras.items():
            found += _counted_from(name, int(more), table)
        long = {
            name: at
            for at, names in enumerate(_names(table), 1)
            for name in names
            if " " in name
        }
        if long:
            found.append(_numbered(long))
    return tuple(found)


def _counted_from(
    era: str, more: int, table: Table
) -> list[tuple[re.Pattern[str], Change]]:
    """Return what finds the years of an era, with or without its name."""
    if era:
        years = re.compile(rf"{era}\s?(\d{{1,3}})(?=\s?年)")
        return [(years, lambda match: str(int(match[1]) + more))]
    named = sorted((n for names in _names(table) for n in names), reverse=True)
    months_then = "|".join(map(re.escape, named))
    short = re.compile(rf"((?:{months_then})\.?\s)(\d\d)(?!\d)", re.IGNORECASE)
    return [
        (re.compile(r"(?<!\d)2[4-6]\d\d(?!\d)"), lambda m: str(int(m[0]) + more)),
        (short, lambda m: f"{m[1]}{2500 + int(m[2]) + more}"),
    ]


def _numbered(months_of: Mapping[str, int]) -> tuple[re.Pattern[str], Change]:
    names = "|".join(sorted(map(re.escape, months_of), reverse=True))
    pattern = re.compile(
        rf"(\d{{1,2}})\s+({names})\W+(?:[^\W\d]+\s)?(\d{{4}})", re.IGNORECASE
    )
    return pattern, lambda m: f"{m[1]}.{months_of[m[2].lower()]}.{m[3]}"


def _names(table: Table, key: str = "months") -> list[list[str]]:
    named = table.get(key, [])
    assert isinstance(named, list)
    return named


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
def named_days(language: str | None) -> Mapping[str, int]:
    """Return how many days ago "today", "yesterday" and the like name, longest first.

    In the page's own language; where that is unknown, in any.

    >>> named_days("de")["gestern"], named_days("id")["kemarin lusa"]
    (1, 2)
    """
    found = {
        name: ago
        for table in _own_tables(language) or _readings(None)
        for ago, names in enumerate(_names(table, "days_ago"))
        for name in names
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


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
