"""What one crawl heard, the next one knows: policy documents outlast a process."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from newscrawler.policy import Decision, Verdict
from newscrawler.storage.database import StoredHearing, open_store
from tests.crawling import Crawled
from tests.wire import serving as servers
from tests.wire.clock import DAY, HOUR, MINUTE, START, Asked, Clock, set_clock
from tests.wire.running import CONTACT, run, write_sources
from tests.wire.serving import Answer, serving
from tests.wire.sites import article
from tests.wire.world import CLOSED, OPEN, World, decisions, story

ORIGIN = "https://a.example"
ROBOTS = f"{ORIGIN}/robots.txt"
TDMREP = f"{ORIGIN}/.well-known/tdmrep.json"
TRUST = f"{ORIGIN}/trust.txt"
OTHER_TRUST = f"{ORIGIN}/.well-known/trust.txt"
AI_TXT = f"{ORIGIN}/ai.txt"
OPTIONAL = {TRUST, OTHER_TRUST, AI_TXT}
NO_RESERVATION = '[{"location": "/", "tdm-reservation": 0}]'
TEXTS = {
    "robots.txt": OPEN,
    ".well-known/tdmrep.json": NO_RESERVATION,
    "trust.txt": "member=https://b.example/\n",
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


class Site:
    """One site, crawled again and again; each crawl knows what the store knows."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.source("a.example")
        self.files = {**TEXTS, "a.html": story("A")}
        self.toml: dict[str, str] = {}
        self.asked = 0
        self.crawled: Crawled | None = None

    def crawl(self, **settings: object) -> tuple[list[str], Decision]:
        """Crawl a page that was never seen: the requests, the last decision on it."""
        self.asked += 1
        url = f"{ORIGIN}/a?n={self.asked}"
        toml = "".join(f'["{path}"]\n{what}\n' for path, what in self.toml.items())
        self.world.site("a.example", self.files, toml)
        self.crawled = self.world.articles(url, EXTENSIONS={Asked: 1}, **settings)
        found = decisions(self.crawled, url)[-1]
        return [one.partition("?")[0] for one in self.crawled.requests], found

    def conditions(self, url: str) -> list[dict[str, str]]:
        """Return the validators that the last crawl sent with requests for a URL."""
        assert self.crawled is not None
        asked = self.crawled.crawler.get_extension(Asked)
        assert asked is not None
        return asked.conditions(url)

    def heard(self, url: str, as_of: float | None = None) -> StoredHearing:
        """Return what the store holds of a document."""
        assert self.crawled is not None
        store = open_store(self.crawled.store)
        try:
            found = store.hearing(url, as_of)
        finally:
            store.close()
        assert found is not None
        return found


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:  # noqa: ARG001  it stands still
    return Site(tmp_path)


PAGE = f"{ORIGIN}/a"


def headers(**lines: str) -> str:
    pairs = (f'{name.replace("_", "-")} = "{value}"' for name, value in lines.items())
    return f"headers = {{ {', '.join(pairs)} }}"


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


ETAG, DATED = '\\"v1\\"', "Mon, 04 Jan 2027 08:00:00 GMT"


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


# failures


@pytest.mark.parametrize(
    "toml", ["status = 503", 'failure = "reset"', f"status = 503\n{headers(ETag=ETAG)}"]
)
def test_a_failure_keeps_its_time_and_its_count(
    site: Site, clock: Clock, toml: str
) -> None:
    site.toml["/robots.txt"] = toml
    for tries, wait in enumerate((5 * MINUTE, HOUR, 6 * HOUR), 1):
        requests, found = site.crawl()
        assert requests == [ROBOTS]
        assert found.faults[0].retry_at == clock.now + wait
        assert site.heard(ROBOTS).tries == tries
        clock.wait(wait - 1)
        requests, again = site.crawl()
        assert requests == []
        assert again.faults == found.faults
        clock.wait(1)


def test_retry_after_outlasts_a_process(site: Site, clock: Clock) -> None:
    site.toml["/robots.txt"] = f"status = 429\n{headers(Retry_After='7200')}"
    site.crawl()
    clock.wait(2 * HOUR - 1)
    requests, found = site.crawl()

    assert (requests, found.verdict) == ([], Verdict.DEFER)
    assert found.faults[0].retry_at == START + 2 * HOUR


