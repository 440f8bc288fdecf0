"""A gate that has heard a site, for tests: nothing in it is a stand-in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from newscrawler.page import Page
from newscrawler.policy import (
    Decision,
    Document,
    Gate,
    Listing,
    Permission,
    Preference,
    Profile,
    Purpose,
    Scope,
    Statement,
    Verdict,
    WhenSilent,
)
from newscrawler.policy.model import Place
from newscrawler.policy.objection import Objection
from newscrawler.policy.operator import UNKNOWN, Operator
from newscrawler.policy.proxy import Proxy
from newscrawler.policy.signals import all_signals
from newscrawler.policy.site_words import Sites
from newscrawler.policy.visit import Signal, Visit

SITE = "https://gazette.example"
URL = f"{SITE}/a/1"
ROBOTS = f"{SITE}/robots.txt"
TDMREP = f"{SITE}/.well-known/tdmrep.json"
SITE_FILES = ("/ai.txt", "/trust.txt", "/.well-known/trust.txt")
NOW = 1_795_000_000.0
"""A day in November 2026."""

Headers = tuple[tuple[str, str], ...]


def document(
    url: str,
    body: str | bytes = b"",
    status: int | None = 200,
    headers: Headers = (),
    problem: str | None = None,
    at: float = NOW,
) -> Document:
    octets = body.encode() if isinstance(body, str) else body
    return Document(url, at, status, headers, octets, problem=problem)


def page(
    html: str = "<p>News.",
    url: str = URL,
    headers: Headers = (),
    status: int = 200,
) -> Page:
    return Page(html.encode(), url, headers, status=status, fetched_at=NOW)


def gate(
    *documents: Document,
    purposes: Iterable[Purpose | str] | None = None,
    profile: Profile = Profile.STRICT,
    when_silent: WhenSilent = WhenSilent.ALLOW,
    meets: Iterable[str] = (),
    sources: Iterable[Listing] | None = None,
    objections: Iterable[Objection] = (),
    private_hosts: Iterable[str] = (),
    proxy: Proxy | str = 1,
    operator: Operator = UNKNOWN,
) -> Gate:
    """Return a gate that has learnt the documents, in order."""
    found = Gate(
        purposes=purposes,
        profile=profile,
        when_silent=when_silent,
        meets=meets,
        sources=sources,
        objections=objections,
        private_hosts=private_hosts,
        proxy=proxy,
        operator=operator,
    )
    for one in documents:
        found.learn(one, one.fetched_at)
        if one.url.endswith("/robots.txt"):
            learn_site_files(found, one.url.removesuffix("/robots.txt"), one.fetched_at)
    return found


def learn_site_files(found: Gate, site: str = SITE, at: float = NOW) -> None:
    """Let a gate know that a site has none of the files that few sites have."""
    for path in SITE_FILES:
        found.learn(document(site + path, status=404, at=at), at)


def silent_site(site: str = SITE, at: float = NOW) -> tuple[Document, Document]:
    """Return the documents of a site that says nothing."""
    return (
        document(f"{site}/robots.txt", status=404, at=at),
        document(f"{site}/.well-known/tdmrep.json", status=404, at=at),
    )


def robots(text: str | bytes, site: str = SITE, at: float = NOW) -> Document:
    return document(f"{site}/robots.txt", text, at=at)


ALLOW, REFUSE, DEFER = Verdict.ALLOW, Verdict.REFUSE, Verdict.DEFER
NOTICE = "No part of this website may be used to train AI."
AI_TRAIN = frozenset((Purpose.AI_TRAIN,))

LISTING = Listing("gazette", ("gazette.example",), owner="Gazette Media Ltd")
PERMISSION = Permission(
    id="gzm-1",
    grantor="Gazette Media Ltd",
    scope=("gazette.example/a/*",),
    purposes=frozenset(Purpose),
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
)
NO_TRAINING = "User-agent: *\nContent-Signal: ai-train=no"


def problems(decision: Decision) -> list[tuple[str, str]]:
    return [(one.document, one.problem) for one in decision.faults]


def with_signal(found: Gate, signal: Signal) -> Gate:
    """Return the gate with one more way of stating a preference."""
    found._sites = Sites((*all_signals(), signal), found.hearings)
    return found


def notice_signal(
    text: str = NOTICE, scope: Scope = Scope.SITE, holder: str | None = None
) -> Signal:
    """Return a signal that reads a notice off pages below /a/."""

    def statements(visit: Visit) -> Iterator[Statement]:
        if visit.page is not None and "/a/" in visit.url:
            yield Statement(
                signal="notice",
                purposes=AI_TRAIN,
                preference=Preference.DISALLOWED,
                scope=scope,
                document=visit.page.url,
                quote=text,
                spec="test",
                place=Place(selector="footer"),
                holder=holder,
            )

    return Signal("notice", statements)


def permitting(**changes: object) -> Gate:
    """Return a gate at a site that forbids training, with a permission on file."""
    permission = replace(PERMISSION, **changes)  # type: ignore[arg-type]  # by name
    listing = replace(LISTING, permissions=(permission,))
    heard = (robots(NO_TRAINING), document(TDMREP, status=404))
    return gate(*heard, sources=[listing])
