"""When was the article published, and when last changed?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newscrawler.article.blocks import Outline
from newscrawler.article.body import Field
from newscrawler.article.dates import Moment
from newscrawler.article.local_time import in_local_time
from newscrawler.article.shown_dates import (
    ABOVE,
    FAR,
    Reader,
    Shown,
)
from newscrawler.article.stated import Stated, first_text
from newscrawler.page import Page

ZONES = timedelta(hours=14)
"""How far the day in one time zone may be from that in another."""

MOVED = timedelta(days=90)
"""How much later than the day in its address a page is stamped that was moved to another
system: our choice; a republished one keeps the address of its first publication too.
"""

_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time", "article:published",
    "pubdate", "publishdate", "publish_date", "publish-date", "published-date", "published_time", "publication_date", "publicationdate", "date.issued",
    "dc.date.issued", "dcterms.issued", "dc.date.published", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "citation_publication_date", "citation_date", "article:post_date", "originalpublicationdate",
    "article_date_original", "article-publication-date", "rnews:datepublished", "ptime", "pdate", "release_date", "search.publishdate",
)  # fmt: skip
_PUBLISHED_LIKE = re.compile(r"publish(?!er)|publication|pub.?date|issued|posted")
_SOME_DATE = (
    "date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "dc.created", "datecreated", "content_create_date",
    "article:created_time", "last_updated_date",
)  # fmt: skip
"""Names that many sites give to the date of a change, or of the template."""
_MODIFIED = (
    "article:modified_time", "datemodified", "dateupdate", "dateupdated", "og:updated_time", "article:updated_time", "last-modified", "lastmod", "dcterms.modified",
    "dc.date.modified", "dc.modified", "modified_time", "modificationdate", "revised", "updated_time", "article:modified",
)  # fmt: skip
_URL_DAYS = (
    re.compile(
        r"/(20[0-3]\d|19[89]\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=\D|$)"
    ),
    re.compile(r"/(20[0-3]\d|19[89]\d)/([1-9]|1[0-2])/([1-9]|[12]\d|3[01])(?=/|$)"),
    re.compile(r"/(20[0-3]\d)/(0[1-9]|1[0-2])/\d\d\2([0-3]\d)(?=[_-])"),
)
"""Year, month and day in a path: /2026/06/03, /2026/6/3/, /2026/06/260603-ferry."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates and where each was read; ``also`` is another day of publication that
    the page states and that was not believed; ``is_change`` where that of a change is all
    there is.
    """

    published: Moment | None
    published_source: str
    modified: Moment | None
    modified_source: str
    also: str | None = None
    is_change: bool = False


def find_dates(
    page: Page, stated: Stated, outline: Outline, field: Field, reader: Reader
) -> Dates:
    """Return the dates: what machines are told first, then what readers see.

    Where a page states that of a change alone, it is that of publication too.
    """
    shown = Shown(outline, field, reader)
    modified, modified_source = _first(_modified(page, stated, shown))
    published, source = _first(_stated(page, stated, reader))
    also = None
    if published is not None and modified is not None:
        first = published
        if _is_stamp(first, modified):
            published, source = _corrected(first, source, shown)
        elif dated := _dated_anew(first, page, stated, shown):
            source, published = dated
        also = first.iso if published is not first else None
    if published is not None and (named := _moved(published, page.url, reader)):
        published, source, also = named, "url", published.iso
    if published is not None:
        published = in_local_time(published, shown.times())
    if published is None:
        published, source = _first(_published(page, shown))
    if published is None:
        return Dates(modified, modified_source, modified, modified_source, None, True)
    return Dates(published, source, modified, modified_source, also)


def _first(found: Iterable[tuple[str, Moment | None]]) -> tuple[Moment | None, str]:
    for source, moment in found:
        if moment is not None:
            return moment, source
    return None, ""


def _stated(
    page: Page, stated: Stated, reader: Reader
) -> Iterator[tuple[str, Moment | None]]:
    """Yield what the page tells machines to be the day of publication."""
    for node in (stated.article, stated.page):
        for name in ("datePublished", "dateCreated", "uploadDate"):
            yield "json-ld", reader.moment(first_text(node.get(name)))
    for name in _PUBLISHED:
        yield "meta", reader.moment(page.meta(name))
    for meta in page.metas:
        if _PUBLISHED_LIKE.search(meta.name):
            yield "meta", reader.moment(meta.content)
    for node in stated.everything:
        yield "json-ld", reader.moment(first_text(node.get("datePublished")))


def _dated_anew(
    published: Moment, page: Page, stated: Stated, shown: Shown
) -> tuple[str, Moment] | None:
    """Return another day stated as that of publication that alone stands by the headline.

    The older of two is often that of a draft or of an earlier edition.
    """
    first = datetime.fromisoformat(published.iso).replace(tzinfo=None)
    last_day = (first + ZONES).date().isoformat()
    near = (*shown.clocks(near=True), *shown.by_head())
    days = {one.iso[:10] for _, one in near if one is not None}
    if not days or min(days) <= last_day:
        return None
    told = _stated(page, stated, shown.reader)
    return next(((way, one) for way, one in told if one and one.iso[:10] in days), None)


def _is_stamp(published: Moment, modified: Moment) -> bool:
    """Tell whether a date of publication is just that of the last change: content
    systems that know one date alone state it as both.
    """
    return published.iso[:10] >= modified.iso[:10]


def _corrected(stated: Moment, source: str, shown: Shown) -> tuple[Moment, str]:
    """Return the day that a reader sees beside the headline, if it is an earlier one.

    Where one of several dates there is the stated day, that is right.
    """
    moment = datetime.fromisoformat(stated.iso).replace(tzinfo=None)
    turned = f"{stated.iso[:4]}-{stated.iso[8:10]}-{stated.iso[5:7]}"
    first_day = (moment - ZONES).date().isoformat()
    near = [(one, where) for where, one in shown.by_head() if one is not None]
    days = [one.iso[:10] for one, _ in near]
    if near and all(day < first_day and day != turned for day in days):
        return near[0]
    return stated, source


def _moved(published: Moment, url: str, reader: Reader) -> Moment | None:
    """Return the day that an address names, where it is long before the stated one."""
    named = _in_url(url, reader)
    if named is None or named.iso >= published.iso:
        return None
    stated = datetime.fromisoformat(published.iso).replace(tzinfo=None)
    return named if stated - datetime.fromisoformat(named.iso) > MOVED else None


def _published(page: Page, shown: Shown) -> Iterator[tuple[str, Moment | None]]:
    """Yield what may be the day of publication where machines are told none."""
    yield from shown.clocks(near=True)
    yield from shown.labelled(near=True)
    yield from shown.named(ABOVE)
    yield from shown.by_head()
    for name in _SOME_DATE:
        yield "meta", shown.reader.moment(page.meta(name))
    yield from shown.labelled(near=False)
    yield from shown.named(FAR)
    yield from shown.around()
    yield from shown.clocks(near=False)
    yield "url", _in_url(page.url, shown.reader)


def _modified(
    page: Page, stated: Stated, shown: Shown
) -> Iterator[tuple[str, Moment | None]]:
    reader = shown.reader
    for node in (stated.article, stated.page):
        yield "json-ld", reader.moment(first_text(node.get("dateModified")))
    for name in _MODIFIED:
        yield "meta", reader.moment(page.meta(name))
    for clock in shown.outline.clocks:
        if shown.is_changed(clock):
            yield "time", reader.moment(clock.stamp) or reader.shown(clock.text)
    yield from shown.changes()


def _in_url(url: str, reader: Reader) -> Moment | None:
    """Return the day that a path such as /2026/06/03/ names."""
    path = urlsplit(url).path
    match = next(filter(None, (pattern.search(path) for pattern in _URL_DAYS)), None)
    return reader.moment("-".join(match.groups())) if match else None
