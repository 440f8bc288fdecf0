"""May what was kept then still be kept? By what its site says now, and what has ended.

No page is fetched again: what a page itself said is taken from the decision of then.
What policy documents say that were heard again, what the registry permits and who
objects is taken as of now.
"""

from collections.abc import Sequence
from dataclasses import replace

from newscrawler import __version__
from newscrawler.address import host_of
from newscrawler.policy.decision import Decision
from newscrawler.policy.gate import Gate
from newscrawler.policy.model import Preference, Scope, Stage, Statement, Verdict
from newscrawler.policy.permission import reading_statements
from newscrawler.policy.signals.robots_tag import as_of
from newscrawler.purpose import Purpose

RETENTION_SPEC = "newscrawler sources: retention"
DAY = 24 * 60 * 60

_OURS = frozenset(("permission", "reading", "listing", "objection", "withdrawn"))
"""Signals that no site sends: they are stated anew."""


def reconsidered(gate: Gate, then: Decision, now: float) -> Decision:
    """Return the decision of now on keeping what was kept by the decision of then.

    The gate has heard what it wants to hear of the URL.
    """
    fresh = gate.before_fetch(then.url, now)
    found = [one for one in then.statements if _is_said_still(gate, one)]
    stays = [as_of(one, now) for one in found]
    listing = gate.listed.listing(host_of(then.url))
    notices = [one for one in stays if one.signal == "notice"]
    readings = reading_statements(listing, notices, now) if listing is not None else ()
    said = dict.fromkeys((*fresh.statements, *readings, *stays))
    return replace(fresh, stage=Stage.USE, statements=tuple(said))


def kept_for(then: Decision, gate: Gate) -> frozenset[Purpose]:
    """Return the purposes that decide whether what was kept then may stay.

    Those for which it was kept and which are declared still; where none is, those for
    which it was kept: whoever asks about other uses for once gives up none of these.
    """
    kept = then.terms.purposes
    return (kept & gate.terms.purposes) or kept


def staying(then: Decision, gate: Gate) -> Gate:
    """Return the gate that decides whether what was kept then may stay."""
    purposes = kept_for(then, gate)
    return gate if purposes == gate.terms.purposes else gate.declaring(purposes)


def ended(then: Decision, statements: Sequence[Statement], now: float) -> Decision:
    """Return the decision of then with what has ended it since; nobody is asked."""
    return replace(
        then,
        statements=(*then.statements, *statements),
        decided_at=round(now, 3),
        policy_version=__version__,
    )


def is_lost(decision: Decision) -> bool:
    """Tell whether a permission is gone: something refuses, or nothing allows any more.

    Who went unheard has refused nothing: then we ask again later.
    """
    is_silence = not decision.deciding and not decision.faults
    is_refused = decision.verdict is Verdict.REFUSE
    return is_refused and (bool(decision.deciding) or is_silence)


def retention_statements(
    kept_at: float, retention: float | None, now: float
) -> list[Statement]:
    """Return that the time is over for which a source's articles are kept, if it is.

    ``retention``: seconds, None for good.
    """
    if retention is None or now < kept_at + retention:
        return []
    days = f"{retention / DAY:g}"
    return [
        Statement(
            signal="retention",
            purposes=frozenset(),
            preference=Preference.DISALLOWED,
            scope=Scope.SITE,
            document="sources",
            quote=f"articles are kept for {days} days, and these are over",
            spec=RETENTION_SPEC,
        )
    ]


def _is_said_still(gate: Gate, one: Statement) -> bool:
    """Tell whether a statement of then counts: nobody has said it, or not, anew."""
    if one.signal in _OURS:
        return False
    # an origin's, a copy's or a redirect's word, which came with the page
    is_carried = ": " in one.signal or one.signal == "copy"
    return is_carried or gate.hearings.is_unheard(one.document)
