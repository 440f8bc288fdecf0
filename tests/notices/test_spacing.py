"""Words whose letters stand apart: the issue's obfuscations, and what browsers make of them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.notices import find_notices, find_page_notices
from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.spacing import words_of_letters
from newscrawler.page import Page

SENTENCES = (
    "No AI training or text and data mining of this content without written permission.",
    "Dilarang keras melakukan crawling atau pengindeksan otomatis untuk AI tanpa izin.",
    "Die Nutzung unserer Inhalte für das Training von KI-Systemen ist untersagt.",
    "L'utilisation de nos contenus pour l'entraînement de l'IA est interdite.",
)

WAYS: dict[str, Callable[[str], str]] = {
    "a blank after each character": " ".join,
    "blanks made one": lambda text: " ".join(" ".join(text).split()),
    "no-break spaces": "\u00a0".join,
    "thin spaces": "\u2009".join,
    "hair spaces in words": lambda text: " ".join(map("\u200a".join, text.split())),
}

EACH = 10
"""Sentences of a language, of which the most must be read."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_spaced_letters_are_read(sentence: str, way: str) -> None:
    assert find_notices(WAYS[way](sentence))


@pytest.mark.parametrize("gap", ["&nbsp;", "&thinsp;", "&#8202;", "&#xa0;"])
def test_spaced_letters_of_a_page_are_read(gap: str) -> None:
    """Its markup has neither a search nor a copyright line, for which it would be read."""
    apart = gap.join("AI training on our articles is forbidden.")
    page = Page.from_html(
        f"<footer><p>{apart}</p></footer>".encode(), "https://a.test/"
    )

    assert find_page_notices(page)


def test_both_sides_of_a_gap_have_words() -> None:
    """What leads to "(hat|besitzt) (keine|nie) … recht" is not all that is read."""
    assert words_of_letters(" ".join("werbesitztrechte")) == [
        "wer",
        "besitzt",
        "rechte",
    ]


def test_words_without_limits_are_those_of_the_language_files() -> None:
    """How many are read, of sentences that are when written plainly."""
    plain = [
        text
        for one in map(language_file, codes())
        if one.spaced and one.code != "hi"  # its letters are more than one character
        for text in one.must_refuse[:EACH]
        if find_notices(text)
    ]
    read = [text for text in plain if find_notices(" ".join("".join(text.split())))]

    assert len(read) > 0.75 * len(plain)


def test_what_says_nothing_says_nothing_spaced() -> None:
    plain = [
        text
        for one in map(language_file, codes())
        if one.spaced
        for text in one.must_pass[:EACH]
        if not find_notices(text)
    ]
    alarms = [text for text in plain if find_notices(" ".join("".join(text.split())))]

    assert len(alarms) < 0.06 * len(plain)


@given(st.text("abcdeinorstuAI", min_size=4, max_size=60))
def test_no_letter_is_lost(letters: str) -> None:
    assert "".join(words_of_letters(" ".join(letters))) == letters
