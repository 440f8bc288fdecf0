"""What may leave the store for one purpose, with its rights? ``export``."""

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.address import parents
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    read_configuration,
)
from newscrawler.configuring.guarded_files import output_file
from newscrawler.crawl.stored import existing_store, read_since
from newscrawler.how_many import counted
from newscrawler.policy import Purpose
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.allowed_now import AllowedNow
from newscrawler.report.croissant import croissant
from newscrawler.report.data_card import data_card
from newscrawler.report.export import Exporting
from newscrawler.report.export_facts import Facts
from newscrawler.report.export_run import Written, excluded_file, write_export
from newscrawler.report.once import Once, Repeats, nothing_repeats
from newscrawler.report.outcome import shown
from newscrawler.report.training_summary import training_summary
from newscrawler.sources import Registry
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.counting import tallies
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.export.files import FORMS
from newscrawler.storage.host_rows import find_hosts
from newscrawler.storage.kept_rows import count_kept, kept_by, kept_pages
from newscrawler.storage.purging import Tombstone, unerased
from newscrawler.storage.ticking import ticked
from newscrawler.terminal.progress import progress
from newscrawler.terminal.talk import say


class Command(OurCommand):
    """``export --purpose P -o FILE``."""

    name = "export"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "--purpose P -o FILE.{jsonl,csv,parquet} [--source S] [--since DATE]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Export what is allowed now for a purpose, with its rights"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Decides again of every kept article for one purpose, by what its site said"
            " last and today's permissions. What is allowed goes to FILE, each with its"
            " usage, permission, conditions, notice and decision; the rest, with the"
            " reasons, to FILE.excluded.jsonl. --croissant describes it for loaders,"
            " --card for people, --ai-act gives the inputs of the public summary of"
            " training content. FILE is what is allowed now, and takes the place of a"
            " former one. Exit code 3 where nothing is in it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what is exported, and where to."""
        super().add_options(parser)
        add = parser.add_argument
        add("--purpose", help="what it will be used for: search, archive, ai-train, …")
        add("-o", "--output", metavar="FILE", help=".jsonl, .csv or .parquet")
        add("--source", help="articles of this source alone")
        add("--since", metavar="DATE", help="articles kept then or later (UTC)")
        once = "of texts that are nearly the same, the first published alone"
        add("--no-duplicates", action="store_true", help=once)
        add("--croissant", action="store_true", help="also FILE.croissant.json")
        add("--card", action="store_true", help="also FILE.card.md, for people")
        add("--ai-act", action="store_true", help="also FILE.ai-act.json")
        add("--json", action="store_true", help="print the counts as JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("export", str(error))
            if isinstance(error, EvidenceError):
                self.exitcode = Exit.EVIDENCE
        except LookupError as error:
            self.exitcode = complain("export", str(error.args[0]))
        except OSError as error:
            self.exitcode = complain("export", problem_of(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if args:
        raise ConfigurationError(f"what is {args[0]!r}? write --source ID")
    purpose, file = _purpose(opts.purpose), _file(settings, opts.output)
    now = time.time()
    since = None if opts.since is None else read_since(opts.since, now)
    found = replace(read_configuration(settings), purposes=frozenset((purpose,)))
    if opts.source is not None and found.registry is not None:
        found.registry.source(opts.source)  # a LookupError names the nearest
    signer = read_signer(settings["NEWSCRAWLER_LEDGER_KEY"])
    facts = Facts(purpose, now)
    with closing(existing_store(found.store, signer)) as store:
        once = Once(store)
        repeats = once.repeats if opts.no_duplicates else nothing_repeats
        exporting = _exporting(found, store, facts, repeats)
        if opts.no_duplicates:
            alike = kept_pages(store, opts.source, since, alike=True)
            once.look(alike, exporting.may_leave)
        config = _config(found, purpose, file, opts, since)
        with progress("export", lambda: count_kept(store, opts.source, since)) as tick:
            pages = ticked(kept_pages(store, opts.source, since), tick)
            gone = _withdrawn(store, opts.source, since)
            written = write_export(
                store, exporting, pages, gone, file, config, time.time
            )
        for name, text in _papers(found, store, facts, written, opts):
            write_whole(file.with_name(f"{file.name}.{name}"), text)
    _tell(facts, written, is_json=opts.json)
    return Exit.PLANNED if facts.items else Exit.REFUSED


def _withdrawn(
    store: Store, source: str | None, since: float | None
) -> list[Tombstone]:
    """Return what was withdrawn of the chosen articles and is not erased yet."""
    return [
        one
        for one in unerased(store)
        if source in (None, one.source) and (since is None or one.kept_at >= since)
    ]


def _exporting(
    found: Configuration, store: Store, facts: Facts, repeats: Repeats
) -> Exporting:
    registry = found.registry or Registry()
    kept_for = {one.id: one.retention for one in registry.sources}
    allowed = AllowedNow(
        gate=found.gate(),
        hearing=store.hearing,
        states=lambda hosts: find_hosts(store, hosts),
        retention=kept_for.get,
        now=facts.at,
    )
    listed = {domain for one in registry.sources for domain in one.domains}

    def domain_of(host: str) -> str:
        return next((one for one in parents(host) if one in listed), host)

    return Exporting(allowed, facts, partial(kept_by, store), domain_of, repeats)


def _papers(
    found: Configuration,
    store: Store,
    facts: Facts,
    written: Written,
    opts: argparse.Namespace,
) -> Iterator[tuple[str, str]]:
    """Yield what is told of an export beside it, by the ending of its name."""
    if opts.croissant:
        yield "croissant.json", _json(croissant(facts, written, found.contact))
    if opts.card:
        yield "card.md", data_card(facts, written, found.contact)
    if opts.ai_act:
        with store.reading() as connection:
            decided = tallies(connection)
        told = training_summary(facts, decided, found.agent, found.contact)
        yield "ai-act.json", _json(told)


def _json(value: dict[str, Value]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _purpose(name: str | None) -> Purpose:
    known = [one.value for one in Purpose]
    if name is None:
        raise ConfigurationError(f"write --purpose P; {suggestion('', known)}")
    if name not in known:
        raise ConfigurationError(f"--purpose {name!r}: {suggestion(name, known)}")
    return Purpose(name)


def _file(settings: BaseSettings, name: str | None) -> Path:
    if name is None:
        raise ConfigurationError("write -o FILE.jsonl, FILE.csv or FILE.parquet")
    file = Path(name)
    if file.suffix[1:] not in FORMS:
        endings = ", ".join(f".{one}" for one in FORMS)
        raise ConfigurationError(f"{name}: no form has this ending; {endings} do")
    if not file.parent.is_dir():
        raise ConfigurationError(f"{name}: there is no folder {file.parent}")
    return output_file(settings, name)


def _config(
    found: Configuration,
    purpose: Purpose,
    file: Path,
    opts: argparse.Namespace,
    since: float | None,
) -> dict[str, Value]:
    """Return what an export was asked for, as its run in the ledger tells it."""
    return {
        "purpose": purpose.value,
        "file": file.name,
        "source": opts.source,
        "no_duplicates": opts.no_duplicates,
        "since": None if since is None else iso_time(since),
        "profile": found.profile.value,
        "when_silent": found.when_silent.value,
        "meets": list[Value](sorted(found.meets)),
    }


def _tell(facts: Facts, written: Written, *, is_json: bool) -> None:
    if is_json:
        write_json(
            {
                "file": str(written.file),
                "sha256": written.sha256,
                "purpose": facts.purpose.value,
                "items": facts.items,
                "excluded": facts.excluded,
                "left_out": dict(facts.left_out.most_common()),
                "run": written.run,
            }
        )
    many = f"{counted(facts.items, 'article')} for {facts.purpose.value}"
    others = f"{facts.excluded} left out, see {excluded_file(written.file)}"
    say(f"export: {shown(str(written.file))}: {many}; {shown(others)}")
