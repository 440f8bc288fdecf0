"""May this page be kept, and what does its publisher say? ``explain URL|FILE``."""

import argparse
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import ClassVar

from scrapy import Request
from scrapy.commands import ScrapyCommand
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of, usable_url
from newscrawler.commands.exits import Exit, complain, options_or_exit, write_json
from newscrawler.configuration import (
    ConfigurationError,
    network_problem,
    read_configuration,
)
from newscrawler.fixture_site import FixtureError, read_sites
from newscrawler.middlewares import Refused
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Verdict
from newscrawler.policy.record import decision_record
from newscrawler.report.explanation import explanation
from newscrawler.spiders.fixtures import fixtures_folder
from newscrawler.spiders.news import GatedSpider

UNKNOWN = "https://saved-page.invalid/"
"""The address of a saved page that does not say where it is from."""

EXITS = {
    Verdict.ALLOW: Exit.PLANNED,
    Verdict.REFUSE: Exit.REFUSED,
    Verdict.DEFER: Exit.DEFERRED,
}


class ExplainSpider(GatedSpider):
    """Asks for one page as a crawl would, and keeps the decision alone."""

    name = "explain"
    shows_summary = False

    def __init__(self, url: str, found: list[Decision], **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._found = found

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
        self.policy.gate.listed.name(host_of(self._url), "explain")
        yield Request(self._url, callback=self.take, errback=self.take_refusal)

    def take(self, response: Response) -> Iterator[Page]:
        """Take the decision on a page that was allowed; the page goes nowhere."""
        page = self.policy.page_of(response)
        decision = self.policy.decision_of(page) if page is not None else None
        if decision is not None:
            self._found.append(decision)
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the decision that kept the page away."""
        error = failure.value
        if not isinstance(error, Refused) and error is not None:
            try:
                self.policy.lost(self._url, error)
            except Refused as refused:
                error = refused
        if isinstance(error, Refused):
            self._found.append(error.decision)


class Command(ScrapyCommand):
    """``explain URL|FILE``: the verdict, every statement, and where it stands."""

    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {
        "LOG_LEVEL": "ERROR",
        "ITEM_PIPELINES": {},
    }

    def syntax(self) -> str:
        """Return how the command is written."""
        return "URL|FILE [--purpose P] [--header 'K: V'] [--robots FILE] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Explain what a publisher says of a page, and what follows"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Asks a page's site for its policies and the page itself, as a crawl would,"
            " and keeps nothing; hosts of the fixture sites are answered from there. A"
            " saved FILE is judged by what is given, and documents that nobody asked"
            " for defer. Exit code 0: may be kept, 3: refused, 4: deferred."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what can be told of a page."""
        super().add_options(parser)
        add = parser.add_argument
        add("--purpose", action="append", default=[], help="judge for this purpose")
        add("--url", help="where a saved FILE is from")
        add("--header", action="append", default=[], help="a header of a saved FILE")
        add("--robots", metavar="FILE", help="the robots.txt of a saved FILE's site")
        add("--offline", action="store_true", help="ask nobody, whatever is unheard")
        add("--json", action="store_true", help="print the decision as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; a mistake is one line."""
        assert self.settings is not None
        read = super().process_options
        options_or_exit("explain", lambda: read(args, opts), args, opts, self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain one page; a mistake of the user is one line and exit code 2."""
        try:
            decision = self._decision(args, opts)
        except (ConfigurationError, FixtureError) as error:
            self.exitcode = complain("explain", str(error))
            return
        except OSError as error:
            words = f"{error.filename}: {error.strerror}"
            self.exitcode = complain("explain", words)
            return
        if decision is None:
            sys.stderr.write("explain: no decision came of it; see the log\n")
            self.exitcode = Exit.INTERNAL
            return
        if opts.json:
            write_json(decision_record(decision))
        else:
            sys.stdout.write("\n".join(explanation(decision)) + "\n")
        self.exitcode = EXITS[decision.verdict]

    def _decision(self, args: list[str], opts: argparse.Namespace) -> Decision | None:
        assert self.settings is not None
        if len(args) != 1:
            raise ConfigurationError("name one URL or one saved file")
        self._set("NEWSCRAWLER_STORE", "")
        if opts.purpose:
            self._set("NEWSCRAWLER_PURPOSES", opts.purpose)
        sources = self.settings["NEWSCRAWLER_SOURCES"]
        if sources and not Path(sources).exists():
            self._set("NEWSCRAWLER_SOURCES", "")
        if Path(args[0]).is_file():
            return self._judged(Path(args[0]), opts)
        url = usable_url(args[0])
        if url is None:
            raise ConfigurationError(f"{args[0]!r} is no file and no web address")
        if opts.offline:
            return unheard(read_configuration(self.settings).gate(), url)
        return self._asked(url)

    def _set(self, name: str, value: object) -> None:
        assert self.settings is not None
        self.settings.set(name, value, "cmdline")

    def _judged(self, path: Path, opts: argparse.Namespace) -> Decision:
        """Return the decision on a saved page, by what the command line gives."""
        assert self.settings is not None
        gate = read_configuration(self.settings).gate()
        headers = tuple(_header(line) for line in opts.header)
        now = time.time()
        page = Page(path.read_bytes(), opts.url or UNKNOWN, headers, fetched_at=now)
        if usable_url(page.url) is None:
            raise ConfigurationError(f"--url {page.url!r}: no web address")
        gate.listed.name(host_of(page.url), "explain")
        if opts.robots:
            robots = Path(opts.robots).read_bytes()
            for url in gate.wants(page.url, now):
                gate.learn(Document(url, now, 200, (), robots), now)
        _leave_unheard(gate, page, now)
        return gate.after_fetch(page, now)

    def _asked(self, url: str) -> Decision | None:
        """Return the decision on a page that is asked for as a crawl would."""
        assert self.settings is not None
        assert self.crawler_process is not None
        sites = fixtures_folder() / "sites"
        if not self.settings["NEWSCRAWLER_FIXTURES"] and host_of(url) in {
            site.name for site in (sites.iterdir() if sites.is_dir() else ())
        }:
            sys.stderr.write("explain: answered from the fixture sites\n")
            self._set("NEWSCRAWLER_FIXTURES", str(sites))
            self._set("NEWSCRAWLER_SOURCES", str(sites.parent / "sources"))
            self._set("DOWNLOAD_DELAY", 0)
        found = read_configuration(self.settings)
        problem = network_problem(found, self.settings)
        if problem is not None:
            raise ConfigurationError(problem)
        if found.fixtures is not None:
            read_sites(found.fixtures)
        taken: list[Decision] = []
        self.crawler_process.crawl(ExplainSpider, url=url, found=taken)
        self.crawler_process.start()
        return taken[-1] if taken else None


def unheard(gate: Gate, url: str) -> Decision:
    """Return the decision on a URL of which nothing is known: deferred."""
    now = time.time()
    gate.listed.name(host_of(url), "explain")
    _leave_unheard(gate, url, now)
    return gate.before_fetch(url, now)


def _leave_unheard(gate: Gate, subject: str | Page, now: float) -> None:
    """Tell the gate of every document it wants that nobody asked for it."""
    while wanted := gate.wants(subject, now):
        for url in wanted:
            gate.learn(Document(url, now, problem="not asked for: offline"), now)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise ConfigurationError(f"--header {line!r}: write it as 'Name: value'")
    return name.strip(), value.strip()
