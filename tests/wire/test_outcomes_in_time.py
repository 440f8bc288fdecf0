"""How long an answer to robots.txt holds, and what the wire itself says."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from email.utils import formatdate

import pytest
from scrapy import Request

from newscrawler.policy import Verdict
from newscrawler.spiders.article import ArticleSpider
from tests.crawling import crawl
from tests.wire.clock import DAY, HOUR, MINUTE, START, Clock
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
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, Wire, serving
from tests.wire.sites import EVERYBODY, article
from tests.wire.world import OPEN

__all__ = ["clock", "site"]


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
