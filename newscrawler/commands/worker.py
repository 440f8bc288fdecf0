"""Crawl sources as jobs say, beside other workers on any machines: ``worker``."""

import argparse
from pathlib import Path
from typing import ClassVar

from scrapy.crawler import AsyncCrawlerProcess

from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.schedule import (
    MISSING,
    check_crawls,
    exit_of_runs,
    usage_problem,
)
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.source_runs import SourceRuns, run_record
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.storage.database import StoreError
from newscrawler.terminal.main_task import run_beside_crawls

DEAD_AFTER = 30.0
"""Seconds without a heartbeat after which a worker's jobs are given to others: ours."""


class Command(OurCommand):
    """``worker``: any number of them share one PostgreSQL."""

    name = "worker"
    requires_project = False
    default_settings: ClassVar[dict[str, bool]] = {}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--concurrency N] [--dead-after S] [--alive FILE] [--drain] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl sources as jobs, beside other workers, from NEWSCRAWLER_STORE"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "Takes the jobs that `schedule --postgres` defers: a job is one crawl of one"
            " source, and a worker does several at once. Whatever the number of workers,"
            " one at a time talks to a host, and its pace holds over all of them. The"
            " jobs of a worker that is killed are taken over by the others, as many as"
            " each has of its own, and beside those."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add how many crawls at once, when a worker is dead, and when it ends."""
        super().add_options(parser)
        add = parser.add_argument
        add("--concurrency", type=int, default=4, metavar="N", help="crawls at once")
        what = "a worker unheard for so long is dead (%(default)g)"
        add("--dead-after", type=float, default=DEAD_AFTER, metavar="S", help=what)
        add("--alive", type=Path, metavar="FILE", help="touch a file while it works")
        add("--drain", action="store_true", help="end when no job is waiting")
        add(
            "--json",
            action="store_true",
            help="print what came of the jobs, at the end",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Work, unless something is wrong beforehand; a mistake is one line."""
        problem = usage_problem(self.crawler_process, args, opts)
        if problem is None and not opts.dead_after >= 1:
            problem = f"--dead-after {opts.dead_after:g}: write 1 second or more"
        if problem is None and opts.alive and not opts.alive.parent.is_dir():
            problem = f"--alive {opts.alive}: there is no folder {opts.alive.parent}"
        if problem is not None:
            self.exitcode = complain("worker", problem)
            return
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        try:
            self.exitcode = _work(self.crawler_process, opts)
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("worker", str(error))


def _work(process: AsyncCrawlerProcess, opts: argparse.Namespace) -> Exit:
    try:
        from newscrawler.workers.working import Terms, Working  # noqa: PLC0415  an extra
    except ImportError:
        return complain("worker", MISSING)
    check_crawls(process)
    terms = Terms(opts.concurrency, opts.dead_after, opts.drain, opts.alive)
    working = Working(SourceRuns(process), terms)
    run_beside_crawls(process, working.run, working.stop)
    if opts.json:
        write_json({"sources": [run_record(one) for one in working.ended]})
    if not opts.drain:
        return Exit.PLANNED  # it was ended; `jobs list` has what failed
    return exit_of_runs([one for one in working.ended if not one.is_elsewhere])
