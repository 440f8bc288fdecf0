"""What a server may send, and for how long: beyond a bound is a fault that names it."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from time import sleep

import brotli
import pytest
from backports import zstd
from twisted.web.http import _ChunkedTransferDecoder, maxChunkSizeLineLength

from newscrawler.downloading.bounded_answer import MAX_CHUNK_LINE, MAX_TRAILERS
from newscrawler.policy import Decision, Verdict
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import HTML, Answer, Wire, serving
from tests.wire.sites import EVERYBODY, article

PLENTY = 64 * 2**20
"""Bytes that an endless answer sends at most, should nobody hang up."""

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def endless(before: bytes, piece: bytes) -> Answer:
    def raw() -> Iterator[bytes]:
        yield before
        block = piece * (65536 // len(piece) + 1)
        yield from repeat(block, PLENTY // len(block))

    return Answer(raw=raw)


def slow(before: bytes, piece: bytes) -> Answer:
    """An answer that goes on for a minute, a piece at a time."""

    def raw() -> Iterator[bytes]:
        yield before
        for _ in range(600):
            yield piece
            sleep(0.1)  # the site's own slowness

    return Answer(raw=raw)


def coded(coding: bytes, body: bytes) -> Answer:
    return Answer(
        body, headers=((b"Content-Type", HTML), (b"Content-Encoding", coding))
    )


ZEROS = b"0" * 30_000_000
WINDOW = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
SITE = {
    "/robots.txt": EVERYBODY,
    "/sound.html": Answer(article("Sound")),
    "/header-lines.html": endless(OK, b"X-Line: value\r\n"),
    "/no-header.html": endless(OK, b"no colon in it\r\n"),
    "/one-header.html": endless(OK + b"X-Line: ", b"value "),
    "/folded-header.html": endless(OK + b"X-Line: a\r\n", b" and so on\r\n"),
    "/continue.html": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/status.html": endless(b"HTTP/1.1 200 ", b"OK"),
    "/trailers.html": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Line: value\r\n"
    ),
    "/chunk-size.html": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 9),
    "/endless.html": endless(OK + b"\r\n", b"word "),
    "/deflate.html": coded(b"deflate", zlib.compress(ZEROS, 9)),
    "/raw-deflate.html": coded(b"deflate", RAW.compress(ZEROS) + RAW.flush()),
    "/gzip.html": coded(b"gzip", gzip.compress(ZEROS, 9)),
    "/members.html": coded(b"gzip", gzip.compress(ZEROS[:9_000_000], 9) * 3),
    "/twice.html": coded(b"gzip, gzip", gzip.compress(gzip.compress(ZEROS, 9), 9)),
    "/both.html": coded(b"deflate, gzip", gzip.compress(zlib.compress(ZEROS, 9), 9)),
    "/brotli.html": coded(b"br", brotli.compress(ZEROS, quality=1)),
    "/zstd.html": coded(b"zstd", zstd.compress(ZEROS)),
    "/dense.html": coded(b"gzip", gzip.compress(ZEROS[:9_000_000], 9)),
    "/dense-brotli.html": coded(b"br", brotli.compress(ZEROS[:9_000_000], quality=1)),
    "/dense-zstd.html": coded(b"zstd", zstd.compress(ZEROS[:9_000_000])),
    "/cut-brotli.html": coded(b"br", brotli.compress(article("Cut"))[:-3]),
    "/cut-zstd.html": coded(b"zstd", zstd.compress(article("Cut"))[:-3]),
    "/no-brotli.html": coded(b"br", b"garbage, not br"),
    "/no-zstd.html": coded(b"zstd", b"garbage, not zstd"),
    "/window.html": coded(b"zstd", WINDOW.compress(article("Large")) + WINDOW.flush()),
    "/both-packed.html": coded(
        b"br, zstd", zstd.compress(brotli.compress(ZEROS, quality=1))
    ),
    "/sound-br.html": coded(b"br", brotli.compress(article("Sound br"))),
    "/sound-zstd.html": coded(b"zstd", zstd.compress(article("Sound zstd"))),
    "/compress.html": coded(b"compress", b"\x1f\x9d\x90<p>"),
}
SLOW = {
    "/robots.txt": EVERYBODY,
    "/slow-head.html": slow(OK, b"X-Line: value\r\n"),
    "/slow-body.html": slow(OK + b"\r\n", b"word "),
}
HEADLESS = {"/robots.txt": endless(OK, b"X-Line: value\r\n"), "/a.html": EVERYBODY}
REFUSE, DEFER = Verdict.REFUSE, Verdict.DEFER
LINE = "head of the answer: a line of more than 16384 bytes"
HEAD = "head of the answer: more than 262144 bytes"
CROSSED = {
    "/header-lines.html": (REFUSE, HEAD),
    "/no-header.html": (REFUSE, HEAD),
    "/one-header.html": (REFUSE, LINE),
    "/folded-header.html": (REFUSE, HEAD),
    "/continue.html": (REFUSE, HEAD),
    "/status.html": (REFUSE, LINE),
    "/trailers.html": (REFUSE, "body of the answer: more than 65536 bytes of trailers"),
    "/chunk-size.html": (
        REFUSE,
        "body of the answer: more than 1024 bytes before a chunk",
    ),
    "/endless.html": (REFUSE, "body of the answer: more than 10485760 bytes"),
    "/deflate.html": (REFUSE, "deflate: too large, unpacked: more than 10485760 bytes"),
    "/raw-deflate.html": (
        REFUSE,
        "deflate: too large, unpacked: more than 10485760 bytes",
    ),
    "/gzip.html": (REFUSE, "gzip: too large, unpacked: more than 10485760 bytes"),
    "/members.html": (REFUSE, "gzip: too large, unpacked: more than 10485760 bytes"),
    "/twice.html": (DEFER, "content encoding 'gzip, gzip': not read"),
    "/both.html": (DEFER, "content encoding 'deflate, gzip': not read"),
    "/brotli.html": (REFUSE, "br: too large, unpacked: more than 10485760 bytes"),
    "/zstd.html": (REFUSE, "zstd: too large, unpacked: more than 10485760 bytes"),
    "/dense.html": (REFUSE, "gzip: too dense: 9000000 bytes of "),
    "/dense-brotli.html": (REFUSE, "br: too dense: 9000000 bytes of "),
    "/dense-zstd.html": (REFUSE, "zstd: too dense: 9000000 bytes of "),
    "/cut-brotli.html": (DEFER, "br: cut off or broken"),
    "/cut-zstd.html": (DEFER, "zstd: cut off or broken"),
    "/no-brotli.html": (DEFER, "br: brotli: decoder failed"),
    "/no-zstd.html": (DEFER, "zstd: Unable to decompress"),
    "/window.html": (
        DEFER,
        "zstd: a window of more than 2 to the 23 bytes",
    ),
    "/both-packed.html": (DEFER, "content encoding 'br, zstd': not read"),
    "/compress.html": (DEFER, "content encoding 'compress': not read"),
}
HOST, OTHER = "127.0.0.1", "127.0.0.2"


@dataclass(frozen=True)
class Crawled:
    ran: Ran
    wire: Wire
    found: list[Decision]

    def of(self, path: str, host: str = HOST) -> Decision:
        url = f"http://{host}:{self.wire.port}{path}"
        (found,) = [one for one in self.found if one.url == url and one.faults]
        return found


def crawl(
    folder: Path, sites: Mapping[str, Mapping[str, Answer]], *more: str
) -> Crawled:
    """Crawl all that sites have but their robots.txt."""
    with serving(sites) as wire:
        write_sources(folder, "http", wire.port, sites)
        urls = [
            f"http://{host}:{wire.port}{path}"
            for host, site in sites.items()
            for path in site
            if path != "/robots.txt"
        ]
        settings = (
            *(CONTACT, "DOWNLOAD_DELAY=0", "RETRY_ENABLED=0", *more),
            f"NEWSCRAWLER_PRIVATE_HOSTS={','.join(sites)}",
            "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        )
        given = [part for one in settings for part in ("-s", one)]
        ran = run(folder, "crawl", "article", "-a", f"url={' '.join(urls)}", *given)
        return Crawled(ran, wire, ran.decisions())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(tmp_path_factory.mktemp("bounds"), {HOST: SITE, OTHER: HEADLESS})


def test_what_is_within_the_bounds_is_kept_alone(crawled: Crawled) -> None:
    assert "Traceback" not in crawled.ran.err
    sound = ("/sound.html", "/sound-br.html", "/sound-zstd.html")
    base = f"http://{HOST}:{crawled.wire.port}"
    assert crawled.ran.kept() == {f"{base}{path}" for path in sound}


@pytest.mark.parametrize("path", CROSSED)
def test_a_bound_that_is_crossed_is_a_fault_with_its_number(
    crawled: Crawled, path: str
) -> None:
    verdict, words = CROSSED[path]
    found = crawled.of(path)

    assert found.verdict is verdict
    assert words in found.faults[-1].problem


def test_what_twisted_bounds_is_where_we_say() -> None:
    decoder = _ChunkedTransferDecoder(lambda _: None, lambda _: None)

    assert decoder._maxTrailerHeadersSize == MAX_TRAILERS
    assert maxChunkSizeLineLength == MAX_CHUNK_LINE


def test_robots_txt_with_an_endless_head_leaves_a_site_unheard(
    crawled: Crawled,
) -> None:
    found = crawled.of("/a.html", OTHER)

    assert found.verdict is DEFER
    assert HEAD in found.faults[0].problem
    assert crawled.wire.paths(OTHER) == ["/robots.txt"]


def test_an_answer_that_takes_for_ever_is_given_up(tmp_path: Path) -> None:
    found = crawl(tmp_path, {HOST: SLOW}, "DOWNLOAD_TIMEOUT=1")

    for path in ("/slow-head.html", "/slow-body.html"):
        assert found.of(path).verdict is DEFER
        assert "took longer than 1.0 seconds" in found.of(path).faults[-1].problem
