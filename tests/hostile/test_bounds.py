"""Each bound of docs/bounds.toml: what is within is read, one more is not."""

import importlib
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawler.discovery.sitemap import read_sitemap
from newscrawler.feed import read_feed
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.rsl_xml import read_tree
from newscrawler.sources.opml import OpmlError, read_opml
from tests.hostile import crossings
from tests.hostile.crossings import CROSSED, LINK, ROOT, RSL
from tests.policy.asked import SITE

TABLE: list[dict[str, str]] = tomllib.loads(
    (ROOT / "docs/bounds.toml").read_text("utf-8")
)["bound"]
UNSAID = {
    "newscrawler.discovery.sitemap:MAX_URL",
    "newscrawler.discovery.wanted:MAX_DEPTH",  # the spider says it
    "newscrawler.discovery.wanted:MAX_SITEMAPS",
    "newscrawler.storage.warc_reading:MAX_CONTENT",
}
"""What is left out beyond these is nobody's fault; of each other bound the number is told."""

ELSEWHERE = {
    "newscrawler.downloading.bounded_answer:MAX_CHUNK_LINE": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.downloading.bounded_answer:MAX_HEAD": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.downloading.bounded_answer:MAX_LINE": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.downloading.bounded_answer:MAX_TRAILERS": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.policy.formats.http_status:MAX_HOPS": "tests.wire.test_redirects",
    "newscrawler.downloading.documents:MAX_TERMS": "tests.downloading.test_documents",
    "newscrawler.downloading.documents:MAX_UNPACKED": "tests.wire.test_wire",
    "newscrawler.policy.formats.robots_lines:MAX_BYTES": "tests.downloading.test_documents",
    "newscrawler.settings:DOWNLOAD_MAXSIZE": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.settings:DOWNLOAD_TIMEOUT": "tests.hostile.test_bounds_on_the_wire",
    "newscrawler.settings:REDIRECT_MAX_TIMES": "tests.wire.test_redirects",
    "newscrawler.spiders.news:MAX_SITEMAPS": "tests.discovery.test_listing_bounds",
}
"""Bounds that only a crawl can cross, and who crosses them."""


def value_of(constant: str) -> int:
    module, _, name = constant.partition(":")
    return int(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("constant", sorted(CROSSED))
def test_a_bound_is_where_it_says(
    constant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossings, "FOLDER", str(tmp_path))
    most = value_of(constant)

    assert CROSSED[constant](most) is None
    said = CROSSED[constant](most + 2)
    assert said is not None
    if constant in UNSAID:
        assert said == crossings.UNSAID
    else:
        assert re.search(rf"\b{most}\b", said), said


def test_every_bound_is_crossed_by_somebody() -> None:
    assert {one["constant"] for one in TABLE} == {*CROSSED, *ELSEWHERE}
    for module in ELSEWHERE.values():
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "-1e999", "0." + "1" * 5000])
def test_a_number_of_any_length_is_read_or_is_none(number: str) -> None:
    for text in (number, f'[{{"location": "/", "tdm-reservation": {number}}}]'):
        try:
            json.dumps(read_json(text))
        except ValueError:
            continue


ENTITIES = "<!DOCTYPE a [<!ENTITY a 'ha'>{}<!ENTITY x SYSTEM 'file://{}'>]>"
LAUGHS = "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
)


@pytest.mark.parametrize("reader", ["feed", "sitemap", "rsl", "opml"])
def test_no_entity_grows_or_reads_a_file(reader: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not-for-you", "utf-8")
    head = ENTITIES.format(LAUGHS, secret)
    said = "&j;&x;"
    documents = {
        "feed": f"{head}<rss version='2.0'><channel><title>{said}</title><item><link>{LINK}</link><title>{said}</title></item></channel></rss>",
        "sitemap": f"{head}<urlset><url><loc>{LINK}</loc><lastmod>{said}</lastmod></url></urlset>",
        "rsl": head + RSL.format(f"<content url='/'>{said}</content>"),
        "opml": f"{head}<opml><outline text='&j;' xmlUrl='{LINK}'/></opml>",
    }
    body = documents[reader].encode()
    readers: dict[str, Callable[[bytes], object]] = {
        "feed": lambda one: read_feed(one, SITE),
        "sitemap": lambda one: read_sitemap(one, SITE),
        "rsl": read_tree,
        "opml": read_opml,
    }
    try:
        found = repr(readers[reader](body))
    except OpmlError as error:
        found = str(error)

    assert "not-for-you" not in found
    assert len(found) < 10_000
