"""What was heard of policy documents is asked for again only when it is stale."""

import hashlib
from collections.abc import Mapping

import pytest

from newscrawler.policy import Verdict
from tests.lasting import (
    AI_TXT,
    DATED,
    ETAG,
    ORIGIN,
    PAGE,
    ROBOTS,
    TDMREP,
    TRUST,
    Site,
    clock,
    headers,
    site,
)
from tests.wire.clock import DAY, HOUR, START, Clock
from tests.wire.world import CLOSED, OPEN

__all__ = ["clock", "site"]


def test_what_is_fresh_is_not_asked_for_again(site: Site, clock: Clock) -> None:
    first, _ = site.crawl()
    clock.wait(DAY - 1)
    second, found = site.crawl()

    assert {ROBOTS, TDMREP, TRUST, AI_TXT} <= set(first)
    assert first[0] == ROBOTS
    assert second == [PAGE]
    assert found.verdict is Verdict.ALLOW


def test_what_is_stale_is_asked_for_again_robots_txt_first(
    site: Site, clock: Clock
) -> None:
    first, _ = site.crawl()
    clock.wait(DAY)
    second, _ = site.crawl()

    assert second[0] == ROBOTS
    assert set(second) == set(first)


def test_each_document_is_asked_for_at_its_own_time(site: Site, clock: Clock) -> None:
    site.toml["/.well-known/tdmrep.json"] = headers(Cache_Control="max-age=3600")
    site.crawl()
    clock.wait(HOUR)

    assert site.crawl()[0] == [TDMREP, PAGE]


@pytest.mark.parametrize(
    ("robots", "toml", "verdict"),
    [
        (CLOSED, None, Verdict.REFUSE),
        (OPEN, "status = 403", Verdict.REFUSE),
        (OPEN, "status = 503", Verdict.DEFER),
        (OPEN, 'failure = "timeout"', Verdict.DEFER),
    ],
)
def test_nothing_comes_before_a_robots_txt_that_is_stale(
    site: Site, clock: Clock, robots: str, toml: str | None, verdict: Verdict
) -> None:
    site.crawl()
    clock.wait(DAY)
    site.files["robots.txt"] = robots
    if toml is not None:
        site.toml["/robots.txt"] = toml
    requests, found = site.crawl()

    assert (requests, found.verdict) == ([ROBOTS], verdict)


def test_stale_denials_hold_until_the_site_is_heard_again(
    site: Site, clock: Clock
) -> None:
    site.files["robots.txt"] = CLOSED
    site.crawl()
    clock.wait(DAY)
    site.toml["/robots.txt"] = "status = 503"

    for _ in range(4):
        _, found = site.crawl()
        assert found.verdict is not Verdict.ALLOW
        clock.wait(DAY)


# conditional requests: RFC 9110 section 13.1


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (headers(ETag=ETAG), {"If-None-Match": '"v1"'}),
        (headers(ETag=f"W/{ETAG}"), {"If-None-Match": 'W/"v1"'}),
        (headers(Last_Modified=DATED), {"If-Modified-Since": DATED}),
        (
            headers(ETag=ETAG, Last_Modified=DATED),
            {"If-None-Match": '"v1"', "If-Modified-Since": DATED},
        ),
        ("", {}),
        (f"status = 404\n{headers(ETag=ETAG)}", {}),
        (f"status = 503\n{headers(ETag=ETAG)}", {}),
    ],
)
def test_a_document_is_asked_for_by_its_validators(
    site: Site, clock: Clock, given: str, asked: Mapping[str, str]
) -> None:
    site.toml["/robots.txt"] = given
    site.crawl()
    assert site.conditions(ROBOTS) == [{}]

    clock.wait(DAY)
    site.crawl()

    assert site.conditions(ROBOTS) == [asked]


