"""Which pages does a sitemap name? https://www.sitemaps.org/protocol.html.

And Google's news extension. Limits of the protocol: 50 MB and 50,000 entries a file.
Read entry by entry, so that a file of 50 MB takes no more room than its bytes.
"""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from urllib.parse import urljoin

from lxml import etree

from newscrawler.address import usable_url
from newscrawler.unpacking import MAX_RATIO, most_unpacked

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 50_000

CHUNK = 64 * 1024
"""Bytes that are unpacked and read at a time: our choice."""

MAX_INSIDE = 20_000
"""Tags inside one entry: our choice. An entry may hold a thousand pictures."""

MAX_URL = 2048
"""Characters of a URL, by the protocol."""

_TOO_LONG = f"more than {MAX_BYTES} bytes, unpacked"
_TOO_DENSE = f"more than {MAX_RATIO} bytes, unpacked, of each"
_TOO_MANY = f"more than {MAX_ENTRIES} entries"
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Located:
    """A page or a further sitemap; times as printed, None if not stated."""

    url: str
    lastmod: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that a sitemap names, and the sitemaps that an index names.

    ``beyond``: which bound it crosses, None if it was read as a whole.
    """

    pages: tuple[Located, ...] = ()
    sitemaps: tuple[Located, ...] = ()
    beyond: str | None = None


def read_sitemap(body: bytes, url: str) -> Sitemap | None:
    """Return what a sitemap names, None where the document is none.

    A broken file gives what stands before the break; a text file, its lines.
    """
    crossed: list[str] = []
    chunks = _chunks(body, crossed)
    first = next(chunks, b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if not first.startswith((b"<", *_UTF16)):
        found = _read_lines(b"".join((first, *chunks)), url, crossed)
    else:
        found = _read_xml(chain((first,), chunks), url, crossed)
    return replace(found, beyond=crossed[0]) if found and crossed else found


def unpacked(body: bytes) -> bytes:
    """Return what is read of a gzipped file, another's own bytes."""
    return b"".join(_chunks(body, []))


def _chunks(body: bytes, crossed: list[str]) -> Iterator[bytes]:
    """Yield a file's first 50 MB, unpacked, or as many as its bytes may unpack to; what
    breaks off ends there.
    """
    if not body.startswith(_GZIP):
        if len(body) > MAX_BYTES:
            crossed.append(_TOO_LONG)
        for at in range(0, min(len(body), MAX_BYTES), CHUNK):
            yield body[at : min(at + CHUNK, MAX_BYTES)]
        return
    most = min(MAX_BYTES, most_unpacked(len(body)))
    left, packed = most, body
    reader = zlib.decompressobj(wbits=31)
    while left and packed:
        try:
            found = reader.decompress(packed, min(CHUNK, left))
        except zlib.error:
            return
        left -= len(found)
        # several members one after the other are one file, RFC 1952 section 2.2
        packed = reader.unused_data if reader.eof else reader.unconsumed_tail
        if reader.eof:
            reader = zlib.decompressobj(wbits=31)
        yield found
    with suppress(zlib.error):
        if reader.decompress(packed, 1):
            crossed.append(_TOO_LONG if most == MAX_BYTES else _TOO_DENSE)


def _read_xml(chunks: Iterator[bytes], url: str, crossed: list[str]) -> Sitemap | None:
    nodes = _nodes(chunks, crossed)
    kind = _name(next(nodes, None))
    if kind not in ("urlset", "sitemapindex"):
        return None
    found = (_located(node, url) for node in islice(nodes, MAX_ENTRIES))
    located = tuple(one for one in found if one is not None)
    if next(nodes, None) is not None:
        crossed.append(_TOO_MANY)
    is_index = kind == "sitemapindex"
    return Sitemap(sitemaps=located) if is_index else Sitemap(pages=located)


def _nodes(chunks: Iterable[bytes], crossed: list[str]) -> Iterator[etree._Element]:
    """Yield the root as it opens, then each of its children, which is then forgotten."""
    root: etree._Element | None = None
    inside = 0
    for event, node in _events(chunks):
        inside += 1
        if root is None:
            root = node
            yield root
        elif event == "end" and node.getparent() is root:
            yield node
            node.clear()
            root.remove(node)
            inside = 0
        elif inside > MAX_INSIDE:
            crossed.append(f"more than {MAX_INSIDE} tags in an entry")
            return


def _events(chunks: Iterable[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """Yield what opens and what ends; a break ends them, what stood before it counts."""
    parser = _parser()
    for chunk in chain(chunks, (None,)):
        with suppress(etree.XMLSyntaxError, ValueError):
            parser.feed(chunk) if chunk is not None else parser.close()
        for event, node in parser.read_events():
            if isinstance(node, etree._Element):  # noqa: SLF001  its only name
                yield event, node


def _parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _located(node: etree._Element, base: str) -> Located | None:
    texts: dict[str, str] = {}
    for child in node.iter():
        name = _name(child)
        if name in ("loc", "lastmod", "publication_date") and child.text:
            texts.setdefault(name, child.text.strip())
    url = _absolute(texts.get("loc", ""), base)
    if url is None:
        return None
    return Located(url, texts.get("lastmod"), texts.get("publication_date"))


def _read_lines(body: bytes, base: str, crossed: list[str]) -> Sitemap | None:
    named = body.decode("utf-8", "replace").split()
    if len(named) > MAX_ENTRIES:
        crossed.append(_TOO_MANY)
    lines = named[:MAX_ENTRIES]
    found = [_absolute(line, base) for line in lines if "://" in line]
    pages = tuple(Located(url) for url in found if url is not None)
    return Sitemap(pages=pages) if pages and len(pages) == len(lines) else None


def _absolute(text: str, base: str) -> str | None:
    try:
        return usable_url(urljoin(base, text)) if 0 < len(text) <= MAX_URL else None
    except ValueError:
        return None


def _name(node: etree._Element | None) -> str:
    # not etree.QName: a broken file has names, "n:" among them, that it raises at
    tag = node.tag if node is not None else None
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
