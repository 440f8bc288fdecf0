"""What does the policy behind a reservation permit? TDMRep, "Expressing a TDM Policy".

https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/. A policy is ODRL,
or a page for people, of which nothing is read here. It lifts no reservation: what it
asks stands in the reservation's condition. Of research, which cannot be reserved (EU
2019/790 Art. 3), it may say that it is permitted and nothing asked. A policy that
cannot be had leaves the reservation as it is, so it is optional.
"""

from collections.abc import Iterator

from newscrawler.address import usable_url
from newscrawler.policy.formats.odrl import read_policy
from newscrawler.policy.formats.tdm_reservation import Reservation
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.signals.tdmrep import carried, is_silent
from newscrawler.policy.visit import Signal, Visit, Words, said_in_document
from newscrawler.purpose import Purpose

NAME = "tdm-policy"
SPEC = "TDMRep, Expressing a TDM Policy; ODRL 2.2 section 2.6"

_RESEARCH = frozenset((Purpose.TDM_RESEARCH,))
_CONCERNED = _RESEARCH | {Purpose.TDM, Purpose.AI_TRAIN, Purpose.AI_INPUT}


def documents(visit: Visit) -> Iterator[str]:
    """Return the policy of the reservation that stands, if it can be requested."""
    if visit.terms.purposes & _CONCERNED:
        yield from (url for url in map(_policy, _standing(visit)) if url is not None)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return that research is permitted, by a reservation that leaves no doubt."""
    found = _standing(visit) if visit.terms.purposes & _CONCERNED else []
    for one in found:
        url = None if one.salvaged else _policy(one)
        document = visit.document_at(url) if url is not None else None
        policy = read_policy(document.body) if document is not None else None
        if document is None or policy is None or policy.research is None:
            continue
        quote, allowed = policy.research, Preference.ALLOWED
        words = Words(NAME, _RESEARCH, allowed, quote, SPEC)
        yield said_in_document(words, document, policy.line)


def _standing(visit: Visit) -> list[Reservation]:
    """Return the last reservation, which replaces those before it; none if none."""
    return [last.found for last in carried(visit)[-1:]]


def _policy(found: Reservation) -> str | None:
    return usable_url(found.policy or "") if found.reserved else None


SIGNAL = Signal(NAME, statements, documents, is_alike=is_silent, optional=True)
