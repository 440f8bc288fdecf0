"""Failures, evidence and processes of their own: what of them lasts?"""

import hashlib
import json
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from tests.lasting import (
    AI_TXT,
    ETAG,
    OPTIONAL,
    ORIGIN,
    PAGE,
    ROBOTS,
    TDMREP,
    Site,
    clock,
    headers,
    site,
)
from tests.wire import serving as servers
from tests.wire.clock import DAY, HOUR, MINUTE, START, Clock
from tests.wire.running import CONTACT, run, write_sources
from tests.wire.serving import Answer, serving
from tests.wire.sites import article
from tests.wire.world import CLOSED, OPEN

__all__ = ["clock", "site"]


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
