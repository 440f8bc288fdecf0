"""What of feeds and sitemaps is worth a request, and in which order."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.article_url import date_in
from newscrawler.discovery.sitemap import Located, Sitemap
from newscrawler.discovery.wanted import (
    MAX_DEPTH,
    MAX_SITEMAPS,
    moment_of,
    read_since,
    wanted_of_feed,
    wanted_of_sitemap,
    wanted_sitemaps,
)
from newscrawler.feed import Entry, Feed

SINCE = read_since("2026-11-02")
AT = "https://a.example"


def feed(*entries: Entry) -> Feed:
    return Feed("G", entries)


def test_entries_from_before_are_left_out() -> None:
    found = wanted_of_feed(
        feed(
            Entry(f"{AT}/after", published_at=SINCE),
            Entry(f"{AT}/before", published_at=SINCE - 1),
            Entry(f"{AT}/undated"),
            Entry(f"{AT}/2026/10/02/before"),
            Entry(f"{AT}/2026/11/01/may-be-the-day-elsewhere"),
            Entry(f"{AT}/2026/10/02/said-to-be-newer", published_at=SINCE),
        ),
        SINCE,
    )

    assert [url.rpartition("/")[2] for url in found] == [
        "after",
        "undated",
        "may-be-the-day-elsewhere",
        "said-to-be-newer",
    ]


def test_a_feed_keeps_its_order_each_page_once_and_no_file() -> None:
    found = wanted_of_feed(
        feed(
            Entry(f"{AT}/2?utm_source=rss"),
            Entry(f"{AT}/talk.mp3"),
            Entry(f"{AT}/1"),
            Entry(f"{AT}/2"),
        )
    )

    assert found == (f"{AT}/2", f"{AT}/1")


def test_a_sitemap_gives_what_may_be_an_article_the_newest_first() -> None:
    pages = (
        Located(f"{AT}/"),
        Located(f"{AT}/tag/harbour"),
        Located(f"{AT}/harbour"),
        Located(f"{AT}/2026/11/02/older", "2026-11-02"),
        Located(f"{AT}/2026/11/03/newer", "2026-11-03T10:00:00Z"),
        Located(f"{AT}/video/named-by-a-news-sitemap", None, "2026-11-04"),
        Located(f"{AT}/named.mp4", None, "2026-11-05"),
    )

    found = wanted_of_sitemap(Sitemap(pages))

    assert [url.rpartition("/")[2] for url in found] == [
        "named-by-a-news-sitemap",
        "newer",
        "older",
        "harbour",
    ]


def test_pages_from_before_are_left_out() -> None:
    pages = (
        Located(f"{AT}/a", "2026-11-02"),
        Located(f"{AT}/b", "2026-11-01"),
        Located(f"{AT}/c", "2026-11-03", "2026-11-01"),
        Located(f"{AT}/d", "soon"),
    )

    assert wanted_of_sitemap(Sitemap(pages), SINCE) == (f"{AT}/a", f"{AT}/d")


def index(*urls: str | tuple[str, str]) -> Sitemap:
    return Sitemap(
        sitemaps=tuple(
            Located(AT + url) if isinstance(url, str) else Located(AT + url[0], url[1])
            for url in urls
        )
    )


@pytest.mark.parametrize(
    ("urls", "found"),
    [
        (["/1.xml", "/2.xml"], ["/2.xml", "/1.xml"]),
        ([("/1.xml", "2026-11-03"), ("/2.xml", "2026-11-02")], ["/1.xml", "/2.xml"]),
        ([("/1.xml", "2026-11-01"), "/2.xml"], ["/2.xml"]),
        (["/sitemap-2026-10.xml", "/sitemap-2026-11.xml"], ["/sitemap-2026-11.xml"]),
        (["/map_202609.xml", "/map_202611.xml.gz"], ["/map_202611.xml.gz"]),
        ([("/2025/01/map.xml", "2026-11-20")], []),
        (["/post-sitemap.xml", "/category-sitemap.xml"], ["/post-sitemap.xml"]),
        (["/video-sitemap.xml", "/image_map.xml", "/tags.xml", "/author.xml"], []),
        (["/homepages.xml", "/news.xml"], ["/news.xml", "/homepages.xml"]),
        (["/1.xml", "/1.xml"], ["/1.xml"]),
    ],
)
def test_which_sitemaps_of_an_index_are_followed(
    urls: list[str | tuple[str, str]], found: list[str]
) -> None:
    wanted = wanted_sitemaps(index(*urls), 0, SINCE)

    assert [url.removeprefix(AT) for url in wanted] == found


def test_indexes_are_followed_so_deep_and_no_deeper() -> None:
    assert wanted_sitemaps(index("/1.xml"), MAX_DEPTH - 1) == (f"{AT}/1.xml",)
    assert wanted_sitemaps(index("/1.xml"), MAX_DEPTH) == ()


def test_an_index_of_a_thousand_is_bounded_to_the_newest() -> None:
    found = wanted_sitemaps(index(*(f"/{n}.xml" for n in range(1000))), 0)

    assert (len(found), found[0]) == (MAX_SITEMAPS, f"{AT}/999.xml")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("2026-11-02T09:00", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("2026-11-02T09:00+07:00", datetime(2026, 11, 2, 2, tzinfo=UTC)),
        (" 2026-11-02T09:00Z ", datetime(2026, 11, 2, 9, tzinfo=UTC)),
    ],
)
def test_since_is_a_date_or_a_time(text: str, moment: datetime) -> None:
    assert read_since(text) == moment.timestamp()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "01.11.2026"])
def test_what_is_no_date_says_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write a date, 2026-11-01"):
        read_since(text)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/02/a", date(2026, 11, 2)),
        ("/world/2026/nov/2/a", date(2026, 11, 2)),
        ("/20261102/a", date(2026, 11, 2)),
        ("/2026-11-02-a", date(2026, 11, 2)),
        ("/2026/02/a", date(2026, 2, 28)),
        ("/2026/02/31/a", date(2026, 2, 28)),
        ("/2026/a", None),
        ("/a-2026", None),
        ("/1234567890", None),
    ],
)
def test_the_day_in_a_url(path: str, day: date | None) -> None:
    assert date_in(AT + path) == day


@given(
    some.builds(
        Located, some.text(), some.none() | some.text(), some.none() | some.text()
    )
)
def test_no_words_make_it_raise(one: Located) -> None:
    moment_of(one)
    wanted_of_sitemap(Sitemap((one,), (one,)), SINCE)
    wanted_sitemaps(Sitemap((one,), (one,)), 0, SINCE)
    wanted_of_feed(feed(Entry(one.url)), SINCE)
