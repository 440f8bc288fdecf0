"""Which sources are listed, and is the registry right?"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawler.commands.exits import Exit
from newscrawler.policy.permission import Permission
from newscrawler.sources import (
    Concern,
    Problem,
    Registry,
    RegistryError,
    Source,
    concerns,
    read_registry,
)
from newscrawler.sources.json_form import concern_json, problem_json, source_json
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.problem import printable, quoted

COLUMNS = ("id", "name", "home", "domains", "permissions")


class _UsageError(Exception):
    """The command line or a setting is wrong; one line says how to mend it."""


class Command(ScrapyCommand):
    """``sources list`` and ``sources check``."""

    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "list|check [PATH] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "List the sources that may be crawled, or check the registry"

    def long_desc(self) -> str:
        """Return what the command does, and from where it takes its sources."""
        return (
            "list: the sources with their permissions. check: every mistake in the"
            " registry with its file and line, and each permission that lifts nothing"
            " or ends within 30 days. PATH is a folder of TOML files or one file; if it"
            " is left out, the setting NEWSCRAWLER_SOURCES."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json to Scrapy's own options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake of the user is exit code 2."""
        try:
            subcommand, path = self._asked(args)
        except _UsageError as error:
            sys.stderr.write(f"sources: {error}\n")
            self.exitcode = Exit.USAGE
            return
        problems = _SUBCOMMANDS[subcommand](path, as_json=bool(opts.json))
        self.exitcode = Exit.USAGE if problems else 0

    def _asked(self, args: Sequence[str]) -> tuple[str, Path]:
        for one in args:
            if one.startswith("-"):
                raise _UsageError(f"unknown option {quoted(one)}; known: --json")
        if not args or args[0] not in _SUBCOMMANDS:
            raise _UsageError(_wrong_subcommand(args[:1]))
        if len(args) > 2:
            raise _UsageError(f"{quoted(args[2])} is one argument too many; {_HOW}")
        return args[0], Path(args[1]) if len(args) > 1 else self._path_set()

    def _path_set(self) -> Path:
        assert self.settings is not None
        found: object = self.settings["NEWSCRAWLER_SOURCES"]
        if not isinstance(found, str | Path) or not str(found):
            raise _UsageError(
                "no path; set NEWSCRAWLER_SOURCES to a folder of TOML files,"
                " or write sources check PATH"
            )
        return Path(found)


def _list(path: Path, *, as_json: bool) -> tuple[Problem, ...]:
    try:
        registry = read_registry(path)
    except RegistryError as error:
        sys.stderr.write(f"{error}\n")
        return error.problems
    if as_json:
        _write_json([source_json(source) for source in registry.sources])
    elif sys.stdout.isatty():
        Console().print(_table(registry))
    else:
        for source in registry.sources:
            sys.stdout.write("\t".join(_row(source)) + "\n")
    return ()


def _check(path: Path, *, as_json: bool) -> tuple[Problem, ...]:
    registry, problems = _checked(path)
    found = concerns(registry.sources, datetime.now(UTC).date())
    if as_json:
        _write_json(_check_json(registry, problems, found))
        return problems
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    for concern in found:
        sys.stdout.write(f"{concern}\n")
    if not problems:
        sys.stderr.write(f"{printable(str(path))}: {_count(registry, found)}\n")
    return problems


_SUBCOMMANDS = {"list": _list, "check": _check}
_HOW = "write sources list, or sources check PATH"


def _wrong_subcommand(written: Sequence[str]) -> str:
    if not written:
        return f"no subcommand; {_HOW}"
    near = suggestion(written[0], _SUBCOMMANDS)
    return f"unknown subcommand {quoted(written[0])}; {near}"


def _checked(path: Path) -> tuple[Registry, tuple[Problem, ...]]:
    try:
        return read_registry(path), ()
    except RegistryError as error:
        return Registry(), error.problems


def _count(registry: Registry, found: Sequence[Concern]) -> str:
    sources = len(registry.sources)
    permissions = sum(len(source.permissions) for source in registry.sources)
    return (
        f"no problems; sources: {sources}, permissions: {permissions},"
        f" to look at: {len(found)}"
    )


def _row(source: Source) -> tuple[str, ...]:
    return (
        source.id,
        source.name,
        source.home,
        " ".join(source.domains),
        "; ".join(_permission_text(one) for one in source.permissions) or "-",
    )


def _permission_text(permission: Permission) -> str:
    until = f"{permission.id} until {permission.valid_until}"
    return f"{until} ({permission.problem})" if permission.problem else until


def _table(registry: Registry) -> Table:
    table = Table()
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for source in registry.sources:
        # Text: a name in brackets is no markup.
        table.add_row(*(Text(cell) for cell in _row(source)))
    return table


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _check_json(
    registry: Registry, problems: Iterable[Problem], found: Iterable[Concern]
) -> dict[str, object]:
    return {
        "sources": [source.id for source in registry.sources],
        "problems": [problem_json(problem) for problem in problems],
        "concerns": [concern_json(concern) for concern in found],
    }
