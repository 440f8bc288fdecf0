"""What did a site say over time, of each purpose, and what changed when?

From the documents that were received, read with today's code. Answers that came
together are one visit; between two visits something has changed, or nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.policy import Decision, Document, Gate, Purpose, Statement
from newscrawler.policy.hearing import Kind, Outcome, hear
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.outcome import place_of
from newscrawler.storage.database import StoredHearing

Hearing = Callable[[str, float], StoredHearing | None]
"""What came back last for a document of another host, by a time (epoch seconds)."""

TOGETHER = 10 * 60
"""Seconds between two answers of one visit, at most: our choice."""

CRAWL = "crawl"
"""The name beside those of the purposes for acquiring itself."""

UNHEARD = "unheard"
"""What is told of crawling while robots.txt was asked for in vain."""


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for a purpose, or for crawling; ``where`` its words stand, if any."""

    state: str
    where: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a site said by a time (epoch seconds); ``documents``: their hashes by URL,
    or what came in their place.
    """

    at: float
    said: Mapping[str, Said]
    documents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """That a purpose, or crawling, came from one state to another."""

    at: float
    name: str
    before: Said
    after: Said

    def __str__(self) -> str:
        """Return it in words: by which line, or that the line is there no more."""
        where = ""
        if self.after.where is not None:
            where = f", {self.after.where}"
        elif self.before.where is not None:
            where = f", no more by {self.before.where}"
        day = iso_time(self.at)[:10]
        states = f"from {self.before.state} to {self.after.state}"
        return f"{day}: {self.name} {states}{where}"


def visits(
    url: str, agent: str, hearings: Iterable[StoredHearing], elsewhere: Hearing
) -> Iterator[Visit]:
    """Yield what the site of a URL said of it, visit by visit.

    ``hearings``: all answers of its host, in the order of time. An answer that is none
    (a timeout, 503) does not unsay what was said before it.
    """
    known: dict[str, Document] = {}
    told: dict[str, str] = {}
    for together in _together(hearings):
        is_unheard = False
        for one in together:
            document = one.document
            is_robots = document.url.endswith("/robots.txt")
            kind = Kind.ROBOTS if is_robots else Kind.FILE
            heard = hear(document, kind, now=document.fetched_at)
            if heard.outcome is Outcome.UNHEARD:
                is_unheard = is_unheard or is_robots
                told[document.url] = heard.problem or UNHEARD
                continue
            known[document.url] = document
            is_there = heard.outcome is Outcome.HEARD
            told[document.url] = document.sha256 if is_there else str(heard.problem)
        at = together[-1].document.fetched_at
        decision = _decision(url, agent, known, elsewhere, at)
        yield Visit(at, _said(decision, is_unheard=is_unheard), dict(told))


def changes(found: Iterable[Visit], since: float | None = None) -> Iterator[Change]:
    """Yield what changed between visits, at ``since`` (epoch seconds) or later."""
    before: Visit | None = None
    for visit in found:
        if before is not None and (since is None or visit.at >= since):
            for name, after in visit.said.items():
                if before.said[name].state != after.state:
                    yield Change(visit.at, name, before.said[name], after)
        before = visit


def distinct(found: Iterable[Visit]) -> Iterator[Visit]:
    """Yield the visits in which a document, or what it says, was new."""
    before: Visit | None = None
    for visit in found:
        is_same = before is not None and before.documents == visit.documents
        if before is None or not is_same or before.said != visit.said:
            yield visit
        before = visit


def visit_record(one: Visit) -> dict[str, Value]:
    """Return a visit as JSON."""
    return {
        "at": iso_time(one.at),
        "said": {name: said_record(said) for name, said in one.said.items()},
        "documents": dict[str, Value](one.documents),
    }


def change_record(one: Change) -> dict[str, Value]:
    """Return a change as JSON."""
    return {
        "at": iso_time(one.at),
        "name": one.name,
        "before": said_record(one.before),
        "after": said_record(one.after),
    }


def said_record(one: Said) -> dict[str, Value]:
    """Return what holds for a purpose as JSON."""
    return {"state": one.state, "where": one.where, "quote": one.quote}


def _together(hearings: Iterable[StoredHearing]) -> Iterator[list[StoredHearing]]:
    """Yield answers of one visit each: close in time, no document twice."""
    found: list[StoredHearing] = []
    for one in hearings:
        document = one.document
        is_again = document.url in {each.document.url for each in found}
        last = found[-1].document.fetched_at if found else document.fetched_at
        if found and (is_again or document.fetched_at - last > TOGETHER):
            yield found
            found = []
        found.append(one)
    if found:
        yield found


def _decision(
    url: str, agent: str, known: Mapping[str, Document], elsewhere: Hearing, at: float
) -> Decision:
    """Return what follows from documents as if all had come at one time.

    What was not asked for says nothing: it did not keep the site from speaking.
    """
    gate = Gate(agent=agent, purposes=Purpose)
    gate.listed.name(host_of(url), "policy")
    asked: set[str] = set()
    while wanted := [one for one in gate.wants(url, at) if one not in asked]:
        for one in wanted:
            asked.add(one)
            document = known.get(one)
            if document is None and host_of(one) != host_of(url):
                other = elsewhere(one, at)
                document = None if other is None else other.document
            gate.learn(document or Document(one, at, 404), at)
    return gate.before_fetch(url, at)


def _said(decision: Decision, *, is_unheard: bool) -> dict[str, Said]:
    denials = [one for one in decision.deciding if not one.purposes]
    crawl = _of(denials[0], decision.url) if denials else Said("allowed")
    found = {CRAWL: Said(UNHEARD) if is_unheard else crawl}
    for purpose, preference in decision.usage.items():
        speaking = (
            _of(one, decision.url)
            for one in (*decision.deciding, *decision.statements)
            if purpose in one.purposes and one.preference is preference
        )
        found[purpose.value] = next(speaking, Said(preference.value))
    return found


def _of(one: Statement, url: str) -> Said:
    """Return what a statement makes hold; its place without the site's own address."""
    where = place_of(one)
    if not where.startswith(one.document):
        where = f"{one.document} {where}"
    site = url.partition("://")[0] + "://" + url.split("/")[2] + "/"
    return Said(one.preference.value, where.removeprefix(site), one.quote)
