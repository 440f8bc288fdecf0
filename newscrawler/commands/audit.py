"""What do the listed sites say of each purpose? ``audit``, and no article is fetched."""

import argparse
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.commands.crawl import check
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.explaining import unread
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.whole_file import write_whole
from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.configuring.guarded_files import output_file
from newscrawler.downloading.exchange import hops_of
from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.extensions import Records
from newscrawler.page import Page
from newscrawler.policy import Decision, Stage, Verdict
from newscrawler.policy.permission import covers
from newscrawler.report.audit import Audited, Caution, outcome
from newscrawler.report.audit_lines import print_audit, sentence
from newscrawler.report.audit_record import audit_record, junit
from newscrawler.sources import Registry, Source, concerns
from newscrawler.sources.standing import Standing, permission_standing
from newscrawler.spiders.fixtures import FixturesSpider
from newscrawler.spiders.gated import missing_parts
from newscrawler.spiders.hearing import MOST_FEEDS, HearingSpider
from newscrawler.storage.database import StoreError
from newscrawler.terminal.talk import say

EXITS = {
    Verdict.ALLOW: Exit.PLANNED,
    Verdict.REFUSE: Exit.REFUSED,
    Verdict.DEFER: Exit.DEFERRED,
}


class AuditSpider(HearingSpider):
    """Hears each source's policy documents, home page and feeds, and no article."""

    name = "audit"

    def __init__(
        self, sources: Sequence[Source], found: dict[str, Decision], **kwargs: str
    ) -> None:
        super().__init__(**kwargs)
        self._sources = sources
        self._found = found

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each home page; it is read, and never kept."""
        for source in self._sources:
            yield self.policy.listing_request(
                source.home,
                callback=partial(self.take, source),
                errback=partial(self.take_refusal, source),
                dont_filter=True,
            )

    def take(self, source: Source, response: Response) -> Iterator[Request]:
        """Hear the feeds that no crawl has read of late, then judge the home page."""
        page = self.policy.page_of(response)
        if page is not None:
            hops = hops_of(response.request) if response.request is not None else ()
            feeds = self.feeds_of(source, page)
            feeds = unread(feeds, self.records.store, time.time())
            yield from self.hear(feeds, partial(self.judge, source, page, hops))

    def judge(
        self, source: Source, page: Page, hops: tuple[Page, ...]
    ) -> Iterator[Request]:
        """Take the decision that a crawl would come to if the home were an article."""
        self._found[source.id] = self.policy.gate.after_fetch(
            page, time.time(), hops=hops
        )
        yield from ()

    def take_refusal(self, source: Source, failure: Failure) -> Iterator[Request]:
        """Hear the feeds that are listed, then judge what kept the home page away."""
        decision = self.refusal_of(source.home, failure)
        if decision is not None:
            feeds = unread(source.feeds[:MOST_FEEDS], self.records.store, time.time())
            yield from self.hear(feeds, partial(self.join, source, decision))

    def join(self, source: Source, refused: Decision) -> Iterator[Request]:
        """Take what kept the home page away, with all that its site says beside."""
        known = self.policy.gate.before_fetch(source.home, time.time())
        self._found[source.id] = joined(known, refused)
        yield from ()


class Command(OurCommand):
    """``audit [SOURCE...]``: source by purpose, with the words that decide."""

    name = "audit"
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_LEVEL": "ERROR"}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[SOURCE...] [--json] [--junit FILE] [--fixtures]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Say for what the listed sites may be used, fetching no article"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Hears each source's policy documents, its home page and its feeds, as a crawl"
            " would, and no article; says for each purpose what the site prefers, which"
            " words decide, and which permissions lift nothing or end soon. Feeds that a"
            " crawl has read within a day are not asked again. Documents are"
            " asked for as the declared purposes need them. Exit code 0: every declared"
            " purpose is allowed, 3: one is refused, 4: deferred only."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the forms in which an audit can be had."""
        super().add_options(parser)
        add = parser.add_argument
        add("--json", action="store_true", help="print a list of objects to stdout")
        add("--junit", metavar="FILE", help="write JUnit XML as well")
        add("--fixtures", action="store_true", help="audit the fixture sources")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Audit, unless something is wrong beforehand; a mistake is one line."""
        assert self.crawler_process is not None
        try:
            crawler = self._audit_crawler(fixtures=bool(opts.fixtures))
            # before the check: it opens the store, and a mistake makes none
            registry = read_configuration(crawler.settings).registry or Registry()
            sources = chosen(registry, args)
            _check_file(crawler.settings, opts.junit)
            check(crawler, "audit", {})
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("audit", str(error))
            return
        found: dict[str, Decision] = {}
        self.crawler_process.crawl(crawler, sources=sources, found=found)
        self.crawler_process.start()
        problem = self._problem(crawler)
        if problem is None:
            audited = audits(sources, found, datetime.now(UTC).date())
            problem = self._told(audited, opts)
            if problem is None:
                is_whole = len(audited) == len(sources)
                problem = EXITS[outcome(audited)] if is_whole else Exit.ERRORS
        self.exitcode = problem

    def _audit_crawler(self, *, fixtures: bool) -> Crawler:
        """Return a crawler of ours; ``fixtures``: with the fixture spider's settings."""
        assert self.settings is not None
        assert self.crawler_process is not None
        if fixtures:
            FixturesSpider.update_settings(self.settings)
        return self.crawler_process.create_crawler(AuditSpider)

    def _problem(self, crawler: Crawler) -> Exit | None:
        """Return how it ended if nothing can be said, None if something can."""
        assert self.crawler_process is not None
        if self.crawler_process.bootstrap_failed:
            return Exit.INTERNAL
        records = crawler.get_extension(Records)
        if missing_parts(crawler) is not None or records is None:
            return Exit.USAGE
        if records.problem is None:
            return None
        return Exit.EVIDENCE if records.was_open else Exit.USAGE

    def _told(
        self, audited: Sequence[Audited], opts: argparse.Namespace
    ) -> Exit | None:
        """Write what was found; return how it ended if that cannot be written."""
        try:
            if opts.junit:
                write_whole(Path(opts.junit), junit(audited))
            if opts.json:
                write_json(audit_record(audited))
            else:
                print_audit(audited, Console(highlight=False))
                say(sentence(audited))
        except OSError as error:
            return complain("audit", problem_of(error))
        return None


