"""How does a kept page look in a WARC file? ISO 28500:2017, WARC/1.1.

The body is the one that was judged, with no transfer or content coding left, as Common
Crawl does it: its SHA-256 is the one that statements name, and what was said of a
coding on the wire stands under ``X-Crawler-…``. Written here, not by warcio: its writer
rewrites header values that are not ASCII, and they are evidence.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from uuid import uuid4

from newscrawler.page import Page
from newscrawler.policy.record import iso_time

LEVEL = 1
"""Of four: our choice. As small as zlib's first level, in a sixth of its time; the next
one takes a seventh more of it for half a hundredth of the bytes."""

REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The profile of a record for what did not change: WARC/1.1 section 6.7.2."""

_MOST_STORED = 0xFFFF
_GZIP_SIZE = 18
"""Bytes of a block that is stored, and of a gzip member's header and trailer."""

_ON_THE_WIRE = ("content-length", "content-encoding", "transfer-encoding")
_SECRET = ("authorization", "proxy-authorization", "cookie")
_HTTP = "application/http; msgtype="
_BREAKS = re.compile(r"[\r\n\0]+")

Lines = tuple[tuple[str, str], ...]


def new_id() -> str:
    """Return an id for a record, nobody else's."""
    return uuid4().urn


@dataclass(frozen=True, slots=True)
class Sent:
    """The request for a page, and the address of the server that answered it."""

    headers: Lines = field(default=(), repr=False)  # some are secrets
    method: str = "GET"
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record whose payload was the same: its URL and its date."""

    url: str
    date: str


@dataclass(frozen=True, slots=True)
class Block:
    """A record on its way into a file: its type, its own fields and its content."""

    kind: str
    date: str
    media_type: str
    content: bytes
    fields: Lines = ()
    id: str = field(default_factory=new_id)


def digest_of(page: Page) -> str:
    """Return the payload digest of a page: the hash by which statements name it."""
    return f"sha256:{page.sha256}"


def warc_date(page: Page) -> str:
    """Return when a page came in, as a record says it."""
    if page.fetched_at is None:
        raise ValueError(f"nobody knows when {page.url} came in")
    return iso_time(page.fetched_at)


def page_records(
    page: Page, sent: Sent, facts: Lines, record_id: str, earlier: Earlier | None = None
) -> bytes:
    """Return a page as gzip members: response, request, metadata.

    ``facts``: what is known of it, its decision first. ``record_id`` is the response's;
    with ``earlier`` that is a revisit record, which has the headers alone.
    """
    date = warc_date(page)
    target = (("WARC-Target-URI", page.url),)
    where = () if sent.address is None else (("WARC-IP-Address", sent.address),)
    response = _response(page, record_id, (*target, *where), earlier)
    about = (*target, ("WARC-Concurrent-To", f"<{record_id}>"))
    asked = _request(page.url, sent)
    request = Block("request", date, f"{_HTTP}request", asked, about)
    told = _fields(facts).encode("utf-8", "replace")
    metadata = Block("metadata", date, "application/warc-fields", told, about)
    return b"".join(map(member, (response, request, metadata)))


def info_record(name: str, date: str, facts: Lines) -> bytes:
    """Return the record that a file begins with: who wrote it."""
    told = _fields(facts).encode()
    named = (("WARC-Filename", name),)
    return member(Block("warcinfo", date, "application/warc-fields", told, named))


def member(block: Block) -> bytes:
    """Return a record as one gzip member: WARC/1.1 annex D.2."""
    # imported here: it comes with an extra
    from isal import isal_zlib  # noqa: PLC0415

    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, 31)
    parts = (_head_of(block), block.content, b"\r\n\r\n")
    return b"".join([*map(packer.compress, parts), packer.flush()])


def stored_member(block: Block, length: int) -> bytes:
    """Return a record as a gzip member of just so many bytes: zeros follow its content.

    Not compressed (RFC 1951 section 3.2.4); ValueError where there is too little room.
    """
    room = length
    while room > 0:
        content = block.content.ljust(room, b"\0")
        padded = replace(block, content=content)
        text = b"".join((_head_of(padded), content, b"\r\n\r\n"))
        blocks = -(-len(text) // _MOST_STORED)
        over = _GZIP_SIZE + 5 * blocks + len(text) - length
        if over <= 0:
            return _stored(text, -over)
        if len(content) == len(block.content):
            break
        room = max(len(content) - over, len(block.content))
    raise ValueError(f"a record of {length} bytes: too short")


def _stored(text: bytes, comment: int) -> bytes:
    """Return a gzip member, RFC 1952, not compressed; ``comment``: bytes to fill."""
    said = b" " * (comment - 1) + b"\0" if comment else b""
    parts = [b"\x1f\x8b\x08", b"\x10" if said else b"\0", b"\0" * 5, b"\xff", said]
    for at in range(0, len(text), _MOST_STORED):
        some = text[at : at + _MOST_STORED]
        is_last = at + _MOST_STORED >= len(text)
        size = len(some)
        parts += [struct.pack("<BHH", is_last, size, size ^ 0xFFFF), some]
    parts.append(struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF))
    return b"".join(parts)


def _head_of(block: Block) -> bytes:
    head = (
        ("WARC-Type", block.kind),
        ("WARC-Record-ID", f"<{block.id}>"),
        ("WARC-Date", block.date),
        *block.fields,
        ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block.content).hexdigest()}"),
        ("Content-Type", block.media_type),
        ("Content-Length", str(len(block.content))),
    )
    return f"WARC/1.1\r\n{_fields(head)}\r\n".encode("utf-8", "replace")


def _response(
    page: Page, record_id: str, about: Lines, earlier: Earlier | None
) -> Block:
    fields = (*about, ("WARC-Payload-Digest", digest_of(page)))
    kind, content = "response", _head(page) + page.body
    if earlier is not None:
        kind, content = "revisit", _head(page)
        fields += (
            ("WARC-Profile", REVISIT),
            ("WARC-Refers-To-Target-URI", earlier.url),
            ("WARC-Refers-To-Date", earlier.date),
        )
    return Block(kind, warc_date(page), f"{_HTTP}response", content, fields, record_id)


def _head(page: Page) -> bytes:
    """Return the status line and the headers, in the octets received."""
    try:
        words = HTTPStatus(page.status).phrase
    except ValueError:
        words = ""
    lines = [
        (f"X-Crawler-{name}" if name in _ON_THE_WIRE else name, value)
        for name, value in page.headers
    ]
    lines.append(("Content-Length", str(len(page.body))))
    return _octets(f"HTTP/1.1 {page.status} {words}", lines)


def _request(url: str, sent: Sent) -> bytes:
    host, slash, path = url.partition("://")[2].partition("/")
    lines = [one for one in sent.headers if one[0].lower() not in _SECRET]
    if all(name.lower() != "host" for name, _ in lines):
        lines.insert(0, ("Host", host.rpartition("@")[2]))
    return _octets(f"{sent.method} {slash or '/'}{path} HTTP/1.1", lines)


def _octets(first: str, lines: Iterable[tuple[str, str]]) -> bytes:
    # headers are octets that we hold as Latin-1: exchange.header_lines
    return f"{first}\r\n{_fields(lines)}\r\n".encode("latin-1", "replace")


def _fields(lines: Iterable[tuple[str, str]]) -> str:
    return "".join([f"{name}: {_on_one_line(value)}\r\n" for name, value in lines])


def _on_one_line(value: str) -> str:
    return value if value.isprintable() else _BREAKS.sub(" ", value)
