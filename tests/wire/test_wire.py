"""What the real command asks of real servers, and what it makes of their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawler import __version__
from newscrawler.policy import Decision, Verdict
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, Wire, self_signed, serving
from tests.wire.sites import (
    BOMB,
    CLOSED,
    CODED,
    EVERYBODY,
    HUGE,
    LONG,
    OPEN,
    RESET,
    SITES,
    SLOW,
    TORN,
    article,
)


@dataclass(frozen=True)
class Crawled:
    ran: Ran
    wire: Wire
    found: list[Decision]
    kept: set[str]

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.wire.port}{path}"

    def of(self, host: str, path: str) -> list[Decision]:
        url = self.url(host, path)
        return [one for one in self.found if one.url == url]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("wire")
    with serving(SITES) as wire:
        write_sources(folder, "http", wire.port, SITES)
        urls = " ".join(
            f"http://{host}:{wire.port}{path}"
            for host, site in SITES.items()
            for path in site
            if path not in ("/robots.txt", "/caf%C3%A9.html")
        )
        settings = (CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={','.join(SITES)}")
        ran = run(folder, "crawl", "article", "-a", f"url={urls}", *_set(*settings))
        yield Crawled(ran, wire, ran.decisions(), ran.kept())


def _set(*settings: str) -> list[str]:
    quick = ("DOWNLOAD_DELAY=0", "RETRY_ENABLED=0", *settings)
    return [part for one in quick for part in ("-s", one)]


def test_it_ends_as_planned_without_a_traceback(crawled: Crawled) -> None:
    assert crawled.ran.code == 0, crawled.ran.err
    assert "Traceback" not in crawled.ran.err
    assert "ERROR" not in crawled.ran.err


def test_what_is_sound_is_kept_and_nothing_else(crawled: Crawled) -> None:
    sound = {(OPEN, "/plain.html"), (OPEN, "/packed.html"), (LONG, "/long.html")}
    sound |= {(OPEN, "/unmeasured.html"), (OPEN, "/unsized.html")}  # to their ends

    assert {url for url in crawled.kept if "/nul.html" not in url} == {
        crawled.url(*one) for one in sound
    }


def test_nuls_in_a_page_do_not_hide_its_notice(crawled: Crawled) -> None:
    assert crawled.url(OPEN, "/nul.html") not in crawled.kept


@pytest.mark.parametrize(
    ("path", "verdict", "words"),
    [
        ("/huge.html", Verdict.REFUSE, "DownloadCancelledError"),
        ("/endless.html", Verdict.REFUSE, "DownloadCancelledError"),
        ("/bomb.html", Verdict.REFUSE, "too large, unpacked"),
        ("/torn.html", Verdict.DEFER, "cut off or broken"),
        ("/unsealed.html", Verdict.DEFER, "cut off or broken"),
        ("/half.html", Verdict.DEFER, "broke off: partial"),
        ("/missing.html", Verdict.REFUSE, "404 Not Found: no page"),
        ("/secret.html", Verdict.DEFER, "content encoding 'x-own': not read"),
        ("/reset.html", Verdict.DEFER, "DownloadFailedError"),
        ("/%FF%FE%80.html", Verdict.REFUSE, "404 Not Found: no page"),
        ("/bracket.html", Verdict.DEFER, "ValueError"),
        ("/mail.html", Verdict.DEFER, "Missing scheme in request url: mailto:"),
        ("/circle.html", Verdict.DEFER, "redirects in a circle"),
    ],
)
def test_a_broken_answer_is_a_recorded_fault(
    crawled: Crawled, path: str, verdict: Verdict, words: str
) -> None:
    (found,) = [one for one in crawled.of(OPEN, path) if one.faults]

    assert found.verdict is verdict
    assert words in found.faults[-1].problem


@pytest.mark.parametrize("host", [BOMB, TORN, RESET, SLOW, CLOSED, HUGE, CODED])
def test_closed_and_unheard_hosts_are_asked_for_robots_txt_alone(
    crawled: Crawled, host: str
) -> None:
    assert crawled.wire.paths(host) == ["/robots.txt"]


@pytest.mark.parametrize(
    ("host", "words"),
    [
        (BOMB, "too large, unpacked"),
        (TORN, "cut off or broken"),
        (RESET, "DownloadFailedError"),
        (CODED, "not read"),
    ],
)
def test_robots_txt_that_cannot_be_read_defers(
    crawled: Crawled, host: str, words: str
) -> None:
    (found,) = crawled.of(host, "/a.html")

    assert found.verdict is Verdict.DEFER
    assert words in found.faults[0].problem


def test_robots_txt_of_any_length_is_cut_and_heard(crawled: Crawled) -> None:
    for host in (LONG, HUGE):
        refused = [one for one in crawled.found if f"//{host}:" in one.url]
        assert refused
        assert all(not one.faults for one in refused)
    assert "/private/a.html" not in crawled.wire.paths(LONG)
    assert "/long.html" in crawled.wire.paths(LONG)


def test_a_redirect_into_a_private_network_is_not_followed(crawled: Crawled) -> None:
    asked = {one.url for one in crawled.found if one.verdict is Verdict.REFUSE}

    assert {"http://127.0.0.77/secret", "http://localhost/secret"} <= asked


def test_a_header_on_the_way_counts_where_the_redirect_is_not_ascii(
    crawled: Crawled,
) -> None:
    (found,) = crawled.of(OPEN, "/caf%C3%A9.html")

    assert found.verdict is Verdict.REFUSE
    assert found.deciding[0].signal == "redirect: robots-tag"


def test_we_say_who_we_are_and_take_no_cookies(crawled: Crawled) -> None:
    agents = {one.headers["User-Agent"] for one in crawled.wire.asked}

    assert agents == {f"newscrawler/{__version__} (+https://desk.test/crawler)"}
    assert not [one for one in crawled.wire.asked if "Cookie" in one.headers]
    assert {one.headers["Accept-Encoding"] for one in crawled.wire.asked} == {
        "gzip, deflate"
    }


def test_every_request_was_allowed(crawled: Crawled) -> None:
    for host in SITES:
        paths = crawled.wire.paths(host)
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1
        assert not [path for path in paths if path.startswith("/private/")]


def test_a_private_host_that_is_not_named_is_not_even_connected_to(
    tmp_path: Path,
) -> None:
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Near"))}
    with serving({"127.0.0.1": site}) as wire:
        write_sources(tmp_path, "http", wire.port, ["127.0.0.1", "localhost"])
        ran = run(tmp_path, "crawl", "news", *_set(CONTACT))

    assert (ran.code, wire.connections) == (3, [])
    assert {one.verdict for one in ran.decisions()} == {Verdict.REFUSE}
    assert "is a private address" in ran.err


REBINDING = "import socket; socket.gethostbyname = lambda name: '127.0.0.1'"


def test_a_public_name_that_leads_to_a_private_address_is_not_connected_to(
    tmp_path: Path,
) -> None:
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Near"))}
    with serving({"127.0.0.1": site}) as wire:
        write_sources(tmp_path, "http", wire.port, ["rebound.test"])
        ran = run(tmp_path, "crawl", "news", *_set(CONTACT), before=REBINDING)

    assert (ran.code, wire.connections) == (4, [])
    assert {one.verdict for one in ran.decisions()} == {Verdict.DEFER}


AIOHTTP = "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("TWISTED_REACTOR_ENABLED=False", "TWISTED_REACTOR_ENABLED: "),
        (
            f'DOWNLOAD_HANDLERS={{"http": "{AIOHTTP}"}}',
            "DOWNLOAD_HANDLERS: ",
        ),
        (
            "TWISTED_DNS_RESOLVER=scrapy.resolver.CachingThreadedResolver",
            "TWISTED_DNS_RESOLVER: ",
        ),
    ],
)
def test_a_network_crawl_that_looks_at_no_addresses_does_not_start(
    tmp_path: Path, setting: str, words: str
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("of an earlier crawl\n", "utf-8")
    write_sources(tmp_path, "http", 9, ["rebound.test"])
    ran = run(tmp_path, "crawl", "news", "-O", "out.jsonl", *_set(CONTACT, setting))

    assert ran.code == 2
    (line,) = ran.lines
    assert words in line
    assert out.read_text("utf-8") == "of an earlier crawl\n"


def test_a_certificate_that_nobody_vouches_for_leaves_a_site_unheard(
    tmp_path: Path,
) -> None:
    host = "127.0.0.1"
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Secure"))}
    with serving({host: site}, self_signed(host, tmp_path)) as wire:
        write_sources(tmp_path, "https", wire.port, [host])
        near = f"NEWSCRAWLER_PRIVATE_HOSTS={host}"
        ran = run(tmp_path, "crawl", "news", *_set(CONTACT, near))

    assert (ran.code, wire.asked) == (4, [])
    assert "Traceback" not in ran.err
    (found,) = ran.decisions()
    assert found.verdict is Verdict.DEFER
    assert found.faults[0].document == f"https://{host}:{wire.port}/robots.txt"


def test_a_page_is_asked_for_again_only_with_a_decision_each_time(
    tmp_path: Path,
) -> None:
    host = "127.0.0.1"
    page = Answer(article("Late"), failures=2)
    gone = Answer(article("Gone"), failures=9)
    site = {"/robots.txt": EVERYBODY, "/late.html": page, "/gone.html": gone}
    with serving({host: site}) as wire:
        write_sources(tmp_path, "http", wire.port, [host])
        urls = " ".join(
            f"http://{host}:{wire.port}/{one}.html" for one in ("late", "gone")
        )
        settings = [CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={host}", "DOWNLOAD_DELAY=0"]
        given = [part for one in settings for part in ("-s", one)]
        ran = run(tmp_path, "crawl", "article", "-a", f"url={urls}", *given)

    assert ran.code == 0
    assert ran.kept() == {f"http://{host}:{wire.port}/late.html"}
    assert wire.paths(host).count("/late.html") == 3
    assert wire.paths(host).count("/gone.html") == 3
    assert wire.paths(host).count("/robots.txt") == 1
    assert "1 kept, 0 refused, 1 deferred" in ran.err
    assert "Traceback" not in ran.err
