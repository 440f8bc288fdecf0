"""What becomes of a crawl by each answer to robots.txt: RFC 9309 section 2.3.1.

The rows of the reference's table of fetch outcomes, each put to the real crawler: the
answers over fixture sites, with a clock of our own; the failures over real sockets.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy import Request

from newscrawler.policy import Decision, Preference, Verdict
from newscrawler.policy.formats.robots_lines import MAX_BYTES
from newscrawler.spiders.article import ArticleSpider
from tests.crawling import Crawled, crawl
from tests.wire.clock import DAY, HOUR, MINUTE, START, Clock, set_clock
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, Wire, serving
from tests.wire.sites import EVERYBODY, article
from tests.wire.world import CLOSED, OPEN, World, decisions, story

ROBOTS = "https://a.example/robots.txt"
PAGE = "https://a.example/a"

ALONE = [ROBOTS]
"""robots.txt was asked for, and nothing else."""
BOTH = [ROBOTS, PAGE]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


class Site:
    """One site whose robots.txt answers as it is told, crawled again and again."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.source("a.example")
        self.asked = 0

    def answers(self, toml: str, robots: str | None = OPEN) -> None:
        files = {"a.html": story("A")}
        if robots is not None:
            files["robots.txt"] = robots
        self.world.site("a.example", files, toml)

    def crawl(self, url: str = PAGE) -> tuple[Crawled, Decision]:
        """Return the crawl of a page and the last decision on it."""
        crawled = self.world.articles(url, NEWSCRAWLER_PURPOSES=["search"])
        return crawled, decisions(crawled, url)[-1]

    def again(self) -> tuple[list[str], Decision]:
        """Crawl a page that was never seen; what was asked for, less its number."""
        self.asked += 1
        crawled, found = self.crawl(f"{PAGE}?n={self.asked}")
        return [url.partition("?")[0] for url in crawled.requests], found


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:  # noqa: ARG001  it stands still
    return Site(tmp_path)


def robots_toml(status: int, headers: Mapping[str, str] | None = None) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in (headers or {}).items())
    return f'["/robots.txt"]\nstatus = {status}\n["/robots.txt".headers]\n{lines}'


def only_fault(found: Decision) -> tuple[str, float | None]:
    """Return what the one fault of a deferred decision says, and when to come back."""
    assert found.verdict is Verdict.DEFER
    (fault,) = found.faults
    assert fault.document == ROBOTS
    return fault.problem, fault.retry_at


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
        "<!DOCTYPE html><title>Not found</title>User-agent: *\nDisallow: /",
        "\n <html><body>User-agent: *\nDisallow: /</body></html>",
        "<!-- a --><html>",
    ],
)
def test_html_in_its_place_is_a_soft_404(site: Site, body: str) -> None:
    site.answers("", body)
    crawled, found = site.crawl()

    assert (crawled.requests, found.verdict) == (BOTH, Verdict.ALLOW)


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


DATE = "<an hour from now>"


