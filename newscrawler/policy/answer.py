"""Is what came back for a URL a page that can be read? RFC 9110 section 15."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from newscrawler import __version__
from newscrawler.markup.told import MAX_JSON_LD
from newscrawler.notices import MAX_NOTICES, has_more_notices
from newscrawler.page import Page
from newscrawler.policy import lattice
from newscrawler.policy.decision import Decision
from newscrawler.policy.formats.feed_entries import (
    ENTRIES,
    NOTHING,
    is_feed,
    reserved_by,
)
from newscrawler.policy.formats.http_status import (
    LATER,
    REFUSALS,
    WHOLE,
    status_words,
)
from newscrawler.policy.formats.rsl import NAMESPACE as RSL_NAMESPACE
from newscrawler.policy.formats.rsl_declared import NAME as RSL
from newscrawler.policy.hearing import RETRY_AFTER
from newscrawler.policy.model import (
    Document,
    Fault,
    Preference,
    Scope,
    Stage,
    Statement,
    Terms,
)
from newscrawler.policy.reading import MOST_NAMED, Due, Said
from newscrawler.policy.visit import Visit


def page_faults(page: Page, stage: Stage, now: float) -> list[Fault]:
    """Return why an answer is no page to read; a refusal is a statement instead."""
    if page.status in REFUSALS:
        return []
    if page.status >= 500 or page.status in (407, *LATER):
        words, retry_at = status_words(page.status), now + RETRY_AFTER[0]
        return [Fault(page.url, words, retry_at)]
    if page.status not in WHOLE:
        return [Fault(page.url, no_page(page.status))]
    if page.problem and (stage is Stage.USE or page.is_html):
        return [Fault(page.url, page.problem)]
    beyond = _beyond(page) if stage is Stage.USE else None
    return [Fault(page.url, beyond)] if beyond else []


def _beyond(page: Page) -> str | None:
    """Return of what a page has more than is read: nobody knows what that says."""
    if len(page.body) > MAX_JSON_LD and page.told.is_beyond:
        return f"JSON-LD of more than {MAX_JSON_LD} characters"
    if has_more_notices(page):
        return f"more than {MAX_NOTICES} sentences that may reserve rights"
    return None


def no_page(status: int) -> str:
    """Return what is said of an answer that brought no page and never will.

    >>> no_page(404)
    '404 Not Found: no page'
    """
    return f"{status_words(status)}: no page"


AT_HOME = "leads to a home page: no page"
"""What is said of a page that is gone, where the answer is a redirect."""


def hop_denials(
    said: Sequence[Statement], terms: Terms, stage: Stage
) -> list[Statement]:
    """Return what a redirect denies, by its own site's permissions alone.

    House rule: what its headers refuse stands, whatever the page that it led to says
    and whoever permits that one; so it speaks of acquiring, which nothing lifts. What
    a later carrier may lift is said as by the page's own site. What stands in its body
    nobody reads; links are followed from where no redirect on the way forbids it.
    """
    unseen = [one for one in said if one.place.selector is None]
    found = [
        replace(one, signal=f"redirect: {one.signal}")
        for one in unseen
        if one.scope is Scope.LINKS and is_denial(one)
    ]
    if stage is Stage.ACQUIRE:
        return found
    for one in lattice.deciding(Stage.USE, unseen, terms):
        if one.signal in lattice.SUPERSEDING and one.place.header is None:
            found.append(one)
        else:
            signal = f"redirect: {one.signal}"
            found.append(replace(one, signal=signal, purposes=frozenset()))
    return found


def with_hops(said: Said, carried: Sequence[Said], terms: Terms, stage: Stage) -> Said:
    """Return what was said of a URL, and what the redirects to it add to that."""
    statements, faults = said
    for of_hop, wrong in carried:
        statements += hop_denials(of_hop, terms, stage)
        faults += wrong
    return statements, faults


def is_denial(one: Statement) -> bool:
    """Tell whether a statement of acquiring keeps us away."""
    return one.preference is not Preference.ALLOWED


def telling_feed(
    page: Page, stage: Stage, now: float
) -> tuple[Document | None, tuple[str, ...]]:
    """Return a feed that speaks of the rights in what it leads to, and how it does.

    By RSL (1.0 section 4.7), or by words of rights; None: no such feed.
    """
    if stage is not Stage.ACQUIRE or page.status not in WHOLE or not is_feed(page):
        return None, ()
    fetched_at = now if page.fetched_at is None else page.fetched_at
    url = page.url
    feed = Document(url, fetched_at, page.status, page.headers, page.body, url)
    tells = []
    if RSL_NAMESPACE.encode() in page.body.replace(b"\0", b""):  # UTF-16 hides nothing
        tells.append(RSL)
    if reserved_by(feed) != NOTHING:
        tells.append(ENTRIES)
    return (feed, tuple(tells)) if tells else (None, ())


def due_faults(
    url: str,
    due: Due,
    unheard: Iterable[Fault],
    is_given_up: Callable[[str], bool],
) -> list[Fault]:
    """Return which documents of a visit ought to have been heard and were not."""
    faults = list(due.faults)
    faults += [
        one
        for one in unheard
        if one.document not in due.optional or not is_given_up(one.document)
    ]
    if due.left_out:
        problem = f"names {due.left_out} more than {MOST_NAMED} documents"
        faults.append(Fault(url, problem))
    return faults


def decision(
    stage: Stage,
    visit: Visit,
    source: str | None,
    said: tuple[Sequence[Statement], Sequence[Fault]],
) -> Decision:
    """Return the decision on a visit, by what was said and who went unheard."""
    statements, faults = said
    return Decision(
        url=visit.url,
        stage=stage,
        terms=visit.terms,
        statements=tuple(statements),
        faults=tuple(map(to_the_millisecond, faults)),
        source=source,
        decided_at=round(visit.now, 3),
        policy_version=__version__,
    )


def to_the_millisecond(fault: Fault) -> Fault:
    """Return a fault as a record has it, so that it reads back equal."""
    if fault.retry_at is None:
        return fault
    return replace(fault, retry_at=round(fault.retry_at, 3))
