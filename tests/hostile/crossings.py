"""What is as long, as deep or as many as a bound? Each function reads one such thing."""

import gzip
from collections.abc import Callable
from pathlib import Path

from backports import zstd
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

from newscrawler.bounds import bounded_tree
from newscrawler.decoding import SPARE
from newscrawler.discovery.sitemap import Located, Sitemap, read_sitemap
from newscrawler.discovery.wanted import wanted_sitemaps
from newscrawler.feed import read_feed
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.rsl_xml import read_tree
from newscrawler.sources import RegistryError, read_registry
from newscrawler.sources.opml import OpmlError, read_opml
from newscrawler.storage.warc_reading import read_warc
from tests.fuzz.readers import unpacker
from tests.policy.asked import NOW, REFUSE, SITE, gate, page, silent_site

ROOT = Path(__file__).parents[2]
FOLDER = "/tmp"
"""Where files are put; a test names its own."""

RSL = "<rsl xmlns='https://rslstandard.org/rsl'>{}</rsl>"
LINK = f"{SITE}/a"


def entries(number: int) -> bool:
    items = f"<item><link>{LINK}</link></item>" * number
    found = read_feed(
        f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), SITE
    )
    return found is not None and len(found.entries) == number


def feed_tag(number: int) -> bool:
    tag = f"<item a='{'x' * (number - 11)}'>"
    body = (
        f"<rss version='2.0'><channel>{tag}<link>{LINK}</link></item></channel></rss>"
    )
    return read_feed(body.encode(), SITE) is not None


def feed_open(number: int) -> bool:
    body = f"<rss version='2.0'>{'<p>' * (number - 1)}"
    return read_feed(body.encode(), SITE) is not None


def json_feed(number: int) -> bool:
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'
    return read_feed(body.ljust(number), SITE) is not None


def sitemap_entries(number: int) -> bool:
    inside = f"<url><loc>{LINK}</loc></url>" * number
    found = read_sitemap(f"<urlset>{inside}</urlset>".encode(), SITE)
    return found is not None and len(found.pages) == number


def sitemap_bytes(number: int) -> bool:
    """Packed, and its last byte is the last of a URL."""
    last = f"<url><loc>{LINK}-long".encode()
    comment = b"<!--" + b"x" * 1_000_000 + b"-->"
    body = b"<urlset>" + comment * 50
    body = body.ljust(number - len(last)) + last
    found = read_sitemap(gzip.compress(body, 1), SITE)
    return found is not None and found.pages == (Located(f"{LINK}-long"),)


