"""How often does a feed ask to be asked?

https://www.rssboard.org/rss-specification (ttl, skipHours, skipDays) and the RSS 1.0
syndication module, https://web.resource.org/rss/1.0/modules/syndication/.
"""

import re

from newscrawler.feed.model import Cadence

MAX_HEAD = 64 * 1024
"""Bytes of a feed in which skipHours and skipDays are looked for: our choice."""

MAX_TTL = 60 * 24 * 366
"""Minutes of a ttl that we believe to be meant: a year, our choice."""

_PERIODS = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 7 * 86400.0,
    "monthly": 30 * 86400.0,
    "yearly": 365 * 86400.0,
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SKIPPED_HOURS = re.compile(r"(?is)<skiphours\s*>(.{0,2000}?)</skiphours\s*>")
_SKIPPED_DAYS = re.compile(r"(?is)<skipdays\s*>(.{0,2000}?)</skipdays\s*>")
_HOUR = re.compile(r"<hour\s*>\s*([0-9]{1,2})\s*</hour", re.IGNORECASE)
_DAY = re.compile(r"<day\s*>\s*([a-z]{6,9})\s*</day", re.IGNORECASE)


def read_cadence(
    body: bytes, *, ttl: str | None, period: str | None, frequency: str | None
) -> Cadence:
    """Return what a feed states, the longer where ttl and period disagree.

    ``ttl`` in minutes; ``period`` as the syndication module spells it, ``frequency``
    how often in it. feedparser keeps the last of several hours and days alone, so
    those are read from the bytes.
    """
    stated = [_ttl_seconds(ttl), _period_seconds(period, frequency)]
    intervals = [one for one in stated if one is not None]
    head = body[:MAX_HEAD].replace(b"\0", b"").decode("latin-1")
    return Cadence(max(intervals, default=None), _hours(head), _days(head))


def _ttl_seconds(text: str | None) -> float | None:
    if text is None or not _NUMBER.fullmatch(text):
        return None
    minutes = int(text)
    return 60.0 * minutes if 0 < minutes <= MAX_TTL else None


def _period_seconds(period: str | None, frequency: str | None) -> float | None:
    seconds = _PERIODS.get((period or "").lower())
    if seconds is None:
        return None
    times = int(frequency) if frequency and _NUMBER.fullmatch(frequency) else 1
    return seconds / max(times, 1)


def _hours(head: str) -> frozenset[int]:
    found = _SKIPPED_HOURS.search(head)
    hours = map(int, _HOUR.findall(found[1])) if found else ()
    # RSS 0.91 counts from 1 to 24, RSS 2.0 from 0 to 23
    return frozenset(one % 24 for one in hours if one <= 24)


def _days(head: str) -> frozenset[int]:
    found = _SKIPPED_DAYS.search(head)
    names = [one.lower() for one in _DAY.findall(found[1])] if found else []
    return frozenset(_DAYS.index(one) for one in names if one in _DAYS)