def test_the_copy_of_a_redirect_is_not_asked_for_by_validators(
    site: Site, clock: Clock
) -> None:
    site.toml["/robots.txt"] = 'location = "/there.txt"'
    site.toml["/there.txt"] = f"body = '''{OPEN}'''\n{headers(ETag=ETAG)}"
    for _ in range(2):
        site.crawl()
        clock.wait(DAY)

    assert site.conditions(ROBOTS) == [{}]
    assert site.conditions(f"{ORIGIN}/there.txt") == [{}]


@pytest.mark.parametrize(
    ("url", "path"), [(ROBOTS, "/robots.txt"), (TDMREP, "/.well-known/tdmrep.json")]
)
def test_not_modified_keeps_the_bytes_and_renews_the_time(
    site: Site, clock: Clock, url: str, path: str
) -> None:
    site.toml[path] = headers(ETag=ETAG)
    site.crawl()
    before = site.heard(url).document
    clock.wait(DAY)
    site.toml[path] = "status = 304\nbody = ''"
    requests, found = site.crawl()
    after = site.heard(url).document

    assert (url in requests, found.verdict) == (True, Verdict.ALLOW)
    assert (after.body, after.sha256) == (before.body, before.sha256)
    assert (after.status, after.header("etag")) == (200, '"v1"')
    assert (before.fetched_at, after.fetched_at) == (START, START + DAY)
    assert site.heard(url, as_of=START).document == before

    clock.wait(DAY - 1)
    assert url not in site.crawl()[0]
    clock.wait(1)
    assert url in site.crawl()[0]
    assert site.conditions(url) == [{"If-None-Match": '"v1"'}]


def test_not_modified_refuses_as_before(site: Site, clock: Clock) -> None:
    site.files["robots.txt"] = CLOSED
    site.toml["/robots.txt"] = headers(ETag=ETAG)
    site.crawl()
    clock.wait(DAY)
    site.toml["/robots.txt"] = "status = 304\nbody = ''"
    requests, found = site.crawl()

    assert (requests, found.verdict) == ([ROBOTS], Verdict.REFUSE)
    assert found.deciding[0].fetched_at == START + DAY
    assert found.deciding[0].sha256 == hashlib.sha256(CLOSED.encode()).hexdigest()


def test_the_headers_of_not_modified_take_the_place_of_the_old(
    site: Site, clock: Clock
) -> None:
    site.toml["/robots.txt"] = headers(ETag=ETAG, X_Kept="yes")
    site.crawl()
    clock.wait(DAY)
    new = headers(ETag='\\"v2\\"', Cache_Control="max-age=3600")
    site.toml["/robots.txt"] = f"status = 304\nbody = ''\n{new}"
    site.crawl()
    document = site.heard(ROBOTS).document

    assert (document.header("etag"), document.header("x-kept")) == ('"v2"', "yes")

    clock.wait(HOUR)
    assert site.crawl()[0] == [ROBOTS, PAGE]
    assert site.conditions(ROBOTS) == [{"If-None-Match": '"v2"'}]


def test_not_modified_that_nobody_asked_for_is_no_answer(site: Site) -> None:
    site.toml["/robots.txt"] = "status = 304\nbody = ''"
    requests, found = site.crawl()

    assert (requests, found.verdict) == ([ROBOTS], Verdict.DEFER)


def test_a_document_that_changed_takes_the_place_of_the_old(
    site: Site, clock: Clock
) -> None:
    site.toml["/robots.txt"] = headers(ETag=ETAG)
    site.crawl()
    clock.wait(DAY)
    site.files["robots.txt"] = CLOSED
    site.toml["/robots.txt"] = headers(ETag='\\"v2\\"')
    requests, found = site.crawl()

    assert site.conditions(ROBOTS) == [{"If-None-Match": '"v1"'}]
    assert (requests, found.verdict) == ([ROBOTS], Verdict.REFUSE)
    assert site.heard(ROBOTS).document.body == CLOSED.encode()
    assert site.heard(ROBOTS, as_of=START).document.body == OPEN.encode()

    clock.wait(DAY - 1)
    requests, found = site.crawl()
    assert (requests, found.verdict) == ([], Verdict.REFUSE)
