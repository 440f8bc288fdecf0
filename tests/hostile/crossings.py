"""What is as long, as deep or as many as a bound? Each function reads one such thing."""

import gzip
from collections.abc import Callable
from pathlib import Path

from backports import zstd
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

from newscrawler.discovery.sitemap import Located, Sitemap, read_sitemap
from newscrawler.discovery.wanted import wanted_sitemaps
from newscrawler.feed import bound_crossed, read_feed
from newscrawler.markup.bounds import bounded_tree
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.rsl_xml import read_tree
from newscrawler.sources import RegistryError, read_registry
from newscrawler.sources.opml import OpmlError, read_opml
from newscrawler.storage.warc_reading import read_warc
from newscrawler.unpacking import SPARE
from tests.fuzz.readers import unpacker
from tests.policy.asked import NOW, REFUSE, SITE, gate, page, silent_site

ROOT = Path(__file__).parents[2]
FOLDER = "/tmp"
"""Where files are put; a test names its own."""

RSL = "<rsl xmlns='https://rslstandard.org/rsl'>{}</rsl>"
LINK = f"{SITE}/a"
SOURCE = (ROOT / "fixtures/fuzz/registry/small.toml").read_bytes()

UNSAID = ""
"""More than a bound that is a choice, of which nobody is told."""


def entries(number: int) -> str | None:
    items = f"<item><link>{LINK}</link></item>" * number
    return feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), number)


def feed(body: bytes, number: int = 1) -> str | None:
    """Return which bound is told of; then the first are read, or nothing."""
    found = read_feed(body, SITE)
    if found is None:
        return bound_crossed(body)
    assert (len(found.entries) == number) is (found.beyond is None)
    return found.beyond


def feed_tag(number: int) -> str | None:
    tag = f"<item a='{'x' * (number - 11)}'>"
    body = (
        f"<rss version='2.0'><channel>{tag}<link>{LINK}</link></item></channel></rss>"
    )
    return feed(body.encode())


def feed_open(number: int) -> str | None:
    body = f"<rss version='2.0'>{'<p>' * (number - 1)}"
    return feed(body.encode(), 0)


def json_feed(number: int) -> str | None:
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'
    return feed(body.ljust(number), 0)


def sitemap_entries(number: int) -> str | None:
    inside = f"<url><loc>{LINK}</loc></url>" * number
    return sitemap(f"<urlset>{inside}</urlset>".encode(), number)


def sitemap(body: bytes, number: int = 1) -> str | None:
    """Return which bound is told of; then what stands before it is read."""
    found = read_sitemap(body, SITE)
    assert found is not None
    assert (len(found.pages) == number) is (found.beyond is None)
    return found.beyond


def sitemap_bytes(number: int) -> str | None:
    """Packed, and its last byte is the last of a URL."""
    last = f"<url><loc>{LINK}-long".encode()
    comment = b"<!--" + b"x" * 1_000_000 + b"-->"
    body = b"<urlset>" + comment * 50
    body = body.ljust(number - len(last)) + last
    found = read_sitemap(gzip.compress(body, 0), SITE)
    assert found is not None
    assert (found.pages == (Located(f"{LINK}-long"),)) is (found.beyond is None)
    return found.beyond


