"""Is this installation well? ``doctor``: a line for each thing that was looked at."""

import argparse
import sys
import time
from contextlib import closing, nullcontext
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.doctor_check import Check, Examine, Installation, Standing
from newscrawler.commands.doctor_checks import CHECKS
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    read_configuration,
)
from newscrawler.configuring.withheld import Secrets
from newscrawler.crawl.stored import existing_store
from newscrawler.report.outcome import shown
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.opening import stored_schema
from newscrawler.storage.schema import REVISION
from newscrawler.terminal.talk import say

FAILED = Exit.INTERNAL
"""1: what fails may be anybody's, and each line says what."""


class Command(OurCommand):
    """``doctor [--online] [--json]``: what may be wrong, and the mend."""

    name = "doctor"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--online] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Check the installation, the settings, the store and the sources"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Looks at versions, the store's schema, settings that weaken, sources that"
            " went stale, permissions that end, the store, its ledger, the clock and the"
            " disk; changes nothing, and asks nobody but, with --online, the contact"
            " page, as a crawl would: whether it answers, and what the clock is there. A"
            " line each: ok, warn or fail, and the mend. Exit code 0: nothing fails, 1:"
            " something does."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --online and --json to Scrapy's own options."""
        super().add_options(parser)
        words = "ask the contact page too"
        parser.add_argument("--online", action="store_true", help=words)
        parser.add_argument("--json", action="store_true", help="print JSON to stdout")

    def settings_problem(self, settings: BaseSettings) -> str | None:  # noqa: ARG002
        """Return None: what is wrong is what is to be told."""
        return None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; one of them asks somebody."""
        super().process_options(args, opts)
        # Scrapy reads it of the instance, after this
        self.requires_crawler_process = bool(opts.online)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, and say how it all stands."""
        assert self.settings is not None
        if args:
            self.exitcode = complain("doctor", f"{args[0]!r}: doctor takes no argument")
            return
        configuration, problem = _configuration(self.settings)
        found = examine(self.settings, configuration, problem, time.time())
        if opts.online:
            found += self._online(configuration)
        secrets = Secrets.of(self.settings)
        found = [one.without(secrets) for one in found]
        if opts.json:
            write_json([_record(one) for one in found])
        else:
            for one in found:
                sys.stdout.write(f"{shown(str(one))}\n")
        standings = [one.standing for one in found]
        counts = (f"{standings.count(one)} {one.value}" for one in Standing)
        say(f"doctor: {', '.join(counts)}")
        self.exitcode = FAILED if Standing.FAIL in standings else Exit.PLANNED

    def _online(self, configuration: Configuration | None) -> list[Check]:
        # imported here: who asks nobody needs no crawler
        from newscrawler.commands.doctor_online import online  # noqa: PLC0415

        assert self.settings is not None
        assert self.crawler_process is not None
        return list(online(configuration, self.settings, self.crawler_process))


def examine(
    settings: BaseSettings,
    found: Configuration | None,
    problem: str | None,
    now: float,
) -> list[Check]:
    """Return what all checks find that ask nobody."""
    store, schema, store_problem = None, None, None
    try:
        schema, store = _store(settings["NEWSCRAWLER_STORE"])
    except StoreError as error:
        store_problem = str(error)
    here = Installation(settings, now, found, problem, store, store_problem, schema)
    with closing(store) if store is not None else nullcontext():
        return [one for check in CHECKS for one in _all_of(check, here)]


def _configuration(settings: BaseSettings) -> tuple[Configuration | None, str | None]:
    try:
        return read_configuration(settings), None
    except ConfigurationError as error:
        return None, str(error)


def _store(uri: str | None) -> tuple[str | None, Store | None]:
    """Return the store and its schema; None where there is none, or another schema.

    StoreError if it is no use. Nothing is made, and no schema is brought up.
    """
    schema = stored_schema(uri) if uri else None
    if schema != REVISION:
        return schema, None
    return schema, existing_store(uri)


def _all_of(check: Examine, here: Installation) -> list[Check]:
    """Return what a check finds; a store that breaks under its hands is a finding."""
    found: list[Check] = []
    try:
        found.extend(check(here))
    except StoreError as error:
        found.append(Check("store", Standing.FAIL, str(error)))
    return found


def _record(one: Check) -> dict[str, str]:
    return {
        "check": one.name,
        "standing": one.standing.value,
        "words": one.words,
        "mend": one.mend,
    }
