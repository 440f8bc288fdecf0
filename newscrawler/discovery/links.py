"""Which links of a page lead to articles, and which to feeds?"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.page import Page

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")

_NO_ARTICLE = re.compile(
    r"/(?:tag|tags|topic|topics|category|categories|author|authors|search|login|"
    r"register|subscribe|abo|about|contact|kontak|kontakt|impressum|imprint|terms|"
    r"privacy|datenschutz|redaksi|pedoman[^/]*|page)(?:[/.]|$)|"
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|json|css|js)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)")
_NUMBERED = re.compile(r"\d{4,}")


def article_links(page: Page, domains: Iterable[str]) -> tuple[str, ...]:
    """Return the links inside the domains that look like articles, each once.

    By their URL alone: a date, a long number, a slug of four words, or an ``.html``
    below the root. ``rel=nofollow`` links are left out.
    """
    inside = tuple(domains)
    found: dict[str, str] = {}
    for link in page.links:
        if link.tag == "link" or "nofollow" in link.rel:
            continue
        host = host_of(link.url)
        is_inside = any(is_within(host, domain) for domain in inside)
        if is_inside and looks_like_article(link.url):
            found.setdefault(canonical_form(link.url), link.url)
    found.pop(canonical_form(page.url), None)
    return tuple(found.values())


def looks_like_article(url: str) -> bool:
    """Tell whether a URL has the form that news sites give to articles.

    >>> looks_like_article("https://a.example/2026/11/02/harbour-opens.html")
    True
    >>> looks_like_article("https://a.example/news/")
    False
    """
    path = urlsplit(url).path
    if _NO_ARTICLE.search(path):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    if _DATED.search(path) or _NUMBERED.search(path):
        return not path.endswith("/") or slug.count("-") > 1
    if slug.count("-") > 2 or slug.count("_") > 2:
        return True
    return path.count("/") > 1 and slug.endswith((".html", ".htm"))


def feed_links(page: Page) -> tuple[str, ...]:
    """Return the feeds that a page names (``<link rel=alternate>``), each once."""
    found = (
        link.url
        for link in page.links
        if link.tag == "link" and "alternate" in link.rel and link.type in FEED_TYPES
    )
    return tuple(dict.fromkeys(found))
