"""Which sources does an OPML file list? ``sources import FILE.opml``."""

import sys
from collections.abc import Mapping
from pathlib import Path

from newscrawler.address import host_of, is_within
from newscrawler.commands.exits import Exit
from newscrawler.commands.whole_file import write_new
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.report.outcome import shown
from newscrawler.sources import Registry, RegistryError, Source, read_registry
from newscrawler.sources.opml import (
    MAX_BYTES,
    OpmlError,
    Subscription,
    read_opml,
    sources_of,
)
from newscrawler.sources.writing import source_toml
from newscrawler.terminal.talk import say


def import_sources(file: Path, folder: Path) -> Exit:
    """Write a file for each site of an OPML file that is not listed yet.

    Nobody is asked. Paths go to stdout, what was left to stderr.
    """
    subscriptions = _subscriptions(file)
    found = sources_of(subscriptions)
    if not found:
        raise ConfigurationError(f"{file}: lists no feed and no site")
    known = registry_of(folder)
    new: dict[str, Source] = {}
    for source in found:
        why = find_clash(source, known) or _clash_here(source, new)
        why = why or _write(source, folder)
        if why is None:
            new |= dict.fromkeys((source.id, *source.domains), source)
        else:
            sys.stderr.write(shown(f"sources: {source.home}: {why}") + "\n")
    for one in subscriptions:
        if not one.says_home:
            words = f"sources: {one.feed}: no htmlUrl; {one.home} is taken for its site"
            sys.stderr.write(shown(f"{words}, look at it") + "\n")
    written = len({one.id for one in new.values()})
    say(f"sources: {written} written, {len(found) - written} left out")
    return Exit.PLANNED


def registry_of(folder: Path) -> Registry:
    """Return what a folder lists; a wrong registry is not added to."""
    if not folder.is_dir() or not any(folder.glob("*.toml")):
        return Registry()
    try:
        return read_registry(folder)
    except RegistryError as error:
        raise ConfigurationError(f"{error}\n{folder}: mend this first") from None


def find_clash(source: Source, known: Registry) -> str | None:
    """Return why a source cannot be listed beside the others, None if it can."""
    host = host_of(source.home)
    other = known.for_url(source.home)
    if other is not None and any(is_within(host, one) for one in other.domains):
        return f"{host} is listed already, by {other.id}"
    if any(one.id == source.id for one in known.sources):
        return f"another source has the id {source.id}"
    return None


def _clash_here(source: Source, new: Mapping[str, Source]) -> str | None:
    """Return why a source clashes with one of the same file, None if it does not."""
    names = (source.id, *source.domains)
    other = next((new[one] for one in names if one in new), None)
    return None if other is None else f"{other.home} of this file has its place"


def _write(source: Source, folder: Path) -> str | None:
    """Write a source; return why it was not, None if it was."""
    path = folder / f"{source.id}.toml"
    text = source_toml(source)
    try:
        write_new(path, text)
        read_registry(path)
    except FileExistsError:
        return f"{path} is there already"
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    except RegistryError as error:
        path.unlink()
        return str(error.problems[0])
    sys.stdout.write(f"{path}\n")
    return None


def _subscriptions(file: Path) -> tuple[Subscription, ...]:
    try:
        if not file.is_file():
            raise ConfigurationError(f"{file}: not found; name an OPML file")
        with file.open("rb") as opened:
            return read_opml(opened.read(MAX_BYTES + 1))
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    except OpmlError as error:
        raise ConfigurationError(f"{file}: {error}") from None
