"""What is read of a page after a glance at its words is what all of it would say."""

from collections.abc import Iterator
from html import escape
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.notices import find_candidates, find_page_notices
from newscrawler.notices.blocks import blocks
from newscrawler.notices.find import notices_in
from newscrawler.notices.fold import fold
from newscrawler.notices.lists import with_lists
from newscrawler.notices.statements import statements
from newscrawler.notices.trigger import languages_of, may_hold_notice
from newscrawler.notices.words import may_refuse, texts_with_words
from newscrawler.page import Page
from tests.notices.corpus import languages, texts_of
from tests.notices.test_laws import TEXTS

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = sorted([*FIXTURES.glob("pages/*/*.html"), *FIXTURES.glob("sites/**/*.html")])

PLACES = (
    "<footer><p>{text}</footer>",
    "<article><p>{text}</p></article>",
    "<!-- {raw} -->",
    '<meta name="dcterms.rights" content="{text}">',
    '<img alt="{text}">',
    '<script type="application/ld+json">{{"copyrightNotice": {json}}}</script>',
    '<script type="application/json">{{"legalText": {json}}}</script>',
    "<noscript>{text}</noscript>",
    "<template><p>{text}</template>",
    "<p>{split}</p>",
    "<p>{numbered}</p>",
    "<ul><li>{text}<li>{text}</ul>",
)


def written(text: str, place: str) -> str:
    half = len(text) // 2
    return place.format(
        text=escape(text),
        raw=text.replace("--", "—").replace(">", ""),
        json=dumps(text),
        split=f"<b>{escape(text[:half])}</b><i>{escape(text[half:])}</i>",
        numbered="".join(f"&#{ord(letter)};" for letter in text),
    )


def all_said(page: Page) -> set[str]:
    """Return every reservation that a reading of the whole page finds."""
    texts = [one.text for one in statements(page)]
    texts += [block.text for block in with_lists(blocks(page.tree))]
    found = (
        notice
        for text in texts
        for notice in notices_in(text, page.language, is_part=True)
    )
    return {" ".join(notice.text.split()) for notice in found}


def said(page: Page) -> set[str]:
    found = [*find_page_notices(page), *find_candidates(page)]
    return {" ".join(notice.text.split()) for notice in found}


@pytest.mark.parametrize("language", languages())
def test_a_glance_loses_no_notice_of_the_corpus(language: str) -> None:
    parts = [
        written(one.text, PLACES[(at + shift) % len(PLACES)])
        for at, one in enumerate(texts_of(language))
        for shift in (0, 5)
    ]
    page = Page.from_html("\n".join(parts).encode(), "https://a.example/news/1")

    whole = all_said(page)

    assert whole
    assert said(page) == whole


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_a_glance_loses_no_notice_of_a_fixture(path: Path) -> None:
    page = Page.from_html(path.read_bytes(), "https://a.example/news/1")

    assert said(page) == all_said(page)


def every_text() -> Iterator[str]:
    for language in languages():
        for one in texts_of(language):
            yield one.text
            yield "The tide was low, and the boats lay in the sand."


def test_texts_read_together_are_told_apart() -> None:
    texts = list(every_text())

    alone = [at for at, text in enumerate(texts) if may_hold_notice(text)]

    assert set(alone) <= set(texts_with_words(texts))
    assert not {at for at in texts_with_words(texts) if at % 2}


@given(st.lists(TEXTS, max_size=8))
def test_no_text_hides_behind_another(texts: list[str]) -> None:
    alone = {at for at, text in enumerate(texts) if may_hold_notice(text)}

    assert alone <= set(texts_with_words(texts))


@given(TEXTS)
def test_a_text_that_is_not_folded_needs_no_folding(text: str) -> None:
    assert may_refuse(text) or not languages_of(fold(text).lower)[0]


@given(TEXTS)
def test_what_may_not_refuse_is_no_notice(text: str) -> None:
    assert may_refuse(text) or notices_in(text, is_part=True) == []
