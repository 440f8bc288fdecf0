"""How are test sites recorded, and still read as they were? ``fixture record|check``."""

import argparse
from pathlib import Path
from typing import ClassVar

from scrapy.crawler import AsyncCrawlerProcess

from newscrawler.commands.exits import Exit, complain
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.recording.folder import RecordingError
from newscrawler.recording.stripping import Strip
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.database import StoreError

KNOWN = ("record", "check")
FOLDER = Path("recorded")
"""Where recordings are looked for, if nothing is said."""


class Command(OurCommand):
    """``fixture record URL -o FOLDER`` and ``fixture check [FOLDER]``."""

    name = "fixture"
    words = KNOWN
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "record URL -o FOLDER [--strip WHAT] | check [FOLDER] [--update]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return (
            "Record a page of a listed source as a test site, or check what is recorded"
        )

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "record: asks for one page as a crawl does and, where the gate lets it be"
            " kept, writes it with its site's policy documents as a fixture site, with"
            " the decision, the hashes and what a crawl makes of it. Where the gate"
            " refuses (exit code 3) or defers (4) nothing is written. check: crawls what"
            " was recorded, without a network; exit code 1 and what differs, or 0."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what the subcommands take."""
        super().add_options(parser)
        add = parser.add_argument
        add("-o", "--output", metavar="FOLDER", help="where record writes to")
        add(
            "--strip",
            action="append",
            default=[],
            metavar="WHAT",
            help="what record takes out of the page: scripts, personal",
        )
        add("--replace", action="store_true", help="let record replace a recording")
        add("--update", action="store_true", help="let check expect what it found")
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake is one line and exit code 2."""
        problem = _usage_problem(args, opts)
        if problem is not None:
            self.exitcode = complain("fixture", problem)
            return
        try:
            self.exitcode = self._run(args, opts)
        except (ConfigurationError, FixtureError, RecordingError) as error:
            self.exitcode = complain("fixture", str(error))
        except StoreError as error:
            self.exitcode = complain("fixture", str(error))
        except OSError as error:
            words = f"{error.filename}: {error.strerror}"
            self.exitcode = complain("fixture", words)

    def _run(self, args: list[str], opts: argparse.Namespace) -> Exit:
        # imported here: each needs what the other does not
        from newscrawler.commands.fixture_check import check_all  # noqa: PLC0415
        from newscrawler.commands.fixture_record import record  # noqa: PLC0415

        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        if args[0] == "record":
            return record(self.crawler_process, args[1], opts)
        folder = Path(args[1]) if len(args) > 1 else FOLDER
        return check_all(self.crawler_process, folder, opts)


def _usage_problem(args: list[str], opts: argparse.Namespace) -> str | None:
    if not args or args[0] not in KNOWN:
        what = f"unknown subcommand {args[0]!r}" if args else "no subcommand"
        return f"{what}; {suggestion(args[0] if args else '', KNOWN)}"
    if args[0] == "record" and (len(args) != 2 or not opts.output):
        return "write fixture record URL -o FOLDER"
    if args[0] == "check" and len(args) > 2:
        return f"{args[2]!r} is one argument too many; write fixture check FOLDER"
    known = [one.value for one in Strip]
    wrong = next((one for one in opts.strip if one not in known), None)
    return None if wrong is None else f"--strip {wrong!r}: {suggestion(wrong, known)}"
