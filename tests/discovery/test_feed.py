"""Feeds as they are: broken, hostile, of any kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.feed import MAX_ENTRIES, Feed, read_feed

AT = "https://a.example/feeds/news.xml"


def rss(*items: str, head: str = "") -> bytes:
    body = "".join(f"<item>{one}</item>" for one in items)
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>'
        f"<title>Gazette</title>{body}</channel></rss>"
    ).encode()


def urls(body: bytes) -> list[str] | None:
    feed = read_feed(body, AT)
    return None if feed is None else [one.url for one in feed.entries]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://a.example/1", "https://a.example/1"),
        (" https://a.example/1\n", "https://a.example/1"),
        ("/1", "https://a.example/1"),
        ("1", "https://a.example/feeds/1"),
        ("//b.example/1", "https://b.example/1"),
        ("https://a.example/ä b", "https://a.example/%C3%A4%20b"),
        ("https://me:secret@a.example/1", "https://a.example/1"),
        ("", None),
        ("javascript:alert(1)", None),
        ("mailto:desk@a.example", None),
        ("http://[bad/", None),
        ("http://a.example:99999/", None),
    ],
)
def test_a_link_that_can_be_asked_for_is_an_entry(link: str, url: str | None) -> None:
    assert urls(rss(f"<link>{link}</link>")) == ([] if url is None else [url])


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<rights>No training.</rights><entry><title>One</title><link href="/1"/>
<updated>2026-11-02T10:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>One</title>
<link>/1</link></item></rdf:RDF>"""


@pytest.mark.parametrize("body", [ATOM, RDF, rss("<link>/1</link>").decode()])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_each_kind_of_feed_is_read(body: str, encoding: str) -> None:
    text = body.removeprefix('<?xml version="1.0"?>')
    stated = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'

    assert urls((stated + text).encode(encoding)) == ["https://a.example/1"]


def test_what_a_feed_states_is_kept() -> None:
    feed = read_feed(ATOM.encode(), AT)

    assert feed is not None
    assert (feed.title, feed.rights) == ("Gazette", "No training.")
    assert (feed.entries[0].headline, feed.entries[0].published) == (
        "One",
        "2026-11-02T10:00:00Z",
    )


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", None),
        (b"<html><body><a href=/1>One</a>", None),
        (b'{"version": "https://jsonfeed.org/version/1"}', None),
        (b"\x1f\x8b\x08\0garbage", None),
        (rss("<link>/1</link>", "<link>/2</li"), ["https://a.example/1"]),
        (rss("<link>/1</link>").replace(b"</", b"\0</"), ["https://a.example/1"]),
        (rss("<title>&nbsp;&bad;</title><link>/1</link>"), ["https://a.example/1"]),
        (
            rss("<title>&l11;</title><link>/1</link>", head=f"<!DOCTYPE r [{LAUGHS}]>"),
            ["https://a.example/1"],
        ),
        (
            rss(
                "<title>&x;</title><link>/1</link>",
                head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            ),
            ["https://a.example/1"],
        ),
    ],
)
def test_a_broken_feed_gives_what_can_be_read(
    body: bytes, found: list[str] | None
) -> None:
    read = urls(body)

    assert read == found or read == (found or [])
    feed = read_feed(body, AT)
    for one in feed.entries if feed else ():
        assert len(one.headline or "") < 1000
        assert "root:" not in (one.headline or "")


def test_a_hundred_thousand_entries_are_bounded() -> None:
    found = urls(rss(*("<link>/1</link>" for _ in range(20_000))))

    assert found is not None
    assert len(found) == MAX_ENTRIES


@given(some.binary() | some.text().map(rss))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    feed = read_feed(body, AT)

    assert feed is None or isinstance(feed, Feed)


@pytest.mark.parametrize(
    "body",
    [
        rss("<x " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"),
        rss("<a>" * 200_000),
        rss("<a>" * 200_000).decode().encode("utf-16-le"),
        rss("<title>" + "<" * 300_000),
    ],
    ids=["attributes", "depth", "depth in UTF-16", "brackets"],
)
def test_what_would_take_for_ever_is_no_feed(body: bytes) -> None:
    assert urls(body) in (None, [])


def test_markup_in_a_description_is_no_depth() -> None:
    text = f"<description><![CDATA[{'<p>' * 100_000}]]></description><link>/1</link>"

    assert urls(rss(text)) == ["https://a.example/1"]
