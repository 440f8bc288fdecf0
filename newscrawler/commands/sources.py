"""Which sources are listed, is the registry right, and what is there to add?"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from newscrawler.commands.exits import Exit
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.sources_check import check_sources
from newscrawler.commands.sources_import import import_sources
from newscrawler.commands.sources_list import (
    export_sources,
    list_sources,
    read_or_complain,
)
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.problem import quoted

SUBCOMMANDS = ("list", "check", "add", "import", "export")
OPTIONS = {
    "list": ("--json", "--opml"),
    "check": ("--json", "--fixture", "--url", "--live"),
    "add": ("--json", "--output", "--id", "--name", "--dry-run"),
    "import": ("--output",),
    "export": ("--output",),
}
HOW = "write sources list, or sources check PATH"


class Command(OurCommand):
    """``sources list|check|add|import|export``."""

    name = "sources"
    words = SUBCOMMANDS
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {
        "LOG_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }

    def syntax(self) -> str:
        """Return how the command is written."""
        return "list|check|export [PATH] | add URL | import FILE.opml"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "List, check, find, import and export the sources that may be crawled"

    def long_desc(self) -> str:
        """Return what the command does, and from where it takes its sources."""
        return (
            "list: the sources with their permissions. check: every mistake in the"
            " registry with its file and line, and each permission that lifts nothing"
            " or ends within 30 days; with --fixture PAGE.html or --live URL, what"
            " each rule of its source gives on a saved page, or on one that is asked"
            " for as a crawl would, field by field. export: the feeds as OPML. PATH is a folder of"
            " TOML files or one file; if it is left out, the setting"
            " NEWSCRAWLER_SOURCES. add: ask a site's home page, as the gate allows, for"
            " its feeds, sitemaps and sections, and write a source. import: write a"
            " source for each site of an OPML file, without asking anybody. Nothing"
            " that is there is overwritten. Exit code 2: a mistake, or a permission"
            " that lifts nothing, 3: the site refuses, 4: it could not be heard."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's own."""
        super().add_options(parser)
        add = parser.add_argument
        add("--json", action="store_true", help="print JSON to stdout")
        add("--opml", action="store_true", help="list: print OPML to stdout")
        add(
            "-o", "--output", metavar="PATH", help="add, import: a folder; export: FILE"
        )
        add("--fixture", metavar="PAGE", help="check: a saved page to try the rules on")
        add("--live", metavar="URL", help="check: a page to ask for and try them on")
        add("--url", help="check: the saved page's address, if it states none")
        add("--id", help="add: the id, if not made of the host")
        add("--name", help="add: the name, if not the site's own")
        add("--dry-run", action="store_true", help="add: print the TOML, write nothing")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; two of them ask somebody."""
        super().process_options(args, opts)
        if args[:1] == ["add"] or opts.live:
            # Scrapy reads it of the instance, after this
            self.requires_crawler_process = True

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake of the user is exit code 2."""
        try:
            self.exitcode = self._done(args, opts)
        except ConfigurationError as error:
            for line in str(error).splitlines():
                sys.stderr.write(f"sources: {line}\n")
            self.exitcode = Exit.USAGE

    def _done(self, args: list[str], opts: argparse.Namespace) -> Exit:
        subcommand = _subcommand(args, opts)
        if subcommand == "add":
            return self._add(args, opts)
        if subcommand == "import":
            if len(args) < 2:
                raise ConfigurationError("no file; write sources import FILE.opml")
            return import_sources(Path(args[1]), self._folder(opts))
        path = Path(args[1]) if len(args) > 1 else self._path_set()
        if subcommand == "export":
            assert self.settings is not None
            return export_sources(self.settings, path, opts.output)
        if subcommand == "check":
            return self._live(path, opts) if opts.live else _check(path, opts)
        return list_sources(path, as_json=bool(opts.json), as_opml=bool(opts.opml))

    def _add(self, args: list[str], opts: argparse.Namespace) -> Exit:
        assert self.settings is not None
        if len(args) < 2:
            raise ConfigurationError(
                "no site; write sources add https://gazette.example/"
            )
        assert self.crawler_process is not None
        # imported here: who lists sources asks nobody, and needs no crawler
        from newscrawler.commands.sources_add import (  # noqa: PLC0415
            add_source,
            read_asked,
        )

        folder = None if opts.dry_run else self._folder(opts)
        asked = read_asked(args[1], folder, opts)
        return add_source(asked, self.settings, self.crawler_process)

    def _live(self, path: Path, opts: argparse.Namespace) -> Exit:
        if opts.fixture or opts.url:
            raise ConfigurationError("--live URL says it all; leave the others out")
        assert self.settings is not None
        assert self.crawler_process is not None
        from newscrawler.commands.sources_rules import check_live  # noqa: PLC0415

        process, as_json = self.crawler_process, bool(opts.json)
        return check_live(path, opts.live, self.settings, process, as_json=as_json)

    def _folder(self, opts: argparse.Namespace) -> Path:
        """Return the folder where sources are written to."""
        path = Path(opts.output) if opts.output else self._path_set()
        if path.is_file() or path.suffix == ".toml":
            raise ConfigurationError(f"{path} is no folder; write -o FOLDER")
        return path

    def _path_set(self) -> Path:
        assert self.settings is not None
        found: object = self.settings["NEWSCRAWLER_SOURCES"]
        if not isinstance(found, str | Path) or not str(found):
            raise ConfigurationError(
                "no path; set NEWSCRAWLER_SOURCES to a folder of TOML files,"
                " or write sources check PATH"
            )
        return Path(found)


def _check(path: Path, opts: argparse.Namespace) -> Exit:
    """Check the registry, and where a saved page is given, its rules on that."""
    if not opts.fixture:
        if opts.url:
            raise ConfigurationError("--url says nothing without --fixture PAGE")
        return check_sources(path, as_json=bool(opts.json))
    registry = read_or_complain(path)
    if registry is None:
        return Exit.USAGE
    from newscrawler.commands.sources_rules import check_rules  # noqa: PLC0415

    page = Path(opts.fixture)
    return check_rules(registry, page, opts.url, as_json=bool(opts.json))


def _subcommand(args: Sequence[str], opts: argparse.Namespace) -> str:
    """Return the first argument; ConfigurationError where the line makes no sense."""
    if not args:
        raise ConfigurationError(f"no subcommand; {HOW}")
    if args[0] not in SUBCOMMANDS:
        near = suggestion(args[0], SUBCOMMANDS)
        raise ConfigurationError(f"unknown subcommand {quoted(args[0])}; {near}")
    if len(args) > 2:
        raise ConfigurationError(f"{quoted(args[2])} is one argument too many; {HOW}")
    for names in OPTIONS.values():
        for name in names:
            is_given = getattr(opts, name[2:].replace("-", "_"))
            if is_given and name not in OPTIONS[args[0]]:
                raise ConfigurationError(f"{name} says nothing to sources {args[0]}")
    return args[0]
