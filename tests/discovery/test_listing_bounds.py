"""A listing that crosses a bound is read up to it, and a person is told which."""

from itertools import pairwise
from pathlib import Path

from newscrawler.discovery.wanted import MAX_DEPTH
from newscrawler.feed import MAX_ENTRIES
from newscrawler.spiders.news import MAX_SITEMAPS
from tests.crawling import Crawled
from tests.discovery.test_news_spider import INDEX, SOURCE, news, paths, write

FEED = "<rss version='2.0'><channel><title>A</title>{}</channel></rss>"
ITEM = "<item><link>https://paper.test/{}.jpg</link></item>"
LISTED = SOURCE + 'sitemaps = ["https://paper.test/a.xml"]\n'


def told(crawled: Crawled) -> list[str]:
    found = crawled.records.outcomes.watched.findings
    return [one.words for one in found if one.monitor == "too-much"]


def index(*names: str) -> str:
    return INDEX.format(
        "".join(
            f"<sitemap><loc>https://paper.test/{name}.xml</loc></sitemap>"
            for name in names
        )
    )


def test_indexes_that_name_each_other_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_xml=index("b", "a"), b_xml=index("a", "b"))
    crawled = news(tmp_path, LISTED)

    assert [one for one in paths(crawled) if one.endswith(".xml")] == [
        "/a.xml",
        "/b.xml",
    ]
    assert told(crawled) == []


def test_indexes_below_one_another_are_read_to_their_depth(tmp_path: Path) -> None:
    names = "abcdef"
    for name, further in pairwise(names):
        write(tmp_path, **{f"{name}_xml": index(further)})
    crawled = news(tmp_path, LISTED)

    asked = [one for one in paths(crawled) if one.endswith(".xml")]
    assert asked == [f"/{name}.xml" for name in names[: 1 + MAX_DEPTH]]
    assert told(crawled) == [
        f"https://paper.test/d.xml: more than {MAX_DEPTH} indexes above a sitemap"
    ]


def test_of_indexes_of_indexes_so_many_are_read_in_one_crawl(tmp_path: Path) -> None:
    names = [f"part-{at}" for at in range(MAX_SITEMAPS // 4)]
    more = [f"of-{name}-{at}" for name in names[-5:] for at in range(50)]
    write(tmp_path, a_xml=index(*names))
    for at, name in enumerate(names[-5:]):
        write(tmp_path, **{f"{name}_xml": index(*more[50 * at : 50 * at + 50])})
    crawled = news(tmp_path, LISTED)

    asked = [one for one in paths(crawled) if one.endswith(".xml")]
    assert len(asked) == MAX_SITEMAPS
    assert told(crawled)
    assert all(
        one.endswith(f": more than {MAX_SITEMAPS} sitemaps") for one in told(crawled)
    )


def test_a_feed_of_too_many_entries_is_told_of(tmp_path: Path) -> None:
    items = "".join(map(ITEM.format, range(MAX_ENTRIES + 1)))
    write(
        tmp_path, feed_xml=FEED.format(items), long_xml=FEED.format(f"<a {'b' * 9000}>")
    )
    feeds = '["https://paper.test/feed.xml", "https://paper.test/long.xml"]'
    crawled = news(tmp_path, f"{SOURCE}feeds = {feeds}\n")

    assert sorted(told(crawled)) == [
        f"https://paper.test/feed.xml: more than {MAX_ENTRIES} entries",
        "https://paper.test/long.xml: a tag of more than 8192 characters",
    ]
