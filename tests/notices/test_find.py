"""A sentence is found whole, and read for what it refuses."""

import pytest

from newscrawler.notices import MAX_NOTICES, Act, find_notices
from newscrawler.purpose import Purpose
from tests.notices.sentences import Case, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
@pytest.mark.parametrize("is_told", [True, False], ids=["told", "untold"])
def test_sentence_says_what_it_says(case: Case, is_told: bool) -> None:  # noqa: FBT001
    (notice,) = find_notices(case.text, language=case.language if is_told else None)

    assert sorted(act.value for act in notice.purposes) == sorted(case.purposes)
    assert (notice.language, notice.exception) == (case.language, case.exception)
    assert (notice.ai_only, notice.rights_holder) == (case.ai_only, case.rights_holder)
    if case.scope is not None:
        assert notice.scope.value == case.scope
    assert notice.text == case.text[notice.start : notice.end]


def test_only_the_sentence_is_quoted() -> None:
    text = "The tide was high. No AI training on our texts. Then it fell."

    (notice,) = find_notices(text)

    assert notice.text == "No AI training on our texts."


def test_a_text_is_read_up_to_one_more_than_the_bound() -> None:
    text = "You may not train AI on our articles. " * (MAX_NOTICES + 50)

    assert len(find_notices(text)) == MAX_NOTICES + 1


def test_every_purpose_is_an_act_of_the_same_name() -> None:
    assert {purpose.value for purpose in Purpose} <= {act.value for act in Act}


@pytest.mark.parametrize("stated", ["de", "de-AT", "DE_de", "xx", "", None])
def test_a_wrong_language_hides_nothing(stated: str | None) -> None:
    (notice,) = find_notices("Das Training von KI ist untersagt.", language=stated)

    assert notice.language == "de"
