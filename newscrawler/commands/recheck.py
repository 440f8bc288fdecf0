"""May what was kept still be kept? ``recheck`` asks the sites again, and no article."""

import argparse
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from newscrawler.address import host_of
from newscrawler.commands.audit import chosen
from newscrawler.commands.crawl import check, exit_of_failure
from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.revoking import endings, source_of
from newscrawler.configuring.configuration import ConfigurationError, configuration
from newscrawler.crawl.stored import existing_store
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.policy import Decision, Gate, Purpose, Verdict
from newscrawler.policy.copies import bound_by_canonical
from newscrawler.policy.reconsider import (
    ended,
    is_lost,
    kept_for,
    reconsidered,
    staying,
)
from newscrawler.policy.record import decision_id
from newscrawler.report.outcome import reason, shown
from newscrawler.sources.forms import FormError, duration
from newscrawler.spiders.asking import AskingSpider
from newscrawler.storage.database import StoreError
from newscrawler.storage.withdrawing import Held
from newscrawler.terminal.talk import say


@dataclass
class Rechecked:
    """What came of the stored articles; ``unlisted``: of hosts that nobody may ask.

    ``refused``: may stay for what they were kept for, and not be kept for what is
    declared now.
    """

    allowed: int = 0
    refused: int = 0
    deferred: int = 0
    unlisted: int = 0
    withdrawn: list[Decision] = field(default_factory=list)


class RecheckSpider(AskingSpider):
    """Hears policy documents for each stored article, and fetches no page."""

    name = "recheck"

    def __init__(
        self,
        source: str | None,
        before: float | None,
        found: Rechecked,
        **kwargs: str,
    ) -> None:
        super().__init__(**kwargs)
        self._source = source
        self._before = before
        self._rechecked = found
        self._gates: dict[frozenset[Purpose], Gate] = {}
        self._none: tuple[Request, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        """Take each article in turn; the documents it needs are all that is asked."""
        self.policy.asks_anew = True
        with suppress(IgnoreRequest):  # the store failed: the records say how
            for held in self.records.revisits.held(self._source, self._before):
                await self._recheck(held)
        for request in self._none:
            yield request

    async def _recheck(self, held: Held) -> None:
        decision = await self._decided(held)
        if decision is None:
            self._rechecked.unlisted += 1
            return
        self.records.decided(decision)
        source = source_of(configuration(self.crawler), held)
        owner = source.owner if source is not None else None
        if is_lost(decision):
            if self.records.revisits.withdraw(held.number, decision, owner):
                self._rechecked.withdrawn.append(decision)
        elif decision.verdict is not Verdict.ALLOW:
            self._rechecked.deferred += 1
        elif self._is_refused_for_declared(held, decision):
            self._rechecked.refused += 1
        else:
            self._rechecked.allowed += 1

    def _is_refused_for_declared(self, held: Held, decision: Decision) -> bool:
        """Tell whether it may not be kept for all that is declared, though it stays."""
        declared = self.policy.gate.terms.purposes
        if declared <= decision.terms.purposes:
            return False
        return self._by(self.policy.gate, held).verdict is not Verdict.ALLOW

    async def _decided(self, held: Held) -> Decision | None:
        """Return the decision of now, None where the host is not listed any more."""
        then, now = held.decision, time.time()
        over = endings(configuration(self.crawler), held, now)
        if over:
            return ended(then, over, now)
        gate = self.policy.gate
        if not gate.listed.is_askable(host_of(then.url)):
            return None
        purposes = kept_for(then, gate)
        stays = self._gates.setdefault(purposes, staying(then, gate))
        await self.policy.hear(then.url)
        await self.policy.hear(then.url, gate=stays)
        return self._by(stays, held)

    def _by(self, gate: Gate, held: Held) -> Decision:
        found = reconsidered(gate, held.decision, time.time())
        if held.url == held.decision.url:
            return found
        return bound_by_canonical(found, gate.known_of(held.url, time.time()))


class Command(OurCommand):
    """``recheck [SOURCE]``: withdraws what lost its permission."""

    name = "recheck"
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "ERROR"}

    def syntax(self) -> str:
        """Return how the command is written."""
        return '[SOURCE] [--older-than "30 days"] [--json]'

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Ask the sites again, and withdraw what lost its permission"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Hears the policy documents of each stored article's site again, fetching"
            " no article, and decides by them, by today's permissions, objections and"
            " retention, for the purposes for which each was kept and that are declared"
            " still; where none is, for those it was kept for. What lost its permission"
            " is withdrawn: a tombstone stays, and its URLs are refused. purge erases it. Exit code 4: all were deferred,"
            " 5: the store failed."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add which articles are meant, and the form of the answer."""
        super().add_options(parser)
        add = parser.add_argument
        add("--older-than", metavar="TIME", help='kept longer ago, as "30 days"')
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Recheck, unless something is wrong beforehand; a mistake is one line."""
        assert self.settings is not None
        assert self.crawler_process is not None
        try:
            before = _before(opts.older_than)
            existing_store(self.settings["NEWSCRAWLER_STORE"]).close()
            crawler = self.crawler_process.create_crawler(RecheckSpider)
            source = _source(crawler, args)
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("recheck", str(error))
            return
        found = Rechecked()
        self.crawler_process.crawl(crawler, source=source, before=before, found=found)
        self.crawler_process.start()
        self.exitcode = _exit(crawler, found)
        if self.exitcode in (Exit.PLANNED, Exit.DEFERRED):
            _write(found, as_json=bool(opts.json))


def _before(text: str | None) -> float | None:
    try:
        return None if text is None else time.time() - duration(text.strip())
    except FormError as error:
        raise ConfigurationError(f"--older-than: {error}") from None


def _source(crawler: Crawler, args: list[str]) -> str | None:
    """Return the source that is meant, None for all, where nothing is wrong."""
    if len(args) > 1:
        raise ConfigurationError("name one source, or none for all")
    check(crawler, "recheck", {})
    registry = configuration(crawler).registry
    assert registry is not None, "checked"
    return chosen(registry, args)[0].id if args else None


def _exit(crawler: Crawler, found: Rechecked) -> Exit:
    failure = exit_of_failure(crawler)
    if failure is not None:
        return failure
    has_heard = found.allowed or found.refused or found.withdrawn
    return Exit.DEFERRED if found.deferred and not has_heard else Exit.PLANNED


def _write(found: Rechecked, *, as_json: bool) -> None:
    lines = [
        {"url": one.url, "reason": _words(one), "decision": decision_id(one)}
        for one in found.withdrawn
    ]
    counts = {
        "allowed": found.allowed,
        "refused": found.refused,
        "deferred": found.deferred,
        "unlisted": found.unlisted,
    }
    if as_json:
        write_json({**counts, "withdrawn": lines})
    else:
        for line in lines:
            sys.stdout.write(f"{shown(line['url'])}\t{shown(line['reason'])}\n")
    many = ", ".join(f"{count} {name}" for name, count in counts.items())
    say(f"recheck: {len(lines)} withdrawn, {many}")
    if found.refused:
        say("recheck: refused for what is declared now; kept, as before, for their own")


def _words(decision: Decision) -> str:
    why = reason(decision)
    assert why is not None, "what was withdrawn was refused"
    return f"{why.signal}: {why.words}"
