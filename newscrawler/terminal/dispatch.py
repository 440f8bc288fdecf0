"""How is one command run, and no other imported? As Scrapy runs it, but for that."""

import argparse
import configparser
import gc
import os
import sys
from importlib import import_module
from importlib.metadata import entry_points
from typing import NoReturn

from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.settings import Settings
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.project import get_project_settings

from newscrawler.commands.exits import complain
from newscrawler.sources.nearest import suggestion
from newscrawler.terminal.command_table import COMMANDS, SCRAPYS, module_of

SETTINGS = "SCRAPY_SETTINGS_MODULE"
OURS = "newscrawler.settings"
COMMANDS_MODULE = "newscrawler.commands"
ASYNCIO = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def dispatch(name: str, arguments: list[str]) -> None:
    """Run a command by its name; a mistake of the user is one line and exit code 2."""
    if name.startswith("-"):
        words = f"unknown option {name!r}; write newscrawler COMMAND [options]"
        raise SystemExit(complain("newscrawler", words))
    settings = _settings()
    module = settings["COMMANDS_MODULE"]
    is_replaced = module not in (None, "", COMMANDS_MODULE)
    if name in COMMANDS and not is_replaced and (module or name != "crawl"):
        _run(name, _command(name), arguments, settings)
    if is_replaced or name in (*SCRAPYS, *COMMANDS) or _is_installed(name):
        from scrapy.cmdline import execute  # noqa: PLC0415  imports every command

        _collect_again()
        execute(["newscrawler", name, *arguments], settings)
    near = suggestion(name, (*COMMANDS, *SCRAPYS))
    raise SystemExit(complain("newscrawler", f"unknown command {name!r}; {near}"))


def _settings() -> Settings:
    """Return the settings of the folder; who wrote them hears of it if they are none."""
    try:
        if SETTINGS not in os.environ and not closest_scrapy_cfg():
            os.environ[SETTINGS] = OURS
        return get_project_settings()
    except configparser.Error as error:
        words = f"scrapy.cfg: {str(error).splitlines()[0]}"
    except SyntaxError as error:
        words = f"{error.filename} line {error.lineno}: {error.msg}"
    except (ImportError, NameError) as error:
        name = os.environ.get(SETTINGS, "")
        words = (
            f"the settings {name!r} cannot be read: {error}; mend them, or scrapy.cfg"
        )
    raise SystemExit(complain("newscrawler", words))


def _command(name: str) -> ScrapyCommand:
    found = import_module(module_of(name)).Command()
    assert isinstance(found, ScrapyCommand)
    return found


def _collect_again() -> None:
    """Collect garbage from here on, and never look through what is there by now."""
    gc.freeze()
    gc.enable()


def _is_installed(name: str) -> bool:
    return bool(entry_points(group="scrapy.commands", name=name))


class _Parser(argparse.ArgumentParser):
    """Scrapy's parser; a mistake is one line."""

    def _parse_optional(
        self, arg_string: str
    ) -> "tuple[argparse.Action | None, str, str | None] | None":
        # `-o -:json`: standard output as JSON, and no option
        return (
            None if arg_string.startswith("-:") else super()._parse_optional(arg_string)
        )

    def error(self, message: str) -> NoReturn:
        """Leave with one line."""
        words = f"{message}; newscrawler {self.prog} --help tells the options"
        raise SystemExit(complain(self.prog, words))


def parser_of(name: str, command: ScrapyCommand, settings: Settings) -> _Parser:
    """Return what reads the options of a command."""
    parser = _Parser(
        prog=name,
        usage=f"newscrawler {name} {command.syntax()}",
        formatter_class=ScrapyHelpFormatter,
        conflict_handler="resolve",
        description=command.long_desc(),
    )
    settings.setdict(command.default_settings, priority="command")
    command.settings = settings
    command.add_options(parser)
    return parser


def _run(
    name: str, command: ScrapyCommand, arguments: list[str], settings: Settings
) -> NoReturn:
    parser = parser_of(name, command, settings)
    _collect_again()
    opts, args = parser.parse_known_args(arguments)
    command.process_options(args, opts)
    if command.requires_crawler_process:
        _give_process(command, settings)
    if opts.profile:
        from cProfile import Profile  # noqa: PLC0415  who profiles can wait

        profile = Profile()
        profile.runcall(command.run, args, opts)
        profile.dump_stats(opts.profile)
    else:
        command.run(args, opts)
    sys.exit(command.exitcode)


def _give_process(command: ScrapyCommand, settings: Settings) -> None:
    from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess  # noqa: PLC0415

    is_asyncio = settings["TWISTED_REACTOR"] == ASYNCIO
    is_forced = settings.getbool("FORCE_CRAWLER_PROCESS")
    if (is_asyncio and not is_forced) or not settings.getbool(
        "TWISTED_REACTOR_ENABLED"
    ):
        command.crawler_process = AsyncCrawlerProcess(settings)
    else:
        command.crawler_process = CrawlerProcess(settings)
