"""What did a site say over time, and what has changed? ``policy``."""

import argparse
import sys
import time
from contextlib import closing
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.address import authority, host_of
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.stored import existing_store, read_since
from newscrawler.how_many import counted
from newscrawler.policy.record import iso_time
from newscrawler.report.history import (
    Visit,
    change_record,
    changes,
    distinct,
    visit_record,
    visits,
)
from newscrawler.report.outcome import shown
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.hearing_rows import hearings_of
from newscrawler.terminal.talk import say

KNOWN = ("log", "diff")


class Command(OurCommand):
    """``policy log`` and ``policy diff``."""

    name = "policy"
    words = KNOWN
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "log|diff HOST|URL [--since DATE] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show what a site said over time of each purpose, and what changed"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "From the documents in the store, read with today's code; nobody is asked."
            " log: a line for each visit in which something was new. diff: a line for"
            " each purpose that came from one state to another, with the line of the"
            " document that says so. Of a host, what it says of its home page is shown."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add from when on, and in which form."""
        super().add_options(parser)
        add = parser.add_argument
        add("--since", metavar="DATE", help="what was heard then or later (UTC)")
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("policy", str(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if not args or args[0] not in KNOWN:
        what = f"unknown subcommand {args[0]!r}" if args else "no subcommand"
        near = suggestion(args[0] if args else "", KNOWN)
        raise ConfigurationError(f"{what}; {near}")
    if len(args) != 2:
        raise ConfigurationError(f"write policy {args[0]} HOST")
    url = _url(args[1])
    since = None if opts.since is None else read_since(opts.since, time.time())
    agent = str(settings["NEWSCRAWLER_TOKEN"] or "newscrawler")
    with closing(existing_store(settings["NEWSCRAWLER_STORE"])) as store:
        found = _visits(store, url, agent)
    _SHOW[args[0]](found, since, is_json=opts.json)
    return Exit.PLANNED


def _url(asked: str) -> str:
    """Return a URL, or that of a host's home page; ConfigurationError if it is none."""
    url = asked if "://" in asked else f"https://{asked}/"
    if authority(url) is None:
        raise ConfigurationError(f"{asked!r} is no host; write gazette.example")
    return url


def _visits(store: Store, url: str, agent: str) -> list[Visit]:
    host = host_of(url)
    with store.reading() as connection:
        heard = hearings_of(connection, host)
    if not heard:
        words = f"nothing was heard of {host}; a crawl or an audit of it asks"
        raise ConfigurationError(words)
    return list(visits(url, agent, heard, store.hearing))


def _log(found: list[Visit], since: float | None, *, is_json: bool) -> None:
    new = [one for one in distinct(found) if since is None or one.at >= since]
    if is_json:
        write_json([visit_record(one) for one in new])
        return
    for one in new:
        said = " ".join(f"{name}={what.state}" for name, what in one.said.items())
        sys.stdout.write(f"{iso_time(one.at)} {shown(said)}\n")
        for url, what in one.documents.items():
            sys.stdout.write(f"  {shown(url)} {shown(what)}\n")


def _diff(found: list[Visit], since: float | None, *, is_json: bool) -> None:
    every = list(changes(found, since))
    if is_json:
        write_json([change_record(one) for one in every])
    else:
        for one in every:
            sys.stdout.write(f"{shown(str(one))}\n")
    said = counted(len(every), "change"), counted(len(found), "visit")
    say(f"policy: {' in '.join(said)}")


_SHOW = {"log": _log, "diff": _diff}
