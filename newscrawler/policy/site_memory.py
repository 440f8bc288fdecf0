"""What has a site said on its pages about the whole site?"""

from collections.abc import Iterable, Mapping

from newscrawler.page import Page
from newscrawler.policy.formats.terms_links import terms_links
from newscrawler.policy.hearing import DAY
from newscrawler.policy.model import Preference, Scope, Statement

TERMS = "terms"
"""The key of pages of terms among the documents that a site's pages named."""

CHECKED_AGAIN = DAY
"""Seconds for which a site-wide notice refuses unseen: our choice, DESIGN section 4."""

MOST = 64
"""Notices that are remembered of a site, and documents of a kind: our choice."""


class SiteMemory:
    """Site-wide notices by site, each until it has to be looked for again.

    And the documents that its pages named for the whole site, by signal.
    """

    def __init__(self) -> None:
        self._found: dict[str, dict[str, tuple[Statement, float]]] = {}
        self._named: dict[str, dict[str, tuple[str, ...]]] = {}

    def name(self, site: str, signal: str, url: str) -> None:
        """Remember a document that speaks for a site."""
        named = self._named.setdefault(site, {})
        known = named.get(signal, ())
        if url not in known and len(known) < MOST:
            named[signal] = (*known, url)

    def named(self, site: str) -> Mapping[str, tuple[str, ...]]:
        """Return the documents that speak for a site, by signal."""
        return self._named.get(site, {})

    def learn(
        self, site: str, page: Page, statements: Iterable[Statement], now: float
    ) -> None:
        """Remember what a page says for its site, and where its terms stand."""
        if page.status >= 300:
            return
        for one in statements:
            is_notice = one.signal == "notice" and one.scope is Scope.SITE
            is_own = is_notice and one.document == page.url
            if not is_own or one.preference is Preference.ALLOWED:
                continue
            known = self._found.setdefault(site, {})
            if one.quote in known or len(known) < MOST:
                known[one.quote] = (one, now + CHECKED_AGAIN)
        for url in () if TERMS in self.named(site) else terms_links(page):
            self.name(site, TERMS, url)

    def recall(self, site: str, now: float) -> list[Statement]:
        """Return what is known of a site and need not be looked for again yet."""
        known = self._found.get(site, {})
        return [one for one, until in known.values() if now < until]
