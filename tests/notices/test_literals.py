"""What was written down of words is what would be found out."""

import pytest

from benchmarks.notices_literals import words_of, written
from newscrawler.notices.language import languages
from newscrawler.notices.literals import literals_of_words, read_literals
from newscrawler.notices.vocabulary import Word

MOST_UNKNOWN = 0.1
"""Words of a language of which nothing is written down: they cost time alone."""


@pytest.mark.parametrize("code", languages())
def test_what_is_written_down_is_what_would_be_found(code: str) -> None:
    language = languages()[code]
    known = literals_of_words(code)

    words = set(words_of(language))

    assert len(words - known.keys()) <= MOST_UNKNOWN * len(words), (
        "run benchmarks/notices_literals.py"
    )
    for text, literals in known.items():
        word = Word(text, language.spaced, language.bare)
        assert word.literals() == set(literals), "run benchmarks/notices_literals.py"


def test_what_is_written_is_read_back() -> None:
    language = languages()["en"]

    known = read_literals(written(language))

    assert known.keys() == set(words_of(language))
    assert set(known["training"]) == {" training "}


def test_of_a_language_without_a_file_nothing_is_known() -> None:
    assert literals_of_words("xx") == {}
