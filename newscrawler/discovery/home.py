"""Which feeds, sitemaps and sections does a site have? Read from its home page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.discovery.article_url import Kind, judged
from newscrawler.page import Link, Page

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
)
"""RSS has no registered type; RFC 4287 section 7; jsonfeed.org section "Discovery"."""

MAX_FEEDS = 12
MAX_SITEMAPS = 20
MAX_SECTIONS = 20
"""Of each kind that is shown to the operator: our choice."""

MAX_STEPS = 3
"""Steps of a section's path: our choice; "/en/world/europe"."""

NAVIGATION = (
    "nav a[href]",
    "[role=navigation] a[href]",
    "header a[href]",
    "[class*=menu i] a[href]",
    "[class*=navbar i] a[href]",
    "[id*=menu i] a[href]",
)

_FEED_PATH = re.compile(
    r"(?:^|/)(?:rss|feeds?|atom|rdf)/?$|/feeds?/[^/]+/?$|/rss/[^/.]+/?$"
    r"|\.(?:rss|atom|rdf)$|(?:^|/|[-_.])(?:rss|feed|atom|rdf|index|news)[0-9]?\.xml$"
    r"|(?:^|/)feed\.json$|/rss[^/]*\.(?:php|aspx|xml)$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?:^|[/_-])comments?(?:[/_-]|$)|/[^/]+-[^/]+-[^/]+/feed/?$")


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a site gives, and how it gives it."""

    url: str
    how: str


@dataclass(frozen=True, slots=True)
class Home:
    """What a home page tells of its site; ``name`` and ``language`` None if unsaid."""

    name: str | None
    language: str | None
    feeds: tuple[Found, ...]
    sitemaps: tuple[Found, ...]
    sections: tuple[Found, ...]

    def by_kind(self) -> dict[str, tuple[Found, ...]]:
        """Return the addresses by the key that a source has for them."""
        return {
            "feeds": self.feeds,
            "sitemaps": self.sitemaps,
            "sections": self.sections,
        }


def read_home(
    page: Page, sitemaps: Iterable[str] = (), domains: Iterable[str] | None = None
) -> Home:
    """Return what a home page tells of its site.

    ``sitemaps`` are the lines of the site's robots.txt; ``domains`` hold the site's
    sections, its own host if none are given. Nothing is asked for: what a name leads
    to is not known yet.
    """
    inside = tuple(domains) if domains is not None else (host_of(page.url),)
    return Home(
        name=_name(page),
        language=page.language,
        feeds=_once(_feeds(page, inside), MAX_FEEDS),
        sitemaps=_once(_sitemaps(page, sitemaps), MAX_SITEMAPS),
        sections=_once(_sections(page, inside), MAX_SECTIONS),
    )


def _feeds(page: Page, domains: tuple[str, ...]) -> Iterator[Found]:
    named = list(_named_feeds(page))
    yield from named
    if not named:
        yield from _linked_feeds(page, domains)


def _named_feeds(page: Page) -> Iterator[Found]:
    for link in page.links:
        is_feed = link.type in FEED_TYPES or (
            link.type == "application/json" and _is_feed_path(link.url)
        )
        is_named = link.tag == "link" and "alternate" in link.rel
        if is_named and is_feed and not _is_of_comments(link.url):
            yield Found(link.url, f"link rel=alternate, {link.type}")


def _linked_feeds(page: Page, domains: tuple[str, ...]) -> Iterator[Found]:
    """Yield what looks like a feed among the links that readers see."""
    for link in page.links:
        if link.tag != "a" or _is_of_comments(link.url):
            continue
        is_ours = any(is_within(host_of(link.url), domain) for domain in domains)
        if (is_ours and _is_feed_path(link.url)) or link.type in FEED_TYPES:
            yield Found(link.url, f"link “{link.text[:40]}”")


def _is_feed_path(url: str) -> bool:
    return _FEED_PATH.search(unquote(urlsplit(url).path)) is not None


def _is_of_comments(url: str) -> bool:
    """Tell whether a feed is of comments, on the site or on one article."""
    return _COMMENTS.search(urlsplit(url).path.lower()) is not None


def _sitemaps(page: Page, named: Iterable[str]) -> Iterator[Found]:
    for one in named:
        url = page.absolute(one)
        if url is not None:
            yield Found(url, "robots.txt Sitemap")
    for link in page.links:
        if link.tag == "link" and "sitemap" in link.rel:
            yield Found(link.url, "link rel=sitemap")


def _sections(page: Page, domains: tuple[str, ...]) -> Iterator[Found]:
    """Yield the sections in a page's navigation; of all its links, if it has none."""
    own = {canonical_form(page.url)}
    for selector in NAVIGATION:
        links = _links_at(page, selector)
        found = [
            Found(link.url, f"navigation “{link.text[:40]}”")
            for link in links
            if link.text
            and any(is_within(host_of(link.url), domain) for domain in domains)
            and canonical_form(link.url) not in own
            and _names_section(link.url)
        ]
        if len(found) > 1:
            yield from found
            return


def _names_section(url: str) -> bool:
    """Tell whether a URL may be a section's: short, and no article's or service's."""
    parts = urlsplit(url)
    steps = [one for one in parts.path.split("/") if one]
    if not 0 < len(steps) <= MAX_STEPS or parts.query:
        return False
    found = judged(url)
    return found.kind is Kind.UNKNOWN or found.sign.startswith("taxonomy: ")


def _links_at(page: Page, selector: str) -> Iterator[Link]:
    for node in page.tree.css(selector):
        url = page.absolute(node.attributes.get("href") or "")
        rel = frozenset((node.attributes.get("rel") or "").lower().split())
        if url is not None and "nofollow" not in rel:
            text = " ".join(node.text(separator=" ").split())
            yield Link(url, text, rel, "", "a")


def _once(found: Iterable[Found], most: int) -> tuple[Found, ...]:
    seen: dict[str, Found] = {}
    for one in found:
        if len(seen) == most:
            break
        seen.setdefault(canonical_form(one.url).rstrip("/"), one)
    return tuple(seen.values())


def _name(page: Page) -> str | None:
    """Return the site's name, as it says it for machines, else its title's part."""
    for one in page.json_ld:
        kind, name = str(one.get("@type", "")).lower(), one.get("name")
        is_site = "organization" in kind or kind == "website"
        if is_site and isinstance(name, str) and name.strip():
            return " ".join(name.split())
    stated = page.meta("og:site_name", "application-name", "al:ios:app_name")
    if stated is not None:
        return " ".join(stated.split())
    title = page.tree.css_first("title")
    words = " ".join(title.text().split()) if title is not None else ""
    return re.split(r" [-|–—·:] ", words)[0].strip() or None
