"""Which pages does a sitemap name? https://www.sitemaps.org/protocol.html.

And Google's news extension. Limits of the protocol: 50 MB and 50,000 entries a file.
"""

import zlib
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from newscrawler.address import usable_url

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 50_000

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
    """The pages that a sitemap names, and the sitemaps that an index names."""

    pages: tuple[Located, ...] = ()
    sitemaps: tuple[Located, ...] = ()


def read_sitemap(body: bytes, url: str) -> Sitemap | None:
    """Return what a sitemap names, None where the document is none.

    A broken file gives what stands before the break; a text file, its lines.
    """
    body = unpacked(body)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", *_UTF16)):
        return _read_lines(body, url)
    try:
        root = etree.fromstring(body, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        return None
    found = [_located(node, url) for node in list(root)[:MAX_ENTRIES]]
    located = tuple(one for one in found if one is not None)
    if _name(root) == "sitemapindex":
        return Sitemap(sitemaps=located)
    return Sitemap(pages=located)


def unpacked(body: bytes) -> bytes:
    """Return a gzipped file's first 50 MB, another's own bytes."""
    if not body.startswith(_GZIP):
        return body[:MAX_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    except zlib.error:
        return b""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
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


def _read_lines(body: bytes, base: str) -> Sitemap | None:
    lines = body.decode("utf-8", "replace").split()[:MAX_ENTRIES]
    found = [_absolute(line, base) for line in lines if "://" in line]
    pages = tuple(Located(url) for url in found if url is not None)
    return Sitemap(pages=pages) if pages and len(pages) == len(lines) else None


def _absolute(text: str, base: str) -> str | None:
    try:
        return usable_url(urljoin(base, text)) if text else None
    except ValueError:
        return None


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
