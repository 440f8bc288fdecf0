"""Who speaks in a sentence: the publisher, or somebody else of somebody else?"""

import re
from collections.abc import Iterable

from newscrawler.notices.reading import Reading, Span
from newscrawler.notices.term import OPERATORS, TOPICS, Term

_VETOES = (Term.REPORTED, Term.NEWSROOM, Term.UPLOAD)
_OWN = (Term.OURS, Term.SITE, Term.PAGE, Term.HOLDER)
_CONTENTS = (Term.OURS, Term.SITE, Term.PAGE, Term.CONTENT)
_ASKS = re.compile(r"(?:[?？؟]|(?<=[ά-ώ]);)[\"'”’」』)）\s]*\Z|\A¿")
_QUOTED = re.compile(r"[\"“„«»「『‹].{1,600}?[\"”“»«」』›]")
_MUCH_NEWS = 2
"""Words of news that outweigh a "we": our choice."""

_ASKING = 6
"""Characters before and after a question word at the edge of its sentence."""

_OUTSIDE = 3
"""Letters and more outside a quotation that make it one: our choice, in words."""


def veto(reading: Reading) -> Term | None:
    """Return why a sentence is not the publisher's own declaration, None if it is."""
    if _is_question(reading):
        return Term.QUESTION
    for term in _VETOES:
        if reading.has(term):
            return term
    if reading.has(Term.NARRATIVE) and _is_news(reading):
        return Term.NARRATIVE
    if reading.has(Term.CONDITION) and not reading.has(Term.FIRST, Term.PAGE):
        return Term.CONDITION
    if reading.has(Term.PAST) and not reading.has(*_OWN):
        return Term.PAST
    yours = reading.spans(Term.YOURS)
    if yours and all(any(map(one.overlaps, yours)) for one in reading.spans(Term.OURS)):
        return Term.YOURS
    return Term.REPORTED if _is_quoted(reading) else None


def _is_question(reading: Reading) -> bool:
    """Tell whether it asks: by its mark, or by the word that it begins or ends with.

    Within a sentence the same words join ("чи", "czy"): "robots or scrapers".
    """
    last = len(reading.text) - _ASKING
    asks = any(
        span.start <= _ASKING or span.end >= last or not reading.language.spaced
        for span in reading.spans(Term.QUESTION)
    )
    return asks or _ASKS.search(reading.text) is not None


def _is_news(reading: Reading) -> bool:
    """Tell whether it is of others: no "we" of its contents, or much that news has."""
    several = len(reading.spans(Term.NARRATIVE)) >= _MUCH_NEWS
    is_own = reading.has(Term.FIRST) and reading.has(*_CONTENTS)
    return several or reading.has(Term.PAST) or not is_own


def _is_quoted(reading: Reading) -> bool:
    """Tell whether all that refuses stands in quotation marks, and more outside."""
    quotes = [Span(*match.span()) for match in _QUOTED.finditer(reading.text)]
    if not quotes:
        return False
    outside = _QUOTED.sub(" ", reading.text)
    words = reading.spans(*TOPICS, *OPERATORS)
    return len(outside.split()) >= _OUTSIDE and _are_within(words, quotes)


def _are_within(spans: Iterable[Span], covers: list[Span]) -> bool:
    return all(any(map(span.is_within, covers)) for span in spans)
