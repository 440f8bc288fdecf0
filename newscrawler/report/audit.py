"""What does a source's site say of each purpose, and what follows for a crawl?

Derived from one decision: all that was heard of a site without fetching an article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newscrawler.policy import Decision, Preference, Purpose, Stage, Statement, Verdict
from newscrawler.report.outcome import Reason, place_of, reason


@dataclass(frozen=True, slots=True)
class Caution:
    """A permission or a reading of a source that a person should look at."""

    kind: str
    id: str
    standing: str
    reason: str


@dataclass(frozen=True, slots=True)
class Audited:
    """A source, and the decision on its home page with all that its site says."""

    source: str
    name: str
    home: str
    decision: Decision
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows for one purpose; ``purpose`` None: may the site be crawled at all?

    ``preference`` is what the site says of the purpose, None where none is asked
    about. ``reason`` and ``spec``, the section it stands on, are None where nothing
    keeps us away; ``permission`` is the one that lifts or allows something here.
    """

    purpose: Purpose | None
    is_declared: bool
    preference: Preference | None
    verdict: Verdict
    reason: Reason | None = None
    spec: str | None = None
    permission: str | None = None


def findings(decision: Decision) -> tuple[Finding, ...]:
    """Return what follows for acquiring, then for each of the six purposes."""
    uses = (_use(decision, purpose) for purpose in Purpose)
    return (acquiring(decision), *uses)


def acquiring(decision: Decision) -> Finding:
    """Return whether the site may be crawled at all."""
    said = tuple(one for one in decision.statements if not one.purposes)
    asked = replace(decision, stage=Stage.ACQUIRE, statements=said)
    why, spec = _why(asked)
    return Finding(None, True, None, asked.verdict, why, spec)


def declared(decision: Decision) -> tuple[Finding, ...]:
    """Return the findings that an audit is about: of the declared purposes."""
    found = findings(decision)
    return tuple(one for one in found if one.purpose and one.is_declared)


def outcome(audited: Iterable[Audited]) -> Verdict:
    """Return the worst of all declared purposes: refuse, then defer, then allow."""
    found = {one.verdict for each in audited for one in declared(each.decision)}
    if Verdict.REFUSE in found:
        return Verdict.REFUSE
    return Verdict.DEFER if Verdict.DEFER in found else Verdict.ALLOW


def _use(decision: Decision, purpose: Purpose) -> Finding:
    alone = replace(decision.terms, purposes=frozenset((purpose,)))
    asked = replace(decision, terms=alone)
    why, spec = _why(asked)
    return Finding(
        purpose=purpose,
        is_declared=purpose in decision.terms.purposes,
        preference=asked.usage[purpose],
        verdict=asked.verdict,
        reason=why,
        spec=spec,
        permission=asked.permission,
    )


def _why(decision: Decision) -> tuple[Reason | None, str | None]:
    why = reason(decision)
    if why is None or not decision.deciding:
        return why, None
    one = decision.deciding[0]
    return replace(why, where=_spot(one)), one.spec


def _spot(one: Statement) -> str:
    """Return where the words stand, with the document that they stand in."""
    where = place_of(one)
    return where if where.startswith(one.document) else f"{one.document} {where}"
