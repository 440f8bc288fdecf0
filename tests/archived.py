"""Of which WARC records are archives of the tests made, and what comes of them?"""

import gzip
from pathlib import Path

from newscrawler.policy import Decision
from newscrawler.spiders.archive import ArchiveSpider
from tests.crawling import Crawled, crawl
from tests.wire.world import OPEN as LETS_IN
from tests.wire.world import World, decisions, story

A, ROBOTS = "https://a.example/a", "https://a.example/robots.txt"
TDMREP = "https://a.example/.well-known/tdmrep.json"
THEN = "2024-05-01T12:00:00Z"
HTML = "Content-Type: text/html\r\n"
RESERVED = b'[{"location": "/", "tdm-reservation": 1}]'


def answer(body: bytes, head: str = HTML, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(
    url: str, content: bytes, date: str = THEN, more: str = "", name: str = "1"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n{more}"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def page(url: str = A, date: str = THEN, name: str = "Rain") -> bytes:
    return record(url, answer(story(name).encode()), date, name=name)


def document(url: str, text: str | bytes, date: str = THEN) -> bytes:
    body = text.encode() if isinstance(text, str) else text
    return record(url, answer(body, "Content-Type: text/plain\r\n"), date, name=url)


def listed(folder: Path) -> World:
    """Return a world with one source, whose robots.txt of today lets all in."""
    found = World(folder)
    found.source("a.example")
    found.site("a.example", {"robots.txt": LETS_IN})
    return found


def read(world: World, *records: bytes, packed: bool = True) -> Crawled:
    file = world.folder / ("old.warc.gz" if packed else "old.warc")
    file.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    return crawl(ArchiveSpider, world.folder, world.settings(), warc=str(file))


def last(crawled: Crawled, url: str = A) -> Decision:
    return decisions(crawled, url)[-1]


def origin(crawled: Crawled) -> str:
    (said,) = [one.quote for one in last(crawled).statements if one.signal == "archive"]
    return said
