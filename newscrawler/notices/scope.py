"""Does a notice speak of a page, of a site or of a picture?"""

import re

from newscrawler.notices.heading import ITEM
from newscrawler.notices.model import Scope
from newscrawler.notices.reading import Reading
from newscrawler.notices.term import Term

_BEFORE = 160
"""Characters of markup before a notice that tell where it stands: our choice."""

_PARAGRAPH = 250
"""Characters of a paragraph that is longer than a line of credits: our choice."""

_OWN = (Term.SITE, Term.OURS)
_BESIDE = frozenset((Term.CREDIT, Term.BYLINE, Term.PAGE, *_OWN))
"""What is asked of the text around a notice."""

_SUPPLIER = re.compile(r"[(（][^\W\d_][^()（）]{1,40}(?:\)(?!\w)|）)")
"""A supplier's line: "(Agency)" before what it says of its text."""

_INITIALS = re.compile(r"(?:\A|\n)[^\W\d_]{2,4}(?:/[^\W\d_]{2,4}){1,3}\s{1,3}[-–—(（]")
"""Who wrote and edited a supplier's text: "ab/cde – Agency"."""

_PHOTOGRAPHER = re.compile(
    r"©\s?[^\d\W][^\n.,;/©]{2,40}\s?/\s?[^\d\W][^\n.,;/©]{1,40}[.,;:–]"
)
"""A picture's line: "© Photographer / Agency.", which has no year."""


_OF_THE_SITE = re.compile(r"(?:(?:\A|\n)\s{0,9}#[^\n]{0,80}|<meta\s[^<>]{1,200})\Z")
"""A line of robots.txt, or a meta, up to the notice in it."""


def scope_of(reading: Reading, around: str, given: str, start: int) -> Scope:
    """Return what a notice speaks of, by its words or else by those around it.

    ``around`` is in lower case; ``start`` is where the notice begins in ``given``.
    """
    there = reading.language.found_in(around, _BESIDE).keys()
    if reading.has(Term.ASSET) or _PHOTOGRAPHER.search(around) or Term.CREDIT in there:
        return Scope.SITE if _is_of_the_site(reading) else Scope.ASSET
    if _INITIALS.search(around):
        return Scope.PAGE
    if _is_of_the_site(reading):
        return Scope.SITE
    if reading.has(Term.PAGE) or Term.BYLINE in there or _SUPPLIER.match(around):
        return Scope.PAGE
    own = reading.has(Term.FIRST, Term.HOLDER, Term.SEARCH)
    if own or _OF_THE_SITE.search(given[max(0, start - _BEFORE) : start + 1]):
        return Scope.SITE
    if Term.PAGE in there:
        return Scope.PAGE
    own = _is_house_rule(reading, given, start) or not there.isdisjoint(_OWN)
    return Scope.SITE if own else Scope.UNKNOWN


def _is_of_the_site(reading: Reading) -> bool:
    """Tell whether it names the site, or more of "ours" than this page or picture."""
    alone = reading.spans(Term.PAGE, Term.ASSET)
    ours = reading.spans(Term.OURS)
    wide = any(not any(map(one.is_within, alone)) for one in ours)
    return wide or reading.has(Term.SITE)


def _is_house_rule(reading: Reading, given: str, start: int) -> bool:
    """Tell whether a notice stands in terms; a list is one of house rules."""
    is_item = ITEM.match(given, given.rfind("\n", 0, start) + 1) is not None
    return "\n" in reading.text or is_item or _is_of_terms(given, start)


def _is_of_terms(given: str, start: int) -> bool:
    """Tell whether a notice stands in a long paragraph, as those of terms are."""
    end = given.find("\n", start, start + _PARAGRAPH)
    first = given.rfind("\n", max(0, start - _PARAGRAPH), start)
    begin = max(first, start - _PARAGRAPH, 0)
    return (len(given) if end < 0 else end) - begin >= _PARAGRAPH
