"""From a page that may be kept to a stored article.

A page is what the policy middleware judged: any other item, or one without a decision
that allows its use, is dropped.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, IgnoreRequest

from newscrawler.address import host_of
from newscrawler.article import Hints, extract, own_canonical, problems
from newscrawler.configuring.configuration import configuration
from newscrawler.crawl.standing import Known
from newscrawler.discovery.same_page import is_same_article
from newscrawler.extensions import Records
from newscrawler.items import Article
from newscrawler.middlewares import PolicyMiddleware
from newscrawler.page import Page
from newscrawler.policy import Decision, Gate, Stage, Verdict
from newscrawler.policy.copies import bound_by_canonical, bound_by_origin
from newscrawler.report.outcome import Outcome
from newscrawler.sources import Source
from newscrawler.storage.decision_rows import written_id
from newscrawler.storage.new_article import NEW
from newscrawler.storage.warc_records import Sent


@dataclass(frozen=True, slots=True)
class Judged:
    """An article on its way to the store, with the decision that lets us keep it.

    ``trail`` are the URLs that were redirected to it; ``page`` is what it was read out
    of, had by the request ``sent``; ``known``: what it was before, if it was asked for
    again.
    """

    article: Article
    decision: Decision
    trail: tuple[str, ...] = ()
    page: Page | None = None
    sent: Sent | None = None
    known: Known | None = None


class _Pipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline of a crawl."""
        return cls(crawler)

    @cached_property
    def records(self) -> Records:
        """Return where the outcome is written down."""
        records = self.crawler.get_extension(Records)
        if records is None:
            raise DropItem("nothing can be recorded: EXTENSIONS lacks Records")
        return records


class ExtractPipeline(_Pipeline):
    """Makes an article of a page that the gate lets us keep."""

    async def process_item(self, item: object) -> Judged:
        """Return the page's article with what the site says of its use."""
        policy, decision = self._judgement(item)
        assert isinstance(item, Page), "only a page has a decision"
        trail, known = policy.trail_of(item), policy.again.known_of(item)
        if known is not None and not is_same_article(known.visit.url, item.url):
            self.records.revisits.leads_elsewhere(known)
            self.records.frontier.ended(known.visit.url, trail)
            trail, known = (), None
        if known is not None and known.visit.body_sha256 == item.sha256:
            article = known.standing.article
        else:
            article = extract(item, self._hints(item.url))
        decision = self._named(policy.gate, decision, article, trail, item)
        article = replace(
            article,
            usage={key.value: value.value for key, value in decision.usage.items()},
            permission=decision.permission,
            decision=written_id(decision),
            metadata=replace(article.metadata, warc=policy.archived.place_of(item)),
        )
        if configuration(self.crawler).image_metadata:
            record = self.records.judged_picture
            article = await policy.pictures.kept(article, decision, record)
        sent = policy.sent_for(item)
        item.let_go()  # it waits for its transaction, and others are parsed meanwhile
        return Judged(article, decision, trail, item, sent, known)

    def _judgement(self, item: object) -> tuple[PolicyMiddleware, Decision]:
        policy = self.crawler.get_downloader_middleware(PolicyMiddleware)
        if policy is None or not isinstance(item, Page):
            raise DropItem("no page that the gate has judged")
        decision = policy.decision_of(item)
        if decision is None or decision.stage is not Stage.USE:
            raise DropItem(f"no decision on the use of {item.url}")
        if decision.verdict is not Verdict.ALLOW:
            raise DropItem(f"{decision.verdict.value}: {item.url}")
        if decision.source is None and policy.gate.listed.is_used:
            raise DropItem(f"of no listed source: {item.url}")
        return policy, decision

    def _named(
        self,
        gate: Gate,
        decision: Decision,
        article: Article,
        trail: tuple[str, ...],
        page: Page,
    ) -> Decision:
        """Return the decision with what concerns it by the addresses that it names."""
        found = _with_canonical(gate, _with_origin(gate, decision, article), article)
        said = [
            one
            for url in _addresses(article)
            for one in gate.listed.barred.statements(url, found.decided_at)
        ]
        new = [one for one in dict.fromkeys(said) if one not in found.statements]
        found = replace(found, statements=(*found.statements, *new)) if new else found
        if found.verdict is not Verdict.ALLOW:
            with suppress(IgnoreRequest):  # not recorded: the crawl is at its end
                self.records.decided(found, trail)
                self.records.revisits.refused(gate, found, trail, page)
            raise DropItem(f"{found.verdict.value} by what it names: {found.url}")
        return found

    def _hints(self, url: str) -> Hints | None:
        registry = configuration(self.crawler).registry
        source = registry.for_url(url) if registry is not None else None
        return hints(source) if source is not None else None


