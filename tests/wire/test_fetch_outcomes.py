"""What an answer to robots.txt comes to, by its status: RFC 9309 section 2.3.1."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import pairwise

import pytest

from newscrawler.policy import Preference, Verdict
from newscrawler.policy.formats.robots_lines import MAX_BYTES
from tests.wire.clock import MINUTE, START, Clock
from tests.wire.outcomes import (
    ALONE,
    BOTH,
    PAGE,
    ROBOTS,
    Site,
    clock,
    only_fault,
    robots_toml,
    site,
)
from tests.wire.world import CLOSED, OPEN

__all__ = ["clock", "site"]


# 2xx: read


@pytest.mark.parametrize("status", [200, 203])
def test_success_is_read(site: Site, clock: Clock, status: int) -> None:
    site.answers(robots_toml(status), CLOSED)
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    assert found.verdict is Verdict.REFUSE
    assert found.deciding[0].quote.endswith("Disallow: /")
    assert (found.deciding[0].fetched_at, found.decided_at) == (START, clock.now)


@pytest.mark.parametrize("body", [OPEN, "", "# nothing\n", "\ufeff", "no rules at all"])
def test_success_that_forbids_nothing_lets_us_in(site: Site, body: str) -> None:
    site.answers("", body)
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (BOTH, Verdict.ALLOW)


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><title>Not found</title>There is no such page.",
        "\n <html><body>User-agent: *\nDisallow:</body></html>",
        "<!-- a --><html>",
    ],
)
def test_html_in_its_place_is_a_soft_404(site: Site, body: str) -> None:
    site.answers("", body)
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (BOTH, Verdict.ALLOW)


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><title>robots</title>User-agent: *\nDisallow: /",
        "\n <html><body>User-agent: *\nDisallow: /</body></html>",
    ],
)
def test_rules_in_html_are_followed(site: Site, body: str) -> None:
    """RFC 9309 section 2.3.1.1: the parseable rules of what came with success."""
    site.answers("", body)
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (ALONE, Verdict.REFUSE)


@pytest.mark.parametrize("status", [201, 202, 204, 205, 206, 226, 299])
def test_success_that_is_no_whole_file_leaves_it_unreachable(
    site: Site, status: int
) -> None:
    site.answers(robots_toml(status))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    problem, retry_at = only_fault(found)
    assert problem.startswith(str(status))
    assert retry_at == START + 5 * MINUTE


CHALLENGE = {"cf-mitigated": "challenge"}


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, CHALLENGE, OPEN),
        (404, CHALLENGE, "<html>Just a moment..."),
        (200, {}, "<html><title>Just a moment...</title>"),
        (200, {}, "<html><div class=g-recaptcha></div>"),
        (200, {}, "<!doctype html><script src=/cdn-cgi/challenge-platform/x.js>"),
    ],
)
def test_a_challenge_leaves_it_unreachable(
    site: Site, status: int, headers: Mapping[str, str], body: str
) -> None:
    site.answers(robots_toml(status, headers), body)
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    assert only_fault(found) == (
        "a challenge in place of the document",
        START + 5 * MINUTE,
    )


def test_a_challenge_that_is_a_refusal_too_refuses(site: Site) -> None:
    site.answers(robots_toml(403, CHALLENGE), "<html>Just a moment...")
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (ALONE, Verdict.REFUSE)
    assert found.faults[0].retry_at == START + 5 * MINUTE


def test_a_long_file_is_cut_at_its_last_whole_line_and_read(site: Site) -> None:
    head = "User-agent: *\nDisallow: /a\n"
    site.answers("", head + "#" * (MAX_BYTES - len(head) - 8) + "\nAllow: /a?n=1")
    requests, found = site.again()

    assert requests == ALONE
    assert found.deciding[0].quote.endswith("Disallow: /a")


# 3xx: followed five times, across authorities; what is found holds for the first


def chain(hops: int) -> str:
    """Return redirects from robots.txt over so many hops to /end.txt."""
    places = ["/robots.txt", *(f"/hop{n}" for n in range(1, hops)), "/end.txt"]
    return "".join(
        f'["{here}"]\nlocation = "{there}"\n' for here, there in pairwise(places)
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_followed(site: Site, status: int) -> None:
    toml = f'["/robots.txt"]\nstatus = {status}\nlocation = "/end.txt"\n'
    site.answers(f"{toml}[\"/end.txt\"]\nbody = '''{CLOSED}'''\n", None)
    crawled, found = site.crawl()

    assert crawled.requests == [ROBOTS, "https://a.example/end.txt"]
    assert found.deciding[0].document == ROBOTS
    assert found.deciding[0].quote.endswith("Disallow: /")


@pytest.mark.parametrize("hops", [1, 5])
def test_up_to_five_hops_are_followed(site: Site, hops: int) -> None:
    site.answers(f"{chain(hops)}[\"/end.txt\"]\nbody = '''{CLOSED}'''\n", None)
    crawled, found = site.crawl()

    assert len(crawled.requests) == hops + 1
    assert (found.verdict, found.faults) == (Verdict.REFUSE, ())


def test_a_sixth_hop_leaves_it_unreachable(site: Site) -> None:
    site.answers(f"{chain(6)}[\"/end.txt\"]\nbody = '''{OPEN}'''\n", None)
    crawled, found = site.crawl()

    assert len(crawled.requests) == 6
    assert only_fault(found) == ("more than 5 redirects", START + 5 * MINUTE)


@pytest.mark.parametrize("there", ["/robots.txt", "/other"])
def test_a_circle_leaves_it_unreachable(site: Site, there: str) -> None:
    circle = f'["/robots.txt"]\nlocation = "{there}"\n'
    back = '["/other"]\nlocation = "/robots.txt"\n'
    site.answers(circle + back, None)
    crawled, found = site.crawl()

    assert len(crawled.requests) == 6
    assert PAGE not in crawled.requests
    assert only_fault(found) == ("more than 5 redirects", START + 5 * MINUTE)


def test_another_authority_s_file_binds_the_first(site: Site) -> None:
    site.answers('["/robots.txt"]\nlocation = "https://b.example/robots.txt"\n', None)
    site.world.site("b.example", {"robots.txt": CLOSED})
    crawled, found = site.crawl()

    assert crawled.requests == [ROBOTS, "https://b.example/robots.txt"]
    assert found.verdict is Verdict.REFUSE
    assert found.deciding[0].document == ROBOTS


@pytest.mark.parametrize(
    ("end", "verdict", "is_asked"),
    [
        (404, Verdict.ALLOW, True),
        (403, Verdict.REFUSE, False),
        (503, Verdict.DEFER, False),
    ],
)
def test_a_redirect_comes_to_what_its_end_is(
    site: Site, end: int, verdict: Verdict, *, is_asked: bool
) -> None:
    site.answers(f'{chain(2)}["/end.txt"]\nstatus = {end}\n', None)
    crawled, found = site.crawl()

    assert (PAGE in crawled.requests, found.verdict) == (is_asked, verdict)


@pytest.mark.parametrize("status", [300, 301, 302, 304, 305, 399])
def test_a_redirect_to_nowhere_leaves_it_unreachable(site: Site, status: int) -> None:
    site.answers(robots_toml(status))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    problem, retry_at = only_fault(found)
    assert problem.startswith(str(status))
    assert retry_at == START + 5 * MINUTE


# 4xx


UNAVAILABLE = [400, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418]
UNAVAILABLE += [421, 422, 423, 424, 426, 428, 431, 444, 499]


@pytest.mark.parametrize("status", UNAVAILABLE)
def test_unavailable_forbids_nothing(site: Site, status: int) -> None:
    site.answers(robots_toml(status), CLOSED)
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (BOTH, Verdict.ALLOW)


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_refusal_of_robots_txt_is_a_refusal(site: Site, status: int) -> None:
    site.answers(robots_toml(status))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    assert (found.verdict, found.faults) == (Verdict.REFUSE, ())
    (one,) = found.deciding
    assert one.preference is Preference.DISALLOWED
    assert one.quote == f"{status} {HTTPStatus(status).phrase}"


def test_payment_for_robots_txt_is_a_condition_that_is_never_met(site: Site) -> None:
    site.answers(robots_toml(402, {"crawler-price": "USD 0.01"}))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    assert found.verdict is Verdict.REFUSE
    (one,) = found.deciding
    assert (one.preference, one.condition) == (Preference.CONDITIONAL, "pay USD 0.01")


def test_our_own_proxy_s_failure_is_nothing_that_the_site_said(site: Site) -> None:
    site.answers(robots_toml(407))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    assert only_fault(found) == (
        "407 Proxy Authentication Required",
        START + 5 * MINUTE,
    )


LATER = [408, 425, 429]
BROKEN = [500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 522, 599]


@pytest.mark.parametrize("status", [*LATER, *BROKEN])
def test_no_answer_yet_leaves_it_unreachable(site: Site, status: int) -> None:
    site.answers(robots_toml(status))
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    problem, retry_at = only_fault(found)
    assert problem.startswith(str(status))
    assert retry_at == START + 5 * MINUTE
