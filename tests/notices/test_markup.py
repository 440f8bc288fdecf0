"""The first glance at markup overlooks no disguise but those that it names."""

import pytest

from newscrawler.notices import find_page_notices
from newscrawler.notices.markup import MOST, markup_may_hold_notice
from newscrawler.page import Page

NEWS = "<div><p>The harbour was quiet, and nobody spoke of the storm.</div>" * 40

SEEN = [
    "No AI training.",
    "KEIN KI-TRAINING",
    "Nutzung f&uuml;r K&#73; vorbehalten, Text&shy;und Data&shy;mining untersagt",
    "Cr&#97;wling verboten",
    "Cr&#x61;wling verboten",
    "Craw\u00adling verboten",
    "Craw\u200bling verboten",
    "\uff23\uff52\uff41\uff57\uff4c\uff49\uff4e\uff47 verboten",
    "C r a w l i n g   v e r b o t e n",
    "<b>Craw</b>ling verboten",
    "Craw<!-- -->ling verboten",
    "<span>Craw</span><span>ling</span> verboten",
    "Data<br>mining is forbidden on this site",
    "Data <em>mining</em> is forbidden on this site",
    "Data&nbsp;mining is forbidden on this site",
    "Ma\u0308rchen: Crawlen verboten",
    "Ã¼ber diese Seite: Crawling verboten",
    "يُحظر الزحف على هذا الموقع",
    "मशीन लर्निंग हेतु उपयोग निषिद्ध।",
    "<meta name=robots content=all><p>Robots are not welcome on this site.",
]


@pytest.mark.parametrize("words", SEEN)
def test_a_disguise_is_seen(words: str) -> None:
    page = Page.from_html(
        f"{NEWS}<footer><p>{words}</footer>".encode(), "https://a.example/1"
    )

    assert markup_may_hold_notice(page.text)
    assert find_page_notices(page)


def test_a_long_page_is_read_without_being_asked_about() -> None:
    assert not markup_may_hold_notice(NEWS.ljust(MOST))
    assert markup_may_hold_notice(NEWS.ljust(MOST + 1))


def test_a_page_of_news_ends_here() -> None:
    head = '<meta name="robots" content="index,follow"><meta name=robots content=all>'

    assert not markup_may_hold_notice(head + NEWS)


@pytest.mark.parametrize("words", ["&copy; 2026 The Gazette", "<form id=search>"])
def test_a_page_of_a_publisher_is_read(words: str) -> None:
    assert markup_may_hold_notice(NEWS + words)


@pytest.mark.parametrize("words", ["<p>A<p>I<p>forbidden", "<p>Cr\u0430wling: no"])
def test_what_it_cannot_see_is_known(words: str) -> None:
    assert not markup_may_hold_notice(NEWS + words)


@pytest.mark.parametrize(
    "words", ["&amp;", "caf&eacute", "R&D", "don&#39;t", "&#8217;"]
)
def test_what_hides_no_word_is_no_disguise(words: str) -> None:
    assert not markup_may_hold_notice(NEWS + words)
