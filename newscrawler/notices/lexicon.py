"""Where are the words of a language in a text?"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from newscrawler.notices.pattern import with_hyphens
from newscrawler.notices.term import Term
from newscrawler.notices.vocabulary import Vocabulary

_First = tuple[int, re.Match[str]]
"""The number of a word and where it is first found."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, by what they mean."""

    vocabulary: Vocabulary
    """For each term of a word: when it is tried among those that mean the same."""

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
            uses = [
                (term, rank)
                for term, rank in self.vocabulary.uses[number].items()
                if term is not None and (terms is None or term in terms)
            ]
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
        patterns = self.vocabulary.patterns
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
                    else patterns[word].search(text, end)
                )
            ]