def chosen(registry: Registry, names: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources of these ids, each once; of none, all."""
    try:
        found = [registry.source(name) for name in dict.fromkeys(names)]
    except LookupError as error:
        raise ConfigurationError(str(error.args[0])) from None
    return tuple(found) or registry.sources


def audits(
    sources: Iterable[Source], found: Mapping[str, Decision], today: date
) -> list[Audited]:
    """Return the audits of the sources that a decision was found on, in order."""
    return [
        Audited(one.id, one.name, one.home, found[one.id], cautions(one, today))
        for one in sources
        if one.id in found
    ]


def joined(known: Decision, refused: Decision) -> Decision:
    """Return one decision on the use of a page that did not come, with all evidence."""
    return replace(
        known,
        stage=Stage.USE,
        statements=tuple(dict.fromkeys((*known.statements, *refused.statements))),
        faults=tuple(dict.fromkeys((*known.faults, *refused.faults))),
    )


def cautions(source: Source, today: date) -> tuple[Caution, ...]:
    """Return what lifts nothing, ends within 30 days, or is about other pages."""
    found = [
        Caution(one.kind, one.id, one.standing.value, one.reason)
        for one in concerns([source], today)
    ]
    return (*found, *_elsewhere(source, today))


def _elsewhere(source: Source, today: date) -> Iterator[Caution]:
    """Yield the permissions that lift something, but not on the page audited."""
    for one in source.permissions:
        standing = permission_standing(one, today)
        lifts = standing in (Standing.VALID, Standing.ENDING)
        if lifts and not covers(one, source.home):
            reason = f"lifts in {', '.join(one.scope)} alone, not on the home page"
            yield Caution("permission", one.id, standing.value, reason)


def _check_file(settings: BaseSettings, name: str | None) -> None:
    """Open the file of --junit as it will be when the audit has ended."""
    if name is None:
        return
    try:
        output_file(settings, name, ".xml").open("ab").close()
    except ConfigurationError as error:
        raise ConfigurationError(f"--junit {error}") from None
    except OSError as error:
        raise ConfigurationError(f"--junit {name}: {error.strerror}") from None
