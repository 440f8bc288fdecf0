"""Which links of a page lead to articles and feeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.links import article_links
from newscrawler.discovery.wanted import read_since
from newscrawler.page import Page

AT = "https://a.example/news/"


ARTICLE = "/2026/11/02/harbour-opens"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (f"<a href={ARTICLE}>", [f"https://a.example{ARTICLE}"]),
        (f"<a href={ARTICLE}#top><a href={ARTICLE}?utm_source=x>", 1),
        (f"<a href=https://www.a.example{ARTICLE}>", 1),
        (f"<a href=https://b.example{ARTICLE}>", []),
        (f"<a href=https://nota.example{ARTICLE}>", []),
        (f"<a rel='nofollow ugc' href={ARTICLE}>", []),
        (f"<link href={ARTICLE}>", []),
        (f"<base href=https://b.example/><a href={ARTICLE}>", []),
        ("<a href='http://[bad/2026/11/02/a'>", []),
        ("<a href='javascript:void(0)/2026/11/02/a'>", []),
        ("<a href=''><a href><a>", []),
    ],
)
def test_which_links_are_followed(markup: str, found: list[str] | int) -> None:
    links = article_links(Page.from_html(markup.encode(), AT), ["a.example"])

    if isinstance(found, int):
        assert len(links) == found
    else:
        assert list(links) == found


def test_a_page_does_not_lead_to_itself() -> None:
    at = f"https://a.example{ARTICLE}"
    page = Page.from_html(f"<a href='{at}#more'>".encode(), at)

    assert article_links(page, ["a.example"]) == ()


def test_links_that_name_a_day_before_are_left_out() -> None:
    markup = "<a href=/2026/10/01/old>a</a><a href=/2026/11/02/new>b</a><a href=/x-12345>c</a>"
    page = Page.from_html(markup.encode(), AT)

    found = article_links(page, ["a.example"], read_since("2026-11-02"))

    assert found == ("https://a.example/2026/11/02/new", "https://a.example/x-12345")


@given(some.binary(), some.text(max_size=20))
def test_no_bytes_make_it_raise(body: bytes, href: str) -> None:
    page = Page.from_html(
        b"<a href='" + href.encode("utf-8", "replace") + b"'>" + body, AT
    )

    assert all(one.startswith("http") for one in article_links(page, ["a.example"]))
