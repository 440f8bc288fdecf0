"""Does the gate hear before it decides, and for how long does it believe?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from newscrawler.policy import (
    Statement,
)
from newscrawler.policy.hearing import DAY, MIN_LIFETIME, RETRY_AFTER
from newscrawler.policy.visit import Signal, Visit
from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
    REFUSE,
    ROBOTS,
    SITE,
    SITE_FILES,
    TDMREP,
    URL,
    document,
    gate,
    page,
    problems,
    robots,
    silent_site,
    with_signal,
)

HOUR = 60 * 60


def test_robots_txt_is_wanted_first_and_alone() -> None:
    found = gate()

    assert found.wants(URL, NOW) == (ROBOTS,)
    found.learn(robots("User-agent: *\nAllow: /"), NOW)
    wanted = found.wants(URL, NOW)
    assert set(wanted) == {TDMREP, *(SITE + path for path in SITE_FILES)}
    for url in wanted:
        found.learn(document(url, status=404), NOW)
    assert found.wants(URL, NOW) == ()


def test_never_asked_is_never_allowed() -> None:
    found = gate()

    assert found.before_fetch(URL, NOW).verdict is DEFER
    assert problems(found.before_fetch(URL, NOW)) == [(ROBOTS, "was not asked for")]
    assert found.after_fetch(page(), NOW).verdict is DEFER


def test_a_wanted_document_that_was_not_asked_for_defers() -> None:
    found = gate(robots(""))

    assert found.before_fetch(URL, NOW).verdict is DEFER
    assert problems(found.before_fetch(URL, NOW)) == [(TDMREP, "was not asked for")]


def test_other_documents_are_wanted_only_as_robots_txt_allows() -> None:
    found = gate(robots("User-agent: *\nDisallow: /.well-known/"))

    assert found.wants(URL, NOW) == ()
    assert found.before_fetch(URL, NOW).verdict is ALLOW


@pytest.mark.parametrize("status", [401, 402, 403, 451, 500, 503, 429, None])
def test_where_robots_txt_is_refused_or_unheard_nothing_else_is_wanted(
    status: int | None,
) -> None:
    found = gate(document(ROBOTS, status=status))

    assert found.wants(URL, NOW) == ()
    assert found.before_fetch(URL, NOW).verdict is not ALLOW


def test_tdmrep_is_not_wanted_for_purposes_that_it_does_not_speak_of() -> None:
    found = gate(robots(""), purposes=["search", "archive"])

    assert found.wants(URL, NOW) == ()
    assert found.before_fetch(URL, NOW).verdict is ALLOW


@pytest.mark.parametrize(
    "url",
    [
        "http://gazette.example/a/1",
        "https://www.gazette.example/a/1",
        "https://gazette.example:8443/a/1",
    ],
)
def test_robots_txt_speaks_for_its_scheme_host_and_port_alone(url: str) -> None:
    found = gate(*silent_site())

    assert len(found.wants(url, NOW)) == 1
    assert found.wants(url, NOW)[0] != ROBOTS
    assert found.before_fetch(url, NOW).verdict is DEFER


def test_the_default_port_is_no_other_site() -> None:
    found = gate(*silent_site())

    assert found.wants("https://GAZETTE.example:443/a/1", NOW) == ()


@pytest.mark.parametrize(
    "url", ["ftp://gazette.example/", "mailto:a@b", "https://[x/", ""]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    found = gate()

    assert found.wants(url, NOW) == ()
    assert found.before_fetch(url, NOW).verdict is REFUSE


def test_a_copy_of_robots_txt_is_used_for_a_day() -> None:
    found = gate(*silent_site())

    assert found.before_fetch(URL, NOW + DAY - 1).verdict is ALLOW
    assert found.wants(URL, NOW + DAY) == (ROBOTS,)
    assert found.before_fetch(URL, NOW + DAY).verdict is DEFER


@pytest.mark.parametrize(
    ("control", "lifetime"),
    [
        ("max-age=3600", HOUR),
        ("public, MAX-AGE = 3600", HOUR),
        ("max-age=0", MIN_LIFETIME),
        ("max-age=99999999", DAY),
        ("no-store", MIN_LIFETIME),
        ("no-cache, max-age=7200", MIN_LIFETIME),
        ("max-age=soon", DAY),
        ("s-maxage=60", DAY),
    ],
)
def test_cache_control_shortens_that_down_to_ten_minutes(
    control: str, lifetime: float
) -> None:
    heard = document(ROBOTS, headers=(("Cache-Control", control),))
    found = gate(heard, purposes=["search"])

    assert found.wants(URL, NOW + lifetime - 1) == ()
    assert found.wants(URL, NOW + lifetime) == (ROBOTS,)


def test_an_unreachable_document_is_asked_for_again_ever_more_seldom() -> None:
    found, now = gate(), NOW

    for wait in (*RETRY_AFTER, RETRY_AFTER[-1]):
        found.learn(document(ROBOTS, status=503, at=now), now)
        assert found.wants(URL, now + wait - 1) == ()
        assert found.wants(URL, now + wait) == (ROBOTS,)
        assert found.before_fetch(URL, now).retry_at == now + wait
        now += wait

    found.learn(document(ROBOTS, status=404, at=now), now)
    found.learn(document(ROBOTS, status=503, at=now), now)
    assert found.wants(URL, now + RETRY_AFTER[0]) == (ROBOTS,)


def test_a_copy_from_long_after_now_is_asked_for_again() -> None:
    found = gate(robots("", at=NOW), document(TDMREP, status=404))

    assert ROBOTS not in found.wants(URL, NOW - DAY + 1)
    assert found.wants(URL, NOW - DAY) == (ROBOTS,)
    assert found.before_fetch(URL, NOW - DAY).verdict is DEFER


def test_an_unreachable_robots_txt_never_comes_to_allow() -> None:
    found = gate(document(ROBOTS, status=500))

    for days in (1, 7, 30, 365, 3650):
        found.learn(document(ROBOTS, status=500, at=NOW + days * DAY), NOW + days * DAY)
        assert found.before_fetch(URL, NOW + days * DAY).verdict is DEFER


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", 120),
        (" 7200 ", 7200),
        (format_datetime(datetime.fromtimestamp(NOW + 900, UTC), usegmt=True), 900),
        ("999999999999", DAY),
        ("0", 60),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 60),
        ("soon", RETRY_AFTER[0]),
        ("-5", RETRY_AFTER[0]),
        ("\u0661\u0662", RETRY_AFTER[0]),
        ("Mon, 32 Foo 99999 99:99:99 +9999999", RETRY_AFTER[0]),
        ("", RETRY_AFTER[0]),
    ],
)
def test_retry_after_is_honoured_and_never_asks_at_once(value: str, wait: int) -> None:
    found = gate(document(ROBOTS, status=429, headers=(("Retry-After", value),)))

    assert found.wants(URL, NOW) == ()
    assert found.wants(URL, NOW + wait - 1) == ()
    assert found.wants(URL, NOW + wait) == (ROBOTS,)


def test_an_answer_that_broke_off_is_no_answer() -> None:
    found = gate(document(ROBOTS, "User-agent: *\nAllow: /", problem="connection lost"))

    assert problems(found.before_fetch(URL, NOW)) == [(ROBOTS, "connection lost")]


def crash(visit: Visit) -> Iterator[Statement]:
    raise RuntimeError(f"cannot read {visit.url}")
    yield


def test_a_reader_that_crashes_is_a_fault_that_refuses() -> None:
    found = with_signal(gate(*silent_site()), Signal("zz-crash", crash))

    before, after = found.before_fetch(URL, NOW), found.after_fetch(page(), NOW)

    assert (before.verdict, after.verdict) == (REFUSE, REFUSE)
    assert problems(after) == [(URL, f"zz-crash: RuntimeError('cannot read {URL}')")]
    assert after.retry_at is None


def crash_naming(visit: Visit) -> Iterator[str]:
    raise RuntimeError(f"cannot read {visit.url}")
    yield


def test_a_reader_that_cannot_name_its_documents_is_a_fault_that_refuses() -> None:
    naming = Signal("zz-crash", no_statements, documents=crash_naming)
    found = with_signal(gate(*silent_site()), naming)
    other = f"{URL}-other"

    before, after = found.before_fetch(URL, NOW), found.after_fetch(page(), NOW)

    words = "zz-crash: RuntimeError('cannot read {}')"
    assert problems(before) == problems(after) == [(URL, words.format(URL))]
    assert (before.verdict, after.verdict) == (REFUSE, REFUSE)
    assert problems(found.before_fetch(other, NOW)) == [(other, words.format(other))]


def no_statements(visit: Visit) -> Iterator[Statement]:  # noqa: ARG001  one shape for all
    yield from ()


def test_a_reader_of_robots_txt_that_crashes_lets_no_document_be_asked_for() -> None:
    found = with_signal(gate(robots("")), Signal("robots-crash", crash))

    assert found.wants(URL, NOW) == ()
    assert found.before_fetch(URL, NOW).verdict is REFUSE
    assert TDMREP in [one.document for one in found.before_fetch(URL, NOW).faults]
