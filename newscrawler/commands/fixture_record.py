"""How does a page that may be kept become a fixture site? ``fixture record``."""

import argparse
import shutil
import time
from dataclasses import replace
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from newscrawler import __version__
from newscrawler.address import usable_url
from newscrawler.commands.crawl import check, exit_of_failure
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.extensions import Records
from newscrawler.page import Page
from newscrawler.policy import Verdict
from newscrawler.policy.record import Value, decision_record, iso_time
from newscrawler.recording.expectation import outcome_in_loop
from newscrawler.recording.fixture_crawl import SITES
from newscrawler.recording.folder import (
    DECISION,
    EXPECTED,
    RECORDED,
    RecordingError,
    digest_of,
    json_octets,
    place_problem,
    put_in_place,
    write_aside,
)
from newscrawler.recording.site_files import Answered, Written, answers_of, site_files
from newscrawler.recording.spider import RecordSpider, Taken
from newscrawler.recording.stripping import Strip, stripped
from newscrawler.report.outcome import Outcome, Reason, shown
from newscrawler.terminal.main_task import run_beside_crawls, stop_crawls
from newscrawler.terminal.talk import say


def record(process: AsyncCrawlerProcess, text: str, opts: argparse.Namespace) -> Exit:
    """Record a page, unless the gate refuses it or something is there."""
    url, folder = usable_url(text), Path(opts.output)
    if url is None:
        raise ConfigurationError(f"{text!r} is no web address")
    problem = place_problem(folder, replaces=bool(opts.replace))
    if problem is not None:
        raise RecordingError(problem)
    crawler = process.create_crawler(RecordSpider)
    check(crawler, RecordSpider.name, {})
    recorder = _Recorder(process, crawler, url, folder, opts)
    code = run_beside_crawls(process, recorder.run, lambda: stop_crawls(process))
    return recorder.said(code)


class _Recorder:
    """Records one page in the loop of the crawls; tells of it once that has ended."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        crawler: Crawler,
        url: str,
        folder: Path,
        opts: argparse.Namespace,
    ) -> None:
        self._process = process
        self._crawler = crawler
        self._url = url
        self._folder = folder
        self._opts = opts
        self._told: dict[str, Value] = {}
        self._problem: str | None = None

    async def run(self) -> Exit:
        """Ask for the page, write it aside, crawl that, and only then put it there."""
        taken = Taken()
        await self._process.crawl(self._crawler, url=self._url, taken=taken)
        failure = exit_of_failure(self._crawler)
        if failure is not None:
            return failure
        if taken.judged is None or taken.page is None:
            return self._refused()
        try:
            return await self._write(taken, taken.page)
        except (ValueError, ConfigurationError, OSError) as error:
            self._problem = str(error)
            return Exit.USAGE

    async def _write(self, taken: Taken, page: Page) -> Exit:
        what = frozenset(map(Strip, self._opts.strip))
        answers = list(answers_of(page, taken.hops, taken.documents))
        counts: dict[str, int] = {}
        if what:
            answers[0], counts = _less(answers[0], page, what)
        written = site_files(answers)
        self._told = _record(self._url, taken, answers, written, counts)
        is_of_fixtures = bool(self._crawler.settings["NEWSCRAWLER_FIXTURES"])
        self._told["from"] = "fixture sites" if is_of_fixtures else "network"
        files = {f"{SITES}/{name}": octets for name, octets in written.files.items()}
        assert taken.judged is not None
        files[DECISION] = json_octets(decision_record(taken.judged.decision))
        files[RECORDED] = json_octets(self._told)
        aside = write_aside(self._folder, files)
        try:
            return await self._put(aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    async def _put(self, aside: Path) -> Exit:
        settings = self._process.settings
        expected = await outcome_in_loop(aside, self._url, settings)
        if expected["verdict"] != Verdict.ALLOW.value:
            words = (
                f"{expected['verdict']} by {expected['signal']}: {expected['words']}"
            )
            raise RecordingError(f"what would be written is not kept: {words}")
        (aside / EXPECTED).write_bytes(json_octets(expected))
        put_in_place(aside, self._folder, replaces=bool(self._opts.replace))
        if expected["article"] is None:
            say("fixture: the page holds no article; that is what is expected of it")
        return Exit.PLANNED

    def _refused(self) -> Exit:
        records = self._crawler.get_extension(Records)
        assert records is not None, "else it failed"
        found = [why for one in records.outcomes.by_source() for why, _ in one.reasons]
        if not found:
            self._problem = "no decision came of it; see the log"
            return Exit.INTERNAL
        is_deferred = all(one.outcome is Outcome.DEFERRED for one in found)
        self._problem = "\n".join(map(_words, found))
        self._told = {"url": self._url, "recorded": False}
        self._told["reasons"] = [_reason_record(one) for one in found]
        return Exit.DEFERRED if is_deferred else Exit.REFUSED

    def said(self, code: Exit) -> Exit:
        """Say what came of it."""
        if self._problem is not None:
            complain("fixture", self._problem)
        if self._opts.json and self._told and code is not Exit.USAGE:
            write_json(self._told)
        if code is Exit.PLANNED:
            say(shown(f"fixture: {self._folder}: decision {self._told['decision']}"))
        return code


def _less(
    one: Answered, page: Page, what: frozenset[Strip]
) -> tuple[Answered, dict[str, int]]:
    """Return a page's answer with less in it, in UTF-8, and what was taken out."""
    if page.problem is not None:
        raise RecordingError(f"nothing can be taken out of the page: {page.problem}")
    found = stripped(page, what)
    kind = (page.header("content-type") or "text/html").partition(";")[0]
    headers = [line for line in one.headers if line[0].lower() != "content-type"]
    headers.append(("content-type", f"{kind}; charset=utf-8"))
    body = found.text.encode("utf-8", "replace")
    return replace(one, headers=tuple(headers), body=body), found.counts


def _record(
    url: str,
    taken: Taken,
    answers: list[Answered],
    written: Written,
    counts: dict[str, int],
) -> dict[str, Value]:
    assert taken.judged is not None
    decision = decision_record(taken.judged.decision)
    return {
        "url": url,
        "recorded_at": iso_time(round(time.time(), 3)),
        "by": f"newscrawler {__version__}",
        "source": decision["source"],
        "permission": decision["permission"],
        "decision": decision["id"],
        "taken_out": dict[str, Value](counts),
        "answers": [_answer_record(one, written) for one in answers],
        "files": {
            f"{SITES}/{name}": digest_of(octets)
            for name, octets in written.files.items()
        },
    }


def _answer_record(one: Answered, written: Written) -> dict[str, Value]:
    name = written.of_url.get(one.url)
    fetched = one.fetched_at
    return {
        "url": one.url,
        "kind": one.kind,
        "status": one.status,
        "fetched_at": iso_time(fetched) if fetched is not None else None,
        "received_sha256": one.received_sha256,
        "file": None if name is None else f"{SITES}/{name}",
    }


def _reason_record(why: Reason) -> dict[str, Value]:
    return {
        "outcome": why.outcome.value,
        "signal": why.signal,
        "words": why.words,
        "where": why.where,
    }


def _words(why: Reason) -> str:
    where = f" [{why.where}]" if why.where else ""
    return f"{why.outcome.value} by {why.signal}: {why.words}{where}"
