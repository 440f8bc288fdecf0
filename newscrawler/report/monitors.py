"""What of a crawl should a person look at? Each monitor is a function, listed below.

Not Spidermon's: it cannot be had without a package under the GPL (rfc3987, by
jsonschema[format]), runs when the ledger is closed, and knows no source's past. What is
found here is a stat too, so that Spidermon's expressions can watch it.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newscrawler.how_many import counted
from newscrawler.report.coverage import Coverage
from newscrawler.report.outcome import Outcome, Outcomes
from newscrawler.report.watched import Finding, Level

CHANCE = 1e-4
"""How rarely what a monitor finds would come about by chance: our choice."""

LEAST_NOW, LEAST_PAST = 5, 20
"""Articles of a source, now and in its past, below which nobody can tell: ours."""

EXPECTED = frozenset(("headline", "articleBody", "authors", "datePublished"))
"""Fields whose loss is an error, not a warning: our choice."""

MOST_TOLD = 3
"""Listings of a source that are named for a bound that they cross: our choice."""

VISITS, LEAST_SILENCE = 12, 24 * 60 * 60.0
"""How many times its ``every``, and seconds at least, a source may be silent: ours."""


@dataclass(frozen=True, slots=True)
class PastSource:
    """What a source was before this crawl; times in epoch seconds, in their order."""

    coverage: Coverage = field(default_factory=Coverage)
    kept_at: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """A crawl at its end; ``every``: seconds between two visits, by source.

    ``gaps``: what is wrong with the ledger; ``unclosed``: runs that did not end.
    """

    outcomes: Outcomes
    now: float
    past: Mapping[str, PastSource] = field(default_factory=dict)
    every: Mapping[str, float] = field(default_factory=dict)
    gaps: Sequence[str] = ()
    unclosed: Sequence[str] = ()


Monitor = Callable[[Ending], Iterator[Finding]]


def findings(ending: Ending) -> tuple[Finding, ...]:
    """Return what all monitors find; of a crawl that somebody ended, of evidence alone."""
    asked = (ledger_gap,) if ending.outcomes.is_interrupted else MONITORS
    return tuple(one for monitor in asked for one in monitor(ending))


def all_refused(ending: Ending) -> Iterator[Finding]:
    """Find a crawl whose every URL was refused, or a source that once kept articles."""
    rows = ending.outcomes.by_source()
    refused = [one for one in rows if _is_refused(one.counts)]
    if rows and len(refused) == len(rows):
        total = ending.outcomes.total(Outcome.REFUSED)
        words = f"all {total} URLs were refused, and nothing was allowed"
        yield Finding("all-refused", Level.ERROR, None, words)
        return
    for row in refused:
        past = ending.past.get(row.source, PastSource()).coverage.articles
        if past:
            kept = counted(past, "article was", "articles were")
            words = f"all was refused; in its past {kept} kept"
            yield Finding("all-refused", Level.WARNING, row.source, words)


def _is_refused(counts: Mapping[Outcome, int]) -> bool:
    return {one for one, many in counts.items() if many} == {Outcome.REFUSED}


def no_items(ending: Ending) -> Iterator[Finding]:
    """Find sources whose listings were read and named nothing, and once did."""
    found = {row.source for row in ending.outcomes.by_source()}
    for source, looked in sorted(ending.outcomes.watched.looked.items()):
        past = ending.past.get(source, PastSource())
        is_empty = looked.listings and not (looked.wanted or looked.older)
        if is_empty and source not in found and past.kept_at:
            once = "listing named no article; it", "listings named no article; they"
            words = f"{counted(looked.listings, *once)} once did"
            yield Finding("no-items", Level.ERROR, source, words)


def ledger_gap(ending: Ending) -> Iterator[Finding]:
    """Find a ledger with a hole, and a run before this one that was not closed."""
    for words in ending.gaps:
        yield Finding("ledger-gap", Level.BROKEN, None, words)
    for words in ending.unclosed:
        yield Finding("ledger-gap", Level.WARNING, None, words)


def coverage_fell(ending: Ending) -> Iterator[Finding]:
    """Find fields that a source's articles had, and now have half as often."""
    for source, now in sorted(ending.outcomes.watched.coverage.items()):
        past = ending.past.get(source, PastSource()).coverage
        if now.articles < LEAST_NOW or past.articles < LEAST_PAST:
            continue
        for name, before in sorted(past.fields.items()):
            many, share = now.fields.get(name, 0), _share(before, past.articles)
            has_halved = many / now.articles <= share / 2
            if has_halved and at_most(many, now.articles, share) < CHANCE:
                level = Level.ERROR if name in EXPECTED else Level.WARNING
                words = f"{name}: in {many} of {now.articles} articles, before in {share:.0%}"
                yield Finding("coverage-fell", level, source, words)


