"""What would change a decision? The same evidence, judged once more under an if.

A hypothetical decision is never recorded and permits nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newscrawler.policy import Decision, Fault, Purpose, Statement, Verdict
from newscrawler.policy.lattice import MEETABLE
from newscrawler.policy.model import MAX_QUOTE, Preference, Stage
from newscrawler.policy.permission import (
    Listing,
    Permission,
    permission_statements,
    quote_sha256,
)
from newscrawler.policy.record import Value, decision_record, iso_time
from newscrawler.purpose import in_order
from newscrawler.report.outcome import place_of

ID = "hypothetical"
"""The id of a permission that nobody gave."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What if? A permission for a scope, or other declared purposes.

    ``scope`` None: no permission. ``holder`` would grant it, None: the site's owner.
    """

    words: str
    purposes: frozenset[Purpose]
    scope: str | None = None
    holder: str | None = None


def read_hypothesis(text: str) -> Hypothesis:
    """Return what a text supposes; ValueError with the mend where it is none.

    >>> one = read_hypothesis("permission=paper.test/*:search,archive@Paper Ltd")
    >>> one.scope, one.holder, sorted(purpose.value for purpose in one.purposes)
    ('paper.test/*', 'Paper Ltd', ['archive', 'search'])
    """
    kind, _, rest = text.partition("=")
    if kind == "purpose":
        return Hypothesis(text, _purposes(rest))
    scope, colon, names = rest.partition(":")
    if kind != "permission" or not colon or not scope:
        raise ValueError(
            "write permission=SCOPE:PURPOSE[,PURPOSE][@HOLDER] or purpose=P[,P]"
        )
    named, _, holder = names.partition("@")
    return Hypothesis(text, _purposes(named), scope, holder.strip() or None)


def _purposes(text: str) -> frozenset[Purpose]:
    known = {purpose.value: purpose for purpose in Purpose}
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            raise ValueError(f"{name!r} is no purpose; known: {', '.join(known)}")
    return frozenset(known[name] for name in names)


def supposed(decision: Decision, hypotheses: Iterable[Hypothesis]) -> Decision:
    """Return the decision that would follow; ValueError where one has no bearing.

    What was never asked for says nothing: a page that was refused unseen, documents
    that concern purposes which are not declared. A deferral is the best that comes of it.
    """
    found = decision
    for one in hypotheses:
        found = _supposed(found, one)
    unheard = list(_unheard(decision, found)) if found.verdict is Verdict.ALLOW else []
    return replace(found, faults=(*found.faults, *unheard))


def _unheard(decision: Decision, then: Decision) -> Iterator[Fault]:
    if then.stage is Stage.ACQUIRE and decision.verdict is not Verdict.ALLOW:
        yield Fault(then.url, "the page itself was not asked for", then.decided_at)
    new = then.terms.purposes - decision.terms.purposes
    if new:
        problem = f"what the site says elsewhere of {_named(new)} was not asked for"
        yield Fault(then.url, problem, then.decided_at)


def _supposed(decision: Decision, one: Hypothesis) -> Decision:
    if one.scope is None:
        terms = replace(decision.terms, purposes=one.purposes)
        return replace(decision, terms=terms)
    day = datetime.fromtimestamp(decision.decided_at, UTC).date()
    holder = one.holder or "the site's owner"
    permission = Permission(ID, holder, (one.scope,), one.purposes, day, day)
    listing = Listing("", (), permissions=(permission,))
    said = permission_statements(listing, decision.url, decision.decided_at)
    if not said:
        raise ValueError(f"{one.scope!r} does not cover {decision.url}")
    return replace(decision, statements=(*decision.statements, *said))


def hypothetical_record(
    decision: Decision, then: Decision, hypotheses: Iterable[Hypothesis]
) -> dict[str, Value]:
    """Return both decisions as JSON; the hypothetical one has no id to be cited by."""
    record = decision_record(then)
    del record["id"]
    return {
        "hypothetical": True,
        "what_if": [one.words for one in hypotheses],
        "then": record,
        "now": decision_record(decision),
    }


def changes(decision: Decision) -> Iterator[str]:
    """Return what would lift each thing that stands against a URL; none if allowed."""
    if decision.verdict is Verdict.ALLOW:
        return
    for one in decision.deciding:
        yield f"{one.signal} ({place_of(one)}): {_lifted_by(one, decision)}"
    for fault in decision.faults:
        if fault.retry_at is None:
            yield f"{fault.document}: nothing that you can do; {fault.problem}"
        else:
            yield f"{fault.document}: come back after {iso_time(fault.retry_at)}"
    if not decision.deciding and not decision.faults:
        names = _named(decision.terms.purposes)
        yield f"silence: a written permission of the site's owner for {names}"
        yield "silence: or NEWSCRAWLER_WHEN_SILENT=allow"
    yield from _other_purposes(decision)


def _lifted_by(one: Statement, decision: Decision) -> str:
    if one.signal == "listing":
        return "nothing that the site says; list its host as a source, if it is public"
    if not one.purposes:
        return "nothing lifts it but the site; no permission lifts robots.txt or HTTP"
    concerned = _named(one.purposes & decision.terms.purposes)
    holder = one.holder or "the site's owner"
    words = f"a written permission of {holder} for {concerned}"
    if one.preference is Preference.CONDITIONAL and one.condition in MEETABLE:
        words += f", or meeting its condition (NEWSCRAWLER_MEETS={one.condition})"
    if one.signal == "notice" and len(one.quote) < MAX_QUOTE:
        digest = quote_sha256(one.quote)
        words += f"; if it is a false alarm, a [[reading]] of quote_sha256 {digest}"
    return words


def _other_purposes(decision: Decision) -> Iterator[str]:
    """Return for which declared purposes alone nothing that is known refuses."""
    free = [
        purpose.value
        for purpose in in_order(decision.terms.purposes)
        if replace(
            decision, terms=replace(decision.terms, purposes=frozenset((purpose,)))
        ).verdict
        is Verdict.ALLOW
    ]
    if free:
        end = "" if decision.stage is Stage.USE else ", as far as is known without it"
        yield f"fewer purposes: nothing refuses {' or '.join(free)} alone{end}"


def _named(purposes: frozenset[Purpose]) -> str:
    return ", ".join(purpose.value for purpose in in_order(purposes))
