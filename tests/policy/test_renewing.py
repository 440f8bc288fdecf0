"""An answer of 304 can add to what speaks against an article, and take nothing away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import Page
from newscrawler.policy import Decision, Fault, Gate, Profile, Stage, Statement
from newscrawler.policy.reconsider import is_lost
from newscrawler.policy.renewing import (
    ends_stay,
    gone,
    is_renewable,
    is_said_anew,
    not_modified,
)
from tests.policy.asked import (
    ALLOW,
    DEFER,
    LISTING,
    NO_TRAINING,
    NOW,
    REFUSE,
    ROBOTS,
    TDMREP,
    URL,
    document,
    gate,
    page,
    robots,
)
from tests.policy.drawn import RESTRAINTS

LATER = NOW + 7 * 24 * 60 * 60
GOOD = "User-agent: *\nAllow: /"
OF_PAGE = RESTRAINTS.filter(lambda one: one.document == URL).map(
    lambda one: replace(one, signal="robots-tag", condition="pay")
)


def heard(
    text: str = GOOD,
    at: float = LATER,
    proxy: int = 1,
    profile: Profile = Profile.STRICT,
) -> Gate:
    silent = document(TDMREP, status=404, at=at)
    listed = [LISTING]
    return gate(
        robots(text, at=at), silent, sources=listed, proxy=proxy, profile=profile
    )


def kept(*said: Statement) -> Decision:
    found = heard(at=NOW).after_fetch(page(), NOW)
    return replace(found, statements=(*found.statements, *said))


def unmodified(*headers: tuple[str, str]) -> Page:
    return Page(b"", URL, headers, status=304, fetched_at=LATER)


def test_what_is_as_it_was_may_stay() -> None:
    found = not_modified(heard(), unmodified(), LATER, then=kept())

    assert (found.verdict, found.stage, found.faults) == (ALLOW, Stage.USE, ())
    assert found.decided_at == LATER
    assert is_renewable(heard(), kept())
    assert not is_said_anew(kept(), found)


@given(st.lists(OF_PAGE, max_size=3))
def test_what_the_page_said_of_its_use_is_said_still(said: list[Statement]) -> None:
    then = kept(*said)
    found = not_modified(heard(), unmodified(), LATER, then=then)

    assert found.verdict is then.verdict
    assert found.usage == then.usage
    assert not is_said_anew(then, found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-robots-tag", "noai"),
        ("tdm-reservation", "1"),
        ("content-signal", "ai-train=no"),
        ("content-usage", "train-ai=n"),
    ],
)
def test_the_headers_of_the_answer_count(name: str, value: str) -> None:
    found = not_modified(heard(), unmodified((name, value)), LATER, then=kept())

    assert found.verdict is REFUSE
    assert ends_stay(found, 304)
    assert is_said_anew(kept(), found)


def test_a_last_day_of_a_page_may_have_come() -> None:
    headers = (("X-Robots-Tag", "unavailable_after: 2026-11-24"),)
    then = heard(at=NOW).after_fetch(page(headers=headers), NOW)

    assert then.verdict is ALLOW
    assert not_modified(heard(), unmodified(), LATER, then=then).verdict is REFUSE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [(GOOD, ALLOW), (NO_TRAINING, REFUSE), ("User-agent: *\nDisallow: /", REFUSE)],
)
def test_documents_count_as_of_now(text: str, verdict: object) -> None:
    found = not_modified(heard(text), unmodified(), LATER, then=kept())

    assert found.verdict is verdict


def test_who_went_unheard_defers() -> None:
    silent = document(TDMREP, status=404, at=LATER)
    away = gate(document(ROBOTS, status=503, at=LATER), silent, sources=[LISTING])
    found = not_modified(away, unmodified(), LATER, then=kept())

    assert found.verdict is DEFER
    assert not ends_stay(found, 304)


def test_nothing_is_kept_of_a_listing() -> None:
    found = not_modified(heard(), unmodified(("x-robots-tag", "noai")), LATER)

    assert (found.verdict, found.stage) == (ALLOW, Stage.ACQUIRE)


def test_a_304_is_no_page_for_anybody_else() -> None:
    found = heard().after_fetch(unmodified(), LATER)

    assert found.verdict is REFUSE
    assert found.faults == (Fault(URL, "304 Not Modified: no page"),)
    assert not is_lost(found)


@pytest.mark.parametrize(
    ("changes", "is_enough"),
    [
        ({}, True),
        ({"document": "https://gazette.example/licence.xml"}, False),
        ({"signal": "redirect: robots-tag"}, False),
        ({"signal": "copy", "document": "https://wire.example/1"}, False),
        ({"signal": "archive", "document": "a.warc.gz#1"}, False),
        ({"document": ROBOTS}, True),
    ],
)
def test_what_cannot_be_heard_again_is_not_renewed(
    changes: dict[str, str],
    is_enough: bool,  # noqa: FBT001  a table's column
) -> None:
    (said,) = not_modified(
        heard(), unmodified(("x-robots-tag", "noai")), LATER, then=kept()
    ).deciding[:1]
    then = kept(replace(said, **changes))  # type: ignore[arg-type]  # texts all

    assert is_renewable(heard(), then) is is_enough


def test_what_was_read_by_other_settings_is_not_renewed() -> None:
    assert not is_renewable(heard(proxy=2), kept())
    assert not is_renewable(heard(profile=Profile.SPEC), kept())


@pytest.mark.parametrize(
    ("status", "is_over"), [(200, False), (403, False), (451, True)]
)
def test_a_door_that_is_shut_is_no_word_on_what_was_kept(
    status: int,
    is_over: bool,  # noqa: FBT001  a table's column
) -> None:
    answer = Page(b"", URL, (), status=status, fetched_at=LATER)
    found = heard().after_fetch(answer, LATER)

    assert ends_stay(found, status) is is_over


def test_what_is_gone_is_refused_by_its_own_words() -> None:
    found = gone(kept(), "410 Gone: no page", LATER)

    assert found.verdict is REFUSE
    assert is_lost(found)
    assert [(one.signal, one.quote) for one in found.deciding] == [
        ("gone", "410 Gone: no page")
    ]