def parser_broke(ending: Ending) -> Iterator[Finding]:
    """Find sources of whose pages far more hold no article, or a doubtful one."""
    for row in ending.outcomes.by_source():
        now = ending.outcomes.watched.coverage.get(row.source, Coverage())
        invalid = row.counts.get(Outcome.INVALID, 0)
        past = ending.past.get(row.source, PastSource()).coverage
        pages, before = now.articles + invalid, past.articles + past.invalid
        for what, risen in (
            ("pages hold no article", _risen(invalid, pages, past.invalid, before)),
            (
                "articles are doubtful",
                _risen(now.doubtful, now.articles, past.doubtful, past.articles),
            ),
        ):
            if risen is not None:
                words = f"{risen[0]} {what}, before {risen[1]}"
                yield Finding("parser-broke", Level.ERROR, row.source, words)


def _risen(many: int, of: int, before: int, all_before: int) -> tuple[str, str] | None:
    """Return two shares in words where the first is far above the second.

    It is twice as much, or leaves half as much of the rest; and that is no chance.
    """
    if of < LEAST_NOW or all_before < LEAST_PAST:
        return None
    share, now = _share(before, all_before), many / of
    is_far = now >= 2 * share or 1 - now <= (1 - share) / 2
    if not is_far or at_most(of - many, of, 1 - share) >= CHANCE:
        return None
    return f"{many} of {of}", f"{share:.0%}"


def silent(ending: Ending) -> Iterator[Finding]:
    """Find sources that were asked and gave nothing new for longer than ever."""
    watched = ending.outcomes.watched
    asked = {row.source for row in ending.outcomes.by_source()} | watched.looked.keys()
    for source in sorted(asked & ending.every.keys() - watched.coverage.keys()):
        past = ending.past.get(source, PastSource())
        since = silence(past.kept_at, ending.every[source], ending.now)
        if since is not None:
            words = f"nothing new for {hours(since)}, asked every {hours(ending.every[source])}"
            yield Finding("silent", Level.WARNING, source, words)


def too_much(ending: Ending) -> Iterator[Finding]:
    """Find listings that cross a bound, of which the rest was not read."""
    for source, looked in sorted(ending.outcomes.watched.looked.items()):
        for words in looked.beyond[:MOST_TOLD]:
            yield Finding("too-much", Level.WARNING, source, words)


MONITORS: tuple[Monitor, ...] = (
    *(all_refused, no_items, ledger_gap, coverage_fell, parser_broke, silent),
    too_much,
)


def silence(kept_at: Sequence[float], every: float, now: float) -> float | None:
    """Return for how long a source has been silent, None if that is usual.

    It is not where it lasts 12 times its ``every``, a day, and twice its longest
    silence so far. What never gave anything is not silent.

    >>> silence((0.0, 3600.0), 1800.0, 3600.0 + 25 * 3600.0)
    90000.0
    """
    if not kept_at:
        return None
    longest = max((after - one for one, after in pairwise(kept_at)), default=0.0)
    since = now - kept_at[-1]
    return since if since > max(VISITS * every, LEAST_SILENCE, 2 * longest) else None


def at_most(many: int, of: int, share: float) -> float:
    """Return how likely at most so many are: the binomial distribution.

    By logarithms: what can be chosen of thousands is no number for a float.

    >>> round(at_most(0, 2, 0.5), 6), round(at_most(2, 2, 0.5), 6)
    (0.25, 1.0)
    """
    return math.fsum(math.exp(_logarithm(one, of, share)) for one in range(many + 1))


def _logarithm(many: int, of: int, share: float) -> float:
    """Return the logarithm of the chance of exactly so many; a share of 0 < share < 1."""
    ways = math.lgamma(of + 1) - math.lgamma(many + 1) - math.lgamma(of - many + 1)
    return ways + many * math.log(share) + (of - many) * math.log1p(-share)


def _share(many: int, of: int) -> float:
    """Return a part of all, never none nor all: who has seen few cannot be sure."""
    return (many + 1) / (of + 2)


def hours(seconds: float) -> str:
    """Return a time as a person says it.

    >>> hours(1800), hours(90000), hours(864000)
    ('30 minutes', '25 hours', '10 days')
    """
    for many, name in ((86400, "days"), (3600, "hours")):
        if seconds >= 2 * many:
            return f"{seconds / many:.0f} {name}"
    return f"{seconds / 60:.0f} minutes"
