"""Finding a source by its id and by a URL."""

import pytest

from newscrawler.address import host_of
from newscrawler.policy.listed import Listed
from newscrawler.policy.permission import Listing
from newscrawler.sources import Registry, Source, listing

GAZETTE = Source(
    "gazette",
    "The Gazette",
    "https://www.gazette.example/",
    ("gazette.example",),
    feeds=("https://feeds.example/gazette", "https://gazette.example/feed"),
    sitemaps=("https://cdn.example/map.xml", "https://feeds.example/map.xml"),
    owner="Gazette Media Ltd",
    agency="GZN",
)
BLOG = Source("blog", "B", "https://blog.gazette.example/", ("blog.gazette.example",))
COURIER = Source(
    "courier",
    "The Courier",
    "https://courier.example/",
    ("courier.example", "127.0.0.1"),
    feeds=("https://feeds.example/courier", "https://gazette.example/courier"),
)
REGISTRY = Registry((GAZETTE, BLOG, COURIER))


URLS = {
    "https://gazette.example/a": GAZETTE,
    "https://m.Gazette.example:8080/a": GAZETTE,
    "https://blog.gazette.example/": BLOG,
    "https://a.blog.gazette.example/": BLOG,
    "https://feeds.example/courier": GAZETTE,  # the first that names the host
    "https://www.feeds.example/": None,
    "https://notgazette.example/": None,
    "https://example/": None,
    "http://127.0.0.1:8000/": COURIER,
    "ftp://gazette.example/": None,
    "": None,
}


@pytest.mark.parametrize(("url", "expected"), URLS.items())
def test_a_url_belongs_to_the_nearest_domain(url: str, expected: Source | None) -> None:
    assert REGISTRY.for_url(url) == expected


@pytest.mark.parametrize(("url", "expected"), URLS.items())
def test_the_gate_says_the_same(url: str, expected: Source | None) -> None:
    for known in (REGISTRY.listings(), REGISTRY.ordered):
        found = Listed(known, ()).listing(host_of(url))

        assert (found and found.source) == (expected and expected.id)


def test_a_listing_names_the_hosts_elsewhere() -> None:
    assert listing(GAZETTE) == Listing(
        source="gazette",
        domains=("gazette.example",),
        hosts=("cdn.example", "feeds.example"),
        ports=frozenset([443]),
        name="The Gazette",
        owner="Gazette Media Ltd",
        agency="GZN",
    )


def test_a_host_of_another_source_is_that_sources() -> None:
    assert listing(COURIER).hosts == ("feeds.example", "gazette.example")
    assert REGISTRY.listings()[2].hosts == ("feeds.example",)


def test_a_source_has_an_id() -> None:
    assert REGISTRY.source("blog") is BLOG


@pytest.mark.parametrize(
    ("identity", "mend"),
    [("gazete", "did you mean gazette?"), ("x", "known: gazette, blog, courier")],
)
def test_an_unknown_id_names_the_nearest(identity: str, mend: str) -> None:
    with pytest.raises(LookupError) as caught:
        REGISTRY.source(identity)

    assert str(caught.value) == f"no source '{identity}'; {mend}"


def test_registries_of_the_same_sources_are_equal() -> None:
    assert Registry((GAZETTE,)) == Registry((GAZETTE,)) != Registry()
