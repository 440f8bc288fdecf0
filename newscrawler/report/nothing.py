"""Why is there nothing, when a crawl kept nothing?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from newscrawler.report.outcome import NOT_YET, Outcome, Outcomes, Reason, SourceOutcome
from newscrawler.report.summary import why
from newscrawler.report.watched import Looked, Watched

MOST = 3
"""Reasons of a kind that are told, and sources that are named: our choice."""

NEW = (Outcome.KEPT, Outcome.CHANGED)
"""What a crawl is for."""

ROBOTS = "/robots.txt"


def why_nothing(outcomes: Outcomes) -> tuple[str, ...]:
    """Return a line for each reason why nothing was kept; none if something was."""
    if outcomes.is_interrupted or any(outcomes.total(one) for one in NEW):
        return ()
    rows = outcomes.by_source()
    return (
        *_given(outcomes.watched, rows),
        *_known(outcomes),
        *_reasons(rows, Outcome.REFUSED),
        *_waiting(rows),
        *_reasons(rows, Outcome.DEFERRED),
        *_pages(outcomes),
        *_listings(outcomes.watched),
    )


def _given(watched: Watched, rows: Sequence[SourceOutcome]) -> Iterator[str]:
    if watched.given == 0:
        yield "no URL was given on stdin"
    elif watched.given and not rows:
        yield f"none of the {watched.given} URLs on stdin is of the chosen source"


def _known(outcomes: Outcomes) -> Iterator[str]:
    known = outcomes.total(Outcome.KNOWN) + outcomes.total(Outcome.DUPLICATE)
    if known:
        yield f"nothing new: {known} articles were found that are in the store already"
    if same := outcomes.total(Outcome.UNCHANGED):
        yield f"nothing new: {same} articles were asked for again, and are the same"


def _reasons(rows: Sequence[SourceOutcome], outcome: Outcome) -> Iterator[str]:
    """Yield the commonest reasons of all sources, one of a signal and document each."""
    found: dict[tuple[str, str], Counter[Reason]] = {}
    for row in rows:
        for reason, count in row.reasons:
            if reason.outcome is outcome and reason != NOT_YET:
                key = reason.signal, _document(reason)
                found.setdefault(key, Counter())[reason] += count
    ordered = sorted(found.values(), key=lambda one: -one.total())
    for reasons in ordered[:MOST]:
        reason = reasons.most_common(1)[0][0]
        yield f"{why(reason, reasons.total())}{_unheard(reason)}"
    rest = sum(one.total() for one in ordered[MOST:])
    if rest:
        yield f"{outcome.value} for other reasons: {rest}"


def _document(reason: Reason) -> str:
    """Return what went unheard; a statement's place is not what it is counted by."""
    return reason.where if reason.outcome is Outcome.DEFERRED else ""


def _unheard(reason: Reason) -> str:
    document = reason.where.partition(";")[0]
    if reason.signal == "fault" and document.endswith(ROBOTS):
        return "; robots.txt is unreachable, and nothing is asked before it is heard"
    return ""


def _waiting(rows: Sequence[SourceOutcome]) -> Iterator[str]:
    many = sum(count for row in rows for one, count in row.reasons if one == NOT_YET)
    if many:
        yield f"not due: {many} URLs that an earlier crawl deferred wait for their time"
    if later := sum(row.counts.get(Outcome.NOT_DUE, 0) for row in rows):
        yield f"not due: {later} listings are asked again at their time, or by -a ask=all"


def _pages(outcomes: Outcomes) -> Iterator[str]:
    if missing := outcomes.total(Outcome.MISSING):
        yield f"not there: {missing} pages or listings answered 404 or 410"
    if invalid := outcomes.total(Outcome.INVALID):
        yield f"no article: {invalid} pages were read and hold none"


def _listings(watched: Watched) -> Iterator[str]:
    """Yield what is wrong with listings that led to nothing, by kind."""
    for words, is_so in _KINDS:
        some = {key: one for key, one in watched.looked.items() if is_so(one)}
        if some:
            numbers = words(list(some.values()))
            yield f"{numbers}: {_named(sorted(some))}"


def _named(sources: Sequence[str]) -> str:
    rest = f" and {len(sources) - MOST} more" if len(sources) > MOST else ""
    return f"{', '.join(sources[:MOST])}{rest}"


def _empty(some: Sequence[Looked]) -> str:
    return f"empty: {sum(one.listings for one in some)} feeds, sitemaps or sections name no page"


def _old(some: Sequence[Looked]) -> str:
    return f"nothing newer than -a since: {sum(one.older for one in some)} entries are from before"


def _none(some: Sequence[Looked]) -> str:
    return f"no link looks like an article: {sum(one.named for one in some)} were looked at"


def _unread(some: Sequence[Looked]) -> str:
    many = sum(one.unread for one in some)
    return f"not read: {many} listings are none, or forbid to follow their links"


_KINDS: tuple[
    tuple[Callable[[Sequence[Looked]], str], Callable[[Looked], bool]], ...
] = (
    (_empty, lambda one: bool(one.listings and not one.named)),
    (_old, lambda one: bool(one.older and not one.wanted)),
    (_none, lambda one: bool(one.named and not one.wanted and not one.older)),
    (_unread, lambda one: bool(one.unread)),
)
