"""Who wrote the article and when, as its fields say it?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newscrawler.article.authors import Around, Names, find_authors
from newscrawler.article.blocks import MENU, Block, lines
from newscrawler.article.bylines import is_credit_like, joined_labels, read_bylines
from newscrawler.article.moments import Dates, find_dates
from newscrawler.article.names import Part
from newscrawler.article.noting import Found
from newscrawler.article.people import names_in
from newscrawler.article.reading import Reading
from newscrawler.article.shown_dates import Reader
from newscrawler.items import Article, Author, Byline, Role

HEAD = 15
"""Blocks above and below the headline among which bylines stand: our choice."""

BESIDE = 2
"""Lines among which a second author follows the first: our choice."""

TAIL = 10
"""Blocks before and after the article's end among which they stand."""

MAX_CREDIT = 250
"""Characters of a block that may be a byline."""


def found_people(reading: Reading, article: Article) -> Found:
    """Return authors, bylines and, where an agency signs as author, the agency."""
    signed = article.dateline.raw.partition(")")[2] if article.dateline else ""
    printed = printed_bylines(reading, signed)
    found = _chosen_authors(reading) or _found_authors(reading, printed.lead)
    return Found(
        {
            "authors": found.authors or None,
            "bylines": printed.every or None,
            "agency": article.agency or found.agency,
        },
        {
            "authors": found.source,
            "bylines": "text" if printed.every else None,
            "agency": "author" if found.agency else None,
        },
    )


def _chosen_authors(reading: Reading) -> Names | None:
    authors = tuple(
        Author(name, raw)
        for raw in reading.selected.texts("authors")
        for name in names_in(raw, reading.offices)
    )
    return Names(authors, "select") if authors else None


def _found_authors(reading: Reading, bylines: tuple[Byline, ...]) -> Names:
    story = reading.story.blocks
    around = Around(reading.outline, reading.field, story, bylines)
    return find_authors(reading.page, reading.stated, around, reading.offices)


@dataclass(frozen=True, slots=True)
class Printed:
    """Bylines: all of the article's, and the first that name authors, or follow these."""

    every: tuple[Byline, ...]
    lead: tuple[Byline, ...]


def printed_bylines(reading: Reading, signed: str) -> Printed:
    """Return who did what by the lines on top of the article and at its end.

    ``signed`` is what follows the place in a dateline. Authors who are named further
    down than the first of them stand beside other stories, unless they are credited
    inside the article.
    """
    field, blocks = reading.field, reading.outline.blocks
    tail = max(field.head + HEAD, field.end - TAIL)
    places = (
        blocks[field.head : field.head + HEAD],
        blocks[max(0, field.head - HEAD) : field.head],
        blocks[tail : field.end],
        blocks[field.end : field.end + TAIL],
    )
    groups = [read_bylines([signed], reading.offices)]
    closing: list[Byline] = []
    for number, place in enumerate(places):
        found = _groups(reading, place)
        groups += found
        if number == len(places) - 2:
            closing = [byline for group in found for byline in group]
    lead = _lead(groups)
    others = [one for group in groups for one in group if one.role is not Role.AUTHOR]
    every = dict.fromkeys((*lead, *others, *(closing)))
    return Printed(_once(every), lead)


def _once(bylines: Iterable[Byline]) -> tuple[Byline, ...]:
    """Return each person in each role once."""
    return tuple({(one.name, one.role): one for one in reversed([*bylines])}.values())[
        ::-1
    ]


def _groups(reading: Reading, blocks: Iterable[Block]) -> list[tuple[Byline, ...]]:
    """Return the bylines of each line of some blocks."""
    texts = [
        line
        for block in blocks
        if len(block.text) <= MAX_CREDIT
        and block.kind != MENU
        and reading.outline.boxes[block.box].parts.isdisjoint(_ELSEWHERE)
        for line in lines(block).split("\n")
    ]
    return [
        read_bylines([line], reading.offices) if is_credit_like(line) else ()
        for line in joined_labels(texts)
    ]


def _lead(groups: Sequence[tuple[Byline, ...]]) -> tuple[Byline, ...]:
    """Return the authors of the first line that names one, and of those right after."""
    for at, group in enumerate(groups):
        if any(one.role is Role.AUTHOR for one in group):
            near = [one for after in groups[at : at + BESIDE] for one in after]
            return _once(one for one in near if one.role is Role.AUTHOR)
    return ()


_ELSEWHERE = frozenset((Part.COMMENTS, Part.CAPTION))


def found_dates(reading: Reading, article: Article) -> Found:
    """Return both dates with their raw text, and how exact the first is."""
    dates = _dates(reading, article.inLanguage)
    published, modified = dates.published, dates.modified
    return Found(
        {
            "datePublished": published.iso if published else None,
            "datePublishedRaw": published.raw if published else None,
            "dateModified": modified.iso if modified else None,
            "dateModifiedRaw": modified.raw if modified else None,
        },
        {
            "datePublished": dates.published_source,
            "dateModified": dates.modified_source,
        },
        tuple(_doubts(dates)),
        published.precision if published else None,
    )


def _doubts(dates: Dates) -> Iterator[str]:
    published = dates.published
    if published and not published.has_offset:
        yield f"datePublished states no time zone: {published.raw[:100]!r}"
    if published and dates.is_change:
        yield "datePublished is the date of the last change"
    if published and published.counted:
        yield f"datePublished: counted back from the fetch: {published.raw[:100]!r}"
    if dates.also:
        yield f"datePublished: the page also states {dates.also}"


def _dates(reading: Reading, language: str | None) -> Dates:
    """Return the dates that the source's selectors find, else what the page says."""
    hints, selected = reading.hints, reading.selected
    language = language or next(iter(hints.languages), None)
    reader = Reader(language, hints.timezone, reading.page.fetched_at)
    published, modified = (
        reader.shown(selected.text(name) or "")
        for name in ("datePublished", "dateModified")
    )
    found = find_dates(
        reading.page, reading.stated, reading.outline, reading.field, reader
    )
    if published:
        found = replace(
            found,
            published=published,
            published_source="select",
            also=None,
            is_change=False,
        )
    if modified:
        found = replace(found, modified=modified, modified_source="select")
    return found
