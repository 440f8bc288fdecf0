"""What do all our commands share? --quiet, and that a mistake is one line."""

import argparse
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawler.commands.exits import complain, options_or_exit
from newscrawler.commands.scrapys_settings import unloadable_setting
from newscrawler.configuring.known_settings import unknown_setting
from newscrawler.terminal.talk import be_quiet


class OurCommand(ScrapyCommand):
    """A command of ours; ``name`` is what people write."""

    # Scrapy takes each class in a module of COMMANDS_MODULE for a command of its name
    __module__ = "newscrawler.commands"

    name: ClassVar[str]
    words: ClassVar[tuple[str, ...]] = ()
    """What may come first after the name, where that is a closed set."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --quiet to Scrapy's own options."""
        super().add_options(parser)
        words = "say nothing on stderr but mistakes and warnings"
        parser.add_argument("--quiet", action="store_true", help=words)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; a mistake is one line."""
        assert self.settings is not None
        read = super().process_options
        be_quiet(quiet=bool(opts.quiet))
        options_or_exit(self.name, lambda: read(args, opts), args, opts, self.settings)
        problem = self.settings_problem(self.settings)
        if self.requires_crawler_process:
            problem = problem or unloadable_setting(self.settings)
        if problem is not None:
            raise SystemExit(complain(self.name, problem))
        if self.requires_crawler_process:
            # imported here: who crawls nothing has no log to keep
            from newscrawler.watching.log_file import keep_log  # noqa: PLC0415

            keep_log(self.settings, self.name)

    def settings_problem(self, settings: BaseSettings) -> str | None:
        """Return what is wrong with the settings before anything is done, or None."""
        return unknown_setting(settings)
