"""What has to go, and is it gone? ``purge`` erases it, and certifies that it did."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler import __version__
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.revoking import endings, source_of
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    read_configuration,
)
from newscrawler.configuring.guarded_files import output_file
from newscrawler.crawl.stored import existing_store
from newscrawler.how_many import counted
from newscrawler.policy import Decision
from newscrawler.policy.reconsider import ended
from newscrawler.policy.record import Value
from newscrawler.report.certificate import certificate
from newscrawler.report.outcome import reason, shown
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.database import Store, StoreError, open_store
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.purging import (
    Erased,
    erase_withdrawn,
    removal_list,
    unerased,
)
from newscrawler.storage.withdrawing import Held, held_articles, withdraw
from newscrawler.terminal.talk import say


class Command(OurCommand):
    """``purge --dry-run`` and ``purge --yes``."""

    name = "purge"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "--dry-run|--yes [-o CERTIFICATE.json] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Erase what was withdrawn, and certify it"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Withdraws what an objection or its retention ends, and erases the bytes of"
            " all that was withdrawn, in the store and in NEWSCRAWLER_WARC. Prints the"
            " removal list, a JSON line for each article; -o writes the certificate,"
            " which names the exports that held it, and the list beside it. An"
            " interrupted purge is ended by the next one. On PostgreSQL the server's"
            " write-ahead log, its archives and backups are beyond it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add whether it is meant, and where the certificate goes."""
        super().add_options(parser)
        add = parser.add_argument
        add("--dry-run", action="store_true", help="say what would go, and no more")
        add("--yes", action="store_true", help="erase it")
        add("-o", "--output", metavar="FILE.json", help="where the certificate goes")
        add("--json", action="store_true", help="print the certificate to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Purge, or say what would be purged; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("purge", str(error))
            if isinstance(error, EvidenceError):
                self.exitcode = Exit.EVIDENCE
        except OSError as error:
            self.exitcode = complain("purge", problem_of(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if args or opts.dry_run == opts.yes:
        raise ConfigurationError("write purge --dry-run or purge --yes")
    named = opts.output
    output = None if named is None else output_file(settings, named, ".json")
    found = read_configuration(settings)
    existing_store(found.store).close()
    signer = read_signer(settings["NEWSCRAWLER_LEDGER_KEY"])
    with closing(open_store(found.store or "", signer)) as store:
        if opts.dry_run:
            return _dry_run(found, store, as_json=bool(opts.json))
        _check_output(output)
        return _purge(found, store, output, as_json=bool(opts.json))


def _dry_run(found: Configuration, store: Store, *, as_json: bool) -> Exit:
    rows = [{"url": one.url, "reason": one.reason} for one in unerased(store)]
    for held, decision in _due(found, store, time.time()):
        rows.append({"url": held.url, "reason": _words(decision)})
    if as_json:
        write_json(rows)
    else:
        for row in rows:
            sys.stdout.write(f"{shown(row['url'])}\t{shown(row['reason'])}\n")
    mend = "; purge --yes -o FILE.json erases and certifies it" if rows else ""
    say(f"purge: {counted(len(rows), 'article')} would be erased{mend}")
    return Exit.PLANNED


def _purge(
    found: Configuration, store: Store, output: Path | None, *, as_json: bool
) -> Exit:
    run = store.begin_run("purge", {}, __version__, time.time())
    for held, decision in _due(found, store, time.time()):
        source = source_of(found, held)
        owner = source.owner if source is not None else None
        withdraw(store, run, held.number, decision, owner)

    def give_out(erased: Erased) -> None:
        certified = certificate(erased, run=run, now=time.time())
        if output is not None:
            write_whole(_removals(output), removal_list(erased.articles))
            write_whole(output, _json(certified))
        if as_json:
            write_json(certified)
        elif output is None:
            sys.stdout.write(removal_list(erased.articles))
        sys.stdout.flush()

    erased = erase_withdrawn(store, run, time.time(), give_out, found.warc)
    store.end_run(run, time.time(), {"erased": len(erased)})
    is_certified = output is not None or as_json or not erased
    lacking = "" if is_certified else "; no certificate: -o FILE.json would have had it"
    say(f"purge: {counted(len(erased), 'article')} erased{lacking}")
    return Exit.PLANNED


def _due(
    found: Configuration, store: Store, now: float
) -> Iterator[tuple[Held, Decision]]:
    """Yield what has to go though nobody withdrew it yet, by which decision."""
    for held in held_articles(store):
        over = endings(found, held, now)
        if over:
            yield held, ended(held.decision, over, now)


def _words(decision: Decision) -> str:
    why = reason(decision)
    assert why is not None, "what has ended is refused"
    return f"{why.signal}: {why.words}"


def _removals(output: Path) -> Path:
    return output.with_suffix(".removals.jsonl")


def _json(certified: dict[str, Value]) -> str:
    return json.dumps(certified, ensure_ascii=False, indent=2) + "\n"


def _check_output(output: Path | None) -> None:
    """Raise OSError now, and not when all is erased, where nothing can be written."""
    for file in (output, _removals(output)) if output is not None else ():
        is_new = not file.exists()
        file.open("ab").close()
        if is_new:
            file.unlink()
