"""What should the contact's URL show? ``bot-page`` writes the page to publish."""

import argparse
import time
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.about import about
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.page_file import add_page_options, page_file, page_words
from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.downloading.bot_auth import DIRECTORY, DIRECTORY_PATH
from newscrawler.report.blocks import page_record
from newscrawler.report.bot_page import Bot, bot_page
from newscrawler.report.outcome import shown
from newscrawler.report.rendering import html
from newscrawler.terminal.talk import say


class Command(OurCommand):
    """``bot-page -o FILE.html [--language id] [--json]``."""

    name = "bot-page"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "-o FILE.html [--language id|en] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write the public page that the User-Agent's contact URL should show"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "One HTML file, from the settings: who crawls, what for, under which token,"
            " how to turn it away, its pace, how to reach its operator and to object,"
            " and the key directory where requests are signed. Serve it at the URL of"
            " NEWSCRAWLER_CONTACT."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where the page goes, and in which language."""
        super().add_options(parser)
        add_page_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except ConfigurationError as error:
            self.exitcode = complain("bot-page", str(error))
        except OSError as error:
            self.exitcode = complain("bot-page", problem_of(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if args:
        raise ConfigurationError(f"what is {args[0]!r}? write -o FILE.html")
    words, file, now = page_words(opts), page_file(opts), time.time()
    page = bot_page(_bot(settings, now), words)
    if file is not None:
        file.write_text(html(page, words, now), "utf-8")
        say(f"bot-page: {shown(str(file))}: serve it at the contact's URL")
    if opts.json:
        write_json(page_record(page))
    return Exit.PLANNED


def _bot(settings: BaseSettings, now: float) -> Bot:
    found = read_configuration(settings)
    signing = found.bot_auth
    directory = str(settings[DIRECTORY] or "").rstrip("/") + DIRECTORY_PATH
    return Bot(
        about=about(settings, found, now),
        delay=f"{settings.getfloat('DOWNLOAD_DELAY'):g}",
        directory=None if signing is None else directory,
        key=None if signing is None else signing.key_id,
    )
