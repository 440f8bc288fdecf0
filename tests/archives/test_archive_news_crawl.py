"""Files of Common Crawl's news crawl pass the gate: each page is decided, or not there."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.spiders.archive import ArchiveSpider
from tests.archived import ROBOTS, A, last, listed, origin
from tests.crawling import Crawled, crawl
from tests.news_crawl import HTML, capture, info, packed, request
from tests.wire.world import World, decisions, kept, story

B = "https://a.example/b"
STORY, OTHER = story("Rain").encode(), story("Snow").encode()
CUT = STORY[: len(STORY) // 2]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return listed(tmp_path)


def read(world: World, *records: bytes) -> Crawled:
    file = world.folder / "CC-NEWS-20240501120000-00001.warc.gz"
    file.write_bytes(packed(info(), *records))
    return crawl(ArchiveSpider, world.folder, world.settings(), warc=str(file))


def coded(length: int, named: str = "Content-Encoding: gzip") -> str:
    """Return the header of a body that the crawl unpacked."""
    old, new = f"X-Crawler-Content-Length: {length}", f"Content-Length: {len(STORY)}"
    return f"{HTML}{old}\r\n{new}\r\nX-Crawler-{named}\r\n"


WHOLE: Mapping[str, bytes] = {
    "a plain page": capture(STORY, head=f"{HTML}Content-Length: {len(STORY)}\r\n"),
    "unpacked, its length another": capture(STORY, head=coded(700)),
    "unpacked to less": capture(STORY, head=coded(len(STORY) + 20)),
    "names of HTTP/2": capture(STORY, head=coded(700, "content-encoding: br").lower()),
    "out of chunks": capture(
        STORY, head=f"{HTML}X-Crawler-Transfer-Encoding: chunked\r\n"
    ),
    "no reason phrase, once HTTP/2": capture(STORY, status="HTTP/1.1 200 "),
    "HTTP/2 as it was": capture(STORY, status="HTTP/2 200"),
    "HTTP/2 as OkHttp calls it": capture(STORY, status="H2 200 "),
    "HTTP/1.0": capture(STORY, status="HTTP/1.0 200 OK"),
    "after its request": request() + capture(STORY),
    "its protocol told": capture(STORY, more="WARC-Protocol: h2,tls/1.3\r\n"),
    "the codings left, of old": capture(
        STORY, head=f"{HTML}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    ),
    "the same with a byte order mark": capture(
        b"\xef\xbb\xbf" + STORY, head=f"{HTML}Content-Encoding: gzip\r\n"
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_page_is_kept_by_the_policies_of_now(world: World, name: str) -> None:
    """The crawl keeps no robots.txt: what a site says is asked for today."""
    crawled = read(world, WHOLE[name])
    (article,) = crawled.articles()

    assert article.url == A
    assert article.headline == "Rain is counted"
    assert f"as of now: {ROBOTS}" in origin(crawled)
    assert "as captured" not in origin(crawled)


LONG = (b"<p>Rain" * 9999)[: 64 * 1024]
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "cut at the limit": (
        capture(CUT, more="WARC-Truncated: length\r\n"),
        "warc-truncated",
    ),
    "cut by time": (capture(CUT, more="WARC-Truncated: time\r\n"), "warc-truncated"),
    "cut off": (capture(CUT, more="WARC-Truncated: disconnect\r\n"), "warc-truncated"),
    "cut, without a reason": (
        capture(CUT, more="WARC-Truncated: unspecified\r\n"),
        "warc-truncated",
    ),
    "cut by a release that did not say so": (
        capture(
            CUT,
            head=f"{HTML}X-Crawler-Content-Length: {len(STORY)}\r\n"
            f"Content-Length: {len(CUT)}\r\n",
        ),
        f"breaks off: {len(CUT)} of {len(STORY)} bytes",
    ),
    "the same, unpacked": (
        capture(
            LONG,
            head=f"{HTML}X-Crawler-Content-Length: 900\r\nContent-Length: {len(LONG)}"
            "\r\nX-Crawler-Content-Encoding: gzip\r\n",
        ),
        "65536 bytes: a limit of its crawler",
    ),
    "the same, out of chunks": (
        capture(LONG, head=f"{HTML}X-Crawler-Transfer-Encoding: chunked\r\n"),
        "65536 bytes: a limit of its crawler",
    ),
    "chunks that break off": (
        capture(b"9c4\r\n<p>Rain", head=f"{HTML}Transfer-Encoding: chunked\r\n"),
        "chunks break off",
    ),
    "another body than it was": (
        capture(STORY).replace(b"counted again", b"counted gaain"),
        "its digest is not the stated one",
    ),
    "no HTTP header": (capture(STORY, kind="resource"), "no HTTP header"),
    "not found": (capture(STORY, status="HTTP/1.1 404 Not Found"), ""),
    "gone, without a phrase": (capture(STORY, status="HTTP/1.1 410 "), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_whole_is_refused_and_the_next_one_is_read(
    world: World, name: str
) -> None:
    odd, words = REFUSED[name]
    crawled = read(world, odd, capture(OTHER, B, name="2"))
    found = last(crawled)

    assert found.verdict is Verdict.REFUSE
    assert words in " ".join(one.problem for one in found.faults)
    assert kept(crawled) == {B}


NO_PAGES = {
    "a picture": capture(b"\x89PNG\r\n\x1a\n", head="Content-Type: image/png\r\n"),
    "a feed": capture(
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>Rain</title>"
        b"<item><title>Rain</title></item></channel></rss>",
        head="Content-Type: application/rss+xml\r\n",
    ),
    "no bytes": capture(b"", head=f"{HTML}Content-Length: 0\r\n"),
    "a look-up": capture(
        b"a.example. 60 IN A 192.0.2.7", "dns:a.example", kind="resource"
    ),
    "a redirect": capture(
        b"", head="Location: /b\r\n", status="HTTP/1.1 301 Moved Permanently"
    ),
    "a request alone": request(),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page_is_not_kept(world: World, name: str) -> None:
    assert kept(read(world, NO_PAGES[name], capture(OTHER, B, name="2"))) == {B}


def test_a_page_that_is_there_twice_is_kept_once(world: World) -> None:
    crawled = read(world, capture(STORY), capture(STORY, name="2"))

    assert len(crawled.articles()) == 1


def test_nothing_is_kept_without_a_decision_that_allows_it(world: World) -> None:
    every = [*WHOLE.values(), *(one for one, _ in REFUSED.values()), *NO_PAGES.values()]
    renamed = [
        one.replace(b"https://a.example/a\r\n", f"https://a.example/{at}\r\n".encode())
        for at, one in enumerate(every)
    ]
    crawled = read(world, *renamed)

    pages = {f"https://a.example/{at}" for at in range(len(every))}
    allowed = {
        one.url for one in crawled.decisions() if one.verdict is Verdict.ALLOW
    } & pages
    assert kept(crawled) <= allowed
    assert len(kept(crawled)) == 1, "the same words are one article"
    decided = {one for one in pages if decisions(crawled, one)}
    lacking = {int(one.rpartition("/")[2]) for one in pages - decided}
    first = len(WHOLE) + len(REFUSED)
    assert lacking <= set(range(first, len(every))), "what is no page"


def test_a_file_that_its_crawl_did_not_end_gives_what_is_whole(world: World) -> None:
    file = world.folder / "CC-NEWS-20240501120000-00001.warc.gz"
    whole = packed(info(), capture(STORY))
    file.write_bytes(whole + gzip.compress(capture(OTHER, B, name="2"))[:-9])
    crawled = crawl(ArchiveSpider, world.folder, world.settings(), warc=str(file))

    assert kept(crawled) == {A}
    assert decisions(crawled, B) == []
