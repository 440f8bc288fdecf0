"""Which terms of a language does a sentence hold, and where?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from newscrawler.notices.language import Language
from newscrawler.notices.term import OPERATORS, Term

_HIDES: Mapping[Term, frozenset[Term]] = {
    Term.UNBAN: frozenset(Term) - {Term.UNBAN, Term.PERMIT, Term.CONTRAST},
    Term.IDIOM: frozenset(Term) - {Term.IDIOM, Term.UNBAN, Term.NARRATIVE},
    Term.FORMAL: frozenset(
        (
            Term.NARRATIVE,
            Term.REPORTED,
            Term.PAST,
            Term.CONDITION,
            Term.NEWSROOM,
            Term.UPLOAD,
            Term.YOURS,
            Term.TECHNICAL,
            Term.LAW,
        )
    ),
    Term.AI: frozenset((Term.BOT,)),
    Term.TDM: frozenset((Term.SCRAPE, Term.BOT, Term.CRAWL, Term.AUTO)),
    Term.STATUTE: frozenset((Term.NARRATIVE, Term.REPORTED, Term.LAW)),
    Term.BAR: frozenset((Term.BAN, Term.PERMIT)),
    Term.BAN: frozenset((Term.PERMIT, Term.NAY, Term.NONE, Term.LIFTED)),
    Term.OPPOSE: frozenset((Term.PERMIT, Term.BAR, Term.REPORTED)),
    Term.REQUIRE: frozenset((Term.PERMIT, Term.BAN)),
    Term.EXCEPTION: frozenset((Term.PERMIT,)),
    Term.NONE: frozenset((Term.PERMIT,)),
    Term.NAY: frozenset((Term.PERMIT,)),
}
"""Words inside of which other words do not count."""

_DECLARING = (Term.RESERVE, Term.OPPOSE, Term.BAN, Term.BAR)
_CITING = re.compile(r"[\s\d§³().,:/ªº°-]{0,16}(?:[a-z][\s.,)]{1,3})?")
"""What may stand between the words of a citation: numbers and marks."""

_WORD = re.compile(r"\w{5,}")
"""A word that says something, in most languages: our choice."""

_NUMBERED = re.compile(r"[\s(]{1,2}\d{1,3}\b\)?")
"""What a cited paragraph is followed by, if by its number."""

_CLAUSE = re.compile(r"[,;:–—(（，；：、|]|\s-\s|[.!?]\s")
_TERSE_WORDS = 8
_TERSE_LETTERS = 24
_LABEL_WORDS = 4
_LABEL_LETTERS = 14
"""What few words are, and few characters without blanks: our choice."""


class Span(NamedTuple):
    """Characters ``[start, end)`` of a sentence; a tuple, for they are compared."""

    start: int
    end: int

    def is_within(self, other: "Span") -> bool:
        """Tell whether the other one covers it."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether they share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, in lower case, as one language reads it."""

    text: str
    language: Language
    found: Mapping[Term, Sequence[Span]]
    """The terms that are there, and where; in order."""

    def has(self, *terms: Term) -> bool:
        """Tell whether any of the terms is there."""
        return not self.found.keys().isdisjoint(terms)

    def spans(self, *terms: Term) -> list[Span]:
        """Return where any of the terms is, in order."""
        return sorted(span for term in terms for span in self.found.get(term, ()))

    @property
    def is_terse(self) -> bool:
        """Tell whether the sentence is of few words, as headings and labels are."""
        if self.language.spaced:
            return len(self.text.split()) <= _TERSE_WORDS
        return len(self.text) <= _TERSE_LETTERS

    @property
    def is_label(self) -> bool:
        """Tell whether it is hardly more than an act and a "no"."""
        return is_label(self.text, self.language)

    def clauses(self) -> list[Span]:
        """Return the parts between commas, colons, dashes and brackets."""
        ends = [*_CLAUSE.finditer(self.text)]
        starts = [0, *(end.end() for end in ends)]
        stops = [*(end.start() for end in ends), len(self.text)]
        return [Span(start, stop) for start, stop in zip(starts, stops, strict=True)]

    def others(self) -> list[str]:
        """Return the longer words that are neither terms nor marks of the language."""
        known = [span for spans in self.found.values() for span in spans]
        known += (Span(*one.span()) for one in self._marks())
        return [
            word[0]
            for word in _WORD.finditer(self.text)
            if not any(map(Span(*word.span()).overlaps, known))
        ]

    def _marks(self) -> Iterator[re.Match[str]]:
        return self.language.mark_pattern.finditer(self.text)

    def begins_clause(self, span: Span) -> bool:
        """Tell whether nothing but blanks and marks stands before, in its clause."""
        before = self.text[: span.start].rstrip(" \t\"'“„«#*>")
        return (
            not before
            or _CLAUSE.fullmatch(before[-1]) is not None
            or before[-1] in ".!-)]）"
        )


def is_label(text: str, language: Language) -> bool:
    """Tell whether a sentence is of very few words for its language."""
    if language.spaced:
        return len(text.split()) <= _LABEL_WORDS
    return len(text) <= _LABEL_LETTERS


@lru_cache(maxsize=1 << 9)  # what stands on all pages of a site is read once
def read(text: str, language: Language) -> Reading:
    """Return what a language finds in a sentence that is folded, in lower case."""
    found = {
        term: [Span(*match.span()) for match in there]
        for term, there in language.found_in(text).items()
    }
    if Term.STATUTE in found and not found.keys().isdisjoint(_DECLARING):
        found[Term.STATUTE] = list(_cited(text, found))
    if Term.UNBAN in found:
        for operator in OPERATORS & found.keys():
            found[operator] = _apart(found[operator], found[Term.UNBAN])
    for term, hidden in _HIDES.items():
        if covers := found.get(term):
            for other in hidden & found.keys():
                found[other] = _outside(found[other], covers)
    return Reading(
        text, language, {term: spans for term, spans in found.items() if spans}
    )


def _cited(text: str, found: Mapping[Term, list[Span]]) -> Iterator[Span]:
    """Yield the statutes with the words that cite them: "under … paragraph 3"."""
    around = sorted(found.get(Term.CITATION, ()))
    for statute in found[Term.STATUTE]:
        start, end = statute
        for one in reversed(around):
            if one.start < start and _CITING.fullmatch(text[one.end : start]):
                start = one.start
        for one in around:
            if one.end > end and _CITING.fullmatch(text[end : one.start]):
                end = one.end
        number = _NUMBERED.match(text, end)
        end = number.end() if number else end
        yield Span(start, end)


def _outside(spans: Iterable[Span], covers: Iterable[Span]) -> list[Span]:
    covering = list(covers)
    return [span for span in spans if not any(map(span.is_within, covering))]


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    apart = list(others)
    return [span for span in spans if not any(map(span.overlaps, apart))]
