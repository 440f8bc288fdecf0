"""What follows from statements and faults? The most restrictive wins.

Pure functions of what a decision records, so that anybody can derive it again.
Order never matters; one more disallowed or conditional statement, or one more
fault, never turns a refusal or a deferral into ALLOW (TDMRep's supersede excepted).
"""

from collections.abc import Iterable, Sequence

from newscrawler.policy.model import (
    MAX_QUOTE,
    Fault,
    Preference,
    Scope,
    Stage,
    Statement,
    Terms,
    Verdict,
    WhenSilent,
)
from newscrawler.policy.permission import quote_sha256, same_party
from newscrawler.purpose import Purpose

_SEVERITY = {
    Preference.UNKNOWN: 0,
    Preference.ALLOWED: 1,
    Preference.CONDITIONAL: 2,
    Preference.DISALLOWED: 3,
}
RESTRAINING = (Preference.CONDITIONAL, Preference.DISALLOWED)
_LIFTERS = ("permission", "reading")

MEETABLE = frozenset(("attribution", "excerpt", "leave-out"))
"""Conditions that an operator can meet; we never pay and hold no token."""

SUPERSEDING = frozenset(("tdmrep",))
"""Mechanisms whose later carrier replaces the earlier: TDMRep section 6.3. Until the
page is here, such a statement refuses nothing, for a header may still lift it."""


def verdict(
    stage: Stage, statements: Sequence[Statement], faults: Sequence[Fault], terms: Terms
) -> Verdict:
    """Return what we do: refuse before defer, defer before allow."""
    if deciding(stage, statements, terms):
        return Verdict.REFUSE
    if any(fault.retry_at is None for fault in faults):
        return Verdict.REFUSE
    if faults:
        return Verdict.DEFER
    if stage is Stage.USE and _is_silence_refused(statements, terms):
        return Verdict.REFUSE
    return Verdict.ALLOW


def deciding(
    stage: Stage, statements: Sequence[Statement], terms: Terms
) -> list[Statement]:
    """Return the statements that refuse, worst first; faults are not among them."""
    standing = _standing(statements)
    if stage is Stage.ACQUIRE:
        standing = [one for one in standing if one.signal not in SUPERSEDING]
    found = [one for one in standing if _refuses(one, standing, terms)]
    return sorted(found, key=lambda one: (bool(one.purposes), -_severity(one, terms)))


def usage(statements: Sequence[Statement], terms: Terms) -> dict[Purpose, Preference]:
    """Return the preference for each of the six purposes."""
    standing = _standing(statements)
    return {purpose: _preference(purpose, standing, terms) for purpose in Purpose}


def lifting_permission(statements: Sequence[Statement], terms: Terms) -> str | None:
    """Return the id of the permission that lifts or allows something here."""
    standing = _standing(statements)
    for one in sorted(standing, key=lambda one: one.quote):
        is_valid = one.preference is Preference.ALLOWED
        if one.signal == "permission" and is_valid and one.purposes & terms.purposes:
            return one.quote
    return None


def _refuses(one: Statement, standing: list[Statement], terms: Terms) -> bool:
    if one.preference not in RESTRAINING or _is_met(one, terms):
        return False
    if one.scope in (Scope.LINKS, Scope.ASSET):
        return False
    if not one.purposes:
        return True
    concerned = one.purposes & terms.purposes
    return any(not _is_lifted(one, purpose, standing) for purpose in concerned)


def _preference(
    purpose: Purpose, standing: list[Statement], terms: Terms
) -> Preference:
    said = [
        one
        for one in standing
        if purpose in one.purposes
        and one.signal != "reading"
        and one.scope not in (Scope.LINKS, Scope.ASSET)
        and not _is_lifted(one, purpose, standing)
    ]
    worst = max(said, key=lambda one: _severity(one, terms), default=None)
    return worst.preference if worst else Preference.UNKNOWN


def _severity(one: Statement, terms: Terms) -> float:
    """Return how much a statement restrains; a condition that we meet hardly does."""
    return _SEVERITY[one.preference] - (0.5 if _is_met(one, terms) else 0)


def _is_met(one: Statement, terms: Terms) -> bool:
    is_use = one.preference is Preference.CONDITIONAL and bool(one.purposes)
    return is_use and one.condition in terms.meets & MEETABLE


def _is_lifted(one: Statement, purpose: Purpose, standing: list[Statement]) -> bool:
    """Tell whether a permission or a reading lifts a statement for a purpose."""
    if one.preference not in RESTRAINING or not one.purposes:
        return False
    return any(_lifts(lifter, one, purpose) for lifter in standing)


def _lifts(lifter: Statement, one: Statement, purpose: Purpose) -> bool:
    if lifter.signal not in _LIFTERS or lifter.preference is not Preference.ALLOWED:
        return False
    if lifter.signal == "reading":
        # a quote that was cut may be the beginning of another sentence
        is_whole = one.signal == "notice" and len(one.quote) < MAX_QUOTE
        return is_whole and lifter.quote == quote_sha256(one.quote)
    # a notice in a reprint is its author's: only that holder's permission lifts it
    return purpose in lifter.purposes and (
        one.holder is None or same_party(one.holder, lifter.holder or "")
    )


def _standing(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that a later carrier of their mechanism did not replace."""
    found = list(statements)
    latest = {
        signal: max((_carrier(one) for one in found if one.signal == signal), default=0)
        for signal in SUPERSEDING
    }
    return [one for one in found if _carrier(one) >= latest.get(one.signal, 0)]


def _carrier(one: Statement) -> int:
    """Return the rank of a carrier: file, then header, then HTML."""
    if one.place.selector is not None:
        return 2
    return 1 if one.place.header is not None else 0


def _is_silence_refused(statements: Sequence[Statement], terms: Terms) -> bool:
    if terms.when_silent is WhenSilent.ALLOW:
        return False
    # a condition that we meet is no permission: one more never turns this into allow
    allowed = [
        one
        for one in _standing(statements)
        if one.preference is Preference.ALLOWED
        and one.signal != "reading"
        and one.scope not in (Scope.LINKS, Scope.ASSET)
    ]
    return not terms.purposes <= frozenset().union(*(one.purposes for one in allowed))
