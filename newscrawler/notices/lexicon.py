"""Where are the words of a language in a text?"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newscrawler.notices.pattern import in_order, with_hyphens
from newscrawler.notices.term import Term
from newscrawler.notices.vocabulary import Vocabulary, Word, vocabulary_of

_First = tuple[Word, re.Match[str]]
"""A word and where it is first found."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, by what they mean."""

    uses: Sequence[Sequence[tuple[Term, int]]]
    """What each word means, and when it is tried among those that mean the same."""
    vocabulary: Vocabulary

    def found_in(
        self, lower: str, terms: Collection[Term] = frozenset(Term)
    ) -> dict[Term, list[re.Match[str]]]:
        """Return where the terms are in a text in lower case; those that are there.

        Where words of one term share letters, the first counts; of those that begin
        there, the one that is tried first.
        """
        ranked: dict[Term, list[tuple[int, _First]]] = {}
        text = with_hyphens(lower)
        for number in self.vocabulary.seeming(text):
            uses = [use for use in self.uses[number] if use[0] in terms]
            word = self.vocabulary.words[number]
            first = self.vocabulary.search(number, text) if uses else None
            if first is not None:
                for term, rank in uses:
                    ranked.setdefault(term, []).append((rank, (word, first)))
        return {
            term: list(_in_turn(text, [one for _, one in sorted(found)]))
            for term, found in ranked.items()
        }


@dataclass(frozen=True, slots=True)
class Finder:
    """What finds the words of one term."""

    lexicon: Lexicon
    term: Term

    def search(self, lower: str) -> re.Match[str] | None:
        """Return where the term is first in a text in lower case."""
        found = self.lexicon.found_in(lower, (self.term,))
        return next(iter(found.get(self.term, ())), None)


def _in_turn(text: str, found: list[_First]) -> Iterator[re.Match[str]]:
    """Yield what one pattern of all the words, in their order, would find."""
    while found:
        match = min((first for _, first in found), key=re.Match.start)
        yield match
        end = match.end()
        found = [
            (word, later)
            for word, first in found
            if (later := first if first.start() >= end else word.search(text, end))
        ]


def lexicon_of(
    words: Mapping[Term, Collection[str]], *, spaced: bool, bare: bool
) -> Lexicon:
    """Return the words of a language, given by what they mean."""
    uses: dict[str, list[tuple[Term, int]]] = {}
    for term, own in words.items():
        for rank, word in enumerate(in_order(set(own), spaced=spaced)):
            uses.setdefault(word, []).append((term, rank))
    known = (Word(text, spaced, bare) for text in uses)
    return Lexicon(tuple(map(tuple, uses.values())), vocabulary_of(known))
