"""When a feed, a section or an article is asked for again."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.discovery.revisit import (
    ARTICLE_AGES,
    CEILING,
    DAY,
    FLOOR,
    HOUR,
    MAX_STATED,
    Rhythm,
    Stated,
    is_gone,
    next_article_visit,
    next_visit,
    observed,
    read_stated,
)
from newscrawler.feed import Cadence

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC).timestamp()  # a Friday

MOMENTS = some.floats(0, 4e9)
LENGTHS = some.floats(0, 1e9)
CADENCES = some.builds(
    Cadence,
    some.none() | some.floats(1, 1e9),
    some.frozensets(some.integers(0, 23)),
    some.frozensets(some.integers(0, 6)),
)
STATED = some.builds(Stated, LENGTHS, some.none() | MOMENTS, CADENCES)
CHANGES = some.lists(some.booleans(), max_size=60)


def rhythm_of(every: float, changes: Iterable[bool]) -> Rhythm:
    """Return the rhythm after visits, first to last; True: something was new."""
    rhythm = Rhythm(every)
    for has_changed in changes:
        rhythm = observed(rhythm, has_changed=has_changed)
    return rhythm


@given(MOMENTS, LENGTHS, CHANGES, STATED)
def test_a_visit_is_never_below_the_floor_nor_before_what_is_stated(
    at: float, every: float, changes: list[bool], stated: Stated
) -> None:
    wait = next_visit(at, rhythm_of(every, changes), stated) - at

    assert wait >= FLOOR - 1e-3
    assert wait >= min(every, CEILING) - 1e-3
    assert wait >= min(stated.fresh_for, MAX_STATED) - 1e-3
    assert wait >= min(stated.cadence.interval or 0, MAX_STATED) - 1e-3
    if stated.not_before is not None:
        assert wait >= min(stated.not_before - at, CEILING) - 1e-3


@given(MOMENTS, LENGTHS, CHANGES, STATED)
def test_a_visit_is_never_put_off_for_ever(
    at: float, every: float, changes: list[bool], stated: Stated
) -> None:
    wait = next_visit(at, rhythm_of(every, changes), stated) - at

    assert wait <= CEILING + 8 * DAY


@given(MOMENTS, LENGTHS, CHANGES, STATED)
def test_a_visit_is_in_no_hour_and_on_no_day_that_is_left_out(
    at: float, every: float, changes: list[bool], stated: Stated
) -> None:
    then = next_visit(at, rhythm_of(every, changes), stated)

    moment = datetime.fromtimestamp(then, UTC)
    hours, days = stated.cadence.skip_hours, stated.cadence.skip_days
    if len(hours) < 24 and len(days) < 7:
        assert moment.hour not in hours
        assert moment.weekday() not in days


@given(LENGTHS, CHANGES)
def test_a_change_never_makes_it_longer_and_none_never_shorter(
    every: float, changes: list[bool]
) -> None:
    rhythm = rhythm_of(every, changes)

    assert observed(rhythm, has_changed=True).current <= rhythm.current
    assert observed(rhythm, has_changed=False).current >= rhythm.current


@given(LENGTHS, CHANGES, some.integers(0, 59))
def test_one_more_change_in_the_past_never_makes_it_longer(
    every: float, changes: list[bool], at: int
) -> None:
    livelier = [*changes[:at], True, *changes[at + 1 :]] if changes[at:] else changes

    before, after = rhythm_of(every, changes), rhythm_of(every, livelier)

    assert after.current <= before.current * (1 + 1e-9)


@given(MOMENTS, LENGTHS, STATED)
def test_an_article_is_asked_for_ever_later_and_not_for_ever(
    found_at: float, since: float, stated: Stated
) -> None:
    visited_at = found_at + since
    visits = 0
    while (then := next_article_visit(found_at, visited_at, stated)) is not None:
        assert then > visited_at
        assert then >= visited_at + min(stated.fresh_for, MAX_STATED) - 1e-3
        visited_at = then
        visits += 1

    assert visits <= len(ARTICLE_AGES)


def test_it_goes_from_minutes_to_weeks() -> None:
    lively = rhythm_of(5 * 60, [True] * 50)
    asleep = rhythm_of(5 * 60, [False] * 50)

    assert lively.current == 5 * 60
    assert asleep.current == CEILING
    assert rhythm_of(HOUR, [False] * 10 + [True] * 10).current == HOUR


def test_it_comes_to_rest_at_three_visits_in_eight() -> None:
    found = rhythm_of(HOUR, [False] * 8 + ([True] * 3 + [False] * 5) * 20)

    assert HOUR < found.current < CEILING


SKIPPED = [
    (Cadence(), 0),
    (Cadence(skip_hours=frozenset({13})), HOUR),
    (Cadence(skip_hours=frozenset({13, 14})), 2 * HOUR),
    (Cadence(skip_days=frozenset({4})), 11 * HOUR),
    (Cadence(skip_days=frozenset({4, 5, 6})), 2 * DAY + 11 * HOUR),
    (Cadence(skip_days=frozenset({4}), skip_hours=frozenset({0, 1})), 13 * HOUR),
    (Cadence(skip_hours=frozenset(range(24))), 0),
    (Cadence(skip_days=frozenset(range(7))), 0),
    (Cadence(interval=2 * HOUR), HOUR),
    (Cadence(interval=365 * DAY), MAX_STATED - HOUR),
]


@pytest.mark.parametrize(("cadence", "later"), SKIPPED)
def test_what_a_feed_asks_for(cadence: Cadence, later: float) -> None:
    then = next_visit(NOW, Rhythm(HOUR), Stated(cadence=cadence))

    assert then == NOW + HOUR + later


@pytest.mark.parametrize(
    ("headers", "fresh_for"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'public, Max-Age="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "900"}, 0),
        ({"cache-control": "max-age=600, no-cache"}, 0),
        ({"cache-control": "no-store, max-age=600"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "s-maxage=600"}, 0),
        (
            {
                "expires": "Fri, 20 Nov 2026 12:10:00 GMT",
                "date": "Fri, 20 Nov 2026 12:00:00 GMT",
            },
            600,
        ),
        ({"expires": "0", "date": "Fri, 20 Nov 2026 12:00:00 GMT"}, 0),
        (
            {
                "cache-control": "max-age=60",
                "expires": "Fri, 20 Nov 2026 12:10:00 GMT",
                "date": "Fri, 20 Nov 2026 12:00:00 GMT",
            },
            60,
        ),
        (
            {
                "expires": "Fri, 20 Nov 2026 11:00:00 GMT",
                "date": "Fri, 20 Nov 2026 12:00:00 GMT",
            },
            0,
        ),
    ],
)
def test_how_long_an_answer_holds(headers: dict[str, str], fresh_for: float) -> None:
    assert read_stated(headers, NOW).fresh_for == fresh_for


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("120", 120),
        ("Fri, 20 Nov 2026 13:00:00 GMT", HOUR),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_both_forms_of_retry_after(text: str, later: float | None) -> None:
    found = read_stated({"retry-after": text}, NOW).not_before

    assert found == (None if later is None else NOW + later)


@given(
    some.dictionaries(
        some.sampled_from(["cache-control", "age", "expires", "date", "retry-after"]),
        some.text(),
    )
)
def test_no_headers_make_it_raise(headers: dict[str, str]) -> None:
    found = read_stated(headers, NOW)

    assert found.fresh_for >= 0


@pytest.mark.parametrize(
    ("statuses", "gone"),
    [
        ([], False),
        ([404], False),
        ([404, 404], True),
        ([404, 410], True),
        ([410], True),
        ([404, 200, 404], False),
        ([404, 404, 200], False),
        ([503, 404], False),
        ([410, 200], False),
    ],
)
def test_what_makes_an_article_gone(statuses: list[int], gone: bool) -> None:  # noqa: FBT001
    assert is_gone(statuses) is gone
