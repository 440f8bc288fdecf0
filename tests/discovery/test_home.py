"""What a home page tells of its site: homes.toml."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.home import (
    MAX_FEEDS,
    MAX_SECTIONS,
    MAX_SITEMAPS,
    read_home,
)
from newscrawler.page import Page

AT = "https://www.a.example/"
CASES = tomllib.loads(Path(__file__).with_name("homes.toml").read_text("utf-8"))["case"]


def at_home(body: str | bytes) -> Page:
    return Page.from_html(body if isinstance(body, bytes) else body.encode(), AT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_home_page_tells_of_its_site(case: dict[str, object]) -> None:
    robots = case.get("robots", [])
    assert isinstance(robots, list)
    page = at_home(
        f"<html {case.get('html', '')}><head>{case.get('head', '')}</head>"
        f"<body>{case.get('body', '')}"
    )

    home = read_home(page, robots, ["a.example"])

    assert [one.url for one in home.feeds] == case.get("feeds", [])
    assert [one.url for one in home.sitemaps] == case.get("sitemaps", [])
    assert [one.url for one in home.sections] == case.get("sections", [])
    assert (home.name, home.language) == (case.get("title"), case.get("language"))


def test_each_says_how_it_was_found() -> None:
    page = at_home(
        "<link rel=alternate type=application/rss+xml href=/feed>"
        "<nav><a href=/a>All of A</a><a href=/b>B</a></nav>"
    )

    home = read_home(page, ["/map.xml"])

    assert home.feeds[0].how == "link rel=alternate, application/rss+xml"
    assert home.sitemaps[0].how == "robots.txt Sitemap"
    assert home.sections[0].how == "navigation “All of A”"


def test_a_flood_is_bounded() -> None:
    feeds = "".join(f"<a href=/{n}.rss>x</a>" for n in range(5000))
    sections = "".join(f"<a href=/{'x' * (n % 50)}a{n}>x</a>" for n in range(5000))

    home = read_home(at_home(f"{feeds}<nav>{sections}</nav>"), ["/a.xml?%d"] * 5000)

    assert len(home.feeds) == MAX_FEEDS
    assert len(home.sections) == MAX_SECTIONS
    assert len(home.sitemaps) <= MAX_SITEMAPS


@given(some.binary(), some.lists(some.text()))
def test_no_bytes_make_it_raise(body: bytes, robots: list[str]) -> None:
    home = read_home(at_home(b"<nav><a href='" + body), robots)

    for one in (*home.feeds, *home.sitemaps, *home.sections):
        assert one.url.startswith("http")
