"""A crawl that kept nothing says why: the real crawler, over sites that give nothing."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newscrawler.spiders.news import NewsSpider
from tests.crawling import Crawled, crawl
from tests.wire.world import CLOSED, OPEN, World, story

HOST = "https://paper.test"
RSS = "<rss version='2.0'><channel><title>Paper</title>{}</channel></rss>"
ITEM = "<item><link>https://paper.test/{}</link>{}</item>"
DATED = "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>"
FEED = f'feeds = ["{HOST}/feed.xml"]\n'
SECTION = f'sections = ["{HOST}/news"]\n'


@dataclass(frozen=True)
class Case:
    """A site, how its source lists it, and the beginnings of what is said."""

    says: tuple[str, ...]
    listed: str = FEED
    files: Mapping[str, str] = field(default_factory=dict)
    toml: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


LINKS = "".join(f"<a href=/tag/{name}>{name}</a>" for name in ("a", "b", "c"))
NAMED = {"feed.xml": RSS.format(ITEM.format("a-12345.html", ""))}
CASES = {
    "the feed is empty": Case(
        ("empty: 1 feed, sitemap or section names no page: paper-test",),
        files={"feed.xml": RSS.format("")},
    ),
    "nothing is newer": Case(
        ("nothing newer than -a since: 1 entry is from before: paper-test",),
        files={"feed.xml": RSS.format(ITEM.format("a-12345.html", DATED))},
        arguments={"since": "2026-11-20"},
    ),
    "no link looks like an article": Case(
        ("no link looks like an article: 3 were looked at: paper-test",),
        SECTION,
        {"news": f"<html lang=en><title>News</title><body>{LINKS}</body></html>"},
        '["/news"]\nheaders = { "Content-Type" = "text/html" }\n',
    ),
    "the feed is none": Case(
        ("not read: 1 listing is none, or forbids to follow its links: paper-test",),
        files={"feed.xml": "this is a letter, and no feed at all"},
    ),
    "links are not to be followed": Case(
        ("not read: 1 listing is none, or forbids",),
        SECTION,
        {
            "news": "<html><meta name=robots content=nofollow><body>"
            "<a href=/2026/11/20/a-12345.html>A</a></body></html>"
        },
        '["/news"]\nheaders = { "Content-Type" = "text/html" }\n',
    ),
    "all is refused": Case(
        ("refused by robots-rules: “User-agent: * / Disallow: /” [",),
        files={**NAMED, "robots.txt": CLOSED},
    ),
    "robots.txt is unreachable": Case(
        (
            "deferred by fault: “503 Service Unavailable” [https://paper.test/robots.txt",
        ),
        files=NAMED,
        toml='["/robots.txt"]\nstatus = 503\n',
    ),
    "the feed is gone": Case(
        ("not there: 1 page or listing answered 404 or 410",),
        files={},
    ),
    "the page is no article": Case(
        ("no article: 1 page was read and holds none",),
        files={**NAMED, "a-12345.html": "<title>A</title><p>Soon.</p>"},
    ),
}


def site(folder: Path, case: Case) -> World:
    world = World(folder)
    world.site("paper.test", {"robots.txt": OPEN, **case.files}, case.toml)
    world.source("paper.test", case.listed)
    return world


def said(crawled: Crawled) -> tuple[str, ...]:
    return crawled.records.outcomes.watched.nothing


@pytest.mark.parametrize("name", CASES)
def test_a_crawl_says_why_there_is_nothing(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    world = site(tmp_path, case)
    crawled = crawl(NewsSpider, tmp_path, world.settings(), **case.arguments)

    found = said(crawled)
    assert len(found) == len(case.says), found
    for words, expected in zip(found, case.says, strict=True):
        assert words.startswith(expected)


def test_an_unreachable_robots_txt_is_told_by_name(tmp_path: Path) -> None:
    world = site(tmp_path, CASES["robots.txt is unreachable"])

    (words,) = said(world.news())
    assert "; again after 20" in words
    assert words.endswith("nothing is asked before it is heard")


CONTENT_SIGNAL = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n"
REFUSALS = {
    "a.test": ({"robots.txt": CLOSED}, ""),
    "b.test": ({"robots.txt": CLOSED}, ""),
    "c.test": ({"robots.txt": CONTENT_SIGNAL}, ""),
    "d.test": ({}, '["/feed.xml"]\nstatus = 451\n'),
    "e.test": ({}, '["/feed.xml"]\nstatus = 402\n'),
    "f.test": ({"robots.txt": "User-agent: GPTBot\nDisallow: /\n"}, ""),
}


def test_the_three_commonest_refusals_are_told(tmp_path: Path) -> None:
    world = World(tmp_path)
    for host, (files, toml) in REFUSALS.items():
        page = {name: text.replace("paper", host[0]) for name, text in NAMED.items()}
        here = {"robots.txt": OPEN, "a-12345.html": story("Boat"), **page, **files}
        world.site(host, here, toml)
        world.source(host, FEED.replace("paper", host[0]))

    found = said(world.news())
    signals = [one.split(" ")[2] for one in found]
    assert len(found) == 4
    assert found[-1] == "refused for other reasons: 1"
    assert set(signals[:2]) == {"robots-rules", "http-status"}
    assert "(2 times)" in found[0]
    assert "(2 times)" in found[1]


def test_what_is_known_is_nothing_new(tmp_path: Path) -> None:
    world = site(tmp_path, Case((), files={**NAMED, "a-12345.html": story("Boat")}))
    first, second = world.news(), world.news()

    assert said(first) == ()
    assert said(second)[0].startswith("nothing new: 1 article was found that is in")


def test_what_waits_is_not_due(tmp_path: Path) -> None:
    toml = '["/a-12345.html"]\nstatus = 500\n'
    world = site(tmp_path, Case((), files=NAMED, toml=toml))
    first, second = world.news(), world.news()

    assert said(first)[0].startswith("deferred by fault: “500 Internal Server Error")
    assert "again after" in said(first)[0]
    assert said(second) == (
        "not due: 1 URL that an earlier crawl deferred waits for its time",
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "no URL was given on stdin"),
        (
            "https://other.test/a.html\n",
            "of 1 URL on stdin none is of the chosen source",
        ),
    ],
)
def test_what_stdin_gave_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, words: str
) -> None:
    world = site(tmp_path, Case((), files=NAMED))
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    crawled = crawl(
        NewsSpider, tmp_path, world.settings(), urls="-", source="paper-test"
    )

    assert said(crawled) == (words,)


def test_what_is_not_due_is_told(tmp_path: Path) -> None:
    world = site(tmp_path, Case((), files={"feed.xml": RSS.format("")}))
    crawl(NewsSpider, tmp_path, world.settings())

    again = crawl(NewsSpider, tmp_path, world.settings())

    assert said(again) == (
        "not due: 1 listing is asked again at its time, or by -a ask=all",
    )
