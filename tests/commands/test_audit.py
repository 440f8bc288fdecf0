"""``audit``: source by purpose, over fixture sites, and no article fetched."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from scrapy.settings import Settings

from newscrawler.commands.audit import AuditSpider, chosen
from newscrawler.configuring.configuration import read_configuration
from newscrawler.policy import Decision
from newscrawler.spiders.fixtures import fixtures_folder
from tests.crawling import crawl
from tests.wire.running import Ran, run

FIXTURES = ("audit", "--fixtures")
SITES = {
    "NEWSCRAWLER_FIXTURES": str(fixtures_folder() / "sites"),
    "NEWSCRAWLER_SOURCES": str(fixtures_folder() / "sources"),
}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("audit",), "sources/nothing: not found"),
        ((*FIXTURES, "closed-couriers"), "did you mean closed-courier?"),
        ((*FIXTURES, "--jsno"), "unknown option '--jsno'"),
        ((*FIXTURES, "--junit", "none/x.xml"), "--junit none/x.xml: No such file"),
        ((*FIXTURES, "--junit", "."), "--junit .: is a folder"),
        ((*FIXTURES, "-s", "NEWSCRAWLER_PURPOSES=serach"), "'serach' is no purpose"),
        ((*FIXTURES, "-s", "NEWSCRAWLER_STORE=x"), "NEWSCRAWLER_STORE is no store"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    nothing = ("-s", "NEWSCRAWLER_SOURCES=sources/nothing")
    ran = run(tmp_path, *arguments, *(nothing if arguments == ("audit",) else ()))

    assert (ran.code, ran.out) == (2, ""), ran.err
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("audit: ")
    assert words in ran.lines[0]


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("harbour-gazette", 0, "acquire allow; search unknown"),
        ("botlist-times", 3, "ai-train: refused by proxy-tokens"),
        ("closed-courier", 3, "acquire, search, archive, ai-input, ai-train, tdm: ref"),
        ("foggy-herald", 4, "deferred by fault: “503 Service Unavailable”"),
        ("nusakita", 3, "refused by notice: “Dilarang mengambil konten"),
        ("minerva-post", 3, "ai-input, ai-train, tdm: refused by tdmrep"),
    ],
)
def test_the_exit_code_is_the_worst_of_the_declared_purposes(
    tmp_path: Path, source: str, code: int, words: str
) -> None:
    ran = run(tmp_path, *FIXTURES, source)

    assert ran.code == code, ran.err
    assert ran.out.startswith(f"{source}: acquire ")
    assert words in ran.out
    assert len(ran.lines) == 1


def test_json_and_junit_have_the_same_sources(tmp_path: Path) -> None:
    ran = run(
        tmp_path, *FIXTURES, "botlist-times", "nusakita", "--json", "--junit", "a.xml"
    )

    assert (ran.code, ran.err) == (3, "")
    records = json.loads(ran.out)
    assert [one["source"] for one in records] == ["botlist-times", "nusakita"]
    assert records[0]["purposes"]["ai-train"]["verdict"] == "refuse"
    assert records[0]["purposes"]["ai-train"]["preference"] == "disallowed"
    assert records[0]["purposes"]["search"]["verdict"] == "allow"
    suites = etree.fromstring((tmp_path / "a.xml").read_bytes())
    assert [one.get("failures") for one in suites] == ["1", "5"]


def test_what_is_not_declared_does_not_refuse(tmp_path: Path) -> None:
    search = ("-s", "NEWSCRAWLER_PURPOSES=search")
    ran = run(tmp_path, *FIXTURES, "botlist-times", *search)

    assert ran.code == 0, ran.out
    assert "search unknown; not declared: " in ran.out


PAPER = """\
id = "paper"
name = "Paper"
home = "https://paper.test/"
domains = ["paper.test"]
[[permission]]
id = "p-1"
grantor = "Paper Ltd"
scope = ["paper.test/*"]
purposes = ["search"]
valid_from = 2020-01-01
valid_until = 2020-12-31
"""


def test_unheard_documents_defer_and_permissions_are_looked_through(
    tmp_path: Path,
) -> None:
    site = tmp_path / "sites" / "paper.test"
    site.mkdir(parents=True)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "paper.toml").write_text(PAPER, "utf-8")
    (site / "site.toml").write_text(
        '["/.well-known/tdmrep.json"]\nstatus = 503\n', "utf-8"
    )
    (site / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    (site / "index.html").write_text("<p>Open.", "utf-8")
    given = ("-s", "NEWSCRAWLER_FIXTURES=sites")
    ran = run(tmp_path, "audit", *given)

    assert ran.code == 4, ran.out
    assert "permission p-1: lifts nothing: no document on file" in ran.out
    assert "tdmrep.json; again after " in ran.out


NAMED = {  # by the home pages of the fixtures, and by a robots.txt
    "https://costa-brisa.example/condiciones-de-uso",
    "https://echo-de-valbrume.example/conditions-generales",
    "https://paper-and-string.example/licence.xml",
    "https://veenstad-courant.example/gebruiksvoorwaarden",
}


FOUND = {  # on the home pages of sources that list nothing
    "https://bergfurter-anzeiger.example/aktuell.rss",
    "https://botlist-times.example/rss",
    "https://echo-de-valbrume.example/flux.xml",
    "https://wolkenbacher-rundschau.example/feed/alle.atom",
}


def test_no_article_is_fetched(tmp_path: Path) -> None:
    found: dict[str, Decision] = {}
    registry = read_configuration(Settings(SITES)).registry
    assert registry is not None
    crawled = crawl(
        AuditSpider, tmp_path, SITES, sources=chosen(registry, ()), found=found
    )

    homes = {one.home for one in registry.sources}
    known = ("/robots.txt", "/.well-known/", "/ai.txt", "/trust.txt")
    pages = [one for one in crawled.requests if not any(k in one for k in known)]
    assert pages
    assert set(pages) >= NAMED
    feeds = {url for one in registry.sources for url in one.feeds}
    assert feeds <= set(pages)
    assert set(pages) <= homes | NAMED | feeds | FOUND
    assert set(found) == {one.id for one in registry.sources}
    assert crawled.items == []
    assert crawled.articles() == []


OPEN = "User-agent: *\nAllow: /\nDisallow: /closed.xml\n"
RIGHTS = (
    "<copyright>The contents of this website may not be used to train artificial"
    " intelligence without written permission.</copyright>"
)
FEED = f"<rss version='2.0'><channel><title>Paper</title>{RIGHTS}</channel></rss>"


def paper(folder: Path, feeds: str, home: str = "") -> None:
    site = folder / "sites" / "paper.test"
    site.mkdir(parents=True)
    (folder / "sources").mkdir()
    listed = PAPER.partition("[[permission]]")[0]
    (folder / "sources" / "paper.toml").write_text(f"{listed}{feeds}", "utf-8")
    files = {"robots.txt": OPEN, "index.html": f"<title>Paper</title>{home}<p>Open."}
    for name, text in (files | dict.fromkeys(("feed.xml", "closed.xml"), FEED)).items():
        (site / name).write_text(text, "utf-8")


def asked(folder: Path, command: str, *words: str) -> tuple[Ran, set[str]]:
    """Return what a command said, and which feeds it asked for."""
    given = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-L", "DEBUG", *words)
    ran = run(folder, command, *given)
    found = re.findall(r"Crawled \(200\) <GET https://paper\.test/(\w+\.xml)", ran.err)
    return ran, set(found)


LISTED = 'feeds = ["https://paper.test/feed.xml", "https://paper.test/closed.xml"]\n'
LINKED = '<link rel=alternate type="application/rss+xml" href="/{}.xml">'


@pytest.mark.parametrize(
    ("feeds", "home", "expected"),
    [
        (LISTED, "", (3, {"feed.xml"})),
        ("", LINKED.format("feed"), (3, {"feed.xml"})),
        ("", LINKED.format("closed"), (0, set())),
        ('sections = ["https://paper.test/"]\n', LINKED.format("feed"), (0, set())),
    ],
    ids=["listed", "of the home page", "closed by robots.txt", "not a crawl's"],
)
@pytest.mark.parametrize("command", ["audit", "explain"])
def test_feeds_are_heard_before_the_first_crawl_as_by_one(
    tmp_path: Path,
    feeds: str,
    home: str,
    expected: tuple[int, set[str]],
    command: str,
) -> None:
    paper(tmp_path, feeds, home)
    words = () if command == "audit" else ("https://paper.test/2026/11/01/a.html",)
    (tmp_path / "sites/paper.test/2026/11/01").mkdir(parents=True)
    (tmp_path / "sites/paper.test/2026/11/01/a.html").write_text("<title>A</title><p>A")
    ran, found = asked(tmp_path, command, *words)

    assert (ran.code, found) == expected, ran.err
    assert ("may not be used to train" in ran.out) is (ran.code == 3)


def test_what_a_crawl_has_read_of_late_is_not_asked_again(tmp_path: Path) -> None:
    paper(tmp_path, LISTED)
    run(tmp_path, "crawl", "news", "-s", "NEWSCRAWLER_FIXTURES=sites")
    ran, found = asked(tmp_path, "audit")

    assert (ran.code, found) == (3, set())
    assert "may not be used to train" in ran.out
