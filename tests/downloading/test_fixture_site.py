import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newscrawler.address import host_of
from newscrawler.downloading.fixture_site import (
    FixtureError,
    Site,
    answer,
    read_site,
    read_sites,
)

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
SITES = read_sites(FIXTURES / "sites")
SOURCES = sorted((FIXTURES / "sources").glob("*.toml"))
IN_NO_SOURCE = {"unlisted-partner.example"}
VERDICTS = {"allow", "refuse", "defer", "duplicate", "invalid", "not-fetched"}


@dataclass(frozen=True)
class Expected:
    url: str
    verdict: str
    signal: str | None = None
    quote: str | None = None
    document: str | None = None
    permission: str | None = None
    redirected_from: str | None = None
    same_as: str | None = None

    @property
    def site(self) -> Site:
        return SITES[host_of(self.url)]


def expected(table: str) -> list[Expected]:
    document = tomllib.loads((FIXTURES / "expected.toml").read_text("utf-8"))
    return [Expected(**one) for one in document[table]]


def words(one: Expected) -> str:
    """Return all that a site could say about a URL: page, headers, policy documents."""
    site = f"https://{host_of(one.url)}"
    urls = [one.url, f"{site}/robots.txt", f"{site}/.well-known/tdmrep.json"]
    if one.document is not None:
        urls = [one.document]
    answers = [answer(one.site, url) for url in urls]
    return "\n".join(
        f"{found.status} {found.headers} {found.body.decode()}" for found in answers
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("status = ", "Invalid value (at end of document)"),
        ("status = 503", "'status' is no table of a path or [site]"),
        ('["robots.txt"]', "unknown table 'robots.txt'; a path begins with \"/\""),
        (
            "[site]\nheader = {}",
            "[site]: unknown key 'header'; did you mean headers?",
        ),
        (
            '["/a"]\nstatuss = 200',
            "[\"/a\"]: unknown key 'statuss'; did you mean status?",
        ),
        (
            '["/a"]\nfailure = "timeouts"',
            "[\"/a\"]: unknown failure 'timeouts'; did you mean timeout?",
        ),
        ('["/a"]\nstatus = "200"', "[\"/a\"]: status is of type int, not '200'"),
        ('["/a"]\nstatus = 99', '["/a"]: status is 200 to 599, not 99'),
        ('["/a"]\ndelay = -1', '["/a"]: delay is in seconds, not -1'),
        ('["/a"]\nencoding = "utf-9"', '["/a"]: unknown encoding: utf-9'),
        (
            '["/a"]\nheaders = {X = 1}',
            "[\"/a\"]: header 'X' is a text or a list of texts",
        ),
    ],
)
def test_a_mistake_in_site_toml_is_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "site.toml").write_text(text)

    with pytest.raises(FixtureError) as caught:
        read_site(tmp_path)

    assert str(caught.value) == f"{tmp_path / 'site.toml'}: {message}"


@pytest.mark.parametrize("one", expected("default"), ids=lambda one: one.url)
def test_a_fixture_says_what_is_expected_of_it(one: Expected) -> None:
    asked = one.redirected_from or one.url
    first = answer(SITES[host_of(asked)], asked)

    assert one.verdict in VERDICTS
    assert (one.signal is not None) == (one.verdict in {"refuse", "defer"})
    assert first.status != 404
    assert (first.status in {301, 302}) == (one.redirected_from is not None)
    assert one.quote is None or one.quote in words(one)
    assert one.same_as is None or one.same_as in words(one)


def test_every_article_of_the_fixtures_has_its_verdict() -> None:
    named = {(host_of(one.url), urlsplit(one.url).path) for one in expected("default")}
    articles = {
        (host, path.removesuffix(".html"))
        for host, site in SITES.items()
        for path in site.files
        if path.endswith(".html") and not path.endswith("/index.html")
    }

    assert articles <= {(host, path.removesuffix(".html")) for host, path in named}


def test_a_search_crawl_lists_only_what_differs() -> None:
    verdicts = {one.url: one.verdict for one in expected("default")}
    differing = expected("search")

    assert differing
    assert len(verdicts) == len(expected("default"))
    assert all(verdicts[one.url] != one.verdict for one in differing)


def test_no_fixture_is_empty() -> None:
    files = [file for file in FIXTURES.rglob("*") if file.is_file()]

    assert [file for file in files if not file.read_bytes().strip()] == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_source_lists_what_its_site_has(file: Path) -> None:
    source = tomllib.loads(file.read_text("utf-8"))
    named = [
        *source.get("feeds", ()),
        *source.get("sitemaps", ()),
        *source.get("sections", ()),
        source["home"],
    ]

    assert source["id"] == file.stem
    assert set(source["domains"]) <= set(SITES)
    assert {answer(SITES[host_of(url)], url).status for url in named} == {200}
    for permission in source.get("permission", ()):
        document = file.parent / permission["document"]
        digest = hashlib.sha256(document.read_bytes()).hexdigest()
        assert permission["sha256"] == digest


def test_every_host_but_the_unlisted_one_is_in_a_source() -> None:
    text = "".join(file.read_text("utf-8") for file in SOURCES)

    assert {host for host in SITES if host not in text} == {
        "live.tollgate-news.example",  # a subdomain of a listed domain
        *IN_NO_SOURCE,
    }
