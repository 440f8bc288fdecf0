"""What is written down of an article reads back equal."""

import json

import pytest
from hypothesis import given, settings

from newscrawler.items import Article
from newscrawler.policy.record import Value
from newscrawler.storage.article_json import article_record, read_article
from newscrawler.storage.text import json_text
from tests.storage.strategies import articles


@settings(max_examples=60, deadline=None)
@given(articles())
def test_any_article_reads_back_equal(article: Article) -> None:
    assert read_article(json.loads(json_text(article_record(article)))) == article


def test_what_the_page_does_not_say_is_left_out() -> None:
    record = article_record(Article("https://gazette.example/a", keywords=()))

    assert record.keys() == {"url", "keywords", "metadata"}


WRONG: dict[str, dict[str, Value]] = {
    "a field of a later version": {"colour": "red"},
    "a number for a text": {"headline": 1},
    "a truth for a number": {"copyrightYear": True},
    "a text for a list": {"keywords": "a"},
    "a list for an object": {"mainImage": []},
    "no URL": {"url": None},
    "an unknown role": {"bylines": [{"name": "A", "role": "poet", "raw": "A"}]},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_article_is_a_value_error(wrong: dict[str, Value]) -> None:
    with pytest.raises(ValueError, match=r"is no|is not a"):
        read_article({"url": "https://gazette.example/a", **wrong})