def _addresses(article: Article) -> list[str]:
    """Return the addresses that a page names as the article's own, or its origin's."""
    origin = article.syndication.originUrl if article.syndication else None
    named = (own_canonical(article), article.canonicalUrl, origin)
    return list(dict.fromkeys(filter(None, named)))


def _with_canonical(gate: Gate, decision: Decision, article: Article) -> Decision:
    """Return the decision on an AMP or printed page with what is known to be reserved
    at the canonical address, if that is the same source's. Nobody is asked.
    """
    url, at = article.canonicalUrl, gate.listed.listing
    if url is None or url == decision.url:
        return decision
    here, there = host_of(decision.url), host_of(url)
    if here != there and (at(there) is None or at(there) is not at(here)):
        return decision
    return bound_by_canonical(decision, gate.known_of(url, decision.decided_at))


def _with_origin(gate: Gate, decision: Decision, article: Article) -> Decision:
    """Return the decision with what the copy's origin refuses, if it is listed.

    Nobody is asked: what is known of it counts.
    """
    origin = article.syndication.originUrl if article.syndication else None
    listing = gate.listed.listing(host_of(origin)) if origin else None
    if not origin or listing is None or listing.source == decision.source:
        return decision
    said = gate.known_of(origin, decision.decided_at)
    return bound_by_origin(decision, said, listing.owner or host_of(origin))


def hints(source: Source) -> Hints:
    """Return what a source's entry tells of its pages."""
    return Hints(
        select=source.select,
        timezone=source.timezone,
        languages=source.languages,
        agency=source.agency,
    )


class ValidatePipeline(_Pipeline):
    """Drops what is no article."""

    def process_item(self, item: object) -> Judged:
        """Return the article if it has what we require."""
        judged = _judged(item)
        lacking = problems(judged.article)
        if lacking:
            self.records.count(judged.decision, Outcome.INVALID)
            with suppress(IgnoreRequest):  # not recorded: the crawl is at its end
                self.records.decided(judged.decision)
                self.records.frontier.ended(judged.decision.url, judged.trail)
                if judged.known is not None and judged.page is not None:
                    self.records.revisits.holds_none(judged.known, judged.page)
            raise DropItem(f"{judged.article.url} lacks {', '.join(lacking)}")
        return judged


class StorePipeline(_Pipeline):
    """Stores the article, its decision and its URL in one transaction with others.

    Then, and only then, its page goes to NEWSCRAWLER_WARC.
    """

    async def process_item(self, item: object) -> Article:
        """Return the article, for Scrapy's feeds, if it was new and is in the store."""
        judged = _judged(item)
        # without its request a page was not fetched now: an archive's is there already
        page = judged.page if judged.sent is not None else None
        kept, article = await self.records.keep(
            judged.article,
            judged.decision,
            judged.trail,
            page,
            judged.sent,
            judged.known,
        )
        if kept not in NEW:
            raise DropItem(f"{article.url} is in the store: {kept.value}")
        return article


def _judged(item: object) -> Judged:
    if not isinstance(item, Judged):
        raise DropItem("no article with a decision: is ExtractPipeline first?")
    return item
