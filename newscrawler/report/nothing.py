"""Why is there nothing, when a crawl kept nothing?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from newscrawler.how_many import counted
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
        *outcomes.watched.unread[:MOST],
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
        given = counted(watched.given, "URL")
        yield f"of {given} on stdin none is of the chosen source"


def _known(outcomes: Outcomes) -> Iterator[str]:
    known = outcomes.total(Outcome.KNOWN) + outcomes.total(Outcome.DUPLICATE)
    if known:
        found = "article was found that is", "articles were found that are"
        yield f"nothing new: {counted(known, *found)} in the store already"
    if same := outcomes.total(Outcome.UNCHANGED):
        again = (
            "article was asked for again, and is",
            "articles were asked for again, and are",
        )
        yield f"nothing new: {counted(same, *again)} the same"


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
        words = "URL that an earlier crawl deferred waits for its time"
        others = "URLs that an earlier crawl deferred wait for their time"
        yield f"not due: {counted(many, words, others)}"
    if later := sum(row.counts.get(Outcome.NOT_DUE, 0) for row in rows):
        asked = (
            "listing is asked again at its time",
            "listings are asked again at their time",
        )
        yield f"not due: {counted(later, *asked)}, or by -a ask=all"


def _pages(outcomes: Outcomes) -> Iterator[str]:
    if missing := outcomes.total(Outcome.MISSING):
        words = counted(missing, "page or listing", "pages or listings")
        yield f"not there: {words} answered 404 or 410"
    if invalid := outcomes.total(Outcome.INVALID):
        words = counted(invalid, "page was read and holds", "pages were read and hold")
        yield f"no article: {words} none"


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
    many = sum(one.listings for one in some)
    words = "feed, sitemap or section names", "feeds, sitemaps or sections name"
    return f"empty: {counted(many, *words)} no page"


def _old(some: Sequence[Looked]) -> str:
    many = sum(one.older for one in some)
    words = counted(many, "entry is", "entries are")
    return f"nothing newer than -a since: {words} from before"


def _none(some: Sequence[Looked]) -> str:
    many = sum(one.named for one in some)
    words = counted(many, "was", "were")
    return f"no link looks like an article: {words} looked at"


def _unread(some: Sequence[Looked]) -> str:
    many = sum(one.unread for one in some)
    words = "listing is none, or forbids to follow its links"
    others = "listings are none, or forbid to follow their links"
    return f"not read: {counted(many, words, others)}"


_KINDS: tuple[
    tuple[Callable[[Sequence[Looked]], str], Callable[[Looked], bool]], ...
] = (
    (_empty, lambda one: bool(one.listings and not one.named)),
    (_old, lambda one: bool(one.older and not one.wanted)),
    (_none, lambda one: bool(one.named and not one.wanted and not one.older)),
    (_unread, lambda one: bool(one.unread)),
)
