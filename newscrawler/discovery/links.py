"""Which links of a page lead to articles?"""

from collections.abc import Iterable

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.discovery.article_url import looks_like_article
from newscrawler.discovery.same_page import each_once
from newscrawler.discovery.wanted import is_before
from newscrawler.page import Page


def article_links(
    page: Page, domains: Iterable[str], since: float | None = None
) -> tuple[str, ...]:
    """Return the links inside the domains that look like articles, each once.

    By their URL alone: those that name a day before ``since`` (epoch seconds) are left
    out, and ``rel=nofollow`` links.
    """
    inside = tuple(domains)
    own = canonical_form(page.url)
    found = (
        link.url
        for link in page.links
        if link.tag != "link"
        and "nofollow" not in link.rel
        and any(is_within(host_of(link.url), domain) for domain in inside)
        and looks_like_article(link.url)
        and not is_before(link.url, None, since)
        and canonical_form(link.url) != own
    )
    return each_once(found)
