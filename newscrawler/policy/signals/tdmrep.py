"""Is text and data mining reserved? TDMRep, W3C Community Group Final Report 2024.

https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/. Carriers: the
file /.well-known/tdmrep.json (first matching location), the response header, the HTML
meta; a later carrier replaces an earlier one (section 6.3), reservation and policy each
for itself, silence resets nothing. The duties of a policy that could be read stand in
the condition. House rules (strict): a reservation covers ai-input too, and denials
that the grammar rejects are salvaged.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urljoin

from newscrawler.address import authority, usable_url
from newscrawler.page import Page
from newscrawler.policy.formats.odrl import read_policy
from newscrawler.policy.formats.tdm_reservation import (
    Reservation,
    has_rules,
    is_reserving,
    read_value,
    rules_for,
)
from newscrawler.policy.model import Document, Preference, Statement
from newscrawler.policy.visit import (
    Signal,
    Visit,
    Words,
    said_in_document,
    said_in_header,
    said_in_markup,
)
from newscrawler.purpose import Purpose

NAME = "tdmrep"
SPEC = "TDMRep section 6"
PATH = "/.well-known/tdmrep.json"

_MINING = frozenset((Purpose.TDM, Purpose.AI_TRAIN))
_CONCERNED = _MINING | {Purpose.AI_INPUT}

_OTHER_NAMES = ("tdm:reservation", "tdm_reservation", "tdmreservation")

Placed = Callable[[Words], Statement]


@dataclass(frozen=True, slots=True)
class Carried:
    """What holds from a carrier on, and how its words are placed.

    ``found.policy`` is absolute where it can be requested, else as published.
    """

    found: Reservation
    placed: Placed


@dataclass(frozen=True, slots=True)
class Later:
    """What a header or the markup says itself, None where it is silent."""

    found: Reservation | None
    policy: str | None
    placed: Placed
    placed_policy: Placed


def documents(visit: Visit) -> Iterator[str]:
    """Return the file's URL where a declared purpose is one that it speaks of.

    Research cannot be reserved; it may be permitted, by a policy that the file names.
    """
    site = authority(visit.url)
    if site is not None and visit.terms.purposes & (
        _CONCERNED | {Purpose.TDM_RESEARCH}
    ):
        yield site.origin + PATH


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what each carrier says; which one stands is the lattice's to know."""
    for one in carried(visit):
        yield one.placed(_words(one.found, visit))


def is_silent(visit: Visit) -> bool:
    """Tell whether the site's file says nothing of any URL."""
    found = map(visit.document_at, documents(visit))
    return all(one is None or not has_rules(one.body) for one in found)


def carried(visit: Visit) -> list[Carried]:
    """Return what each carrier says, the last to be heeded last."""
    found: list[Carried] = []
    for document in map(visit.document_at, documents(visit)):
        if document is not None:
            found += _in_file(document, visit)
    if len(found) > 1:  # strict: of two rules, the denial
        found.sort(key=lambda one: one.found.reserved)
    page = visit.page
    if page is not None:
        for later in (_in_header(page, visit), _in_markup(page, visit)):
            found += _after(found, later) if later is not None else ()
    return found


def _in_file(document: Document, visit: Visit) -> Iterator[Carried]:
    base = document.final_url or document.url
    for found, line in rules_for(document.body, visit.url, strict=visit.is_strict):
        resolved = replace(found, policy=_resolved(found.policy, base))
        yield Carried(resolved, partial(said_in_document, document=document, line=line))


def _in_header(page: Page, visit: Visit) -> Later | None:
    value = page.header("tdm-reservation") or ""
    policy = page.header("tdm-policy")
    if not value and policy is None:
        return None
    quote = f"tdm-reservation: {value}"
    return Later(
        read_value(value, quote, strict=visit.is_strict),
        _resolved(policy, page.url),
        partial(said_in_header, page=page, header="tdm-reservation"),
        partial(said_in_header, page=page, header="tdm-policy"),
    )


def _in_markup(page: Page, visit: Visit) -> Later | None:
    policy = page.meta("tdm-policy")
    stated = [one.content for one in page.metas if one.name == "tdm-reservation"]
    if visit.is_strict:  # as EPUB has it, and by mistake
        others = [one.content for one in page.metas if one.name in _OTHER_NAMES]
        stated += [one for one in others if is_reserving(one)]
    if not stated and policy is None:
        return None
    value = ", ".join(dict.fromkeys(map(str.strip, stated)))
    return Later(
        read_value(value, value, strict=visit.is_strict),
        _resolved(policy, page.base),
        partial(said_in_markup, page=page, selector='meta[name="tdm-reservation" i]'),
        partial(said_in_markup, page=page, selector='meta[name="tdm-policy" i]'),
    )


def _after(earlier: Sequence[Carried], later: Later) -> Iterator[Carried]:
    """Return what holds from a later carrier on: section 6.3."""
    policies = [one.found.policy for one in earlier if one.found.policy is not None]
    policy = later.policy or (policies[-1] if policies else None)
    if later.found is not None:
        policy = policy if later.found.reserved else later.policy
        yield Carried(replace(later.found, policy=policy), later.placed)
    elif later.policy is not None and earlier and earlier[-1].found.reserved:
        quote = f"tdm-policy: {later.policy}"
        found = replace(earlier[-1].found, policy=later.policy, quote=quote)
        yield Carried(found, later.placed_policy)


def _resolved(policy: str | None, base: str) -> str | None:
    """Return where a policy can be had, or its words where nobody can tell."""
    if not policy:
        return None
    try:
        return usable_url(urljoin(base, policy.strip())) or policy
    except ValueError:
        return policy


def _words(found: Reservation, visit: Visit) -> Words:
    if not found.reserved:
        return Words(NAME, _MINING, Preference.ALLOWED, found.quote, SPEC)
    return Words(
        NAME,
        _CONCERNED if visit.is_strict else _MINING,
        Preference.CONDITIONAL if found.policy else Preference.DISALLOWED,
        found.quote,
        SPEC,
        _condition(found.policy, visit) if found.policy else None,
        salvaged=found.salvaged,
    )


def _condition(policy: str, visit: Visit) -> str:
    """Return what has to be met; a policy that nobody could read asks what it asks."""
    document = visit.document_at(policy)
    read = read_policy(document.body) if document is not None else None
    return "; ".join((f"licence: {policy}", *(read.duties if read is not None else ())))


SIGNAL = Signal(NAME, statements, documents, is_alike=is_silent)
