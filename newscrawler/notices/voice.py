"""Who speaks in a sentence: the publisher, or somebody else of somebody else?"""

import re
from collections.abc import Iterable

from newscrawler.notices.language import Language
from newscrawler.notices.reading import Reading, Span, read
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import OPERATORS, Term

_VETOES = (Term.REPORTED, Term.NEWSROOM, Term.UPLOAD)
_OWN = (Term.OURS, Term.SITE, Term.PAGE, Term.HOLDER)
_DECLARED = (
    Term.FIRST,
    Term.OURS,
    Term.SITE,
    Term.PAGE,
    Term.HOLDER,
    Term.RESERVE,
    Term.REQUIRE,
    Term.EXCEPTION,
    Term.TDM,
)
"""What a publisher's own rule has, and a manual has not."""

_CONTENTS = (Term.OURS, Term.SITE, Term.PAGE, Term.CONTENT)
_ASKS = re.compile(r"(?:[?？؟]|(?<=[ά-ώ]);)[\"'”’」』)）\s]*\Z|\A¿")
_OPENS = r"(?:[„«「『‹]|[\"“”»](?![\s.,;:!?)\]…]|\Z))"
"""What begins a quotation: a mark that may end one as well, not before a blank or stop."""

QUOTED = re.compile(
    rf"{_OPENS}.{{1,600}}?[\"”“»«」』›]|(?<!\w)[‘’‚'][^‘’‚']{{1,600}}[‘’'](?!\w)"
)
_LONG = re.compile(rf'{_OPENS}[^"“”„«»「」『』]{{1,2000}}+(?:["”“»«」』]|\Z)')
"""A quotation of several sentences: it reaches until it is closed."""

_NO_QUOTATION = re.compile(
    r"""((?:=|"\s?:)\s?)"((?:[^"\\]|\\.)*)("|\Z)|(?<=[א-ת])"(?=[א-ת](?![א-ת]))"""
)
"""The value of an attribute or of a key in JSON, and the mark within Hebrew letters that
tells them to be short for something.
"""

_SPOKEN = re.compile(r"[:：]\s?[\"“”„«»「『‹‘’'][^:]{1,600}[\"”“»«」』›‘’']\W{0,2}\Z")
_NEAR_OWN = (Term.FIRST, Term.OURS, Term.SITE, Term.PAGE)
_MUCH_NEWS = 2
"""Words of news that outweigh a "we": our choice."""

_ASKING = 6
"""Characters before and after a question word at the edge of its sentence."""

_AROUND = 2000
"""Characters before and after a sentence in which its quotation is sought."""

_TELLING = 120
"""Characters after a quotation in which its speaker is sought: our choice."""

_OUTSIDE = 3
_OUTSIDE_LETTERS = 6
"""Words, and letters without blanks, that make what they stand by a quotation: our
choice."""


def veto(reading: Reading, *, may_ask: bool = False) -> Term | None:
    """Return why a sentence is not the publisher's own declaration, None if it is.

    A question is none, unless what follows answers it.
    """
    if not may_ask and _is_question(reading):
        return Term.QUESTION
    for term in _VETOES:
        if reading.has(term):
            return term
    if reading.has(Term.NARRATIVE) and _is_news(reading):
        return Term.NARRATIVE
    if reading.has(Term.LAW) and not reading.has(Term.FIRST, Term.SITE, Term.PAGE):
        return Term.LAW
    if reading.has(Term.TECHNICAL) and not reading.has(*_DECLARED):
        return Term.TECHNICAL
    if reading.has(Term.CONDITION) and not reading.has(Term.FIRST, Term.PAGE):
        return Term.CONDITION
    if reading.has(Term.PAST) and not reading.has(*_OWN):
        return Term.PAST
    yours = reading.spans(Term.YOURS)
    if yours and all(any(map(one.overlaps, yours)) for one in reading.spans(Term.OURS)):
        return Term.YOURS
    return Term.REPORTED if _is_quoted(reading) else None


def asks(text: str) -> bool:
    """Tell whether a sentence has the mark of a question."""
    return _ASKS.search(text) is not None


def _is_question(reading: Reading) -> bool:
    """Tell whether it asks: by its mark, or by the word that it begins or ends with.

    Within a sentence the same words join ("чи", "czy"): "robots or scrapers".
    """
    last = len(reading.text) - _ASKING
    said = any(
        span.start <= _ASKING or span.end >= last or not reading.language.spaced
        for span in reading.spans(Term.QUESTION)
    )
    return said or asks(reading.text)


def _is_news(reading: Reading) -> bool:
    """Tell whether it is of others: no "we" of its contents, or much that news has."""
    several = len(reading.spans(Term.NARRATIVE)) >= _MUCH_NEWS
    is_own = reading.has(Term.FIRST) and reading.has(*_CONTENTS)
    return several or reading.has(Term.PAST) or not is_own


def _is_quoted(reading: Reading) -> bool:
    """Tell whether all that refuses stands in quotation marks, and more outside.

    What ends in somebody's words after a colon is of that somebody.
    """
    text = _said(reading.text)
    quotes = [Span(*match.span()) for match in QUOTED.finditer(text)]
    if not quotes:
        return False
    outside = QUOTED.sub(" ", text)
    if not is_more(outside, spaced=reading.language.spaced):
        return False
    is_spoken = _SPOKEN.search(text) is not None
    words = reading.spans(*OPERATORS)
    return _are_within(words, quotes) or (is_spoken and not reading.has(*_NEAR_OWN))


def is_more(outside: str, *, spaced: bool) -> bool:
    """Tell whether what stands beside a quotation is enough to make it one."""
    if spaced:
        return len(outside.split()) >= _OUTSIDE
    return len(outside.strip()) >= _OUTSIDE_LETTERS


def is_quoted_from_before(text: str, segment: Segment) -> bool:
    """Tell whether a sentence stands in a quotation that others begin or end."""
    start = max(text.rfind("\n", 0, segment.start) + 1, segment.start - _AROUND)
    stop = text.find("\n", segment.end, segment.end + _AROUND)
    line = _said(text[start : stop if stop >= 0 else segment.end + _AROUND])
    own = Span(segment.start - start, segment.end - start)
    for match in (*QUOTED.finditer(line), *_LONG.finditer(line)):
        is_longer = match.end() - match.start() > own.end - own.start + 2
        if is_longer and own.is_within(Span(*match.span())):
            outside = line[: match.start()] + line[match.end() :]
            return is_more(outside, spaced=" " in outside.strip())
    return False


def _said(text: str) -> str:
    """Return a text of the same length without the marks that quote nobody."""
    return _NO_QUOTATION.sub(_unmarked, text)


def _unmarked(found: re.Match[str]) -> str:
    name, value, end = found.groups()
    return "״" if name is None else f"{name} {value}{' ' * len(end)}"


def is_told_after(lower: str, segment: Segment, language: Language) -> bool:
    """Tell whether a sentence is all quotation, and whose it is follows on its line."""
    if QUOTED.fullmatch(lower[segment.start : segment.end]) is None:
        return False
    stop = lower.find("\n", segment.end, segment.end + _TELLING)
    rest = lower[segment.end : stop if stop >= 0 else segment.end + _TELLING]
    return read(rest, language).has(Term.REPORTED)


def _are_within(spans: Iterable[Span], covers: list[Span]) -> bool:
    return all(any(map(span.is_within, covers)) for span in spans)
