"""What holds for every text, however hostile."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.notices import candidate, find_notices, find_page_notices
from newscrawler.notices.fold import fold
from newscrawler.notices.language import languages
from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.pattern import term_pattern, with_hyphens
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.segment import LONGEST, segments
from newscrawler.notices.stem import stem_source
from newscrawler.notices.term import OPERATORS, TOPICS
from newscrawler.notices.trigger import languages_of, may_hold_notice
from newscrawler.page import Page

WORDS = [
    "AI",
    "KI",
    "no",
    "kein",
    "crawling",
    "may not",
    "dilarang",
    "untuk",
    "verboten",
    "금지",
    "학습",
    "禁止",
    "data mining",
    "© 2026 Acme",
    "this site",
    "§ 44b UrhG",
    "vorbehalten",
    "&uuml;",
    "\u00ad",
    "\u200b",
    "<b>",
    "</b>",
    "<br>",
    "\n# ",
    ". ",
    "! ",
    "| ",
    "e\u0301",
    "ﬁ",
    "İ",
    "K I - T r a i n i n g",
    "Ã¼",
    "\ud800",
    "\x00",
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12))).map(" ".join)
HOSTILE = [
    "AI ",
    "no AI ",
    "may ",
    "a b c d ",
    "&#65;",
    "\u200b",
    "<b ",
    "- \n",
    "dürfen ",
    "((((",
    "e\u0301",
    "“",
    "not to ",
    "§ 44b ",
    "금지 AI ",
    "AI, no; ",
    "\n\n",
    "© ",
    "No part of ",
    "copyright ",
    "A. ",
    "Ã",
    "trainieren ",
]


@given(TEXTS)
def test_never_raises_and_quotes_exactly(text: str) -> None:
    for notice in find_notices(text):
        assert 0 <= notice.start < notice.end <= len(text)
        assert notice.text == text[notice.start : notice.end]
        assert notice.purposes


@given(TEXTS)
def test_every_folded_character_knows_its_origin(text: str) -> None:
    folded = fold(text)

    assert len(folded.cased) == len(folded.lower)
    last = 0
    for at in range(len(folded.cased)):
        start, end = folded.origin(at, at + 1)
        assert last <= end <= len(text)
        assert start < end
        last = start


@given(TEXTS)
def test_a_page_never_raises(text: str) -> None:
    body = f"<p>{text}<footer>{text}</footer><!-- {text} -->".encode("utf-8", "replace")

    for notice in find_page_notices(Page.from_html(body, "https://a.example/")):
        assert notice.selector


@given(TEXTS)
def test_the_first_glance_overlooks_nothing(text: str) -> None:
    lower = fold(text).lower
    for code, language in languages().items():
        reading = read(lower, language)
        if reading.has(*TOPICS):
            assert may_hold_notice(lower)
            if reading.has(*OPERATORS):
                assert code in languages_of(lower)[0]


@pytest.mark.parametrize("part", HOSTILE)
def test_work_grows_with_the_text_alone(part: str) -> None:
    assert (
        _characters_read(part * 4_000) <= 4.4 * _characters_read(part * 1_000) + LONGEST
    )


@pytest.mark.parametrize("part", [*HOSTILE, "AI no\nx ", "no AI\n", "a\n", "AI. "])
def test_folding_and_cutting_grow_with_the_text_alone(part: str) -> None:
    assert _pieces(part * 4_000) <= 4.4 * _pieces(part * 1_000) + LONGEST


def _pieces(text: str) -> int:
    """Return into how many parts a text is folded and cut."""
    folded = fold(text)
    return len(folded.pieces) + len(list(segments(folded.cased)))


@pytest.mark.parametrize("part", HOSTILE)
def test_a_sentence_is_read_a_bounded_number_of_times(part: str) -> None:
    text = part * 4_000

    assert _characters_read(text) <= (4 * len(languages()) + 4) * len(text)


def _characters_read(text: str) -> int:
    """Return how many characters are read in full, in all languages that ask."""
    count = 0

    def counted(lower: str, *rest: object) -> Reading:
        nonlocal count
        count += len(lower)
        return read(lower, *rest)

    with patch.object(candidate, "read", counted):
        find_notices(text)
    return count


@given(TEXTS)
def test_segments_are_bounded_and_do_not_overlap(text: str) -> None:
    last = 0
    for segment in segments(text):
        assert last <= segment.start < segment.end
        assert segment.end - segment.start <= LONGEST
        last = segment.end


@pytest.mark.parametrize("code", codes())
def test_no_pattern_repeats_without_bound(code: str) -> None:
    language = language_file(code)
    for words in (language.marks, *language.words.values()):
        pattern = term_pattern(words, spaced=language.spaced, bare=language.bare)
        bare = re.sub(r"\\.|\[[^\]]*\]", "x", pattern.pattern)
        assert not re.search(r"[*+]", bare.replace("}+", "}"))


def test_a_term_has_one_gap_outside_of_brackets() -> None:
    for wrong in ("a … b … c", "(a … b)", "… a"):
        with pytest.raises(ValueError, match="at most one"):
            term_pattern([wrong], spaced=True)


def test_no_terms_match_nothing() -> None:
    assert stem_source([], spaced=True)
    assert not may_hold_notice("The sea was calm. " * 100)


@pytest.mark.parametrize("code", codes())
def test_a_language_finds_what_its_patterns_find(code: str) -> None:
    language = language_file(code)
    sentences = (*language.must_refuse, *language.must_pass)[::9]
    lowers = [with_hyphens(fold(text).lower) for text in sentences]
    found = [languages()[code].found_in(lower) for lower in lowers]
    for term, words in language.words.items():
        whole = term_pattern(words, spaced=language.spaced, bare=language.bare)
        for lower, there in zip(lowers, found, strict=True):
            spans = [match.span() for match in whole.finditer(lower)]
            assert [match.span() for match in there.get(term, ())] == spans
