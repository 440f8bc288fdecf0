"""What was had of an article before, and what comes of asking for it again?

A crawl asks conditionally only where an answer of 304 would be enough to decide anew;
what was kept and is refused now is withdrawn, what is gone too. A store that fails ends
the crawl.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from newscrawler.address import host_of
from newscrawler.crawl.standing import Known, is_sound, read_known, visit_of
from newscrawler.crawl.store_failing import ending_crawl
from newscrawler.discovery.revisit import (
    LOOKED_FOR_AGAIN,
    is_gone,
    next_article_visit,
)
from newscrawler.discovery.same_page import is_same_article
from newscrawler.downloading.exchange import conditions, is_of
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Gate, Verdict
from newscrawler.policy.reconsider import is_lost, kept_for, reconsidered, staying
from newscrawler.policy.record import decision_id
from newscrawler.policy.renewing import (
    ends_stay,
    gone,
    is_said_anew,
)
from newscrawler.report.outcome import Outcome
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.new_article import NewArticle
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.visit_rows import Visit, write_visits
from newscrawler.storage.withdrawing import Held, held_articles, withdraw

GONE = (404, 410)
"""Answers that nothing is there; a redirect to a home page is taken for the first."""

T = TypeVar("T")


class Revisits:
    """Reads and writes them; without a store nothing was ever had.

    ``store`` gives the open one, None if there is none; ``run`` its run; ``failed``
    ends the crawl and returns why; ``count`` takes what came of a URL.
    """

    def __init__(
        self,
        store: Callable[[], Store | None],
        run: Callable[[], int],
        failed: Callable[[StoreError], str],
        count: Callable[[Decision, Outcome], None],
    ) -> None:
        self._store = store
        self._run = run
        self._failed = failed
        self._count = count
        self._known: dict[str, Known] = {}
        self._whole: set[str] = set()

    def held(
        self, source: str | None = None, before: float | None = None
    ) -> Iterator[Held]:
        """Yield the stored articles, of a source or kept by a time alone."""
        store = self._store()
        assert store is not None, "checked before the crawl"
        with ending_crawl(self._failed):
            yield from held_articles(store, source, before)

    def withdraw(self, number: int, decision: Decision, owner: str | None) -> bool:
        """Take an article out of the store; False if somebody else has."""
        run = self._run()
        return self._do(lambda store: withdraw(store, run, number, decision, owner))

    def begin(self, url: str) -> Known | None:
        """Return what is known of a URL's article; from now on it is asked for again."""
        if self._store() is None:
            return None
        self._known.pop(url, None)
        known = self._do(lambda store: read_known(store, url))
        if known is not None:
            self._known[url] = known
        return known

    def known(self, url: str, trail: Sequence[str] = ()) -> Known | None:
        """Return what is known of what is asked for again and led to a URL."""
        return self._known.get((*trail, url)[0])

    def validators(self, gate: Gate, url: str) -> dict[str, str]:
        """Return the headers of a conditional request, RFC 9110 section 13.1.

        None of them where an answer without the page is not enough to decide by.
        """
        known = self._known.get(url)
        if known is None or url in self._whole or not is_sound(gate, known):
            return {}
        return conditions(known.visit)

    def renewable(self, gate: Gate, page: Page) -> Known | None:
        """Return what an answer of 304 renews, as it is in the store by now.

        None: nothing, and from now on the page is asked for as a whole.
        """
        before = self._known.get(page.url)
        known = self.begin(page.url)
        is_same = before is not None and known is not None and before == known
        if known and is_same and is_sound(gate, known) and is_of(page, known.visit):
            return known
        self._whole.add(page.url)
        return None

    def stays(self, known: Known, page: Page, decision: Decision) -> None:
        """Write that an article was not modified and may stay.

        Where its site says something else of its use, that is a version.
        """
        visit = replace(
            visit_of(page, decision.source, known, known.visit.read_at),
            body_sha256=known.visit.body_sha256,
            etag=page.header("etag") or known.visit.etag,
            last_modified=page.header("last-modified") or known.visit.last_modified,
        )
        then, article = known.standing.decision, known.standing.article
        assert then is not None, "it was renewed"
        self._known.pop(page.url, None)
        if not is_said_anew(then, decision):
            self._write(visit)
            self._count(decision, Outcome.UNCHANGED)
            return
        usage = {key.value: value.value for key, value in decision.usage.items()}
        told = replace(
            article,
            usage=usage,
            permission=decision.permission,
            decision=decision_id(decision),
        )
        self._do(lambda store: self._keep(store, known, told, decision, visit))
        self._count(decision, Outcome.CHANGED)

    def _keep(
        self,
        store: Store,
        known: Known,
        told: Article,
        decision: Decision,
        visit: Visit,
    ) -> None:
        of = known.standing
        new = store.prepare(
            self._run(), decision, told, of.canonical_url, of.content_hash
        )
        replaced = Replaced(of.number, is_said_anew=True)
        store.keep_all([replace(new, replaces=replaced, visit=visit)])

    def prepared(
        self,
        new: NewArticle,
        decision: Decision,
        page: Page | None,
        known: Known | None,
    ) -> NewArticle:
        """Return an article with when it is due again, and the version that it follows.

        ``page`` None: it was not fetched now.
        """
        if page is None:
            return new
        visit = visit_of(page, decision.source, known, time.time())
        if known is None:
            return replace(new, visit=visit)
        self._known.pop(known.visit.url, None)
        then = known.standing.decision
        is_moved = then is None or then.url != decision.url
        is_anew = is_moved or (then is not None and is_said_anew(then, decision))
        return replace(
            new, replaces=Replaced(known.standing.number, is_anew), visit=visit
        )

    def holds_none(self, known: Known, page: Page) -> None:
        """Write that a page holds no article now: the one that is kept stays."""
        visit = visit_of(page, known.visit.source, known, known.visit.read_at)
        self._end(
            known, replace(visit, url=known.visit.url, etag=None, last_modified=None)
        )

    def leads_elsewhere(self, known: Known) -> None:
        """Write that another article is where this one was, which stays as it is."""
        self._stay(known)

    def refused(
        self,
        gate: Gate,
        decision: Decision,
        trail: Sequence[str] = (),
        page: Page | None = None,
    ) -> None:
        """Write what follows for an article whose URL is refused now.

        ``page``: the answer, None where there was none. What is deferred waits in the
        frontier.
        """
        known = self.known(decision.url, trail)
        if known is None or decision.verdict is not Verdict.REFUSE:
            return
        if page is not None and page.status in GONE:
            self.missed(gate, known, decision, page.status)
        elif page is not None:
            is_same = is_same_article(known.visit.url, decision.url)
            found = _of_stay(gate, known, decision)
            is_over = is_same and ends_stay(found, page.status)
            self._leave(gate, known, found if is_over else None)
        elif gate.listed.is_askable(host_of(known.visit.url)):
            then, now = known.standing.decision, time.time()
            found = decision
            if then is not None:
                found = reconsidered(staying(then, gate), then, now)
            self._leave(gate, known, found if is_lost(found) else None)
        else:
            self._end(known, replace(known.visit, due_at=None))

    def missed(self, gate: Gate, known: Known, decision: Decision, status: int) -> None:
        """Write that nothing is there; who is missed twice, or gone, is withdrawn.

        ``decision`` says so; ``status``: 404, for a redirect to a home page too.
        """
        now, before = time.time(), known.visit.misses
        if is_gone([*[GONE[0]] * before, status]):
            why = ", ".join(one.problem for one in decision.faults)
            again = f"; as at {before} visits before" if before else ""
            then = known.standing.decision or decision
            self._leave(gate, known, gone(then, f"{why}{again}", now))
            return
        due_at = now + LOOKED_FOR_AGAIN
        visit = replace(known.visit, visited_at=now, due_at=due_at, misses=before + 1)
        self._end(known, visit)

    def _leave(self, gate: Gate, known: Known, over: Decision | None) -> None:
        """Withdraw an article by a decision; without one, ask again at its time."""
        if over is None:
            self._stay(known)
            return
        self._known.pop(known.visit.url, None)
        listing = gate.listed.listing(host_of(known.visit.url))
        owner = listing.owner if listing is not None else None
        if self.withdraw(known.standing.number, over, owner):
            self._count(over, Outcome.WITHDRAWN)

    def _stay(self, known: Known) -> None:
        now = time.time()
        due_at = next_article_visit(known.visit.found_at, now)
        self._end(known, replace(known.visit, visited_at=now, due_at=due_at))

    def _end(self, known: Known, visit: Visit) -> None:
        self._known.pop(known.visit.url, None)
        self._write(visit)

    def _write(self, visit: Visit) -> None:
        self._do(
            lambda store: store.transact(
                lambda batch: write_visits(batch.connection, [visit])
            )
        )

    def _do(self, work: Callable[[Store], T]) -> T:
        store = self._store()
        assert store is not None, "who asks has seen it"
        with ending_crawl(self._failed):
            return work(store)


def _of_stay(gate: Gate, known: Known, decision: Decision) -> Decision:
    """Return a decision on a page as it counts for the article kept from it."""
    then = known.standing.decision
    if then is None:
        return decision
    terms = replace(decision.terms, purposes=kept_for(then, gate))
    return replace(decision, terms=terms)
