"""What does an RSL licence let this operator do, use by use? RSL 1.0 sections 3.4 to 3.12.

https://rslstandard.org/rsl. Licences of a content are alternatives; prohibits beats
permits; permits is a closed list. What is open in the text is decided so that nothing
is granted that is not said. House rules (strict): a prohibition in one alternative
holds for all, words outside the vocabulary prohibit what they seem to mean, mining is
denied where not everything is permitted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newscrawler.policy.formats.rsl import Content, License, Payment, Uses
from newscrawler.policy.formats.rsl_xml import Source
from newscrawler.policy.model import Preference
from newscrawler.policy.operator import Operator
from newscrawler.purpose import Purpose

VOCABULARY = "RSL 1.0 section 3.4.1"
PRICE = "RSL 1.0 section 3.7"
SERVER = "RSL 1.0 section 3"
REPORTS = "RSL 1.0 section 3.12"
UNLICENSED = "RSL 1.0 section 4.9"
HOUSE_SALVAGE = "house: a prohibition outside the vocabulary of RSL 1.0 section 3.4.1"
HOUSE_MINING = (
    "house: RSL has no word for mining; only a licence for all uses covers it"
)
HOUSE_PRICE = "house: a price without a list of uses is the price of every use"

_AI = frozenset((Purpose.AI_TRAIN, Purpose.AI_INPUT))
_ALL = frozenset(Purpose)
_SEARCH = frozenset((Purpose.SEARCH,))
_AI_INPUT = frozenset((Purpose.AI_INPUT,))
_AI_TRAIN = frozenset((Purpose.AI_TRAIN,))
_MINING = frozenset((Purpose.TDM,))

PERMITTED: Mapping[str, frozenset[Purpose]] = {
    "all": _ALL,
    "ai-all": _AI,
    "ai-train": _AI_TRAIN,
    "ai-input": _AI_INPUT,
    "ai-index": frozenset(),  # an index alone: what we call ai-input is more
    "search": _SEARCH,
}
PROHIBITED: Mapping[str, frozenset[Purpose]] = {
    **PERMITTED,
    "ai-all": _AI | _MINING,
    "ai-index": _AI_INPUT,
}
_SALVAGE = tuple(
    (re.compile(pattern), purposes)
    for pattern, purposes in (
        ("train|fine-?tun", _AI_TRAIN),
        ("input|output|infer|ground|summar|^rag$", _AI_INPUT),
        ("^(gen-?|generative-?)?(ai|ml|llm)s?(-all)?$", _AI | _MINING),
        ("ai-?(use|include|index|search)", _AI_INPUT),
        ("tdm|(text|data)-?mining", _AI_TRAIN | _MINING),
        ("^(any|every|everything|all|[*])$|crawl|scrap", _ALL),
        ("search|^index(ing)?$", _SEARCH),
        ("archiv", frozenset((Purpose.ARCHIVE,))),
    )
)
"""What a token seems to mean; the first that matches counts."""

_METERED = frozenset((Purpose.SEARCH, Purpose.ARCHIVE))
"""Uses that a licence leaves open if it has no list of them."""

_RANK = {
    Preference.ALLOWED: 0,
    Preference.CONDITIONAL: 1,
    Preference.DISALLOWED: 2,
}


@dataclass(frozen=True, slots=True)
class Term:
    """What holds for a use, with the words that decide it."""

    preference: Preference
    source: Source
    spec: str
    condition: str | None = None
    salvaged: bool = False

    @property
    def restrains(self) -> bool:
        """Tell whether it is no plain permission."""
        return self.preference is not Preference.ALLOWED


Terms = Mapping[Purpose, Term]

Condition = tuple[str, Source, str]
"""What we should have to be or do, the words that ask it, and their section."""


def terms_of(content: Content, operator: Operator, *, strict: bool) -> Terms:
    """Return what holds for each use of which a content says anything."""
    offers: dict[Purpose, list[Term]] = {purpose: [] for purpose in Purpose}
    for one in content.licenses:
        for purpose, term in _offers(content, one, operator, strict=strict):
            offers[purpose].append(term)
    found = {
        # licences are alternatives: the one that asks least
        purpose: min(terms, key=weight, default=None)
        or _unlisted(content, purpose, strict=strict)
        for purpose, terms in offers.items()
    }
    terms = {purpose: term for purpose, term in found.items() if term is not None}
    return {**terms, **prohibitions(content, operator)} if strict else terms


def prohibitions(content: Content, operator: Operator) -> Terms:
    """Return what the licences prohibit that are, or may be, meant for us; strict."""
    found: dict[Purpose, Term] = {}
    for one in content.licenses:
        if not _is_for_others(one, operator):
            for purpose, term in _prohibited(one, strict=True).items():
                found.setdefault(purpose, term)
    return found


def unlicensed(source: Source) -> Terms:
    """Return what follows where a licence is declared and none can be read."""
    term = Term(Preference.DISALLOWED, source, UNLICENSED)
    return dict.fromkeys(sorted(_AI | _MINING, key=lambda one: one.value), term)


def weight(term: Term) -> tuple[int, bool]:
    """Return how much a term restrains; attribution can be met."""
    return _RANK[term.preference], term.condition != "attribution"


def _offers(
    content: Content, one: License, operator: Operator, *, strict: bool
) -> Iterator[tuple[Purpose, Term]]:
    """Return what one licence says: within it, prohibits beats permits."""
    prohibited = _prohibited(one, strict=strict)
    conditions = tuple(_conditions(content, one, operator))
    for purpose in Purpose:
        permits = _permit(one, purpose)
        if purpose in prohibited:
            yield purpose, prohibited[purpose]
        elif permits is not None:
            yield purpose, _granted(permits, conditions)


def _permit(one: License, purpose: Purpose) -> Source | None:
    """Return the words by which a licence offers a use."""
    for uses in one.uses:
        permits = uses.permits and uses.kind == "usage"
        if permits and any(purpose in PERMITTED.get(word, ()) for word in uses.tokens):
            return uses.source
    return None


def _granted(permits: Source, conditions: Sequence[Condition]) -> Term:
    if not conditions:
        return Term(Preference.ALLOWED, permits, VOCABULARY)
    words = "; ".join(dict.fromkeys(condition for condition, _, _ in conditions))
    _, source, spec = conditions[0]
    return Term(Preference.CONDITIONAL, source, spec, words)


def _conditions(
    content: Content, one: License, operator: Operator
) -> Iterator[Condition]:
    for payment in one.payments:
        price = _price(payment)
        if price is not None:
            yield price, payment.source, PRICE
    if content.server is not None:
        yield f"token from {content.server}".strip(), content.source, SERVER
    if content.encrypted:
        yield "decryption key", content.source, SERVER
    for report in one.reports:
        yield f"reporting {report.type}".strip(), report.source, REPORTS
    for uses in one.uses:
        if uses.kind != "usage" and _meets(uses, operator) is not True:
            yield _constraint(uses), uses.source, VOCABULARY


def _price(payment: Payment) -> str | None:
    """Return what a payment asks, None for nothing; a type that nobody knows is a price.

    An amount is due whatever the type says.
    """
    if payment.amounts:
        return "pay " + ", ".join(payment.amounts)
    if payment.type == "free":
        return None
    if payment.type == "attribution":
        return "attribution"
    where = f", {payment.url}" if payment.url else ""
    return f"pay: {payment.type or 'unspecified'}{where}"


def _constraint(uses: Uses) -> str:
    which = "" if uses.permits else "not "
    return f"{uses.kind or 'unspecified'}: {which}{' '.join(uses.tokens)}"


def _meets(uses: Uses, operator: Operator) -> bool | None:
    """Tell whether we are among whom a licence is for; None: nobody knows."""
    if uses.kind not in ("user", "geo") or (uses.permits and not uses.tokens):
        return None
    ask = operator.is_type if uses.kind == "user" else operator.is_in
    tokens = [one.upper() if uses.kind == "geo" else one.lower() for one in uses.tokens]
    answers = [ask(one) for one in (uses.tokens if uses.permits else tokens)]
    if True in answers:
        return uses.permits
    return None if None in answers else not uses.permits


def _is_for_others(one: License, operator: Operator) -> bool:
    meant = [uses for uses in one.uses if uses.permits and uses.kind in ("user", "geo")]
    return any(_meets(uses, operator) is False for uses in meant)


def _prohibited(one: License, *, strict: bool) -> dict[Purpose, Term]:
    found: dict[Purpose, Term] = {}
    for uses in one.uses:
        if uses.permits or uses.kind == "geo" or not (strict or uses.kind == "usage"):
            continue
        for token in uses.tokens:
            exact = uses.kind == "usage" and token in PROHIBITED
            spec = VOCABULARY if exact else HOUSE_SALVAGE
            for purpose in _meant(token, uses, strict=strict):
                term = Term(Preference.DISALLOWED, uses.source, spec, None, not exact)
                if purpose not in found or found[purpose].salvaged:
                    found[purpose] = term
    return found


def _meant(token: str, uses: Uses, *, strict: bool) -> frozenset[Purpose]:
    """Return what a prohibited token stands for; strict: what it seems to."""
    if uses.kind == "usage" and token in PROHIBITED:
        return PROHIBITED[token]
    if not strict:
        return frozenset()
    plain = token.lower().replace("_", "-")
    if plain in PROHIBITED:
        return PROHIBITED[plain]
    found = (purposes for pattern, purposes in _SALVAGE if pattern.search(plain))
    return next(found, frozenset())


def _unlisted(content: Content, purpose: Purpose, *, strict: bool) -> Term | None:
    """Return what holds for a use that no licence of a content speaks of."""
    if strict and purpose in _METERED:
        return next(_prices(content), None)
    if purpose not in _AI and not (strict and purpose is Purpose.TDM):
        return None
    source = next(_lists(content.licenses), content.source)
    spec = VOCABULARY if purpose in _AI else HOUSE_MINING
    return Term(Preference.DISALLOWED, source, spec)


def _lists(licenses: Iterable[License]) -> Iterator[Source]:
    """Return where the lists of permitted uses stand."""
    for one in licenses:
        for uses in one.uses:
            if uses.permits and uses.kind == "usage":
                yield uses.source


def _prices(content: Content) -> Iterator[Term]:
    """Return what licences cost that have no list of uses."""
    for one in content.licenses:
        for payment in one.payments if next(_lists((one,)), None) is None else ():
            price = _price(payment)
            if price is not None and price != "attribution":
                yield Term(Preference.CONDITIONAL, payment.source, HOUSE_PRICE, price)
