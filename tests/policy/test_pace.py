"""Is a host left alone for as long as it asks?"""

import pytest

from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
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
        ("Crawl-delay: 5", None),
    ],
)
def test_the_delay_is_what_our_group_asks_for(text: str, delay: float | None) -> None:
    assert gate(robots(text)).delay(URL) == delay


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
