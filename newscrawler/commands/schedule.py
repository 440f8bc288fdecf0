"""Crawl what is due, or hand it to workers: ``schedule``, from cron or for ever."""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import ClassVar

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from newscrawler.commands.crawl import check
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.due import due_sources
from newscrawler.crawl.source_runs import (
    SPIDER,
    Rounds,
    SourceRun,
    SourceRuns,
    run_record,
)
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.leasing.leases import Leases
from newscrawler.storage.database import Store, StoreError, open_store
from newscrawler.terminal.main_task import run_beside_crawls
from newscrawler.terminal.talk import say

MISSING = "procrastinate is not installed; pip install 'newscrawler[workers]'"
"""What who asks for jobs is told if they cannot be had."""

LOCK = "schedule"
"""The lease of who crawls what is due: one process at a time, by the store."""

TICK = 5.0
"""Seconds between two looks at what is due: our choice."""


class Command(OurCommand):
    """``schedule``: crawls each source whose ``every`` has passed since it was crawled."""

    name = "schedule"
    requires_project = False
    default_settings: ClassVar[dict[str, bool]] = {}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--loop] [--concurrency N] [--json] [--postgres [URI]]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl the sources that are due, once or for ever; or defer them as jobs"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "A source is due when its `every` has passed since it was crawled to the"
            " end. One process does this at a time: one that finds another at it says so"
            " and ends with 0, so that cron may start it at any time. With --postgres"
            " nothing is crawled here: what is due becomes jobs for `worker`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add once or for ever, how many, here or elsewhere, and in which form."""
        super().add_options(parser)
        add = parser.add_argument
        add("--once", action="store_true", help="crawl what is due now (the default)")
        add("--loop", action="store_true", help="go on until it is ended")
        add("--concurrency", type=int, default=4, metavar="N", help="crawls at once")
        add("--json", action="store_true", help="print what came of it to stdout")
        add("--postgres", nargs="?", const="", metavar="URI", help="defer jobs instead")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; a mistake is one line."""
        super().process_options(args, opts)
        assert self.settings is not None
        if opts.postgres:
            self.settings.set("NEWSCRAWLER_STORE", opts.postgres, "cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it, unless something is wrong beforehand; a mistake is one line."""
        process = self.crawler_process
        problem = usage_problem(process, args, opts)
        if opts.postgres is not None and find_spec("procrastinate") is None:
            problem = problem or MISSING
        if problem is not None:
            self.exitcode = complain("schedule", problem)
            return
        assert isinstance(process, AsyncCrawlerProcess)
        try:
            check_crawls(process)
            scheduling = Scheduling(process, opts)
            self.exitcode = run_beside_crawls(process, scheduling.run, scheduling.stop)
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("schedule", str(error))


def usage_problem(
    process: object, args: list[str], opts: argparse.Namespace
) -> str | None:
    """Return why crawls cannot be run side by side as they were asked for, or None."""
    if args:
        return f"takes no arguments, and got {args[0]!r}"
    if opts.concurrency < 1:
        return f"--concurrency {opts.concurrency}: write a number from 1 on"
    if not (
        isinstance(process, AsyncCrawlerProcess)
        and process.settings.getbool("TWISTED_REACTOR_ENABLED")
    ):
        return (
            "TWISTED_REACTOR, TWISTED_REACTOR_ENABLED, FORCE_CRAWLER_PROCESS: crawls "
            "side by side need Scrapy's asyncio reactor; leave them out"
        )
    return None


def check_crawls(process: AsyncCrawlerProcess) -> Crawler:
    """Raise what would keep any crawl of a source from beginning."""
    crawler = process.create_crawler(SPIDER)
    check(crawler, SPIDER, {})
    return crawler


class Scheduling:
    """Crawls what is due, with the lock, and says what came of it."""

    def __init__(self, process: AsyncCrawlerProcess, opts: argparse.Namespace) -> None:
        self._runs = SourceRuns(process)
        self._opts = opts
        self._done: list[SourceRun] = []
        self._problem: str | None = None
        self._rounds = Rounds(self._due, self._begin, self._ended, opts.concurrency)
        self._defer: Callable[[str], Awaitable[SourceRun]] | None = None
        self._store: Store | None = None

    def stop(self) -> None:
        """Begin nothing more."""
        self._rounds.stop()

    async def run(self) -> Exit:
        """Crawl what is due, and return the exit code."""
        found = self._runs.configuration
        assert found.store is not None, "checked before"
        self._store = open_store(found.store)
        leases = Leases(lambda: found.lease, lambda: self._store, self._failed)
        try:
            if not leases.takes(LOCK):
                say("schedule: another process is at it already")
                return Exit.PLANNED
            if self._opts.postgres is None:
                await self._go()
            else:
                from newscrawler.workers.jobs import deferring  # noqa: PLC0415  an extra

                async with deferring(found.store) as self._defer:
                    await self._go()
        finally:
            leases.end(is_whole=True)
            self._store.close()
        return self._told()

    async def _go(self) -> None:
        await self._rounds.run(TICK if self._opts.loop else None)

    async def _begin(self, source: str) -> SourceRun:
        begin = self._runs.crawl if self._defer is None else self._defer
        return await begin(source)

    def _due(self) -> list[str]:
        assert self._store is not None, "opened before"
        return due_sources(self._store, self._runs.sources)

    def _failed(self, error: StoreError) -> str:
        self._problem = str(error)
        self._rounds.stop()
        return str(error)

    def _ended(self, run: SourceRun) -> None:
        if not self._opts.loop:
            self._done.append(run)
        elif self._opts.json:
            sys.stdout.write(json.dumps(run_record(run)) + "\n")
            sys.stdout.flush()

    def _told(self) -> Exit:
        if self._problem is not None:
            raise StoreError(self._problem)
        if self._opts.loop:
            return Exit.PLANNED
        if self._opts.json:
            write_json({"sources": [run_record(one) for one in self._done]})
        elsewhere = sum(one.is_elsewhere for one in self._done)
        words = f"{len(self._done)} due, {elsewhere} of them crawled by another"
        if self._defer is not None:
            words = f"{len(self._done)} due, and deferred to workers"
        say(f"schedule: {words}")
        return exit_of_runs(self._done)


GRAVE = (Exit.EVIDENCE, Exit.INTERNAL, Exit.USAGE, Exit.ERRORS)
"""What one crawl of many may come to that all are answered for, the worst first."""


def exit_of_runs(runs: list[SourceRun]) -> Exit:
    """Return how crawls went together: the worst of them, else if all were in vain."""
    codes = {one.exit for one in runs}
    for grave in GRAVE:
        if grave in codes:
            return grave
    if not codes or Exit.PLANNED in codes:
        return Exit.PLANNED
    return Exit.DEFERRED if Exit.DEFERRED in codes else Exit.REFUSED
