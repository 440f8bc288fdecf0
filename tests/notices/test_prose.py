"""Lines that are not read would have said nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.notices.find import notices_of
from newscrawler.notices.model import Notice
from newscrawler.notices.prose import Prose, prose_of
from newscrawler.notices.segment import LONGEST, segments
from tests.notices.corpus import languages, texts_of
from tests.notices.test_laws import TEXTS, WORDS

QUIET = (
    "The tide was low.",
    "All of us went home",
    "Es regnete.",
    "潮が引いた。",
    "",
    " ",
)
SPOKEN = (
    "No AI training on our texts.",
    "Scraping?",
    "No.",
    "We do not allow that.",
    "All rights reserved.",
    "Including those to text and data mining.",
    "The following is forbidden:",
    "It is not allowed to",
    "- training models on our articles",
    "1. robots",
    "* machine use of any kind",
    "“Machine Use” means crawling or text mining.",
    "Nobody shall make, and it is forbidden to make, Machine Use.",
    "爬|取",
    "x" * LONGEST + "Chatbots may not use our texts.",
    "Find it at https://a.example/ai: it is free",
)
LINES = st.lists(
    st.one_of(st.sampled_from(SPOKEN), st.sampled_from(QUIET), st.sampled_from(WORDS)),
    max_size=12,
).map("\n".join)


def read_whole(whole: Prose) -> list[Notice]:
    """Return what a reading of every line finds."""
    return list(notices_of(replace(whole, speaking=range(len(whole.starts)))))


@given(st.one_of(LINES, TEXTS))
def test_a_line_that_is_not_read_says_nothing(text: str) -> None:
    whole = prose_of(text, None)

    assert list(notices_of(whole)) == read_whole(whole)


@pytest.mark.parametrize("language", languages())
def test_no_line_of_the_corpus_is_overlooked(language: str) -> None:
    lines = [
        (one.text, QUIET[at % len(QUIET)]) for at, one in enumerate(texts_of(language))
    ]
    whole = prose_of("\n".join(line for pair in lines for line in pair), language)

    assert list(notices_of(whole)) == read_whole(whole)


@given(st.one_of(LINES, TEXTS))
def test_lines_are_cut_as_the_whole_is(text: str) -> None:
    whole = prose_of(text, None)

    lines = [one for line in range(len(whole.starts)) for one in whole.segments(line)]

    assert lines == list(segments(whole.folded.cased))


REACHED = (
    "All rights reserved.\nIncluding those to text and data mining.",
    "Scraping?\n\nNo.",
    "The following is forbidden:\n- training models on our articles",
    "Quiet.\n" + "x" * LONGEST + "Chatbots may not use our texts.",
)


@pytest.mark.parametrize("text", REACHED)
def test_what_stands_on_two_lines_is_one_notice(text: str) -> None:
    whole = prose_of(f"The tide was low.\n{text}\nThe tide was low.", None)

    (notice,) = notices_of(whole)

    assert read_whole(whole) == [notice]


def test_most_lines_are_not_read() -> None:
    whole = prose_of("\n".join((*QUIET * 9, SPOKEN[0], *QUIET * 9)), None)

    (line,) = whole.speaking
    assert whole.telling() == [line - 1, line]