def sitemap_inside(number: int) -> bool:
    tags = "<a/>" * (number // 2 - 2)
    found = read_sitemap(
        f"<urlset><url><loc>{LINK}</loc>{tags}</url></urlset>".encode(), SITE
    )
    return found is not None and len(found.pages) == 1


def sitemap_url(number: int) -> bool:
    url = f"{SITE}/".ljust(number, "a")
    found = read_sitemap(f"<urlset><url><loc>{url}</loc></url></urlset>".encode(), SITE)
    return found is not None and len(found.pages) == 1


def index_depth(number: int) -> bool:
    found = Sitemap(sitemaps=(Located(f"{SITE}/1.xml"),))
    return bool(wanted_sitemaps(found, number - 1))


def index_width(number: int) -> bool:
    named = tuple(Located(f"{SITE}/{at}.xml") for at in range(number))
    return len(wanted_sitemaps(Sitemap(sitemaps=named), 0)) == number


def markup_depth(number: int) -> bool:
    return bounded_tree("<html><body>" + "<div>" * (number - 2))[1] is None


def attributes(number: int) -> bool:
    tag = "<p " + " ".join(f"a{at}=1" for at in range(number)) + ">"
    return bounded_tree(tag)[1] is None


def tags(number: int) -> bool:
    return bounded_tree("<br>" * number)[1] is None


def named_documents(number: int) -> bool:
    """A page that makes us ask for so many is judged; for more, it is a fault."""
    links = "".join(
        f"<link rel=license type='application/rsl+xml' href='/{at}.xml'>"
        for at in range(number)
    )
    found = gate(*silent_site())
    decision = found.after_fetch(page(links), NOW)
    left = [one for one in decision.faults if "more than are asked for" in one.problem]
    assert not left or decision.verdict is REFUSE
    return not left


def ratio(number: int) -> bool:
    """A gzip member of two MiB, made longer by a name (RFC 1952 section 2.3.1)."""
    packed = gzip.compress(bytes(2 * SPARE), 9)
    name = b"a" * (-(-2 * SPARE // number) - len(packed) - 1) + b"\0"
    packed = packed[:3] + b"\x08" + packed[4:10] + name + packed[10:]
    try:
        found = answered("gzip", packed)
    except DownloadCancelledError:
        return False
    return len(found.body) == 2 * SPARE


def window(number: int) -> bool:
    maker = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: number})
    try:
        return answered("zstd", maker.compress(b"a") + maker.flush()).body == b"a"
    except ResponseDataLossError:
        return False


def answered(coding: str, packed: bytes) -> Response:
    response = Response(SITE, headers={"Content-Encoding": coding}, body=packed)
    found = unpacker().process_response(Request(SITE), response)
    assert isinstance(found, Response)
    return found


def json_depth(number: int) -> bool:
    try:
        read_json("[" * number + "]" * number)
    except ValueError:
        return False
    return True


def rsl(inside: str) -> bool:
    return not isinstance(read_tree(RSL.format(inside).encode()), str)


def rsl_bytes(number: int) -> bool:
    return rsl(" " * (number - len(RSL.format(""))))


def rsl_elements(number: int) -> bool:
    return rsl("<content></content>" * (number - 1))


def rsl_depth(number: int) -> bool:
    return rsl("<a>" * (number - 1) + "</a>" * (number - 1))


def rsl_attributes(number: int) -> bool:
    return rsl("<a " + " ".join(f"a{at}='1'" for at in range(number)) + "/>")


def opml(body: str) -> bool:
    try:
        read_opml(body.encode())
    except OpmlError:
        return False
    return True


def opml_bytes(number: int) -> bool:
    return opml("<opml/>".ljust(number))


def outlines(number: int) -> bool:
    return opml(f"<opml>{'<outline/>' * number}</opml>")


def toml_bytes(number: int) -> bool:
    file = Path(FOLDER, "a.toml")
    file.write_bytes(
        (ROOT / "fixtures/fuzz/registry/small.toml").read_bytes().ljust(number, b"\n")
    )
    try:
        return bool(read_registry(file))
    except RegistryError:
        return False


def warc_record(number: int) -> bool:
    head = f"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {number}\r\n\r\n"
    file = Path(FOLDER, "a.warc")
    file.write_bytes(head.encode() + bytes(number) + b"\r\n\r\n")
    (found,) = read_warc(file)
    return found.content is not None


CROSSED: dict[str, Callable[[int], bool]] = {
    "newscrawler.bounds:MAX_ATTRIBUTES": attributes,
    "newscrawler.bounds:MAX_DEPTH": markup_depth,
    "newscrawler.bounds:MAX_TAGS": tags,
    "newscrawler.decoding:MAX_RATIO": ratio,
    "newscrawler.discovery.sitemap:MAX_BYTES": sitemap_bytes,
    "newscrawler.discovery.sitemap:MAX_ENTRIES": sitemap_entries,
    "newscrawler.discovery.sitemap:MAX_INSIDE": sitemap_inside,
    "newscrawler.discovery.sitemap:MAX_URL": sitemap_url,
    "newscrawler.discovery.wanted:MAX_DEPTH": index_depth,
    "newscrawler.discovery.wanted:MAX_SITEMAPS": index_width,
    "newscrawler.feed.json_feed:MAX_BYTES": json_feed,
    "newscrawler.feed.model:MAX_ENTRIES": entries,
    "newscrawler.feed.xml_feed:MAX_OPEN": feed_open,
    "newscrawler.feed.xml_feed:MAX_TAG": feed_tag,
    "newscrawler.policy.formats.json_text:MAX_DEPTH": json_depth,
    "newscrawler.policy.formats.rsl_xml:MAX_ATTRIBUTES": rsl_attributes,
    "newscrawler.policy.formats.rsl_xml:MAX_BYTES": rsl_bytes,
    "newscrawler.policy.formats.rsl_xml:MAX_DEPTH": rsl_depth,
    "newscrawler.policy.formats.rsl_xml:MAX_ELEMENTS": rsl_elements,
    "newscrawler.policy.reading:MOST_NAMED": named_documents,
    "newscrawler.sources.files:MAX_BYTES": toml_bytes,
    "newscrawler.sources.opml:MAX_BYTES": opml_bytes,
    "newscrawler.sources.opml:MAX_OUTLINES": outlines,
    "newscrawler.storage.warc_reading:MAX_CONTENT": warc_record,
    "newscrawler.unpacking:MAX_WINDOW": window,
}
"""Reads so many, or tells that it does not; by the constant that bounds it."""
