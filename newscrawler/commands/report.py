"""What was crawled, kept and refused, for people who look and sign? ``report``."""

import argparse
import time
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.address import authority
from newscrawler.commands.about import about
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.page_file import add_page_options, page_file, page_words
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.stored import existing_store, looking_configuration, read_since
from newscrawler.report.blocks import Page, page_record
from newscrawler.report.outcome import shown
from newscrawler.report.people_page import publisher_page, report_page
from newscrawler.report.rendering import html
from newscrawler.report.sections import On, steps
from newscrawler.report.view import view
from newscrawler.report.wording import Words
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.counting import Chosen
from newscrawler.storage.database import StoreError
from newscrawler.storage.errors import EvidenceError
from newscrawler.terminal.progress import progress
from newscrawler.terminal.talk import say


class Command(OurCommand):
    """``report -o FILE.html [--since --source --publisher HOST] [--json]``."""

    name = "report"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "-o FILE.html [--since DATE] [--source ID] [--publisher HOST] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write a page of what was kept and refused, for officers and publishers"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "One HTML file that asks nobody for anything: kept and refused by day,"
            " sources and purposes, refusals in the publishers' own words, permissions,"
            " changes of policy, fields, near duplicates, evidence, versions."
            " --publisher HOST: the page that answers a publisher. Exit code 5 where"
            " the ledger's chains are broken; the page is written all the same."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what the page is about, and where it goes."""
        super().add_options(parser)
        add = parser.add_argument
        add("--since", metavar="DATE", help="decisions made then or later (UTC)")
        add("--source", metavar="ID", help="one source alone")
        add("--publisher", metavar="HOST", help="the page to send to a publisher")
        add_page_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("report", str(error))
            if isinstance(error, EvidenceError):
                self.exitcode = Exit.EVIDENCE
        except LookupError as error:
            self.exitcode = complain("report", str(error.args[0]))
        except OSError as error:
            self.exitcode = complain("report", problem_of(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if args:
        raise ConfigurationError(f"what is {args[0]!r}? write --source ID")
    words, file, now = page_words(opts), page_file(settings, opts), time.time()
    page, is_whole = _page(settings, opts, words, now)
    if file is not None:
        _write(file, html(page, words, now))
    if opts.json:
        write_json(page_record(page))
    return Exit.PLANNED if is_whole else Exit.EVIDENCE


def _page(
    settings: BaseSettings, opts: argparse.Namespace, words: Words, now: float
) -> tuple[Page, bool]:
    """Return the page, and whether the ledger's chains are whole."""
    found = looking_configuration(settings)
    if opts.source is not None and found.registry is not None:
        found.registry.source(opts.source)  # a LookupError names the nearest
    chosen = Chosen(
        source=opts.source,
        since=None if opts.since is None else read_since(opts.since, now),
        host=None if opts.publisher is None else _host(opts.publisher),
    )
    signer = read_signer(settings["NEWSCRAWLER_LEDGER_KEY"])
    operator = about(settings, found, now)
    on = On.REPORT if chosen.host is None else On.PUBLISHER
    with (
        closing(existing_store(found.store, signer)) as store,
        store.reading() as connection,
        progress("report", lambda: steps(on)) as tick,
    ):
        seen = view(connection, chosen, operator, words, now, signer, tick)
        page = report_page(seen) if on is On.REPORT else publisher_page(seen)
        return page, not seen.checked.problems


def _host(asked: str) -> str:
    site = authority(asked if "://" in asked else f"https://{asked}/")
    if site is None:
        raise ConfigurationError(f"{asked!r} is no host; write gazette.example")
    return site.host


def _write(file: Path, text: str) -> None:
    write_whole(file, text)
    many = f"{len(text.encode()) / 1000:,.0f} KB"
    say(f"report: {shown(str(file))}: {many}")
