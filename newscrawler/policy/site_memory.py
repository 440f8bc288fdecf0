"""What has a site said on its pages about the whole site?"""

from collections.abc import Iterable, Mapping

from newscrawler.page import Page
from newscrawler.policy.formats.terms_links import terms_links
from newscrawler.policy.hearing import DAY
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.policy.record import (
    Value,
    epoch,
    iso_time,
    read_statement,
    statement_record,
)

TERMS = "terms"
"""The key of pages of terms among the documents that a site's pages named."""

CHECKED_AGAIN = DAY
"""Seconds for which a site-wide notice refuses unseen: our choice, DESIGN section 4."""

RENEWED = 60 * 60
"""Seconds after which a notice that is seen again is remembered anew: our choice."""

MOST = 64
"""Notices that are remembered of a site, and documents of a kind: our choice."""


class SiteMemory:
    """Site-wide notices by site, each until it has to be looked for again.

    And the documents that its pages named for the whole site, by signal.
    """

    def __init__(self) -> None:
        self._found: dict[str, dict[str, tuple[Statement, float]]] = {}
        self._named: dict[str, dict[str, tuple[str, ...]]] = {}
        self._changed: set[str] = set()

    def name(self, site: str, signal: str, url: str) -> None:
        """Remember a document that speaks for a site."""
        named = self._named.setdefault(site, {})
        known = named.get(signal, ())
        if url not in known and len(known) < MOST:
            named[signal] = (*known, url)
            self._changed.add(site)

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
            before = known.get(one.quote)
            if before is None and len(known) >= MOST:
                continue
            if before is None or before[1] < now + CHECKED_AGAIN - RENEWED:
                known[one.quote] = (one, now + CHECKED_AGAIN)
                self._changed.add(site)
        for url in () if TERMS in self.named(site) else terms_links(page):
            self.name(site, TERMS, url)

    def recall(self, site: str, now: float) -> list[Statement]:
        """Return what is known of a site and need not be looked for again yet."""
        known = self._found.get(site, {})
        return [one for one, until in known.values() if now < until]

    def take_changed(self) -> set[str]:
        """Return the sites whose memory changed since this was asked last."""
        found, self._changed = self._changed, set()
        return found

    def remembered(self, site: str) -> Value:
        """Return what is known of a site as JSON, None if nothing."""
        said, named = self._found.get(site, {}), self._named.get(site, {})
        if not said and not named:
            return None
        notices: list[Value] = [
            {"until": iso_time(until), "statement": statement_record(one)}
            for one, until in said.values()
        ]
        documents: dict[str, Value] = {key: list(urls) for key, urls in named.items()}
        return {"notices": notices, "named": documents}

    def restore(self, site: str, value: Value) -> None:
        """Take up what was known of a site; ValueError where it is something else."""
        if not isinstance(value, dict):
            raise ValueError("a site's memory is an object")
        notices, named = value.get("notices", []), value.get("named", {})
        if not isinstance(notices, list) or not isinstance(named, dict):
            raise ValueError("a site's memory has notices and named documents")
        known = self._found.setdefault(site, {})
        for one in notices:
            if not isinstance(one, dict) or not isinstance(one.get("statement"), dict):
                raise ValueError("a notice has a statement")
            statement = read_statement(one["statement"])
            known.setdefault(statement.quote, (statement, epoch(str(one.get("until")))))
        for signal, urls in named.items():
            for url in urls if isinstance(urls, list) else ():
                self.name(site, signal, str(url))
