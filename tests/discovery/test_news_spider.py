"""The news spider's discovery, over sites of its own: what it asks for, and what not."""

import gzip
import io
from pathlib import Path

import pytest

from newscrawler.handlers import FIXTURE_HANDLERS
from newscrawler.report.outcome import Outcome
from newscrawler.report.summary import sentence
from newscrawler.spiders.news import NewsSpider
from tests.crawling import Crawled, crawl
from tests.wire.running import run

SOURCE = """id = "paper"
name = "The Paper"
home = "https://paper.test/"
domains = ["paper.test"]
"""
TEXT = "".join(
    f"<p>The harbour council met on day {day} to count its boats, and counted them"
    " twice, for the first count and the second had differed by one.</p>"
    for day in range(12)
)
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
POLICIES = ("robots.txt", "ai.txt", "trust.txt", "tdmrep.json")
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def write(folder: Path, **files: str | bytes) -> None:
    for name, text in files.items():
        path = folder / "sites" / "paper.test" / name.replace("__", "/")
        path = path.with_name(path.name.replace("_xml", ".xml").replace("_txt", ".txt"))
        path = path.with_name(path.name.replace("_toml", ".toml"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def article(folder: Path, *paths: str) -> None:
    for path in paths:
        at = folder / "sites" / "paper.test" / path.lstrip("/")
        at.parent.mkdir(parents=True, exist_ok=True)
        name = f"Boats counted at {path.strip('/').replace('/', ' ')}"
        markup = f"<html lang=en><title>{name}</title><article><h1>{name}</h1>"
        time = '<time datetime="2026-11-02T10:00:00Z">2 November 2026</time>'
        at.write_text(f"{markup}{time}<p>{name}.</p>{TEXT}</article>", "utf-8")


def entry(path: str, **dates: str) -> str:
    fields = "".join(f"<{key}>{value}</{key}>" for key, value in dates.items())
    return f"<url><loc>https://paper.test{path}</loc>{fields}</url>"


def news(folder: Path, registry: str = SOURCE, **arguments: str) -> Crawled:
    write(folder, robots_txt="User-agent: *\nAllow: /\n")
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "paper.toml").write_text(registry, "utf-8")
    settings = {
        "NEWSCRAWLER_FIXTURES": str(folder / "sites"),
        "NEWSCRAWLER_SOURCES": str(folder / "sources"),
        "DOWNLOAD_HANDLERS": FIXTURE_HANDLERS,
    }
    return crawl(NewsSpider, folder, settings, **arguments)


def paths(crawled: Crawled) -> list[str]:
    found = [url.removeprefix("https://paper.test") for url in crawled.requests]
    return [one.partition("#")[0] for one in found if not one.endswith(POLICIES)]


MAPPED = SOURCE + 'sitemaps = ["https://paper.test/map.xml"]\n'


def test_a_sitemap_is_followed_and_its_lists_are_not(tmp_path: Path) -> None:
    pages = (
        entry("/2026/11/01/a.html", lastmod="2026-11-01"),
        entry("/2026/11/02/b.html", lastmod="2026-11-02"),
        entry("/tag/boats"),
        entry("/2026/11/02/b.html?utm_source=map"),
        entry("/b.jpg"),
    )
    write(tmp_path, map_xml=MAP.format("".join(pages)))
    article(tmp_path, "/2026/11/01/a.html", "/2026/11/02/b.html")

    asked = paths(news(tmp_path, MAPPED))

    assert {one for one in asked if "." in one} == {
        "/map.xml",
        "/2026/11/02/b.html",
        "/2026/11/01/a.html",
    }
    assert "/tag/boats" not in asked


def test_of_a_sitemap_the_newest_is_asked_for_first(tmp_path: Path) -> None:
    dated = zip("bac", ("2026-11-02", "2026-11-01", "2026-10-01"), strict=True)
    pages = (entry(f"/{name}-12345.html", lastmod=day) for name, day in dated)
    write(tmp_path, map_xml=MAP.format("".join(reversed(list(pages)))))

    asked = paths(news(tmp_path, MAPPED, limit="1"))

    assert [one for one in asked if "12345" in one] == ["/b-12345.html"]


def test_an_index_that_names_itself_ends(tmp_path: Path) -> None:
    loop = "".join(
        f"<sitemap><loc>https://paper.test/{name}</loc></sitemap>"
        for name in ("map.xml", "deep.xml?a=1", "more.xml.gz")
    )
    deep = loop.replace("a=1", "a=2&amp;b=2")
    write(
        tmp_path,
        map_xml=INDEX.format(loop),
        deep_xml=INDEX.format(deep),
        more_xml=b"",
    )
    more = tmp_path / "sites" / "paper.test" / "more.xml.gz"
    more.write_bytes(gzip.compress(MAP.format(entry("/2026/11/02/b.html")).encode()))
    article(tmp_path, "/2026/11/02/b.html")

    crawled = news(tmp_path, MAPPED)

    assert crawled.records.outcomes.total(Outcome.KEPT) == 1
    assert len(paths(crawled)) < 12


FED = SOURCE + 'feeds = ["https://feeds.test/paper.rss", "https://paper.test/gone"]\n'


def test_a_feeds_host_gives_feeds_and_no_articles(tmp_path: Path) -> None:
    article(tmp_path, "/a.html")
    host = tmp_path / "sites" / "feeds.test"
    host.mkdir()
    (host / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    links = ("https://paper.test/a.html", "https://feeds.test/b.html")
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    (host / "paper.rss").write_text(
        f"<rss version='2.0'><channel>{items}</channel></rss>", "utf-8"
    )

    crawled = news(tmp_path, FED)

    outcomes = crawled.records.outcomes
    assert "https://feeds.test/paper.rss" in crawled.requests
    assert "https://feeds.test/b.html" not in crawled.requests
    assert [one.url for one in crawled.articles()] == ["https://paper.test/a.html"]
    assert outcomes.total(Outcome.REFUSED) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_feed_that_is_not_there_has_refused_nobody(
    tmp_path: Path, status: int
) -> None:
    write(tmp_path, site_toml=f'["/gone"]\nstatus = {status}\n')
    crawled = news(tmp_path, SOURCE + 'feeds = ["https://paper.test/gone"]\n')

    outcomes = crawled.records.outcomes
    assert outcomes.total(Outcome.REFUSED) == 0
    assert outcomes.total(Outcome.MISSING) == 1
    assert sentence(outcomes) == "0 kept, 0 refused, 0 deferred, 1 not there."
    assert outcomes.watched.nothing == (
        "not there: 1 page or listing answered 404 or 410",
    )


def test_since_leaves_out_what_is_from_before(tmp_path: Path) -> None:
    pages = (
        entry("/a-10001.html", lastmod="2026-10-30"),
        entry("/b-10002.html", lastmod="2026-11-02"),
        entry("/2026/10/01/c.html"),
    )
    write(tmp_path, map_xml=MAP.format("".join(pages)))
    article(tmp_path, "/a-10001.html", "/b-10002.html", "/2026/10/01/c.html")

    asked = paths(news(tmp_path, MAPPED, since="2026-11-01"))

    assert "/b-10002.html" in asked
    assert not {"/a-10001.html", "/2026/10/01/c.html"} & set(asked)


def test_limit_bounds_what_is_new_of_each_source(tmp_path: Path) -> None:
    made = [f"/2026/11/0{day}/a.html" for day in range(1, 8)]
    write(tmp_path, map_xml=MAP.format("".join(entry(path) for path in made)))
    article(tmp_path, *made)

    first = news(tmp_path, MAPPED, limit="3")
    second = news(tmp_path, MAPPED, limit="3", ask="all")

    assert len(set(made) & set(paths(first))) == 3
    assert first.records.outcomes.total(Outcome.KEPT) == 3
    assert second.records.outcomes.total(Outcome.KEPT) == 3
    assert not set(made) & set(paths(first)) & set(paths(second))


def test_urls_of_stdin_are_asked_for_where_they_are_listed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    article(tmp_path, "/a.html", "/b.html")
    lines = (
        "# mine\n\nhttps://paper.test/a.html\n  https://paper.test/b.html#top \n"
        "https://elsewhere.test/c.html\nftp://paper.test/d\nnot a url\n"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))

    crawled = news(tmp_path, urls="-")

    assert [one for one in paths(crawled) if one.endswith(".html")] == [
        "/a.html",
        "/b.html",
    ]
    assert not [url for url in crawled.requests if "elsewhere" in url]
    assert crawled.records.outcomes.total(Outcome.REFUSED) == 1
    warned = [one.getMessage() for one in caplog.records if one.name.endswith("stdin")]
    assert warned == [
        "stdin: 'ftp://paper.test/d' is no http or https address",
        "stdin: 'not a url' is no http or https address",
    ]


def test_urls_of_stdin_may_be_of_one_source_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article(tmp_path, "/a.html")
    lines = "https://paper.test/a.html\nhttps://elsewhere.test/c.html\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))

    crawled = news(tmp_path, urls="-", source="paper")

    assert crawled.records.outcomes.total(Outcome.KEPT) == 1
    assert crawled.records.outcomes.total(Outcome.REFUSED) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"limit": "0"}, "-a limit=0: write a number from 1 on"),
        ({"limit": "-1"}, "-a limit=-1: write"),
        ({"limit": "many"}, "-a limit=many: write"),
        ({"limit": ""}, "-a limit=: write"),
        ({"since": "yesterday"}, "-a since='yesterday': write a date, 2026-11-01"),
        ({"urls": "list.txt"}, "-a urls=list.txt: write -a urls=-"),
        ({"ask": "some"}, "-a ask=some: write -a ask=all, or leave it out"),
        ({"since": "2026-11-01", "limit": "5", "urls": "-"}, None),
        ({}, None),
    ],
)
def test_a_mistake_is_told_beforehand(
    arguments: dict[str, str], words: str | None
) -> None:
    found = NewsSpider.problem(arguments)

    assert found == words if words is None else (found or "").startswith(words)


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "crawl", "fixtures", "-a", "since=yesterday")

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1), ran.err
    assert ran.lines[0].startswith("crawl: -a since='yesterday': write a date")
