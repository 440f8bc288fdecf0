"""Is the evidence whole, what does it say, and how is it shown to others? ``ledger``."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.ledger_count import DEFAULT, count
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.configuring.guarded_files import output_file
from newscrawler.crawl.stored import existing_store, read_since
from newscrawler.how_many import counted
from newscrawler.policy import Verdict
from newscrawler.policy.record import iso_time
from newscrawler.report.outcome import shown
from newscrawler.report.replay import Replayed, replay, replay_record
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.checkpoint import Signer, read_signer
from newscrawler.storage.database import Store, StoredDecision, StoreError
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.proof import (
    PUBLIC_KEY,
    SIGNATURE,
    found_decision,
    proof,
)
from newscrawler.storage.url_keys import url_form
from newscrawler.storage.verification import steps, verify
from newscrawler.terminal.progress import progress
from newscrawler.terminal.talk import say

_SEALS = {
    "signed": "signed",
    "unverified": "signed by a key that is not given here",
}

NO_KEY = "name the key that signed, -s NEWSCRAWLER_LEDGER_KEY=FILE"

KNOWN = ("verify", "show", "count", "prove", "replay")


class Command(OurCommand):
    """``ledger verify``, ``show``, ``count``, ``prove`` and ``replay``."""

    name = "ledger"
    words = KNOWN
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        actions = "verify|show|count|prove URL|ID -o FILE.zip|replay"
        return f"{actions} [--since DATE] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Verify, show and prove what was decided, or decide it again"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "verify: every record against its hash; exit code 5 and a line for each"
            " that was changed, removed, inserted or moved. show: the decisions."
            " count: how many there are, --by source,verdict,signal,stage,day or purpose."
            " prove: one decision as a ZIP file that anybody can check with sha256sum"
            " and openssl. replay: what would be decided today from the same evidence."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what the subcommands take."""
        super().add_options(parser)
        add = parser.add_argument
        add("--since", metavar="DATE", help="decisions made then or later (UTC)")
        add("--source", help="decisions on this source alone")
        add("--by", help=f"what count counts by ({DEFAULT})")
        add("--verdict", help="allow, refuse or defer alone")
        add("-o", "--output", metavar="FILE.zip", help="where prove writes to")
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("ledger", str(error))
            if isinstance(error, EvidenceError):
                self.exitcode = Exit.EVIDENCE
        except LookupError as error:
            self.exitcode = complain("ledger", str(error.args[0]))
        except OSError as error:
            self.exitcode = complain("ledger", problem_of(error))


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if not args or args[0] not in KNOWN:
        what = f"unknown subcommand {args[0]!r}" if args else "no subcommand"
        near = suggestion(args[0] if args else "", KNOWN)
        raise ConfigurationError(f"{what}; {near}")
    many = 2 if args[0] == "prove" else 1
    if len(args) != many or (many == 2 and not opts.output):
        how = "prove URL|ID -o FILE.zip" if many == 2 else args[0]
        raise ConfigurationError(f"write ledger {how}")
    file = output_file(settings, opts.output, ".zip") if many == 2 else Path()
    signer = read_signer(settings["NEWSCRAWLER_LEDGER_KEY"])
    with closing(existing_store(settings["NEWSCRAWLER_STORE"])) as store:
        if args[0] == "verify":
            return _verify(store, signer, opts)
        if args[0] == "prove":
            return _prove(store, signer, args[1], file)
        return _SUBCOMMANDS[args[0]](store, opts)


def _verify(store: Store, signer: Signer | None, opts: argparse.Namespace) -> Exit:
    with (
        store.reading() as connection,
        progress("verify", lambda: steps(connection)) as tick,
    ):
        found = verify(connection, signer, tick)
    counts = {
        "runs": found.runs,
        "records": found.records,
        "checkpoints": found.checkpoints,
        "signed": found.signed,
        "unverified": found.unverified,
    }
    if opts.json:
        problems = [{"where": one.where, "what": one.what} for one in found.problems]
        write_json({**counts, "problems": problems})
    else:
        for one in found.problems:
            sys.stdout.write(f"{shown(str(one))}\n")
    say(f"ledger: {_words(len(found.problems), counts)}")
    if found.unverified:
        many = counted(found.unverified, "signature")
        say(f"warning: {many} of checkpoints not verified: {NO_KEY}")
    return Exit.EVIDENCE if found.problems else Exit.PLANNED


def _words(problems: int, counts: Mapping[str, int]) -> str:
    """Return what came of looking, and how much was looked at."""
    without = "signed" if counts["unverified"] else "unverified"
    said = ", ".join(
        f"{many} {_SEALS[name]}" if name in _SEALS else counted(many, name[:-1])
        for name, many in counts.items()
        if name != without
    )
    found = counted(problems, "problem") if problems else "whole"
    return f"{found}: {said}"


def _show(store: Store, opts: argparse.Namespace) -> Exit:
    found = _decisions(store, opts)
    if opts.json:
        write_json([_decision_json(one) for one in found])
        return Exit.PLANNED
    for one in found:
        made = one.decision
        words = (
            iso_time(made.decided_at),
            str(one.record["verdict"]),
            made.stage.value,
            made.source or "-",
            str(one.count),
            made.url,
            one.id,
        )
        sys.stdout.write("\t".join(map(shown, words)) + "\n")
    return Exit.PLANNED


def _replay(store: Store, opts: argparse.Namespace) -> Exit:
    every = list(replay(_decisions(store, opts), store.hearing))
    differ = [one for one in every if one.changes]
    if opts.json:
        write_json([replay_record(one) for one in differ])
    else:
        for one in differ:
            sys.stdout.write(f"{_difference(one)}\n")
    many = f"{len(differ)} of {counted(len(every), 'decision')} would differ"
    say(f"ledger: {many} now")
    return Exit.PLANNED


def _prove(store: Store, signer: Signer | None, asked: str, file: Path) -> Exit:
    with store.reading() as connection:
        found = found_decision(connection, asked, url_form(asked))
        proved, parts = proof(connection, found, signer)
    write_whole(file, proved)
    say(f"ledger: {shown(str(file))}: decision {found.id}")
    if SIGNATURE in parts and PUBLIC_KEY not in parts:
        say(f"warning: the proof holds a signature and no public key: {NO_KEY}")
    return Exit.PLANNED


_SUBCOMMANDS: dict[str, Callable[[Store, argparse.Namespace], Exit]] = {
    "count": count,
    "show": _show,
    "replay": _replay,
}


def _decisions(store: Store, opts: argparse.Namespace) -> list[StoredDecision]:
    known = [one.value for one in Verdict]
    if opts.verdict not in (None, *known):
        near = suggestion(opts.verdict, known)
        raise ConfigurationError(f"--verdict {opts.verdict!r}: {near}")
    verdict = None if opts.verdict is None else Verdict(opts.verdict)
    since = None if opts.since is None else read_since(opts.since, time.time())
    return list(store.decisions(verdict=verdict, source=opts.source, since=since))


def _decision_json(one: StoredDecision) -> dict[str, object]:
    place = {"run": one.run, "record": one.sequence, "count": one.count}
    return {**one.record, **place, "last_at": iso_time(one.last_at)}


def _difference(one: Replayed) -> str:
    changes = "; ".join(
        f"{name} from {then} to {now}" for name, (then, now) in one.changes.items()
    )
    at = iso_time(one.now.decided_at)
    return shown(f"{at} {one.now.stage.value} {one.now.url}: {changes}")
