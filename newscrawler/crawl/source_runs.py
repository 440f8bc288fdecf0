"""How are many sources crawled in one event loop? Each by a crawl of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import BaseSettings

from newscrawler.commands.crawl import exit_after
from newscrawler.commands.exits import Exit
from newscrawler.configuring.configuration import (
    Configuration,
    read_configuration,
    share_configuration,
)
from newscrawler.configuring.withheld import error_words
from newscrawler.extensions import Records
from newscrawler.leasing.held_lease import loop_now
from newscrawler.policy.record import Value
from newscrawler.report.outcome import ELSEWHERE, Outcomes, outcomes_record
from newscrawler.sources import Source

SPIDER = "news"

READ_AGAIN = 60.0
"""Seconds after which the registry's files are read anew: our choice."""

READING = 20
"""Times as long as reading took that passes before it is done again: our choice.

A hundred thousand sources take half a minute, in which nothing else is done.
"""

AGAIN = 60.0
"""Seconds between two crawls of a source, at least, by who goes on: our choice."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How the crawl of a source went; ``problem``: why it could not be done."""

    source: str
    exit: Exit
    outcomes: Outcomes
    problem: str | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether another crawl was at the source, so that nothing was done."""
        return any(
            reason == ELSEWHERE
            for one in self.outcomes.by_source()
            for reason, _ in one.reasons
        )

    @property
    def is_done(self) -> bool:
        """Tell whether the source was crawled to the end, whatever came of it."""
        done = (Exit.PLANNED, Exit.REFUSED, Exit.DEFERRED, Exit.ERRORS)
        is_broken = self.outcomes.is_interrupted or self.is_elsewhere
        return self.exit in done and not is_broken


class SourceRuns:
    """Crawls sources, one crawl each, with settings that are read at most once a minute."""

    def __init__(self, runner: AsyncCrawlerRunner) -> None:
        self._runner = runner
        self._found: Configuration | None = None
        self._read_again_at = 0.0

    @property
    def settings(self) -> BaseSettings:
        """Return the settings of the crawls."""
        return self._runner.settings

    @property
    def configuration(self) -> Configuration:
        """Return what the settings and the registry say; ConfigurationError if nonsense."""
        began = loop_now()
        if self._found is None or began > self._read_again_at:
            self._found = read_configuration(self.settings)
            took = loop_now() - began
            self._read_again_at = loop_now() + max(READ_AGAIN, READING * took)
        return self._found

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the listed sources."""
        registry = self.configuration.registry
        return tuple(registry.sources) if registry is not None else ()

    async def crawl(self, source: str) -> SourceRun:
        """Crawl a source to its end."""
        crawler = self._runner.create_crawler(SPIDER)
        share_configuration(crawler, self.configuration)
        crawling = self._runner.crawl(crawler, source=source)
        try:
            await asyncio.wait([crawling])
        except asyncio.CancelledError:
            await crawler.stop_async()
            await asyncio.wait([crawling])
            raise
        error = crawling.exception()
        if error is not None:  # it is told, and others go on
            return SourceRun(source, Exit.INTERNAL, Outcomes(), error_words(error))
        return _run_of(source, crawler)

    async def stop(self) -> None:
        """Let all crawls end politely."""
        await self._runner.stop()


def _run_of(source: str, crawler: Crawler) -> SourceRun:
    records = crawler.get_extension(Records)
    if records is None:
        return SourceRun(source, exit_after(crawler), Outcomes(), "no Records")
    return SourceRun(source, exit_after(crawler), records.outcomes, records.problem)


class Rounds:
    """Crawls what is due, so many sources at once.

    ``due`` returns the sources whose time has come; ``crawl`` crawls one; ``ended``
    takes what came of it.
    """

    def __init__(
        self,
        due: Callable[[], Sequence[str]],
        crawl: Callable[[str], Awaitable[SourceRun]],
        ended: Callable[[SourceRun], None],
        at_once: int,
    ) -> None:
        self._due, self._crawl, self._ended = due, crawl, ended
        self._at_once = at_once
        self._running: dict[asyncio.Future[SourceRun], str] = {}
        self._not_before: dict[str, float] = {}
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Begin nothing more; what is under way comes to its end."""
        self._stopping.set()

    async def run(self, every: float | None) -> None:
        """Crawl what is due once, or ask again ``every`` so many seconds what is."""
        waiting = list(self._due())
        while not self._stopping.is_set() and (waiting or self._running or every):
            while waiting and len(self._running) < self._at_once:
                self._begin(waiting.pop(0))
            await self._wait(every)
            if every:
                waiting = self._ready()
        if self._running:
            await asyncio.wait(self._running)
            self._collect()

    def _begin(self, source: str) -> None:
        self._running[asyncio.ensure_future(self._crawl(source))] = source

    def _ready(self) -> list[str]:
        busy, now = set(self._running.values()), loop_now()
        return [
            one
            for one in self._due()
            if one not in busy and self._not_before.get(one, 0.0) <= now
        ]

    async def _wait(self, every: float | None) -> None:
        stopping = asyncio.ensure_future(self._stopping.wait())
        watched: list[asyncio.Future[SourceRun] | asyncio.Future[Literal[True]]]
        watched = [*self._running, stopping]
        await asyncio.wait(watched, timeout=every, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        self._collect()

    def _collect(self) -> None:
        for one in [task for task in self._running if task.done()]:
            source, run = self._running.pop(one), one.result()
            self._not_before[source] = loop_now() + AGAIN
            if run.outcomes.is_interrupted:
                self.stop()  # somebody ended it, and means all of them
            self._ended(run)


def run_record(run: SourceRun) -> dict[str, Value]:
    """Return how a source's crawl went as JSON."""
    found = outcomes_record(run.outcomes)
    found.pop("sources")
    return {
        "source": run.source,
        "exit": int(run.exit),
        "problem": run.problem,
        "elsewhere": run.is_elsewhere,
        **found,
    }
