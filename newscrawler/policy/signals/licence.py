"""Under which licence does the page stand, and what does it ask for?

schema.org license, usageInfo, acquireLicensePage; the link type "license"; Dublin Core
rights; Creative Commons, https://creativecommons.org/licenses/by-nc-nd/4.0/legalcode.
What a feed names by elements of RSS or links of Atom restrains what it lists. CC
signals are AIPREF's.

A licence is a floor under permissions: it never lifts a denial, and to have one is no
reservation. So an unknown licence, and the way to terms or to a shop, are recorded
with preference unknown. Creative Commons: public domain allows everything, where the
page names no other licence; BY asks for attribution of what is shown or fed to a
model, SA for the same licence on what a model makes of it, ND keeps it from models
that rewrite (ai-input; strict: ai-train), NC from commercial users.

House rules: an operator who does not say whether he is commercial is taken for it by
the strict profile; words that name a licence without its URL only restrain (strict); a
licence of a figure or media object is that medium's; search asks for no licence.
"""

from collections.abc import Iterator
from itertools import islice

from newscrawler.page import Page
from newscrawler.policy.formats.creative_commons import (
    CreativeCommons,
    find_by_url,
    find_by_words,
)
from newscrawler.policy.formats.licence_references import Reference, find_references
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.policy.operator import Operator
from newscrawler.policy.visit import (
    Signal,
    Visit,
    Words,
    said_in_header,
    said_in_markup,
)
from newscrawler.purpose import Purpose

NAME = "licence"

MOST_READ = 1_000
"""References of a page that are looked at: our choice."""
MOST_RECORDED = 8
"""Licences and pointers of a page that are recorded: our choice."""

FEED_SPEC = "creativeCommons:license of RSS; RFC 4946, license of Atom"

_MODELS = frozenset((Purpose.AI_INPUT, Purpose.AI_TRAIN))
_SHOWN = _MODELS | {Purpose.ARCHIVE}
_ALL_BUT_SEARCH = _SHOWN | {Purpose.TDM}

Effect = tuple[frozenset[Purpose], Preference, str | None]


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what the licences of the page and of its media say, each once."""
    page = visit.page
    if page is None:
        return
    found = list(dict.fromkeys(islice(find_references(page), MOST_READ)))
    yield from _licensed(found, visit, page)
    others = [one for one in found if one.is_pointer or _licence(one, visit) is None]
    for one in others[:MOST_RECORDED]:
        effect = _ALL_BUT_SEARCH, Preference.UNKNOWN, f"licence: {one.value}"
        yield _statement(one, page, effect, one.spec)


def _licensed(found: list[Reference], visit: Visit, page: Page) -> Iterator[Statement]:
    """Return what the Creative Commons licences say, one for each set of elements."""
    read = [(one, _licence(one, visit)) for one in found if not one.is_pointer]
    of_page = [licence for one, licence in read if not one.is_media]
    is_free = all(one is not None and one.is_public_domain for one in of_page)
    known: dict[tuple[CreativeCommons, bool], Reference] = {}
    for one, licence in sorted(read, key=lambda pair: not _is_exact(pair[0])):
        if licence is not None and (is_free or not licence.is_public_domain):
            known.setdefault((licence, one.is_media), one)
    for (licence, _), one in known.items():
        for effect in _effects(licence, visit):
            spec, salvaged = f"{one.spec}; {licence.name}", not _is_exact(one)
            yield _statement(one, page, effect, spec, salvaged=salvaged)


def words_of(value: str, visit: Visit) -> Iterator[Words]:
    """Return what a licence that a feed names keeps from those who take what it lists.

    It grants nothing: the article itself may name another.
    """
    reference = Reference(value, FEED_SPEC)
    licence = _licence(reference, visit)
    if licence is None:
        return
    for purposes, preference, condition in _effects(licence, visit):
        if preference is not Preference.ALLOWED:
            spec, salvaged = f"{FEED_SPEC}; {licence.name}", not _is_exact(reference)
            yield Words(
                NAME, purposes, preference, value, spec, condition, None, salvaged
            )


def _licence(one: Reference, visit: Visit) -> CreativeCommons | None:
    """Return the licence that a reference names; to the letter, by its URL alone."""
    exact = find_by_url(one.value)
    return find_by_words(one.value) if exact is None and visit.is_strict else exact


def _is_exact(one: Reference) -> bool:
    return find_by_url(one.value) is not None


def _effects(licence: CreativeCommons, visit: Visit) -> Iterator[Effect]:
    strict, conditional = visit.is_strict, Preference.CONDITIONAL
    elements = licence.elements
    if licence.is_public_domain:
        yield frozenset(Purpose), Preference.ALLOWED, None
    if "by" in elements:
        yield _SHOWN, conditional, "attribution"
    if "sa" in elements:
        yield _MODELS, conditional, "share-alike"
    if "nd" in elements:
        kept_from = _MODELS if strict else frozenset((Purpose.AI_INPUT,))
        yield kept_from, Preference.DISALLOWED, "no derivatives"
    if "nc" in elements:
        yield _effect_of_nc(visit.terms.operator, strict=strict)


def _effect_of_nc(operator: Operator, *, strict: bool) -> Effect:
    """Return what NC comes to: it is met, denies, or asks what nobody has said."""
    concerned = _ALL_BUT_SEARCH if strict else _SHOWN
    if operator.commercial is False:
        return concerned, Preference.UNKNOWN, "non-commercial"
    is_denied = operator.commercial or strict
    preference = Preference.DISALLOWED if is_denied else Preference.CONDITIONAL
    return concerned, preference, "non-commercial"


def _statement(
    one: Reference, page: Page, effect: Effect, spec: str, *, salvaged: bool = False
) -> Statement:
    purposes, preference, condition = effect
    words = Words(
        NAME, purposes, preference, one.value, spec, condition, None, salvaged
    )
    scope = Scope.ASSET if one.is_media else Scope.PAGE
    if one.selector is None:
        return said_in_header(words, page, "link", scope)
    return said_in_markup(words, page, one.selector, scope)


SIGNAL = Signal(NAME, statements, of_page=True)
