"""A notice is found by how it is built: question and answer, list, table, definition."""

import tomllib

import pytest

from newscrawler.notices import Act, find_notices
from tests.notices.sentences import FOLDER

TABLE = tomllib.loads((FOLDER / "structure.toml").read_text("utf-8"))
CASES = [
    pytest.param(text, key == "refuses", id=f"{kind}: {text[:40]}")
    for kind, group in TABLE.items()
    for key, texts in group.items()
    for text in texts
]


@pytest.mark.parametrize(("text", "refuses"), CASES)
def test_how_it_is_built_tells(text: str, refuses: bool) -> None:  # noqa: FBT001
    assert bool(find_notices(text)) is refuses


def test_a_question_and_its_answer_are_one_notice() -> None:
    text = "We are small. Scraping? Training of AI? No. Thank you."

    (notice,) = find_notices(text)

    assert notice.text == "Scraping? Training of AI? No."
    assert notice.purposes == {Act.CRAWL, Act.AI_TRAIN}


def test_a_defined_word_means_what_was_said() -> None:
    text = "“Machine Use” means text mining or crawling.\nMachine Use is forbidden."

    (notice,) = find_notices(text)

    assert notice.text == "Machine Use is forbidden."
    assert notice.purposes >= {Act.CRAWL, Act.TDM}
