"""Do sentences reserve rights for the whole site? In robots.txt, feeds, terms pages.

Directive (EU) 2019/790 article 4(3): "in an appropriate manner, such as
machine-readable means"; courts count prose that a machine can read. Comments of
robots.txt, the rights of a feed, and the page of terms that the site's own pages or
its robots.txt lead to bind the site. Where that page redirects to another site, a group's say, its target
binds as well, after at most five such redirects (as RFC 9309 section 2.3.1.2 has it of
robots.txt), each as the robots.txt of its own host allows. A terms page that cannot be
had after three tries is absent. House rule: where the way leads to nobody who answers,
or on and on, the page on it denies what it denied before it moved.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice

from newscrawler.markup.charset import GUESSES
from newscrawler.notices import Notice, find_notices, find_page_notices
from newscrawler.notices.model import Scope as NoticeScope
from newscrawler.page import Page
from newscrawler.policy.formats.http_status import MAX_HOPS, moved_to
from newscrawler.policy.formats.robots_comments import read_comments
from newscrawler.policy.formats.robots_lines import decoded
from newscrawler.policy.formats.terms_links import (
    MOST,
    MOST_OF_SITE,
    is_terms_path,
    terms_links,
)
from newscrawler.policy.formats.terms_named import named_in_robots
from newscrawler.policy.model import Document, Place, Scope, Statement
from newscrawler.policy.signals.notice import NAME, read_by_eye, words_of
from newscrawler.policy.site_memory import TERMS
from newscrawler.policy.visit import Signal, Visit, said_in_document

_OCTET = re.compile("[\udc80-\udcff]")
"""What stands for an octet that is in no UTF-8."""


def documents(visit: Visit) -> Iterable[str]:
    """Return the site's pages of terms, those first that other pages linked to.

    And where they moved to: a publisher says by it what its terms are.
    """
    return dict.fromkeys(chain.from_iterable(_ways(visit)))


def _ways(visit: Visit) -> Iterator[tuple[str, ...]]:
    """Yield each page of terms, behind it the places that it moved to."""
    known = visit.earlier.get(TERMS, ())
    found = [one for one in known if _may_be_there(one, visit)][:MOST_OF_SITE]
    if visit.page is not None and len(found) < MOST_OF_SITE:
        linked = terms_links(visit.page, visit.site)
        found += [one for one in linked if one not in known]
    found = list(dict.fromkeys((*_in_robots(visit), *found)))
    for one in found[:MOST_OF_SITE]:
        yield tuple(_on_the_way(one, visit))


def _in_robots(visit: Visit) -> tuple[str, ...]:
    """Return the pages of terms that robots.txt leads to, few."""
    robots = visit.robots_document
    if robots is None or visit.robots is None:
        return ()
    return _named_in(robots.body)


@lru_cache(maxsize=1024)
def _named_in(body: bytes) -> tuple[str, ...]:
    found = named_in_robots(body, is_terms_path)
    return tuple(islice(dict.fromkeys(found), MOST))


def _on_the_way(url: str, visit: Visit) -> Iterator[str]:
    """Yield a page of terms, and where it moved to on other sites."""
    at: str | None = url
    for _ in range(MAX_HOPS + 1):
        if at is None:
            return
        yield at
        document = visit.document_at(at)
        at = moved_to(document) if document is not None else None


def _may_be_there(url: str, visit: Visit) -> bool:
    """Tell whether a page was not found to be gone: others are read in its place."""
    return visit.document_at(url) is not None or visit.is_unheard(url)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what robots.txt says to people, and what the pages of terms say."""
    robots = visit.robots_document
    if robots is not None and visit.robots is not None:
        for line, notice in _in_comments(robots.body):
            yield said_in_document(words_of(notice, visit), robots, line, Scope.SITE)
    heard = chain.from_iterable(_heard(way, visit) for way in _ways(visit))
    for document in dict.fromkeys(heard):
        yield from _on_terms_page(document, visit)


def _heard(way: Sequence[str], visit: Visit) -> Iterator[Document]:
    """Yield what is heard on a way; of one that leads nowhere, what was before it."""
    found = [visit.document_at(one) for one in way]
    yield from (one for one in found if one is not None)
    end = found[-1]
    if visit.is_unheard(way[-1]) if end is None else moved_to(end) is not None:
        yield from filter(None, map(visit.before_move, way))


def _on_terms_page(document: Document, visit: Visit) -> Iterator[Statement]:
    for found, place in _in_page(document):
        if found.scope is not NoticeScope.ASSET:
            said = said_in_document(words_of(found, visit), document, None, Scope.SITE)
            yield replace(said, place=place)


@lru_cache(maxsize=1024)
def _in_comments(body: bytes) -> tuple[tuple[int, Notice], ...]:
    """Return the notices in a robots.txt, each with its line.

    What is not in UTF-8 is read in whichever encoding says something.
    """
    text = decoded(body)
    if text.isascii() or _OCTET.search(text) is None:
        return tuple(read_by_eye(read_comments(text)))
    readings = (body.decode(one, "replace") for one in GUESSES)
    found = (tuple(read_by_eye(read_comments(one))) for one in readings)
    return next(filter(None, found), ())


@lru_cache(maxsize=256)
def _in_page(document: Document) -> tuple[tuple[Notice, Place], ...]:
    """Return the notices on a page of terms, a plain text too; each URL asks again."""
    url = document.final_url or document.url
    page = Page(document.body, url, document.headers)
    if page.is_html:
        found = find_page_notices(page)
        return tuple((one, Place(selector=one.selector)) for one in found)
    if not (page.header("content-type") or "").lower().startswith("text/"):
        return ()
    text = page.text
    notices = find_notices(text, in_rights_zone=True)
    return tuple((one, Place(text.count("\n", 0, one.start) + 1)) for one in notices)


SIGNAL = Signal(
    NAME,
    statements,
    documents,
    is_alike=lambda _: True,
    optional=True,
    as_pages=True,
)
