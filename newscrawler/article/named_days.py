"""Which day do "today" and "yesterday" name, by the time of fetch?"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from newscrawler.article.calendar_words import named_days, named_zone
from newscrawler.article.dates import Moment, read_moment
from newscrawler.article.plain import folded, seen
from newscrawler.article.words import all_strings

MAX_LENGTH = 60
"""Characters of a line that is such a day, and perhaps a time: our choice."""

LAST = 2.0**33
"""Seconds since the epoch: the year 2242, beyond which no page was fetched."""

MAX_WORDS = 2
"""Words between the day and the time, "at" or "um", and after it: our choice."""

_TIME = re.compile(
    r"\d{1,2}(?:\s?[:.h時시点點]\s?\d{2}|\s?[ap]\.?m\b|\s?[時시点點])\S*", re.IGNORECASE
)
_BETWEEN = " \t,;:|·•–—-،、"


def read_named_day(
    text: str, language: str | None, zone: str | None, now: float | None
) -> Moment | None:
    """Return the day that a short line names, counted back from ``now``, with its time.

    A label such as "published" may stand before it. The day is one in ``zone``, an IANA
    name, in the zone that the time is stated in, or else in UTC.

    >>> read_named_day("Kemarin, 14:30 WIB", "id", None, 1.8e9).iso
    '2027-01-14T14:30:00+07:00'
    >>> read_named_day("Today is another day", "en", None, 1.8e9)
    """
    raw = seen(text[: 2 * MAX_LENGTH])
    if now is None or not 0 <= now < LAST or len(raw) > MAX_LENGTH:
        return None
    line = _unlabelled(raw)
    plain = folded(line)
    for name, ago in named_days(language).items():
        if plain.startswith(name) and not plain[len(name) : len(name) + 1].isalpha():
            found = _on_day(ago, line[len(name) :].strip(_BETWEEN), language, zone, now)
            return replace(found, raw=raw, counted=True) if found else None
    return None


def _unlabelled(line: str) -> str:
    """Return a line without "published" or "updated" before it."""
    plain = folded(line)
    kinds = ("published", "updated")
    labels = [one for kind in kinds for one in all_strings("moments.toml", kind)]
    begun = [len(one) for one in labels if plain.startswith(one)]
    return line[max(begun, default=0) :].lstrip(_BETWEEN)


def _on_day(
    ago: int, rest: str, language: str | None, zone: str | None, now: float
) -> Moment | None:
    day = _day(ago, named_zone(zone) or UTC, now)
    if not rest:
        return Moment(day, "day", "")
    time = _TIME.search(rest)
    if time is None or _is_long(rest[: time.start()]) or _is_long(rest[time.end() :]):
        return None
    found = read_moment(f"{day} {rest}", language, zone)
    if found is None or not found.has_offset or "T" not in found.iso:
        return found
    stated = datetime.fromisoformat(found.iso).tzinfo or UTC
    return read_moment(f"{_day(ago, stated, now)} {rest}", language, zone)


def _is_long(text: str) -> bool:
    return len(text.split()) > MAX_WORDS


def _day(ago: int, zone: tzinfo, now: float) -> str:
    then = datetime.fromtimestamp(now, zone) - timedelta(days=ago)
    return then.date().isoformat()
