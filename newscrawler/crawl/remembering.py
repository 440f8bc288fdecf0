"""What does a crawl take up from those before it, and leave to those after it?

The state of hosts (pauses, what a site said on one page about all) and fingerprints of
what an origin's own notice refused. A store that fails ends the crawl: who cannot look
up what is known does not know whether he may.
"""

import time
from collections.abc import Callable, Sequence

from newscrawler.address import host_of
from newscrawler.crawl.store_failing import ending_crawl
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Gate, Preference, Stage, Verdict
from newscrawler.policy.copies import (
    RefusedText,
    fingerprint,
    marks_of,
    refused_text,
)
from newscrawler.policy.lasting import HostStates
from newscrawler.policy.objection import Barred
from newscrawler.storage.copy_rows import (
    find_copied,
    forget_refused,
    has_refused,
    keep_refused,
)
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.host_rows import find_hosts, keep_hosts
from newscrawler.storage.withdrawing import find_withdrawn, has_withdrawn


class Remembering:
    """Reads and writes it; without a store nothing outlasts the process.

    ``store`` gives the open one, None if there is none; ``failed`` ends the crawl and
    returns why.
    """

    def __init__(
        self, store: Callable[[], Store | None], failed: Callable[[StoreError], str]
    ) -> None:
        self._store = store
        self._failed = failed
        self._has_refused: bool | None = None
        self._has_withdrawn: bool | None = None

    def recall(self, hosts: HostStates, url: str) -> None:
        """Tell a gate what is known of a URL's host, once."""
        store = self._store()
        unasked = hosts.unasked(url) if store is not None else ()
        if store is None or not unasked:
            return
        with ending_crawl(self._failed):
            for state in find_hosts(store, unasked):
                try:
                    hosts.restore(state)
                except ValueError as error:
                    problem = f"what is known of {state.host} cannot be read: {error}"
                    raise StoreError(problem) from None

    def bar(self, barred: Barred, url: str) -> None:
        """Tell a gate if the article of a URL was withdrawn: it is refused."""
        store = self._store()
        if store is None:
            return
        with ending_crawl(self._failed):
            if self._has_withdrawn is None:
                self._has_withdrawn = has_withdrawn(store)
            words = find_withdrawn(store, url) if self._has_withdrawn else None
        if words is not None:
            barred.withdraw(url, words)

    def judge(
        self, gate: Gate, page: Page, hops: Sequence[Page], stage: Stage
    ) -> Decision:
        """Return the gate's decision on a page, and write down what it learnt."""
        copied = self.copied(page) if stage is Stage.USE else []
        now = time.time()
        found = gate.after_fetch(page, now, stage=stage, hops=hops, copied=copied)
        listing = gate.listed.listing(host_of(page.url))
        self.refused(page, found, listing.owner if listing is not None else None)
        self.remember(gate.hosts)
        return found

    def remember(self, hosts: HostStates) -> None:
        """Write down what a gate has learnt of hosts since it was asked last."""
        store = self._store()
        if store is not None:
            with ending_crawl(self._failed):
                keep_hosts(store, hosts.changed(), time.time(), hosts.joined)

    def copied(self, page: Page) -> list[tuple[RefusedText, int]]:
        """Return the refused texts that a page repeats, with the paragraphs in number."""
        return self._copied(lambda: fingerprint(page))

    def repeated(self, article: Article) -> list[tuple[RefusedText, int]]:
        """Return the refused texts that a kept article repeats, as ``copied``."""
        paragraphs = (article.articleBody or "").split("\n\n")
        return self._copied(lambda: marks_of(paragraphs))

    def _copied(
        self, marks: Callable[[], frozenset[int]]
    ) -> list[tuple[RefusedText, int]]:
        store = self._store()
        if store is None:
            return []
        with ending_crawl(self._failed):
            if self._has_refused is None:
                self._has_refused = has_refused(store)
            return find_copied(store, marks()) if self._has_refused else []

    def refused(self, page: Page, decision: Decision, owner: str | None) -> None:
        """Remember a text that its own origin's notice refused, before it is dropped.

        And forget it once the origin refuses it no more.
        """
        store = self._store()
        if store is not None and _is_free(decision):
            with ending_crawl(self._failed):
                if self._has_refused:
                    forget_refused(store, page.url)
        if store is None or decision.verdict is not Verdict.REFUSE:
            return
        if not any(one.signal == "notice" for one in decision.deciding):
            return
        marks = fingerprint(page)
        text = refused_text(page.url, decision, len(marks), owner)
        if text is not None:
            with ending_crawl(self._failed):
                keep_refused(store, text, marks, time.time())
                self._has_refused = True


def _is_free(decision: Decision) -> bool:
    """Tell whether a page may be kept, and no notice refuses any use of it.

    One that is allowed for search alone, or by a permission, is reserved all the same.
    """
    return decision.verdict is Verdict.ALLOW and not any(
        one.signal == "notice" and one.preference is Preference.DISALLOWED
        for one in decision.statements
    )
