"""What was written down of words is what the language files say."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from newscrawler.notices.index import FILE, KINDS, read_index, written_index
from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.lexicon_file import (
    FOLDER,
    lexicon_file,
    read_lexicon,
    written_lexicon,
)
from newscrawler.notices.pattern import in_order
from newscrawler.notices.term import TOPICS, Term
from newscrawler.notices.vocabulary import Vocabulary
from newscrawler.notices.word import Word

SHIPPED = files("newscrawler.notices")
INDEX = SHIPPED.joinpath(FILE).read_text("utf-8")


@pytest.mark.parametrize("code", codes())
def test_what_is_shipped_of_a_language_is_of_its_file(code: str) -> None:
    shipped = SHIPPED.joinpath(FOLDER, f"{code}.txt").read_text("utf-8")

    assert shipped == written_lexicon(language_file(code)), (
        "run benchmarks/notices_literals.py"
    )


def test_what_is_shipped_of_all_is_of_these_files() -> None:
    assert written_index() == INDEX, "run benchmarks/notices_literals.py"


def texts_with(word: Word) -> Iterator[str]:
    """Yield a text for each literal; ASCII alone never has words of other letters."""
    return (f"{one} я" if word.is_foreign() else one for one in word.literals())


@pytest.mark.parametrize("code", codes())
def test_a_language_is_read_back(code: str) -> None:
    said, found = language_file(code), lexicon_file(code)
    vocabulary = Vocabulary(found.written)
    words = {word.text: number for number, word in enumerate(vocabulary.words())}

    assert (found.spaced, found.bare, found.marks) == (
        said.spaced,
        said.bare,
        said.marks,
    )
    for term, texts in said.words.items():
        for rank, text in enumerate(in_order(set(texts), spaced=said.spaced)):
            assert vocabulary.uses[words[text]][term] == rank
    for text, number in list(words.items())[::20]:
        word = Word(text, said.spaced, said.bare)
        assert all(number in vocabulary.seeming(one) for one in texts_with(word))


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_all_languages_are_read_back(kind: str) -> None:
    vocabulary = Vocabulary(read_index(INDEX)[kind])

    for number, word in list(enumerate(vocabulary.words()))[::50]:
        assert vocabulary.uses[number].keys() <= KINDS[kind]
        assert all(number in vocabulary.seeming(one) for one in texts_with(word))


def test_of_each_word_is_told_in_which_languages_it_is_one() -> None:
    vocabulary = Vocabulary(read_index(INDEX)["acts"])
    words = {word: vocabulary.uses[at] for at, word in enumerate(vocabulary.words())}

    for at, one in enumerate(map(language_file, codes())):
        for term in TOPICS:
            plain = (text for text in one.words[term] if "…" not in text)
            uses = [words[Word(text, one.spaced, one.bare)] for text in plain]
            assert all(use[term] >> at & 1 for use in uses)


def test_a_file_that_was_edited_since_is_read_itself() -> None:
    shipped = SHIPPED.joinpath(FOLDER, "de.txt").read_text("utf-8")

    assert read_lexicon("de", f"0{shipped}") == read_lexicon("de", shipped)
    assert read_lexicon("de", "") == read_lexicon("de", shipped)
    assert read_index(f"0{INDEX}") == read_index(INDEX)
    assert read_index("") == read_index(INDEX)


def test_a_mark_is_no_term() -> None:
    assert None in KINDS["marks"]
    assert KINDS["acts"] | KINDS["operators"] <= frozenset(Term)
