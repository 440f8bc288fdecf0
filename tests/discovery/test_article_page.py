"""Article or not, by what a page says of itself: article_pages.toml."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.article_page import judged_page
from newscrawler.page import Page

CASES = tomllib.loads(Path(__file__).with_name("article_pages.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_a_page_is_what_it_says(case: dict[str, str]) -> None:
    markup = f"<head>{case.get('head', '')}</head><body>{case.get('body', '')}"
    page = Page.from_html(markup.encode(), f"https://a.example{case['url']}")

    found = judged_page(page)

    assert found.kind.value == case["kind"], found.sign


@given(some.binary() | some.text().map(str.encode))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    script = b'<script type="application/ld+json">' + body
    assert judged_page(Page.from_html(script, "https://a.example/world/")).sign
