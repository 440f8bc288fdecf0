"""May we request this URL, and may we keep and use what came back?

Sans-I/O, as in h11: the gate says which documents it wants, its caller fetches them
and lets it learn what came back, then asks for a decision. ``now`` (epoch seconds) is
an argument everywhere. What was not heard is a fault, and a fault is never ALLOW.

    while wanted := gate.wants(url, now): ...gate.learn(document, now)
    gate.before_fetch(url, now)
    while wanted := gate.wants(page, now): ...gate.learn(document, now)
    gate.after_fetch(page, now)
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from newscrawler.address import authority, host_of, robots_url
from newscrawler.page import Page
from newscrawler.policy import answer
from newscrawler.policy.copies import RefusedText, copy_statements
from newscrawler.policy.decision import Decision
from newscrawler.policy.formats.robots_agents import is_product_token
from newscrawler.policy.hearing import RETRY_AFTER
from newscrawler.policy.hearings import Hearings
from newscrawler.policy.lasting import HostStates
from newscrawler.policy.listed import Listed, Listings
from newscrawler.policy.model import (
    Document,
    Fault,
    Profile,
    Stage,
    Statement,
    Terms,
    WhenSilent,
)
from newscrawler.policy.objection import Objection
from newscrawler.policy.operator import UNKNOWN, Operator
from newscrawler.policy.pace import Pace
from newscrawler.policy.permission import Listing, lifting_statements
from newscrawler.policy.proxy import Proxy, read_proxy
from newscrawler.policy.reading import Said
from newscrawler.policy.signals import all_signals
from newscrawler.policy.site_memory import SiteMemory
from newscrawler.policy.site_words import Sites
from newscrawler.policy.visit import Visit
from newscrawler.purpose import UNDECLARED, Purpose


class Gate:
    """Hears what sites publish and decides. Keeps what it heard in memory.

    ``purposes``: what the articles are for, None for "not declared" (everything but
    research). ``sources``: the registry, None for none. ``private_hosts`` may be reached.
    """

    def __init__(
        self,
        *,
        agent: str = "newscrawler",
        purposes: Iterable[Purpose | str] | None = None,
        profile: Profile | str = Profile.STRICT,
        when_silent: WhenSilent | str = WhenSilent.ALLOW,
        meets: Iterable[str] = (),
        sources: Iterable[Listing] | Listings | None = None,
        objections: Iterable[Objection] = (),
        private_hosts: Iterable[str] = (),
        proxy: Proxy | str = 1,
        operator: Operator = UNKNOWN,
    ) -> None:
        declared = UNDECLARED if purposes is None else frozenset(map(Purpose, purposes))
        if not declared:
            raise ValueError("no purpose is declared: leave it out, or name one")
        if not is_product_token(agent):
            raise ValueError(f"no product token, RFC 9309 section 2.2.1: {agent!r}")
        self.terms = Terms(
            agent=agent,
            purposes=declared,
            profile=Profile(profile),
            when_silent=WhenSilent(when_silent),
            meets=frozenset(meets),
            proxy=read_proxy(proxy),
            operator=operator,
        )
        self.listed = Listed(sources, private_hosts, objections)
        self.hearings = Hearings()
        self._sites = Sites(all_signals(), self.hearings)
        self.pace = Pace(self.hearings, agent)
        self._memory = SiteMemory()
        self.hosts = HostStates(self.pace, self._memory, self.listed)

    def declaring(self, purposes: frozenset[Purpose]) -> "Gate":
        """Return a gate for other purposes, which knows and learns what this one does."""
        other = copy(self)
        other.terms = replace(self.terms, purposes=purposes)
        other._sites = Sites(all_signals(), self.hearings)  # noqa: SLF001  its own class
        return other

    def wants(self, subject: str | Page, now: float) -> tuple[str, ...]:
        """Return the URLs of documents to fetch next, none when all was heard.

        robots.txt comes first and alone; the others only as it allows.
        """
        url = subject if isinstance(subject, str) else subject.url
        site = authority(url)
        if site is None or not self.listed.is_open(url, now):
            return ()
        if self.pace.fault(url, now) is not None:
            return ()
        if not self.hearings.is_fresh(robots_url(site), now):
            return (robots_url(site),)
        if not self.hearings.is_let_in(url):
            return ()
        visit = self._visit(url, now, subject if isinstance(subject, Page) else None)
        due = self._sites.due(visit)
        wanted = (self._wanted(one, now) for one in due.documents)
        return tuple(dict.fromkeys(one for one in wanted if one is not None))

    def learn(
        self, document: Document, now: float, *, tries: int | None = None
    ) -> None:
        """Take in what came back for a wanted document, a failure too.

        ``tries``: the failures before it, where they are known from elsewhere.
        """
        self.hearings.learn(document, now, tries=tries)

    def before_fetch(
        self,
        url: str,
        now: float,
        *,
        stage: Stage = Stage.USE,
        hops: Sequence[Page] = (),
    ) -> Decision:
        """Return whether a URL may be requested, by all that is known before.

        ``stage``: how far its page is to go. ACQUIRE is for a feed, sitemap or section
        page, read for its links alone: what is said of uses does not concern it.
        ``hops``: redirects that led here; strict, their denials count.
        """
        visit = self._visit(url, now)
        statements, faults = self._read_all(visit, hops, stage)
        closed = self.pace.closed(url, now)
        faults += [closed] if closed is not None else []
        statements = self._at_stage(stage, visit, statements)
        return self._decision(Stage.ACQUIRE, visit, statements, faults)

    def after_fetch(
        self,
        page: Page,
        now: float,
        *,
        stage: Stage = Stage.USE,
        hops: Sequence[Page] = (),
        copied: Iterable[tuple[RefusedText, int]] = (),
    ) -> Decision:
        """Return whether a page may be kept; ``stage``, ``hops`` as for ``before_fetch``.

        ``copied``: the refused texts that it repeats, with the number of paragraphs.
        """
        visit = self._visit(page.url, now, page)
        self.pace.learn(page, now)
        statements, faults = self._read_all(visit, hops, stage)
        faults += answer.page_faults(page, stage, now)
        feed, tells = answer.telling_feed(page, stage, now)
        if feed is not None:
            self.hearings.learn(feed, now)
        self.hosts.learn(page, statements, now, tells)
        statements += copy_statements(copied, page.url)
        self.pace.took(page.url, now)
        statements = self._at_stage(stage, visit, statements)
        return self._decision(stage, visit, statements, faults)

    def unfetched(
        self, url: str, problem: str, now: float, *, is_final: bool = False
    ) -> Decision:
        """Return the decision on a page that could not be had; ``is_final``: ever."""
        visit = self._visit(url, now)
        statements, faults = self._read(visit)
        fault = Fault(url, problem, None if is_final else now + RETRY_AFTER[0])
        return self._decision(Stage.ACQUIRE, visit, statements, [*faults, fault])

    def known_of(self, url: str, now: float) -> list[Statement]:
        """Return what is known of a URL, without asking anybody."""
        return self._read(self._visit(url, now))[0]

    def may_ask(self, url: str, now: float) -> bool:
        """Tell whether robots.txt lets us request a policy document."""
        statements, faults = self._read_robots(url, now)
        return not faults and not any(map(answer.is_denial, statements))

    def _wanted(self, url: str, now: float) -> str | None:
        """Return what to fetch for a document: itself, or its host's robots.txt."""
        site = authority(url)
        if site is None or self.hearings.is_fresh(url, now):
            return None
        closed_to = self.listed.closed_to(url, now)
        if closed_to is not None:
            self.hearings.forbid(url, now, f"at {closed_to}")
            return None
        if self.pace.fault(url, now) is not None:
            return None
        if not self.hearings.is_fresh(robots_url(site), now):
            return robots_url(site)
        statements, faults = self._read_robots(url, now)
        closed = self.pace.closed(url, now)
        faults += [closed] if closed is not None else []
        if faults:
            self.hearings.postpone(url, now, faults[0])
        elif any(map(answer.is_denial, statements)):
            self.hearings.forbid(url, now, "forbidden by robots.txt")
        else:
            return url
        return None

    def _read_robots(self, url: str, now: float) -> Said:
        site = authority(url)
        if site is None:
            return [], [Fault(url, "no http or https address")]
        statements, faults = self._sites.read_robots(self._visit(url, now))
        return statements, faults + self._faults((robots_url(site),), now)

    def _visit(self, url: str, now: float, page: Page | None = None) -> Visit:
        robots = self.hearings.robots(url)
        site = self.listed.site(host_of(url))
        return Visit(
            url=url,
            terms=self.terms,
            now=now,
            robots=robots.robots if robots is not None else None,
            robots_document=robots.document if robots is not None else None,
            document_at=self.hearings.document_at,
            before_move=self.hearings.before_move,
            is_unheard=self.hearings.is_unheard,
            page=page,
            names=self.listed.names(host_of(url)),
            earlier=self._memory.named(site),
            pages_with=partial(self._memory.pages_with, site),
            site=site,
        )

    def _at_stage(
        self, stage: Stage, visit: Visit, statements: list[Statement]
    ) -> list[Statement]:
        if stage is Stage.ACQUIRE:
            return [one for one in statements if not one.purposes]
        return statements + self.listed.beyond_links(visit.url)

    def _read(self, visit: Visit) -> Said:
        """Return all that is stated of a visit, and whom we could not hear."""
        site = authority(visit.url)
        if site is None:
            return [], [Fault(visit.url, "no http or https address")]
        statements = self.listed.statements(visit.url, visit.now)
        if not self.listed.is_open(visit.url, visit.now):
            return statements, []
        said, faults = self._sites.read(visit)
        said += self._memory.recall(self.listed.site(site.host), visit.now)
        statements += dict.fromkeys(said)  # each once, in order
        listing = self.listed.listing(site.host)
        if listing is not None:
            notices = [one for one in said if one.signal == "notice"]
            url, now = visit.url, visit.now
            statements += lifting_statements(listing, url, notices, now)
        faults += self._faults((robots_url(site),), visit.now)
        faults += self._faults_of_documents(visit)
        pause = self.pace.fault(visit.url, visit.now)  # told first: the rest's cause
        return statements, ([pause] if pause is not None else []) + faults

    def _read_all(self, visit: Visit, hops: Sequence[Page], stage: Stage) -> Said:
        """Return the same, and what the redirects that led there deny."""
        on_the_way = (self._visit(one.url, visit.now, one) for one in hops)
        carried = [self._read(one) for one in on_the_way if one.is_strict]
        return answer.with_hops(self._read(visit), carried, self.terms, stage)

    def _faults_of_documents(self, visit: Visit) -> list[Fault]:
        """Return the documents that ought to have been heard and were not."""
        if not self.hearings.is_let_in(visit.url):
            return []
        due = self._sites.due(visit)
        unheard = self._faults(due.documents, visit.now)
        return answer.due_faults(visit.url, due, unheard, self.hearings.is_given_up)

    def _faults(self, urls: Iterable[str], now: float) -> list[Fault]:
        found = (self.hearings.fault(url, now) for url in urls)
        return [one for one in found if one is not None]

    def _decision(
        self,
        stage: Stage,
        visit: Visit,
        statements: Sequence[Statement],
        faults: Sequence[Fault],
    ) -> Decision:
        listing = self.listed.listing(host_of(visit.url))
        source = listing.source if listing is not None else None
        return answer.decision(stage, visit, source, (statements, faults))
