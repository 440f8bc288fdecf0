"""What should the contact's URL show? ``bot-page`` writes the page to publish."""

import argparse
import time
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.about import about
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.page_file import add_page_options, page_file, page_words
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.configuring.contact import mail_address
from newscrawler.downloading.bot_auth import DIRECTORY, DIRECTORY_PATH
from newscrawler.report.blocks import page_record
from newscrawler.report.bot_page import Bot, bot_page
from newscrawler.report.outcome import shown
from newscrawler.report.rendering import html
from newscrawler.terminal.talk import say


class Command(OurCommand):
    """``bot-page -o FILE.html [--mail ADDRESS] [--language id] [--json]``."""

    name = "bot-page"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "-o FILE.html [--mail ADDRESS] [--language id|en] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write the public page that the User-Agent's contact URL should show"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "One HTML file, from the settings: who crawls, what for, under which token,"
            " how to turn it away, its pace, how to reach its operator and to object,"
            " and the key directory where requests are signed. Serve it at the URL of"
            " NEWSCRAWLER_CONTACT; --mail names whom publishers write to, as a page cannot"
            " be written to."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where the page goes, and in which language."""
        super().add_options(parser)
        add_page_options(parser)
        words = "whom publishers write to; else NEWSCRAWLER_CONTACT, where it is a mail"
        parser.add_argument("--mail", metavar="ADDRESS", help=words)

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
    words, file, now = page_words(opts), page_file(settings, opts), time.time()
    page = bot_page(_bot(settings, opts.mail, now), words)
    if file is not None:
        write_whole(file, html(page, words, now))
        say(f"bot-page: {shown(str(file))}: serve it at the contact's URL")
    if opts.json:
        write_json(page_record(page))
    return Exit.PLANNED


def _bot(settings: BaseSettings, mail: str | None, now: float) -> Bot:
    found = read_configuration(settings)
    signing = found.bot_auth
    directory = str(settings[DIRECTORY] or "").rstrip("/") + DIRECTORY_PATH
    return Bot(
        about=about(settings, found, now),
        delay=f"{settings.getfloat('DOWNLOAD_DELAY'):g}",
        mail=_mail(mail, found.contact),
        directory=None if signing is None else directory,
        key=None if signing is None else signing.key_id,
    )


def _mail(given: str | None, contact: str | None) -> str | None:
    """Return whom publishers write to, None where there is no contact yet."""
    if given is not None and mail_address(given) is None:
        raise ConfigurationError(f"--mail {given!r} is no mail address")
    found = mail_address(given or contact or "")
    if found is None and contact is not None:
        raise ConfigurationError(
            "NEWSCRAWLER_CONTACT is where this page will be, and nobody can write to a"
            " page; write --mail ADDRESS"
        )
    return found
