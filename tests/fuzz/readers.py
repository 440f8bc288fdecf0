"""Who reads bytes that anybody may have written? Each reader, and what it may raise.

A reader's seeds are the files of ``fixtures/fuzz/<name>/``, written by us. What is said
beside ``read`` is the law: whatever the bytes, these errors and no others.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawler.address import (
    authority,
    canonical_form,
    is_private,
    linked_url,
    target,
    usable_url,
    without_credentials,
)
from newscrawler.article import extract
from newscrawler.article.dates import read_ago, read_moment
from newscrawler.discovery.article_page import judged_page
from newscrawler.discovery.home import read_home
from newscrawler.discovery.links import article_links
from newscrawler.discovery.revisit import read_stated
from newscrawler.discovery.sitemap import read_sitemap
from newscrawler.discovery.wanted import wanted_of_feed, wanted_of_sitemap
from newscrawler.downloading.decoding import WholeCompressionMiddleware
from newscrawler.downloading.documents import redirect_target
from newscrawler.feed import read_feed
from newscrawler.markup.charset import decoded
from newscrawler.notices import find_notices, find_page_notices
from newscrawler.page import Page
from newscrawler.policy import Document, Purpose, Verdict
from newscrawler.policy.formats.feed_entries import reserved_by
from newscrawler.policy.formats.feed_rights import feed_rights
from newscrawler.policy.formats.image_metadata import (
    read_image,
    said_by_c2pa,
    said_by_xmp,
)
from newscrawler.policy.formats.jumbf import read_assertions
from newscrawler.policy.formats.link_header import read_links
from newscrawler.policy.formats.odrl import read_policy
from newscrawler.policy.formats.robots_tag import read_date, read_directives
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.usage_preferences import read_usage
from newscrawler.policy.formats.xmp import read_packet
from newscrawler.policy.hearing import retry_after
from newscrawler.policy.record import decision_record, read_decision
from newscrawler.sources import RegistryError
from newscrawler.sources.opml import OpmlError, read_opml
from newscrawler.storage.warc_reading import WarcError
from tests.fuzz.on_disk import objections, registry, warc
from tests.policy.asked import NOW, ROBOTS, SITE, SITE_FILES, TDMREP, URL, document
from tests.policy.asked import gate as gate_of

UNPACKED = 1024 * 1024
"""Bytes that a packed body may grow to here: a bomb need not be large to be one."""

POLICY, LICENCE = f"{SITE}/policy.json", f"{SITE}/licence.xml"
NAMING = f"License: {LICENCE}\n"
"""A robots.txt that names an RSL document."""


@dataclass(frozen=True, slots=True)
class Reader:
    """``read`` takes any bytes; ``errors`` are those by which it may say no."""

    name: str
    read: Callable[[bytes], object]
    errors: tuple[type[Exception], ...] = ()

    def tried(self, body: bytes) -> None:
        """Read bytes; whatever is raised but what may be is a finding."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                self.read(body)
            except self.errors:
                return


def robots(body: bytes) -> None:
    found = RobotsTxt.from_bytes(body)
    for url in (URL, f"{SITE}/%C3%A4?b=*$", f"{SITE}/{'a' * 200}"):
        rule = found.rule("newscrawler", url)
        # RFC 9309 section 2.2.2: what no rule matches is allowed
        assert rule is not None or found.allows("newscrawler", url)


def text_of(body: bytes) -> str:
    return body.decode("utf-8", "surrogateescape")


def structured(body: bytes) -> None:
    for liberal in (True, False):
        read_usage(text_of(body), liberal=liberal)


def directives(body: bytes) -> None:
    for liberal in (True, False):
        read_directives(text_of(body), liberal=liberal)
    list(read_links(text_of(body)))


