"""What came of each URL of a crawl, and why, in the publisher's own words?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from newscrawler.policy import Decision, Statement, Verdict
from newscrawler.policy.answer import AT_HOME, no_page
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.watched import Watched, watched_record

NOT_THERE = frozenset((AT_HOME, *map(no_page, (404, 410))))
"""What is said of a page that is not there, RFC 9110 sections 15.5.5 and 15.5.11."""


class Outcome(Enum):
    """What became of a URL."""

    KEPT = "kept"
    KNOWN = "known"
    """It was kept by an earlier crawl, and not asked for again."""
    NOT_DUE = "not due"
    """A feed, sitemap or section whose time has not come: it was not asked for."""
    CHANGED = "changed"
    """The article was asked for again, and has another version."""
    UNCHANGED = "unchanged"
    """The article was asked for again, and is the same."""
    WITHDRAWN = "withdrawn"
    """The article was asked for again, and may stay no longer, or is gone."""
    DUPLICATE = "duplicate"
    """The same article is in the store, under this or another URL."""
    INVALID = "invalid"
    """The page holds no article."""
    MISSING = "missing"
    """There is nothing there: 404 or 410. Nobody refused us."""
    REFUSED = "refused"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the signal or "fault", the words, and where they stand."""

    outcome: Outcome
    signal: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What came of one source's URLs; reasons with their counts, most first."""

    source: str
    counts: Mapping[Outcome, int]
    reasons: tuple[tuple[Reason, int], ...]


NOT_YET = Reason(
    Outcome.DEFERRED, "fault", "deferred by an earlier crawl; not to be asked yet", ""
)
"""Why a URL that was found again is left alone."""


ELSEWHERE = Reason(Outcome.DEFERRED, "fault", "another crawl is at this source", "")
"""Why a source is left alone."""


class Outcomes:
    """Counts what came of URLs, by source."""

    def __init__(self) -> None:
        self.is_interrupted = False
        """Whether somebody ended the crawl before it was at its end."""
        self.watched = Watched()
        self._counts: dict[str, Counter[Outcome]] = {}
        self._reasons: dict[str, Counter[Reason]] = {}

    def add(
        self, source: str | None, outcome: Outcome, reason: Reason | None = None
    ) -> None:
        """Count one URL; ``source`` None: of no listed source."""
        name = source or "(not listed)"
        self._counts.setdefault(name, Counter())[outcome] += 1
        if reason is not None:
            self._reasons.setdefault(name, Counter())[reason] += 1

    def total(self, outcome: Outcome) -> int:
        """Return how many URLs came to this."""
        return sum(counts[outcome] for counts in self._counts.values())

    def by_source(self) -> tuple[SourceOutcome, ...]:
        """Return each source's outcome, by name."""
        return tuple(
            SourceOutcome(
                name,
                dict(counts),
                tuple(self._reasons.get(name, Counter()).most_common()),
            )
            for name, counts in sorted(self._counts.items())
        )


def reason(decision: Decision) -> Reason | None:
    """Return why a decision does not allow, None if it does."""
    verdict = decision.verdict
    if verdict is Verdict.ALLOW:
        return None
    outcome = Outcome.DEFERRED if verdict is Verdict.DEFER else Outcome.REFUSED
    if decision.deciding:
        one = decision.deciding[0]
        return Reason(outcome, one.signal, one.quote, place_of(one))
    if not decision.faults:
        words = "no carrier states a preference, and silence is refused here"
        return Reason(outcome, "when-silent", words, "")
    fault = decision.faults[0]
    if all(one.problem in NOT_THERE for one in decision.faults):
        outcome = Outcome.MISSING
    wait = f"; again after {iso_time(fault.retry_at)}" if fault.retry_at else ""
    return Reason(outcome, "fault", fault.problem, f"{fault.document}{wait}")


def place_of(one: Statement) -> str:
    """Return where the words of a statement stand, for a person to look.

    A header's or an element's page is the URL itself; a line's document is named.
    """
    if one.place.line is not None:
        return f"{one.document} line {one.place.line}"
    if one.place.selector is not None:
        return one.place.selector
    return f"header {one.place.header}" if one.place.header else one.document


def shown(text: str) -> str:
    """Return a text with nothing in it that a terminal would obey instead of showing.

    A site chooses its words, and the names of its elements too.
    """
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def outcomes_record(outcomes: Outcomes) -> dict[str, Value]:
    """Return the outcomes as JSON."""
    totals = {one.value: outcomes.total(one) for one in Outcome}
    sources: list[Value] = [_source_record(one) for one in outcomes.by_source()]
    return {
        **totals,
        "interrupted": outcomes.is_interrupted,
        **watched_record(outcomes.watched),
        "sources": sources,
    }


def _source_record(one: SourceOutcome) -> dict[str, Value]:
    return {
        "source": one.source,
        **{outcome.value: one.counts.get(outcome, 0) for outcome in Outcome},
        "reasons": [
            {
                "outcome": reason.outcome.value,
                "signal": reason.signal,
                "words": reason.words,
                "where": reason.where,
                "count": count,
            }
            for reason, count in one.reasons
        ],
    }
