"""Which of the pages that a feed or a sitemap names are worth a request, which first?"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from newscrawler.discovery.article_url import date_in, is_file, is_no_article
from newscrawler.discovery.same_page import each_once
from newscrawler.discovery.sitemap import Located, Sitemap
from newscrawler.feed import Feed

MAX_DEPTH = 3
"""Indexes below an index that are read: our choice. The protocol allows none."""

MAX_SITEMAPS = 50
"""Sitemaps of an index that are followed, the newest first: our choice."""

LEEWAY = timedelta(days=1)
"""How far a day without a zone may be from the same day in UTC."""

_OTHER_SITEMAP = re.compile(
    r"(?:^|[-_./])(?:authors?|autor(?:es|en)?|categor(?:y|ies)|galler(?:y|ies)|images?"
    r"|pages?|photos?|products?|sections?|tags?|taxonom(?:y|ies)|topics?|users?|videos?)"
    r"(?=[-_./0-9]|$)"
)
_MONTH = re.compile(r"((?:19|20)[0-9]{2})[-_/.]?(0[1-9]|1[0-2])(?![0-9])")


def read_since(text: str) -> float:
    """Return a date's first moment, or a time, in epoch seconds; UTC if unsaid.

    ValueError says what to write.

    >>> read_since("2026-11-01") == read_since("2026-11-01T00:00:00+00:00")
    True
    """
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text!r}: write a date, 2026-11-01, or a time, 2026-11-01T09:00Z"
        ) from None


def wanted_of_feed(feed: Feed, since: float | None = None) -> tuple[str, ...]:
    """Return the pages of a feed, each once, in its order.

    An entry that does not say when it is from is taken, if its address does not say.
    """
    found = (
        entry.url
        for entry in feed.entries
        if not is_file(entry.url)
        and not is_before(entry.url, entry.published_at, since)
    )
    return each_once(found)


def wanted_of_sitemap(sitemap: Sitemap, since: float | None = None) -> tuple[str, ...]:
    """Return the pages of a sitemap that may be articles, the newest first, each once.

    A news sitemap names articles alone, whatever their addresses look like.
    """
    found = [
        one
        for one in sitemap.pages
        if not is_file(one.url)
        and (one.published is not None or not is_no_article(one.url))
        and not is_before(one.url, moment_of(one), since)
    ]
    return each_once(one.url for one in _newest_first(found))


def wanted_sitemaps(
    sitemap: Sitemap, depth: int, since: float | None = None
) -> tuple[str, ...]:
    """Return the sitemaps of an index to follow, the newest first.

    ``depth``: how many indexes led to this one. Where nothing is dated, the last is
    taken for the newest. Sitemaps of tags, pictures and the like are left out.
    """
    if depth >= MAX_DEPTH:
        return ()
    found = [
        one
        for one in reversed(sitemap.sitemaps)
        if not _OTHER_SITEMAP.search(urlsplit(one.url).path.lower())
        and not _ends_before(one, since)
    ]
    urls = dict.fromkeys(one.url for one in _newest_first(found))
    return tuple(urls)[:MAX_SITEMAPS]


def is_before(url: str, moment: float | None, since: float | None) -> bool:
    """Tell whether a page is known to be from before a time, both in epoch seconds.

    By ``moment`` where the site states one, else by the day that its address names.
    """
    if since is None:
        return False
    if moment is not None:
        return moment < since
    day = date_in(url)
    return day is not None and _is_day_before(day, since)


def moment_of(one: Located) -> float | None:
    """Return when a page is from, or else when it was changed, in epoch seconds.

    W3C's date and time, www.w3.org/TR/NOTE-datetime; UTC where it names no zone.
    """
    for text in (one.published, one.lastmod):
        try:
            found = datetime.fromisoformat(text or "")
            return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
        except (ValueError, OverflowError):
            continue
    return None


def _newest_first(found: Iterable[Located]) -> list[Located]:
    return sorted(found, key=lambda one: moment_of(one) or 0.0, reverse=True)


def _is_day_before(day: date, since: float) -> bool:
    return day < (datetime.fromtimestamp(since, UTC) - LEEWAY).date()


def _ends_before(one: Located, since: float | None) -> bool:
    """Tell whether all that a sitemap names is from before: by its month, or lastmod."""
    if since is None:
        return False
    changed = moment_of(one)
    month = _MONTH.search(urlsplit(one.url).path)
    if month is not None:
        first = date(int(month[1]), int(month[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return _is_day_before(last, since)
    return changed is not None and changed < since
