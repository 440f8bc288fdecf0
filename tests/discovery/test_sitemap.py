"""Sitemaps as they are: https://www.sitemaps.org/protocol.html, and broken."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.sitemap import (
    MAX_BYTES,
    MAX_ENTRIES,
    Located,
    Sitemap,
    read_sitemap,
    unpacked,
)
from newscrawler.page import Page
from newscrawler.policy import Stage
from newscrawler.policy.answer import page_faults
from newscrawler.unpacking import MAX_RATIO, SPARE

AT = "https://a.example/maps/news.xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(
    *locs: str, head: str = "", name: str = "urlset", space: str = SPACE
) -> bytes:
    one = "sitemap" if name == "sitemapindex" else "url"
    body = "".join(f"<{one}><loc>{loc}</loc></{one}>" for loc in locs)
    return (
        f'<?xml version="1.0"?>{head}<{name} xmlns="{space}">{body}</{name}>'.encode()
    )


def urls(body: bytes) -> list[str] | None:
    found = read_sitemap(body, AT)
    return None if found is None else [one.url for one in found.pages]


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)
SECRET = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ONE = ["https://a.example/1"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (urlset("https://a.example/1"), ONE),
        (urlset(" https://a.example/1\n "), ONE),
        (urlset("/1"), ONE),
        (urlset("https://a.example/1", space=""), ONE),
        (urlset("https://a.example/1", space="http://www.google.com/x/0.84"), ONE),
        (b"\xef\xbb\xbf" + urlset("/1"), ONE),
        (b"\n\n" + urlset("/1"), ONE),
        (
            urlset("/1")
            .decode()
            .removeprefix('<?xml version="1.0"?>')
            .encode("utf-16"),
            ONE,
        ),
        (gzip.compress(urlset("/1")), ONE),
        (urlset("javascript:alert(1)", "http://[bad/", "", "/1"), ONE),
        (urlset("/1") + b"<garbage", ONE),
        (urlset("/1", "/2")[:-40], ONE),
        (urlset("/1").replace(b"<loc>", b"<!-- a --><loc>"), ONE),
        (urlset("/1", "&l11;", head=f"<!DOCTYPE r [{LAUGHS}]>"), ONE),
        (urlset("/1", "&x;", head=SECRET), ONE),
        (urlset(), []),
        (b"https://a.example/1\nhttps://a.example/2\n", [*ONE, "https://a.example/2"]),
        (b"", None),
        (b"a text about sitemaps", None),
        (b"see https://a.example/1", None),
        (b"<html><body><loc>https://a.example/1</loc>", None),
        (b"<rss><channel/></rss>", None),
        (b"\x1f\x8b\x08\0garbage", None),
        (b"\0\0\0", None),
        (b"<", None),
    ],
)
def test_what_a_sitemap_names(body: bytes, found: list[str] | None) -> None:
    assert urls(body) == found


def test_an_index_names_sitemaps() -> None:
    found = read_sitemap(urlset("/a.xml", "/b.xml.gz", name="sitemapindex"), AT)

    assert found == Sitemap(
        sitemaps=(
            Located("https://a.example/a.xml"),
            Located("https://a.example/b.xml.gz"),
        )
    )


def test_dates_are_kept_as_printed() -> None:
    body = urlset("/1").replace(
        b"</loc>",
        b"</loc><lastmod>soon</lastmod><news:news xmlns:news='n'>"
        b"<news:publication_date>2026-11-02</news:publication_date></news:news>",
    )
    found = read_sitemap(body, AT)

    assert found is not None
    assert found.pages == (Located("https://a.example/1", "soon", "2026-11-02"),)


def test_a_hundred_thousand_entries_are_bounded() -> None:
    found = urls(urlset(*(f"/{number}" for number in range(100_000))))

    assert found is not None
    assert len(found) == MAX_ENTRIES


def test_a_bomb_is_bounded() -> None:
    packed = gzip.compress(b"<" + b" " * (MAX_BYTES + 10**6), 1)

    assert len(unpacked(packed)) == min(MAX_BYTES, MAX_RATIO * len(packed))
    stored = gzip.compress(b"<" + b" " * (MAX_BYTES + 10**6), 0)
    assert len(unpacked(stored)) == MAX_BYTES


def test_what_is_too_dense_is_read_up_to_there() -> None:
    bomb = urlset("/1", "/2").replace(b"<url>", b"<url>" + b" " * 8_000_000)
    packed = gzip.compress(bomb, 9)

    found = read_sitemap(packed, AT)

    assert len(bomb) > MAX_RATIO * len(packed) > SPARE
    assert found is None or found.pages == ()
    assert len(unpacked(packed)) == MAX_RATIO * len(packed)
    whole = read_sitemap(bomb, AT)
    assert whole is not None
    assert len(whole.pages) == 2


def test_which_bound_it_was_is_told() -> None:
    bomb = urlset("/1").replace(b"</urlset>", b" " * 8_000_000 + b"</urlset>")

    found = read_sitemap(gzip.compress(bomb, 9), AT)

    assert found is not None
    assert len(found.pages) == 1
    assert found.beyond == f"more than {MAX_RATIO} bytes, unpacked, of each"


def test_entries_are_read_beyond_the_first_bytes_and_the_first_member() -> None:
    body = urlset(*(f"/{number}" for number in range(5_000)))
    half = len(body) // 2

    assert len(urls(body) or ()) == 5_000
    packed = gzip.compress(body[:half]) + gzip.compress(body[half:])
    assert urls(packed) == urls(body)
    assert len(urls(gzip.compress(body)[:-300]) or ()) > 1_000


def test_a_packed_file_without_a_media_type_is_no_page() -> None:
    page = Page(gzip.compress(urlset("/1")), AT)

    assert not page.is_html
    assert page_faults(page, Stage.ACQUIRE, 0) == []
    assert page_faults(page, Stage.USE, 0) != []


def test_an_entry_without_end_is_given_up() -> None:
    bomb = urlset("/1").replace(b"</urlset>", b"<url>" + b"<a/>" * 12_000_000)

    found = urls(gzip.compress(bomb, 1))

    assert found == ["https://a.example/1"]


@given(
    some.binary()
    | some.text().map(urlset)
    | some.binary().map(lambda body: urlset("/1").replace(b"/1", body))
    | some.binary().map(lambda body: b"\x1f\x8b\x08" + body)
)
def test_no_bytes_make_it_raise(body: bytes) -> None:
    found = read_sitemap(body, AT)

    assert found is None or all(one.url.startswith("http") for one in found.pages)
