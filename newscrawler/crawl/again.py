"""What does a crawl do with answers to what was asked for before? RFC 9110 section 13.

For the policy middleware: which validators go with a request, what an answer of 304
renews, and when a redirect says that an article is gone.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from newscrawler.crawl.standing import Known
from newscrawler.discovery.same_page import is_home
from newscrawler.extensions import Records
from newscrawler.page import Page
from newscrawler.policy import Decision, Gate, Stage, Verdict
from newscrawler.policy.answer import AT_HOME
from newscrawler.policy.renewing import not_modified

NOT_THERE = 404
"""What a redirect to a home page is taken for: our choice."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What an answer of 304 speaks of: an article, None for a listing."""

    known: Known | None


class Again:
    """Knows which pages of a crawl were had before; ``records`` are looked up late."""

    def __init__(self, gate: Gate, records: Callable[[], Records]) -> None:
        self._gate = gate
        self._records = records
        self._known: WeakKeyDictionary[Page, Known] = WeakKeyDictionary()

    def validators(self, url: str, stage: Stage) -> dict[str, str]:
        """Return the headers by which a page is asked for only if it has changed."""
        if stage is Stage.ACQUIRE:
            return self._records().listings.validators(url)
        return self._records().revisits.validators(self._gate, url)

    def came(self, page: Page, stage: Stage, trail: Sequence[str]) -> None:
        """Take note of a page that may be read, and keep a feed that is a document too."""
        heard = self._gate.hearings.heard(page.url)
        if heard is not None and heard.document.body is page.body:
            self._records().heard(heard.document, heard.tries)
        known = self._records().revisits.known(page.url, trail)
        if known is not None and stage is Stage.USE:
            self._known[page] = known

    def known_of(self, page: Page) -> Known | None:
        """Return what the article of a page was before, if it was asked for again."""
        return self._known.get(page)

    def renewable(self, page: Page, stage: Stage) -> Renewed | None:
        """Return what an answer of 304 renews, None if nothing: then it says nothing."""
        records = self._records()
        if stage is Stage.ACQUIRE:
            return Renewed(None) if records.listings.is_renewed(page) else None
        known = records.revisits.renewable(self._gate, page)
        return None if known is None else Renewed(known)

    def decided(self, renewed: Renewed, page: Page) -> Decision:
        """Return the decision of now on what an answer of 304 renews."""
        records, gate, now = self._records(), self._gate, time.time()
        if renewed.known is not None:
            of = renewed.known.standing
            copied = records.remembering.repeated(of.article)
            found = not_modified(gate, page, now, then=of.decision, copied=copied)
            said = gate.listed.barred.statements(of.canonical_url, now)
            found = replace(found, statements=(*found.statements, *said))
        else:
            found = not_modified(gate, page, now)
        records.remembering.remember(gate.hosts)
        return found

    def stays(self, renewed: Renewed, page: Page, decision: Decision) -> None:
        """Write that what was renewed may stay."""
        records = self._records()
        if renewed.known is not None:
            records.revisits.stays(renewed.known, page, decision)
            records.frontier.ended(page.url)
        else:
            records.listings.unchanged(page)

    def gone(self, target: str, hops: Sequence[Page]) -> Decision | None:
        """Return the decision on an article that leads to a home page; None for others.

        It is taken for an answer of 404: publishers send readers of what they took
        away there.
        """
        asked, *later = (hop.url for hop in hops)
        known = self._records().revisits.known(asked)
        if known is None or not is_home(target) or is_home(asked):
            return None
        now = time.time()
        decision = self._gate.unfetched(asked, AT_HOME, now, is_final=True)
        self._records().decided(decision, tuple(later))
        if decision.verdict is Verdict.REFUSE:
            self._records().revisits.missed(self._gate, known, decision, NOT_THERE)
        return decision
