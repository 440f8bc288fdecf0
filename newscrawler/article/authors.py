"""Who wrote the article, by what the page states and what it shows?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newscrawler.article.blocks import Block, Outline, lines
from newscrawler.article.body import Field
from newscrawler.article.names import Part
from newscrawler.article.people import is_agency, is_shaped, names_in, shown_names
from newscrawler.article.plain import key, seen
from newscrawler.article.stated import Stated, first_text, listed, written
from newscrawler.items import Author, Byline, Role
from newscrawler.page import Json, Page

ABOVE = 30
"""Blocks above the article's box among which its byline may stand: our choice."""

BELOW = 25
"""Blocks below it."""

MAX_BYLINE = 120
"""Characters of an element named "author" that holds names, not a biography."""

_META = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "byline", "citation_author", "cxenseparse:author", "twitter:data1", "dc.contributor",
)  # fmt: skip

_PAGES = re.compile(
    r"/(?:authors?|autor(?:es|en|in|a)?|auteurs?|autori|journalists?|reporters?|profiles?|penulis|people|staff|contributors?|writers?|redaktion|forfatter|skribent|by|columnists?|jurnalis|byline|producers)/[^/]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Names:
    """The authors and where they were read; the agency, if one is named as author."""

    authors: tuple[Author, ...]
    source: str
    agency: str | None = None


def find_authors(
    page: Page,
    stated: Stated,
    outline: Outline,
    field: Field,
    bylines: Sequence[Byline],
    story: Sequence[Block],
    nobody: Iterable[str],
) -> Names:
    """Return the persons who wrote: JSON-LD first, then meta elements, then the page."""
    excluded = tuple(nobody)
    said = stated.value("author", "creator")
    agency = next((name for name in _agencies(said, page)), None)
    near = near_blocks(outline, field)
    ways = (
        ("json-ld", _linked_data(said, page, excluded)),
        ("meta", _from_meta(page, excluded)),
        ("byline", _from_bylines(bylines)),
        ("link", _from_links(near, outline, page, excluded)),
        ("named", _from_named(near, outline, excluded)),
        ("signature", signature(story, excluded)),
    )
    return _first_persons(ways, agency)


def _first_persons(
    ways: Iterable[tuple[str, Iterable[Author]]], agency: str | None
) -> Names:
    """Return the first answer with a person's name, else the first with a handle."""
    handles = Names((), "", agency)
    for source, found in ways:
        authors = tuple(found)
        if authors and any(is_shaped(author.name) for author in authors):
            return Names(authors, source, agency)
        if authors and not handles.authors:
            handles = Names(authors, source, agency)
    return handles


def near_blocks(
    outline: Outline, field: Field, below: int = BELOW
) -> tuple[Block, ...]:
    """Return the blocks of the article's box and some around it."""
    return outline.blocks[max(0, field.start - ABOVE) : field.end + below]


def _agencies(said: Json, page: Page) -> Iterator[str]:
    names = [first_text(one) for one in listed(said)]
    for name in [*names, page.meta(*_META)]:
        if name and is_agency(name):
            yield name


def _linked_data(said: Json, page: Page, nobody: Iterable[str]) -> Iterator[Author]:
    """Yield the persons of JSON-LD; a blog's publisher may be its author, if a person."""
    done: set[str] = set()
    for one in listed(said):
        raw = first_text(one)
        if not raw or raw.startswith("http"):
            continue
        node = one if isinstance(one, dict) else {}
        names = names_in(raw, () if node.get("@type") == "Person" else nobody)
        url = node.get("url") or node.get("sameAs")
        link = page.absolute(url) if isinstance(url, str) and len(names) == 1 else None
        for name in names:
            if key(name) not in done:
                done.add(key(name))
                yield Author(name, raw, link)


def _from_meta(page: Page, nobody: Iterable[str]) -> list[Author]:
    for name in _META:
        raws = [written(meta.content) for meta in page.metas if meta.name == name]
        raws = [raw for raw in raws if not raw.startswith("http") and len(raw) < 200]
        found = {
            key(one): Author(one, raw)
            for raw in raws
            for one in names_in(
                _turned(raw) if name == "citation_author" else raw, nobody
            )
        }
        if found:
            return list(found.values())
    return []


def _turned(name: str) -> str:
    """Return "Kern, Ida" as "Ida Kern"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _from_bylines(bylines: Iterable[Byline]) -> Iterator[Author]:
    for byline in bylines:
        if byline.role is Role.AUTHOR:
            yield Author(byline.name, byline.raw)


def _from_links(
    near: Iterable[Block], outline: Outline, page: Page, nobody: Iterable[str]
) -> list[Author]:
    """Read links to pages about a person, in the first short block that has one."""
    for block in near:
        if Part.COMMENTS in outline.boxes[block.box].parts or len(block.text) > 260:
            continue
        found = {
            key(name): Author(name, seen(span.text), page.absolute(span.href))
            for span in block.spans
            if len(span.text) < MAX_BYLINE and _PAGES.search(span.href[:500])
            for name in names_in(span.text, nobody)
            if is_shaped(name) or (name[0].isupper() and _is_authors(span.href))
        }
        if found:
            return list(found.values())
    return []


def _is_authors(href: str) -> bool:
    """Tell whether an address can be an author's alone, not a person's in the news."""
    return "/author" in href or "/autor" in href


def _from_named(
    near: Iterable[Block], outline: Outline, nobody: Iterable[str]
) -> list[Author]:
    """Read the first element near the article that calls itself author or byline."""
    for block in near:
        box = outline.boxes[block.box]
        parts = box.parts | outline.boxes[box.parent].parts
        if Part.AUTHOR not in parts or Part.COMMENTS in parts:
            continue
        if len(block.text) <= MAX_BYLINE:
            names = shown_names(lines(block), nobody)
            if names:
                return [Author(name, block.text) for name in names[:5]]
    return []


def signature(blocks: Sequence[Block], nobody: Iterable[str]) -> tuple[Author, ...]:
    """Return the author whose name alone, in bold or italics, ends the story."""
    if not blocks or len(blocks[-1].text) > MAX_SIGNATURE:
        return ()
    last = blocks[-1]
    marked = all(span.mark for span in last.spans if span.text.strip())
    names = shown_names(last.text, nobody) if marked else ()
    return tuple(Author(name, last.text) for name in names if name == last.text)


MAX_SIGNATURE = 40
"""Characters of a name that ends a story."""
