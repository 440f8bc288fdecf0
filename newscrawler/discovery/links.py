"""Which links of a page lead to articles?"""

from collections.abc import Iterable

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.discovery.article_url import looks_like_article
from newscrawler.page import Page


def article_links(page: Page, domains: Iterable[str]) -> tuple[str, ...]:
    """Return the links inside the domains that look like articles, each once.

    By their URL alone. ``rel=nofollow`` links are left out.
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
