"""A store whose every text is hostile, and the pages that are made of it."""

from datetime import date

from newscrawler.items import Article
from newscrawler.policy import Permission, Purpose, Scope
from newscrawler.policy.model import Fault, Place, Preference, Stage, Statement
from newscrawler.policy.objection import Objection
from newscrawler.policy.record import Value
from newscrawler.purpose import UNDECLARED, in_order
from newscrawler.report.blocks import Page, Section, State, Table
from newscrawler.report.people_page import publisher_page, report_page
from newscrawler.report.view import About, Grant, View, view
from newscrawler.report.wording import Words, read_words
from newscrawler.storage.counting import ALL, Chosen
from newscrawler.storage.database import Store
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.report.sites import SILENT, heard
from tests.storage.samples import NOW, decision

DAY = 86_400
HOST = "gazette.example"
SITE = f"https://{HOST}"
EVIL = "</script><img src=x onerror=alert(1)>\u202e\x07{{ 7 * 7 }}'\"&"
SHOWN = "\ufffd"
LINKS = "javascript:alert(1)//"
SHUT = "User-agent: *\nDisallow: /\n"
PARAGRAPH = (
    "The harbour opened again on Monday after eleven weeks of repairs, and three hundred"
    " people came to see the first ferry leave for the islands in the rain. "
)


def statement(quote: str = EVIL, signal: str = "notice", **given: object) -> Statement:
    told: dict[str, object] = {
        "signal": signal,
        "purposes": frozenset((Purpose.AI_TRAIN,)),
        "preference": Preference.DISALLOWED,
        "scope": Scope.PAGE,
        "document": f"{LINKS}{EVIL}",
        "quote": quote,
        "spec": "house",
        "place": Place(selector=EVIL),
    }
    return Statement(**{**told, **given})  # type: ignore[arg-type]  # a test's own


def fill(store: Store) -> None:
    """Write what a site with hostile texts leaves: kept, refused, put off, withdrawn."""
    run = store.begin_run("news", {}, "1", NOW)
    heard(store, run, SILENT, NOW)
    heard(store, run, SHUT, NOW + DAY)
    fault = Fault(f"{SITE}/robots.txt", EVIL, NOW + 300)
    for at in range(3):
        url = f"{SITE}/{at}/{EVIL}"
        store.record(run, decision(url, stage=Stage.ACQUIRE, at=NOW + at * DAY))
        store.record(run, decision(url, statement(), at=NOW + at * DAY))
    store.record(run, decision(f"{SITE}/late", faults=(fault,), source=EVIL))
    for at, name in enumerate(("one", "two", "gone")):
        url = f"{SITE}/kept/{name}"
        body = f"{PARAGRAPH * 4}{name}" if name != "gone" else "Short."
        allowed = statement("I allow it", preference=Preference.ALLOWED)
        kept = decision(url, allowed, at=NOW + at)
        found = Article(url=url, headline=EVIL, articleBody=body)
        store.keep(run, kept, found, url, name)
    for held in list(held_articles(store)):
        if held.url.endswith("gone"):
            withdraw(store, run, held.number, decision(held.url, statement(), at=NOW))
    store.end_run(run, NOW + 3 * DAY, {"coverage": {EVIL: COVERAGE}})


COVERAGE: dict[str, Value] = {
    "articles": 2,
    "doubtful": 1,
    "fields": {"headline": 2, EVIL: 1},
}


def about() -> About:
    scope = (f"{HOST}/*",)
    day = date(2023, 1, 1), date(2023, 12, 1)
    found = Permission(EVIL, EVIL, scope, frozenset((Purpose.TDM,)), *day)
    return About(
        agent="newscrawler",
        user_agent="newscrawler/1 (+https://desk.test/bot)",
        contact=f"{LINKS}{EVIL}",
        purposes=in_order(UNDECLARED),
        declared=False,
        profile="strict",
        when_silent="allow",
        scrapy="2",
        grants=(Grant("gazette", found, "ending", State.WAIT),),
        objections=(Objection(EVIL, date(2023, 1, 1), scope, EVIL, EVIL, "o.toml"),),
        names={"gazette": EVIL},
    )


def seen(store: Store, chosen: Chosen = ALL, words: Words | None = None) -> Page:
    """Return the page of a store: the report, or a publisher's."""
    with store.reading() as connection:
        found: View = view(
            connection, chosen, about(), words or read_words("en"), NOW + 3 * DAY
        )
        return report_page(found) if chosen.host is None else publisher_page(found)


def section(page: Page, name: str) -> Section:
    return next(one for one in page.sections if one.id == name)


def tables(page: Page, name: str) -> list[Table]:
    found = section(page, name).blocks
    return [one for one in found if isinstance(one, Table)]
