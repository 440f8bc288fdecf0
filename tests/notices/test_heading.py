"""A heading that forbids governs its list; what is quoted or lifted does not bind."""

import pytest

from newscrawler.notices import Act, Scope, find_notices

LISTS = [
    ("It is not permitted to:\n(a) run spiders over this archive;\n(b) keep a tin of worms.", ["(a) run spiders over this archive"]),
    ("Prohibited on our pages\n- bulk downloading by script\n- running dogs", ["bulk downloading by script"]),
    ("Nicht erlaubt sind:\n1. das Crawlen der Seiten,\n2. das Rauchen.", ["1. das Crawlen der Seiten"]),
    ("Rules of the reading room\n- no dogs\n- crawling of papers", []),
    ("Allowed are:\n- crawling of our pages\n- text and data mining", []),
    ("It is forbidden to:\n- smoke\n\nOur crawler visits sites at night.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_heading_governs_its_items(text: str, expected: list[str]) -> None:
    assert [notice.text for notice in find_notices(text)] == expected


PASSES = [
    "The footer of the rival reads: “We are a small paper. AI training on our texts is forbidden. Thank you.” Nobody there had noticed.",
    "出版社门口的牌子写道：“不得将本社图书用于训练人工智能。”",
    "Kustantamon ovessa luki: ”Tekoälyn kouluttaminen teksteillämme on kielletty.”",
    "The reservation of text and data mining that stood here was withdrawn in May.",
    "Whoever has lawful access to a work may copy it for text and data mining unless the rights have been reserved.",
    "The crawler must not send more than two requests per second.",
]  # fmt: skip


@pytest.mark.parametrize("text", PASSES)
def test_what_is_told_is_no_notice(text: str) -> None:
    assert not find_notices(text)


def test_what_goes_on_with_a_notice_is_one() -> None:
    first, second = find_notices(
        "Text and data mining is reserved. The same applies to the training of models."
    )

    assert first.text != second.text


def test_a_line_of_robots_txt_speaks_of_the_site() -> None:
    (notice,) = find_notices("# No AI training.")

    assert notice.scope is Scope.SITE


def test_words_of_spaced_letters_are_read() -> None:
    assert find_notices("N o   A I   t r a i n i n g   o n   o u r   t e x t s")


def test_an_address_says_nothing() -> None:
    assert find_notices("Text mining is reserved: write to court@senate.example.")


def test_a_list_may_go_on_in_the_line_of_its_heading() -> None:
    text = "次の行為は禁止といたします。・プログラムで記事を収集すること ・記事を学習データに加えること"

    assert {act for one in find_notices(text) for act in one.purposes} >= {Act.CRAWL}


def test_a_word_is_known_as_defined_in_another_case() -> None:
    text = (
        "Przez „Zastosowania Maszynowe” rozumie się pobieranie Materiałów przez roboty."
        " Licencja nie obejmuje Zastosowań Maszynowych."
    )

    assert find_notices(text)


def test_a_value_in_markup_is_no_quotation() -> None:
    text = '<meta name="rights" content="A small journal of poems. AI training with our texts is prohibited.">'

    assert find_notices(text)
