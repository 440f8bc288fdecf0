"""Run a spider, and say by the exit code how it went: DESIGN section 10."""

import argparse
from contextlib import suppress

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import Crawler

from newscrawler.address import usable_url
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    network_problem,
    read_configuration,
)
from newscrawler.configuring.weakening import settings_problem
from newscrawler.crawl.feed_places import feed_problem, local_file
from newscrawler.downloading.fixture_site import FixtureError, read_sites
from newscrawler.extensions import Records
from newscrawler.report.outcome import Outcome, Outcomes, outcomes_record
from newscrawler.report.watched import Level
from newscrawler.sources.nearest import suggestion
from newscrawler.spiders.gated import GatedSpider, missing_parts
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.database import StoreError, open_store

LAUNCHERS = frozenset(("_job", "_version"))
"""Arguments that scrapyd gives each crawl, of its own accord: no spider reads them."""


class Command(OurCommand, BaseRunSpiderCommand):
    """``crawl news``, ``fixtures``, ``article -a url=URL``, ``archive -a warc=PATH``."""

    name = "crawl"
    words = ("news", "fixtures", "article", "archive")
    requires_project = True

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[options] news|fixtures|article|archive"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl the listed sources, the fixture sites, single articles or a WARC"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json to Scrapy's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--json", action="store_true", help="print the summary as JSON to stdout"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, unless something is wrong beforehand; a mistake is one line."""
        assert self.crawler_process is not None
        known = sorted(self.crawler_process.spider_loader.list())
        if len(args) != 1 or args[0] not in known:
            what = f"{args[0]!r} is no spider; " if len(args) == 1 else ""
            nearest = suggestion(args[0] if args else "", known)
            self.exitcode = complain("crawl", f"{what}name one spider; {nearest}")
            return
        crawler = self._create_crawler(args[0])
        try:
            check(crawler, args[0], opts.spargs)
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("crawl", str(error))
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = self._exit(crawler, as_json=bool(opts.json))

    def _exit(self, crawler: Crawler, *, as_json: bool) -> Exit:
        assert self.crawler_process is not None
        if self.crawler_process.bootstrap_failed and not _was_stopped(crawler):
            return Exit.INTERNAL
        records = crawler.get_extension(Records)
        if as_json and records is not None and missing_parts(crawler) is None:
            write_json(outcomes_record(records.outcomes))
        return exit_after(crawler)


def _was_stopped(crawler: Crawler) -> bool:
    """Tell whether our records kept a crawl from beginning, and said why."""
    with suppress(RuntimeError):  # where it failed before there were extensions
        records = crawler.get_extension(Records)
        return records is not None and records.problem is not None
    return False


def exit_after(crawler: Crawler) -> Exit:
    """Return how a crawl went that was built and has ended."""
    failure = exit_of_failure(crawler)
    if failure is not None:
        return failure
    records = crawler.get_extension(Records)
    assert records is not None, "else it failed"
    return exit_of(records.outcomes)


def exit_of_failure(crawler: Crawler) -> Exit | None:
    """Return how a crawl failed that was built and has ended, None if it did not."""
    records = crawler.get_extension(Records)
    if missing_parts(crawler) is not None or records is None:
        return Exit.USAGE
    if records.problem is not None:
        return Exit.EVIDENCE if records.was_open else Exit.USAGE
    stats = crawler.stats
    if stats.get_value("log_count/ERROR") or stats.get_value("log_count/CRITICAL"):
        return Exit.ERRORS
    return None


def exit_of(outcomes: Outcomes) -> Exit:
    """Return how it went by what came of the URLs, and by what monitors found.

    What says more than that all went as planned stays: refused, deferred.
    """
    levels = {one.level for one in outcomes.watched.findings}
    if Level.BROKEN in levels:
        return Exit.EVIDENCE
    code = _exit_of(outcomes)
    return Exit.ERRORS if code is Exit.PLANNED and Level.ERROR in levels else code


def _exit_of(outcomes: Outcomes) -> Exit:
    """Return whether anything was allowed, or else why not."""
    here = (
        *(Outcome.KEPT, Outcome.KNOWN, Outcome.DUPLICATE, Outcome.INVALID),
        *(Outcome.CHANGED, Outcome.UNCHANGED),
    )
    if any(outcomes.total(one) for one in here):
        return Exit.PLANNED
    if outcomes.total(Outcome.REFUSED):
        return Exit.REFUSED
    return Exit.DEFERRED if outcomes.total(Outcome.DEFERRED) else Exit.PLANNED


def check(crawler: Crawler, spider: str, arguments: dict[str, str]) -> None:
    """Raise what would keep a crawl from beginning, before anything is touched."""
    found = read_configuration(crawler.settings)
    _check_names(crawler, arguments)
    problem = settings_problem(crawler.settings)
    problem = problem or network_problem(found, crawler.settings)
    problem = problem or feed_problem(crawler)
    if problem is not None:
        raise ConfigurationError(problem)
    if found.fixtures is not None:
        read_sites(found.fixtures)
    if found.registry is None:
        raise ConfigurationError(
            "NEWSCRAWLER_SOURCES: name a folder of sources, or one file"
        )
    _check_arguments(found, spider, arguments)
    if found.store is None:
        raise ConfigurationError(
            "NEWSCRAWLER_STORE: name a database, such as sqlite:///newscrawler.db"
        )
    read_signer(crawler.settings["NEWSCRAWLER_LEDGER_KEY"])
    for uri in crawler.settings.getdict("FEEDS"):
        _check_output(str(uri))
    open_store(found.store).close()


def _check_names(crawler: Crawler, arguments: dict[str, str]) -> None:
    if not issubclass(crawler.spidercls, GatedSpider):
        return
    takes = crawler.spidercls.takes
    for name in arguments:
        if name not in takes and name not in LAUNCHERS:
            raise ConfigurationError(f"-a {name}: {suggestion(name, takes)}")
    problem = crawler.spidercls.problem(arguments)
    if problem is not None:
        raise ConfigurationError(problem)


def _check_output(uri: str) -> None:
    """Open a local file of -o or -O as Scrapy will when the crawl has ended."""
    path = local_file(uri)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except FileExistsError:
        raise ConfigurationError(f"{uri}: its folder is a file; name another") from None
    except OSError as error:
        raise ConfigurationError(f"{uri}: {error.strerror}; name another") from None


def _check_arguments(
    found: Configuration, spider: str, arguments: dict[str, str]
) -> None:
    source, urls = arguments.get("source"), arguments.get("url", "").split()
    if source is not None and found.registry is not None:
        try:
            found.registry.source(source)
        except LookupError as error:
            raise ConfigurationError(f"-a source={source}: {error.args[0]}") from None
    if spider == "article" and not urls:
        raise ConfigurationError("-a url=URL: name the article to crawl")
    for url in urls:
        if usable_url(url) is None:
            raise ConfigurationError(f"-a url={url}: no http or https address")
