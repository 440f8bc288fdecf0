"""What was written down of the words of all languages is what would be put together."""

from importlib.resources import files

import pytest

from newscrawler.notices.index import (
    FILE,
    KINDS,
    put_together,
    read_index,
    written_index,
)

SHIPPED = files("newscrawler.notices").joinpath(FILE).read_text("utf-8")


def test_what_is_shipped_is_of_these_words() -> None:
    assert written_index() == SHIPPED, "run benchmarks/notices_literals.py"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_back(kind: str) -> None:
    read = read_index(SHIPPED)[kind]

    assert [(word, uses) for word, uses, _ in read] == [
        (word, uses) for word, uses, _ in put_together(KINDS[kind])
    ]
    for word, _, literals in read[::50]:
        assert word.literals() == set(literals or ())


def test_what_is_of_other_words_is_not_read() -> None:
    """A language file was edited since."""
    assert read_index(f"0{SHIPPED}") == {}
    assert read_index("") == {}
