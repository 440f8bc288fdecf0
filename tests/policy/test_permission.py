"""What do written permissions and readings lift?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newscrawler.policy import (
    Gate,
    Preference,
    Purpose,
    Reading,
    Scope,
    WhenSilent,
)
from newscrawler.policy.permission import quote_sha256
from tests.policy.asked import (
    ALLOW,
    DEFER,
    LISTING,
    NO_TRAINING,
    NOTICE,
    NOW,
    PERMISSION,
    REFUSE,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    learn_site_files,
    notice_signal,
    page,
    permitting,
    robots,
    silent_site,
    with_signal,
)


def test_a_permission_lifts_what_is_said_of_a_use() -> None:
    found = permitting()

    assert found.before_fetch(URL, NOW).verdict is ALLOW
    assert found.after_fetch(page(), NOW).permission == "gzm-1"
    assert found.after_fetch(page(), NOW).usage[Purpose.AI_TRAIN] is Preference.ALLOWED
    assert found.before_fetch(f"{SITE}/b/1", NOW).verdict is REFUSE


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"valid_until": date(2026, 10, 1)}, "expired on 2026-10-01"),
        ({"valid_from": date(2027, 1, 1)}, "not before 2027-01-01"),
        ({"problem": "its document has another hash"}, "its document has another hash"),
    ],
)
def test_a_permission_that_is_not_valid_lifts_nothing_and_is_shown(
    changes: dict[str, object], why: str
) -> None:
    decision = permitting(**changes).after_fetch(page(), NOW)

    assert decision.verdict is REFUSE
    assert decision.permission is None
    shown = [one for one in decision.statements if one.signal == "permission"]
    assert [(one.quote, one.condition) for one in shown] == [("gzm-1", why)]


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": ("gazette.example/b/*",)},
        {"scope": ("www.gazette.example/*",)},
        {"scope": ("*.courier.example/*",)},
        {"purposes": frozenset((Purpose.SEARCH,))},
    ],
)
def test_a_permission_for_something_else_lifts_nothing(
    changes: dict[str, object],
) -> None:
    assert permitting(**changes).after_fetch(page(), NOW).verdict is REFUSE


def test_a_path_that_climbs_out_of_a_permission_is_outside_it() -> None:
    found = permitting()

    assert found.before_fetch(f"{SITE}/a/../b/1", NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/a/%2e%2e/b/1", NOW).verdict is REFUSE


@pytest.mark.parametrize("way", ["..%2fb", "%2e%2e%2Fb", "c%2f..%2f..%2fb", "..%5Cb"])
def test_a_path_that_climbs_by_an_escaped_slash_is_in_no_permission(way: str) -> None:
    assert permitting().before_fetch(f"{SITE}/a/{way}/1", NOW).verdict is REFUSE


def test_the_days_of_a_permission_count_from_first_to_last() -> None:
    first, last = (
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    )

    for moment, verdict in ((first, ALLOW), (last, ALLOW)):
        now = moment.timestamp()
        found = permitting()
        found.learn(robots(NO_TRAINING, at=now), now)
        found.learn(document(TDMREP, status=404, at=now), now)
        learn_site_files(found, at=now)
        assert found.before_fetch(URL, now).verdict is verdict


def test_a_permission_ends_the_silence() -> None:
    listing = replace(LISTING, permissions=(PERMISSION,))
    found = gate(*silent_site(), sources=[listing], when_silent=WhenSilent.DENY)

    assert found.after_fetch(page(), NOW).verdict is ALLOW


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_a_permission_lifts_no_refusal_of_the_server(status: int) -> None:
    assert permitting().after_fetch(page(status=status), NOW).verdict is REFUSE


def test_a_permission_lifts_no_disallow() -> None:
    found = permitting()
    found.learn(robots("User-agent: *\nDisallow: /"), NOW)

    assert found.before_fetch(URL, NOW).verdict is REFUSE


def test_a_permission_lifts_no_fault() -> None:
    found = permitting()
    found.learn(document(TDMREP, status=503), NOW)

    assert found.before_fetch(URL, NOW).verdict is DEFER


def test_only_its_holder_lifts_a_notice_in_a_reprint() -> None:
    mine = replace(LISTING, permissions=(PERMISSION,))
    theirs = replace(
        LISTING, permissions=(replace(PERMISSION, grantor="Meridian Wire"),)
    )
    foreign = notice_signal(scope=Scope.PAGE, holder="MERIDIAN WIRE Ltd.")

    for listing, verdict in ((mine, REFUSE), (theirs, ALLOW)):
        found = with_signal(gate(*silent_site(), sources=[listing]), foreign)
        assert found.after_fetch(page(), NOW).verdict is verdict


def reading(**changes: object) -> Gate:
    one = Reading(quote_sha256(NOTICE), "a column", "legal desk", date(2026, 12, 1))
    listing = replace(LISTING, readings=(replace(one, **changes),))  # type: ignore[arg-type]  # by name
    return with_signal(gate(*silent_site(), sources=[listing]), notice_signal())


def test_a_reading_lifts_one_sentence_and_is_shown() -> None:
    decision = reading().after_fetch(page(), NOW)

    assert decision.verdict is ALLOW
    shown = [one for one in decision.statements if one.signal == "reading"]
    assert [(one.condition, one.document) for one in shown] == [
        ("a column", "reading by legal desk until 2026-12-01")
    ]


@pytest.mark.parametrize(
    "changes", [{"quote_sha256": quote_sha256("another")}, {"until": date(2026, 11, 1)}]
)
def test_a_reading_of_another_sentence_or_day_lifts_nothing(
    changes: dict[str, object],
) -> None:
    assert reading(**changes).after_fetch(page(), NOW).verdict is REFUSE


def test_a_reading_lifts_nothing_but_a_notice_and_grants_nothing() -> None:
    listing = replace(
        LISTING,
        readings=(Reading(quote_sha256("noai"), "x", "y", date(2027, 1, 1)),),
    )
    noai = page('<meta name="robots" content="noai">')

    assert (
        gate(*silent_site(), sources=[listing]).after_fetch(noai, NOW).verdict is REFUSE
    )
    silent = reading()
    silent.terms = replace(silent.terms, when_silent=WhenSilent.DENY)
    assert silent.after_fetch(page(), NOW).verdict is REFUSE
