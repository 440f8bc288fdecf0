"""How many decisions were there, by what somebody asks for? ``ledger count``."""

import argparse
import sys
import time
from collections.abc import Sequence

from newscrawler.commands.exits import Exit, write_json
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.stored import read_since
from newscrawler.report.outcome import shown
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.counting import By, Chosen, counts, preferences
from newscrawler.storage.database import Store

DEFAULT = "source,verdict,signal"
PURPOSE = "purpose"
"""Counted alone: what sites preferred for each, in decisions on use."""

NAMES = {one.name.lower(): one for one in By}


def count(store: Store, opts: argparse.Namespace) -> Exit:
    """Print how many decisions there are of each kind, most first; equal ones each."""
    names = (opts.by or DEFAULT).split(",")
    since = None if opts.since is None else read_since(opts.since, time.time())
    found = _counted(store, names, Chosen(source=opts.source, since=since))
    found.sort(key=lambda row: -row[1])
    if names == [PURPOSE]:
        names = [PURPOSE, "preference"]
    if opts.json:
        told = (dict(zip(names, values, strict=True)) for values, _ in found)
        write_json(
            [{**one, "count": many} for one, (_, many) in zip(told, found, strict=True)]
        )
        return Exit.PLANNED
    for values, many in found:
        words = [str(many), *(one or "-" for one in values)]
        sys.stdout.write("\t".join(map(shown, words)) + "\n")
    return Exit.PLANNED


def _counted(
    store: Store, names: Sequence[str], chosen: Chosen
) -> list[tuple[Sequence[str | None], int]]:
    known = [*NAMES, PURPOSE]
    for name in names:
        if name not in known or (name == PURPOSE and len(names) > 1):
            near = suggestion(name, known)
            alone = f"{PURPOSE} is counted alone; write --by {PURPOSE}"
            raise ConfigurationError(
                alone if name == PURPOSE else f"--by {name!r}; {near}"
            )
    with store.reading() as connection:
        if names == [PURPOSE]:
            return [
                ((purpose.value, preference.value), many)
                for purpose, of in preferences(connection, chosen).items()
                for preference, many in of.items()
            ]
        by = [NAMES[one] for one in names]
        return [(one.values, one.count) for one in counts(connection, by, chosen)]
