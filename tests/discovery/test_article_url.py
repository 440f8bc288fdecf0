"""Article or not, by the form of a URL: article_urls.toml."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.article_url import Kind, judged

TABLE = tomllib.loads(Path(__file__).with_name("article_urls.toml").read_text("utf-8"))
CASES = [
    (url, Kind(kind)) for kind in ("article", "other", "unknown") for url in TABLE[kind]
]
WORDS = tomllib.loads(
    (files("newscrawler.discovery") / "article_url.toml").read_text("utf-8")
)


def full(url: str) -> str:
    return url if "://" in url else f"https://a.example{url}"


@pytest.mark.parametrize(("url", "kind"), CASES)
def test_a_url_is_taken_for_what_it_is(url: str, kind: Kind) -> None:
    found = judged(full(url))

    assert found.kind is kind, found.sign


def test_no_url_is_in_the_table_twice() -> None:
    urls = [url for url, _ in CASES]

    assert len(urls) == len(set(urls))


@pytest.mark.parametrize("group", WORDS["steps"]["never"])
def test_what_is_never_an_article_is_none_with_a_date(group: str) -> None:
    for word in WORDS["steps"]["never"][group]:
        url = f"https://a.example/{word}/2026/11/02/harbour-opens-on-monday-12345678"
        assert judged(url).kind is Kind.OTHER


@given(some.text(), some.text())
def test_no_url_makes_it_raise(path: str, query: str) -> None:
    assert judged(f"https://a.example/{path}?{query}").sign
    assert judged(path).sign


@given(some.sampled_from([url for url, _ in CASES if "?" not in url and url]))
def test_tracking_changes_nothing(url: str) -> None:
    assert judged(f"{full(url)}?utm_source=x&fbclid=y") == judged(full(url))


@given(some.from_regex(r"[a-z]{3,8}(-[a-z]{3,8}){1,6}", fullmatch=True))
def test_a_date_and_a_slug_are_an_article_where_no_word_denies_it(slug: str) -> None:
    steps = WORDS["steps"]
    denied = {
        word
        for strength in ("never", "unless_dated", "unless_article")
        for words in steps[strength].values()
        for word in words
    }
    if slug not in denied:
        assert judged(f"https://a.example/2026/11/02/{slug}").kind is Kind.ARTICLE
