"""Weights doubt what rules refuse, and find what no rule reads."""

from importlib.resources import files
from math import isclose, sqrt

import pytest

from newscrawler.notices import (
    Place,
    doubt,
    find_candidates,
    find_notices,
    find_page_notices,
)
from newscrawler.notices.candidate import candidates
from newscrawler.notices.doubt import is_believed, letters_of
from newscrawler.notices.kinds import LETTERS, kinds_of, steps_of
from newscrawler.notices.learn import learnt
from newscrawler.notices.prose import prose_of
from newscrawler.notices.weigh import FILE, letters_in, log_odds, runs_of, weights
from newscrawler.page import Page
from tests.notices.corpus import texts_of
from tests.notices.lessons import judged, lessons, sure

UNREAD = "AI assistants are asked to refrain from answering out of our reporting."
"""A reservation in words that no rule takes for a refusal."""

TOLD = "Non ci siamo mai opposti all'estrazione di testo e non intendiamo farlo."
"""What the rules take for a reservation."""

NEWS = "The harbour was quiet on the morning after the storm, and the boats lay. " * 2
BODY = f"<article><p>{NEWS}<p>{{}}<p>{NEWS}<p>{NEWS}<p>{NEWS}</article>"


def page_of(html: str) -> Page:
    return Page.from_html(html.encode(), "https://a.example/news/1")


def test_the_shipped_weights_are_those_that_our_texts_teach() -> None:
    shipped = files("newscrawler.notices").joinpath(FILE).read_text("utf-8")

    text = learnt(lessons(), judged(), sure())

    assert text == shipped, "run benchmarks/notices_weights.py"


def test_all_blanks_are_one_and_a_run_counts_once() -> None:
    assert runs_of("ab\n\tab") == runs_of(" ab ab ")
    assert "b a" in runs_of("ab\nab")


def test_what_no_run_is_known_of_weighs_the_bias() -> None:
    assert log_odds("\u1681\u1682\u1683") == weights().letters.bias


def test_a_file_says_what_a_run_weighs() -> None:
    table = {"bias": -0.5, "unit": 0.25, "names": {"-3": "ab\tno", "7": "o ai"}}

    found = letters_in(table)

    assert found.log_odds("xyz") == -0.5
    assert found.log_odds("ab ab") == -0.5 - 3 * 0.25
    assert found.log_odds("no\n\nai ab no") == -0.5 + (7 - 3 - 3) * 0.25 / sqrt(3)


def test_runs_are_counted_as_they_were_learnt() -> None:
    table = {"bias": 0.0, "unit": 1.0, "names": {"1": "\t".join(runs_of(UNREAD))}}
    found = letters_in(table)

    assert isclose(found.log_odds(UNREAD), sqrt(len(runs_of(UNREAD))))


def test_half_a_character_weighs_nothing() -> None:
    assert log_odds("\ud800") == weights().letters.bias


def test_what_reads_like_a_reservation_is_one_and_names_the_weights() -> None:
    (notice,) = find_notices(UNREAD)

    assert notice.rule == f"en.weighed-{weights().version}"
    assert notice.is_weighed
    assert not notice.is_doubtful


def test_what_is_doubtful_counts_where_a_reservation_is_to_be_expected() -> None:
    (notice,) = find_notices(TOLD, in_rights_zone=True)

    assert notice.is_doubtful
    assert find_notices(TOLD) == []


@pytest.mark.parametrize("text", [UNREAD, TOLD])
def test_doubt_refuses_in_a_footer_and_not_amid_news(text: str) -> None:
    footer = page_of(f"<footer><p>{text}</footer>")
    body = page_of(BODY.format(text))

    assert [one.place for one in find_page_notices(footer)] == [Place.FOOTER]
    assert find_page_notices(body) == []
    assert [one.place for one in find_candidates(body)] == [Place.BODY]


def test_who_hides_letters_is_not_doubted() -> None:
    hidden = "\u200b".join(TOLD)

    (notice,) = find_notices(hidden)

    assert not notice.is_doubtful


def test_letters_that_could_not_change_it_are_not_weighed() -> None:
    kinds = weights().kinds

    for one in (*texts_of("en"), *texts_of("ko")):
        whole = prose_of(one.text, None)
        for candidate in candidates(whole):
            odds = letters_of(whole.folded.lower, candidate.segment)
            steps = (
                kinds.sum(steps_of(*pair)) for pair in zip(LETTERS, odds, strict=True)
            )
            total = kinds.sum(kinds_of(candidate)) + sum(steps)

            found = is_believed(whole.folded.lower, candidate)

            enough = doubt.RULED if candidate.refusal.is_ruled else doubt.UNREAD
            assert found is (kinds.log_odds(total) > enough)


def test_the_heading_of_its_list_tells_of_an_item() -> None:
    text = "Allowed are:\n- crawling of our pages\n- training of AI on our pages"

    *_, last = candidates(prose_of(text, "en"))

    assert last.before == "allowed are:"
    assert "after permit" in set(kinds_of(last))


def test_a_page_has_to_have_words_for_refusing() -> None:
    text = "AI trains on our texts, and our texts train AI."

    assert [one.refusal.is_ruled for one in candidates(prose_of(text, "en"))] == [False]
    assert list(candidates(prose_of(text, "en"), is_part=True)) == []