def header_lines(body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the header lines that an HTTP client would make of bytes."""
    lines = (line.partition(b":") for line in body.split(b"\n"))
    return tuple(
        (name.strip().decode("latin-1"), value.strip().decode("latin-1"))
        for name, _, value in lines
        if name.strip()
    )


def judged(robots_txt: bytes, page: Page, *others: tuple[str, bytes]) -> None:
    """Decide on a page; no reader crashed, and the decision reads back equal."""
    heard = [document(ROBOTS, robots_txt), document(TDMREP, status=404)]
    found = gate_of(*heard, purposes=Purpose)
    for url, body in others:
        found.learn(document(url, body), NOW)
    found.wants(page, NOW)
    found.before_fetch(page.url, NOW)
    decision = found.after_fetch(page, NOW)
    crashed = [one.problem for one in decision.faults if "Error(" in one.problem]
    assert not crashed, crashed
    assert read_decision(decision_record(decision)) == decision
    assert decision.verdict is not Verdict.ALLOW or not decision.faults


PLAIN = Page(b"<p>News.", URL, (("tdm-policy", POLICY), ("tdm-reservation", "1")))


def headers(body: bytes) -> None:
    judged(b"", Page(b"<p>News.", URL, header_lines(body)))
    read_stated({name.lower(): value for name, value in header_lines(body)}, NOW)


def gate(body: bytes) -> None:
    judged(body, PLAIN)


def tdmrep(body: bytes) -> None:
    judged(b"", PLAIN, (TDMREP, body))


def tdm_policy(body: bytes) -> None:
    read_policy(body)
    judged(b"", PLAIN, (POLICY, body))


def rsl(body: bytes) -> None:
    judged(NAMING.encode(), PLAIN, (LICENCE, body))


def site_files(body: bytes) -> None:
    judged(b"", PLAIN, *((SITE + path, body) for path in SITE_FILES))


def feed(body: bytes) -> None:
    found = read_feed(body, f"{SITE}/feed")
    if found is not None:
        are_of_the_web(wanted_of_feed(found))
    list(feed_rights(text_of(body)))
    reserved_by(Document(f"{SITE}/feed", 0.0, 200, (), body))


def sitemap(body: bytes) -> None:
    found = read_sitemap(body, f"{SITE}/sitemap.xml")
    if found is not None:
        are_of_the_web(wanted_of_sitemap(found))
        are_of_the_web([one.url for one in found.sitemaps])


def are_of_the_web(urls: object) -> None:
    assert isinstance(urls, tuple | list)
    for url in urls:
        assert authority(url) is not None, url
        assert without_credentials(url) == url


def markup(body: bytes) -> None:
    page = Page(body, URL, (("content-type", "text/html"),), fetched_at=NOW)
    read_home(page)
    judged_page(page)
    are_of_the_web(article_links(page, ["gazette.example"]))
    find_page_notices(page)
    judged(b"", page)
    extract(page)


def notices(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    for one in find_notices(text):
        assert text[one.start : one.end] == one.text


def dates(body: bytes) -> None:
    text = text_of(body)
    for language in (None, "de", "ar", "th"):
        read_moment(text, language, "Europe/Berlin")
        read_ago(text, language, NOW)
    read_date(text)
    retry_after(text, NOW)


def addresses(body: bytes) -> None:
    text = text_of(body)
    is_private(text)
    linked_url(URL, text)
    url = usable_url(text)
    if url is not None:
        are_of_the_web([url])
        target(url)
        assert canonical_form(canonical_form(url)) == canonical_form(url)


def location(body: bytes) -> None:
    response = Response(URL, status=301, headers={"Location": body})
    redirect_target(URL, response)


def image(body: bytes) -> None:
    found = read_image(body)
    for liberal in (True, False):
        list(said_by_xmp(found, liberal=liberal))
        list(said_by_c2pa(found, liberal=liberal))
    read_packet(body)
    read_assertions(body)


@cache
def unpacker() -> WholeCompressionMiddleware:
    crawler = get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False})
    return WholeCompressionMiddleware(crawler=crawler)


def packed(body: bytes) -> None:
    request = Request(URL, meta={"download_maxsize": UNPACKED})
    for coding in ("gzip", "deflate", "br", "zstd"):
        response = Response(URL, headers={"Content-Encoding": coding}, body=body)
        try:
            found = unpacker().process_response(request, response)
        except (ResponseDataLossError, DownloadCancelledError):
            continue
        assert isinstance(found, Response)
        assert len(found.body) <= UNPACKED


def charset(body: bytes) -> None:
    for stated in (None, "text/html; charset=utf-16", text_of(body[:80])):
        encoding, text = decoded(stated, body)
        assert encoding
        text.encode("utf-8", "surrogatepass")


READERS = (
    Reader("charset", charset),
    Reader("dates", dates),
    Reader("directives", directives),
    Reader("feed", feed),
    Reader("gate", gate),
    Reader("headers", headers),
    Reader("image", image),
    Reader("location", location, (ValueError,)),
    Reader("markup", markup),
    Reader("notices", notices),
    Reader("objections", objections, (RegistryError,)),
    Reader("opml", read_opml, (OpmlError,)),
    Reader("packed", packed),
    Reader("registry", registry, (RegistryError,)),
    Reader("robots", robots),
    Reader("rsl", rsl),
    Reader("site-files", site_files),
    Reader("sitemap", sitemap),
    Reader("structured-fields", structured),
    Reader("tdm-policy", tdm_policy),
    Reader("tdmrep", tdmrep),
    Reader("urls", addresses),
    Reader("warc", warc, (WarcError,)),
)
