"""What would a publisher mend in the signals of a site? ``lint-site HOST|FILES``."""

import argparse
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import Authority, authority, host_of, robots_url, usable_url
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.saved_site import is_judged, published_files, read_header
from newscrawler.configuring.configuration import (
    ConfigurationError,
    network_problem,
    read_configuration,
)
from newscrawler.downloading.fixture_site import FixtureError, read_sites
from newscrawler.page import Page
from newscrawler.policy import Document, Verdict
from newscrawler.policy.signals.tdmrep import PATH
from newscrawler.report.lint import flaw_line, flaw_record, lint
from newscrawler.report.outcome import reason, shown
from newscrawler.report.published import Flaw, Published, PublishedPage
from newscrawler.spiders.asking import AskingSpider
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from newscrawler.terminal.talk import say


@dataclass
class Heard:
    """What came of asking a site: its documents, its home page, or why there is none.

    ``deferred`` is None if the site could be asked.
    """

    documents: list[Document] = field(default_factory=list)
    home: Page | None = None
    refused: str | None = None
    deferred: str | None = None


class LintSpider(AskingSpider):
    """Hears one site's policy documents and its home page; nothing is kept."""

    name = "lint-site"

    def __init__(self, home: str, heard: Heard, **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._home = home
        self._heard = heard

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
        self.policy.gate.listed.name(host_of(self._home), "lint-site")
        yield self.policy.listing_request(
            self._home, callback=self.take, errback=self.take_refusal
        )

    def take(self, response: Response) -> Iterator[Page]:
        """Take the home page and the documents that were heard for it."""
        self._heard.home = self.policy.page_of(response)
        self._heard.documents = list(self.policy.gate.hearings.answered())
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the documents, and why the home page did not come."""
        self._heard.documents = list(self.policy.gate.hearings.answered())
        decision = self.refusal_of(self._home, failure)
        if decision is None:
            return
        why = reason(decision)
        words = f"{why.words} [{why.where}]" if why is not None else "no answer"
        if decision.verdict is Verdict.DEFER:
            self._heard.deferred = words
        else:
            self._heard.refused = words


class Command(OurCommand):
    """``lint-site HOST|FILES``: contradictions and malformed signals, with the mend."""

    # Scrapy names what it finds in COMMANDS_MODULE by module, which no hyphen can be
    # in, and passes over classes of elsewhere: the entry point alone names this one.
    __module__ = "newscrawler.commands"

    name = "lint-site"
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "ERROR"}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "HOST|FILES [--header 'K: V'] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Tell a publisher which signals contradict each other or say nothing"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Asks a host for its policy documents and its home page, and keeps nothing;"
            " or judges saved files: robots.txt, tdmrep.json, *.html, or a folder of"
            " them. A line for each flaw: where, what is wrong, what it means to"
            " crawlers, what to write. Exit code 0: none, 3: some, 4: the host could"
            " not be heard."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what can be told of saved pages."""
        super().add_options(parser)
        add = parser.add_argument
        add("--header", action="append", default=[], help="a header of saved pages")
        add("--json", action="store_true", help="print a list of objects to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Judge a site or its files; a mistake of the user is one line."""
        try:
            found = self._published(args, opts)
        except (ConfigurationError, FixtureError) as error:
            self.exitcode = complain("lint-site", str(error))
            return
        except OSError as error:
            self.exitcode = complain("lint-site", problem_of(error))
            return
        if found is None:
            self.exitcode = Exit.DEFERRED
            return
        flaws = lint(found)
        write_flaws(flaws, as_json=bool(opts.json))
        self.exitcode = Exit.REFUSED if flaws else Exit.PLANNED

    def _published(
        self, args: Sequence[str], opts: argparse.Namespace
    ) -> Published | None:
        """Return what files or a host publish, None if the host went unheard."""
        if not args:
            raise ConfigurationError("name one host, or files, or a folder of them")
        if all(Path(one).exists() for one in args):
            headers = tuple(read_header(line) for line in opts.header)
            return published_files([Path(one) for one in args], headers)
        site = _site(args)
        if opts.header:
            raise ConfigurationError("--header is for saved files; a host has its own")
        return published_site(self._asked(site), site)

    def _asked(self, site: Authority) -> Heard:
        """Return what came of asking a site as a crawl would."""
        assert self.settings is not None
        assert self.crawler_process is not None
        self._answer_from_fixtures(site)
        for name in ("NEWSCRAWLER_STORE", "NEWSCRAWLER_PURPOSES"):
            self.settings.set(name, "", "cmdline")  # nothing kept, everything wanted
        sources = self.settings["NEWSCRAWLER_SOURCES"]
        if sources and not Path(sources).exists():
            self.settings.set("NEWSCRAWLER_SOURCES", "", "cmdline")
        found = read_configuration(self.settings)
        problem = network_problem(found, self.settings)
        if problem is not None:
            raise ConfigurationError(problem)
        if found.fixtures is not None:
            read_sites(found.fixtures)
        heard = Heard()
        home = f"{site.origin}/"
        self.crawler_process.crawl(LintSpider, home=home, heard=heard)
        self.crawler_process.start()
        return heard

    def _answer_from_fixtures(self, site: Authority) -> None:
        """Let a fixture site be answered from there, as ``explain`` does."""
        assert self.settings is not None
        if self.settings["NEWSCRAWLER_FIXTURES"]:
            return
        if (fixtures_folder() / "sites" / site.host).is_dir():
            say("lint-site: answered from the fixture sites")
            FixturesSpider.update_settings(self.settings)


def write_flaws(flaws: Sequence[Flaw], *, as_json: bool) -> None:
    """Write a line for each flaw to stdout, or all as JSON."""
    if as_json:
        write_json([flaw_record(one) for one in flaws])
        return
    for one in flaws:
        sys.stdout.write(f"{flaw_line(one)}\n")
    if not flaws:
        say("lint-site: nothing found")


def published_site(heard: Heard, site: Authority) -> Published | None:
    """Return what a site answered; None, and a line, if robots.txt went unheard."""
    if heard.deferred is not None:
        sys.stderr.write(f"lint-site: not heard: {shown(heard.deferred)}\n")
        return None
    if heard.home is None:
        words = heard.refused or "no answer"
        sys.stderr.write(f"lint-site: home page not read: {shown(words)}\n")
    answered = {
        one.url: one
        for one in heard.documents
        if one.status is not None and 200 <= one.status < 300
    }
    page = heard.home
    pages = () if page is None else (PublishedPage(page.url, page),)
    robots = answered.get(robots_url(site))
    return Published(robots, answered.get(site.origin + PATH), pages)


def _site(args: Sequence[str]) -> Authority:
    """Return the one site that is named, by its host or its address."""
    missing = next(one for one in args if not Path(one).exists())
    url = usable_url(missing if "://" in missing else f"https://{missing}/")
    site = authority(url) if url is not None else None
    is_file = is_judged(Path(missing)) or "." not in (site.host if site else "")
    if len(args) > 1 or site is None or is_file:
        raise ConfigurationError(f"{missing!r} is no file and no host")
    return site
