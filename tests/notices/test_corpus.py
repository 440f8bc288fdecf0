"""The corpus that the detector is measured on has the form it promises.

Whether the detector reads it well is a measurement (``benchmarks/notices_corpus.py``),
not a test: these texts were written without its rules, and stay so.
"""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from newscrawler.notices import Act
from tests.notices.corpus import (
    JUDGED,
    UNSEEN,
    LabelledText,
    kinds,
    languages,
    texts_of,
)
from tests.notices.lessons import judged, lessons

# fmt: off
LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi",
    "zh-Hans", "zh-Hant",
)
# fmt: on
LEAST = 14
MOST_ASKED = {"id": 30, "en": 30, "de": 30}
LANGUAGES_A_KIND = 5
"""A kind in fewer would measure a language, not the kind."""
KINDS_A_LANGUAGE = {True: 8, False: 13}
LEAST_CHARACTERS = 8
"""The shortest reservation, in Chinese characters."""

EVERY_TEXT = tuple(one for language in LANGUAGES for one in texts_of(language))
OTHERS = {
    folder: [one for language in LANGUAGES for one in texts_of(language, folder)]
    for folder in (JUDGED, UNSEEN)
}


def of(language: str, *, reserves: bool) -> list[LabelledText]:
    return [
        one
        for one in EVERY_TEXT
        if one.language == language and one.reserves is reserves
    ]


def test_every_language_has_one_file() -> None:
    assert languages() == tuple(sorted(LANGUAGES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_measured_on_a_handful(language: str) -> None:
    for reserves, kinds_asked in KINDS_A_LANGUAGE.items():
        texts = of(language, reserves=reserves)

        assert len(texts) >= MOST_ASKED.get(language, LEAST)
        assert len({one.kind for one in texts}) >= kinds_asked


def test_every_kind_is_named_and_stands_in_several_languages() -> None:
    told = kinds()
    places = {(one.reserves, one.kind, one.language) for one in EVERY_TEXT}
    spread = Counter((reserves, kind) for reserves, kind, _ in places)
    named = {(True, kind) for kind in told["refuse"]}
    named |= {(False, kind) for kind in told["pass"]}

    assert spread.keys() == named
    assert [kind for kind in named if spread[kind] < LANGUAGES_A_KIND] == []


def test_no_text_stands_twice() -> None:
    folded = Counter(
        "".join(unicodedata.normalize("NFKC", one.text).casefold().split())
        for texts in (EVERY_TEXT, *OTHERS.values())
        for one in texts
    )

    assert [text for text, count in folded.items() if count > 1] == []


@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_what_teaches_weights_or_nothing_is_of_known_kinds(folder: Path) -> None:
    told = kinds()

    for one in OTHERS[folder]:
        assert one.kind in told["refuse" if one.reserves else "pass"], one.text
        assert one.reserves or not one.purposes, one.text


def test_what_was_unseen_taught_nothing() -> None:
    taught = {text for text, _ in (*lessons(), *judged())}

    assert OTHERS[UNSEEN]
    assert not [one.text for one in OTHERS[UNSEEN] if one.text in taught]


def test_a_reservation_says_of_what_and_nothing_else_does() -> None:
    for one in EVERY_TEXT:
        says = bool(one.purposes or one.scope or one.exception or one.ai_only)

        assert says is one.reserves, one.text
        assert bool(one.purposes) is one.reserves, one.text


def test_for_ai_alone_qualifies_a_way_to_collect() -> None:
    for one in EVERY_TEXT:
        if one.ai_only:
            assert one.purposes & {Act.CRAWL, Act.INDEX}, one.text
            assert one.purposes & {Act.AI_INPUT, Act.AI_TRAIN}, one.text


def test_a_caption_speaks_of_its_picture_alone() -> None:
    scopes = {
        one.scope.value for one in EVERY_TEXT if one.kind == "caption" and one.scope
    }

    assert scopes == {"asset"}


def test_texts_are_written_as_they_stand() -> None:
    for one in EVERY_TEXT:
        assert one.text == one.text.strip(), one.text
        assert len(one.text) >= LEAST_CHARACTERS, one.text
