"""What does a signal read? One URL that is asked about, and what its site published."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from newscrawler.page import Page
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.model import (
    Document,
    Place,
    Preference,
    Profile,
    Scope,
    Statement,
    Terms,
    quoted,
)
from newscrawler.purpose import Purpose

ALIAS = "Scrapy"
"""A token that sites use for what we are made with: ours, we heed it as our own."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL, its site's documents and, after the fetch, its page.

    ``robots`` is None where the site has no robots.txt that could be read;
    ``robots_document`` is what came back for it. ``document_at`` gives the others
    that were heard with success, by the URL asked for, ``before_move`` what one that moved
    to another site was before. ``names`` are those under which the
    registry knows the site's publisher. ``earlier``: the documents that other pages of
    the site named, by signal. ``is_unheard`` tells a document that was asked for in
    vain, and is a fault already, from one that is not there. ``pages_with``: hash and
    URL of the site's pages on which a doubtful sentence stood. ``now``: epoch seconds.
    ``site``: the domain that its host is listed under, "" if none is known.
    """

    url: str
    terms: Terms
    now: float
    robots: RobotsTxt | None = None
    robots_document: Document | None = None
    document_at: Callable[[str], Document | None] = lambda _: None
    before_move: Callable[[str], Document | None] = lambda _: None
    page: Page | None = None
    names: tuple[str, ...] = ()
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_unheard: Callable[[str], bool] = lambda _: False
    pages_with: Callable[[str], tuple[tuple[str, str], ...]] = lambda _: ()
    site: str = ""

    @property
    def is_strict(self) -> bool:
        """Tell whether denials are read liberally."""
        return self.terms.profile is Profile.STRICT


def no_documents(visit: Visit) -> Iterable[str]:  # noqa: ARG001  one shape for all
    """Return what a signal needs that robots.txt and the page carry: nothing more."""
    return ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A way in which a site can state a preference.

    ``statements`` reads what is there before the fetch (``page`` is None) and after;
    ``documents`` names the URLs that have to be heard for it, robots.txt aside;
    ``is_alike``: before the fetch, both are the same for every URL of the site, at any
    time, while its documents are. ``optional``: where the documents cannot be had after
    three tries, they are absent. ``of_page``: it says nothing before the fetch, and is
    not asked. ``as_pages``: its documents are pages, and HTML is no stand-in for them.
    """

    name: str
    statements: Callable[[Visit], Iterable[Statement]]
    documents: Callable[[Visit], Iterable[str]] = no_documents
    is_alike: Callable[[Visit], bool] = lambda _: False
    optional: bool = False
    of_page: bool = False
    as_pages: bool = False

    @property
    def names_documents(self) -> bool:
        """Tell whether it ever needs more than robots.txt and the page carry."""
        return self.documents is not no_documents


@dataclass(frozen=True, slots=True)
class Words:
    """A signal's reading of some words: a statement, but for where they stand."""

    signal: str
    purposes: frozenset[Purpose]
    preference: Preference
    quote: str
    spec: str
    condition: str | None = None
    holder: str | None = None
    salvaged: bool = False


def said_in_document(
    words: Words, document: Document, line: int | None, scope: Scope = Scope.PATH
) -> Statement:
    """Return the statement of a line of a policy document."""
    return _statement(
        words, scope, document.url, document.sha256, document.fetched_at, Place(line)
    )


def said_in_robots(
    words: Words, visit: Visit, record: Record, scope: Scope = Scope.PATH
) -> Statement:
    """Return the statement of a line of robots.txt."""
    document = visit.robots_document
    assert document is not None, "a record came out of a document"
    return said_in_document(words, document, record.line, scope)


def said_in_header(
    words: Words, page: Page, header: str, scope: Scope = Scope.PAGE
) -> Statement:
    """Return the statement of a header of the page's response."""
    place = Place(header=header)
    return _statement(words, scope, page.url, page.sha256, page.fetched_at, place)


def said_in_markup(
    words: Words, page: Page, selector: str, scope: Scope = Scope.PAGE
) -> Statement:
    """Return the statement of an element of the page."""
    place = Place(selector=selector)
    return _statement(words, scope, page.url, page.sha256, page.fetched_at, place)


def denied_in_metas(
    page: Page, names: Iterable[str], read: Callable[[str], Iterable[Statement]]
) -> Iterator[Statement]:
    """Return what metas of a header's names deny; ``read`` reads the header's value.

    House rule (strict): no text speaks of such a meta, so it denies at most.
    """
    for meta in page.metas:
        for one in read(meta.content) if meta.name in names else ():
            if one.preference in (Preference.CONDITIONAL, Preference.DISALLOWED):
                place = Place(selector=f'meta[name="{meta.name}" i]')
                yield replace(one, place=place, salvaged=True)


def _statement(
    words: Words,
    scope: Scope,
    document: str,
    sha256: str,
    fetched_at: float | None,
    place: Place,
) -> Statement:
    return Statement(
        signal=words.signal,
        purposes=words.purposes,
        preference=words.preference,
        scope=scope,
        document=document,
        quote=quoted(words.quote),
        spec=words.spec,
        sha256=sha256,
        fetched_at=None if fetched_at is None else round(fetched_at, 3),
        place=place,
        condition=None if words.condition is None else quoted(words.condition),
        holder=None if words.holder is None else quoted(words.holder),
        salvaged=words.salvaged,
    )
