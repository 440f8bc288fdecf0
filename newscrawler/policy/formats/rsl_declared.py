"""Which RSL licences does a site declare for a URL? RSL 1.0 sections 4.4 to 4.7.

https://rslstandard.org/rsl. In robots.txt, in a Link header, in markup. House rules
(strict): a declaration that is out of form, or in a form that may not be meant for us
or for the whole page, counts, but denies at most; so does a link that has RSL's type
and another relation, and a record that is spelt "Licence".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from newscrawler.address import authority, robots_url, usable_url
from newscrawler.markup.selector import css_path
from newscrawler.page import Page
from newscrawler.policy.formats.link_header import media_type, read_links
from newscrawler.policy.formats.robots_lines import Record, set_apart
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rsl import MEDIA_TYPE, NAMESPACE
from newscrawler.policy.model import Statement
from newscrawler.policy.visit import (
    Visit,
    Words,
    said_in_document,
    said_in_header,
    said_in_markup,
    said_in_robots,
)

NAME = "rsl"
KEYS = ("license", "licence")
"""What a record of robots.txt is called; the second denies at most."""

_WHOLE_PAGE = ("head", "html", "body")
"""Elements that stand for the page: a licence is for its parent, section 4.6."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A licence: the ``url`` of its document, or its ``text`` where it is inline.

    ``said`` places words where the declaration stands, ``quote`` is the declaration.
    ``is_page``: it is the page's, not the site's. ``denies_only``: it grants nothing.
    """

    said: Callable[[Words], Statement]
    quote: str
    url: str | None = None
    text: str | None = None
    is_page: bool = True
    denies_only: bool = False


def declared(visit: Visit) -> Iterator[Declared]:
    """Return the licences that are declared for a URL, the site's first."""
    if visit.robots is not None and not visit.robots.keys.isdisjoint(KEYS):
        yield from _in_robots(visit, visit.robots)
    yield from _in_feeds(visit)
    if visit.page is not None:
        yield from _in_header(visit, visit.page)
        yield from _in_markup(visit, visit.page)


def _in_robots(visit: Visit, robots: RobotsTxt) -> Iterator[Declared]:
    site = authority(visit.url)
    found = _licenses(robots.extensions(visit.terms.agent))
    found = found or _licenses(robots.ungrouped)
    is_stray = not found
    if is_stray and visit.is_strict:
        found = _licenses(robots.extensions("*"))
        found += [one for one in robots.records if one.key == KEYS[1] and one.value]
        found += [
            one for one in set_apart(robots.records, KEYS[:1]) if one not in found
        ]
    for record in found if site is not None else ():
        one = Declared(_at(visit, record), record.text, is_page=False)
        base = robots_url(site) if site is not None else ""
        yield from _named(replace(one, denies_only=is_stray), record.value, base, visit)


def _at(visit: Visit, record: Record) -> Callable[[Words], Statement]:
    return lambda words: said_in_robots(words, visit, record)


def _licenses(records: Sequence[Record]) -> list[Record]:
    return [one for one in records if one.key == "license" and one.value]


def _in_feeds(visit: Visit) -> Iterator[Declared]:
    """Return the site's feeds that hold RSL: their own document, section 4.7."""
    for url in visit.earlier.get(NAME, ()):
        document = visit.document_at(url)
        if document is not None:
            said = partial(said_in_document, document=document, line=None)
            yield Declared(said, f"RSL in the feed {url}", url, is_page=False)


def _in_header(visit: Visit, page: Page) -> Iterator[Declared]:
    for line in page.header_lines("link"):
        for link in read_links(line):
            is_exact = "license" in link.rel and link.type == MEDIA_TYPE
            if is_exact or (visit.is_strict and link.type == MEDIA_TYPE):
                one = Declared(
                    lambda words: said_in_header(words, page, "link"),
                    f"Link: {link.text}",
                    denies_only=link.anchor is not None or not is_exact,
                )
                yield from _named(one, link.target, page.url, visit)


def _in_markup(visit: Visit, page: Page) -> Iterator[Declared]:
    for tag, stated, node in page.told.elements:
        is_rsl = media_type(stated.get("type") or "") == MEDIA_TYPE
        is_exact = (
            tag == "link" and "license" in (stated.get("rel") or "").lower().split()
        )
        if is_rsl and tag in ("link", "a") and (is_exact or visit.is_strict):
            one, href = _of_node(page, node), stated.get("href") or ""
            one = replace(one, denies_only=one.denies_only or not is_exact)
            yield from _named(one, href, page.base, visit)
    for node in page.tags("script"):
        if media_type(node.attributes.get("type") or "") == MEDIA_TYPE:
            yield replace(_of_node(page, node), text=_without_declaration(node.text()))
    if visit.is_strict:
        for node in page.css(r"rsl\:content"):
            text = f'<rsl xmlns:rsl="{NAMESPACE}">{node.html}</rsl>'
            yield replace(_of_node(page, node), text=text, denies_only=True)


def _of_node(page: Page, node: LexborNode) -> Declared:
    parent = node.parent
    return Declared(
        lambda words: said_in_markup(words, page, css_path(node)),
        node.html or "",
        denies_only=parent is not None and parent.tag not in _WHOLE_PAGE,
    )


def _without_declaration(text: str) -> str:
    """Return XML that was decoded already, without the encoding that it had."""
    text = text.strip()
    return text.partition("?>")[2] if text.startswith("<?xml ") else text


def _named(one: Declared, value: str, base: str, visit: Visit) -> Iterator[Declared]:
    """Return a declaration with its document's URL: absolute and https, section 4.4."""
    value = value.strip()
    is_exact = value.lower().startswith("https://")
    if not value or not (is_exact or visit.is_strict):
        return
    try:
        url = usable_url(urljoin(base, value))
    except ValueError:
        url = None
    if url is not None:
        yield replace(one, url=url, denies_only=one.denies_only or not is_exact)
