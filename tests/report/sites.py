"""A store with an article of a site that said something, for tests to vary."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Listing, Permission, Reading
from newscrawler.policy.record import decision_id
from newscrawler.purpose import Purpose
from newscrawler.storage.database import Store
from tests.storage.samples import NOW, article

SITE = "https://gazette.example"
URL = f"{SITE}/news/rain"
SILENT = "User-agent: *\nAllow: /\n"
TODAY = datetime.fromtimestamp(NOW, UTC).date()


def listing(*permissions: Permission, readings: tuple[Reading, ...] = ()) -> Listing:
    return Listing(
        "gazette",
        ("gazette.example",),
        owner="Gazette Ltd",
        permissions=permissions,
        readings=readings,
    )


def permission(until: date, *purposes: str) -> Permission:
    return Permission(
        "gz-1",
        "Gazette Ltd",
        ("gazette.example/*",),
        frozenset(map(Purpose, purposes or ("ai-train",))),
        date(2020, 1, 1),
        until,
    )


def heard(store: Store, run: int, robots: str | int, at: float) -> None:
    """Let a site answer: robots.txt as given, or by its status; nothing else is there."""
    gate = Gate(sources=[listing()])
    while wanted := gate.wants(URL, at):
        for url in wanted:
            found = Document(url, at, 404)
            if url.endswith("/robots.txt"):
                is_text = isinstance(robots, str)
                body = robots.encode() if isinstance(robots, str) else b""
                status = 200 if is_text else int(robots)
                found = Document(url, at, status, (), body)
            gate.learn(found, at)
            store.keep_hearing(run, found)
    assert not gate.wants(URL, at)


def judged(
    robots: str,
    html: str = "<p>Rain.",
    of: Listing | None = None,
    purposes: Iterable[str] = ("search",),
    at: float = NOW,
) -> Decision:
    """Return what the real gate says of the article's page."""
    gate = Gate(purposes=purposes, sources=[of or listing()])
    gate.learn(Document(f"{SITE}/robots.txt", at, 200, (), robots.encode()), at)
    while wanted := gate.wants(URL, at):
        for url in wanted:
            gate.learn(Document(url, at, 404), at)
    page = Page.from_html(html.encode(), URL, {}, at)
    while wanted := gate.wants(page, at):
        for url in wanted:
            gate.learn(Document(url, at, 404), at)
    return gate.after_fetch(page, at)


def keep(store: Store, run: int, decision: Decision) -> str:
    """Keep an article by a decision; return its id."""
    store.keep(run, decision, article(URL), URL, "1")
    return decision_id(decision)
