"""Where do sites find our key? ``bot-directory`` makes the file to publish."""

import argparse
import json
import sys
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.exits import Exit, complain, problem_of
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.configuring.guarded_files import output_file
from newscrawler.downloading.bot_auth import DIRECTORY_PATH, KEY, read_bot_auth


class Command(OurCommand):
    """``bot-directory [-o FILE]``."""

    name = "bot-directory"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[-o FILE]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Make the key directory by which sites know our signed requests"

    def long_desc(self) -> str:
        """Return what the command does, and what to do with the file."""
        return (
            f"Writes the public half of {KEY} as a JWK set. Serve it at"
            f" {DIRECTORY_PATH} of NEWSCRAWLER_BOT_DIRECTORY, with the media type"
            " application/http-message-signatures-directory+json."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where the file goes."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="else to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the directory; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            is_named = opts.output not in (None, "-")
            file = output_file(self.settings, opts.output) if is_named else None
            text = _directory(self.settings, args)
            if file is None:
                sys.stdout.write(text)
            else:
                write_whole(file, text)
            self.exitcode = Exit.PLANNED
        except (ConfigurationError, ValueError) as error:
            self.exitcode = complain("bot-directory", str(error))
        except OSError as error:
            self.exitcode = complain("bot-directory", problem_of(error))


def _directory(settings: BaseSettings, args: list[str]) -> str:
    if args:
        raise ValueError(f"what is {args[0]!r}? write -o FILE")
    found = read_bot_auth(settings)
    if found is None:
        raise ValueError(f"{KEY}: no key is named; set it to a PEM file")
    return json.dumps(found.directory(), indent=2) + "\n"
