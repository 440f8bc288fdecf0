"""How does it look when it works? ``demo`` crawls the fixture sites, and says what next."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from scrapy.crawler import Crawler

from newscrawler.commands.crawl import check, exit_after
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.extensions import Records
from newscrawler.policy import Decision, Verdict
from newscrawler.report.outcome import outcomes_record, shown
from newscrawler.spiders.fixtures import FixturesSpider
from newscrawler.storage.database import StoreError, open_store
from newscrawler.terminal.talk import say

STORE = "NEWSCRAWLER_STORE"


class Command(OurCommand):
    """``demo [--store URI]``."""

    name = "demo"
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--store sqlite:///FILE] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Crawl the fixture sites, without a network, and say what to try next"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "The sites are invented, and part of newscrawler: the same spider, gate and"
            " pipelines crawl them as would crawl yours. What is kept and decided goes"
            " into a new folder for temporary files, or into the store that you name."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where it goes, and in which form the summary is had."""
        super().add_options(parser)
        add = parser.add_argument
        add("--store", metavar="URI", help="where it goes, else a temporary folder")
        add("--json", action="store_true", help="print the summary as JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and say what to try; a mistake is one line."""
        assert self.crawler_process is not None
        assert self.settings is not None
        if args:
            self.exitcode = complain("demo", f"{args[0]!r}: demo takes no argument")
            return
        uri = opts.store or _temporary()
        self.settings.set(STORE, uri, "cmdline")
        crawler = self.crawler_process.create_crawler(FixturesSpider)
        try:
            check(crawler, FixturesSpider.name, {})
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("demo", str(error))
            return
        self.crawler_process.crawl(crawler, ask="all")
        self.crawler_process.start()
        self.exitcode = self._told(crawler, uri, as_json=bool(opts.json))

    def _told(self, crawler: Crawler, uri: str, *, as_json: bool) -> Exit:
        assert self.crawler_process is not None
        if self.crawler_process.bootstrap_failed:
            return Exit.INTERNAL
        records = crawler.get_extension(Records)
        if as_json and records is not None:
            write_json(outcomes_record(records.outcomes) | {"store": uri})
        for line in _next(uri):
            say(shown(line))
        return exit_after(crawler)


def _temporary() -> str:
    return f"sqlite:///{Path(mkdtemp(prefix='newscrawler-demo-')) / 'newscrawler.db'}"


def _next(uri: str) -> Iterator[str]:
    """Yield what to try on the store of a demonstration."""
    here = f"-s {STORE}={uri}"
    yield f"demo: it is all in {uri}. Try"
    refused = _refused(uri)
    if refused is not None:
        yield f"  newscrawler explain {refused}"
    yield f"  newscrawler ledger verify {here}"
    yield f"  newscrawler report -o report.html {here}"
    yield f"  newscrawler browse {here}"
    yield "and for sites of your own: newscrawler init"


def _refused(uri: str) -> str | None:
    """Return a page that a sentence on it keeps away, None if there is none."""
    with closing(open_store(uri)) as store:
        refused = [one.decision for one in store.decisions(verdict=Verdict.REFUSE)]
    return min((one.url for one in refused if _speaks_for_itself(one)), default=None)


def _speaks_for_itself(decision: Decision) -> bool:
    """Tell whether the sentence that decides is on the page: explain needs no other."""
    return any(
        (said.signal, said.document) == ("notice", decision.url)
        for said in decision.deciding
    )
