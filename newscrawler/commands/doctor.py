"""Is this installation well? ``doctor``: a line for each thing that was looked at."""

import argparse
import sys
import time
from contextlib import closing, nullcontext
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.doctor_checks import (
    CHECKS,
    Check,
    Examine,
    Installation,
    Standing,
)
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuration import ConfigurationError, read_configuration
from newscrawler.report.outcome import shown
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.errors import EvidenceError
from newscrawler.stored import existing_store
from newscrawler.talk import say

EXITS = (
    (Standing.BROKEN, Exit.EVIDENCE),
    (Standing.WRONG, Exit.USAGE),
)


class Command(OurCommand):
    """``doctor [--json]``: what may be wrong, and the mend."""

    name = "doctor"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Check the installation, the settings, the store and the sources"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Looks at versions, settings, the store, its last run, the clock, the disk,"
            " sources that went stale and permissions that end; asks nobody and changes"
            " nothing. Exit code 0: all is well, or odd alone; 2: something is wrong;"
            " 5: the evidence is not whole."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json to Scrapy's own options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON to stdout")

    def settings_problem(self, settings: BaseSettings) -> str | None:  # noqa: ARG002
        """Return None: what is wrong is what is to be told."""
        return None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, and say how it all stands."""
        assert self.settings is not None
        if args:
            self.exitcode = complain("doctor", f"{args[0]!r}: doctor takes no argument")
            return
        found = examine(self.settings, time.time())
        if opts.json:
            write_json([_record(one) for one in found])
        else:
            for one in found:
                sys.stdout.write(f"{shown(str(one))}\n")
        standings = [one.standing for one in found]
        counts = (f"{standings.count(one)} {one.value}" for one in Standing)
        say(f"doctor: {', '.join(counts)}")
        exits = (code for standing, code in EXITS if standing in standings)
        self.exitcode = next(exits, Exit.PLANNED)


def examine(settings: BaseSettings, now: float) -> list[Check]:
    """Return what all checks find."""
    found, problem = None, None
    try:
        found = read_configuration(settings)
    except ConfigurationError as error:
        problem = str(error)
    try:
        store, store_problem = _store(settings["NEWSCRAWLER_STORE"]), None
    except StoreError as error:
        store, store_problem = None, str(error)
    here = Installation(settings, now, found, problem, store, store_problem)
    with closing(store) if store is not None else nullcontext():
        return [one for check in CHECKS for one in _all_of(check, here)]


def _store(uri: str | None) -> Store | None:
    """Return the store, None where there is none yet; StoreError if it is no use."""
    try:
        return existing_store(uri)
    except ConfigurationError:
        return None


def _all_of(check: Examine, here: Installation) -> list[Check]:
    """Return what a check finds; a store that breaks under its hands is a finding."""
    found: list[Check] = []
    try:
        found.extend(check(here))
    except EvidenceError as error:
        found.append(Check("store", Standing.BROKEN, str(error)))
    except StoreError as error:
        found.append(Check("store", Standing.WRONG, str(error)))
    return found


def _record(one: Check) -> dict[str, str]:
    return {"check": one.name, "standing": one.standing.value, "words": one.words}
