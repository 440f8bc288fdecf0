"""Of which shape are the records of Common Crawl's news crawl, CC-NEWS?

As StormCrawler's ``WARCRecordFormat`` writes them, from 1.8 on: WARC/1.0, a gzip member
a record, a digest of the payload as it is here: unpacked. So what told of its coding is
renamed, and the old length, where it is another, stands as ``X-Crawler-Content-Length``.
"""

import gzip
import hashlib
from base64 import b32encode

from tests.archived import THEN, A

INFO = (
    "software:: StormCrawler 1.8 http://stormcrawler.net/\r\n"
    "description: News crawl of a test\r\n"
    "http-header-user-agent: Bot/1.0 (+https://bot.example/)\r\n"
    "http-header-from: bot@bot.example\r\n"
    "format: WARC File Format 1.0\r\n"
    "conformsTo: http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1_latestdraft.pdf\r\n"
)
HTML = "Content-Type: text/html; charset=UTF-8\r\n"


def info() -> bytes:
    """Return the first record of a file."""
    return (
        f"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: {THEN}\r\n"
        "WARC-Filename: CC-NEWS-20240501120000-00001.warc.gz\r\n"
        "WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/warc-fields\r\n"
        f"Content-Length: {len(INFO)}\r\n\r\n{INFO}\r\n\r\n"
    ).encode()


def capture(
    body: bytes,
    url: str = A,
    *,
    head: str = HTML,
    status: str = "HTTP/1.1 200 OK",
    more: str = "",
    kind: str = "response",
    name: str = "1",
) -> bytes:
    """Return a record with its fields in the order of that crawl.

    Of a ``resource`` the HTTP header was not stored.
    """
    is_response = kind == "response"
    http = f"{status}\r\n{head}\r\n".encode() if is_response else b""
    of = "application/http; msgtype=response" if is_response else "text/html"
    fields = (
        f"WARC/1.0\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
        f"Content-Length: {len(http) + len(body)}\r\nWARC-Date: {THEN}\r\n"
        f"WARC-Type: {kind}\r\nWARC-IP-Address: 192.0.2.7\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: {of}\r\n{more}"
        f"WARC-Payload-Digest: {_sha1(body)}\r\n"
        f"WARC-Block-Digest: {_sha1(http + body)}\r\n\r\n"
    )
    return fields.encode() + http + body + b"\r\n\r\n"


def request(url: str = A) -> bytes:
    """Return the request that some of its files have before a response."""
    http = b"GET /a HTTP/1.1\r\nUser-Agent: Bot/1.0\r\nHost: a.example\r\n\r\n"
    fields = (
        "WARC/1.0\r\nWARC-Type: request\r\nWARC-Record-ID: <urn:uuid:9>\r\n"
        f"Content-Length: {len(http)}\r\nWARC-Date: {THEN}\r\nWARC-Target-URI: {url}\r\n"
        "Content-Type: application/http; msgtype=request\r\n"
        f"WARC-Block-Digest: {_sha1(http)}\r\n\r\n"
    )
    return fields.encode() + http + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Return a file of records, each a gzip member."""
    return b"".join(map(gzip.compress, records))


def _sha1(octets: bytes) -> str:
    return f"sha1:{b32encode(hashlib.sha1(octets).digest()).decode()}"