def sitemap_inside(number: int) -> str | None:
    tags = "<a/>" * (number // 2 - 2)
    return sitemap(
        f"<urlset><url><loc>{LINK}</loc>{tags}</url></urlset>".encode(),
    )


def sitemap_url(number: int) -> str | None:
    url = f"{SITE}/".ljust(number, "a")
    found = read_sitemap(f"<urlset><url><loc>{url}</loc></url></urlset>".encode(), SITE)
    return UNSAID if found is None or not found.pages else None


def index_depth(number: int) -> str | None:
    found = Sitemap(sitemaps=(Located(f"{SITE}/1.xml"),))
    return None if wanted_sitemaps(found, number - 1) else UNSAID


def index_width(number: int) -> str | None:
    named = tuple(Located(f"{SITE}/{at}.xml") for at in range(number))
    found = wanted_sitemaps(Sitemap(sitemaps=named), 0)
    return None if len(found) == number else UNSAID


def markup_depth(number: int) -> str | None:
    return bounded_tree("<html><body>" + "<div>" * (number - 2))[1]


def attributes(number: int) -> str | None:
    tag = "<p " + " ".join(f"a{at}=1" for at in range(number)) + ">"
    return bounded_tree(tag)[1]


def tags(number: int) -> str | None:
    return bounded_tree("<br>" * number)[1]


def links(number: int) -> str | None:
    """As short as they can be, and in a page that is long enough to be looked at."""
    return page("<p href>" * number + " " * (8 * number)).problem


def named_documents(number: int) -> str | None:
    """A page that makes us ask for so many is judged; for more, it is a fault."""
    links = "".join(
        f"<link rel=license type='application/rsl+xml' href='/{at}.xml'>"
        for at in range(number)
    )
    found = gate(*silent_site())
    decision = found.after_fetch(page(links), NOW)
    left = [one for one in decision.faults if "more than 8 documents" in one.problem]
    assert not left or decision.verdict is REFUSE
    return left[0].problem if left else None


def ratio(number: int) -> str | None:
    """A gzip member of two MiB, made longer by a name (RFC 1952 section 2.3.1)."""
    packed = gzip.compress(bytes(2 * SPARE), 9)
    name = b"a" * (-(-2 * SPARE // number) - len(packed) - 1) + b"\0"
    packed = packed[:3] + b"\x08" + packed[4:10] + name + packed[10:]
    try:
        assert len(answered("gzip", packed).body) == 2 * SPARE
    except DownloadCancelledError as error:
        return str(error)
    return None


def window(number: int) -> str | None:
    maker = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: number})
    try:
        assert answered("zstd", maker.compress(b"a") + maker.flush()).body == b"a"
    except ResponseDataLossError as error:
        return str(error)
    return None


def answered(coding: str, packed: bytes) -> Response:
    response = Response(SITE, headers={"Content-Encoding": coding}, body=packed)
    found = unpacker().process_response(Request(SITE), response)
    assert isinstance(found, Response)
    return found


def json_depth(number: int) -> str | None:
    try:
        read_json("[" * number + "]" * number)
    except ValueError as error:
        return str(error)
    return None


def rsl(inside: str) -> str | None:
    found = read_tree(RSL.format(inside).encode())
    return found if isinstance(found, str) else None


def rsl_bytes(number: int) -> str | None:
    return rsl(" " * (number - len(RSL.format(""))))


def rsl_elements(number: int) -> str | None:
    return rsl("<content></content>" * (number - 1))


def rsl_depth(number: int) -> str | None:
    return rsl("<a>" * (number - 1) + "</a>" * (number - 1))


def rsl_attributes(number: int) -> str | None:
    return rsl("<a " + " ".join(f"a{at}='1'" for at in range(number)) + "/>")


def opml(body: str) -> str | None:
    try:
        read_opml(body.encode())
    except OpmlError as error:
        return str(error)
    return None


def opml_bytes(number: int) -> str | None:
    return opml("<opml/>".ljust(number))


def outlines(number: int) -> str | None:
    return opml(f"<opml>{'<outline/>' * number}</opml>")


def toml_bytes(number: int) -> str | None:
    return toml(SOURCE.ljust(number, b"\n"))


def toml_depth(number: int) -> str | None:
    """The file itself is a table; nesting in a key that nobody knows is wrong too."""
    lists = "[" * (number - 1) + "]" * (number - 1)
    found = toml(f"nested = {lists}\n".encode() + SOURCE)
    return found if "deeper" in (found or "") else None


def toml(content: bytes) -> str | None:
    file = Path(FOLDER, "a.toml")
    file.write_bytes(content)
    try:
        assert read_registry(file)
    except RegistryError as error:
        return str(error)
    return None


def warc_record(number: int) -> str | None:
    head = f"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {number}\r\n\r\n"
    file = Path(FOLDER, "a.warc")
    file.write_bytes(head.encode() + bytes(number) + b"\r\n\r\n")
    (found,) = read_warc(file)
    return None if found.content is not None else UNSAID


def json_ld(number: int) -> str | None:
    block = f'{{"a": "{"x" * (number - 9)}"}}'
    read = page(f'<script type="application/ld+json">{block}</script><p>News.')
    found = gate(*silent_site()).after_fetch(read, NOW)
    assert (found.verdict is REFUSE) is bool(found.faults)
    return found.faults[0].problem if found.faults else None


def notices(number: int) -> str | None:
    """Each in the midst of the news, where one binds no page."""
    said = "<p>You may not use article {} to train AI.</p>"
    told = page("".join(map(said.format, range(number))))
    found = gate(*silent_site()).after_fetch(told, NOW)
    assert (found.verdict is REFUSE) is bool(found.faults)
    return found.faults[0].problem if found.faults else None


CROSSED: dict[str, Callable[[int], str | None]] = {
    "newscrawler.markup.wide_tags:MAX_ATTRIBUTES": attributes,
    "newscrawler.markup.bounds:MAX_DEPTH": markup_depth,
    "newscrawler.markup.bounds:MAX_TAGS": tags,
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
    "newscrawler.notices.find:MAX_NOTICES": notices,
    "newscrawler.page:MAX_LINKS": links,
    "newscrawler.markup.told:MAX_JSON_LD": json_ld,
    "newscrawler.policy.formats.json_text:MAX_DEPTH": json_depth,
    "newscrawler.policy.formats.rsl_xml:MAX_ATTRIBUTES": rsl_attributes,
    "newscrawler.policy.formats.rsl_xml:MAX_BYTES": rsl_bytes,
    "newscrawler.policy.formats.rsl_xml:MAX_DEPTH": rsl_depth,
    "newscrawler.policy.formats.rsl_xml:MAX_ELEMENTS": rsl_elements,
    "newscrawler.policy.reading:MOST_NAMED": named_documents,
    "newscrawler.sources.files:MAX_BYTES": toml_bytes,
    "newscrawler.sources.files:MAX_DEPTH": toml_depth,
    "newscrawler.sources.opml:MAX_BYTES": opml_bytes,
    "newscrawler.sources.opml:MAX_OUTLINES": outlines,
    "newscrawler.storage.warc_reading:MAX_CONTENT": warc_record,
    "newscrawler.unpacking:MAX_RATIO": ratio,
    "newscrawler.unpacking:MAX_WINDOW": window,
}
"""Reads so many and returns None, or what is told of more; by the constant that bounds it."""
