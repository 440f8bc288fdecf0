"""OPML as readers write it, and as nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.address import usable_url
from newscrawler.sources import Source
from newscrawler.sources.opml import (
    OpmlError,
    Subscription,
    read_opml,
    sources_of,
    write_opml,
)
from tests.sources.test_writing import SOURCES


def opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


FEED, HOME = "https://a.example/feed", "https://a.example/"


@pytest.mark.parametrize(
    ("outline", "found"),
    [
        (
            f'<outline text="A" type="rss" xmlUrl="{FEED}" htmlUrl="{HOME}"/>',
            [Subscription("A", HOME, FEED)],
        ),
        (
            f'<outline title="T" text="A" xmlurl="{FEED}" htmlurl="{HOME}" language="id"/>',
            [Subscription("T", HOME, FEED, "id")],
        ),
        (
            f'<outline text="F"><outline text="G"><outline text="A" xmlUrl="{FEED}"/></outline></outline>',
            [Subscription("A", HOME, FEED, says_home=False)],
        ),
        (
            f'<outline text="A" type="link" url="{HOME}"/>',
            [Subscription("A", HOME, None)],
        ),
        ('<outline text="A folder"/>', []),
        ('<outline text="A" xmlUrl="javascript:alert(1)"/>', []),
        ('<outline text="A" xmlUrl="file:///etc/passwd"/>', []),
        ('<outline text="A" url="https://a.example/x"/>', []),
        ("", []),
    ],
)
def test_what_a_file_lists(outline: str, found: list[Subscription]) -> None:
    assert list(read_opml(opml(outline))) == found


def test_a_bare_ampersand_loses_no_feed() -> None:
    outline = f'<outline text="Fish & ships" xmlUrl="{FEED}" htmlUrl="{HOME}"/>'

    (found,) = read_opml(opml(outline))

    assert (found.home, found.feed) == (HOME, FEED)


BOMB = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is no XML"),
        (b"\0\0", "is no XML"),
        (b"<html><outline xmlUrl='https://a.example/'/>", "is no OPML"),
        (b"feeds: none", "is no OPML"),
        (opml("&l11;", f"<!DOCTYPE opml [{BOMB}]>"), "has a DOCTYPE"),
        (
            opml(
                '<outline text="&x;"/>',
                '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            ),
            "has a DOCTYPE",
        ),
        (opml("<outline/>" * 50_001), "more than 50000 outlines"),
        (b" " * (10 * 1024 * 1024 + 1), "is larger than"),
    ],
    ids=range(8),
)
def test_what_is_no_list_is_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(OpmlError, match=words):
        read_opml(body)


@given(some.binary() | some.text().map(opml))
def test_no_bytes_make_it_raise_more(body: bytes) -> None:
    try:
        found = read_opml(body)
    except OpmlError:
        return
    assert all(one.home.startswith("http") for one in found)


def test_the_feeds_of_a_site_are_one_source() -> None:
    found = sources_of(
        [
            Subscription("A", "https://www.a.example/", "https://a.example/1"),
            Subscription("B", "https://b.example/", "https://feeds.example/b", "id"),
            Subscription("A too", "https://a.example/x", "https://a.example/2"),
            Subscription("A", "https://a.example/", "https://a.example/1"),
        ]
    )

    assert found == (
        Source(
            "a-example",
            "A",
            "https://www.a.example/",
            ("a.example",),
            feeds=("https://a.example/1", "https://a.example/2"),
        ),
        Source(
            "b-example",
            "B",
            "https://b.example/",
            ("b.example",),
            languages=("id",),
            feeds=("https://feeds.example/b",),
        ),
    )


@given(some.lists(SOURCES, max_size=4))
def test_what_is_written_lists_every_feed(sources: list[Source]) -> None:
    found = read_opml(write_opml(sources, "sources"))

    assert [(one.home, one.feed) for one in found] == [
        (source.home, feed and usable_url(feed))
        for source in sources
        for feed in source.feeds or (None,)
    ]
