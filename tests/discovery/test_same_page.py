"""Which addresses lead to the same article: same_pages.toml."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.same_page import each_once, identity, numbered_identity

TABLE = tomllib.loads(Path(__file__).with_name("same_pages.toml").read_text("utf-8"))


def name_of(case: dict[str, object]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", TABLE["same"], ids=name_of)
def test_addresses_of_one_article_are_one(case: dict[str, list[str]]) -> None:
    assert {identity(url) for url in case["urls"]} == {identity(case["urls"][0])}


@pytest.mark.parametrize("case", TABLE["other"], ids=name_of)
def test_addresses_of_others_stay_apart(case: dict[str, list[str]]) -> None:
    assert len({identity(url) for url in case["urls"]}) == len(case["urls"])


@pytest.mark.parametrize("case", TABLE["numbered"], ids=name_of)
def test_a_number_names_an_article_whatever_its_slug(case: dict[str, str]) -> None:
    for url in case["urls"]:
        assert numbered_identity(url) == case.get("key"), url


def test_the_plainest_address_is_asked_for_in_the_order_of_the_first() -> None:
    assert each_once(
        [
            "https://a.example/2?utm_source=x",
            "https://a.example/1",
            "https://a.example/2",
        ]
    ) == ("https://a.example/2", "https://a.example/1")


@pytest.mark.parametrize(
    "urls",
    [
        ["https://www.a.example/1", "http://a.example/1"],
        ["https://www.a.example/1", "https://m.a.example/1", "https://amp.a.example/1"],
        ["https://a.example/harbour", "https://a.example/harbour/amp/"],
    ],
)
def test_the_first_of_these_is_the_plainest(urls: list[str]) -> None:
    assert each_once(reversed(urls)) == (urls[0],)


ADDRESSES = some.text() | some.text().map(lambda text: f"https://a.example/{text}")


@given(ADDRESSES)
def test_no_address_makes_it_raise(url: str) -> None:
    assert isinstance(identity(url), str)
    assert numbered_identity(url) is None or " " in str(numbered_identity(url))


@given(
    some.from_regex(
        r"https://(www\.|m\.)?[a-z]{2,9}\.example(/[a-z0-9-]{1,9}){0,4}/?(\?[a-z]{1,5}=[a-z0-9]{0,5})?",
        fullmatch=True,
    )
)
def test_an_identity_is_its_own(url: str) -> None:
    assert identity(identity(url)) == identity(url)


@given(
    some.lists(
        some.sampled_from(
            [
                "https://a.example/1",
                "http://m.a.example/1?amp",
                "https://a.example/2",
                "http://[bad",
            ]
        )
    )
)
def test_each_once_leaves_nothing_out(urls: list[str]) -> None:
    found = each_once(urls)

    assert set(found) <= set(urls)
    assert {identity(one) for one in found} == {identity(one) for one in urls}
    assert len({identity(one) for one in found}) == len(found)
