"""When was the article published, and when last changed?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawler.article.blocks import Outline
from newscrawler.article.body import Field
from newscrawler.article.dates import Moment, read_ago, read_moment
from newscrawler.article.names import Part
from newscrawler.article.plain import folded
from newscrawler.article.rights import is_copyright
from newscrawler.article.stated import Stated, first_text
from newscrawler.article.words import all_strings
from newscrawler.page import Page

ABOVE = 12
"""Blocks above and below the headline among which a date is the article's."""

FAR = 40
"""Blocks above and below the article where an element named "date" still counts."""

MAX_LINE = 120
"""Characters of a line that is read for a date: our choice."""

_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time", "article:published",
    "pubdate", "publishdate", "publish_date", "publish-date", "published-date", "published_time", "publication_date", "publicationdate", "date.issued",
    "dc.date.issued", "dcterms.issued", "dc.date.published", "dc.date.created", "dcterms.created", "dc.created",
    "dc.date", "dcterms.date", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "citation_publication_date", "citation_date", "article:post_date", "originalpublicationdate",
    "article_date_original", "article-publication-date", "rnews:datepublished", "date", "ptime", "pdate", "datecreated", "last_updated_date", "content_create_date", "release_date", "article:created_time", "search.publishdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "article:updated_time", "last-modified", "lastmod", "dcterms.modified",
    "dc.date.modified", "dc.modified", "modified_time", "modificationdate", "revised", "updated_time", "article:modified",
)  # fmt: skip
_URL_DAY = re.compile(
    r"/(20[0-3]\d|19[89]\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.\D]|$)"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates and where each was read."""

    published: Moment | None
    published_source: str
    modified: Moment | None
    modified_source: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How this page's dates are read: its language, its zone, when it was fetched."""

    language: str | None
    zone: str | None
    now: float | None

    def moment(self, text: str | None) -> Moment | None:
        """Return the moment that a text names."""
        return read_moment(text, self.language, self.zone) if text else None

    def shown(self, text: str) -> Moment | None:
        """Return the moment that a visible text names, "2 hours ago" included."""
        return self.moment(text) or read_ago(text, self.language, self.now)


def find_dates(
    page: Page, stated: Stated, outline: Outline, field: Field, reader: Reader
) -> Dates:
    """Return the dates: what machines are told first, then what readers see."""
    published, source = _first(_published(page, stated, outline, field, reader))
    modified, modified_source = _first(_modified(page, stated, outline, reader))
    return Dates(published, source, modified, modified_source)


def _first(found: Iterable[tuple[str, Moment | None]]) -> tuple[Moment | None, str]:
    for source, moment in found:
        if moment is not None:
            return moment, source
    return None, ""


def _published(
    page: Page, stated: Stated, outline: Outline, field: Field, reader: Reader
) -> Iterator[tuple[str, Moment | None]]:
    for node in (stated.article, stated.page):
        for name in ("datePublished", "dateCreated", "uploadDate"):
            yield "json-ld", reader.moment(first_text(node.get(name)))
    for name in _PUBLISHED:
        yield "meta", reader.moment(page.meta(name))
    for node in stated.everything:
        yield "json-ld", reader.moment(first_text(node.get("datePublished")))
    yield from _clocks(outline, field, reader)
    yield from _visible(outline, field, reader)
    yield "url", _in_url(page.url, reader)
    yield "json-ld", reader.moment(first_text(stated.article.get("dateModified")))


def _modified(
    page: Page, stated: Stated, outline: Outline, reader: Reader
) -> Iterator[tuple[str, Moment | None]]:
    for node in (stated.article, stated.page):
        yield "json-ld", reader.moment(first_text(node.get("dateModified")))
    for name in _MODIFIED:
        yield "meta", reader.moment(page.meta(name))
    for clock in outline.clocks:
        if _is_update(clock.text):
            yield "time", reader.moment(clock.stamp) or reader.shown(clock.text)
    for block in outline.blocks:
        if len(block.text) < 100 and _is_update(block.text):
            yield "visible", reader.shown(block.text)


def _is_update(text: str) -> bool:
    return folded(text).startswith(all_strings("moments.toml", "updated"))


def _clocks(
    outline: Outline, field: Field, reader: Reader
) -> Iterator[tuple[str, Moment | None]]:
    """Yield what ``<time>`` elements say, the nearest to the headline first."""
    near = [clock for clock in outline.clocks if clock.at <= field.end + 3]
    for clock in sorted(near, key=lambda clock: abs(clock.at - field.head)):
        parts = outline.boxes[clock.box].parts | clock.parts
        if Part.COMMENTS not in parts and not _is_update(clock.text):
            yield "time", reader.moment(clock.stamp) or reader.shown(clock.text)


def _visible(
    outline: Outline, field: Field, reader: Reader
) -> Iterator[tuple[str, Moment | None]]:
    """Yield dates that readers see: in elements named so, on top, after "published"."""
    for text in _dated(outline, field):
        if len(text) <= MAX_LINE and not is_copyright(text):
            yield "visible", reader.shown(text)
    published = all_strings("moments.toml", "published")
    for block in outline.blocks:
        if len(block.text) <= 2 * MAX_LINE:
            lower = folded(block.text)
            at = min(
                (lower.find(label) for label in published if label in lower), default=-1
            )
            if at >= 0:
                yield "visible", reader.moment(block.text[at:])


def _dated(outline: Outline, field: Field) -> Iterator[str]:
    """Yield texts that may be the article's date, the likeliest first."""
    blocks, head = outline.blocks, field.head
    around = range(max(0, head - FAR), min(len(blocks), field.end + FAR))
    for number in sorted(around, key=lambda number: abs(number - head)):
        parts = outline.boxes[blocks[number].box].parts
        if Part.DATE in parts and Part.COMMENTS not in parts:
            yield blocks[number].text
    for block in blocks[max(0, head - ABOVE) : head + ABOVE]:
        if block.kind != "figcaption":
            yield block.text
    for block in blocks[max(0, field.end - 4) : field.end + 6]:
        yield block.text


def _in_url(url: str, reader: Reader) -> Moment | None:
    """Return the day that a path such as /2026/06/03/ names."""
    match = _URL_DAY.search(urlsplit(url).path)
    return reader.moment("-".join(match.groups())) if match else None
