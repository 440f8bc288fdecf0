"""Who wrote the article and when, as its fields say it?"""

from dataclasses import replace

from newscrawler.article.authors import Names, find_authors
from newscrawler.article.blocks import lines
from newscrawler.article.bylines import joined_labels, read_bylines
from newscrawler.article.moments import Dates, Reader, find_dates
from newscrawler.article.names import Part
from newscrawler.article.noting import sourced, told
from newscrawler.article.people import names_in
from newscrawler.article.reading import Reading
from newscrawler.items import Article, Author, Byline

HEAD = 15
"""Blocks above and below the headline among which bylines stand: our choice."""

TAIL = 10
"""Blocks before and after the article's end among which they stand."""

MAX_CREDIT = 250
"""Characters of a block that may be a byline."""


def with_people(reading: Reading, article: Article) -> Article:
    """Fill authors, bylines and, where an agency signs as author, the agency."""
    signed = article.dateline.raw.partition(")")[2] if article.dateline else ""
    bylines = printed_bylines(reading, signed)
    found = _chosen_authors(reading) or _found_authors(reading, bylines)
    article = replace(
        article,
        authors=found.authors or None,
        bylines=bylines or None,
        agency=article.agency or found.agency,
        creditText=reading.stated.text("creditText"),
    )
    return sourced(
        article,
        authors=found.source,
        bylines="text" if bylines else None,
        agency="author" if found.agency else None,
    )


def _chosen_authors(reading: Reading) -> Names | None:
    authors = tuple(
        Author(name, raw)
        for raw in reading.selected.texts("authors")
        for name in names_in(raw, reading.offices)
    )
    return Names(authors, "select") if authors else None


def _found_authors(reading: Reading, bylines: tuple[Byline, ...]) -> Names:
    return find_authors(
        reading.page,
        reading.stated,
        reading.outline,
        reading.field,
        bylines,
        reading.story.blocks,
        reading.offices,
    )


def printed_bylines(reading: Reading, signed: str) -> tuple[Byline, ...]:
    """Return who did what by the lines on top of the article and at its end.

    ``signed`` is what follows the place in a dateline.
    """
    field, blocks = reading.field, reading.outline.blocks
    end = max(field.head + HEAD, field.end - TAIL)
    near = (
        *blocks[max(0, field.head - HEAD) : field.head + HEAD],
        *blocks[end : field.end + TAIL],
    )
    texts = [
        line
        for block in near
        if len(block.text) <= MAX_CREDIT
        and reading.outline.boxes[block.box].parts.isdisjoint(_ELSEWHERE)
        for line in lines(block).split("\n")
    ]
    return read_bylines([signed, *joined_labels(texts)], reading.offices)


_ELSEWHERE = frozenset((Part.COMMENTS, Part.CAPTION))


def with_dates(reading: Reading, article: Article) -> Article:
    """Fill both dates with their raw text, and how exact the first is."""
    dates = _dates(reading, article.inLanguage)
    published, modified = dates.published, dates.modified
    if published:
        precise = replace(article.metadata, datePrecision=published.precision)
        article = replace(
            article,
            datePublished=published.iso,
            datePublishedRaw=published.raw,
            metadata=precise,
        )
        if not published.has_offset:
            raw = published.raw[:100]
            article = told(article, f"datePublished states no time zone: {raw!r}")
    if modified:
        article = replace(
            article, dateModified=modified.iso, dateModifiedRaw=modified.raw
        )
    return sourced(
        article,
        datePublished=dates.published_source,
        dateModified=dates.modified_source,
    )


def _dates(reading: Reading, language: str | None) -> Dates:
    """Return the dates that the source's selectors find, else what the page says."""
    hints, selected = reading.hints, reading.selected
    language = language or next(iter(hints.languages), None)
    reader = Reader(language, hints.timezone, reading.page.fetched_at)
    published = reader.shown(selected.text("datePublished") or "")
    modified = reader.shown(selected.text("dateModified") or "")
    found = find_dates(
        reading.page, reading.stated, reading.outline, reading.field, reader
    )
    if published:
        found = replace(found, published=published, published_source="select")
    if modified:
        found = replace(found, modified=modified, modified_source="select")
    return found
