"""The gate beside a simple model of it, through whatever happens in whichever order.

A site changes what it says, permissions come and go, answers fail, processes end and
begin again, time passes. Nothing is asked for or kept without a decision that what was
heard last permits, and what consent took away is gone after a recheck.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Permission, Verdict
from newscrawler.policy.lasting import HostState
from newscrawler.policy.reconsider import is_lost, reconsidered
from tests.policy.asked import (
    LISTING,
    NOTICE,
    NOW,
    PERMISSION,
    ROBOTS,
    SITE,
    TDMREP,
    document,
)
from tests.policy.asked import gate as gate_of
from tests.policy.sites_say import ROBOTS_SAYS, TDMREP_SAYS

HOUR, DAY = 60 * 60.0, 24 * 60 * 60.0
URLS = (f"{SITE}/a/1", f"{SITE}/a/2")

OFTEN_OPEN = st.sampled_from([*["open"] * 6, *sorted(ROBOTS_SAYS)])
OFTEN_ABSENT = st.sampled_from([*["absent"] * 4, *sorted(TDMREP_SAYS)])
NEWS = "News of the harbour."
LETS_IN = ("absent", "open", "no training")
RESERVES = ("no training", "reserved")
UNHEARD = ("busy", "broken", "challenge")


@dataclass
class Site:
    """What the site would answer now."""

    robots: str = "open"
    tdmrep: str = "absent"
    status: int = 200
    header: str | None = None
    words: str = NEWS

    def document(self, url: str, now: float) -> Document:
        status, body = {
            ROBOTS: ROBOTS_SAYS[self.robots],
            TDMREP: TDMREP_SAYS[self.tdmrep],
        }.get(url, (404, ""))
        problem = "the connection broke" if status is None else None
        return document(url, body, status, problem=problem, at=now)

    def page(self, url: str, now: float) -> Page:
        headers = [("content-type", "text/html"), ("retry-after", "7200")]
        headers += [("x-robots-tag", self.header)] if self.header else []
        body = f"<article><p>{self.words}</p></article>".encode()
        return Page(body, url, tuple(headers), status=self.status, fetched_at=now)

    @property
    def page_reserves(self) -> bool:
        return self.header is not None or self.words == NOTICE


@dataclass(frozen=True)
class Heard:
    """What the model knows of a document: what it said last, and when."""

    said: str
    at: float


class GateMachine(RuleBasedStateMachine):
    """One site, one gate after another, and what they kept."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.site = Site()
        self.permission: Permission | None = None
        self.stored: dict[str, tuple[Document, int]] = {}
        self.states: dict[str, HostState] = {}
        self.kept: dict[str, tuple[Decision, bool]] = {}
        self.heard: dict[str, Heard] = {}
        self.wait_until = 0.0
        self.notice_until = 0.0
        self.has_happened = False
        self.gate = self.begun()

    # the world

    @rule(robots=OFTEN_OPEN, tdmrep=OFTEN_ABSENT)
    def documents_change(self, robots: str, tdmrep: str) -> None:
        self.site.robots, self.site.tdmrep = robots, tdmrep
        self.time_passes(DAY)
        self.crawl(URLS[0])

    @rule(
        header=st.sampled_from([None, None, "noai"]),
        words=st.sampled_from([NEWS, NEWS, NOTICE]),
        status=st.sampled_from([200, 200, 200, 403, 404, 429, 500]),
        url=st.sampled_from(URLS),
    )
    def pages_change(
        self, header: str | None, words: str, status: int, url: str
    ) -> None:
        self.site.header, self.site.words, self.site.status = header, words, status
        self.crawl(url)

    @rule(url=st.sampled_from(URLS))
    def site_falls_silent(self, url: str) -> None:
        self.site = Site()
        self.crawl(url)

    @rule(seconds=st.sampled_from([60.0, HOUR, 3 * HOUR, DAY, 2 * DAY, 45 * DAY]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    # the operator

    @rule(is_permitted=st.booleans(), url=st.sampled_from(URLS))
    def permission_changes(self, is_permitted: bool, url: str) -> None:  # noqa: FBT001
        """The registry is read at a start: with it comes another gate."""
        until = self.today() + timedelta(days=30)
        permission = replace(PERMISSION, valid_until=until)
        self.permission = permission if is_permitted else None
        self.restart()
        self.crawl(url)

    @rule(url=st.sampled_from(URLS))
    def a_reserved_page_is_permitted_and_no_more(self, url: str) -> None:
        """It is kept by its permission alone, and goes with the permission's end."""
        self.site = Site(header="noai")
        self.permission_changes(True, url)
        self.time_passes(45 * DAY)
        self.recheck()
        self.crawl(url)

    @rule()
    def restart(self) -> None:
        self.remember()
        self.gate = self.begun()

    def begun(self) -> Gate:
        permissions = (self.permission,) if self.permission is not None else ()
        listing = replace(LISTING, permissions=permissions)
        found = gate_of(sources=[listing])
        for host in found.hosts.unasked(URLS[0]):
            if host in self.states:
                found.hosts.restore(self.states[host])
        return found

    def remember(self) -> None:
        for state in self.gate.hosts.changed():
            self.states[state.host] = state

    # the crawl

    def hear(self, gate: Gate, subject: str | Page, *, anew: bool = False) -> None:
        while wanted := gate.wants(subject, self.now):
            for url in wanted:
                known = self.stored.get(url)
                if known is not None and not anew and not gate.hearings.knows(url):
                    found, tries = known
                    gate.learn(found, found.fetched_at, tries=max(tries - 1, 0))
                    if gate.hearings.is_fresh(url, self.now):
                        continue
                self.ask_document(gate, url)

    def ask_document(self, gate: Gate, url: str) -> None:
        """A document is asked for: robots.txt any time, others as it lets us in."""
        assert self.now >= self.wait_until, "its host asked us to wait"
        if url != ROBOTS:
            robots = self.heard.get(ROBOTS)
            assert robots is not None, "robots.txt comes first"
            assert robots.said in (*LETS_IN, "closed path"), robots
            assert self.now - robots.at <= DAY
        found = self.site.document(url, self.now)
        gate.learn(found, self.now)
        self.stored[url] = (found, gate.hearings.tries(url))
        said = {ROBOTS: self.site.robots, TDMREP: self.site.tdmrep}.get(url, "absent")
        self.heard[url] = Heard(said, self.now)

    @rule(url=st.sampled_from(URLS))
    def crawl(self, url: str) -> None:
        self.hear(self.gate, url)
        before = self.gate.before_fetch(url, self.now)
        if before.verdict is Verdict.ALLOW:
            self.ask_page(url)
        else:
            assert not self.is_silent(), before

    def ask_page(self, url: str) -> None:
        assert self.now >= self.wait_until, "its host asked us to wait"
        robots = self.heard[ROBOTS]
        assert robots.said in LETS_IN, robots
        assert self.now - robots.at <= DAY
        page = self.site.page(url, self.now)
        self.hear(self.gate, page)
        decision = self.gate.after_fetch(page, self.now)
        is_reserved = self.is_reserved()
        if self.site.status in (429, 503):
            self.wait_until = self.now + 7200
        if self.site.status == 200 and self.site.words == NOTICE:
            self.notice_until = self.now + DAY
        if self.site.status != 200 or self.site.page_reserves:
            self.has_happened = True
        if decision.verdict is Verdict.ALLOW:
            assert self.site.status == 200
            assert self.is_proven() or not is_reserved, decision
            assert self.heard[TDMREP].said not in UNHEARD
            assert self.now - self.heard[TDMREP].at <= DAY
            self.kept[url] = (decision, self.site.page_reserves)
        else:
            assert not self.is_silent(), decision
        self.remember()

    # what is right

    def is_proven(self) -> bool:
        """The permission on file ends with its last day, in UTC."""
        permission = self.permission
        return permission is not None and self.today() <= permission.valid_until

    def today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()

    def is_reserved(self) -> bool:
        said = {one.said for one in self.heard.values()}
        is_known = self.now < self.notice_until
        return is_known or self.site.page_reserves or bool(said & set(RESERVES))

    def is_silent(self) -> bool:
        """The site says nothing against us, nor has it on any page before."""
        is_open = all(one.said in ("absent", "open") for one in self.heard.values())
        return is_open and not self.has_happened and self.site == Site()

    @precondition(lambda self: self.kept)
    @rule()
    def recheck(self) -> None:
        """A command of its own: the crawl begins again after it."""
        self.restart()
        gate = self.gate
        if gate.pace.fault(URLS[0], self.now) is not None:
            return  # nobody is asked, and who went unheard has refused nothing
        for url in tuple(self.kept):
            self.hear(gate, url, anew=True)
            if is_lost(reconsidered(gate, self.kept[url][0], self.now)):
                del self.kept[url]
        self.nothing_stays_against_consent()

    def nothing_stays_against_consent(self) -> None:
        if self.site.robots in UNHEARD or self.site.tdmrep in UNHEARD:
            return
        for _, page_reserves in self.kept.values():
            assert self.site.robots in LETS_IN
            reserved = {self.site.robots, self.site.tdmrep} & set(RESERVES)
            assert self.is_proven() or not (reserved or page_reserves)

    @initialize()
    def nobody_has_been_asked(self) -> None:
        assert self.gate.before_fetch(URLS[0], self.now).verdict is Verdict.DEFER

    @invariant()
    def what_is_kept_was_allowed(self) -> None:
        for decision, _ in self.kept.values():
            assert decision.verdict is Verdict.ALLOW
            assert not decision.faults


GateMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestGate = GateMachine.TestCase
