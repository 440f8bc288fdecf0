"""Is a host left alone for as long as it asks?"""

from dataclasses import replace

import pytest

from newscrawler.policy import Gate
from newscrawler.policy.hearing import DAY
from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
    REFUSE,
    ROBOTS,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    page,
    problems,
    robots,
    silent_site,
)


@pytest.mark.parametrize("status", [429, 503, 408, 425])
def test_a_host_that_asks_to_wait_is_left_alone(status: int) -> None:
    found = gate(*silent_site())
    busy = page(headers=(("Retry-After", "600"),), status=status)

    assert found.after_fetch(busy, NOW).verdict is DEFER
    assert found.before_fetch(f"{SITE}/b", NOW + 599).verdict is DEFER
    assert found.before_fetch(f"{SITE}/b", NOW + 599).retry_at == NOW + 600
    assert found.before_fetch(f"{SITE}/b", NOW + 600).verdict is ALLOW


def test_a_host_that_asks_to_wait_is_asked_for_no_document_either() -> None:
    found = gate()
    found.after_fetch(page(headers=(("Retry-After", "600"),), status=429), NOW)

    assert found.wants(URL, NOW + 599) == ()
    assert found.wants(URL, NOW + 600) == (ROBOTS,)


def test_without_a_time_the_wait_is_doubled_until_the_host_answers() -> None:
    found, now = gate(*silent_site()), NOW

    for wait in (60, 120, 240):
        found.after_fetch(page(status=429), now)
        assert found.before_fetch(URL, now + wait - 1).verdict is DEFER
        now += wait
        assert found.before_fetch(URL, now).verdict is ALLOW

    found.after_fetch(page(), now)
    found.after_fetch(page(status=429), now)
    assert found.before_fetch(URL, now + 60).verdict is ALLOW


def test_an_answer_that_was_under_way_ends_no_pause() -> None:
    found = gate(*silent_site())
    found.after_fetch(page(headers=(("Retry-After", "600"),), status=429), NOW)

    found.after_fetch(page(), NOW + 1)
    found.after_fetch(page(headers=(("Retry-After", "1"),), status=429), NOW + 2)

    assert found.before_fetch(URL, NOW + 599).verdict is DEFER


def test_other_hosts_are_not_paused() -> None:
    found = gate(*silent_site(), *silent_site("https://courier.example"))
    found.after_fetch(page(status=503), NOW)

    assert found.before_fetch("https://courier.example/", NOW).verdict is ALLOW


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 2\nCrawl-delay: 7", 7.0),
        ("User-agent: newscrawler\nAllow: /\n\nUser-agent: *\nCrawl-delay: 9", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: 1e999", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: 10s", 10.0),
        ("User-agent: *\nCrawl-delay: 2,5 seconds", 2.5),
        ("User-agent: *\nCrawl-delay: 5 or so", None),
        ("Crawl-delay: 5", None),
        ("User-agent: *\nRequest-rate: 1/5", 5.0),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2", 5.0),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 9", 9.0),
    ],
)
def test_the_delay_is_what_our_group_asks_for(text: str, delay: float | None) -> None:
    assert gate(robots(text)).pace.delay(URL, NOW) == delay


MIDNIGHT = NOW - NOW % (24 * 60 * 60)
SIX = 6 * 60 * 60


def with_hours() -> Gate:
    hours = robots("User-agent: *\nVisit-time: 0600-0845")
    return gate(*(one for one in silent_site() if one.url != ROBOTS), hours)


def test_outside_its_hours_a_site_is_asked_for_nothing() -> None:
    found = with_hours()

    before = found.before_fetch(URL, MIDNIGHT + SIX - 1)

    assert (before.verdict, before.retry_at) == (DEFER, MIDNIGHT + SIX)
    assert before.faults[0].problem.endswith("(Visit-time)")
    assert found.before_fetch(URL, MIDNIGHT + SIX).verdict is ALLOW


def test_a_page_that_was_asked_for_in_time_is_judged_afterwards() -> None:
    found = with_hours()

    assert found.after_fetch(page(), MIDNIGHT + SIX - 1).verdict is ALLOW


def test_outside_its_hours_a_site_is_asked_for_no_document_either() -> None:
    found = gate(robots("User-agent: *\nVisit-time: 0600-0845"))
    heard = found.hearings.robots(URL)
    assert heard is not None
    found.hearings.learn(replace(heard.document, fetched_at=MIDNIGHT), MIDNIGHT)

    assert found.wants(URL, MIDNIGHT + 1) == ()
    assert TDMREP in found.wants(URL, MIDNIGHT + SIX)


def test_who_asks_for_a_long_delay_is_come_back_to() -> None:
    slow = robots("User-agent: *\nCrawl-delay: 3600")
    found = gate(*(one for one in silent_site() if one.url != ROBOTS), slow)

    assert found.after_fetch(page(), NOW).verdict is ALLOW
    assert found.before_fetch(f"{SITE}/b", NOW + 1).retry_at == NOW + 3600
    assert found.before_fetch(f"{SITE}/b", NOW + 3600).verdict is ALLOW


def test_a_host_that_says_403_again_and_again_is_left_alone_for_a_day() -> None:
    found = gate(*silent_site())

    for _ in range(2):
        assert found.after_fetch(page(status=403), NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/b", NOW).verdict is ALLOW
    found.after_fetch(page(status=403), NOW)

    assert found.before_fetch(f"{SITE}/b", NOW + DAY - 1).retry_at == NOW + DAY
    assert found.pace.fault(f"{SITE}/b", NOW + DAY) is None


def test_a_page_in_between_says_that_it_was_not_us() -> None:
    found = gate(*silent_site())

    for status in (403, 403, 200, 403, 403):
        found.after_fetch(page(status=status), NOW)

    assert found.before_fetch(f"{SITE}/b", NOW).verdict is ALLOW


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<p>Checking.<script>window._cf_chl_opt={}</script>", ()),
        ("<iframe src='https://geo.captcha-delivery.com/captcha/?x'></iframe>", ()),
        ("<p>News", (("cf-mitigated", "challenge"),)),
    ],
)
def test_a_challenge_refuses_and_ends_the_day(
    body: str, headers: tuple[tuple[str, str], ...]
) -> None:
    found = gate(*silent_site())

    assert found.after_fetch(page(body, headers=headers), NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/b", NOW).retry_at == NOW + DAY


def test_an_article_about_captchas_is_no_challenge() -> None:
    text = "<article>" + "<p>A px-captcha asks who you are, and you say so.</p>" * 40

    assert gate(*silent_site()).after_fetch(page(text), NOW).verdict is ALLOW


def test_a_page_that_could_not_be_had_is_to_be_tried_again() -> None:
    decision = gate(*silent_site()).unfetched(URL, "timed out", NOW)

    assert decision.verdict is DEFER
    assert problems(decision) == [(URL, "timed out")]


def test_the_sitemaps_that_robots_txt_names_are_known() -> None:
    found = gate(robots(f"Sitemap: {SITE}/1.xml\nUser-agent: x\nSitemap: {SITE}/2.xml"))

    assert found.hearings.sitemaps(URL) == (f"{SITE}/1.xml", f"{SITE}/2.xml")


def test_what_a_server_answered_is_kept_as_evidence() -> None:
    heard = robots("User-agent: *"), document(TDMREP, status=None, problem="timed out")

    assert next(gate(*heard).hearings.answered()) == heard[0]
    assert heard[1] not in list(gate(*heard).hearings.answered())
