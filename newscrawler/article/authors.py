"""Who wrote the article, by what the page states and what it shows?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from newscrawler.address import host_of
from newscrawler.article.blocks import Block, Outline
from newscrawler.article.body import Field
from newscrawler.article.people import (
    agencies_in,
    is_agency,
    is_nobody,
    is_shaped,
    names_in,
)
from newscrawler.article.plain import key, seen
from newscrawler.article.shown_authors import (
    around_head,
    beside_date,
    from_bylines,
    from_links,
    from_named,
    near_blocks,
    signature,
    signed_offices,
)
from newscrawler.article.sites import is_own_name
from newscrawler.article.stated import Node, Stated, first_text, listed, written
from newscrawler.items import Author, AuthorType, Byline
from newscrawler.page import Page

MAX_ORGANISATION = 80
"""Characters of an organisation's name: our choice."""

_META = (
    "author", "article:author", "og:article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dc:creator",
    "dcterms.creator", "byl", "byline", "articleauthor", "citation_author", "citation_authors", "cxenseparse:author", "twitter:data1", "dc.contributor",
)  # fmt: skip
_LAST_NAME_FIRST = ("citation_author", "citation_authors", "dc.creator", "dc:creator")


@dataclass(frozen=True, slots=True)
class Names:
    """The authors and where they were read; the agency, if one is named as author."""

    authors: tuple[Author, ...]
    source: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """The page's blocks as far as authors are read from them."""

    outline: Outline
    field: Field
    story: Sequence[Block]
    bylines: Sequence[Byline]
    """Those on top of the article, or else those at its end."""


def find_authors(
    page: Page, stated: Stated, around: Around, nobody: Iterable[str]
) -> Names:
    """Return who wrote: persons by JSON-LD first, then meta elements, then the page.

    Where no person is named, the organisation that signs; the site's own name, which
    many templates put there, only if nobody else is named.
    """
    own = (*nobody, host_of(page.url))
    said = _nodes(stated)
    stated_ways = (
        ("json-ld", list(_linked_data(said, page))),
        ("meta", _from_meta(page)),
    )
    ways = chain(stated_ways, _shown(page, around, own))
    found = _first_persons(ways, own) or _first_signed(said, page, around)
    named = (one for _, authors in stated_ways for one in authors)
    return replace(found, agency=_agency((*found.authors, *named)))


def _agency(authors: Iterable[Author]) -> str | None:
    return next((one.name for one in authors if is_agency(one.name)), None)


def _shown(
    page: Page, around: Around, own: Sequence[str]
) -> Iterator[tuple[str, Sequence[Author]]]:
    """Yield what each way of reading the visible page gives, the surest first."""
    outline, near = around.outline, near_blocks(around.outline, around.field)
    yield "byline", list(from_bylines(around.bylines))
    yield "link", from_links(near, outline, page, own)
    yield "named", from_named(near, outline, own)
    yield "date", beside_date(around_head(outline, around.field), outline)
    yield "signature", signature(around.story, own)


def _first_persons(
    ways: Iterable[tuple[str, Sequence[Author]]], own: Sequence[str]
) -> Names | None:
    """Return the first answer with a person's name, else the first with a handle."""
    handles: Names | None = None
    for source, authors in ways:
        others = tuple(one for one in authors if not _is_site(one, own))
        persons = [one for one in others if one.type is AuthorType.PERSON]
        if any(is_shaped(one.name) for one in persons):
            return Names(others, source)
        if persons and handles is None:
            handles = Names(others, source)
    return handles


def _is_site(author: Author, own: Sequence[str]) -> bool:
    raw = author.nameRaw or ""
    return is_own_name(author.name, own) or ("@" not in raw and is_own_name(raw, own))


def _first_signed(said: Sequence[Node], page: Page, around: Around) -> Names:
    """Return the first whom the page names as author, the site itself included."""
    metas = [meta.content for meta in page.metas if meta.name in _META]
    head = around_head(around.outline, around.field)
    for source, raws in (
        ("json-ld", [_signed(node) for node in said]),
        ("byline", list(from_bylines(around.bylines))),
        ("byline", [_organisation(name) for name in signed_offices(head)]),
        ("meta", [_organisation(written(raw)) for raw in metas]),
    ):
        found = {key(one.name): one for one in raws if one}
        if found:
            return Names(tuple(found.values()), source)
    return Names((), "")


def _signed(node: Node) -> Author | None:
    """Return the author of an object that names no one but the site or an office."""
    found = _organisation(first_text(node.get("name")) or "")
    if found is None or node.get("@type") != "Person" or not is_shaped(found.name):
        return found
    return replace(found, type=AuthorType.PERSON)


def _organisation(raw: str) -> Author | None:
    name = seen(raw)
    if not 1 < len(name) <= MAX_ORGANISATION or is_nobody(name):
        return None
    return Author(name, raw, type=AuthorType.ORGANIZATION)


def _nodes(stated: Stated) -> tuple[Node, ...]:
    """Return the objects of the authors, those told by their ``@id`` looked up."""
    known = {str(node["@id"]): node for node in stated.everything if "@id" in node}
    found: list[Node] = []
    for one in listed(stated.value("author", "creator")):
        node: Node = one if isinstance(one, dict) else {"name": one}
        if not first_text(node.get("name")):
            node = known.get(str(node.get("@id")), node)
        found.append(node)
    return tuple(found)


def _linked_data(said: Iterable[Node], page: Page) -> Iterator[Author]:
    done: set[str] = set()
    for node in said:
        raw = first_text(node.get("name"))
        if not raw or raw.startswith("http"):
            continue
        names = names_in(raw)
        url = node.get("url") or node.get("sameAs")
        link = page.absolute(url) if isinstance(url, str) and len(names) == 1 else None
        if node.get("@type") in ("Organization", "NewsMediaOrganization"):
            names = ()
        for name in names:
            if key(name) not in done:
                done.add(key(name))
                yield Author(name, raw, link)
        yield from _agencies(raw)


def _agencies(raw: str) -> Iterator[Author]:
    for name in agencies_in(raw):
        yield Author(name, raw, type=AuthorType.ORGANIZATION)


def _from_meta(page: Page) -> list[Author]:
    stated: dict[str, list[str]] = {}
    for meta in page.metas:
        if meta.name in _META:
            stated.setdefault(meta.name, []).append(meta.content)
    for name in filter(stated.__contains__, _META):
        raws = list(map(written, stated[name]))
        raws = [raw for raw in raws if not raw.startswith("http") and len(raw) < 200]
        found = {
            key(one.name): one
            for raw in raws
            for one in _listed(_turned(raw) if name in _LAST_NAME_FIRST else raw)
        }
        if found:
            return list(found.values())
    return []


def _listed(raw: str) -> list[Author]:
    return [*(Author(name, raw) for name in names_in(raw)), *_agencies(raw)]


def _turned(name: str) -> str:
    """Return "Kern, Ida" as "Ida Kern"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name
