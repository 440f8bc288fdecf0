"""Which sources are listed? ``sources list`` and ``sources export``."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.settings import BaseSettings

from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.whole_file import write_new
from newscrawler.configuring.guarded_files import output_file
from newscrawler.policy.permission import Permission
from newscrawler.sources import Registry, RegistryError, Source, read_registry
from newscrawler.sources.json_form import source_json
from newscrawler.sources.opml import write_opml

COLUMNS = ("id", "name", "home", "domains", "permissions")
TITLE = "Sources of newscrawler"


def list_sources(path: Path, *, as_json: bool, as_opml: bool) -> Exit:
    """Write the sources to stdout: a table, lines, JSON or OPML."""
    registry = read_or_complain(path)
    if registry is None:
        return Exit.USAGE
    if as_opml:
        sys.stdout.write(write_opml(registry.sources, TITLE).decode())
    elif as_json:
        write_json([source_json(source) for source in registry.sources])
    elif sys.stdout.isatty():
        Console().print(_table(registry))
    else:
        for source in registry.sources:
            sys.stdout.write("\t".join(_row(source)) + "\n")
    return Exit.PLANNED


def export_sources(settings: BaseSettings, path: Path, output: str | None) -> Exit:
    """Write the sources as OPML, to a file that is not there yet or to stdout."""
    if output is None or output == "-":
        return list_sources(path, as_json=False, as_opml=True)
    file = output_file(settings, output, ".opml", ".xml")
    registry = read_or_complain(path)
    if registry is None:
        return Exit.USAGE
    try:
        write_new(file, write_opml(registry.sources, TITLE).decode())
    except OSError as error:
        return complain("sources", f"{output}: {error.strerror}; name another file")
    return Exit.PLANNED


def read_or_complain(path: Path) -> Registry | None:
    """Return the registry; None, its mistakes written to stderr, if it has any."""
    try:
        return read_registry(path)
    except RegistryError as error:
        sys.stderr.write(f"{error}\n")
        return None


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
