"""Where are the words of a language in a text?"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newscrawler.notices.pattern import in_order, with_hyphens
from newscrawler.notices.term import Term
from newscrawler.notices.vocabulary import Vocabulary, Word, vocabulary_of

_First = tuple[int, re.Match[str]]
"""The number of a word and where it is first found."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, by what they mean."""

    uses: Sequence[Sequence[tuple[Term, int]]]
    """What each word means, and when it is tried among those that mean the same."""
    vocabulary: Vocabulary

    def found_in(
        self, lower: str, terms: Collection[Term] | None = None
    ) -> dict[Term, list[re.Match[str]]]:
        """Return where terms are in a text in lower case; those that are there.

        Where words of one term share letters, the first counts; of those that begin
        there, the one that is tried first.
        """
        ranked: dict[Term, list[tuple[int, _First]]] = {}
        text = with_hyphens(lower)
        for number in self.vocabulary.seeming(text):
            uses = self.uses[number]
            if terms is not None:
                uses = [use for use in uses if use[0] in terms]
            first = self.vocabulary.search(number, text) if uses else None
            if first is not None:
                for term, rank in uses:
                    ranked.setdefault(term, []).append((rank, (number, first)))
        return {
            term: list(self._in_turn(text, [one for _, one in sorted(found)]))
            for term, found in ranked.items()
        }

    def _in_turn(self, text: str, found: list[_First]) -> Iterator[re.Match[str]]:
        """Yield what one pattern of all the words, in their order, would find."""
        pattern = self.vocabulary.pattern
        while found:
            match = min((first for _, first in found), key=re.Match.start)
            yield match
            end = match.end()
            found = [
                (word, later)
                for word, first in found
                if (
                    later := first
                    if first.start() >= end
                    else pattern(word).search(text, end)
                )
            ]


def lexicon_of(
    words: Mapping[Term, Collection[str]],
    literals: Mapping[str, Collection[str]],
    *,
    spaced: bool,
    bare: bool,
) -> Lexicon:
    """Return the words of a language, given by what they mean.

    ``literals``: those that are known of words.
    """
    uses: dict[str, list[tuple[Term, int]]] = {}
    for term, own in words.items():
        for rank, word in enumerate(in_order(set(own), spaced=spaced)):
            uses.setdefault(word, []).append((term, rank))
    known = {Word(text, spaced, bare): literals.get(text) for text in uses}
    return Lexicon(tuple(map(tuple, uses.values())), vocabulary_of(known))
