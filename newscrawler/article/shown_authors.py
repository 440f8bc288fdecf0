"""Whom does the visible page name as its author?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from newscrawler.article.blocks import MENU, Block, Outline, lines
from newscrawler.article.body import Field
from newscrawler.article.calendar_words import is_calendar_word
from newscrawler.article.names import Part
from newscrawler.article.people import (
    agencies_in,
    is_shaped,
    names_in,
    shown_names,
    without_label,
)
from newscrawler.article.plain import folded, key, seen
from newscrawler.article.words import all_strings
from newscrawler.items import Author, AuthorType, Byline, Role
from newscrawler.page import Page

ABOVE = 30
"""Blocks above the article's box among which its byline may stand: our choice."""

BELOW = 25
"""Blocks below it."""

AROUND = 4
"""Blocks beside the headline where a name beside a date is an author's."""

MAX_BYLINE = 120
"""Characters of an element named "author" that holds names, not a biography."""

MAX_SIGNATURE = 40
"""Characters of a name that ends a story."""

_PAGES = re.compile(
    r"/(?:authors?|autor(?:es|en|in|a)?|auteurs?|autori|journalists?|reporters?|profiles?|penulis|people|staff|contributors?|writers?|redaktion|forfatter|skribent|by|columnists?|jurnalis|byline|producers)/[^/]",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:]\d{2}\b")
_BETWEEN = re.compile(r"[|•·,;/()–—@]|\s-\s|\n|\S*\d\S*")
"""What stands between a date and the name beside it."""


def near_blocks(
    outline: Outline, field: Field, below: int = BELOW
) -> tuple[Block, ...]:
    """Return the blocks of the article's box and some around it."""
    near = outline.blocks[max(0, field.start - ABOVE) : field.end + below]
    return tuple([block for block in near if block.kind != MENU])


def around_head(outline: Outline, field: Field) -> tuple[Block, ...]:
    """Return the blocks that follow the headline, then those before it."""
    head, blocks = field.head, outline.blocks
    return (*blocks[head + 1 : head + 1 + AROUND], *blocks[max(0, head - 2) : head])


def from_bylines(bylines: Iterable[Byline]) -> Iterator[Author]:
    """Yield the authors of printed bylines, then the agencies beside them."""
    lines_of = [byline for byline in bylines if byline.role is Role.AUTHOR]
    for byline in lines_of:
        yield Author(byline.name, byline.raw)
    agencies = {
        name: byline.raw for byline in lines_of for name in agencies_in(byline.raw)
    }
    for name, raw in agencies.items():
        yield Author(name, raw, type=AuthorType.ORGANIZATION)


def signed_offices(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what "By" stands before in the first short line: an office, a handle."""
    for block in blocks:
        if len(block.text) <= MAX_SIGNATURE and block.kind not in ("h1", "h2", "h3"):
            name = without_label(block.text)
            first = _BETWEEN.split(name)[0].strip()
            is_lower = first[:1].islower() and " " in first
            if name != block.text and not is_lower and name[-1:] not in (".?!"):
                yield first
                return


def from_links(
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


def from_named(
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


def beside_date(blocks: Sequence[Block], outline: Outline) -> list[Author]:
    """Read a name that stands beside a date in one short line by the headline."""
    for block in blocks:
        parts = outline.boxes[block.box].parts
        if len(block.text) > MAX_BYLINE or Part.COMMENTS in parts:
            continue
        if block.kind in ("h1", "h2", "h3", "li", "figcaption", MENU):
            continue
        if not _DATED.search(block.text):
            continue
        linked = {seen(span.text) for span in block.spans if span.href}
        names = [
            name
            for piece in _BETWEEN.split(lines(block))
            if seen(piece) not in linked and not _is_labelled(piece)
            for name in shown_names(piece)
            if not any(map(is_calendar_word, name.split()))
        ]
        if len(names) == 1:
            return [Author(names[0], block.text)]
    return []


def _is_labelled(text: str) -> bool:
    """Tell whether a text says that it is something else: a source, a change."""
    plain = text.strip()
    has_label = ":" in plain or "：" in plain
    is_byline = without_label(plain) != plain
    return (has_label and not is_byline) or folded(plain).startswith(_moments())


@lru_cache(maxsize=1)
def _moments() -> tuple[str, ...]:
    kinds = ("updated", "published")
    return tuple(one for kind in kinds for one in all_strings("moments.toml", kind))


def signature(blocks: Sequence[Block], nobody: Iterable[str]) -> tuple[Author, ...]:
    """Return the author whose name alone, in bold or italics, ends the story."""
    if not blocks or len(blocks[-1].text) > MAX_SIGNATURE:
        return ()
    last = blocks[-1]
    marked = all(span.mark for span in last.spans if span.text.strip())
    names = shown_names(last.text, nobody) if marked else ()
    return tuple(Author(name, last.text) for name in names if name == last.text)