@pytest.mark.parametrize(
    ("status", "value", "wait"),
    [
        (429, "1200", 20 * MINUTE),
        (429, DATE, HOUR),
        (429, "0", MINUTE),
        (429, "864000", DAY),
        (429, "Thu, 01 Jan 1970 00:00:00 GMT", MINUTE),
        (429, "Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        (429, "soon", 5 * MINUTE),
        (429, "-5", 5 * MINUTE),
        (429, "1.5", 5 * MINUTE),
        (408, "1200", 20 * MINUTE),
        (408, DATE, HOUR),
        (425, "1200", 20 * MINUTE),
        (425, DATE, HOUR),
        (503, "1200", 20 * MINUTE),
        (503, DATE, HOUR),
        (500, "1200", 20 * MINUTE),
    ],
)
def test_retry_after_is_honoured(
    site: Site, clock: Clock, status: int, value: str, wait: float
) -> None:
    value = value.replace(DATE, formatdate(START + HOUR, usegmt=True))
    site.answers(robots_toml(status, {"Retry-After": value}))
    _, found = site.again()

    assert only_fault(found)[1] == START + wait

    site.answers("")
    clock.wait(wait - 1)
    early, found = site.again()
    assert (early, only_fault(found)[1]) == ([], START + wait)

    clock.wait(1)
    due, found = site.again()
    assert (due, found.verdict) == (BOTH, Verdict.ALLOW)


# no answer


@pytest.mark.parametrize("failure", ["dns", "refused", "reset", "timeout", "truncated"])
def test_a_failure_leaves_it_unreachable(site: Site, failure: str) -> None:
    site.answers(f'["/robots.txt"]\nfailure = "{failure}"\n')
    crawled, found = site.crawl()

    assert crawled.requests == ALONE
    problem, retry_at = only_fault(found)
    assert problem.endswith(f"{failure}: {ROBOTS}")
    assert retry_at == START + 5 * MINUTE


# time


@pytest.mark.parametrize("toml", [robots_toml(503), '["/robots.txt"]\nfailure="dns"\n'])
def test_waits_grow_to_a_day_and_never_open(
    site: Site, clock: Clock, toml: str
) -> None:
    site.answers(toml)

    for wait in (5 * MINUTE, HOUR, 6 * HOUR, DAY, DAY):
        requests, found = site.again()
        assert requests == ALONE
        assert only_fault(found)[1] == clock.now + wait
        clock.wait(wait - 1)
        requests, found = site.again()
        assert requests == []
        assert only_fault(found)[1] == clock.now + 1
        clock.wait(1)


def test_it_stays_closed_however_long_it_lasts(site: Site, clock: Clock) -> None:
    site.answers("", OPEN)
    assert site.again()[0] == BOTH
    site.answers(robots_toml(503))

    for days in (1, 30, 365):
        clock.wait(days * DAY)
        requests, found = site.again()
        assert (requests, found.verdict) == (ALONE, Verdict.DEFER)


def test_an_answer_ends_the_count_of_failures(site: Site, clock: Clock) -> None:
    for wait in (5 * MINUTE, HOUR):
        site.answers(robots_toml(503))
        assert only_fault(site.again()[1])[1] == clock.now + wait
        clock.wait(wait)
    site.answers("")
    assert site.again()[0] == BOTH

    clock.wait(DAY)
    site.answers(robots_toml(503))

    assert only_fault(site.again()[1])[1] == clock.now + 5 * MINUTE


@pytest.mark.parametrize(
    ("status", "headers", "lifetime"),
    [
        (200, {}, DAY),
        (404, {}, DAY),
        (403, {}, DAY),
        (200, {"Cache-Control": "public, max-age=3600"}, HOUR),
        (200, {"Cache-Control": "max-age=1"}, 10 * MINUTE),
        (200, {"Cache-Control": "no-cache"}, 10 * MINUTE),
        (200, {"Cache-Control": "no-store"}, 10 * MINUTE),
        (200, {"Cache-Control": "max-age=31536000"}, DAY),
        (200, {"Cache-Control": "max-age=soon"}, DAY),
        (404, {"Cache-Control": "max-age=3600"}, HOUR),
    ],
)
def test_an_answer_is_used_for_a_day_or_less(
    site: Site, clock: Clock, status: int, headers: Mapping[str, str], lifetime: float
) -> None:
    site.answers(robots_toml(status, headers))
    assert ROBOTS in site.again()[0]

    clock.wait(lifetime - 1)
    assert ROBOTS not in site.again()[0]

    clock.wait(1)
    assert site.again()[0][0] == ROBOTS


def test_a_day_ends_in_the_middle_of_a_crawl_too(site: Site, clock: Clock) -> None:
    class Slow(ArticleSpider):
        name = "slow"

        async def start(self) -> AsyncIterator[Request]:
            for number, seconds in enumerate((0, DAY - 1, 1)):
                clock.wait(seconds)
                url = f"{PAGE}?n={number}"
                await self.policy.hear(url)
                yield Request(url, callback=self.read_article, errback=self.lose)

    site.answers("")
    settings = site.world.settings(NEWSCRAWLER_PURPOSES=["search"])
    crawled = crawl(Slow, site.world.folder, settings)

    assert crawled.requests.count(ROBOTS) == 2


# the wire itself


GONE, MUTE, CUT, PLAIN, LATE, MOVED, TARGET = (
    f"127.0.0.{number}" for number in range(40, 47)
)
NOWHERE = "nowhere.invalid"
TEXT = (b"Content-Type", b"text/plain")
SITES = {
    MUTE: {"/robots.txt": Answer(delay=4)},
    CUT: {
        "/robots.txt": Answer(
            b"User-agent: *\n", headers=((b"Content-Length", b"90"),), has_length=False
        )
    },
    PLAIN: {"/robots.txt": EVERYBODY},
    LATE: {"/robots.txt": Answer(b"", 429, (TEXT, (b"Retry-After", b"1200")))},
    MOVED: {"/a.html": Answer(article("Moved"))},
    TARGET: {"/robots.txt": Answer(b"User-agent: *\nDisallow: /", headers=(TEXT,))},
}


@dataclass(frozen=True)
class Wired:
    ran: Ran
    wire: Wire

    def fault(self, host: str) -> tuple[str, float]:
        """Return why a host's page waits, and the seconds until it may be asked."""
        (found,) = [one for one in self.ran.decisions() if f"//{host}:" in one.url]
        (fault,) = found.faults
        assert found.verdict is Verdict.DEFER
        assert fault.retry_at is not None
        return fault.problem, fault.retry_at - found.decided_at


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    folder = tmp_path_factory.mktemp("outcomes")
    with serving(SITES) as wire:
        wire_sites = {**SITES, GONE: {}, NOWHERE: {}}
        write_sources(folder, "http", wire.port, wire_sites)
        moved = b"http://%s:%d/robots.txt" % (TARGET.encode(), wire.port)
        # the servers read their sites when they are asked
        SITES[MOVED]["/robots.txt"] = Answer(b"", 302, ((b"Location", moved),))
        schemes = {PLAIN: "https"}
        urls = " ".join(
            f"{schemes.get(host, 'http')}://{host}:{wire.port}/a.html"
            for host in wire_sites
            if host != TARGET
        )
        near = ",".join((*SITES, GONE))
        settings = (CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={near}", "DOWNLOAD_DELAY=0")
        given = [part for one in settings for part in ("-s", one)]
        given += ["-s", "DOWNLOAD_TIMEOUT=1", "-a", f"url={urls}"]
        yield Wired(run(folder, "crawl", "article", *given), wire)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        (NOWHERE, "CannotResolveHostError"),
        (GONE, "DownloadConnectionRefusedError"),
        (PLAIN, "DownloadFailedError"),  # TLS: what answers speaks plain HTTP
        (MUTE, "DownloadTimeoutError"),
        (CUT, "ResponseDataLossError"),
    ],
)
def test_a_failure_on_the_wire_leaves_it_unreachable(
    wired: Wired, host: str, words: str
) -> None:
    problem, wait = wired.fault(host)

    assert problem.startswith(words)
    assert wait == pytest.approx(5 * MINUTE, abs=30)
    assert "/a.html" not in wired.wire.paths(host)
    assert "Traceback" not in wired.ran.err


def test_retry_after_is_honoured_on_the_wire(wired: Wired) -> None:
    problem, wait = wired.fault(LATE)

    assert problem == "429 Too Many Requests"
    assert wait == pytest.approx(20 * MINUTE, abs=30)
    assert wired.wire.paths(LATE) == ["/robots.txt"]


def test_a_file_of_another_authority_binds_the_first_on_the_wire(wired: Wired) -> None:
    (found,) = [one for one in wired.ran.decisions() if f"//{MOVED}:" in one.url]

    assert found.deciding[0].quote.endswith("Disallow: /")
    assert wired.wire.paths(MOVED) == ["/robots.txt"]
    assert wired.wire.paths(TARGET) == ["/robots.txt"]
