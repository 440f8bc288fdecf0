"""May a page out of an archive be kept? The same gate, with the policies of then.

Documents that were captured within a day of the page are heard as captured; the others
as of now, asked for as any policy document; the decision says which. Each page has a
gate of its own: what was captured says nothing of how a host is to be asked today.
"""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from weakref import WeakKeyDictionary

from newscrawler.address import authority, host_of, parents, robots_url
from newscrawler.archives.captured import Captured
from newscrawler.configuring.configuration import Configuration
from newscrawler.extensions import Records
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Preference, Scope, Statement
from newscrawler.policy.lasting import HostState
from newscrawler.policy.model import quoted
from newscrawler.policy.permission import Listing

SPEC = "house: policies as captured within a day of the page, else as of now"

Hear = Callable[[str | Page], Awaitable[None]]


class Archived:
    """Judges archived pages; ``gate`` and ``hear`` are those of today.

    ``decisions`` is where the decision on a page is found by whoever would keep it.
    """

    def __init__(
        self,
        found: Configuration,
        gate: Gate,
        hear: Hear,
        decisions: MutableMapping[Page, Decision],
    ) -> None:
        self._configuration = found
        self._today = gate
        self._hear = hear
        self._decisions = decisions
        self._places: WeakKeyDictionary[Page, str] = WeakKeyDictionary()
        self._memory: dict[str, HostState] = {}
        self._listings: dict[str, list[Listing] | None] = {}
        self._recorded: set[str] = set()

    def place_of(self, page: Page) -> str | None:
        """Return the file and record that a page is out of, None if it was fetched."""
        return self._places.get(page)

    async def judge(
        self, page: Page, place: str, captured: Captured, records: Records
    ) -> Decision:
        """Return the decision on a page, which is recorded; ``place``: where it is."""
        records.remembering.bar(self._today.listed.barred, page.url)
        gate = self._gate_for(page.url)
        then = self._as_captured(gate, page, captured, records)
        now = await self._as_of_now(gate, page)
        copied = records.remembering.copied(page)
        decision = gate.after_fetch(page, time.time(), copied=copied)
        for state in gate.hosts.changed():
            self._memory[state.host] = replace(state, pause=None)
        said = self._known_today(page.url)
        said.append(_origin(page, place, then, now))
        decision = replace(decision, statements=(*decision.statements, *said))
        records.decided(decision)
        self._decisions[page] = decision
        self._places[page] = place
        return decision

    def _gate_for(self, url: str) -> Gate:
        host = host_of(url)
        gate = self._configuration.gate(self._listings_of(host))
        gate.listed.barred = self._today.listed.barred
        for one in {host, gate.listed.site(host)}:
            if one in self._memory:
                gate.hosts.restore(self._memory[one])
        return gate

    def _listings_of(self, host: str) -> list[Listing] | None:
        """Return the sources that concern a host, None if no registry is used."""
        registry = self._configuration.registry
        if registry is None:
            return None
        if host not in self._listings:
            names = {host, *parents(host)}
            self._listings[host] = [
                one
                for one in registry.listings()
                if names & {name.lower() for name in (*one.domains, *one.hosts)}
            ]
        return self._listings[host]

    def _as_captured(
        self, gate: Gate, page: Page, captured: Captured, records: Records
    ) -> list[str]:
        """Let a gate hear what was captured; return which documents, and when."""
        site = authority(page.url)
        assert site is not None, "an archived page has a web address"
        assert page.fetched_at is not None, "and a date"
        said = []
        for one in captured.of_site(robots_url(site), page.fetched_at):
            gate.learn(one.document, time.time())
            said.append(one.document.url)
            if one.place not in self._recorded:
                # under its place: what somebody's archive says is never heard of a host
                records.heard(replace(one.document, url=one.place), 0)
                self._recorded.add(one.place)
        return said

    async def _as_of_now(self, gate: Gate, page: Page) -> list[str]:
        """Let a gate hear the other documents as they are today; return which."""
        said: list[str] = []
        while wanted := gate.wants(page, time.time()):
            if not said:
                await self._hear(page)
            for url in wanted:
                self._learn_today(gate, url)
            said += wanted
        return said

    def _learn_today(self, gate: Gate, url: str) -> None:
        """Let a gate learn what today's gate knows of a document, a failure too."""
        hearings, now = self._today.hearings, time.time()
        robots = hearings.robots(url)
        document = hearings.document_at(url)
        if robots is not None and robots.document.url == url:
            document = robots.document
        before = hearings.before_move(url)
        if before is not None:
            gate.learn(before, now)
        if document is not None:
            gate.learn(document, now, tries=max(hearings.tries(url) - 1, 0))
        elif hearings.is_unheard(url):
            fault = hearings.fault(url, now)
            problem = fault.problem if fault is not None else "went unheard"
            unheard = Document(url, now, problem=problem)
            gate.learn(unheard, now, tries=max(hearings.tries(url) - 1, 0))
        else:
            gate.hearings.forbid(url, now, "not there, or not to be asked for, today")

    def _known_today(self, url: str) -> list[Statement]:
        """Return the notices that other crawls found on a site, and what lifts them."""
        known = self._today.known_of(url, time.time())
        return [one for one in known if one.signal in ("notice", "reading")]


def _origin(page: Page, place: str, then: list[str], now: list[str]) -> Statement:
    """Return where a page is from, and as of when each document was heard."""
    parts = [f"out of {place}"]
    if then:
        parts.append(f"as captured: {', '.join(then)}")
    if now:
        parts.append(f"as of now: {', '.join(now)}")
    return Statement(
        signal="archive",
        purposes=frozenset(),
        preference=Preference.ALLOWED,
        scope=Scope.PAGE,
        document=place,
        quote=quoted("; ".join(parts)),
        spec=SPEC,
        sha256=page.sha256,
        fetched_at=page.fetched_at,
    )
