"""What has a site said on its pages about the whole site?"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from newscrawler.page import Page
from newscrawler.policy.formats.terms_links import terms_links
from newscrawler.policy.hearing import DAY
from newscrawler.policy.model import Preference, Scope, Statement, quoted
from newscrawler.policy.permission import quote_sha256
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

MOST_DOUBTFUL, MOST_PAGES = 256, 3
"""Sentences of a site that are counted, and pages of each: our choice. Of too many one
is forgotten that stood on the fewest pages.
"""

RENEWED = 60 * 60
"""Seconds after which a notice that is seen again is remembered anew: our choice."""

MOST = 64
"""Notices that are remembered of a site, those found last, and documents of a kind: our
choice.
"""

_NONE_NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class SiteMemory:
    """Site-wide notices by site, each until it has to be looked for again.

    And the documents that its pages named for the whole site, by signal.
    """

    def __init__(self) -> None:
        self._found: dict[str, dict[str, tuple[Statement, float]]] = {}
        self._named: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._doubtful: dict[str, dict[str, dict[str, str]]] = {}
        self._changed: set[str] = set()

    def pages_with(self, site: str, sentence: str) -> tuple[tuple[str, str], ...]:
        """Return hash and URL of the site's pages on which a doubtful sentence stood."""
        known = self._doubtful.get(site, {}).get(quote_sha256(quoted(sentence)), {})
        return tuple((sha256, url) for url, sha256 in known.items())

    def name(self, site: str, signal: str, url: str) -> None:
        """Remember a document that speaks for a site."""
        named = self.named(site)
        known = named.get(signal, ())
        if url not in known and len(known) < MOST:
            self._named[site] = {**named, signal: (*known, url)}
            self._changed.add(site)

    def named(self, site: str) -> Mapping[str, tuple[str, ...]]:
        """Return the documents that speak for a site, by signal: while they are the
        same, the same object.
        """
        return self._named.get(site, _NONE_NAMED)

    def learn(
        self, site: str, page: Page, statements: Iterable[Statement], now: float
    ) -> None:
        """Remember what a page says for its site, and where its terms stand."""
        if page.status >= 300:
            return
        for one in statements:
            self._count(site, page, one)
            is_notice = one.signal == "notice" and one.scope is Scope.SITE
            is_own = is_notice and one.document == page.url
            if not is_own or one.preference is Preference.ALLOWED:
                continue
            known = self._found.setdefault(site, {})
            before = known.get(one.quote)
            if before is None or before[1] < now + CHECKED_AGAIN - RENEWED:
                known[one.quote] = (one, now + CHECKED_AGAIN)
                self._changed.add(site)
        _forget_first(self._found.get(site, {}))
        for url in terms_links(page, site):
            self.name(site, TERMS, url)

    def _count(self, site: str, page: Page, one: Statement) -> None:
        """Remember on which pages a sentence stands that does not bind yet."""
        is_doubtful = one.signal == "notice" and one.preference is Preference.UNKNOWN
        if not is_doubtful or one.document != page.url:
            return
        known, key = self._doubtful.setdefault(site, {}), quote_sha256(one.quote)
        pages = known.get(key, {})
        if page.url in pages or len(pages) >= MOST_PAGES:
            return
        known[key] = pages | {page.url: page.sha256}
        _forget_rarest(known)
        self._changed.add(site)

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
        said, named = self._found.get(site, {}), self.named(site)
        doubtful = self._doubtful.get(site, {})
        if not said and not named and not doubtful:
            return None
        notices: list[Value] = [
            {"until": iso_time(until), "statement": statement_record(one)}
            for one, until in said.values()
        ]
        documents: dict[str, Value] = {key: list(urls) for key, urls in named.items()}
        pages: dict[str, Value] = {
            key: dict[str, Value](on) for key, on in doubtful.items()
        }
        return {"notices": notices, "named": documents, "doubtful": pages}

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
            until = epoch(str(one.get("until")))
            before = known.get(statement.quote)
            if before is None or before[1] < until:
                known[statement.quote] = (statement, until)
        _forget_first(known)
        doubtful = value.get("doubtful", {})
        if not isinstance(doubtful, dict):
            raise ValueError("doubtful sentences are an object")
        pages = self._doubtful.setdefault(site, {})
        for key, on in doubtful.items():
            known_on = on.items() if isinstance(on, dict) else ()
            pages.setdefault(key, {url: str(sha256) for url, sha256 in known_on})
        _forget_rarest(pages)
        for signal, urls in named.items():
            for url in urls if isinstance(urls, list) else ():
                self.name(site, signal, str(url))


def _forget_first(known: dict[str, tuple[Statement, float]]) -> None:
    """Forget the notices beyond the bound that are to be looked for again first."""
    while len(known) > MOST:
        del known[min(known, key=lambda quote: known[quote][1])]


def _forget_rarest(known: dict[str, dict[str, str]]) -> None:
    """Forget the sentences beyond the bound that stood on the fewest pages.

    Never the last one: a new sentence has stood on one page by its nature.
    """
    while len(known) > MOST_DOUBTFUL:
        *before, _ = known
        del known[min(before, key=lambda sentence: len(known[sentence]))]
