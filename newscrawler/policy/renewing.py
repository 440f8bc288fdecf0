"""May an article stay whose page was asked for again, and what if it came to nothing?

An answer of 304 has headers alone (RFC 9110 section 15.4.5). What the page itself said
is taken from the decision of then, everything else as of now: so it can add to what
speaks against an article, and take nothing away. What cannot be renewed that way is
asked for as a whole.
"""

from collections.abc import Iterable
from dataclasses import replace

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy.answer import no_page
from newscrawler.policy.copies import RefusedText
from newscrawler.policy.decision import Decision
from newscrawler.policy.formats.http_status import WHOLE
from newscrawler.policy.gate import Gate
from newscrawler.policy.model import (
    Fault,
    Place,
    Preference,
    Scope,
    Stage,
    Statement,
    quoted,
)
from newscrawler.policy.permission import reading_statements
from newscrawler.policy.reconsider import ended, is_lost
from newscrawler.policy.signals.robots_tag import as_of

NOT_MODIFIED = 304
LEGAL = 451
"""Unavailable for legal reasons, RFC 7725 section 3: it is not to be had by anybody."""

GONE_SPEC = "house: two answers of 404 or one of 410, RFC 9110 section 15.5"

READ_BY = ("agent", "profile", "proxy", "operator")
"""Settings by which a page was read: it is not there to be read by others."""

_OF_REGISTRY = frozenset(("listing", "permission", "reading", "objection"))
"""Signals that no site sends: they are stated anew."""


def is_renewable(gate: Gate, then: Decision) -> bool:
    """Tell whether 304 would be enough to decide anew of what was kept by a decision.

    The page's own word is in it, and was read by today's settings; whatever else it
    rests on has been heard again.
    """
    terms = gate.terms
    is_read_so = all(getattr(then.terms, one) == getattr(terms, one) for one in READ_BY)
    return is_read_so and all(
        _is_heard(gate, then, one)
        for one in then.statements
        if one.signal not in _OF_REGISTRY
    )


def not_modified(
    gate: Gate,
    page: Page,
    now: float,
    *,
    then: Decision | None = None,
    copied: Iterable[tuple[RefusedText, int]] = (),
) -> Decision:
    """Return the decision of now on what its site says has not changed.

    ``page``: the headers of the answer; ``then``: by what its article was kept, None
    for a listing, of which nothing is; ``copied`` as for the gate's ``after_fetch``.
    """
    stage = Stage.ACQUIRE if then is None else Stage.USE
    found = gate.after_fetch(page, now, stage=stage, copied=copied)
    known = Fault(page.url, no_page(NOT_MODIFIED))
    faults = tuple(one for one in found.faults if one != known)
    before = then.statements if then is not None else ()
    stays = [as_of(one, now) for one in before if _stays(gate, one)]
    listing = gate.listed.listing(host_of(page.url))
    notices = [one for one in stays if one.signal == "notice"]
    readings = reading_statements(listing, notices, now) if listing is not None else ()
    said = dict.fromkeys((*found.statements, *readings, *stays))
    return replace(found, statements=tuple(said), faults=faults)


def is_said_anew(then: Decision, now: Decision) -> bool:
    """Tell whether a page says something else of its use than it said then."""
    return _word_of_page(then) != _word_of_page(now)


def ends_stay(decision: Decision, status: int) -> bool:
    """Tell whether a refusal of a page that was asked for again ends the article's stay.

    ``status`` is that of the answer. Who was turned away (403, a challenge) has seen
    another page: what that says is not the article's. Nor is a failure a refusal.
    """
    if not is_lost(decision):
        return False
    is_turned_away = any(one.signal == "http-status" for one in decision.statements)
    is_seen = status in (*WHOLE, NOT_MODIFIED) and not is_turned_away
    return is_seen or status == LEGAL


def gone(then: Decision, words: str, now: float) -> Decision:
    """Return the decision of then, ended: there is nothing there. ``words`` say how."""
    said = Statement(
        signal="gone",
        purposes=frozenset(),
        preference=Preference.DISALLOWED,
        scope=Scope.PAGE,
        document=then.url,
        quote=quoted(words),
        spec=GONE_SPEC,
        fetched_at=round(now, 3),
        place=Place(header=":status"),
    )
    return ended(then, [said], now)


def _is_heard(gate: Gate, then: Decision, one: Statement) -> bool:
    is_of_page = one.document == then.url and ": " not in one.signal
    # what other pages say for the site is remembered, or stays as it was
    return is_of_page or one.signal == "notice" or gate.hearings.knows(one.document)


def _stays(gate: Gate, one: Statement) -> bool:
    is_heard_anew = not gate.hearings.is_unheard(one.document)
    return one.signal not in _OF_REGISTRY and not is_heard_anew


def _word_of_page(decision: Decision) -> frozenset[Statement]:
    """Return what a page said of its use: not when, nor in which bytes."""
    return frozenset(
        replace(one, sha256=None, fetched_at=None, place=Place())
        for one in decision.statements
        if one.document == decision.url and one.signal not in _OF_REGISTRY
    )
