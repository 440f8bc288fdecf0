"""Which versions of an article are kept, and what changed from each to the next?"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.address import usable_url
from newscrawler.article import body_diff, changes
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.stored import existing_store
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.outcome import shown
from newscrawler.storage.article_json import article_record
from newscrawler.storage.database import StoreError
from newscrawler.storage.version_rows import Version, versions_of

BODY = "articleBody"


class Command(OurCommand):
    """``versions URL [--diff]``."""

    name = "versions"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "URL [--diff] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "List the versions of a stored article, and what changed"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "A line for each version: its number, when it was kept, whether it is the"
            " current one, the decision that let us, the headline; of one that was"
            " withdrawn, why. --diff: what changed from each to the next, field by"
            " field, the body paragraph by paragraph. Nobody is asked. Exit code 2:"
            " nothing is kept of the URL."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add whether changes are shown, and in which form."""
        super().add_options(parser)
        add = parser.add_argument
        add("--diff", action="store_true", help="show what changed")
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show the versions; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            found = _versions(self.settings, args)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("versions", str(error))
            return
        if opts.json:
            write_json([_record(one) for one in found])
        elif opts.diff:
            sys.stdout.writelines(f"{shown(line)}\n" for line in _diffs(found))
        else:
            sys.stdout.writelines(f"{shown(_line(one))}\n" for one in found)
        self.exitcode = Exit.PLANNED


def _versions(settings: BaseSettings, args: list[str]) -> list[Version]:
    url = usable_url(args[0]) if len(args) == 1 else None
    if url is None:
        raise ConfigurationError("write versions URL, the address of one article")
    store = existing_store(settings["NEWSCRAWLER_STORE"])
    with closing(store), store.reading() as connection:
        found = versions_of(connection, url)
    if not found:
        raise ConfigurationError(f"{url}: no article is kept of it")
    return found


def _line(one: Version) -> str:
    state = "current" if one.is_current else "earlier"
    if one.article is None:
        state, words = "withdrawn", one.reason
    else:
        words = one.article.headline
    kept_at = iso_time(one.kept_at)
    return f"{one.version} {kept_at} {state} {one.decision[:12]} {words}"


def _diffs(found: Iterable[Version]) -> Iterator[str]:
    """Yield what changed, a line for each field and each paragraph."""
    kept = [one for one in found if one.article is not None]
    for before, after in pairwise(kept):
        assert before.article is not None
        assert after.article is not None
        yield f"{before.version} → {after.version} {iso_time(after.kept_at)}"
        for one in changes(before.article, after.article):
            if one.field != BODY:
                yield f"  {one.field}: {one.before!r} → {one.after!r}"
        body = body_diff(before.article, after.article)
        yield from (f"  {line}" for line in body.splitlines())


def _record(one: Version) -> dict[str, Value]:
    return {
        "version": one.version,
        "current": one.is_current,
        "kept_at": iso_time(one.kept_at),
        "content_hash": one.content_hash,
        "decision": one.decision,
        "withdrawn": one.reason,
        "article": None if one.article is None else article_record(one.article),
    }