@pytest.mark.parametrize("toml", ["status = 500", 'failure = "timeout"'])
def test_optional_documents_are_given_up_after_three_tries(
    site: Site, clock: Clock, toml: str
) -> None:
    for path in ("/trust.txt", "/.well-known/trust.txt", "/ai.txt"):
        site.toml[path] = toml
    verdicts, counts = [], []
    for wait in (5 * MINUTE, HOUR, 6 * HOUR):
        requests, found = site.crawl()
        verdicts.append(found.verdict)
        counts.append(site.heard(AI_TXT).tries)
        assert AI_TXT in requests
        clock.wait(wait - 1)
        assert not OPTIONAL & set(site.crawl()[0])
        clock.wait(1)

    assert counts == [1, 2, 3]
    assert verdicts == [Verdict.DEFER, Verdict.DEFER, Verdict.ALLOW]


def test_a_document_that_may_reserve_is_never_given_up(
    site: Site, clock: Clock
) -> None:
    site.toml["/.well-known/tdmrep.json"] = "status = 503"
    for tries in range(1, 6):
        requests, found = site.crawl()
        assert TDMREP in requests
        assert PAGE not in requests
        assert found.verdict is Verdict.DEFER
        assert site.heard(TDMREP).tries == tries
        clock.wait(DAY)


def test_a_document_that_answers_again_is_believed(site: Site, clock: Clock) -> None:
    site.toml["/robots.txt"] = "status = 503"
    site.crawl()
    clock.wait(5 * MINUTE)
    del site.toml["/robots.txt"]
    _, found = site.crawl()

    assert found.verdict is Verdict.ALLOW
    assert site.heard(ROBOTS).tries == 0


# evidence


def test_a_decision_from_the_store_names_the_time_and_the_hash_of_then(
    site: Site, clock: Clock
) -> None:
    site.files["robots.txt"] = "User-agent: *\nDisallow: /a\n"
    _, then = site.crawl()
    clock.wait(HOUR)
    requests, now = site.crawl()

    assert requests == []
    assert (then.decided_at, now.decided_at) == (START, START + HOUR)
    assert now.deciding == then.deciding
    assert now.deciding[0].fetched_at == START
    body = site.files["robots.txt"].encode()
    assert now.deciding[0].sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]'),
        ("trust.txt", "datatrainingallowed=no\n"),
    ],
)
def test_statements_of_other_documents_outlast_a_process_too(
    site: Site, clock: Clock, path: str, text: str
) -> None:
    site.files[path] = text
    site.crawl()
    clock.wait(HOUR)
    requests, found = site.crawl()

    assert found.verdict is Verdict.REFUSE
    assert set(requests) <= {PAGE}
    said = [one for one in found.deciding if one.document == f"{ORIGIN}/{path}"]
    assert {one.fetched_at for one in said} == {START}
    assert {one.sha256 for one in said} == {hashlib.sha256(text.encode()).hexdigest()}


# the wire itself: a process of its own each time


class Conditional(servers.Handler):
    """A server that heeds If-None-Match: RFC 9110 section 13.1.2."""

    def _send(self, answer: Answer) -> None:
        tag = dict(answer.headers).get(b"ETag", b"").decode()
        if tag and self.headers.get("If-None-Match") == tag:
            answer = Answer(b"", 304, ((b"ETag", tag.encode()),), has_length=False)
        super()._send(answer)


def tagged(text: str) -> Answer:
    tag = json.dumps(hashlib.sha256(text.encode()).hexdigest()[:8]).encode()
    lines = ((b"Content-Type", b"text/plain"), (b"ETag", tag))
    return Answer(text.encode(), headers=lines)


def test_processes_of_their_own_share_what_was_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "Handler", Conditional)
    host = "127.0.0.50"
    pages = {f"/{n}.html": Answer(article(f"Page {n}")) for n in range(4)}
    site = {"/robots.txt": tagged(OPEN), **pages}
    sent = []
    with serving({host: site}) as wire:
        write_sources(tmp_path, "http", wire.port, [host])
        for number, days in enumerate((0.0, 0.5, 1.5, 3.0)):
            if number == 3:
                site["/robots.txt"] = tagged(CLOSED)
            wire.asked.clear()
            later = f"import time; time.time = lambda t=time.time: t() + {days * DAY}"
            url = f"url=http://{host}:{wire.port}/{number}.html"
            given = (CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={host}", "DOWNLOAD_DELAY=0")
            options = [part for one in given for part in ("-s", one)]
            options += ["-s", "NEWSCRAWLER_PURPOSES=search"]
            ran = run(tmp_path, "crawl", "article", "-a", url, *options, before=later)
            sent.append(
                [(one.path, "If-None-Match" in one.headers) for one in wire.asked]
            )

    assert sent == [
        [("/robots.txt", False), ("/0.html", False)],
        [("/1.html", False)],
        [("/robots.txt", True), ("/2.html", False)],
        [("/robots.txt", True)],
    ]
    assert (ran.code, len(ran.kept())) == (3, 3)
