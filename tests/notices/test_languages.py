"""Every language file is true to its own sentences."""

import pytest

from newscrawler.notices import find_notices
from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.term import OPERATORS, TOPICS
from tests.notices.sentences import trials

SENTENCES = [
    (code, sentence, refuses)
    for code in codes()
    for sentences, refuses in (
        (language_file(code).must_refuse, True),
        (language_file(code).must_pass, False),
    )
    for sentence in sentences
]


@pytest.mark.parametrize(("code", "sentence", "refuses"), SENTENCES)
def test_sentence_is_read_rightly(code: str, sentence: str, refuses: bool) -> None:  # noqa: FBT001
    found = find_notices(sentence, language=code)

    assert bool(found) is refuses
    assert bool(find_notices(sentence)) is refuses
    assert all(notice.text in sentence for notice in found)


@pytest.mark.parametrize(("code", "sentence", "refuses"), trials())
def test_trial_is_read_rightly(code: str, sentence: str, refuses: bool) -> None:  # noqa: FBT001
    assert bool(find_notices(sentence, language=code)) is refuses


@pytest.mark.parametrize("code", codes())
def test_language_has_acts_operators_and_sentences(code: str) -> None:
    language = language_file(code)

    assert any(language.words[term] for term in TOPICS)
    assert any(language.words[term] for term in OPERATORS)
    assert len(language.must_refuse) >= 12
    assert len(language.must_pass) >= 12
